/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-config.h"

#include <string.h>

#include "server/pbx/esl/esl-route.h"
#include "server/pbx/esl/esl-writer.h"
#include "server/pbx/link/link-checks.h"

BhEslConfig *
bh_esl_config_new (const char *name, const char *host)
{
  BhEslConfig *self = g_new0 (BhEslConfig, 1);
  self->name = g_strdup (name);
  self->host = g_strdup (host);
  self->port = 8021;
  self->dial_context = g_strdup ("bellhop-out");
  self->transfer_context = g_strdup ("bellhop-out");
  self->hold_music = g_strdup ("local_stream://moh");
  self->conference_profile = g_strdup ("default");
  self->record_limit = G_GUINT64_CONSTANT (1) << 30;
  self->ping_ms = 3000;
  self->step_ms = 10000;
  self->snapshot_ms = 30000;
  self->refresh_ms = 300000;
  self->behind_ms = 10000;
  self->stuck_ms = 5000;
  self->command_ms = 5000;
  self->retry_min_ms = 500;
  self->retry_max_ms = 30000;
  self->refused_min_ms = 30000;
  return self;
}

BhEslConfig *
bh_esl_config_copy (const BhEslConfig *self)
{
  BhEslConfig *copy = g_memdup2 (self, sizeof *self);
  copy->name = g_strdup (self->name);
  copy->host = g_strdup (self->host);
  copy->username = g_strdup (self->username);
  copy->secret = g_strdup (self->secret);
  copy->tls_ca_file = g_strdup (self->tls_ca_file);
  copy->dial_context = g_strdup (self->dial_context);
  copy->transfer_context = g_strdup (self->transfer_context);
  copy->routes = g_strdupv (self->routes);
  copy->dial_allow = g_strdupv (self->dial_allow);
  copy->recordings = g_strdup (self->recordings);
  copy->hold_music = g_strdup (self->hold_music);
  copy->conference_profile = g_strdup (self->conference_profile);
  copy->record_path = g_strdup (self->record_path);
  return copy;
}

void
bh_esl_config_free (BhEslConfig *self)
{
  g_free (self->name);
  g_free (self->host);
  g_free (self->username);
  g_free (self->secret);
  g_free (self->tls_ca_file);
  g_free (self->dial_context);
  g_free (self->transfer_context);
  g_strfreev (self->routes);
  g_strfreev (self->dial_allow);
  g_free (self->recordings);
  g_free (self->hold_music);
  g_free (self->conference_profile);
  g_free (self->record_path);
  g_free (self);
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error_literal (error, BH_ESL_ERROR, BH_ESL_ERROR_CONFIG, what);
  return FALSE;
}

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

/* What is written into every command that needs it must be one word. */
static gboolean
check_words (const BhEslConfig *self, GError **error)
{
  const struct {
    const char *value;
    const char *what;
  } words[] = {
      {self->dial_context, "dial_context"},
      {self->transfer_context, "transfer_context"},
      {self->recordings, "recordings"},
      {self->hold_music, "hold_music"},
      {self->conference_profile, "conference_profile"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].value != NULL && !bh_esl_is_word (words[i].value)) {
      g_set_error (error,
                   BH_ESL_ERROR,
                   BH_ESL_ERROR_CONFIG,
                   "%s \"%s\" cannot be written to FreeSWITCH: it may hold letters, digits and "
                   ". _ - / @ : only, and no blank.",
                   words[i].what,
                   words[i].value);
      return FALSE;
    }
  return TRUE;
}

gboolean
bh_esl_config_check (const BhEslConfig *self, GError **error)
{
  g_autoptr (GError) fault = NULL;
  if (is_empty (self->host) || self->port == 0)
    return refuse (error, "The PBX's host or port is missing: set both.");
  if (is_empty (self->secret))
    return refuse (error, "The PBX's password is missing: set it as in event_socket.conf.xml.");
  if (strcmp (self->secret, BH_ESL_DEFAULT_SECRET) == 0 && !self->insecure)
    return refuse (error,
                   "The password is the one that every new FreeSWITCH has, and gives a shell on "
                   "it to anybody: set another in event_socket.conf.xml, or insecure = yes.");
  if (is_empty (self->dial_context) || is_empty (self->transfer_context))
    return refuse (error, "The context to dial through is missing.");
  if (!check_words (self, error))
    return FALSE;
  g_autoptr (GPtrArray) routes = bh_esl_routes_new (self->routes, &fault);
  if (routes == NULL || !bh_link_patterns_check (self->dial_allow, &fault))
    return refuse (error, fault->message);
  return TRUE;
}
