/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/client/enum-type.h"
#include "desktop/model/item.h"

G_BEGIN_DECLS

#define BH_AGENT_TABLE(X)                                                                          \
  X (BH_AGENT_LOGGED_OUT, "logged_out")                                                            \
  X (BH_AGENT_NOT_READY, "not_ready")                                                              \
  X (BH_AGENT_READY, "ready")                                                                      \
  X (BH_AGENT_OFFERED, "offered")                                                                  \
  X (BH_AGENT_TALKING, "talking")                                                                  \
  X (BH_AGENT_HOLD, "hold")                                                                        \
  X (BH_AGENT_CONSULT, "consult")                                                                  \
  X (BH_AGENT_WRAP_UP, "wrap_up")                                                                  \
  X (BH_AGENT_UNKNOWN, "unknown")
typedef enum { BH_AGENT_TABLE (BH_ENUM_VALUE) } BhAgent;
BH_ENUM_DECLARE (BhAgent, bh_agent)
#define BH_TYPE_AGENT (bh_agent_get_type ())

/* "Ready" / "就绪" … (translated, static). */
const char *bh_agent_word (BhAgent state);

/* The state of the agent at this desk. Properties:
 *   state (BhAgent), since (int64), word (string: the state, or the reason while not ready),
 *   reason (string, code or NULL), reason-label, reason-icon, intent (BhAgent),
 *   has-pending (bool), pending (BhAgent), pending-reason (code), pending-label ("Lunch"),
 *   why (string, one sentence), device (string), phone (string: the device's own state),
 *   contact (string, id or NULL), queues (strv of queue names joined) */
#define BH_TYPE_AGENT_STATE (bh_agent_state_get_type ())
G_DECLARE_FINAL_TYPE (BhAgentState, bh_agent_state, BH, AGENT_STATE, BhItem)

BhAgent bh_agent_state_get_state (BhAgentState *self);
gint64 bh_agent_state_get_since (BhAgentState *self);
const char *bh_agent_state_get_word (BhAgentState *self);
const char *bh_agent_state_get_reason (BhAgentState *self);
gboolean bh_agent_state_get_has_pending (BhAgentState *self);
const char *bh_agent_state_get_pending_label (BhAgentState *self);
const char *bh_agent_state_get_why (BhAgentState *self);
const char *bh_agent_state_get_device (BhAgentState *self);

G_END_DECLS
