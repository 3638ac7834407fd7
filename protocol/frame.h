/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "protocol/words.h"

/* One frame, as parsed. Only the members of its type are set; the rest is NULL, 0 or FALSE. */
typedef struct {
  BhFrameType type;

  char *epoch; /* welcome, snapshot_begin, event, snapshot_end, heartbeat of the server */
  gint64 seq;  /* the same, and ack */
  char *at;    /* RFC 3339; welcome: the server's now */

  /* hello */
  gboolean speaks_v1; /* 1 is among `versions` */
  char *client;
  char *locale;
  gboolean stream;    /* wants a snapshot and events; true unless said */
  char *resume_epoch; /* NULL: no resume */
  gint64 resume_seq;

  /* welcome */
  gint64 version;
  char *server;
  gint64 heartbeat_ms;
  gboolean held; /* login is "held", not "needed" */
  gboolean resumed;

  /* request, reply */
  char *id;
  char *op;
  JsonObject *args; /* request: never NULL */
  gboolean ok;
  JsonObject *result; /* or NULL */
  char *code;         /* reply with an error, bye */
  char *message;      /* the same */
  JsonObject *detail; /* or NULL */

  /* event */
  char *event;
  JsonNode *data;
} BhFrame;

BhFrame *bh_frame_new (BhFrameType type);
void bh_frame_free (BhFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhFrame, bh_frame_free)
