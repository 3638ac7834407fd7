/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-config.h"

#include "server/pbx/link/link-checks.h"

BhAmiConfig *
bh_ami_config_new (const char *name, const char *host)
{
  BhAmiConfig *self = g_new0 (BhAmiConfig, 1);
  self->name = g_strdup (name);
  self->host = g_strdup (host);
  self->port = 5038;
  self->dial_context = g_strdup ("bellhop-dial");
  self->transfer_context = g_strdup ("bellhop-dial");
  self->conference_keys = g_strdup ("*3");
  self->record_limit = G_GUINT64_CONSTANT (1) << 30;
  self->ping_ms = 3000;
  self->step_ms = 10000;
  self->boot_ms = 60000;
  self->snapshot_ms = 30000;
  self->command_ms = 5000;
  self->retry_min_ms = 500;
  self->retry_max_ms = 30000;
  self->refused_min_ms = 30000;
  return self;
}

BhAmiConfig *
bh_ami_config_copy (const BhAmiConfig *self)
{
  BhAmiConfig *copy = g_memdup2 (self, sizeof *self);
  copy->name = g_strdup (self->name);
  copy->host = g_strdup (self->host);
  copy->username = g_strdup (self->username);
  copy->secret = g_strdup (self->secret);
  copy->tls_ca_file = g_strdup (self->tls_ca_file);
  copy->dial_context = g_strdup (self->dial_context);
  copy->transfer_context = g_strdup (self->transfer_context);
  copy->talk_context = g_strdup (self->talk_context);
  copy->hold_context = g_strdup (self->hold_context);
  copy->conference_keys = g_strdup (self->conference_keys);
  copy->supervise_context = g_strdup (self->supervise_context);
  copy->dial_allow = g_strdupv (self->dial_allow);
  copy->record_path = g_strdup (self->record_path);
  return copy;
}

void
bh_ami_config_free (BhAmiConfig *self)
{
  g_free (self->name);
  g_free (self->host);
  g_free (self->username);
  g_free (self->secret);
  g_free (self->tls_ca_file);
  g_free (self->dial_context);
  g_free (self->transfer_context);
  g_free (self->talk_context);
  g_free (self->hold_context);
  g_free (self->conference_keys);
  g_free (self->supervise_context);
  g_strfreev (self->dial_allow);
  g_free (self->record_path);
  g_free (self);
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error_literal (error, BH_AMI_ERROR, BH_AMI_ERROR_CONFIG, what);
  return FALSE;
}

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

gboolean
bh_ami_config_check (const BhAmiConfig *self, GError **error)
{
  if (is_empty (self->host) || self->port == 0)
    return refuse (error, "The PBX's host or port is missing: set both.");
  if (is_empty (self->username) || is_empty (self->secret))
    return refuse (error, "The PBX's account or secret is missing: set both as in manager.conf.");
  if (is_empty (self->dial_context) || is_empty (self->transfer_context))
    return refuse (error, "The context to dial through is missing.");
  g_autoptr (GError) fault = NULL;
  return bh_link_patterns_check (self->dial_allow, &fault) || refuse (error, fault->message);
}
