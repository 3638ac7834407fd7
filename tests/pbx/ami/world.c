/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/pbx/ami/world.h"

BhAmiWorld *
bh_ami_world_new (void)
{
  static const char *const allow[] = {"1[0-9]{3}", NULL};
  BhAmiWorld *self = g_new0 (BhAmiWorld, 1);
  self->fake = bh_fake_ami_new ();
  bh_port_log_init (&self->log);
  self->config = bh_ami_config_new ("main", "127.0.0.1");
  self->config->port = bh_fake_ami_get_port (self->fake);
  self->config->username = g_strdup ("bellhop");
  self->config->secret = g_strdup ("secret");
  self->config->dial_allow = g_strdupv ((char **) allow);
  self->config->ping_ms = 100;
  self->config->retry_min_ms = 20;
  self->config->retry_max_ms = 100;
  self->config->refused_min_ms = 20;
  self->config->seed = 7;
  return self;
}

void
bh_ami_world_free (BhAmiWorld *self)
{
  if (self->pbx != NULL)
    bh_pbx_port_stop (self->log.port);
  g_clear_object (&self->pbx);
  bh_fake_ami_free (self->fake);
  bh_ami_config_free (self->config);
  bh_port_log_clear (&self->log);
  g_free (self);
}

void
bh_ami_world_start (BhAmiWorld *self)
{
  g_autoptr (GError) error = NULL;
  self->pbx = bh_ami_pbx_new (self->config, &error);
  g_assert_no_error (error);
  bh_port_log_start (&self->log, BH_PBX_PORT (self->pbx));
}

void
bh_ami_world_go_live (BhAmiWorld *self)
{
  bh_ami_world_start (self);
  bh_port_log_wait_link (&self->log, BH_PBX_LINK_LIVE);
}

typedef struct {
  BhAmiWorld *world;
  const char *action;
  guint count;
} Wanted;

static gboolean
has_action (gconstpointer data)
{
  const Wanted *wanted = data;
  return bh_fake_ami_count (wanted->world->fake, wanted->action) >= wanted->count;
}

void
bh_ami_world_wait_action (BhAmiWorld *self, const char *action, guint count)
{
  bh_port_log_wait (&self->log, has_action, &(Wanted){self, action, count});
}

BhAmiStats
bh_ami_world_stats (const BhAmiWorld *self)
{
  BhAmiStats stats;
  bh_ami_pbx_get_stats (self->pbx, &stats);
  return stats;
}
