/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/disposition-row.h"

#include "desktop/model/disposition.h"
#include "desktop/widgets/closures.h"

struct _BhDispositionRow {
  BhItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BhDispositionRow, bh_disposition_row, BH_TYPE_ITEM_ROW)

static void
bh_disposition_row_class_init (BhDispositionRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_DISPOSITION);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/disposition-row.ui");
  bh_closures_bind (widget_class);
}

static void
bh_disposition_row_init (BhDispositionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
