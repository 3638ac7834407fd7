/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/state-row.h"

#include "desktop/agent/state-choice.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/key-cap.h"

struct _BhStateRow {
  BhItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BhStateRow, bh_state_row, BH_TYPE_ITEM_ROW)

static void
bh_state_row_class_init (BhStateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_KEY_CAP);
  g_type_ensure (BH_TYPE_STATE_CHOICE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/state-row.ui");
  bh_closures_bind (widget_class);
}

static void
bh_state_row_init (BhStateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
