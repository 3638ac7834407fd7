/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/esl/esl-config.h"
#include "server/ports/pbx-port.h"

/* A command as lines for FreeSWITCH: a table from op to a pure function. A line is one API call;
 * the next one is sent when the last one was answered. */

typedef struct {
  GPtrArray *lines; /* of char* */
  guint optional;   /* bits: a failure of that line changes nothing */
  guint dependent;  /* bits: left out where the line before it failed */
} BhEslPlan;

BhEslPlan *bh_esl_plan_new (void);
void bh_esl_plan_free (BhEslPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhEslPlan, bh_esl_plan_free)

/* What the command does not say, and the adapter knows of the call. Any may be NULL. */
typedef struct {
  const char *customer; /* whom leg talks to, or who waits while it consults */
  const char *consulted;
  const char *number;   /* that is consulted */
  gboolean is_answered; /* by the consulted party */
} BhEslCall;

/* What was compiled of the configuration. */
typedef struct {
  const BhEslConfig *config;
  const GPtrArray *allowed; /* bh_link_patterns_new */
  const GPtrArray *routes;  /* bh_esl_routes_new */
} BhEslOrders;

/* The API that @op needs, or NULL when it cannot be done for a device of @profile. */
const char *bh_esl_actions_needed (BhPbxOp op, BhDeviceProfile profile, const BhEslConfig *config);

/* Whether @op sends a number into the dialplan, or along a route. */
gboolean bh_esl_actions_dials (BhPbxOp op);

/* NULL with an error of BH_PBX_ERROR: what is missing, or cannot be sent. */
BhEslPlan *bh_esl_actions_build (const BhPbxCommand *command,
                                 const BhEslCall *call,
                                 const BhEslOrders *rules,
                                 GError **error);

/* The UUID of the leg that a dial, a consult or a supervisor's call makes. */
char *bh_esl_actions_leg_of (const char *request);

/* What follows in a consult: the agent is joined to the party that has answered; */
BhEslPlan *bh_esl_actions_ask (const char *agent, const BhEslCall *call, GError **error);

/* the agent is joined to the customer again, or let go when there is none any more; */
BhEslPlan *bh_esl_actions_return (const char *agent, const BhEslCall *call, GError **error);

/* the agent is gone: customer and consulted party are joined, or what is left of them ends. */
BhEslPlan *
bh_esl_actions_hand_over (const BhEslCall *call, const BhEslOrders *orders, GError **error);
