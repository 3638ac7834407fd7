/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk.h"

/* An engine and a desk with nothing but fakes around them: a PBX that obeys the test, a database of
 * three people, an outbox in memory, a door that writes down what goes through it. Time stands
 * still but for desk_world_wait().
 *
 * People, all with the password "secret": alice (agent, PJSIP/1001, queue support), bob (agent,
 * PJSIP/1002, queues support and sales), sue (supervisor, no phone), root (admin). */

typedef struct DeskWorld DeskWorld;

typedef enum {
  DESK_WORLD_WATCH_ONLY = 1 << 0,
  DESK_WORLD_NO_CRM = 1 << 1,
  DESK_WORLD_SLOW_DISK = 1 << 2, /* nothing is durable before desk_world_sync */
  /* rules about dialing: marketing on weekdays, two calls a day, no 0900; the PBX is in France */
  DESK_WORLD_RULES = 1 << 4,
  DESK_WORLD_BRANCH = 1 << 3, /* a second PBX, "branch", with devices SIP/branch-1001 */
} DeskWorldFlags;

DeskWorld *desk_world_new (DeskWorldFlags flags);
void desk_world_free (DeskWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskWorld, desk_world_free)

BhDesk *desk_world_desk (DeskWorld *world);
BhEngine *desk_world_engine (DeskWorld *world);
void desk_world_wait (DeskWorld *world, gint64 ms);

/* ---- people. A session is named after its user. */

/* What the door would get: "ok", or "code: message". */
char *
desk_world_login (DeskWorld *world, const char *user, const char *password, const char *device);
/* With the ticket of an earlier login. */
char *desk_world_returns (DeskWorld *world, const char *user, const char *device);
/* The server dies and starts anew; the disk stays, and the link is not up yet. */
void desk_world_crash (DeskWorld *world);
/* Asserts that it worked. */
void desk_world_sign_in (DeskWorld *world, const char *user);
/* As `local`, without a login. */
void desk_world_local (DeskWorld *world);
void desk_world_gone (DeskWorld *world, const char *user, const char *why);
void desk_world_away (DeskWorld *world, const char *user, gboolean away);

/* One op: "ok" or "ok {…}", or "code: message"; "waits" while there is no answer. @args: JSON with
 * ' for ". CONTACT in it stands for the newest contact's id. */
char *desk_world_ask (DeskWorld *world, const char *user, const char *op, const char *args);
/* The answer that came meanwhile to the last one that "waits". */
char *desk_world_answer (DeskWorld *world);

/* What was sent to @user since the last call: the events' names, a space between. */
char *desk_world_events (DeskWorld *world, const char *user);
/* The newest data of @event that @user was sent; NULL: none. (transfer none) */
JsonObject *desk_world_last (DeskWorld *world, const char *user, const char *event);
char *desk_world_snapshot (DeskWorld *world, const char *user);

/* ---- the PBX */

void desk_world_link (DeskWorld *world, BhPbxLinkState state, const char *sentence);
/* The link is up, and the snapshot shows this. */
void
desk_world_link_up (DeskWorld *world, const char *boot, const BhPbxEvent *shown, guint n_shown);
void desk_world_say (DeskWorld *world, const BhPbxEvent *event);
void desk_world_branch_says (DeskWorld *world, const BhPbxEvent *event);
/* A customer calls the queue support; leg "c". */
void desk_world_customer_calls (DeskWorld *world, const char *number);
/* The queue rings @device with the leg "a". */
void desk_world_rings (DeskWorld *world, const char *device);
/* The customer's call goes to @device without the queue, with the leg "b". */
void desk_world_rings_beside (DeskWorld *world, const char *device);
void desk_world_answers (DeskWorld *world, const char *device);
void desk_world_hangs_up (DeskWorld *world);
/* What the PBX was told since the last call, "op key=value …; …". */
char *desk_world_commands (DeskWorld *world);
/* What people were told and the PBX was ordered since the last call, in one order: "bob:contact
 * PBX:consult …". */
char *desk_world_trail (DeskWorld *world);
/* The PBX answers the last command. */
void desk_world_done (DeskWorld *world, gboolean ok, const char *text);

/* ---- customers */

/* The answer to the look-up that waits. */
void desk_world_found (DeskWorld *world, BhLookupKind kind, const char *customer);

/* The newest contact has @key with it. */
void desk_world_attach (DeskWorld *world, const char *key, const char *value);
/* What the database was asked since the last call, a line each: "query arguments". */
char *desk_world_asked (DeskWorld *world);

/* ---- the disk */

void desk_world_sync (DeskWorld *world);
/* Kinds of records since the last call, a space between. */
char *desk_world_records (DeskWorld *world);
/* The newest record's body, JSON. */
const char *desk_world_record (DeskWorld *world, BhRecordKind kind);
/* Every record of @kind so far, a line each. */
char *desk_world_all_records (DeskWorld *world, BhRecordKind kind);
/* Open objects of @kind. */
guint desk_world_n_open (DeskWorld *world, const char *kind);
/* @call: text that is given away, as of desk_world_ask(). */
#define assert_takes(call, expected)                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *taken_ = (call);                                                              \
    g_assert_cmpstr (taken_, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END
