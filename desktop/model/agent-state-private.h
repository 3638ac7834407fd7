/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/agent-state.h"
#include "desktop/model/reason.h"

G_BEGIN_DECLS

/* Looks a reason up by its code; (transfer none), NULL if there is none. */
typedef BhReason *(*BhFindReason) (gpointer user_data, const char *code);

/* Takes in an `agent` event. */
void bh_agent_state_update (BhAgentState *self,
                            JsonObject *data,
                            BhFindReason find_reason,
                            gpointer user_data);
/* The server is away: what we showed may not be true any more. */
void bh_agent_state_set_unknown (BhAgentState *self, gint64 since);
/* Names of the queues it is joined to; (transfer none), may be NULL. */
const char *const *bh_agent_state_get_queues (BhAgentState *self);

G_END_DECLS
