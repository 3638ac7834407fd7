/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-bus"

#include "server/bus/session-door-private.h"

/* Sessions: from login to logout, expiry, revocation or a silence that lasted too long. The desk is
 * told of each session exactly once that it opened and once that it is gone. */

#define MAX_DEAD 10000

void
bh_session_free (gpointer data)
{
  BhSession *session = data;

  bh_ring_free (session->ring);
  bh_session_user_unref (session->user);
  if (session->peer != NULL)
    session->peer->session = NULL;
  g_free (session);
}

/* The same person at a second desk, or with the same program twice. */
static gboolean
replaces (BhPeer *peer, BhSessionUser *user, BhSession *other)
{
  if (other->peer == peer)
    return TRUE;
  if (peer->local || other->peer->local || !g_str_equal (user->user, other->user->user))
    return FALSE;
  return (user->device != NULL && other->user->device != NULL) ||
         g_str_equal (peer->program, other->peer->program);
}

static void
end_replaced (BhPeer *peer, BhSessionUser *user)
{
  BhSessionDoor *self = peer->door;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (replaces (peer, user, value))
      g_ptr_array_add (ids, g_strdup (((BhSession *) value)->user->session));
  for (guint i = 0; i < ids->len; i++) {
    BhSession *other = g_hash_table_lookup (self->sessions, ids->pdata[i]);
    if (other != NULL)
      bh_session_end (other, "replaced", "You have logged in at another place.", TRUE);
  }
}

BhSession *
bh_session_open (BhPeer *peer, BhSessionUser *user, gint64 expires_us)
{
  BhSessionDoor *self = peer->door;
  BhSession *session;

  end_replaced (peer, user);
  session = g_new0 (BhSession, 1);
  session->peer = peer;
  session->user = bh_session_user_ref (user);
  session->expires_us = expires_us;
  session->ring = bh_ring_new (self->settings.ring_events, self->settings.ring_bytes);
  peer->session = session;
  g_hash_table_insert (self->sessions, session->user->session, session);
  g_info ("Session %s of %s is open", user->session, user->user);
  self->funcs->session_opened (self->desk, user);
  return g_hash_table_lookup (self->sessions, user->session);
}

/* After these a ticket of the same key is void; after a silence or an expiry it is not. */
static void
void_tickets (BhSession *session, const char *code)
{
  BhSessionDoor *self = session->peer->door;
  gint64 wall = bh_session_door_wall (self);

  if (session->peer->local || g_str_equal (code, "silence") || g_str_equal (code, "expired"))
    return;
  if (g_hash_table_size (self->dead) >= MAX_DEAD)
    g_hash_table_remove_all (self->dead); /* they die with their clients' processes anyway */
  g_hash_table_insert (self->dead, g_strdup (session->peer->key), g_memdup2 (&wall, sizeof wall));
}

void
bh_session_end (BhSession *session, const char *code, const char *message, gboolean tell)
{
  BhPeer *peer = session->peer;
  BhSessionDoor *self = peer->door;
  g_autoptr (BhSessionUser) user = bh_session_user_ref (session->user);

  void_tickets (session, code);
  if (tell)
    bh_peer_bye (peer, code, message);
  peer->greeted = FALSE;
  g_hash_table_remove (self->sessions, user->session);
  g_info ("Session %s of %s is over: %s", user->session, user->user, code);
  self->funcs->session_gone (self->desk, user, code);
}

static void
go_away (BhSession *session, gint64 now)
{
  BhSessionDoor *self = session->peer->door;

  if (session->away)
    return;
  session->away = TRUE;
  session->away_since = now;
  self->funcs->session_away (self->desk, session->user);
}

void
bh_session_heard (BhSession *session, gboolean greeted)
{
  BhSessionDoor *self = session->peer->door;

  if (!session->away || (session->lagging && !greeted))
    return;
  session->away = FALSE;
  session->lagging = FALSE;
  session->unacked_since = session->acked < session->sent ? bh_session_door_now (self) : 0;
  self->funcs->session_back (self->desk, session->user);
}

/* Its queue is dropped; it stays logged in and begins anew with a hello. */
void
bh_session_drop_laggard (BhSession *session)
{
  BhSessionDoor *self = session->peer->door;

  self->metrics.lagging++;
  g_info ("Session %s lags and is dropped to a resync", session->user->session);
  session->lagging = TRUE;
  bh_session_stop_stream (session);
  bh_peer_bye (session->peer, "lagging", "Too much was sent and not acked; begin anew.");
  go_away (session, bh_session_door_now (self));
}

void
bh_session_tick (BhSession *session)
{
  BhSessionDoor *self = session->peer->door;
  gint64 now = bh_session_door_now (self);
  gint64 silent = now - session->peer->heard_at;

  if (session->expires_us != 0 && bh_session_door_wall (self) >= session->expires_us) {
    bh_session_end (session, "expired", "The time of this login is over; log in again.", TRUE);
    return;
  }
  if (silent >= (gint64) self->settings.away_ms * 1000) {
    if (session->peer->local) {
      bh_session_end (session, "silence", "", FALSE);
      return;
    }
    go_away (session, now - silent);
  }
  if (session->away && now - session->away_since >= (gint64) self->settings.grace_ms * 1000) {
    bh_session_end (session, "silence", "", FALSE);
    return;
  }
  if (session->away)
    return;
  bh_session_pump (session);
  bh_session_check_lag (session);
}
