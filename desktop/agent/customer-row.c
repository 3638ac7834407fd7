/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/customer-row.h"

#include "desktop/agent/dial-link.h"
#include "desktop/model/customer.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/tag.h"

struct _BhCustomerRow {
  BhItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BhCustomerRow, bh_customer_row, BH_TYPE_ITEM_ROW)

static void
bh_customer_row_class_init (BhCustomerRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_CUSTOMER);
  g_type_ensure (BH_TYPE_DIAL_LINK);
  g_type_ensure (BH_TYPE_TAG);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/customer-row.ui");
  bh_closures_bind (widget_class);
}

static void
bh_customer_row_init (BhCustomerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
