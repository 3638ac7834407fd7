/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-bus"

#include "server/bus/session-door-requests.h"

#include "protocol/codec.h"
#include "protocol/ops.h"

/* Requests: each is done once, by whom it is allowed, and answered once. What is malformed, unknown
 * or not allowed ends here and never reaches the desk. */

G_STATIC_ASSERT ((int) BH_WHO_AGENT == (int) BH_ROLE_AGENT);
G_STATIC_ASSERT ((int) BH_WHO_SUPERVISOR == (int) BH_ROLE_SUPERVISOR);
G_STATIC_ASSERT ((int) BH_WHO_ADMIN == (int) BH_ROLE_ADMIN);
G_STATIC_ASSERT ((int) BH_WHO_INTEGRATION == (int) BH_ROLE_INTEGRATION);
G_STATIC_ASSERT ((int) BH_WHO_LOCAL == (int) BH_ROLE_LOCAL);
G_STATIC_ASSERT ((int) BH_WHO_EDITOR == (int) BH_ROLE_EDITOR);

BhPending *
bh_pending_ref (BhPending *pending)
{
  g_ref_count_inc (&pending->refs);
  return pending;
}

void
bh_pending_unref (BhPending *pending)
{
  if (!g_ref_count_dec (&pending->refs))
    return;
  if (pending->door != NULL)
    g_hash_table_remove (pending->door->live, pending);
  g_free (pending->key);
  g_free (pending->id);
  g_free (pending->next_session);
  g_free (pending->account);
  g_free (pending->address);
  g_clear_pointer (&pending->held, g_bytes_unref);
  g_free (pending);
}

static BhPending *
pending_new (BhPeer *peer, const char *id)
{
  BhSessionDoor *self = peer->door;
  BhPending *pending = g_new0 (BhPending, 1);

  g_ref_count_init (&pending->refs);
  pending->door = self;
  g_hash_table_add (self->live, pending);
  pending->key = g_strdup (peer->key);
  pending->id = g_strdup (id);
  pending->address = g_strdup (peer->address);
  pending->asked_at = bh_session_door_now (self);
  pending->deadline = pending->asked_at + (gint64) self->settings.request_ms * 1000;
  return pending;
}

static BhPeer *
pending_peer (BhPending *pending)
{
  return pending->door != NULL ? bh_session_door_find_peer (pending->door, pending->key) : NULL;
}

/* The one reply; after a time-out only the log learns the outcome, for a repeated request. */
void
bh_pending_reply (BhPending *pending, GBytes *reply)
{
  BhPeer *peer = pending_peer (pending);

  if (peer == NULL)
    return;
  bh_request_log_answer (peer->log, pending->id, reply);
  if (!pending->done)
    bh_peer_send (peer, reply);
  pending->done = TRUE;
}

/* A refusal of the door's own: nothing was done, so the same id may come again. */
void
bh_pending_refuse (BhPending *pending, BhCode code, const char *message, JsonObject *detail)
{
  BhPeer *peer = pending_peer (pending);
  g_autoptr (GBytes) reply =
      bh_codec_reply_error (pending->id, bh_code_to_string (code), message, detail);

  if (peer == NULL)
    return;
  bh_request_log_forget (peer->log, pending->id);
  bh_peer_send (peer, reply);
  pending->done = TRUE;
}

static GBytes *
make_reply (BhPending *pending, const BhAnswer *answer)
{
  g_autoptr (GBytes) reply =
      answer->ok
          ? bh_codec_reply_ok (pending->id, answer->result)
          : bh_codec_reply_error (pending->id, answer->code, answer->message, answer->detail);

  if (g_bytes_get_size (reply) <= BH_WIRE_MAX_TO_CLIENT)
    return g_steal_pointer (&reply);
  g_warning ("A reply is larger than a frame may be and was not sent");
  return bh_codec_reply_error (pending->id,
                               "internal",
                               "The answer is larger than a frame may be; ask for less at a time.",
                               NULL);
}

static void
on_answer (const BhAnswer *answer, gpointer user_data)
{
  BhPending *pending = user_data;
  g_autoptr (GBytes) reply = NULL;

  if (pending->door == NULL)
    return;
  reply = make_reply (pending, answer);
  if (pending->is_login)
    bh_pending_login_ended (pending);
  if (pending->is_login && bh_pending_login_failed (pending, answer->code, reply))
    return;
  bh_pending_reply (pending, reply);
}

BhRequest *
bh_pending_to_request (BhPending *pending, const char *op, JsonObject *args)
{
  BhPeer *peer = pending_peer (pending);
  BhSessionPeer known = {.session = pending->next_session,
                         .client = peer->client,
                         .locale = peer->locale,
                         .address = peer->address};

  if (peer->session != NULL)
    known.session = peer->session->user->session;
  g_queue_push_tail (&pending->door->pending, bh_pending_ref (pending));
  return bh_request_new (op,
                         args,
                         peer->session != NULL ? peer->session->user : NULL,
                         &known,
                         on_answer,
                         bh_pending_ref (pending),
                         (GDestroyNotify) bh_pending_unref);
}

static void
open_accepted (BhPeer *peer,
               BhPending *pending,
               BhSessionUser *user,
               gint64 expires_us,
               JsonObject *result)
{
  g_autofree char *ticket = bh_pending_make_ticket (pending, user, expires_us);
  g_autofree char *expires = expires_us > 0 ? bh_codec_time (expires_us) : NULL;
  g_autoptr (GBytes) reply = NULL;
  BhSession *session;

  if (ticket != NULL)
    json_object_set_string_member (result, "ticket", ticket);
  if (expires != NULL)
    json_object_set_string_member (result, "expires", expires);
  session = bh_session_open (peer, user, expires_us);
  reply = bh_codec_reply_ok (pending->id, result);
  bh_pending_reply (pending, reply);
  if (session != NULL && peer->stream)
    bh_session_want_snapshot (session);
}

void
bh_session_door_accept (BhDoor *door,
                        BhRequest *login,
                        BhSessionUser *user,
                        gint64 expires_us,
                        JsonObject *result)
{
  BhPending *pending = bh_pending_ref (bh_request_get_data (login));
  g_autoptr (JsonObject) owned = result != NULL ? result : json_object_new ();
  BhPeer *peer = pending_peer (pending);

  g_return_if_fail (pending->is_login);

  bh_request_free (login);
  if (pending->door != NULL) {
    bh_pending_login_ended (pending);
    bh_pending_login_right (pending);
  }
  /* Too late, or the client is gone: nobody would use the session. */
  if (peer != NULL && (pending->done || !peer->greeted))
    bh_request_log_forget (peer->log, pending->id);
  else if (peer != NULL)
    open_accepted (peer, pending, user, expires_us, owned);
  bh_pending_unref (pending);
}

static void
logout (BhPeer *peer, BhPending *pending)
{
  g_autoptr (GBytes) reply = bh_codec_reply_ok (pending->id, NULL);

  bh_pending_reply (pending, reply);
  bh_session_end (peer->session, "logout", "You have logged out.", TRUE);
}

/* FALSE: it was refused. */
static gboolean
check_request (BhPeer *peer, BhPending *pending, const BhFrame *frame, BhOp *op)
{
  g_autoptr (GError) error = NULL;
  guint who = peer->session != NULL ? (guint) peer->session->user->roles : BH_WHO_STRANGER;

  if (!bh_op_from_string (frame->op, op)) {
    bh_pending_refuse (pending, BH_CODE_BAD_REQUEST, "There is no such op.", NULL);
    return FALSE;
  }
  if (!bh_op_is_allowed (*op, who)) {
    if (peer->session == NULL)
      bh_pending_refuse (pending, BH_CODE_NOT_LOGGED_IN, "Log in first.", NULL);
    else
      bh_pending_refuse (pending, BH_CODE_FORBIDDEN, "Your roles do not allow this.", NULL);
    return FALSE;
  }
  if (bh_op_check_args (*op, frame->args, &error))
    return TRUE;
  bh_pending_refuse (pending, BH_CODE_BAD_REQUEST, error->message, NULL);
  return FALSE;
}

static void
do_request (BhPeer *peer, BhPending *pending, const BhFrame *frame)
{
  BhSessionDoor *self = peer->door;
  BhOp op;

  if (!check_request (peer, pending, frame, &op))
    return;
  if (op == BH_OP_LOGIN)
    bh_peer_login (peer, pending, frame->args);
  else if (op == BH_OP_LOGOUT)
    logout (peer, pending);
  else
    self->funcs->request (self->desk, bh_pending_to_request (pending, frame->op, frame->args));
}

static void
refuse_early (BhPeer *peer, const char *id, BhCode code, const char *message)
{
  g_autoptr (GBytes) reply = bh_codec_reply_error (id, bh_code_to_string (code), message, NULL);

  bh_peer_send (peer, reply);
}

void
bh_peer_request (BhPeer *peer, const BhFrame *frame)
{
  BhSessionDoor *self = peer->door;
  guint rate = self->settings.requests_per_second;
  BhPending *pending;
  GBytes *reply = NULL;

  self->metrics.requests++;
  if (!bh_bucket_take (&peer->requests, rate, rate * 2, bh_session_door_now (self))) {
    refuse_early (peer, frame->id, BH_CODE_BUSY, "Too many requests; slow down.");
    return;
  }
  switch (bh_request_log_begin (peer->log, frame->id, frame->op, &reply)) {
  case BH_REQUEST_NEW:
    pending = pending_new (peer, frame->id);
    do_request (peer, pending, frame);
    bh_pending_unref (pending);
    break;
  case BH_REQUEST_ANSWERED:
    self->metrics.duplicates++;
    bh_peer_send (peer, reply);
    break;
  case BH_REQUEST_PENDING:
    self->metrics.duplicates++;
    break;
  case BH_REQUEST_CLASH:
    refuse_early (peer,
                  frame->id,
                  BH_CODE_BAD_REQUEST,
                  "This id was used for another op; use a new one.");
    break;
  case BH_REQUEST_FULL:
    refuse_early (peer, frame->id, BH_CODE_BUSY, "Too many requests wait for their answers.");
    break;
  }
}

static void
time_out (BhPending *pending)
{
  BhSessionDoor *self = pending->door;
  g_autoptr (GBytes) reply = bh_codec_reply_error (
      pending->id,
      "timeout",
      "There was no answer in time; ask with the same id again to learn the outcome.",
      NULL);

  self->metrics.timeouts++;
  bh_pending_reply (pending, reply);
}

/* All have the same time limit, so the first in is the first due. */
void
bh_session_door_tick_requests (BhSessionDoor *self)
{
  gint64 now = bh_session_door_now (self);
  BhPending *pending;

  while ((pending = g_queue_peek_head (&self->pending)) != NULL &&
         (pending->done || pending->deadline <= now)) {
    g_queue_pop_head (&self->pending);
    if (!pending->done && pending->held == NULL)
      time_out (pending);
    bh_pending_unref (pending);
  }
  for (guint n = self->held.length; n > 0; n--) {
    pending = g_queue_pop_head (&self->held);
    if (pending->held_until > now) {
      g_queue_push_tail (&self->held, pending);
      continue;
    }
    bh_pending_reply (pending, pending->held);
    bh_pending_unref (pending);
  }
}

void
bh_session_door_abandon_requests (BhSessionDoor *self)
{
  GHashTableIter iter;
  gpointer pending;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, &pending, NULL))
    ((BhPending *) pending)->door = NULL;
  g_hash_table_remove_all (self->live);
  g_queue_clear_full (&self->pending, (GDestroyNotify) bh_pending_unref);
  g_queue_clear_full (&self->held, (GDestroyNotify) bh_pending_unref);
}
