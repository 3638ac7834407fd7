/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/softphone-account.h"

#include "desktop/client/secret.h"

struct BhSoftphoneAccount {
  BhSoftphoneSettings settings; /* its texts are those below */
  BhSecret *password;
  char *server;
  char *user;
  char *transport;
  char *microphone;
  char *loudspeaker;
  char *program;
  char *modules;
  char *listen;
};

BhSoftphoneAccount *
bh_softphone_account_new (const BhSoftphoneSettings *settings)
{
  BhSoftphoneAccount *self = g_new0 (BhSoftphoneAccount, 1);

  self->password = settings->password ? bh_secret_new (settings->password) : NULL;
  self->settings = *settings;
  self->settings.password = self->password ? bh_secret_get (self->password) : NULL;
  self->settings.server = self->server = g_strdup (settings->server);
  self->settings.user = self->user = g_strdup (settings->user);
  self->settings.transport = self->transport = g_strdup (settings->transport);
  self->settings.program = self->program = g_strdup (settings->program);
  self->settings.modules = self->modules = g_strdup (settings->modules);
  self->settings.listen = self->listen = g_strdup (settings->listen);
  bh_softphone_account_set_sound (self, settings->microphone, settings->loudspeaker);
  return self;
}

void
bh_softphone_account_free (BhSoftphoneAccount *self)
{
  g_clear_pointer (&self->password, bh_secret_free);
  g_free (self->server);
  g_free (self->user);
  g_free (self->transport);
  g_free (self->microphone);
  g_free (self->loudspeaker);
  g_free (self->program);
  g_free (self->modules);
  g_free (self->listen);
  g_free (self);
}

const BhSoftphoneSettings *
bh_softphone_account_get (BhSoftphoneAccount *self)
{
  return &self->settings;
}

void
bh_softphone_account_set_sound (BhSoftphoneAccount *self,
                                const char *microphone,
                                const char *loudspeaker)
{
  char *in = g_strdup (microphone);
  char *out = g_strdup (loudspeaker);

  g_free (self->microphone);
  g_free (self->loudspeaker);
  self->settings.microphone = self->microphone = in;
  self->settings.loudspeaker = self->loudspeaker = out;
}
