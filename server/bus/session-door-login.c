/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-bus"

#include "protocol/args.h"
#include "protocol/codec.h"
#include "server/bus/session-door-requests.h"
#include "server/bus/ticket.h"

/* Logins. Whether an account exists must not show: wrong name and wrong password get the same words
 * at the same beat, and the throttle counts names that do not exist like those that do. */

#define WRONG       "The name or the password is not right."
#define MAX_AT_ONCE 64 /* verifications at the desk: each takes memory and time on purpose */

static void
refuse_throttled (BhPending *pending, gint64 wait)
{
  g_autoptr (JsonObject) detail = json_object_new ();
  gint64 seconds = (wait + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  g_autofree char *message =
      g_strdup_printf ("Too many tries with this name or from this network; wait %d s.",
                       (int) seconds);

  pending->door->metrics.logins_throttled++;
  json_object_set_int_member (detail, "retry_after_s", seconds);
  bh_pending_refuse (pending, BH_CODE_TOO_MANY_TRIES, message, detail);
}

static JsonObject *
ticket_args (const BhTicket *ticket)
{
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "user", ticket->user);
  if (ticket->device != NULL)
    json_object_set_string_member (args, "device", ticket->device);
  if (ticket->profile != NULL)
    json_object_set_string_member (args, "profile", ticket->profile);
  return args;
}

static gboolean
is_void (BhSessionDoor *self, const char *key, const BhTicket *ticket)
{
  gint64 *dead_at = g_hash_table_lookup (self->dead, key);

  return dead_at != NULL && ticket->issued_us <= *dead_at;
}

static void
readmit (BhPeer *peer, BhPending *pending, const char *text)
{
  BhSessionDoor *self = peer->door;
  g_auto (BhTicket) ticket = {NULL};
  g_autoptr (JsonObject) args = NULL;

  if (self->funcs->readmit == NULL || !self->has_keys ||
      !bh_ticket_open (text,
                       self->keys.secret_key,
                       peer->key,
                       bh_session_door_wall (self),
                       &ticket) ||
      is_void (self, peer->key, &ticket)) {
    self->metrics.logins_refused++;
    bh_pending_refuse (pending,
                       BH_CODE_BAD_CREDENTIALS,
                       "The ticket is not good; log in with the password.",
                       NULL);
    return;
  }
  args = ticket_args (&ticket);
  pending->issued_us = ticket.issued_us;
  self->logins_pending++;
  self->funcs->readmit (self->desk,
                        bh_pending_to_request (pending, "login", args),
                        ticket.issued_us,
                        ticket.expires_us);
}

static void
check_password (BhPeer *peer, BhPending *pending, JsonObject *args)
{
  BhSessionDoor *self = peer->door;
  const char *account = NULL;
  gint64 wait;

  if (!bh_args_string (args, "user", 1, G_MAXINT, &account, NULL))
    return;
  wait = bh_login_throttle_begin (self->throttle,
                                  account,
                                  pending->address,
                                  bh_session_door_now (self));
  if (wait > 0) {
    refuse_throttled (pending, wait);
    return;
  }
  pending->account = g_strdup (account);
  pending->issued_us = bh_session_door_wall (self);
  self->logins_pending++;
  self->funcs->login (self->desk, bh_pending_to_request (pending, "login", args));
}

void
bh_peer_login (BhPeer *peer, BhPending *pending, JsonObject *args)
{
  BhSessionDoor *self = peer->door;
  const char *ticket = NULL;

  if (self->logins_pending >= MAX_AT_ONCE) {
    bh_pending_refuse (pending, BH_CODE_BUSY, "Many log in at this moment; try again.", NULL);
    return;
  }
  pending->is_login = TRUE;
  pending->next_session = g_uuid_string_random ();
  if (bh_args_optional_string (args, "ticket", 1, G_MAXINT, &ticket, NULL) && ticket != NULL)
    readmit (peer, pending, ticket);
  else
    check_password (peer, pending, args);
}

void
bh_pending_login_ended (BhPending *pending)
{
  if (pending->door->logins_pending > 0)
    pending->door->logins_pending--;
}

void
bh_pending_login_right (BhPending *pending)
{
  BhSessionDoor *self = pending->door;

  self->metrics.logins++;
  if (pending->account != NULL)
    bh_login_throttle_right (self->throttle,
                             pending->account,
                             pending->address,
                             bh_session_door_now (self));
}

static GBytes *
same_words (BhPending *pending)
{
  return bh_codec_reply_error (pending->id, "bad_credentials", WRONG, NULL);
}

/* Kept back to the next beat since it was asked, so that the clock tells nothing. */
static void
hold_reply (BhPending *pending)
{
  BhSessionDoor *self = pending->door;
  gint64 quantum = (gint64) self->settings.login_quantum_ms * 1000;
  gint64 taken = bh_session_door_now (self) - pending->asked_at;

  pending->held = same_words (pending);
  pending->held_until = quantum > 0 ? pending->asked_at + (taken / quantum + 1) * quantum
                                    : pending->asked_at;
  g_queue_push_tail (&self->held, bh_pending_ref (pending));
}

gboolean
bh_pending_login_failed (BhPending *pending, const char *code, GBytes *reply)
{
  BhSessionDoor *self = pending->door;
  gboolean wrong = g_strcmp0 (code, "bad_credentials") == 0;
  gint64 now = bh_session_door_now (self);

  self->metrics.logins_refused++;
  if (pending->account == NULL)
    return FALSE;
  if (!wrong) {
    bh_login_throttle_cancel (self->throttle, pending->account, pending->address, now);
    return FALSE;
  }
  bh_login_throttle_wrong (self->throttle, pending->account, pending->address, now);
  hold_reply (pending);
  return TRUE;
}

char *
bh_pending_make_ticket (BhPending *pending, BhSessionUser *user, gint64 expires_us)
{
  BhSessionDoor *self = pending->door;
  BhTicket ticket = {.user = user->user,
                     .device = user->device,
                     .profile = user->profile,
                     .issued_us = pending->issued_us,
                     .expires_us = expires_us};

  if (self->funcs->readmit == NULL || !self->has_keys || expires_us <= 0)
    return NULL;
  return bh_ticket_seal (&ticket, self->keys.secret_key, pending->key);
}
