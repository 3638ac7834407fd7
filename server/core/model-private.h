/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/draft.h"
#include "server/core/leg.h"
#include "server/core/model.h"
#include "server/core/text.h"

/* The model's inside, shared by its parts: call-events.c (what PBX events do to legs), treatment.c
 * (what the customer experiences), contact-model.c (contacts' life), queue-model.c, agent-model.c,
 * and model.c, which makes a turn of them. */

typedef struct BhQueueState BhQueueState;
typedef struct BhAgentRecord BhAgentRecord;

struct BhModelPbx {
  BhModel *model;
  char *name;
  char *boot;
  BhLegTable *legs;
  GHashTable *drafts;                         /* PBX's call id -> BhDraft, not owned */
  GHashTable *phones;                         /* set of devices known to be agents' phones */
  GHashTable *devices;                        /* device -> BhDeviceState */
  GHashTable *queues;                         /* name -> BhQueueState, owned */
  GHashTable *memberships;                    /* device -> GPtrArray of its memberships in queues */
  GPtrArray *trunk_patterns, *phone_patterns; /* GPatternSpec */
  char *link_text;
  BhLinkState link;
  gint64 down_us;
  gboolean in_snapshot;
  gboolean pause_changed; /* by the member event at hand: not only told again */
};

struct BhModel {
  BhModelOptions options;
  GHashTable *pbxs;      /* name -> BhModelPbx, owned */
  GHashTable *contacts;  /* id -> BhDraft, owned */
  GHashTable *agents;    /* name -> BhAgentRecord, owned */
  GHashTable *by_device; /* "pbx|device" -> BhAgentRecord, not owned */
  GPtrArray *dirty;      /* BhDraft */
  GPtrArray *dirty_agents;
  GPtrArray *dirty_queues;
  GPtrArray *over; /* drafts that ended in this turn and have no leg left */
  GArray *changes; /* BhChange, owned pictures */
  GArray *effects;
  GPtrArray *turn_text; /* keeps what effects point at */
  BhTurn turn;
  guint n_timers; /* of agents: in wrap-up, or awaited */
  gint64 now_us;
};

/* ---- call-events.c */
void bh_call_take_event (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us);
/* Every leg of @pbx is gone (another boot, or not in a complete snapshot: @only_unseen). */
void bh_call_drop_legs (BhModelPbx *pbx, gboolean only_unseen, gint64 at_us);

/* ---- phone-judge.c: is this leg a customer's, or a phone of ours? */
gboolean bh_judge_outside (BhModelPbx *pbx, const BhLeg *leg);
void bh_judge_learn_phone (BhModelPbx *pbx, const char *device);
/* The digits in a dial string: "PJSIP/139@trunk" and "SIP/trunk/139" give "139". (transfer full) */
char *bh_judge_number (const char *dial_string);

/* ---- contact-model.c */
void bh_contact_model_touch (BhDraft *draft, BhModel *model);
void bh_contact_model_touch_device (BhModelPbx *pbx, BhLeg *leg);
BhDraft *bh_contact_model_draft_for (BhModelPbx *pbx, const char *call, gint64 now_us);
void bh_contact_model_add_leg (BhModelPbx *pbx, BhDraft *draft, BhLeg *leg);
void bh_contact_model_leg_gone (BhModelPbx *pbx, BhLeg *leg, gint64 now_us);
/* The customer's leg has ended: with it the contact, unless it was only tried. */
void bh_contact_model_customer_gone (BhModelPbx *pbx,
                                     BhDraft *draft,
                                     BhLeg *leg,
                                     gint cause,
                                     gint64 now_us);
/* @from goes on as a part of @into. */
void bh_contact_model_absorb (BhModelPbx *pbx, BhDraft *into, BhDraft *from, gint64 now_us);
void bh_contact_model_judge_snapshot (BhModelPbx *pbx, BhDraft *draft);
/* Of two that turned out to be one, which one is the customer's. */
BhDraft *bh_contact_model_survivor (BhDraft *a, BhDraft *b);
void bh_contact_model_settle (BhModelPbx *pbx, BhDraft *draft, gint64 now_us);
void bh_contact_model_finish (BhDraft *draft, BhModel *model, gint64 now_us);
BhModelPbx *bh_model_pbx_of (BhModel *model, const BhDraft *draft);

/* ---- treatment.c: pure judgement of the present */
typedef struct {
  BhSegment segment; /* type, queue, agent, with: borrowed */
  BhLeg *agent_leg;  /* with whom the customer speaks, or by whom it is held */
  BhLeg *consult_leg;
  char *consult_with; /* owned */
  gboolean talking;   /* a person speaks with the customer */
} BhTreatment;
void bh_treatment_of (BhDraft *draft, BhTreatment *out);
void bh_treatment_clear (BhTreatment *treatment);
/* Whom @agent_leg's device speaks with or rings besides @agent_leg itself; NULL: nobody. Sets *@leg
 * to its own leg there. */
char *bh_treatment_consult (BhDraft *draft, BhLeg *agent_leg, BhLeg **leg, BhPartState *state);
/* Renews the parts of the agents in the contact. */
void bh_treatment_parts (BhDraft *draft, const BhTreatment *treatment, gint64 now_us);

/* ---- outcome.c */
/* What a hang-up's Q.850 @cause makes of an unanswered call; @otherwise when it says nothing. */
BhOutcome bh_outcome_of_cause (gint cause, BhOutcome otherwise);
void bh_outcome_decide (BhDraft *draft, const BhLeg *last_customer_leg, gint cause);

/* ---- queue-model.c */
void bh_queue_model_take_event (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us);
void bh_queue_model_leg_gone (BhModelPbx *pbx, BhLeg *leg);
void bh_queue_model_begin_snapshot (BhModelPbx *pbx);
/* Members that the snapshot did not name are gone. */
void bh_queue_model_end_snapshot (BhModelPbx *pbx);
BhChange *bh_queue_model_settle (BhQueueState *queue, gint64 now_us, BhChange *change);
void bh_queue_state_free (gpointer queue);
BhQueue *bh_queue_state_picture (BhQueueState *queue);
void bh_queue_model_rename_leg (BhModelPbx *pbx, const char *from, const char *to);
/* FALSE: another penalty is set; 0 says nothing against what the PBX is configured to. */
gboolean
bh_queue_model_has_penalty (BhModelPbx *pbx, const char *device, const char *queue, gint penalty);
gboolean bh_queue_model_member (BhModelPbx *pbx, const char *device, guint i, BhAgentQueue *out);
/* The PBX is about to be told to pause @device, or to let it go: what it says of that is no news.
 */
void
bh_queue_model_order_pause (BhModelPbx *pbx, const char *device, gboolean paused, gint64 now_us);
/* The PBX is about to be told to take @device out of @queue. */
void bh_queue_model_order_leave (BhModelPbx *pbx, const char *device, const char *queue);
/* TRUE: a member of @queue, and not ordered out of it. */
gboolean bh_queue_model_stays (BhModelPbx *pbx, const char *device, const char *queue);
/* A member as it was seen before our restart. */
void bh_queue_model_restore_member (BhModelPbx *pbx, const char *device, const BhAgentQueue *seen);
/* The PBX was started anew: how its members were says nothing any more. */
void bh_queue_model_forget_members (BhModelPbx *pbx);

/* ---- agent-model.c */
void bh_agent_model_take_event (BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us);
/* The contact has a new picture: renew the states of the agents in it. */
void bh_agent_model_contact (BhModel *model,
                             const BhContact *before,
                             const BhContact *after,
                             gint64 now_us);
void bh_agent_model_touch_pbx (BhModelPbx *pbx);
gboolean
bh_agent_model_settle (BhModel *model, BhAgentRecord *agent, gint64 now_us, BhChange *change);
gboolean bh_agent_model_wraps_up (BhModel *model, BhModelPbx *pbx, const BhDraft *draft);
gint64 bh_agent_model_next_deadline (const BhModel *model);
void bh_agent_model_tick (BhModel *model, gint64 now_us);
void bh_agent_record_free (gpointer agent);

/* ---- model.c */
void bh_model_begin (BhModel *model, gint64 now_us);
const BhTurn *bh_model_end (BhModel *model);
void bh_model_add_effect (BhModel *model, const BhEffect *effect);
