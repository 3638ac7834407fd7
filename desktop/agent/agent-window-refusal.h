/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/agent-window-private.h"

G_BEGIN_DECLS

extern const BhWindowAct bh_window_refusal_acts[];
/* Once there is a desk. */
void bh_agent_window_init_refusals (BhAgentWindow *self);

G_END_DECLS
