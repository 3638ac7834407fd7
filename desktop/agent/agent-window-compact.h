/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/agent-window-private.h"

G_BEGIN_DECLS

extern const BhWindowAct bh_window_compact_acts[];
void bh_agent_window_init_compact (BhAgentWindow *self);
/* Somebody signed in or out: the window is compact only for who is signed in. */
void bh_agent_window_follow_compact (BhAgentWindow *self, gboolean signed_in);
void bh_agent_window_update_compact (BhAgentWindow *self);
/* Before an act: one that is done with more than a key brings the whole window back. */
void bh_agent_window_make_room (BhAgentWindow *self, const char *action);
void bh_agent_window_dispose_compact (BhAgentWindow *self);

G_END_DECLS
