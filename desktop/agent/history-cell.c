/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/history-cell.h"

#include "desktop/agent/history-details.h"
#include "desktop/widgets/format.h"
#include "desktop/widgets/line-label.h"
#include "desktop/widgets/tag.h"

#include <glib/gi18n.h>

/* No bindings here: an entry does not change, and a cell is filled anew with each turn of the
 * wheel. */

struct _BhHistoryCell {
  AdwBin parent_instance;

  BhLineLabel *day;
  GtkImage *icon;
  BhLineLabel *facts;
  GtkWidget *tag;
  BhLineLabel *said;
  GtkBox *column;
  GtkWidget *details; /* made when it is opened for the first time */

  BhHistoryEntry *entry;
};

G_DEFINE_FINAL_TYPE (BhHistoryCell, bh_history_cell, ADW_TYPE_BIN)

static gboolean
is_missed (BhHistoryEntry *entry)
{
  static const char *const missed[] = {"abandoned", "no_answer", "timeout", "busy", NULL};
  const char *outcome = bh_history_entry_get_outcome (entry);

  return outcome != NULL && g_strv_contains (missed, outcome);
}

static const char *
icon_of (BhHistoryEntry *entry)
{
  if (is_missed (entry))
    return "bh-call-missed-symbolic";
  return g_strcmp0 (bh_history_entry_get_direction (entry), "outbound") == 0
             ? "bh-call-out-symbolic"
             : "bh-call-in-symbolic";
}

/* What was said; else what happened. */
static const char *
said (BhHistoryEntry *entry)
{
  const char *note = bh_history_entry_get_note (entry);

  if (note != NULL && *note != '\0')
    return note;
  if (!is_missed (entry))
    return _ ("No note");
  return g_strcmp0 (bh_history_entry_get_direction (entry), "outbound") == 0
             ? _ ("Was not reached")
             : _ ("Gave up waiting");
}

static char *
facts_of (BhHistoryEntry *entry)
{
  GString *line = g_string_new (NULL);
  g_autofree char *length = bh_history_details_length (bh_history_entry_get_talk_ms (entry));

  bh_history_details_add (line, bh_history_entry_get_queue (entry));
  bh_history_details_add (line, length);
  bh_history_details_add (line, bh_history_entry_get_agent (entry));
  if (bh_history_entry_get_corrected (entry))
    bh_history_details_add (line, C_ ("time line", "corrected"));
  return g_string_free (line, FALSE);
}

static void
on_open_changed (BhHistoryCell *self)
{
  gboolean open = bh_history_entry_get_open (self->entry);

  if (open && self->details == NULL) {
    self->details = bh_history_details_new ();
    gtk_box_append (self->column, self->details);
  }
  if (open)
    bh_history_details_show (BH_HISTORY_DETAILS (self->details), self->entry);
  if (self->details != NULL)
    gtk_widget_set_visible (self->details, open);
  bh_line_label_set_lines (self->said, open ? 0 : 2);
}

static void
let_go (BhHistoryCell *self)
{
  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  g_clear_object (&self->entry);
}

void
bh_history_cell_show (BhHistoryCell *self, BhHistoryEntry *entry, gint64 now_us)
{
  g_autofree char *day = NULL;
  g_autofree char *facts = NULL;

  g_return_if_fail (BH_IS_HISTORY_CELL (self));
  let_go (self);
  if (entry == NULL)
    return;
  self->entry = g_object_ref (entry);
  g_signal_connect_swapped (entry, "notify::open", G_CALLBACK (on_open_changed), self);
  day = bh_format_day (bh_history_entry_get_started (entry), now_us);
  facts = facts_of (entry);
  bh_line_label_set_text (self->day, day);
  gtk_image_set_from_icon_name (self->icon, icon_of (entry));
  bh_line_label_set_text (self->facts, facts);
  g_object_set (self->tag, "label", bh_history_entry_get_disposition_label (entry), NULL);
  bh_line_label_set_text (self->said, said (entry));
  on_open_changed (self);
}

char *
bh_history_cell_words (BhHistoryCell *self)
{
  GString *line = g_string_new (NULL);

  bh_history_details_add (line, bh_line_label_get_text (self->day));
  if (self->entry != NULL) {
    bh_history_details_add (line, bh_history_entry_get_queue (self->entry));
    bh_history_details_add (line, bh_history_entry_get_disposition_label (self->entry));
    bh_history_details_add (line, said (self->entry));
    if (bh_history_entry_get_corrected (self->entry))
      bh_history_details_add (line, C_ ("time line", "corrected"));
  }
  return g_string_free (line, FALSE);
}

static void
on_clicked (BhHistoryCell *self)
{
  if (self->entry != NULL)
    bh_history_entry_set_open (self->entry, !bh_history_entry_get_open (self->entry));
}

static void
bh_history_cell_dispose (GObject *object)
{
  let_go (BH_HISTORY_CELL (object));
  G_OBJECT_CLASS (bh_history_cell_parent_class)->dispose (object);
}

static void
bh_history_cell_class_init (BhHistoryCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_LINE_LABEL);
  g_type_ensure (BH_TYPE_TAG);
  G_OBJECT_CLASS (klass)->dispose = bh_history_cell_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/history-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, day);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, icon);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, facts);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, tag);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, said);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, column);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
}

static void
bh_history_cell_init (BhHistoryCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
bh_history_cell_new (void)
{
  return g_object_new (BH_TYPE_HISTORY_CELL, NULL);
}
