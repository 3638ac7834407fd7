/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/article-pictures.h"

#include <glib/gi18n.h>
#include <string.h>

struct _BhArticlePictures {
  GObject parent;

  GtkTextView *body; /* (weak) */
  BhDesk *desk;
  GListStore *list;
  GtkFileChooserNative *chooser;
  gboolean possible;
  guint generation; /* counts articles: a picture for the one before is not put into this one */
};

enum { SAID, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BhArticlePictures, bh_article_pictures, G_TYPE_OBJECT)

typedef struct {
  BhArticlePictures *self;
  guint generation;
  char *words; /* what is seen on it, until somebody says it better */
} Coming;

static void
coming_free (Coming *coming)
{
  g_object_unref (coming->self);
  g_free (coming->words);
  g_free (coming);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Coming, coming_free)

static void
say (BhArticlePictures *self, const char *words, gboolean is_error)
{
  g_signal_emit (self, signals[SAID], 0, words, is_error);
}

/* ---- into the text */

/* On a line of its own, its words chosen: what is typed next says what is seen on it. */
static void
insert (BhArticlePictures *self, const char *name, const char *words)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->body);
  g_autofree char *after = g_strdup_printf ("](%s)", name);
  GtkTextIter at;
  GtkTextIter start;
  int from;

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_get_iter_at_mark (buffer, &at, gtk_text_buffer_get_insert (buffer));
  if (!gtk_text_iter_starts_line (&at))
    gtk_text_buffer_insert (buffer, &at, "\n\n", -1);
  gtk_text_buffer_insert (buffer, &at, "![", -1);
  from = gtk_text_iter_get_offset (&at);
  gtk_text_buffer_insert (buffer, &at, words, -1);
  gtk_text_buffer_insert (buffer, &at, after, -1);
  if (!gtk_text_iter_ends_line (&at))
    gtk_text_buffer_insert (buffer, &at, "\n\n", -1);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, from);
  gtk_text_buffer_get_iter_at_offset (buffer, &at, from + (int) g_utf8_strlen (words, -1));
  gtk_text_buffer_select_range (buffer, &at, &start);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_view_scroll_mark_onscreen (self->body, gtk_text_buffer_get_insert (buffer));
  gtk_widget_grab_focus (GTK_WIDGET (self->body));
}

static void
on_put (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Coming) coming = data;
  BhArticlePictures *self = coming->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (BhPicture) picture =
      bh_picture_shelf_put_finish (BH_PICTURE_SHELF (source), result, &error);

  if (self->body == NULL || coming->generation != self->generation)
    return;
  if (picture == NULL) {
    say (self, error->message, TRUE);
    return;
  }
  if (bh_pictures_find (G_LIST_MODEL (self->list), bh_picture_get_name (picture)) == NULL)
    g_list_store_append (self->list, picture);
  insert (self, bh_picture_get_name (picture), coming->words);
  say (self, _ ("The picture is in the text. Now say what is seen on it."), FALSE);
}

static Coming *
begin (BhArticlePictures *self, const char *words)
{
  Coming *coming = g_new0 (Coming, 1);

  coming->self = g_object_ref (self);
  coming->generation = self->generation;
  coming->words = g_strdup (words);
  say (self,
       _ ("The picture is on its way; it comes into the text when the server has it."),
       FALSE);
  return coming;
}

/* "router-lights.png" is "router lights"; no bracket of a name ends the words. */
static char *
words_of (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *text = g_filename_display_name (name);
  char *dot = strrchr (text, '.');

  if (dot != NULL && dot != text)
    *dot = '\0';
  g_strdelimit (text, "-_[]()\\\n", ' ');
  return g_strdup (g_strstrip (text));
}

void
bh_article_pictures_add_file (BhArticlePictures *self, GFile *file)
{
  g_autofree char *words = NULL;

  g_return_if_fail (BH_IS_ARTICLE_PICTURES (self));

  words = words_of (file);
  bh_picture_shelf_put_file_async (bh_picture_shelf_of (self->desk),
                                   file,
                                   NULL,
                                   on_put,
                                   begin (self, words));
}

/* ---- from a file */

static void
on_chosen (BhArticlePictures *self, int response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    bh_article_pictures_add_file (self, file);
}

void
bh_article_pictures_choose (BhArticlePictures *self)
{
  GtkRoot *root;
  g_autoptr (GtkFileFilter) filter = NULL;

  g_return_if_fail (BH_IS_ARTICLE_PICTURES (self));

  if (self->body == NULL || self->chooser != NULL)
    return;
  root = gtk_widget_get_root (GTK_WIDGET (self->body));
  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _ ("Pictures (PNG, JPEG)"));
  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_mime_type (filter, "image/jpeg");
  self->chooser = gtk_file_chooser_native_new (_ ("Insert a picture"),
                                               GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _ ("_Insert"),
                                               _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser,
                           "response",
                           G_CALLBACK (on_chosen),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* ---- from the clipboard */

static void
write_png (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task,
                         gdk_texture_save_to_png_bytes (GDK_TEXTURE (data)),
                         (GDestroyNotify) g_bytes_unref);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  BhArticlePictures *self = BH_ARTICLE_PICTURES (source);
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), NULL);

  bh_picture_shelf_put_async (bh_picture_shelf_of (self->desk),
                              bytes,
                              NULL,
                              on_put,
                              begin (self, _ ("picture")));
}

static void
on_texture (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhArticlePictures) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture =
      gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, &error);
  g_autoptr (GTask) task = NULL;

  if (texture == NULL) {
    say (self, error->message, TRUE);
    return;
  }
  if (gdk_texture_get_width (texture) > BH_PICTURE_MAX_SIDE ||
      gdk_texture_get_height (texture) > BH_PICTURE_MAX_SIDE) {
    g_autofree char *words =
        g_strdup_printf (_ ("The picture has more than %d pixels on a side. Scale it down."),
                         BH_PICTURE_MAX_SIDE);
    say (self, words, TRUE);
    return;
  }
  task = g_task_new (self, NULL, on_written, NULL);
  g_task_set_task_data (task, g_object_ref (texture), g_object_unref);
  /* lint: ok, a picture of the whole screen takes longer than a frame */
  g_task_run_in_thread (task, write_png);
}

static void
on_paste (GtkTextView *body, BhArticlePictures *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (body));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (!self->possible || gdk_content_formats_contain_gtype (formats, G_TYPE_STRING) ||
      !gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE))
    return;
  g_signal_stop_emission_by_name (body, "paste-clipboard");
  gdk_clipboard_read_texture_async (clipboard, NULL, on_texture, g_object_ref (self));
}

/* ---- the object */

static void
bh_article_pictures_dispose (GObject *object)
{
  BhArticlePictures *self = BH_ARTICLE_PICTURES (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_weak_pointer (&self->body);
  g_clear_object (&self->list);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (bh_article_pictures_parent_class)->dispose (object);
}

static void
bh_article_pictures_class_init (BhArticlePicturesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bh_article_pictures_dispose;
  signals[SAID] = g_signal_new ("said",
                                G_TYPE_FROM_CLASS (klass),
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                2,
                                G_TYPE_STRING,
                                G_TYPE_BOOLEAN);
}

static void
bh_article_pictures_init (BhArticlePictures *self)
{
  self->list = g_list_store_new (BH_TYPE_PICTURE);
}

BhArticlePictures *
bh_article_pictures_new (GtkTextView *body, BhDesk *desk)
{
  BhArticlePictures *self = g_object_new (BH_TYPE_ARTICLE_PICTURES, NULL);

  g_set_weak_pointer (&self->body, body);
  self->desk = g_object_ref (desk);
  g_signal_connect_object (body, "paste-clipboard", G_CALLBACK (on_paste), self, 0);
  return self;
}

void
bh_article_pictures_set (BhArticlePictures *self, GListModel *pictures)
{
  g_return_if_fail (BH_IS_ARTICLE_PICTURES (self));

  self->generation++;
  g_clear_object (&self->list);
  self->list = g_list_store_new (BH_TYPE_PICTURE);
  for (guint i = 0; pictures != NULL && i < g_list_model_get_n_items (pictures); i++) {
    g_autoptr (BhPicture) picture = g_list_model_get_item (pictures, i);
    g_list_store_append (self->list, picture);
  }
  say (self, NULL, FALSE);
}

GListModel *
bh_article_pictures_get (BhArticlePictures *self)
{
  g_return_val_if_fail (BH_IS_ARTICLE_PICTURES (self), NULL);
  return G_LIST_MODEL (self->list);
}

void
bh_article_pictures_set_possible (BhArticlePictures *self, gboolean possible)
{
  g_return_if_fail (BH_IS_ARTICLE_PICTURES (self));
  self->possible = possible;
}
