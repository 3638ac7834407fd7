/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* My state, always in the same corner; it opens the states to choose from. */
#define BH_TYPE_STATE_BUTTON (bh_state_button_get_type ())
G_DECLARE_FINAL_TYPE (BhStateButton, bh_state_button, BH, STATE_BUTTON, BhContactView)

void bh_state_button_open (BhStateButton *self);

G_END_DECLS
