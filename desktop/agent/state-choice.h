/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "desktop/model/agent-state.h"

G_BEGIN_DECLS

/* A state that an agent can choose: Ready, a reason not to be, or signing out. Properties: label,
 * icon-name, target (strings: "ready", "not_ready:lunch", "sign-out"), key (its digit, or NULL),
 * state (BhAgent: how it looks). */
#define BH_TYPE_STATE_CHOICE (bh_state_choice_get_type ())
G_DECLARE_FINAL_TYPE (BhStateChoice, bh_state_choice, BH, STATE_CHOICE, BhItem)

BhStateChoice *bh_state_choice_new (BhAgent state,
                                    const char *label,
                                    const char *icon_name,
                                    const char *target,
                                    const char *key);
const char *bh_state_choice_get_target (BhStateChoice *self);
const char *bh_state_choice_get_key (BhStateChoice *self);

G_END_DECLS
