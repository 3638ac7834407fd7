/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/sync.h"

#include "protocol/codec.h"

#define MS                 1000
#define FIRST_WAIT_US      (1000 * MS) /* for a welcome; doubles */
#define LAST_WAIT_US       (8000 * MS)
#define RECONNECT_AFTER_US (10000 * MS)

/* Invariants. `seq` is the last frame of the stream that was taken in, and everything before it was
 * taken in too, since the snapshot_begin that `complete` or `begun` speak of. A resume is asked for
 * only while that is so. In GREETING nothing is believed but what follows without a hole. */
struct BhSync {
  char *client;
  char *locale;
  gboolean stream;
  guint32 random;

  BhSyncState state;
  char *epoch;
  gint64 seq;
  gboolean begun;    /* a snapshot_begin was taken in: seq means something */
  gboolean complete; /* and its snapshot_end */
  char *bye;
  gint64 clock_offset;

  gboolean silent;
  gint64 heard_at;
  gint64 silent_since;
  gint64 sent_at;
  gint64 hello_at; /* when the next hello is due while greeting */
  gint64 wait;
  gint64 acked;
  gint64 ack_due; /* 0: nothing to ack */
};

BhSync *
bh_sync_new (const char *client, const char *locale, gboolean stream, guint32 seed)
{
  BhSync *self = g_new0 (BhSync, 1);

  self->client = g_strdup (client);
  self->locale = g_strdup (locale);
  self->stream = stream;
  self->random = seed;
  return self;
}

void
bh_sync_free (BhSync *self)
{
  if (self == NULL)
    return;
  g_free (self->client);
  g_free (self->locale);
  g_free (self->epoch);
  g_free (self->bye);
  g_free (self);
}

/* A wait of @us, shortened by up to half. */
static gint64
jittered (BhSync *self, gint64 us)
{
  self->random = self->random * 1664525u + 1013904223u;
  return us - us * (self->random >> 16) / 65536 / 2;
}

static guint
say_hello (BhSync *self, gint64 now)
{
  self->state = BH_SYNC_GREETING;
  self->wait = self->wait == 0 ? FIRST_WAIT_US : MIN (self->wait * 2, LAST_WAIT_US);
  self->hello_at = now + jittered (self, self->wait);
  return BH_SYNC_HELLO;
}

/* What was taken in counts no more; a snapshot must come. */
static void
forget_place (BhSync *self)
{
  self->begun = FALSE;
  self->complete = FALSE;
  self->ack_due = 0;
}

guint
bh_sync_open (BhSync *self, gint64 now)
{
  self->wait = 0;
  self->heard_at = now;
  self->sent_at = now;
  g_clear_pointer (&self->bye, g_free);
  return say_hello (self, now);
}

static void
learn_epoch (BhSync *self, const char *epoch)
{
  if (g_strcmp0 (self->epoch, epoch) == 0)
    return;
  g_free (self->epoch);
  self->epoch = g_strdup (epoch);
  forget_place (self);
}

static guint
take_welcome (BhSync *self, const BhFrame *frame, gint64 now)
{
  gint64 server_now;

  if (bh_codec_parse_time (frame->at, &server_now))
    self->clock_offset = server_now - now;
  if (self->state != BH_SYNC_GREETING)
    return 0;
  learn_epoch (self, frame->epoch);
  self->wait = 0;
  if (!frame->held) {
    self->state = BH_SYNC_LOGIN;
    forget_place (self);
    return BH_SYNC_ASK_LOGIN;
  }
  if (!self->stream) {
    self->state = BH_SYNC_LIVE;
    return BH_SYNC_COMPLETE;
  }
  if (!frame->resumed)
    forget_place (self);
  self->state = self->complete ? BH_SYNC_LIVE : BH_SYNC_SYNCING;
  return self->complete ? BH_SYNC_COMPLETE : 0;
}

void
bh_sync_logged_in (BhSync *self, gint64 now)
{
  if (self->state == BH_SYNC_LOGIN)
    self->state = self->stream ? BH_SYNC_SYNCING : BH_SYNC_LIVE;
}

static guint
count_frame (BhSync *self, gint64 seq, gint64 now)
{
  self->seq = seq;
  if (self->ack_due == 0)
    self->ack_due = now + BH_WIRE_ACK_MS * MS;
  return seq - self->acked >= BH_WIRE_ACK_EVENTS ? BH_SYNC_ACK : 0;
}

/* Stream frames that fit nowhere: while greeting they are late ones, else something is missing. */
static guint
miss (BhSync *self, gint64 now)
{
  if (self->state != BH_SYNC_LIVE && self->state != BH_SYNC_SYNCING)
    return 0;
  return say_hello (self, now);
}

static guint
take_begin (BhSync *self)
{
  self->begun = TRUE;
  self->complete = FALSE;
  if (self->state == BH_SYNC_LIVE)
    self->state = BH_SYNC_SYNCING;
  return BH_SYNC_RESET;
}

static guint
take_end (BhSync *self)
{
  self->complete = TRUE;
  if (self->state != BH_SYNC_SYNCING)
    return BH_SYNC_ACK;
  self->state = BH_SYNC_LIVE;
  return BH_SYNC_ACK | BH_SYNC_COMPLETE;
}

/* Only an awaited snapshot may begin anywhere; all else must follow what is here. */
static guint
take_stream (BhSync *self, const BhFrame *frame, gint64 now)
{
  gboolean begins = frame->type == BH_FRAME_SNAPSHOT_BEGIN;
  guint todo = BH_SYNC_APPLY;

  if (g_strcmp0 (frame->epoch, self->epoch) != 0) {
    forget_place (self);
    return miss (self, now);
  }
  if (begins && self->state == BH_SYNC_SYNCING && !self->begun)
    self->acked = frame->seq - 1;
  else if (self->begun && frame->seq <= self->seq)
    return 0; /* once more, after a resume */
  else if (!self->begun || frame->seq != self->seq + 1)
    return miss (self, now);

  if (begins)
    todo = take_begin (self);
  else if (frame->type == BH_FRAME_SNAPSHOT_END)
    todo = take_end (self);
  return todo | count_frame (self, frame->seq, now);
}

/* The number that a heartbeat carries was sent before it on the same way: more than we have means
 * that something is missing. */
static guint
take_heartbeat (BhSync *self, const BhFrame *frame, gint64 now)
{
  if (self->state != BH_SYNC_LIVE && self->state != BH_SYNC_SYNCING)
    return 0;
  if (g_strcmp0 (frame->epoch, self->epoch) != 0) {
    forget_place (self);
    return say_hello (self, now);
  }
  return self->stream && self->begun && frame->seq > self->seq ? say_hello (self, now) : 0;
}

/* After these the same key may try again, at once or with a new login. */
static guint
take_bye (BhSync *self, const BhFrame *frame, gint64 now)
{
  gboolean again = g_str_equal (frame->code, "lagging") || g_str_equal (frame->code, "unknown") ||
                   g_str_equal (frame->code, "shutdown");

  if (self->state == BH_SYNC_GREETING && g_str_equal (frame->code, "unknown"))
    return 0; /* an answer to what was sent before the hello */
  g_free (self->bye);
  self->bye = g_strdup (frame->code);
  if (!g_str_equal (frame->code, "unknown"))
    forget_place (self);
  if (!again) {
    self->state = BH_SYNC_CLOSED;
    return BH_SYNC_ENDED;
  }
  if (g_str_equal (frame->code, "shutdown")) {
    say_hello (self, now); /* when its time comes: nobody is there yet */
    return BH_SYNC_ENDED;
  }
  return BH_SYNC_ENDED | say_hello (self, now);
}

guint
bh_sync_frame (BhSync *self, const BhFrame *frame, gint64 now)
{
  guint todo = 0;

  g_return_val_if_fail (self != NULL && frame != NULL, 0);

  if (self->state == BH_SYNC_CLOSED)
    return 0;
  self->heard_at = now;
  if (self->silent) {
    self->silent = FALSE;
    todo |= BH_SYNC_HEARD;
  }
  switch (frame->type) {
  case BH_FRAME_WELCOME:
    return todo | take_welcome (self, frame, now);
  case BH_FRAME_REPLY:
    return todo | BH_SYNC_REPLY;
  case BH_FRAME_SNAPSHOT_BEGIN:
  case BH_FRAME_EVENT:
  case BH_FRAME_SNAPSHOT_END:
    return todo | take_stream (self, frame, now);
  case BH_FRAME_HEARTBEAT:
    return todo | take_heartbeat (self, frame, now);
  case BH_FRAME_BYE:
    return todo | take_bye (self, frame, now);
  default:
    return todo;
  }
}

static guint
notice_silence (BhSync *self, gint64 now)
{
  guint todo = 0;

  if (now - self->heard_at < BH_WIRE_SILENCE_MS * MS)
    return 0;
  if (!self->silent) {
    self->silent = TRUE;
    self->silent_since = now;
    todo |= BH_SYNC_SILENT;
    if (self->state != BH_SYNC_GREETING)
      todo |= say_hello (self, now);
  }
  if (now - self->silent_since >= RECONNECT_AFTER_US) {
    self->silent_since = now;
    todo |= BH_SYNC_RECONNECT | say_hello (self, now);
  }
  return todo;
}

guint
bh_sync_tick (BhSync *self, gint64 now)
{
  guint todo;

  if (self->state == BH_SYNC_CLOSED)
    return 0;
  todo = notice_silence (self, now);
  if (self->state == BH_SYNC_GREETING && now >= self->hello_at)
    todo |= say_hello (self, now);
  if (self->state == BH_SYNC_GREETING)
    return todo;
  if (self->ack_due != 0 && now >= self->ack_due)
    todo |= BH_SYNC_ACK;
  else if (now - self->sent_at >= BH_WIRE_HEARTBEAT_MS * MS) {
    self->sent_at = now;
    todo |= BH_SYNC_HEARTBEAT;
  }
  return todo;
}

void
bh_sync_sent (BhSync *self, gint64 now)
{
  self->sent_at = now;
}

GBytes *
bh_sync_make_hello (BhSync *self, gint64 now)
{
  self->sent_at = now;
  return bh_codec_hello (self->client,
                         self->locale,
                         self->stream,
                         self->begun ? self->epoch : NULL,
                         self->seq);
}

GBytes *
bh_sync_make_ack (BhSync *self, gint64 now)
{
  self->sent_at = now;
  self->acked = self->seq;
  self->ack_due = 0;
  return bh_codec_ack (self->seq);
}

BhSyncState
bh_sync_get_state (BhSync *self)
{
  return self->state;
}

gboolean
bh_sync_is_silent (BhSync *self)
{
  return self->silent;
}

const char *
bh_sync_get_epoch (BhSync *self)
{
  return self->epoch;
}

gint64
bh_sync_get_seq (BhSync *self)
{
  return self->seq;
}

const char *
bh_sync_get_bye (BhSync *self)
{
  return self->bye;
}

gint64
bh_sync_get_clock_offset (BhSync *self)
{
  return self->clock_offset;
}
