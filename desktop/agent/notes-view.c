/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/notes-view.h"

#include "desktop/agent/colleague-note-row.h"
#include "desktop/agent/dial-link.h"
#include "desktop/model/desk-commands.h"
#include "desktop/model/number-spans.h"
#include "desktop/model/time-text.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/key-cap.h"

#include <glib/gi18n.h>

/* The text on screen belongs to the person who types: it is replaced only when another contact is
 * shown, or when other words came in from elsewhere (the model merges and then notifies "note"). */

struct _BhNotesView {
  BhContactView parent_instance;

  GtkTextView *text_view;
  GtkWidget *card;
  BhDialLink *number; /* the last one in the text */
  GtkListBox *colleagues;
  GSignalGroup *contact_signals;
  GSignalGroup *colleague_signals; /* of the list of what colleagues wrote */
  gboolean loading;
  gboolean compact;
};

enum { PROP_COMPACT = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhNotesView, bh_notes_view, BH_TYPE_CONTACT_VIEW)

static char *
dup_text (BhNotesView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
load (BhNotesView *self)
{
  BhContactItem *contact = bh_contact_view_get_contact (self);
  const char *note = contact != NULL ? bh_contact_item_get_note (contact) : "";
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  g_autofree char *shown = dup_text (self);
  GtkTextIter cursor;
  int offset;

  if (g_strcmp0 (shown, note) == 0)
    return;
  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  offset = gtk_text_iter_get_offset (&cursor);
  self->loading = TRUE;
  gtk_text_buffer_set_text (buffer, note != NULL ? note : "", -1);
  gtk_text_buffer_get_iter_at_offset (buffer, &cursor, offset);
  gtk_text_buffer_place_cursor (buffer, &cursor);
  self->loading = FALSE;
}

static void
show_number (BhNotesView *self, const char *text)
{
  g_autoptr (GArray) spans = bh_number_spans (text);
  const char *number = spans->len > 0 ? g_array_index (spans, BhNumberSpan, spans->len - 1).number
                                      : NULL;

  g_object_set (self->number, "number", number, NULL);
}

static void
on_text_changed (BhNotesView *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);
  BhContactItem *contact = bh_contact_view_get_contact (self);
  g_autofree char *text = self->number != NULL ? dup_text (self) : NULL;

  if (text == NULL) /* the template is being made */
    return;
  show_number (self, text);
  if (self->loading || desk == NULL || contact == NULL)
    return;
  /* What went wrong is said by "note-state" and "note-message", in the foot of the card. */
  bh_desk_save_note (desk, contact, text, NULL);
}

static void
show_colleagues (BhNotesView *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->colleagues),
                          gtk_list_box_get_row_at_index (self->colleagues, 0) != NULL);
}

static void
list_colleagues (BhNotesView *self, BhContactItem *contact)
{
  BhDesk *desk = bh_contact_view_get_desk (self);
  GListModel *notes =
      contact != NULL && desk != NULL ? bh_contact_item_get_colleague_notes (contact) : NULL;

  bh_item_row_bind (self->colleagues, notes, BH_TYPE_COLLEAGUE_NOTE_ROW, desk);
  g_signal_group_set_target (self->colleague_signals, notes);
  show_colleagues (self);
}

static void
bh_notes_view_contact_changed (BhContactView *view, BhContactItem *contact)
{
  BhNotesView *self = BH_NOTES_VIEW (view);

  if (self->contact_signals == NULL)
    return;
  g_signal_group_set_target (self->contact_signals, contact);
  list_colleagues (self, contact);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) || contact == NULL)
    load (self);
}

static void
bh_notes_view_map (GtkWidget *widget)
{
  /* The same note may have been written in another view of it meanwhile. */
  load (BH_NOTES_VIEW (widget));
  GTK_WIDGET_CLASS (bh_notes_view_parent_class)->map (widget);
}

static char *
foot_words (GObject *object, BhNoteState state, gint64 saved_at, const char *message, gint64 now)
{
  switch (state) {
  case BH_NOTE_SAVED:
    return bh_time_text_saved (saved_at, now);
  case BH_NOTE_SAVING:
    return g_strdup (_ ("Saving…"));
  case BH_NOTE_KEPT:
  case BH_NOTE_UNSAFE:
    return g_strdup (message);
  case BH_NOTE_EMPTY:
  default:
    return g_strdup (_ ("Every key stroke is kept"));
  }
}

static char **
foot_classes (GObject *object, BhNoteState state)
{
  const char *classes[] = {"bh-small",
                           state == BH_NOTE_UNSAFE ? "bh-error-text"
                           : state == BH_NOTE_KEPT ? "bh-warning-text"
                                                   : "bh-dim",
                           NULL};

  return g_strdupv ((char **) classes);
}

static void
bh_notes_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, BH_NOTES_VIEW (object)->compact);
}

static void
bh_notes_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhNotesView *self = BH_NOTES_VIEW (object);

  self->compact = g_value_get_boolean (value);
  gtk_widget_set_vexpand (self->card, !self->compact);
  gtk_widget_set_size_request (self->card, -1, self->compact ? 110 : 170);
}

static void
bh_notes_view_dispose (GObject *object)
{
  g_clear_object (&BH_NOTES_VIEW (object)->contact_signals);
  g_clear_object (&BH_NOTES_VIEW (object)->colleague_signals);
  G_OBJECT_CLASS (bh_notes_view_parent_class)->dispose (object);
}

static void
bh_notes_view_class_init (BhNotesViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_KEY_CAP);
  object_class->get_property = bh_notes_view_get_property;
  object_class->set_property = bh_notes_view_set_property;
  object_class->dispose = bh_notes_view_dispose;
  widget_class->map = bh_notes_view_map;
  BH_CONTACT_VIEW_CLASS (klass)->contact_changed = bh_notes_view_contact_changed;
  props[PROP_COMPACT] = g_param_spec_boolean ("compact",
                                              NULL,
                                              NULL,
                                              FALSE,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (BH_TYPE_DIAL_LINK);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/notes-view.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhNotesView, text_view);
  gtk_widget_class_bind_template_child (widget_class, BhNotesView, card);
  gtk_widget_class_bind_template_child (widget_class, BhNotesView, number);
  gtk_widget_class_bind_template_child (widget_class, BhNotesView, colleagues);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, foot_words);
  gtk_widget_class_bind_template_callback (widget_class, foot_classes);
}

static void
bh_notes_view_init (BhNotesView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->contact_signals = g_signal_group_new (BH_TYPE_CONTACT_ITEM);
  g_signal_group_connect_swapped (self->contact_signals, "notify::note", G_CALLBACK (load), self);
  self->colleague_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_object (self->colleague_signals,
                                 "items-changed",
                                 G_CALLBACK (show_colleagues),
                                 self,
                                 G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

void
bh_notes_view_focus (BhNotesView *self)
{
  g_return_if_fail (BH_IS_NOTES_VIEW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

void
bh_notes_view_insert (BhNotesView *self, const char *text)
{
  GtkTextBuffer *buffer;
  GtkTextIter at;

  g_return_if_fail (BH_IS_NOTES_VIEW (self));

  buffer = gtk_text_view_get_buffer (self->text_view);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_iter_at_mark (buffer, &at, gtk_text_buffer_get_insert (buffer));
  if (!gtk_text_iter_starts_line (&at))
    gtk_text_buffer_insert (buffer, &at, "\n", 1);
  gtk_text_buffer_insert (buffer, &at, text, -1);
  gtk_text_buffer_insert (buffer, &at, "\n", 1);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_view_scroll_mark_onscreen (self->text_view, gtk_text_buffer_get_insert (buffer));
  bh_notes_view_focus (self);
}
