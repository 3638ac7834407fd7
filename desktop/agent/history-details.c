/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/history-details.h"

#include "desktop/agent/dial-link.h"
#include "desktop/model/bidi.h"
#include "desktop/model/number-spans.h"
#include "desktop/widgets/format.h"

#include <glib/gi18n.h>

#define MAX_CALLS 4

struct _BhHistoryDetails {
  AdwBin parent_instance;

  GtkLabel *details;
  GtkLabel *answers;
  GtkBox *calls; /* the number of the contact, and those that the note tells */
};

G_DEFINE_FINAL_TYPE (BhHistoryDetails, bh_history_details, ADW_TYPE_BIN)

void
bh_history_details_add (GString *line, const char *part)
{
  g_autofree char *isolated = part != NULL && *part != '\0' ? bh_bidi_part (part) : NULL;

  if (isolated == NULL)
    return;
  if (line->len > 0)
    g_string_append (line, "  ·  ");
  g_string_append (line, isolated);
}

char *
bh_history_details_length (gint64 ms)
{
  return ms >= 1000 ? bh_format_length (ms / 1000) : NULL;
}

static void
add_queues (GString *line, BhHistoryEntry *entry)
{
  const char *const *queues = bh_history_entry_get_queues (entry);
  g_autofree char *all = NULL;

  if (queues == NULL || queues[0] == NULL || queues[1] == NULL)
    return; /* the one queue stands above */
  all = g_strjoinv (" → ", (char **) queues);
  bh_history_details_add (line, all);
}

static void
add_times (GString *line, BhHistoryEntry *entry)
{
  g_autofree char *hour = bh_format_hour (bh_history_entry_get_started (entry));
  g_autofree char *wait = bh_history_details_length (bh_history_entry_get_wait_ms (entry));
  g_autofree char *talk = bh_history_details_length (bh_history_entry_get_talk_ms (entry));
  g_autofree char *hold = bh_history_details_length (bh_history_entry_get_hold_ms (entry));
  g_autofree char *waited = wait != NULL ? g_strdup_printf (_ ("waited %s"), wait) : NULL;
  g_autofree char *talked = talk != NULL ? g_strdup_printf (_ ("talked %s"), talk) : NULL;
  g_autofree char *held = hold != NULL ? g_strdup_printf (_ ("on hold %s"), hold) : NULL;

  bh_history_details_add (line, hour);
  bh_history_details_add (line, waited);
  bh_history_details_add (line, talked);
  bh_history_details_add (line, held);
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
  bh_history_details_add (line, passed_on);
  add_queues (line, entry);
  return g_string_free (line, FALSE);
}

static void
add_call (BhHistoryDetails *self, GHashTable *there, const char *number)
{
  if (number == NULL || *number == '\0' || !g_hash_table_add (there, g_strdup (number)))
    return;
  gtk_box_append (self->calls, bh_dial_link_new (number));
}

static void
add_calls (BhHistoryDetails *self, BhHistoryEntry *entry, const char *answers)
{
  const char *texts[] = {bh_history_entry_get_note (entry), answers};
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->calls))) != NULL)
    gtk_box_remove (self->calls, child);
  add_call (self, there, bh_history_entry_get_number (entry));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GArray) spans = bh_number_spans (texts[i]);
    for (guint j = 0; j < spans->len && g_hash_table_size (there) < MAX_CALLS; j++)
      add_call (self, there, g_array_index (spans, BhNumberSpan, j).number);
  }
}

void
bh_history_details_show (BhHistoryDetails *self, BhHistoryEntry *entry)
{
  const char *const *lines = bh_history_entry_get_answers (entry);
  g_autofree char *details = details_of (entry);
  g_autofree char *answers = lines != NULL ? g_strjoinv ("\n", (char **) lines) : NULL;

  g_return_if_fail (BH_IS_HISTORY_DETAILS (self));
  gtk_label_set_label (self->details, details);
  gtk_label_set_label (self->answers, answers != NULL ? answers : "");
  gtk_widget_set_visible (GTK_WIDGET (self->answers), answers != NULL && *answers != '\0');
  add_calls (self, entry, answers);
}

static void
bh_history_details_class_init (BhHistoryDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/history-details.ui");
  gtk_widget_class_bind_template_child (widget_class, BhHistoryDetails, details);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryDetails, answers);
  gtk_widget_class_bind_template_child (widget_class, BhHistoryDetails, calls);
}

static void
bh_history_details_init (BhHistoryDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
bh_history_details_new (void)
{
  return g_object_new (BH_TYPE_HISTORY_DETAILS, NULL);
}
