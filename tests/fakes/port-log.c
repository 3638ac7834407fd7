/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/port-log.h"

#include <string.h>

#define PATIENCE_US (20 * G_USEC_PER_SEC)

static void
on_event (const BhPbxEvent *event, gpointer data)
{
  BhPortLog *self = data;
  bh_pbx_event_describe (event, self->events);
  g_string_append_c (self->events, '\n');
}

static void
on_batch_end (gpointer data)
{
  BhPortLog *self = data;
  self->n_batches++;
}

static void
on_link (BhPbxLinkState state, const char *sentence, gpointer data)
{
  BhPortLog *self = data;
  g_assert_cmpuint (strlen (sentence), >, 10);
  if (self->links->len > 0)
    g_string_append_c (self->links, ' ');
  g_string_append (self->links, bh_pbx_link_state_to_string (state));
}

void
bh_port_log_init (BhPortLog *self)
{
  *self = (BhPortLog){.events = g_string_new (NULL), .links = g_string_new (NULL)};
}

void
bh_port_log_clear (BhPortLog *self)
{
  g_string_free (self->events, TRUE);
  g_string_free (self->links, TRUE);
  /* What was closed asynchronously is closed now. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

void
bh_port_log_start (BhPortLog *self, BhPbxPort *port)
{
  static const BhPbxListener listener = {on_event, on_batch_end, on_link};
  self->port = port;
  bh_pbx_port_set_listener (port, &listener, self);
  bh_pbx_port_start (port);
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* A tick, so that a loop with nothing to do still looks. */
void
bh_port_log_wait (BhPortLog *self, gboolean (*done) (gconstpointer data), gconstpointer data)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;
  guint tick = g_timeout_add (20, on_tick, NULL);
  while (!done (data) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  if (!done (data))
    g_test_message ("links: %s\nevents:\n%s", self->links->str, self->events->str);
  g_assert_true (done (data));
}

typedef struct {
  BhPortLog *log;
  BhPbxLinkState state;
  const char *piece;
} Wanted;

static gboolean
has_link (gconstpointer data)
{
  const Wanted *wanted = data;
  return bh_pbx_port_get_link (wanted->log->port, NULL) == wanted->state;
}

void
bh_port_log_wait_link (BhPortLog *self, BhPbxLinkState state)
{
  bh_port_log_wait (self, has_link, &(Wanted){.log = self, .state = state});
}

static gboolean
has_event (gconstpointer data)
{
  const Wanted *wanted = data;
  return bh_port_log_saw (wanted->log, wanted->piece);
}

void
bh_port_log_wait_event (BhPortLog *self, const char *piece)
{
  bh_port_log_wait (self, has_event, &(Wanted){.log = self, .piece = piece});
}

gboolean
bh_port_log_saw (const BhPortLog *self, const char *piece)
{
  return strstr (self->events->str, piece) != NULL;
}

const char *
bh_port_log_sentence (const BhPortLog *self)
{
  const char *sentence = NULL;
  bh_pbx_port_get_link (self->port, &sentence);
  return sentence;
}
