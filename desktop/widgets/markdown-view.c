/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/markdown-view.h"

#include "desktop/widgets/markdown.h"
#include "desktop/widgets/picture-view.h"

#include <string.h>

#define MARGIN 14

struct _BhMarkdownView {
  GtkTextView parent_instance;

  char *markdown;
  GPtrArray *links;     /* of BhMarkdownLink */
  int chosen;           /* the link or picture that the keyboard is on; -1: none */
  GListModel *pictures; /* that the article has, of BhPicture, or NULL */
  BhPictureShelf *shelf;
  gboolean stale; /* the pictures are others than those that are shown */
};

enum { PROP_MARKDOWN = 1, N_PROPS };
static GParamSpec *props[N_PROPS];
enum { LINK, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BhMarkdownView, bh_markdown_view, GTK_TYPE_TEXT_VIEW)

static GtkTextBuffer *
buffer_of (BhMarkdownView *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
}

static void
get_range (BhMarkdownView *self, const BhMarkdownLink *link, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_offset (buffer_of (self), start, link->start);
  gtk_text_buffer_get_iter_at_offset (buffer_of (self), end, link->end);
}

/* The widget of a picture, or NULL. */
static GtkWidget *
picture_of (const BhMarkdownLink *link)
{
  guint n = 0;
  g_autofree GtkWidget **widgets =
      link->anchor != NULL ? gtk_text_child_anchor_get_widgets (link->anchor, &n) : NULL;

  return n > 0 ? widgets[0] : NULL;
}

static void
follow (BhMarkdownView *self, const BhMarkdownLink *link)
{
  g_autofree char *address = g_strdup (link->address); /* who follows may show another text */
  g_autofree char *words = NULL;
  GtkTextIter start;
  GtkTextIter end;

  if (link->words != NULL) {
    g_signal_emit_by_name (picture_of (link), "clicked");
    return;
  }
  get_range (self, link, &start, &end);
  words = gtk_text_buffer_get_text (buffer_of (self), &start, &end, FALSE);
  g_signal_emit (self, signals[LINK], 0, address, words);
}

static const BhMarkdownLink *
link_at (BhMarkdownView *self, double x, double y)
{
  GtkTextIter at;
  int buffer_x;
  int buffer_y;
  int offset;

  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self),
                                         GTK_TEXT_WINDOW_WIDGET,
                                         (int) x,
                                         (int) y,
                                         &buffer_x,
                                         &buffer_y);
  if (!gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (self), &at, buffer_x, buffer_y))
    return NULL;
  offset = gtk_text_iter_get_offset (&at);
  for (guint i = 0; i < self->links->len; i++) {
    const BhMarkdownLink *link = g_ptr_array_index (self->links, i);
    if (link->words == NULL && offset >= link->start && offset < link->end)
      return link;
  }
  return NULL;
}

static void
on_released (BhMarkdownView *self, int n_press, double x, double y)
{
  const BhMarkdownLink *link = link_at (self, x, y);

  if (link != NULL && n_press == 1 && !gtk_text_buffer_get_has_selection (buffer_of (self)))
    follow (self, link);
}

static void
on_motion (BhMarkdownView *self, double x, double y)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   link_at (self, x, y) != NULL ? "pointer" : "text");
}

/* Where the keyboard is: pictures have the focus themselves, for links the text has it. */
static void
go_to (BhMarkdownView *self, const BhMarkdownLink *link)
{
  GtkWidget *picture = picture_of (link);
  GtkTextIter start;
  GtkTextIter end;

  get_range (self, link, &start, &end);
  if (picture != NULL) {
    gtk_text_buffer_place_cursor (buffer_of (self), &start);
    gtk_widget_grab_focus (picture);
  } else {
    gtk_widget_grab_focus (GTK_WIDGET (self));
    gtk_text_buffer_select_range (buffer_of (self), &end, &start);
  }
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self),
                                      gtk_text_buffer_get_insert (buffer_of (self)));
}

/* A click took the focus to a picture: the keyboard goes on from there. */
static void
find_chosen (BhMarkdownView *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));

  for (guint i = 0; focus != NULL && i < self->links->len; i++) {
    GtkWidget *picture = picture_of (g_ptr_array_index (self->links, i));
    if (picture != NULL && (focus == picture || gtk_widget_is_ancestor (picture, focus)))
      self->chosen = (int) i;
  }
}

/* Goes on to the next link; FALSE: there is none in that direction, the focus goes on. */
static gboolean
choose (BhMarkdownView *self, int step)
{
  int next = self->chosen < 0 && step < 0 ? (int) self->links->len - 1 : self->chosen + step;
  GtkTextIter start;

  if (next < 0 || next >= (int) self->links->len) {
    self->chosen = -1;
    gtk_text_buffer_get_start_iter (buffer_of (self), &start);
    gtk_text_buffer_place_cursor (buffer_of (self), &start);
    return FALSE;
  }
  self->chosen = next;
  go_to (self, g_ptr_array_index (self->links, next));
  return TRUE;
}

static gboolean
on_key (BhMarkdownView *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  find_chosen (self);
  switch (keyval) {
  case GDK_KEY_Tab:
    return choose (self, 1);
  case GDK_KEY_ISO_Left_Tab:
    return choose (self, -1);
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    if (self->chosen < 0)
      return GDK_EVENT_PROPAGATE;
    follow (self, g_ptr_array_index (self->links, self->chosen));
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static void
bh_markdown_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA link;
  GdkRGBA code;

  GTK_WIDGET_CLASS (bh_markdown_view_parent_class)->css_changed (widget, change);
  if (!gtk_style_context_lookup_color (style, "accent_color", &link))
    gtk_style_context_get_color (style, &link);
  gtk_style_context_get_color (style, &code);
  code.alpha = 0.08f;
  bh_markdown_set_colours (buffer_of (BH_MARKDOWN_VIEW (widget)), &link, &code);
}

/* ---- pictures */

/* How wide a picture may be where it stands: the column without what lists and quotes are set in.
 */
static int
room_at (BhMarkdownView *self, const BhMarkdownLink *link, int width)
{
  GtkTextIter at;
  g_autoptr (GSList) tags = NULL;
  int left = MARGIN;

  gtk_text_buffer_get_iter_at_offset (buffer_of (self), &at, link->start);
  gtk_text_iter_set_line_offset (&at, 0);
  tags = gtk_text_iter_get_tags (&at);
  for (GSList *l = tags; l != NULL; l = l->next) {
    gboolean set;
    int margin;
    g_object_get (l->data, "left-margin-set", &set, "left-margin", &margin, NULL);
    if (set)
      left = MAX (left, margin + 24); /* behind an item's mark */
  }
  return width - left - MARGIN - 2; /* the focus has a line of its own */
}

static void
set_room (BhMarkdownView *self, int width)
{
  for (guint i = 0; i < self->links->len; i++) {
    const BhMarkdownLink *link = g_ptr_array_index (self->links, i);
    GtkWidget *picture = picture_of (link);
    if (picture != NULL)
      bh_picture_view_set_room (BH_PICTURE_VIEW (picture), room_at (self, link, width));
  }
}

static void
add_pictures (BhMarkdownView *self)
{
  for (guint i = 0; i < self->links->len; i++) {
    const BhMarkdownLink *link = g_ptr_array_index (self->links, i);
    BhPicture *picture = link->words != NULL ? bh_pictures_find (self->pictures, link->address)
                                             : NULL;
    if (picture != NULL)
      gtk_text_view_add_child_at_anchor (GTK_TEXT_VIEW (self),
                                         bh_picture_view_new (picture, self->shelf, link->words),
                                         link->anchor);
  }
  if (gtk_widget_get_width (GTK_WIDGET (self)) > 0)
    set_room (self, gtk_widget_get_width (GTK_WIDGET (self)));
}

static void
bh_markdown_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  set_room (BH_MARKDOWN_VIEW (widget), width);
  GTK_WIDGET_CLASS (bh_markdown_view_parent_class)->size_allocate (widget, width, height, baseline);
}

/* Tab goes through links and pictures in the order of the text (see choose ()), then away. */
static gboolean
bh_markdown_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (bh_markdown_view_parent_class)->focus (widget, direction);
  return gtk_widget_get_focus_child (widget) == NULL && !gtk_widget_has_focus (widget) &&
         gtk_widget_grab_focus (widget);
}

static void
bh_markdown_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, BH_MARKDOWN_VIEW (object)->markdown);
}

static void
bh_markdown_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  bh_markdown_view_set_markdown (BH_MARKDOWN_VIEW (object), g_value_get_string (value));
}

static void
bh_markdown_view_finalize (GObject *object)
{
  BhMarkdownView *self = BH_MARKDOWN_VIEW (object);

  g_free (self->markdown);
  g_ptr_array_unref (self->links);
  g_clear_object (&self->pictures);
  g_clear_object (&self->shelf);
  G_OBJECT_CLASS (bh_markdown_view_parent_class)->finalize (object);
}

static void
bh_markdown_view_class_init (BhMarkdownViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bh_markdown_view_get_property;
  object_class->set_property = bh_markdown_view_set_property;
  object_class->finalize = bh_markdown_view_finalize;
  GTK_WIDGET_CLASS (klass)->css_changed = bh_markdown_view_css_changed;
  GTK_WIDGET_CLASS (klass)->size_allocate = bh_markdown_view_size_allocate;
  GTK_WIDGET_CLASS (klass)->focus = bh_markdown_view_focus;
  props[PROP_MARKDOWN] =
      g_param_spec_string ("markdown",
                           NULL,
                           NULL,
                           NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[LINK] = g_signal_new ("link",
                                G_TYPE_FROM_CLASS (klass),
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                2,
                                G_TYPE_STRING,
                                G_TYPE_STRING);
}

static void
add_controllers (BhMarkdownView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
bh_markdown_view_init (BhMarkdownView *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);

  self->chosen = -1;
  self->links = g_ptr_array_new ();
  gtk_text_view_set_editable (view, FALSE);
  gtk_text_view_set_cursor_visible (view, FALSE);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (view, MARGIN);
  gtk_text_view_set_right_margin (view, MARGIN);
  gtk_text_view_set_top_margin (view, 6);
  gtk_text_view_set_bottom_margin (view, 12);
  gtk_text_view_set_pixels_above_lines (view, 8);
  gtk_text_view_set_pixels_inside_wrap (view, 4);
  gtk_widget_add_css_class (GTK_WIDGET (self), "bh-markdown");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_READ_ONLY,
                                  TRUE,
                                  -1);
  bh_markdown_set_colours (buffer_of (self), &(GdkRGBA){0, 0, 1, 1}, &(GdkRGBA){0, 0, 0, 0.1f});
  add_controllers (self);
}

void
bh_markdown_view_set_markdown (BhMarkdownView *self, const char *markdown)
{
  GtkTextIter start;

  g_return_if_fail (BH_IS_MARKDOWN_VIEW (self));

  if (g_strcmp0 (self->markdown, markdown) == 0 && !self->stale)
    return;
  self->stale = FALSE;
  g_free (self->markdown);
  self->markdown = g_strdup (markdown);
  g_ptr_array_unref (self->links);
  self->links = bh_markdown_fill (buffer_of (self), self->markdown, self->pictures);
  add_pictures (self);
  self->chosen = -1;
  gtk_text_buffer_get_start_iter (buffer_of (self), &start);
  gtk_text_buffer_place_cursor (buffer_of (self), &start);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MARKDOWN]);
}

void
bh_markdown_view_set_pictures (BhMarkdownView *self, GListModel *pictures, BhPictureShelf *shelf)
{
  g_return_if_fail (BH_IS_MARKDOWN_VIEW (self));

  self->stale |= g_set_object (&self->pictures, pictures);
  g_set_object (&self->shelf, shelf);
}

/* A picture is one character of the buffer (U+FFFC); whoever copies the text gets its words. */
static char *
with_words (BhMarkdownView *self, const GtkTextIter *start, const GtkTextIter *end)
{
  g_autofree char *slice = gtk_text_buffer_get_slice (buffer_of (self), start, end, FALSE);
  GString *text = g_string_new (NULL);
  int offset = gtk_text_iter_get_offset (start);

  for (const char *at = slice; *at != '\0'; at = g_utf8_next_char (at), offset++) {
    g_autofree char *words = NULL;
    for (guint i = 0; i < self->links->len && g_utf8_get_char (at) == 0xfffc; i++) {
      const BhMarkdownLink *link = g_ptr_array_index (self->links, i);
      if (link->words != NULL && link->start == offset)
        words = bh_markdown_picture_words (link->words);
    }
    if (words != NULL)
      g_string_append (text, words);
    else
      g_string_append_unichar (text, g_utf8_get_char (at));
  }
  return g_string_free (text, FALSE);
}

char *
bh_markdown_view_dup_text (BhMarkdownView *self, gboolean or_all)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (BH_IS_MARKDOWN_VIEW (self), NULL);

  if (!gtk_text_buffer_get_selection_bounds (buffer_of (self), &start, &end)) {
    if (!or_all)
      return NULL;
    gtk_text_buffer_get_bounds (buffer_of (self), &start, &end);
  }
  return with_words (self, &start, &end);
}
