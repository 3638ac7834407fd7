/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/target-row.h"

#include "desktop/agent/target.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/state-pill.h"

struct _BhTargetRow {
  BhItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BhTargetRow, bh_target_row, BH_TYPE_ITEM_ROW)

/* Queues and numbers get a plain icon: coloured discs are for people. */
static char *
picture_of (GObject *object, const char *kind)
{
  return g_strdup (g_strcmp0 (kind, "person") == 0 ? "person" : "icon");
}

static char *
icon_of (GObject *object, const char *kind)
{
  return g_strdup (g_strcmp0 (kind, "queue") == 0 ? "bh-queue-symbolic" : "bh-number-symbolic");
}

static void
bh_target_row_class_init (BhTargetRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_STATE_PILL);
  g_type_ensure (BH_TYPE_TARGET);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/target-row.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, picture_of);
  gtk_widget_class_bind_template_callback (widget_class, icon_of);
}

static void
bh_target_row_init (BhTargetRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
