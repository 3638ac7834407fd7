/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/record-line-row.h"

#include "desktop/model/record-line.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/spoken.h"
#include "desktop/widgets/tag.h"

#include <glib/gi18n.h>

struct _BhRecordLineRow {
  BhItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BhRecordLineRow, bh_record_line_row, BH_TYPE_ITEM_ROW)

static char **
tone_classes (GObject *object, const char *tone)
{
  const char *colour = g_strcmp0 (tone, "error") == 0  ? "bh-error-text"
                       : g_strcmp0 (tone, "good") == 0 ? "bh-good-text"
                                                       : "bh-dim";
  return g_strdupv ((char *[]){(char *) "bh-small", (char *) colour, NULL});
}

/* A line with a key can be chosen. */
static void
on_item (BhRecordLineRow *self)
{
  BhRecordLine *line = bh_item_row_get_item (self);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self),
                                    line != NULL && bh_record_line_get_key (line) != NULL);
}

static void
bh_record_line_row_class_init (BhRecordLineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_RECORD_LINE);
  g_type_ensure (BH_TYPE_SPOKEN);
  g_type_ensure (BH_TYPE_TAG);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/record-line-row.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, tone_classes);
  gtk_widget_class_bind_template_callback (widget_class, on_item);
}

static void
bh_record_line_row_init (BhRecordLineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
