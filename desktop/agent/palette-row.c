/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/palette-row.h"

#include "desktop/agent/palette-item.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/key-cap.h"

struct _BhPaletteRow {
  BhItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BhPaletteRow, bh_palette_row, BH_TYPE_ITEM_ROW)

static void
bh_palette_row_class_init (BhPaletteRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_KEY_CAP);
  g_type_ensure (BH_TYPE_PALETTE_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/palette-row.ui");
  bh_closures_bind (widget_class);
}

static void
bh_palette_row_init (BhPaletteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
