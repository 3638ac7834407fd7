/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/history-cell.h"

#include "desktop/model/bidi.h"
#include "desktop/model/time-text.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/format.h"
#include "desktop/widgets/tag.h"

#include <glib/gi18n.h>

/* No bindings here: an entry does not change, and a cell is filled anew with each turn of the
 * wheel. */

struct _BhHistoryCell {
  AdwBin parent_instance;

  GtkLabel *day;
  GtkImage *icon;
  GtkLabel *facts;
  GtkWidget *tag;
  GtkLabel *said;
  GtkWidget *more; /* what is shown only when it is open */
  GtkLabel *details;
  GtkLabel *answers;
  GtkButton *call;

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

static void
add_part (GString *line, const char *part)
{
  g_autofree char *isolated = part != NULL && *part != '\0' ? bh_bidi_part (part) : NULL;

  if (isolated == NULL)
    return;
  if (line->len > 0)
    g_string_append (line, "  ·  ");
  g_string_append (line, isolated);
}

/* "6:12", NULL for nothing. */
static char *
length_of (gint64 ms)
{
  return ms >= 1000 ? bh_format_length (ms / 1000) : NULL;
}

static char *
facts_of (BhHistoryEntry *entry)
{
  GString *line = g_string_new (NULL);
  g_autofree char *length = length_of (bh_history_entry_get_talk_ms (entry));

  add_part (line, bh_history_entry_get_queue (entry));
  add_part (line, length);
  add_part (line, bh_history_entry_get_agent (entry));
  return g_string_free (line, FALSE);
}

static void
add_queues (GString *line, BhHistoryEntry *entry)
{
  const char *const *queues = bh_history_entry_get_queues (entry);
  g_autofree char *all = NULL;

  if (queues == NULL || queues[0] == NULL || queues[1] == NULL)
    return; /* the one queue stands above */
  all = g_strjoinv (" → ", (char **) queues);
  add_part (line, all);
}

static void
add_times (GString *line, BhHistoryEntry *entry)
{
  g_autofree char *hour = bh_format_hour (bh_history_entry_get_started (entry));
  g_autofree char *wait = length_of (bh_history_entry_get_wait_ms (entry));
  g_autofree char *talk = length_of (bh_history_entry_get_talk_ms (entry));
  g_autofree char *hold = length_of (bh_history_entry_get_hold_ms (entry));
  g_autofree char *waited = wait != NULL ? g_strdup_printf (_ ("waited %s"), wait) : NULL;
  g_autofree char *talked = talk != NULL ? g_strdup_printf (_ ("talked %s"), talk) : NULL;
  g_autofree char *held = hold != NULL ? g_strdup_printf (_ ("on hold %s"), hold) : NULL;

  add_part (line, hour);
  add_part (line, waited);
  add_part (line, talked);
  add_part (line, held);
}

static char *
details_of (BhHistoryEntry *entry)
{
  GString *line = g_string_new (NULL);
  guint transfers = (guint) bh_history_entry_get_transfers (entry);
  g_autofree char *passed_on = NULL;

  add_times (line, entry);
  if (transfers > 0)
    passed_on = g_strdup_printf (ngettext ("passed on %u time", "passed on %u times", transfers),
                                 transfers);
  add_part (line, passed_on);
  add_queues (line, entry);
  return g_string_free (line, FALSE);
}

static void
fill_details (BhHistoryCell *self)
{
  const char *number = bh_history_entry_get_number (self->entry);
  const char *const *lines = bh_history_entry_get_answers (self->entry);
  g_autofree char *details = details_of (self->entry);
  g_autofree char *answers = lines != NULL ? g_strjoinv ("\n", (char **) lines) : NULL;
  g_autofree char *shown = bh_number_text (number);

  gtk_label_set_label (self->details, details);
  gtk_label_set_label (self->answers, answers != NULL ? answers : "");
  gtk_widget_set_visible (GTK_WIDGET (self->answers), answers != NULL && *answers != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->call), number != NULL);
  if (number == NULL)
    return;
  gtk_button_set_label (self->call, shown);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->call), "s", number);
}

static void
on_open_changed (BhHistoryCell *self)
{
  gboolean open = bh_history_entry_get_open (self->entry);

  if (open)
    fill_details (self);
  gtk_widget_set_visible (self->more, open);
  gtk_label_set_lines (self->said, open ? -1 : 2);
  gtk_label_set_ellipsize (self->said, open ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
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
  gtk_label_set_label (self->day, day != NULL ? day : "");
  gtk_image_set_from_icon_name (self->icon, icon_of (entry));
  gtk_label_set_label (self->facts, facts);
  g_object_set (self->tag, "label", bh_history_entry_get_disposition_label (entry), NULL);
  gtk_label_set_label (self->said, said (entry));
  on_open_changed (self);
}

char *
bh_history_cell_words (BhHistoryCell *self)
{
  GString *line = g_string_new (NULL);

  add_part (line, gtk_label_get_label (self->day));
  if (self->entry != NULL) {
    add_part (line, bh_history_entry_get_queue (self->entry));
    add_part (line, bh_history_entry_get_disposition_label (self->entry));
    add_part (line, said (self->entry));
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

  g_type_ensure (BH_TYPE_TAG);
  G_OBJECT_CLASS (klass)->dispose = bh_history_cell_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/history-cell.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, day);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, icon);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, facts);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, tag);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, said);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, more);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, details);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, answers);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryCell, call);
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
