/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/picture-view.h"

#include <glib/gi18n-lib.h>

#include "desktop/widgets/picture-decode.h"
#include "desktop/widgets/picture-window.h"

/* ---- what is drawn: a paintable in the place that the picture will have */

#define BH_TYPE_PICTURE_PLACE (bh_picture_place_get_type ())
G_DECLARE_FINAL_TYPE (BhPicturePlace, bh_picture_place, BH, PICTURE_PLACE, GtkWidget)

struct _BhPicturePlace {
  GtkWidget parent_instance;

  int width, height; /* of the picture */
  int room;          /* that there is, at most */
  GdkTexture *texture;
  GtkWidget *words; /* when there is nothing to be seen */
};

G_DEFINE_FINAL_TYPE (BhPicturePlace, bh_picture_place, GTK_TYPE_WIDGET)

static int
shown_width (BhPicturePlace *self)
{
  return MAX (1, MIN (self->width, self->room));
}

static int
shown_height (BhPicturePlace *self)
{
  return MAX (1, (int) ((gint64) self->height * shown_width (self) / self->width));
}

/* Room for some words even where the picture is a dot. */
static void
bh_picture_place_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  BhPicturePlace *self = BH_PICTURE_PLACE (widget);
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  int words = 0;

  if (gtk_widget_get_visible (self->words)) {
    if (across)
      words = MIN (self->room, 240);
    else
      gtk_widget_measure (self->words,
                          orientation,
                          MAX (shown_width (self), MIN (self->room, 240)),
                          &words,
                          NULL,
                          NULL,
                          NULL);
  }
  *minimum = *natural = MAX (words, across ? shown_width (self) : shown_height (self));
}

static void
bh_picture_place_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BhPicturePlace *self = BH_PICTURE_PLACE (widget);

  if (gtk_widget_get_visible (self->words))
    gtk_widget_size_allocate (self->words, &(GtkAllocation){0, 0, width, height}, -1);
}

static void
bh_picture_place_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BhPicturePlace *self = BH_PICTURE_PLACE (widget);

  if (self->texture != NULL)
    gtk_snapshot_append_texture (
        snapshot,
        self->texture,
        &GRAPHENE_RECT_INIT (0, 0, (float) shown_width (self), (float) shown_height (self)));
  GTK_WIDGET_CLASS (bh_picture_place_parent_class)->snapshot (widget, snapshot);
}

static void
bh_picture_place_dispose (GObject *object)
{
  BhPicturePlace *self = BH_PICTURE_PLACE (object);

  g_clear_object (&self->texture);
  g_clear_pointer (&self->words, gtk_widget_unparent);
  G_OBJECT_CLASS (bh_picture_place_parent_class)->dispose (object);
}

static void
bh_picture_place_class_init (BhPicturePlaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bh_picture_place_dispose;
  widget_class->measure = bh_picture_place_measure;
  widget_class->size_allocate = bh_picture_place_size_allocate;
  widget_class->snapshot = bh_picture_place_snapshot;
}

static void
bh_picture_place_init (BhPicturePlace *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("image-missing-symbolic");
  GtkWidget *label = gtk_label_new (NULL);

  self->room = 300;
  self->words = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_lines (GTK_LABEL (label), 4);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "bh-small");
  gtk_widget_set_margin_start (self->words, 8);
  gtk_widget_set_margin_end (self->words, 8);
  gtk_widget_set_margin_top (self->words, 6);
  gtk_widget_set_margin_bottom (self->words, 6);
  gtk_box_append (GTK_BOX (self->words), icon);
  gtk_box_append (GTK_BOX (self->words), label);
  gtk_widget_set_visible (self->words, FALSE);
  gtk_widget_set_parent (self->words, GTK_WIDGET (self));
}

static void
set_words (BhPicturePlace *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (self->words)), text);
  gtk_widget_set_visible (self->words, TRUE);
}

/* ---- the button */

struct _BhPictureView {
  GtkButton parent_instance;

  BhPicture *picture;
  BhPictureShelf *shelf;
  char *words;
  BhPicturePlace *place;
  BhPictureState state;
  GCancellable *cancel; /* while it is under way */
};

G_DEFINE_FINAL_TYPE (BhPictureView, bh_picture_view, GTK_TYPE_BUTTON)

static void
show_texture (BhPictureView *self, GdkTexture *texture)
{
  self->state = BH_PICTURE_SHOWN;
  g_set_object (&self->place->texture, texture);
  gtk_widget_set_visible (self->place->words, FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "broken");
  gtk_widget_queue_draw (GTK_WIDGET (self->place));
}

static void
show_broken (BhPictureView *self, const char *why)
{
  g_autofree char *text = g_strdup_printf (_ ("[Picture: %s]"), self->words);
  g_autofree char *tip = g_strdup_printf ("%s\n%s", self->words, why);

  self->state = BH_PICTURE_BROKEN;
  set_words (self->place, text);
  gtk_widget_add_css_class (GTK_WIDGET (self), "broken");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tip);
}

static void
on_decoded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhPictureView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = bh_picture_decode_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancel);
  if (texture != NULL)
    show_texture (self, texture);
  else
    show_broken (self, _ ("The picture is broken."));
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhPictureView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      bh_picture_shelf_fetch_finish (BH_PICTURE_SHELF (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bytes == NULL) {
    g_clear_object (&self->cancel);
    show_broken (self, error->message);
    return;
  }
  bh_picture_decode_async (bh_picture_get_hash (self->picture),
                           bytes,
                           bh_picture_get_width (self->picture),
                           bh_picture_get_height (self->picture),
                           self->cancel,
                           on_decoded,
                           g_object_ref (self));
}

/* Once more, too, when it could not be had the last time that it was looked at. */
static void
bh_picture_view_map (GtkWidget *widget)
{
  BhPictureView *self = BH_PICTURE_VIEW (widget);
  GdkTexture *texture = bh_picture_decoded (bh_picture_get_hash (self->picture));

  GTK_WIDGET_CLASS (bh_picture_view_parent_class)->map (widget);
  if (self->state == BH_PICTURE_SHOWN || self->cancel != NULL)
    return;
  if (texture != NULL) {
    show_texture (self, texture);
    return;
  }
  self->cancel = g_cancellable_new ();
  bh_picture_shelf_fetch_async (self->shelf,
                                bh_picture_get_hash (self->picture),
                                self->cancel,
                                on_fetched,
                                g_object_ref (self));
}

static void
bh_picture_view_clicked (GtkButton *button)
{
  BhPictureView *self = BH_PICTURE_VIEW (button);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->place->texture != NULL && GTK_IS_WINDOW (root))
    bh_picture_window_open (GTK_WINDOW (root), self->place->texture, self->words);
}

static void
bh_picture_view_dispose (GObject *object)
{
  BhPictureView *self = BH_PICTURE_VIEW (object);

  g_cancellable_cancel (self->cancel);
  g_clear_object (&self->cancel);
  G_OBJECT_CLASS (bh_picture_view_parent_class)->dispose (object);
}

static void
bh_picture_view_finalize (GObject *object)
{
  BhPictureView *self = BH_PICTURE_VIEW (object);

  g_clear_object (&self->picture);
  g_clear_object (&self->shelf);
  g_free (self->words);
  G_OBJECT_CLASS (bh_picture_view_parent_class)->finalize (object);
}

static void
bh_picture_view_class_init (BhPictureViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bh_picture_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = bh_picture_view_finalize;
  GTK_WIDGET_CLASS (klass)->map = bh_picture_view_map;
  GTK_BUTTON_CLASS (klass)->clicked = bh_picture_view_clicked;
}

static void
bh_picture_view_init (BhPictureView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->place = g_object_new (BH_TYPE_PICTURE_PLACE, NULL);
  gtk_button_set_child (GTK_BUTTON (self), GTK_WIDGET (self->place));
  gtk_widget_add_css_class (widget, "bh-picture");
  gtk_widget_add_css_class (widget, "flat");
  gtk_widget_set_cursor_from_name (widget, "zoom-in");
}

GtkWidget *
bh_picture_view_new (BhPicture *picture, BhPictureShelf *shelf, const char *words)
{
  BhPictureView *self;

  g_return_val_if_fail (BH_IS_PICTURE (picture), NULL);

  self = g_object_new (BH_TYPE_PICTURE_VIEW, NULL);
  self->picture = g_object_ref (picture);
  self->shelf = g_object_ref (shelf);
  self->words = g_strdup (words);
  self->place->width = bh_picture_get_width (picture);
  self->place->height = bh_picture_get_height (picture);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words,
                                  GTK_ACCESSIBLE_PROPERTY_ROLE_DESCRIPTION,
                                  C_ ("role", "picture"),
                                  -1);
  return GTK_WIDGET (self);
}

void
bh_picture_view_set_room (BhPictureView *self, int width)
{
  g_return_if_fail (BH_IS_PICTURE_VIEW (self));

  if (self->place->room == MAX (width, 1))
    return;
  self->place->room = MAX (width, 1);
  gtk_widget_queue_resize (GTK_WIDGET (self->place));
}

BhPictureState
bh_picture_view_get_state (BhPictureView *self)
{
  g_return_val_if_fail (BH_IS_PICTURE_VIEW (self), BH_PICTURE_BROKEN);
  return self->state;
}

const char *
bh_picture_view_get_words (BhPictureView *self)
{
  g_return_val_if_fail (BH_IS_PICTURE_VIEW (self), NULL);
  return self->words;
}
