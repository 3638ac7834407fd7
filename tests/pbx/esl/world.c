/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/pbx/esl/world.h"

#include <string.h>

#define PATIENCE_US (20 * G_USEC_PER_SEC)

static void
on_event (const BhPbxEvent *event, gpointer data)
{
  BhEslWorld *self = data;
  bh_pbx_event_describe (event, self->events);
  g_string_append_c (self->events, '\n');
}

static void
on_batch_end (gpointer data)
{
  BhEslWorld *self = data;
  self->n_batches++;
}

static void
on_link (BhPbxLinkState state, const char *sentence, gpointer data)
{
  BhEslWorld *self = data;
  g_assert_cmpuint (strlen (sentence), >, 10);
  if (self->links->len > 0)
    g_string_append_c (self->links, ' ');
  g_string_append (self->links, bh_pbx_link_state_to_string (state));
}

BhEslWorld *
bh_esl_world_new (void)
{
  static const char *const allow[] = {"1[0-9]{3}", NULL};
  static const char *const routes[] = {"1[0-9]{3}=user/%s@pbx.test", NULL};
  BhEslWorld *self = g_new0 (BhEslWorld, 1);
  self->fake = bh_fake_esl_new ();
  self->events = g_string_new (NULL);
  self->links = g_string_new (NULL);
  self->config = bh_esl_config_new ("main", "127.0.0.1");
  self->config->port = bh_fake_esl_get_port (self->fake);
  self->config->secret = g_strdup ("secret");
  self->config->dial_allow = g_strdupv ((char **) allow);
  self->config->routes = g_strdupv ((char **) routes);
  self->config->recordings = g_strdup ("/rec");
  self->config->ping_ms = 100;
  self->config->retry_min_ms = 20;
  self->config->retry_max_ms = 100;
  self->config->refused_min_ms = 20;
  self->config->seed = 7;
  return self;
}

void
bh_esl_world_free (BhEslWorld *self)
{
  if (self->pbx != NULL)
    bh_pbx_port_stop (self->port);
  g_clear_object (&self->pbx);
  bh_fake_esl_free (self->fake);
  bh_esl_config_free (self->config);
  g_string_free (self->events, TRUE);
  g_string_free (self->links, TRUE);
  g_free (self);
  /* What was closed asynchronously is closed now. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

void
bh_esl_world_start (BhEslWorld *self)
{
  static const BhPbxListener listener = {on_event, on_batch_end, on_link};
  g_autoptr (GError) error = NULL;
  self->pbx = bh_esl_pbx_new (self->config, &error);
  g_assert_no_error (error);
  self->port = BH_PBX_PORT (self->pbx);
  bh_pbx_port_set_listener (self->port, &listener, self);
  bh_pbx_port_start (self->port);
}

void
bh_esl_world_go_live (BhEslWorld *self)
{
  bh_esl_world_start (self);
  bh_esl_world_wait_link (self, BH_PBX_LINK_LIVE);
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Turns the loop until @done says so; a tick, so that a loop with nothing to do still looks. */
static void
wait_for (BhEslWorld *self, gboolean (*done) (BhEslWorld *, gconstpointer), gconstpointer data)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;
  guint tick = g_timeout_add (20, on_tick, NULL);
  while (!done (self, data) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  if (!done (self, data))
    g_test_message ("links: %s\nevents:\n%s", self->links->str, self->events->str);
  g_assert_true (done (self, data));
}

static gboolean
has_link (BhEslWorld *self, gconstpointer state)
{
  return bh_pbx_port_get_link (self->port, NULL) == *(const BhPbxLinkState *) state;
}

void
bh_esl_world_wait_link (BhEslWorld *self, BhPbxLinkState state)
{
  wait_for (self, has_link, &state);
}

static gboolean
has_event (BhEslWorld *self, gconstpointer piece)
{
  return bh_esl_world_saw (self, piece);
}

void
bh_esl_world_wait_event (BhEslWorld *self, const char *piece)
{
  wait_for (self, has_event, piece);
}

typedef struct {
  const char *command;
  guint count;
} Wanted;

static gboolean
has_command (BhEslWorld *self, gconstpointer data)
{
  const Wanted *wanted = data;
  return bh_fake_esl_count (self->fake, wanted->command) >= wanted->count;
}

void
bh_esl_world_wait_command (BhEslWorld *self, const char *command, guint count)
{
  wait_for (self, has_command, &(Wanted){command, count});
}

gboolean
bh_esl_world_saw (const BhEslWorld *self, const char *piece)
{
  return strstr (self->events->str, piece) != NULL;
}

const char *
bh_esl_world_sentence (const BhEslWorld *self)
{
  const char *sentence = NULL;
  bh_pbx_port_get_link (self->port, &sentence);
  return sentence;
}

BhEslStats
bh_esl_world_stats (const BhEslWorld *self)
{
  BhEslStats stats;
  bh_esl_pbx_get_stats (self->pbx, &stats);
  return stats;
}
