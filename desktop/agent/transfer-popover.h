/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* Sends the call on: type a name, a queue or a number; Enter asks first, Ctrl+Enter sends at once.
 * Properties: desk (BhDesk), contact (BhContactItem). */
#define BH_TYPE_TRANSFER_POPOVER (bh_transfer_popover_get_type ())
G_DECLARE_FINAL_TYPE (BhTransferPopover, bh_transfer_popover, BH, TRANSFER_POPOVER, GtkPopover)

G_END_DECLS
