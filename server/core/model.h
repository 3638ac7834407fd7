/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/change.h"
#include "server/core/pbx-event.h"

/* The model: everything that is true now, for any number of PBXs. Pure: it reads no clock, does no
 * I/O, and is driven by one caller. Every function that takes @now_us is one turn: it returns what
 * changed and what the model wishes; the turn and all it points to is owned by the model and valid
 * until the next one.  @now_us never goes back. */

typedef struct BhModel BhModel;
typedef struct BhModelPbx BhModelPbx;

typedef struct {
  const BhChange *changes;
  guint n_changes;
  const BhEffect *effects;
  guint n_effects;
} BhTurn;

typedef struct {
  gint64 wrap_up_us;     /* time for wrap-up after a talk; 0: none */
  gint64 return_us;      /* see bh_model_restore */
  guint max_open;        /* bound on contacts held open; 0: 20,000 */
  gboolean track_agents; /* make agents of every queue member's device, signed in or not */
} BhModelOptions;

BhModel *bh_model_new (const BhModelOptions *options /* (nullable) */);
void bh_model_free (BhModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhModel, bh_model_free)

/* A PBX named @name; the handle lives as long as the model. The same name gives the same handle. */
BhModelPbx *bh_model_add_pbx (BhModel *model, const char *name);

/* Device patterns ("PJSIP/trunk*", GPatternSpec) that are the outside world, and those that are
 * agents' phones, where the model's own judgement (see server/core/README.md) is not enough. */
void bh_model_pbx_add_trunk (BhModelPbx *pbx, const char *pattern);
void bh_model_pbx_add_phone (BhModelPbx *pbx, const char *pattern);

const BhTurn *
bh_model_take_event (BhModel *model, BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us);

/* Timers: when tick should be called next (0: not needed). */
gint64 bh_model_next_deadline (const BhModel *model);
const BhTurn *bh_model_tick (BhModel *model, gint64 now_us);

/* What was true when the server went down, before the first event: contacts, then agents, then the
 * end of it. A contact that the PBX does not show any more is ended; a wrap-up goes on by the clock
 * that it had; an agent goes on as it was, and is signed out when nobody has returned to its desk
 * within options.return_us. @agent: a picture of one who was signed in. */
const BhTurn *bh_model_restore (BhModel *model, const BhContact *contact, gint64 now_us);
const BhTurn *bh_model_restore_agent (BhModel *model, BhAgent *agent, gint64 now_us);
const BhTurn *bh_model_end_restore (BhModel *model, gint64 now_us);

/* ---- agents */

typedef struct {
  const char *queue;
  gint penalty;
} BhJoin;

typedef struct {
  const char *agent;
  const char *full_name; /* or NULL */
  const char *device;
  const BhJoin *queues; /* to be in while signed in */
  guint n_queues;
  /* Back without a password, after a restart: who is still signed in at that device goes on as it
   * was; who is not any more is not ready, "client_lost". */
  gboolean returns;
} BhSignIn;

/* Signing in is not ready, "signed_in". */
const BhTurn *
bh_model_sign_in (BhModel *model, BhModelPbx *pbx, const BhSignIn *who, gint64 now_us);
const BhTurn *bh_model_sign_out (BhModel *model, const char *agent, gint64 now_us);
/* The link to @pbx takes orders again: who is signed in and in a queue of theirs no more (the PBX
 * was started anew, or was away when they signed in) is to join it, who is paused there otherwise
 * than they should be is to be paused as they should, who signed out meanwhile is to leave. */
const BhTurn *bh_model_rejoin (BhModel *model, BhModelPbx *pbx, gint64 now_us);
/* READY or NOT_READY: at once, or pending while the agent is on a call or in wrap-up. */
const BhTurn *bh_model_set_intent (BhModel *model,
                                   const char *agent,
                                   BhAgentState intent,
                                   const char *reason,
                                   gint64 now_us);
const BhTurn *bh_model_keep_intent (BhModel *model, const char *agent, gint64 now_us);
const BhTurn *bh_model_set_away (BhModel *model, const char *agent, gboolean away, gint64 now_us);
const BhTurn *
bh_model_finish_wrap_up (BhModel *model, const char *agent, const char *contact, gint64 now_us);
const BhTurn *bh_model_extend_wrap_up (BhModel *model,
                                       const char *agent,
                                       const char *contact,
                                       gint64 by_us,
                                       gint64 now_us);

/* ---- what people and the CRM add to a contact; unknown ids give an empty turn */
const BhTurn *
bh_model_set_customer (BhModel *model, const char *contact, const char *customer, gint64 now_us);
const BhTurn *
bh_model_set_disposition (BhModel *model, const char *contact, const char *code, gint64 now_us);
const BhTurn *bh_model_attach (BhModel *model,
                               const char *contact,
                               const char *key,
                               const char *value,
                               gint64 now_us);

/* ---- looking: pictures, (transfer none), valid until the next turn */
BhContact *bh_model_get_contact (const BhModel *model, const char *id);
BhAgent *bh_model_get_agent (const BhModel *model, const char *agent);
BhAgent *bh_model_get_agent_by_device (const BhModel *model, BhModelPbx *pbx, const char *device);
/* Whether the PBX has shown @device: its state, or a queue with it. */
gboolean bh_model_knows_device (BhModelPbx *pbx, const char *device);
void bh_model_list_contacts (const BhModel *model, GPtrArray *out);
void bh_model_list_agents (const BhModel *model, GPtrArray *out);
void bh_model_list_queues (const BhModel *model, GPtrArray *out);
BhLinkState bh_model_get_link (const BhModel *model, BhModelPbx *pbx, const char **text);
