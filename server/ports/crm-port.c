/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ports/crm-port.h"

BH_NICK_DEFINE (BhLookupKind, bh_lookup_kind, BH_LOOKUP_KIND_TABLE)
G_DEFINE_INTERFACE (BhCrmPort, bh_crm_port, G_TYPE_OBJECT)

static void
bh_crm_port_default_init (BhCrmPortInterface *iface)
{
}

void
bh_lookup_result_free (BhLookupResult *self)
{
  g_free (self->reason);
  g_free (self->e164);
  g_free (self->display);
  g_free (self->customer_id);
  g_free (self->json);
  g_free (self);
}

void
bh_crm_port_lookup_async (BhCrmPort *self,
                          const char *number,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (BH_IS_CRM_PORT (self));

  BH_CRM_PORT_GET_IFACE (self)->lookup_async (self, number, cancellable, callback, user_data);
}

BhLookupResult *
bh_crm_port_lookup_finish (BhCrmPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (BH_IS_CRM_PORT (self), NULL);

  return BH_CRM_PORT_GET_IFACE (self)->lookup_finish (self, result, error);
}

char *
bh_crm_port_normalise (BhCrmPort *self, const char *number, char **display)
{
  g_return_val_if_fail (BH_IS_CRM_PORT (self), NULL);

  return BH_CRM_PORT_GET_IFACE (self)->normalise (self, number, display);
}
