/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* Makes a call: type a name or a number, or press the keys; Enter calls. Property: desk (BhDesk).
 */
#define BH_TYPE_DIAL_POPOVER (bh_dial_popover_get_type ())
G_DECLARE_FINAL_TYPE (BhDialPopover, bh_dial_popover, BH, DIAL_POPOVER, GtkPopover)

/* Opens it with a number filled in: never dials unasked. */
void bh_dial_popover_open (BhDialPopover *self, const char *number);

G_END_DECLS
