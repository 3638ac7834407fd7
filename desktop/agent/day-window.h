/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* My day: the stretches of one's state as bands and as a list, the figures that supervisors see,
 * and what supervisors wrote. */
#define BH_TYPE_DAY_WINDOW (bh_day_window_get_type ())
G_DECLARE_FINAL_TYPE (BhDayWindow, bh_day_window, BH, DAY_WINDOW, AdwWindow)

BhDayWindow *bh_day_window_new (GtkWindow *parent, BhDesk *desk);

G_END_DECLS
