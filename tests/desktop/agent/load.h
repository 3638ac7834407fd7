/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "tests/fakes/fake-world.h"

G_BEGIN_DECLS

/* A heavy day for `play`: many events a second from a made-up house, and how long the main loop was
 * not listening meanwhile. */

typedef struct _Load Load;

Load *load_new (FakeWorld *world);
void load_free (Load *load);

/* Sends @rate events a second for @seconds, then calls @done with how many there were. */
void load_storm (Load *load,
                 guint rate,
                 guint seconds,
                 void (*done) (guint sent, gpointer data),
                 gpointer data);

/* The longest time without a turn of the main loop since it was last asked, in milliseconds; and in
 * @work the most of the processor's time between two turns, which does not depend on what else the
 * machine has to do. */
double load_take_gap (Load *load, double *work);

G_END_DECLS
