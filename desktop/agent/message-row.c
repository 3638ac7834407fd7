/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/message-row.h"

#include "desktop/agent/dial-link.h"
#include "desktop/model/message.h"
#include "desktop/model/time-text.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/spoken.h"

#include <glib/gi18n.h>

struct _BhMessageRow {
  BhItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BhMessageRow, bh_message_row, BH_TYPE_ITEM_ROW)

static char *
time_of (GObject *object, gint64 sent_at)
{
  return bh_time_text_of_day (sent_at);
}

/* Translators: what a message to an agent is, beside its sender */
static char *
mark (GObject *object, gboolean urgent, gboolean read)
{
  if (!read)
    return g_strdup (urgent ? C_ ("message", "urgent, not read") : C_ ("message", "not read"));
  return g_strdup (urgent ? C_ ("message", "urgent") : NULL);
}

static void
bh_message_row_class_init (BhMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_MESSAGE);
  g_type_ensure (BH_TYPE_SPOKEN);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/message-row.ui");
  bh_closures_bind (widget_class);
  bh_dial_link_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, time_of);
  gtk_widget_class_bind_template_callback (widget_class, mark);
}

static void
bh_message_row_init (BhMessageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
