/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/history-row.h"

#include "desktop/model/history-entry.h"
#include "desktop/widgets/tag.h"

#include <glib/gi18n.h>

#include "desktop/widgets/closures.h"

struct _BhHistoryRow {
  BhItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BhHistoryRow, bh_history_row, BH_TYPE_ITEM_ROW)

static char *
icon_of (GObject *object, const char *direction, const char *outcome)
{
  if (g_strcmp0 (outcome, "abandoned") == 0 || g_strcmp0 (outcome, "no_answer") == 0 ||
      g_strcmp0 (outcome, "timeout") == 0)
    return g_strdup ("bh-call-missed-symbolic");
  return g_strdup (g_strcmp0 (direction, "outbound") == 0 ? "bh-call-out-symbolic"
                                                          : "bh-call-in-symbolic");
}

/* What was said; else what happened. */
static char *
said (GObject *object, const char *note, const char *outcome)
{
  if (note != NULL && *note != '\0')
    return g_strdup (note);
  if (g_strcmp0 (outcome, "abandoned") == 0)
    return g_strdup (_ ("Gave up waiting"));
  if (g_strcmp0 (outcome, "no_answer") == 0 || g_strcmp0 (outcome, "busy") == 0)
    return g_strdup (_ ("Was not reached"));
  return g_strdup (_ ("No note"));
}

static void
bh_history_row_class_init (BhHistoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_HISTORY_ENTRY);
  g_type_ensure (BH_TYPE_TAG);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/history-row.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, icon_of);
  gtk_widget_class_bind_template_callback (widget_class, said);
}

static void
bh_history_row_init (BhHistoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
