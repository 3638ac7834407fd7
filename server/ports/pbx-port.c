/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ports/pbx-port.h"

BH_NICK_DEFINE (BhPbxLinkState, bh_pbx_link_state, BH_PBX_LINK_TABLE)

G_DEFINE_QUARK (bh - pbx - error - quark, bh_pbx_error)

G_DEFINE_INTERFACE (BhPbxPort, bh_pbx_port, G_TYPE_OBJECT)

static void
bh_pbx_port_default_init (BhPbxPortInterface *iface)
{
}

void
bh_pbx_port_start (BhPbxPort *self)
{
  g_return_if_fail (BH_IS_PBX_PORT (self));
  BH_PBX_PORT_GET_IFACE (self)->start (self);
}

void
bh_pbx_port_stop (BhPbxPort *self)
{
  g_return_if_fail (BH_IS_PBX_PORT (self));
  BH_PBX_PORT_GET_IFACE (self)->stop (self);
}

void
bh_pbx_port_set_listener (BhPbxPort *self, const BhPbxListener *listener, gpointer user_data)
{
  g_return_if_fail (BH_IS_PBX_PORT (self));
  BH_PBX_PORT_GET_IFACE (self)->set_listener (self, listener, user_data);
}

BhPbxLinkState
bh_pbx_port_get_link (BhPbxPort *self, const char **sentence)
{
  g_return_val_if_fail (BH_IS_PBX_PORT (self), BH_PBX_LINK_OFF);
  return BH_PBX_PORT_GET_IFACE (self)->get_link (self, sentence);
}

guint
bh_pbx_port_get_capabilities (BhPbxPort *self, BhDeviceProfile profile)
{
  g_return_val_if_fail (BH_IS_PBX_PORT (self), 0);
  return BH_PBX_PORT_GET_IFACE (self)->get_capabilities (self, profile);
}

gboolean
bh_pbx_port_command (BhPbxPort *self, const BhPbxCommand *command, GError **error)
{
  g_return_val_if_fail (BH_IS_PBX_PORT (self), FALSE);
  g_return_val_if_fail (command != NULL, FALSE);
  return BH_PBX_PORT_GET_IFACE (self)->command (self, command, error);
}

gboolean
bh_pbx_port_check_number (BhPbxPort *self, const char *number, GError **error)
{
  g_return_val_if_fail (BH_IS_PBX_PORT (self), FALSE);

  return BH_PBX_PORT_GET_IFACE (self)->check_number == NULL ||
         BH_PBX_PORT_GET_IFACE (self)->check_number (self, number, error);
}
