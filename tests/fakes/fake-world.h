/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A made-up call centre with one agent at a desk: alice (password "secret"), extension 1001, in the
 * queues support and sales, with bob (1002) and 王芳 (1003) as colleagues. It keeps the newest
 * object of each kind, so that a snapshot can be told at any moment, and answers commands as the
 * real server would. Functions are in the words of the domain; ids of contacts are returned and
 * stay the world's. Time stands still at 2026-11-21 14:02:00 UTC until fake_world_pass(). */
typedef struct FakeWorld FakeWorld;

#define FAKE_WORLD_START_US G_GINT64_CONSTANT (1795269720000000)

typedef void (*FakeWorldSend) (const char *event, JsonObject *data, gpointer user_data);

FakeWorld *fake_world_new (FakeWorldSend send, gpointer user_data);
void fake_world_free (FakeWorld *world);

gint64 fake_world_now (FakeWorld *world);
void fake_world_pass (FakeWorld *world, gint64 us);
/* Sends everything there is, `setup` first. */
void fake_world_tell (FakeWorld *world, FakeWorldSend send, gpointer user_data);
/* The answer to a command: a result, or NULL and *code, *message. Sends what changes by it.
 * @args: (nullable) */
JsonObject *fake_world_do (FakeWorld *world,
                           const char *op,
                           JsonObject *args,
                           const char **code,
                           const char **message);

/* The house. */
void fake_world_watch_only (FakeWorld *world);
/* One more op that alice may ask. */
void fake_world_allow (FakeWorld *world, const char *op);
/* alice works on campaigns too: fake-outbound.h says which there are, and what was promised. */
struct FakeOutbound *fake_world_outbound (FakeWorld *world);
/* The call of the record that alice has came to this. */
void fake_world_campaign_result (FakeWorld *world, const char *outcome);
void fake_world_profile (FakeWorld *world, const char *profile);
void fake_world_link (FakeWorld *world, const char *state, const char *message);
void fake_world_store (FakeWorld *world, const char *state, const char *message);
void fake_world_queue (FakeWorld *world, const char *queue, const char *label, int waiting);
void fake_world_colleague (FakeWorld *world,
                           const char *agent,
                           const char *full_name,
                           const char *extension,
                           const char *state);
void fake_world_colleague_gone (FakeWorld *world, const char *agent);
/* @reason, @pending: or NULL; @pending is "ready" or a reason's code. */
void fake_world_agent_state (FakeWorld *world,
                             const char *state,
                             const char *reason,
                             const char *pending);

/* The contact has this script, version 3. */
void fake_world_script (FakeWorld *world, const char *contact, const char *document);

/* A contact's life. @name, @queue: or NULL. */
const char *
fake_world_offered (FakeWorld *world, const char *number, const char *name, const char *queue);
const char *fake_world_dialing (FakeWorld *world, const char *number);
void fake_world_talking (FakeWorld *world, const char *contact);
void fake_world_hold (FakeWorld *world, const char *contact);
/* @state: "ringing" or "talking". */
void
fake_world_consult (FakeWorld *world, const char *contact, const char *name, const char *state);
void fake_world_wrap_up (FakeWorld *world, const char *contact, int seconds);
void fake_world_ended (FakeWorld *world, const char *contact);
/* @why: "finished", "not_yours" or "merged" (then @into). */
void fake_world_gone (FakeWorld *world, const char *contact, const char *why, const char *into);

/* Its card. */
void fake_world_card_looking (FakeWorld *world, const char *contact);
void fake_world_card_none (FakeWorld *world, const char *contact);
void
fake_world_card_one (FakeWorld *world, const char *contact, const char *name, const char *company);
/* One customer with @n contacts before, as far back as they go. */
void fake_world_card_past (FakeWorld *world, const char *contact, guint n);
void fake_world_card_many (FakeWorld *world, const char *contact, guint n);
void fake_world_card_withheld (FakeWorld *world, const char *contact);
void fake_world_card_unavailable (FakeWorld *world, const char *contact);

/* The customers have had @n contacts before, one an hour: "old-1" is the newest, each with a note
 * "call N", every tenth one was missed. 0: the one that there is at first. */
void fake_world_history (FakeWorld *world, guint n);

/* Someone else writes the contact's note. */
void fake_world_note (FakeWorld *world, const char *contact, const char *body, const char *author);
/* A supervisor tells alice something. Returns its id, the world's. */
const char *fake_world_message (FakeWorld *world, const char *body, gboolean urgent);
/* Results of @queue: whether one must be chosen, and the usual one or NULL. */
void
fake_world_results (FakeWorld *world, const char *queue, gboolean required, const char *suggested);
/* What the world has of it, or NULL. */
const char *fake_world_get_note (FakeWorld *world, const char *contact);
gint64 fake_world_get_note_revision (FakeWorld *world, const char *contact);

G_END_DECLS
