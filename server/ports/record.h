/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "server/core/nick.h"

/* A record: one thing that must reach the database, as it lies in the outbox. The bodies are JSON
 * objects, described kind by kind in server/store/README.md. */

#define BH_RECORD_KIND_TABLE(X)                                                                    \
  X (BH_RECORD_CONTACT, "contact")                 /* a contact as it is now, whole */             \
  X (BH_RECORD_NOTE, "note")                       /* what an agent wrote */                       \
  X (BH_RECORD_DISPOSITION, "disposition")         /* the result an agent chose */                 \
  X (BH_RECORD_AGENT_SESSION, "agent_session")     /* a sign-in, until the sign-out */             \
  X (BH_RECORD_AGENT_STATE, "agent_state")         /* a stretch of one state */                    \
  X (BH_RECORD_CUSTOMER, "customer")               /* a customer that an agent made or changed */  \
  X (BH_RECORD_ATTACH_CUSTOMER, "attach_customer") /* this contact is with that customer */        \
  X (BH_RECORD_AUDIT, "audit")                     /* who did what */                              \
  X (BH_RECORD_KB_SEARCH, "kb_search")             /* what was searched in the knowledge base */   \
  X (BH_RECORD_KB_CLICK, "kb_click")               /* an article was opened or used */             \
  X (BH_RECORD_KB_VOTE, "kb_vote")                 /* whether it was useful */                     \
  X (BH_RECORD_KB_GAP, "kb_gap")                   /* what is not in the knowledge base */         \
  X (BH_RECORD_SCRIPT_ANSWER, "script_answer")     /* to a question of a script */                 \
  X (BH_RECORD_SCRIPT_PLACE, "script_place")       /* where a contact stands in its script */      \
  X (BH_RECORD_DIAL_ATTEMPT, "dial_attempt")       /* a number was dialed */                       \
  X (BH_RECORD_MESSAGE, "message")                 /* what a supervisor told agents */             \
  X (BH_RECORD_MESSAGE_RECEIPT, "message_receipt") /* that it was seen */                          \
  X (BH_RECORD_CAMPAIGN_RESULT, "campaign_result") /* what became of a record handed out */        \
  X (BH_RECORD_CALLBACK, "callback")               /* a call that was promised */                  \
  X (BH_RECORD_CONSENT, "consent")                 /* a consent given, or taken back */            \
  X (BH_RECORD_DO_NOT_CALL, "do_not_call")         /* somebody wants no more calls */
typedef enum { BH_RECORD_KIND_TABLE (BH_NICK_VALUE) BH_RECORD_N_KINDS } BhRecordKind;
BH_NICK_DECLARE (BhRecordKind, bh_record_kind)

typedef struct {
  guint64 position; /* grows strictly, with holes */
  BhRecordKind kind;
  char *key;    /* id of what it is about, for people who look into the outbox */
  GBytes *body; /* JSON, UTF-8, not 0-terminated */
} BhRecord;

BhRecord *bh_record_new (guint64 position, BhRecordKind kind, const char *key, GBytes *body);
void bh_record_free (BhRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhRecord, bh_record_free)
