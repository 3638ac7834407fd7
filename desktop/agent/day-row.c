/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/day-row.h"

#include "desktop/model/day-band.h"
#include "desktop/model/time-text.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/spoken.h"
#include "desktop/widgets/state-look.h"

struct _BhDayRow {
  BhItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BhDayRow, bh_day_row, BH_TYPE_ITEM_ROW)

static char *
time_of (GObject *object, gint64 from)
{
  return bh_time_text_of_day (from);
}

static char *
icon_of (GObject *object, const char *state)
{
  return g_strdup (bh_state_look_icon (state));
}

static char **
classes_of (GObject *object, const char *state)
{
  g_autofree char *color = g_strconcat ("bh-fg-", bh_state_look_class (state), NULL);
  const char *classes[] = {color, NULL};

  return g_strdupv ((char **) classes);
}

static void
bh_day_row_class_init (BhDayRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_DAY_BAND);
  g_type_ensure (BH_TYPE_SPOKEN);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/day-row.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, time_of);
  gtk_widget_class_bind_template_callback (widget_class, icon_of);
  gtk_widget_class_bind_template_callback (widget_class, classes_of);
}

static void
bh_day_row_init (BhDayRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
