/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "server/core/nick.h"

/* A contact: one matter with one customer from first touch to the end of wrap-up, over any number
 * of legs, queues, transfers.
 *
 * A BhContact is a picture: immutable, refcounted, safe to keep. The model makes a new one for each
 * turn that changed something; `revision` grows with every picture of one contact, over restarts
 * too. Strings are never NULL where not marked; times are unix microseconds of one clock, `*_ms`
 * are milliseconds from `started_us`. */

#define BH_DIRECTION_TABLE(X)                                                                      \
  X (BH_DIRECTION_INBOUND, "inbound")                                                              \
  X (BH_DIRECTION_OUTBOUND, "outbound")                                                            \
  X (BH_DIRECTION_INTERNAL, "internal")
typedef enum { BH_DIRECTION_TABLE (BH_NICK_VALUE) } BhDirection;
BH_NICK_DECLARE (BhDirection, bh_direction)

#define BH_OUTCOME_TABLE(X)                                                                        \
  X (BH_OUTCOME_IN_PROGRESS, "in_progress")                                                        \
  X (BH_OUTCOME_ANSWERED, "answered")                                                              \
  X (BH_OUTCOME_ABANDONED, "abandoned") /* the caller gave up waiting in a queue */                \
  X (BH_OUTCOME_TIMEOUT, "timeout")     /* the queue gave up */                                    \
  X (BH_OUTCOME_BUSY, "busy")                                                                      \
  X (BH_OUTCOME_NO_ANSWER, "no_answer")                                                            \
  X (BH_OUTCOME_REJECTED, "rejected")                                                              \
  X (BH_OUTCOME_FAILED, "failed")                                                                  \
  X (BH_OUTCOME_REDIRECTED, "redirected") /* taken out of the queue to where no agent was */       \
  X (BH_OUTCOME_NO_AGENT, "no_agent")     /* served by the dialplan alone */                       \
  X (BH_OUTCOME_MERGED, "merged")         /* went on as a part of another contact */
typedef enum { BH_OUTCOME_TABLE (BH_NICK_VALUE) } BhOutcome;
BH_NICK_DECLARE (BhOutcome, bh_outcome)

#define BH_ENDER_TABLE(X)                                                                          \
  X (BH_ENDER_NONE, "none")                                                                        \
  X (BH_ENDER_AGENT, "agent")                                                                      \
  X (BH_ENDER_CALLER, "caller")                                                                    \
  X (BH_ENDER_SYSTEM, "system")
typedef enum { BH_ENDER_TABLE (BH_NICK_VALUE) } BhEnder;
BH_NICK_DECLARE (BhEnder, bh_ender)

#define BH_SEGMENT_TABLE(X)                                                                        \
  X (BH_SEGMENT_IVR, "ivr")                                                                        \
  X (BH_SEGMENT_QUEUE, "queue")                                                                    \
  X (BH_SEGMENT_RING, "ring")                                                                      \
  X (BH_SEGMENT_TALK, "talk")                                                                      \
  X (BH_SEGMENT_HOLD, "hold")                                                                      \
  X (BH_SEGMENT_CONSULT, "consult")                                                                \
  X (BH_SEGMENT_CONFERENCE, "conference")                                                          \
  X (BH_SEGMENT_WRAP_UP, "wrap_up")                                                                \
  X (BH_SEGMENT_VOICEMAIL, "voicemail")
typedef enum { BH_SEGMENT_TABLE (BH_NICK_VALUE) } BhSegmentType;
BH_NICK_DECLARE (BhSegmentType, bh_segment_type)

/* What the customer experiences for a while. Segments follow each other without gap or overlap. */
typedef struct {
  BhSegmentType type;
  gint64 start_ms;
  gint64 end_ms;     /* -1: still running */
  const char *queue; /* GRefStrings, each may be NULL */
  const char *agent; /* device */
  const char *with;
  BhEnder ended_by;
} BhSegment;

#define BH_OFFER_TABLE(X)                                                                          \
  X (BH_OFFER_RINGING, "ringing")                                                                  \
  X (BH_OFFER_ANSWERED, "answered")                                                                \
  X (BH_OFFER_NO_ANSWER, "no_answer")                                                              \
  X (BH_OFFER_REJECTED, "rejected")                                                                \
  X (BH_OFFER_CANCELLED, "cancelled")
typedef enum { BH_OFFER_TABLE (BH_NICK_VALUE) } BhOfferOutcome;
BH_NICK_DECLARE (BhOfferOutcome, bh_offer_outcome)

/* One ring of one agent's device. */
typedef struct {
  const char *agent; /* device */
  const char *queue; /* NULL: not out of a queue */
  BhOfferOutcome outcome;
  gint64 start_ms;
  gint64 ring_ms; /* -1: still ringing */
} BhOffer;

#define BH_TRANSFER_TABLE(X)                                                                       \
  X (BH_TRANSFER_BLIND, "blind")                                                                   \
  X (BH_TRANSFER_ATTENDED, "attended")
typedef enum { BH_TRANSFER_TABLE (BH_NICK_VALUE) } BhTransferKind;
BH_NICK_DECLARE (BhTransferKind, bh_transfer_kind)

typedef struct {
  BhTransferKind kind;
  const char *from;
  const char *to; /* device, else what was dialed */
  gint64 at_ms;
} BhTransfer;

#define BH_PART_TABLE(X)                                                                           \
  X (BH_PART_OFFERED, "offered") /* its phone rings for this contact */                            \
  X (BH_PART_DIALING, "dialing") /* it calls, nobody has answered yet */                           \
  X (BH_PART_TALKING, "talking")                                                                   \
  X (BH_PART_HOLD, "hold")                                                                         \
  X (BH_PART_CONSULT, "consult") /* it speaks with, or rings, a third party; the customer waits */ \
  X (BH_PART_LEFT, "left")       /* it was here */
typedef enum { BH_PART_TABLE (BH_NICK_VALUE) } BhPartState;
BH_NICK_DECLARE (BhPartState, bh_part_state)

/* An agent's device and its part in the contact. */
typedef struct {
  const char *device;
  const char *leg;          /* its live leg with the customer, or NULL */
  const char *consult_leg;  /* its own leg in a consult, when another one; or NULL */
  const char *consult_with; /* device or number consulted, or NULL */
  const char *queue;        /* that it was offered from, or NULL */
  BhPartState state;
  BhPartState consult_state; /* DIALING or TALKING, while state is CONSULT */
  gint64 since_us;
  gboolean talked;   /* it has talked with the customer */
  gboolean rings;    /* while it dials: its own phone rings first, and may be answered */
  gboolean receiver; /* it is the consulted one: rings or talks for a transfer that is not done yet
                      */
} BhPart;

typedef struct {
  const char *key;
  const char *value;
} BhAttached;

typedef struct {
  /*< private >*/
  gatomicrefcount refs;
  /*< public >*/
  char id[37];
  const char *pbx;
  gint64 revision;
  BhDirection direction;
  BhOutcome outcome;
  BhEnder ended_by;
  const char *number;      /* the customer's, as the PBX gave it; "" when withheld */
  const char *caller_name; /* as the PBX gave it, or "" */
  const char *dialed;
  const char *customer_leg; /* live, or NULL */
  const char *merged_into;  /* contact id, or NULL */
  const char
      *consult_of; /* id of the contact whose customer waits while this call is made, or NULL */
  const char *customer;    /* CRM's id, or NULL */
  const char *disposition; /* code, or NULL */
  gint64 started_us;
  gint64 answered_us; /* first talk with an agent; 0: never */
  gint64 released_us; /* the customer's call was over; 0: it is up */
  gint64 ended_us;    /* and wrap-up too; 0: not yet */
  gint64 wrap_up_until_us;
  guint n_queues, n_agents, n_segments, n_offers, n_transfers, n_parts, n_data;
  const char **queues;
  const char **agents; /* devices that talked, in order */
  BhSegment *segments;
  BhOffer *offers;
  BhTransfer *transfers;
  BhPart *parts;
  BhAttached *data;
} BhContact;

BhContact *bh_contact_ref (BhContact *contact);
void bh_contact_unref (BhContact *contact);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhContact, bh_contact_unref)

/* The part of @device, or NULL. */
const BhPart *bh_contact_find_part (const BhContact *contact, const char *device);

/* How long the customer waited for the first agent, in ms: till the first talk, else till now or
 * the release. */
gint64 bh_contact_waited_ms (const BhContact *contact, gint64 now_us);

/* NULL when @contact is sound, else a sentence: segments add up, ends are after starts, exactly one
 * segment runs while it runs. */
char *bh_contact_check (const BhContact *contact);
