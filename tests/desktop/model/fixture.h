/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk-commands.h"
#include "tests/fakes/fake-server.h"

G_BEGIN_DECLS

/* A desk in front of a fake server, with a clock that stands still and a state folder of its own.
 */
typedef struct {
  FakeServer *server;
  FakeWorld *world;
  BhClock *clock;
  BhDesk *desk;
  char *dir;
  GPtrArray *pops; /* ids, in order */
} Fixture;

void bh_fixture_set_up (Fixture *fixture, gconstpointer language);
void bh_fixture_tear_down (Fixture *fixture, gconstpointer language);
/* The desktop is started anew over the same folder and server; not signed in. */
void bh_fixture_restart_desk (Fixture *fixture);
/* Time passes for the server and the desk. */
void bh_fixture_pass (Fixture *fixture, gint64 us);
/* Until nothing is left to do. */
void bh_fixture_settle (void);

/* Waits for a command: NULL, or its error (transfer full). */
typedef struct {
  gboolean done;
  GError *error;
} Outcome;
void bh_fixture_on_done (GObject *desk, GAsyncResult *result, gpointer outcome);
void bh_fixture_wait (Outcome *outcome);
#define AND_WAIT(outcome) NULL, bh_fixture_on_done, outcome

#define assert_str(object, property, expected)                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *assert_str_value = NULL;                                                      \
    g_object_get (object, property, &assert_str_value, NULL);                                      \
    g_assert_cmpstr (assert_str_value, ==, expected);                                              \
  }                                                                                                \
  G_STMT_END

G_END_DECLS
