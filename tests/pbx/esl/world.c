/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/pbx/esl/world.h"

BhEslWorld *
bh_esl_world_new (void)
{
  static const char *const allow[] = {"1[0-9]{3}", NULL};
  static const char *const routes[] = {"1[0-9]{3}=user/%s@pbx.test", NULL};
  BhEslWorld *self = g_new0 (BhEslWorld, 1);
  self->fake = bh_fake_esl_new ();
  bh_port_log_init (&self->log);
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
    bh_pbx_port_stop (self->log.port);
  g_clear_object (&self->pbx);
  bh_fake_esl_free (self->fake);
  bh_esl_config_free (self->config);
  bh_port_log_clear (&self->log);
  g_free (self);
}

void
bh_esl_world_start (BhEslWorld *self)
{
  g_autoptr (GError) error = NULL;
  self->pbx = bh_esl_pbx_new (self->config, &error);
  g_assert_no_error (error);
  bh_port_log_start (&self->log, BH_PBX_PORT (self->pbx));
}

void
bh_esl_world_go_live (BhEslWorld *self)
{
  bh_esl_world_start (self);
  bh_port_log_wait_link (&self->log, BH_PBX_LINK_LIVE);
}

typedef struct {
  BhEslWorld *world;
  const char *command;
  guint count;
} Wanted;

static gboolean
has_command (gconstpointer data)
{
  const Wanted *wanted = data;
  return bh_fake_esl_count (wanted->world->fake, wanted->command) >= wanted->count;
}

void
bh_esl_world_wait_command (BhEslWorld *self, const char *command, guint count)
{
  bh_port_log_wait (&self->log, has_command, &(Wanted){self, command, count});
}

BhEslStats
bh_esl_world_stats (const BhEslWorld *self)
{
  BhEslStats stats;
  bh_esl_pbx_get_stats (self->pbx, &stats);
  return stats;
}
