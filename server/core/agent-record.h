/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/model-private.h"
#include "server/core/system-reason.h"

/* An agent as the model holds it, shared by agent-model.c (what the PBX shows, and the state that
 * is read from it), agent-orders.c (what people ask for) and agent-restore.c (what was true before
 * a restart, here or there). */

typedef struct {
  char *queue;
  gint penalty;
} BhWanted;

struct BhAgentRecord {
  BhModel *model;
  BhModelPbx *pbx;
  const char *name, *full_name, *device;
  const char *reason, *pending_reason;
  char *key;           /* in by_device */
  GArray *wanted;      /* BhWanted: queues to be in while signed in */
  GPtrArray *contacts; /* BhContact pictures in which the device has a live part */
  char *wrap_contact;
  gint64 wrap_until_us;
  gint64 return_by_us; /* was signed in before our restart, has not come back yet; 0: has */
  BhAgentState intent, pending, state;
  BhDeviceState phone;
  gint64 since_us, signed_in_us, last_revision;
  BhAgent *picture;
  gboolean signed_in, away, listed;
  gboolean leaving; /* signed out while the PBX could not be told */
};

/* ---- agent-model.c */
BhAgentRecord *bh_agent_find_by_device (BhModelPbx *pbx, const char *device);
BhAgentRecord *bh_agent_add_record (BhModel *model,
                                    BhModelPbx *pbx,
                                    const char *name,
                                    const char *device,
                                    gint64 now_us);
void bh_agent_touch (BhAgentRecord *agent);
const BhPart *bh_agent_part_in (const BhAgentRecord *agent, const BhContact *contact);
/* TRUE: the contact was known already. */
gboolean bh_agent_replace_contact (BhAgentRecord *agent, BhContact *after, gboolean live);
gboolean bh_agent_is_busy (const BhAgentRecord *agent);
/* What was wished for after the call is wished for now. */
void bh_agent_apply_pending (BhAgentRecord *agent);
void bh_agent_set_wrap_up (BhAgentRecord *agent, const char *contact, gint64 until_us);
void bh_agent_end_wrap_up (BhAgentRecord *agent, gint64 now_us);
gboolean bh_agent_wraps (const BhModel *model, const char *contact);
void bh_agent_set_return_by (BhAgentRecord *agent, gint64 until_us);

/* How the PBX should have the agent: paused, and why. */
gboolean bh_agent_should_pause (const BhAgentRecord *agent);
void bh_agent_wish_pause (BhAgentRecord *agent);
void bh_agent_wish_join (BhAgentRecord *agent, const BhWanted *wanted);
void bh_agent_wish_penalty (BhAgentRecord *agent, const BhWanted *wanted);
void bh_agent_wish_leave (BhAgentRecord *agent);
/* FALSE: not a member of @queue. */
gboolean bh_agent_membership (const BhAgentRecord *agent, const char *queue, BhAgentQueue *out);

/* ---- agent-orders.c */
/* The record of @name at @device, new where it was at another one. */
BhAgentRecord *bh_agent_seat (BhModel *model,
                              BhModelPbx *pbx,
                              const char *name,
                              const char *device,
                              gint64 now_us);
void bh_agent_find_parts (BhAgentRecord *agent);
void bh_agent_want_queue (BhAgentRecord *agent, const char *queue, gint penalty);
/* Membership where it is missing, pause where it differs. */
void bh_agent_join_queues (BhAgentRecord *agent);
void bh_agent_leave (BhAgentRecord *agent, gint64 now_us);
