/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* What can be done to the call. Its first slot never moves: Answer while it rings, else state and
 * time. */
#define BH_TYPE_CALL_BAR (bh_call_bar_get_type ())
G_DECLARE_FINAL_TYPE (BhCallBar, bh_call_bar, BH, CALL_BAR, BhContactView)

/* Opens the popover of the act, as its key does; FALSE while the act is impossible. */
gboolean bh_call_bar_open_transfer (BhCallBar *self);
gboolean bh_call_bar_open_keypad (BhCallBar *self);
/* Shows that the next press of the key hangs up. */
/* How a button that hangs up says that its key was pressed once. */
void bh_call_bar_arm (GtkWidget *hang_up, gboolean armed);
void bh_call_bar_set_armed (BhCallBar *self, gboolean armed);

G_END_DECLS
