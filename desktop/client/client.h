/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/client/feed.h"

G_BEGIN_DECLS

/* A bellhopd, as a BhFeed: connects by CURVE, pins the server's key, logs in, keeps the stream
 * whole over every loss of the line, and does each request exactly once. The rules of the stream
 * are protocol/sync; here is the socket, the login and the requests.
 *
 * What it does by itself: a cut line is seen within 3 s and taken up again; a restarted server is
 * logged in to again with its ticket, else with the password that is kept in locked memory. A
 * request that was under way over a cut is sent again with the same id; over a *restart* of the
 * server it fails with BH_CLIENT_ERROR_SERVER_AWAY, because nobody can say whether it was done. */
#define BH_TYPE_CLIENT (bh_client_get_type ())
G_DECLARE_FINAL_TYPE (BhClient, bh_client, BH, CLIENT, GObject)

/* What tests set; zeroes are the real thing. Copied; strings too. */
typedef struct {
  const char *program;                 /* "bellhop/0.1.0" */
  const char *locale;                  /* "zh_CN.UTF-8"; NULL = the environment's */
  const char *known_servers;           /* file; NULL = the person's own */
  gint64 (*monotonic) (gpointer data); /* µs; NULL = g_get_monotonic_time() and ticks by itself */
  gpointer monotonic_data;
  guint32 seed; /* for waits and request ids; 0 = random */
} BhClientSettings;

BhClient *bh_client_new (const BhClientSettings *settings);

/* With a clock of one's own: time has passed. */
void bh_client_tick (BhClient *self);

G_END_DECLS
