/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ports/pbx-port.h"

/* What the port of an adapter said, whatever its kind, and waiting for that. Part of a world: see
 * tests/pbx/ami/world.h. */
typedef struct {
  BhPbxPort *port; /* the world's */
  GString *events; /* a line for each */
  GString *links;  /* the states, a blank between */
  guint n_batches;
} BhPortLog;

void bh_port_log_init (BhPortLog *self);
void bh_port_log_clear (BhPortLog *self);

/* Listens to @port, and starts it. */
void bh_port_log_start (BhPortLog *self, BhPbxPort *port);

/* Turns the loop until @done says so; fails the test when that takes more than some seconds. */
void bh_port_log_wait (BhPortLog *self, gboolean (*done) (gconstpointer data), gconstpointer data);
/* Each waits for it in that way. */
void bh_port_log_wait_link (BhPortLog *self, BhPbxLinkState state);
void bh_port_log_wait_event (BhPortLog *self, const char *piece);

gboolean bh_port_log_saw (const BhPortLog *self, const char *piece);
const char *bh_port_log_sentence (const BhPortLog *self);
