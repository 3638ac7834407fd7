/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/frame.h"

/* A client's half of the session door, as rules without a socket: what has arrived, what is
 * missing, when to say hello, ack or heartbeat, when the server is silent. Feed it frames and ticks
 * with the time (monotonic microseconds); do what it answers. */

typedef enum {
  BH_SYNC_CLOSED,   /* not begun, or over for good */
  BH_SYNC_GREETING, /* said hello, no welcome yet */
  BH_SYNC_LOGIN,    /* the server wants a login */
  BH_SYNC_SYNCING,  /* a snapshot is on its way */
  BH_SYNC_LIVE,     /* the model is complete and current */
} BhSyncState;

/* What to do now, in the order of the bits. */
typedef enum {
  BH_SYNC_ENDED = 1 << 0,      /* bye; bh_sync_get_bye says why. Unless state is GREETING: over */
  BH_SYNC_RESET = 1 << 1,      /* forget the model: a snapshot begins */
  BH_SYNC_APPLY = 1 << 2,      /* the frame's event is the next one: put it in the model */
  BH_SYNC_COMPLETE = 1 << 3,   /* the model is complete (again): show it */
  BH_SYNC_REPLY = 1 << 4,      /* the frame is the reply to a request */
  BH_SYNC_SILENT = 1 << 5,     /* no sign of life: tell the person */
  BH_SYNC_HEARD = 1 << 6,      /* the server lives again */
  BH_SYNC_RECONNECT = 1 << 7,  /* close the socket and open a new one, same key; then hello */
  BH_SYNC_HELLO = 1 << 8,      /* send bh_sync_make_hello */
  BH_SYNC_ASK_LOGIN = 1 << 9,  /* send a login (the ticket, if there is one; else ask the person) */
  BH_SYNC_ACK = 1 << 10,       /* send bh_sync_make_ack */
  BH_SYNC_HEARTBEAT = 1 << 11, /* send bh_codec_client_heartbeat */
} BhSyncTodo;

typedef struct BhSync BhSync;

/* @client "bellhop/0.1.0"; @locale or NULL; @stream FALSE: requests only; @seed: makes the waits of
 * many clients differ, so that they do not all come at once. */
BhSync *bh_sync_new (const char *client, const char *locale, gboolean stream, guint32 seed);
void bh_sync_free (BhSync *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhSync, bh_sync_free)

/* The socket is open (first time or anew): begins with hello. */
guint bh_sync_open (BhSync *self, gint64 now);

/* A frame of the server has come. */
guint bh_sync_frame (BhSync *self, const BhFrame *frame, gint64 now);

/* Time has passed; call it four times a second or more. */
guint bh_sync_tick (BhSync *self, gint64 now);

/* Something else (a request) was sent: the next heartbeat can wait. */
void bh_sync_sent (BhSync *self, gint64 now);

/* The reply to a login was ok: a snapshot follows. */
void bh_sync_logged_in (BhSync *self, gint64 now);

/* Frames to send. */
GBytes *bh_sync_make_hello (BhSync *self, gint64 now);
GBytes *bh_sync_make_ack (BhSync *self, gint64 now);

BhSyncState bh_sync_get_state (BhSync *self);
gboolean bh_sync_is_silent (BhSync *self);
const char *bh_sync_get_epoch (BhSync *self);   /* NULL before the first welcome */
gint64 bh_sync_get_seq (BhSync *self);          /* the last that was taken in */
const char *bh_sync_get_bye (BhSync *self);     /* code of the last bye, or NULL */
gint64 bh_sync_get_clock_offset (BhSync *self); /* server's wall clock minus @now, of the welcome */
