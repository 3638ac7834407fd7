/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/switches.h"

#include <string.h>

#include "server/pbx/ami/ami-pbx.h"
#include "server/pbx/esl/esl-pbx.h"

static void
replace (char **text, const char *by)
{
  g_free (*text);
  *text = g_strdup (by);
}

static char *
record_path (const BhConfig *config, const BhConfigPbx *pbx)
{
  return config->record_dir != NULL ? g_build_filename (config->record_dir, pbx->name, NULL) : NULL;
}

/* Each takes @secret over. */

static BhPbxPort *
make_asterisk (const BhConfig *config, const BhConfigPbx *pbx, char *secret, GError **error)
{
  g_autoptr (BhAmiConfig) ami = bh_ami_config_new (pbx->name, pbx->host);
  ami->secret = secret;
  ami->port = (guint16) pbx->port;
  ami->tls = pbx->tls;
  ami->tls_ca_file = g_strdup (pbx->tls_ca);
  ami->watch_only = pbx->watch_only;
  ami->username = g_strdup (pbx->user);
  replace (&ami->dial_context, pbx->dial_context);
  replace (&ami->transfer_context, pbx->transfer_context);
  ami->talk_context = g_strdup (pbx->talk_context);
  ami->hold_context = g_strdup (pbx->hold_context);
  replace (&ami->conference_keys, pbx->conference_keys);
  ami->supervise_context = g_strdup (pbx->supervise_context);
  ami->dial_allow = g_strdupv (pbx->dial_allowed);
  ami->record_path = record_path (config, pbx);
  ami->record_limit = (guint64) config->record_limit_mib << 20;
  BhAmiPbx *made = bh_ami_pbx_new (ami, error);
  return made != NULL ? BH_PBX_PORT (made) : NULL;
}

/* A user of the directory has a domain; without one it is the event socket's own password. */
static BhPbxPort *
make_freeswitch (const BhConfig *config, const BhConfigPbx *pbx, char *secret, GError **error)
{
  g_autoptr (BhEslConfig) esl = bh_esl_config_new (pbx->name, pbx->host);
  esl->secret = secret;
  esl->port = (guint16) pbx->port;
  esl->tls = pbx->tls;
  esl->tls_ca_file = g_strdup (pbx->tls_ca);
  esl->watch_only = pbx->watch_only;
  esl->insecure = pbx->insecure;
  esl->username = strchr (pbx->user, '@') != NULL ? g_strdup (pbx->user) : NULL;
  replace (&esl->dial_context, pbx->dial_context);
  replace (&esl->transfer_context, pbx->transfer_context);
  replace (&esl->hold_music, pbx->hold_music);
  replace (&esl->conference_profile, pbx->conference_profile);
  esl->recordings = g_strdup (pbx->recordings);
  esl->routes = g_strdupv (pbx->routes);
  esl->dial_allow = g_strdupv (pbx->dial_allowed);
  esl->record_path = record_path (config, pbx);
  esl->record_limit = (guint64) config->record_limit_mib << 20;
  BhEslPbx *made = bh_esl_pbx_new (esl, error);
  return made != NULL ? BH_PBX_PORT (made) : NULL;
}

static BhPbxPort *
make (const BhConfig *config, const BhConfigPbx *pbx, char *secret, GError **error)
{
  gboolean is_freeswitch = g_str_equal (pbx->kind, "freeswitch");
  BhPbxPort *port = is_freeswitch ? make_freeswitch (config, pbx, secret, error)
                                  : make_asterisk (config, pbx, secret, error);
  if (port == NULL)
    g_prefix_error (error, "[pbx %s] ", pbx->name);
  return port;
}

BhPbxPort *
bh_switch_new (const BhConfig *config, const BhConfigPbx *pbx, GError **error)
{
  char *secret = bh_config_pbx_read_secret (pbx, error);
  return secret != NULL ? make (config, pbx, secret, error) : NULL;
}

gboolean
bh_switches_check (const BhConfig *config, GError **error)
{
  for (guint i = 0; i < config->pbxs->len; i++) {
    const BhConfigPbx *pbx = g_ptr_array_index (config->pbxs, i);
    g_autoptr (BhPbxPort) port = bh_switch_new (config, pbx, error);
    if (port == NULL)
      return FALSE;
  }
  return TRUE;
}
