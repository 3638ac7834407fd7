/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/agent.h"
#include "server/core/contact.h"
#include "server/wire/json-out.h"

/* The bodies of records for the database (server/store/README.md). Each appends to @text. */

/* @e164: or NULL; @users: names of who talked, NULL-terminated. */
void bh_record_of_contact (GString *text,
                           const BhContact *contact,
                           const char *e164,
                           const char *const *users);

/* The stretch of one state that @agent shows, until @ended_us (0: it lasts). */
void
bh_record_of_agent_state (GString *text, const BhAgent *agent, gint64 ended_us, gint64 revision);

typedef struct {
  const char *session;
  const char *agent;
  const char *device;
  const char *profile;
  const char *address;
  gint64 signed_in_us;
  gint64 signed_out_us; /* 0: not yet */
  const char *end_reason;
  gint64 revision;
} BhAgentSessionRecord;
void bh_record_of_agent_session (GString *text, const BhAgentSessionRecord *session);

typedef struct {
  const char *contact;
  const char *author;
  const char *body;
  const char *pen; /* which journal it was written in, or NULL; edit counts there */
  gint64 edit;
  gint64 revision;
  gint64 saved_us;
  gboolean correction;
} BhNoteRecord;
void bh_record_of_note (GString *text, const BhNoteRecord *note);

void bh_record_of_disposition (GString *text,
                               const char *contact,
                               const char *agent,
                               const char *code,
                               gboolean correction,
                               gint64 at_us);

/* @customer NULL: it is not known with whom. @agent: who says so; @before: whom it was thought to
 * be with, or NULL. */
void bh_record_of_attach (GString *text,
                          const char *contact,
                          const char *customer,
                          const char *agent,
                          const char *before,
                          gint64 at_us);

typedef struct {
  const char *id; /* UUID */
  const char *actor;
  const char *action;
  const char *object;
  const char *address;
  gint64 at_us;
} BhAuditRecord;
void bh_record_of_audit (GString *text, const BhAuditRecord *audit);
