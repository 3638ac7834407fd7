/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/nick.h"
#include "server/core/pbx-event.h"

/* An agent at work. Shown state = f(intent, facts): what the agent wants, and what the PBX shows of
 * the device. */

#define BH_AGENT_STATE_TABLE(X)                                                                    \
  X (BH_AGENT_LOGGED_OUT, "logged_out")                                                            \
  X (BH_AGENT_NOT_READY, "not_ready")                                                              \
  X (BH_AGENT_READY, "ready")                                                                      \
  X (BH_AGENT_OFFERED, "offered")                                                                  \
  X (BH_AGENT_TALKING, "talking")                                                                  \
  X (BH_AGENT_HOLD, "hold")                                                                        \
  X (BH_AGENT_CONSULT, "consult")                                                                  \
  X (BH_AGENT_WRAP_UP, "wrap_up")                                                                  \
  X (BH_AGENT_UNKNOWN, "unknown")
typedef enum { BH_AGENT_STATE_TABLE (BH_NICK_VALUE) } BhAgentState;
BH_NICK_DECLARE (BhAgentState, bh_agent_state)

/* What an agent may want: LOGGED_OUT, NOT_READY or READY of the same words. */
typedef struct {
  const char *queue;
  const char *reason; /* the PBX's pause reason, or NULL */
  gint64 penalty;     /* that it is to have there */
  gboolean joined;    /* the PBX has the device in it */
  gboolean paused;
  gboolean wanted; /* the agent is to be in it */
} BhAgentQueue;

/* A picture, as BhContact is one. */
typedef struct {
  /*< private >*/
  gatomicrefcount refs;
  /*< public >*/
  const char *agent; /* user name; the device where nobody signed in */
  const char *full_name;
  const char *pbx;
  const char *device;
  const char *why;             /* one sentence */
  const char *reason;          /* code, with NOT_READY, else NULL */
  const char *intent_reason;   /* of the intent, or NULL */
  const char *pending_reason;  /* or NULL */
  const char *contact;         /* id of the contact at hand, or NULL */
  const char *wrap_up_contact; /* id of the one to be wrapped up, or NULL */
  const char *boot;            /* of the PBX when this was true; "": not known */
  BhAgentState state;
  BhAgentState intent;
  BhAgentState pending; /* == intent: nothing pending */
  BhDeviceState phone;
  gint64 since_us;
  gint64 wrap_up_until_us; /* the agent's own clock, whatever the contact's is */
  gint64 signed_in_us;
  gint64 revision;
  guint signed_in : 1;
  guint away : 1; /* the desktop gives no sign of life */
  guint n_queues;
  BhAgentQueue *queues;
} BhAgent;

BhAgent *bh_agent_ref (BhAgent *agent);
void bh_agent_unref (BhAgent *agent);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhAgent, bh_agent_unref)
