/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-ami"

#include "server/pbx/ami/ami-pbx.h"

#include "server/pbx/ami/ami-actions.h"
#include "server/pbx/ami/ami-session.h"
#include "server/pbx/link/link-checks.h"
#include "server/pbx/link/link-commands.h"

struct _BhAmiPbx {
  GObject parent_instance;
  BhAmiConfig *config;
  GPtrArray *allowed;
  BhAmiSession *session;
  const BhPbxListener *listener;
  gpointer user_data;
  BhLinkCommands *commands;
  guint64 sent;
  guint64 refused;
};

static void bh_ami_pbx_port_init (BhPbxPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BhAmiPbx,
                               bh_ami_pbx,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_PBX_PORT, bh_ami_pbx_port_init))

/* ---- the session ---- */

static void
on_event (const BhPbxEvent *event, gpointer data)
{
  BhAmiPbx *self = data;
  bh_link_commands_take (self->commands, event);
}

static void
on_batch_end (gpointer data)
{
  BhAmiPbx *self = data;
  bh_link_commands_batch_end (self->commands);
}

static void
on_link (BhPbxLinkState state, const char *sentence, gpointer data)
{
  BhAmiPbx *self = data;
  if (self->listener != NULL && self->listener->link != NULL)
    self->listener->link (state, sentence, self->user_data);
}

/* ---- the port ---- */

static void
start (BhPbxPort *port)
{
  bh_ami_session_start (BH_AMI_PBX (port)->session);
}

static void
stop (BhPbxPort *port)
{
  BhAmiPbx *self = BH_AMI_PBX (port);
  bh_link_commands_fail_all (self->commands, "The link to the PBX was stopped.");
  bh_ami_session_stop (self->session);
}

static void
set_listener (BhPbxPort *port, const BhPbxListener *listener, gpointer user_data)
{
  BhAmiPbx *self = BH_AMI_PBX (port);
  self->listener = listener;
  self->user_data = user_data;
  bh_link_commands_set_listener (self->commands, listener, user_data);
}

static BhPbxLinkState
get_link (BhPbxPort *port, const char **sentence)
{
  return bh_ami_session_get_link (BH_AMI_PBX (port)->session, sentence);
}

static guint
get_capabilities (BhPbxPort *port, BhDeviceProfile profile)
{
  BhAmiPbx *self = BH_AMI_PBX (port);
  guint can = 0;
  for (int op = 0; op < BH_PBX_OP_N && !self->config->watch_only; op++) {
    int needed = bh_ami_actions_needed ((BhPbxOp) op, profile, self->config);
    gboolean may_dial = self->allowed->len > 0 || !bh_ami_actions_dials ((BhPbxOp) op);
    if (needed >= 0 && may_dial && bh_ami_session_may (self->session, (BhAmiAction) needed))
      can |= BH_PBX_CAN (op);
  }
  return can;
}

static gboolean
check_state (BhAmiPbx *self, const BhPbxCommand *command, GError **error)
{
  const char *sentence = NULL;
  BhPbxLinkState link = bh_ami_session_get_link (self->session, &sentence);
  return bh_link_check_ready (self->config->name,
                              self->config->watch_only,
                              link,
                              sentence,
                              error) &&
         bh_link_commands_check (self->commands, command, error);
}

static gboolean
send_command (BhAmiPbx *self, const BhPbxCommand *order, GError **error)
{
  g_autoptr (GError) fault = NULL;
  if (!check_state (self, order, error))
    return FALSE;
  g_autoptr (GBytes) bytes = bh_ami_actions_build (order, self->config, self->allowed, error);
  if (bytes == NULL)
    return FALSE;
  if (!bh_ami_session_send (self->session, bytes, &fault)) {
    g_set_error_literal (error, BH_PBX_ERROR, BH_PBX_ERROR_LINK, fault->message);
    return FALSE;
  }
  g_autofree char *leg = order->op == BH_PBX_OP_DIAL ? bh_ami_actions_leg_of (order->request)
                                                     : NULL;
  bh_link_commands_add (self->commands, order, leg, self->config->command_ms);
  return TRUE;
}

static gboolean
command (BhPbxPort *port, const BhPbxCommand *order, GError **error)
{
  BhAmiPbx *self = BH_AMI_PBX (port);
  gboolean sent = send_command (self, order, error);
  if (sent)
    self->sent++;
  else
    self->refused++;
  return sent;
}

static gboolean
check_number (BhPbxPort *port, const char *number, GError **error)
{
  return bh_link_check_number (number, BH_AMI_PBX (port)->allowed, error);
}

static void
bh_ami_pbx_port_init (BhPbxPortInterface *iface)
{
  iface->start = start;
  iface->stop = stop;
  iface->set_listener = set_listener;
  iface->get_link = get_link;
  iface->get_capabilities = get_capabilities;
  iface->command = command;
  iface->check_number = check_number;
}

static void
bh_ami_pbx_finalize (GObject *object)
{
  BhAmiPbx *self = BH_AMI_PBX (object);
  g_clear_pointer (&self->commands, bh_link_commands_free);
  g_clear_pointer (&self->session, bh_ami_session_free);
  g_clear_pointer (&self->allowed, g_ptr_array_unref);
  g_clear_pointer (&self->config, bh_ami_config_free);
  G_OBJECT_CLASS (bh_ami_pbx_parent_class)->finalize (object);
}

static void
bh_ami_pbx_class_init (BhAmiPbxClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bh_ami_pbx_finalize;
}

static void
bh_ami_pbx_init (BhAmiPbx *self)
{
  self->commands = bh_link_commands_new (G_OBJECT (self));
}

BhAmiPbx *
bh_ami_pbx_new (const BhAmiConfig *config, GError **error)
{
  static const BhPbxListener listener = {on_event, on_batch_end, on_link};
  if (!bh_ami_config_check (config, error))
    return NULL;
  BhAmiPbx *self = g_object_new (BH_TYPE_AMI_PBX, NULL);
  self->config = bh_ami_config_copy (config);
  self->allowed = bh_link_patterns_new (config->dial_allow);
  self->session = bh_ami_session_new (self->config, &listener, self);
  return self;
}

void
bh_ami_pbx_get_stats (BhAmiPbx *self, BhAmiStats *stats)
{
  bh_ami_session_get_stats (self->session, stats);
  stats->commands = self->sent;
  stats->refused_commands = self->refused;
  stats->lost_commands = bh_link_commands_get_lost (self->commands);
}

const char *
bh_ami_pbx_get_version (BhAmiPbx *self)
{
  return bh_ami_session_get_version (self->session);
}
