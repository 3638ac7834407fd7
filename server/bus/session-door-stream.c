/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-bus"

#include <string.h>

#include "protocol/codec.h"
#include "server/bus/session-door-private.h"

/* One session's stream. Everything is numbered into the ring first and sent from there, so a resume
 * is only a step back of `sent`, and a full queue only means to go on later. What the client acked
 * leaves the ring. */

#define ENVELOPE 512 /* more than a frame has around its data */

static void
set_limits (BhSession *session, guint more_frames, gsize more_bytes)
{
  BhSessionDoorSettings *settings = &session->peer->door->settings;

  session->snapshot_frames = more_frames;
  session->snapshot_bytes = more_bytes;
  bh_ring_set_limits (session->ring,
                      settings->ring_events + more_frames,
                      settings->ring_bytes + more_bytes);
}

void
bh_session_stop_stream (BhSession *session)
{
  session->streaming = FALSE;
  bh_ring_clear (session->ring);
  session->sent = session->acked = bh_ring_get_next (session->ring) - 1;
  session->unacked_since = 0;
}

static void
take_ack (BhSession *session, gint64 seq)
{
  if (seq <= session->acked)
    return;
  session->acked = seq;
  session->sent = MAX (session->sent, seq);
  session->unacked_since =
      session->acked < session->sent ? bh_session_door_now (session->peer->door) : 0;
  if (session->snapshot_frames > 0 && seq >= session->snapshot_end)
    set_limits (session, 0, 0);
}

gboolean
bh_session_ack (BhSession *session, gint64 seq)
{
  if (!bh_ring_ack (session->ring, seq))
    return FALSE;
  take_ack (session, seq);
  bh_session_pump (session);
  return TRUE;
}

/* Sends nothing yet: the welcome goes first. */
gboolean
bh_session_resume (BhSession *session, const BhFrame *hello)
{
  BhSessionDoor *self = session->peer->door;

  if (hello->resume_epoch == NULL)
    return FALSE;
  if (!session->streaming || !g_str_equal (hello->resume_epoch, self->epoch) ||
      !bh_ring_can_resume (session->ring, hello->resume_seq)) {
    self->metrics.resumes_missed++;
    return FALSE;
  }
  self->metrics.resumes++;
  bh_ring_ack (session->ring, hello->resume_seq);
  take_ack (session, hello->resume_seq);
  session->sent = hello->resume_seq;
  session->unacked_since = 0;
  return TRUE;
}

static void
number_frame (BhSession *session, GBytes *frame)
{
  bh_ring_push (session->ring, frame);
}

static void
number_mark (BhSession *session, BhFrameType type)
{
  BhSessionDoor *self = session->peer->door;
  g_autoptr (GBytes) frame = bh_codec_mark (type,
                                            self->epoch,
                                            bh_ring_get_next (session->ring),
                                            bh_session_door_at (self));

  number_frame (session, frame);
}

/* The same event mostly goes to many sessions in a row. */
static const char *
text_of (BhSessionDoor *self, JsonNode *data)
{
  if (self->text_node != data) {
    g_clear_pointer (&self->text_node, json_node_unref);
    g_free (self->text);
    self->text = bh_codec_data (data);
    self->text_node = json_node_ref (data);
  }
  return self->text;
}

static gboolean
number_event (BhSession *session, const BhOutEvent *event)
{
  BhSessionDoor *self = session->peer->door;
  const char *text = text_of (self, event->data);
  g_autoptr (GBytes) frame = NULL;

  if (strlen (text) + ENVELOPE > BH_WIRE_MAX_TO_CLIENT) {
    g_warning ("An event `%s` is larger than a frame may be and was not sent", event->event);
    return FALSE;
  }
  frame = bh_codec_event (self->epoch,
                          bh_ring_get_next (session->ring),
                          bh_session_door_at (self),
                          event->event,
                          text);
  number_frame (session, frame);
  return TRUE;
}

static void
take_snapshot (BhSession *session)
{
  BhSessionDoor *self = session->peer->door;
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bh_out_event_free);

  self->metrics.snapshots++;
  bh_session_stop_stream (session);
  self->funcs->snapshot (self->desk, session->user, events);
  bh_ring_set_limits (session->ring, G_MAXUINT, G_MAXSIZE);
  session->streaming = TRUE;
  number_mark (session, BH_FRAME_SNAPSHOT_BEGIN);
  for (guint i = 0; i < events->len; i++)
    number_event (session, events->pdata[i]);
  number_mark (session, BH_FRAME_SNAPSHOT_END);
  session->snapshot_end = bh_ring_get_next (session->ring) - 1;
  set_limits (session, bh_ring_get_count (session->ring), bh_ring_get_bytes (session->ring));
  bh_session_pump (session);
}

void
bh_session_want_snapshot (BhSession *session)
{
  BhSessionDoor *self = session->peer->door;

  bh_session_stop_stream (session);
  if (!session->queued)
    g_queue_push_tail (&self->snapshots, g_strdup (session->user->session));
  session->queued = TRUE;
  bh_session_door_serve_snapshots (self);
}

/* In the order in which they came, so many a second: after a restart everybody comes at once, and
 * those who are in sync already must not wait for a thousand snapshots. */
void
bh_session_door_serve_snapshots (BhSessionDoor *self)
{
  guint rate = self->settings.snapshots_per_second;
  gint64 now = bh_session_door_now (self);

  while (self->snapshots.length > 0 &&
         bh_bucket_take (&self->snapshot_rate, rate, MAX (rate / 10, 1), now)) {
    g_autofree char *id = g_queue_pop_head (&self->snapshots);
    BhSession *session = g_hash_table_lookup (self->sessions, id);
    if (session == NULL)
      continue;
    session->queued = FALSE;
    if (session->peer->stream && session->peer->greeted)
      take_snapshot (session);
  }
}

void
bh_session_push_event (BhSession *session, const BhOutEvent *event)
{
  if (session->streaming && number_event (session, event))
    bh_session_pump (session);
}

void
bh_session_pump (BhSession *session)
{
  BhPeer *peer = session->peer;
  gboolean gone;
  GBytes *frame;

  if (session->away || !session->streaming || !peer->greeted || !bh_peer_flush (peer))
    return;
  while ((frame = bh_ring_get (session->ring, session->sent + 1)) != NULL) {
    if (!bh_peer_put (peer, frame, &gone))
      return;
    session->sent++;
    peer->door->metrics.events_out++;
    if (session->unacked_since == 0)
      session->unacked_since = bh_session_door_now (peer->door);
  }
}

/* The ring had to push out what was never sent: only a new snapshot helps. */
static gboolean
has_hole (BhSession *session)
{
  gint64 next = session->sent + 1;

  return next < bh_ring_get_next (session->ring) && bh_ring_get (session->ring, next) == NULL;
}

gint64
bh_session_last_seq (BhSession *session)
{
  return has_hole (session) ? bh_ring_get_next (session->ring) - 1 : session->sent;
}

void
bh_session_check_lag (BhSession *session)
{
  BhSessionDoor *self = session->peer->door;
  gint64 now = bh_session_door_now (self);
  gboolean late = session->unacked_since != 0 &&
                  now - session->unacked_since >= (gint64) self->settings.lag_ms * 1000;
  gboolean many =
      bh_ring_get_count (session->ring) > self->settings.lag_events + session->snapshot_frames;

  if (session->streaming && (late || many || has_hole (session)))
    bh_session_drop_laggard (session);
}
