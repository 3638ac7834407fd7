/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/contact.h"
#include "server/core/leg.h"

/* A contact in the making: what BhContact is the picture of. Only the model changes it. */

typedef struct {
  BhOffer offer;
  BhLeg *leg;          /* that rings; NULL when over */
  guint reviewing : 1; /* over, but the leg's hang-up cause may still say how */
  const char *leg_id;
  const char *via_id; /* the local pipe through which the PBX reached it, or NULL */
} BhDraftOffer;

typedef struct {
  BhPart part;
  guint alive : 1;    /* named in the derivation that runs */
  guint was_here : 1; /* when the server went down */
} BhDraftPart;

/* The talk was left in a way that is told already (parked): what follows is no redirect. */
#define BH_DRAFT_LEFT_KNOWN (-1)

struct BhDraft {
  char id[37];
  const char *pbx;
  GPtrArray *calls; /* shared text: the PBX's ids of calls that are this contact */
  GPtrArray *legs;  /* BhLeg, live, not owned */
  BhLeg *root;      /* the first leg, while it lives */
  BhLeg *customer_leg;
  BhLeg *last_agent_leg;      /* who talked last with the customer, while it lives; it may belong to
                                 another      contact (a conference): set by bh_leg_point () */
  GArray *segments;           /* BhSegment */
  GArray *offers;             /* BhDraftOffer */
  GArray *transfers;          /* BhTransfer */
  GArray *parts;              /* BhDraftPart */
  GPtrArray *queues, *agents; /* shared text */
  GArray *data;               /* BhAttached */
  const char *number, *caller_name, *dialed, *merged_into, *consult_of, *customer, *disposition;
  const char *root_device;
  BhDirection direction;
  BhOutcome outcome;
  BhOutcome failure; /* how the last dial failed; IN_PROGRESS: none did */
  BhEnder ended_by;
  BhEnder ender; /* who asked for the end of the present talk */
  gint64 started_us, answered_us, released_us, ended_us, wrap_up_until_us;
  gint64 talk_left_us; /* when the last talk ended; 0: it runs or there was none */
  gint64
      joined_us; /* when a consultation was last seen to become part of this, by its legs alone */
  gint64 guessed_hold_us; /* when a retrieval told that a talk had been a hold; 0: never */
  gint64 last_revision;
  BhContact *picture;    /* the last one that was told */
  gint pending_transfer; /* index of the transfer whose target is not known yet; -1: none */
  guint has_root : 1;    /* direction and number have been judged */
  guint customer_up : 1; /* the customer's leg has been answered or has talked */
  guint queue_left : 1;  /* the caller left a queue without an answer */
  guint queue_timeout : 1;
  guint redirected : 1;
  guint talks : 1;       /* a person speaks with the customer now */
  guint refused : 1;     /* @ender is a phone that said no: it ends nothing while others ring */
  guint transferred : 1; /* a transfer was told since that talk began */
  guint restored : 1;
  guint originated : 1; /* the PBX called one of our phones on an order, and nobody else yet */
  guint touched : 1;
  guint listed : 1; /* in the turn's list of dirty drafts */
};

BhDraft *bh_draft_new (const char *pbx, const char *boot, const char *call, gint64 now_us);
BhDraft *bh_draft_new_restored (const BhContact *contact);
void bh_draft_free (BhDraft *draft);

gint64 bh_draft_ms (const BhDraft *draft, gint64 now_us);

/* Makes way for a segment like @want: stretches too short to be one are taken away, and their time
 * counted to what follows. Returns where it begins, in ms; -1: what runs is just that. */
gint64 bh_draft_prepare (BhDraft *draft, const BhSegment *want, gint64 now_us);
/* Opens it there. */
void bh_draft_treat (BhDraft *draft, const BhSegment *want, BhEnder ended_by, gint64 from_ms);
/* Closes the last segment; a dialplan stretch too short to be one is counted to what came before.
 */
void bh_draft_close (BhDraft *draft, BhEnder ended_by, gint64 now_us);

void
bh_draft_offer (BhDraft *draft, BhLeg *leg, const char *device, const char *queue, gint64 now_us);
/* What we took for a talk of @device, met in a snapshot, was a hold: its retrieval says so. */
void bh_draft_was_hold (BhDraft *draft, const char *device);
/* The retrieval was but the beginning of a transfer, which tells nothing of a hold: it was a talk.
 */
void bh_draft_was_talk (BhDraft *draft, const char *device);

/* What we took for the dialplan, met in a snapshot, was @queue: the list of its callers came later.
 * Whole-second clocks do not tell since when, so all of it counts as waiting. */
void bh_draft_was_queue (BhDraft *draft, const char *queue);

/* What we took for the dialplan was the ring of @device, which turns out only now to be for this.
 */
void bh_draft_was_ring (BhDraft *draft, const char *device);

BhDraftOffer *bh_draft_find_offer (BhDraft *draft, const char *leg_id);
/* The last offer that @device answered, or NULL. */
BhDraftOffer *bh_draft_find_answered (BhDraft *draft, const char *device);
/* The first offer that rings now, or NULL. */
BhDraftOffer *bh_draft_ringing_offer (BhDraft *draft);
void
bh_draft_end_offer (BhDraft *draft, BhDraftOffer *offer, BhOfferOutcome outcome, gint64 now_us);

void bh_draft_add_transfer (BhDraft *draft,
                            BhTransferKind kind,
                            const char *from,
                            const char *to,
                            gint64 now_us);
void bh_draft_resolve_transfer (BhDraft *draft, const char *to);
void bh_draft_add_queue (BhDraft *draft, const char *queue);
void bh_draft_add_agent (BhDraft *draft, const char *device);
void bh_draft_attach (BhDraft *draft, const char *key, const char *value);
BhDraftPart *bh_draft_part (BhDraft *draft, const char *device, gint64 now_us);

/* Is @call one of the draft's? */
gboolean bh_draft_has_call (const BhDraft *draft, const char *call);

BhContact *bh_draft_freeze (BhDraft *draft, gint64 now_us);
