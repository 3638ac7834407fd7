/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/day.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The stretches of a day as coloured bands over the hours; higher ones are work with customers, so
 * that colour is not all there is. The list of stretches beside it says the same in words. */
#define BH_TYPE_DAY_STRIP (bh_day_strip_get_type ())
G_DECLARE_FINAL_TYPE (BhDayStrip, bh_day_strip, BH, DAY_STRIP, GtkWidget)

void bh_day_strip_set_day (BhDayStrip *self, BhDay *day);

G_END_DECLS
