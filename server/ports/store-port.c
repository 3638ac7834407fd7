/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ports/store-port.h"

G_DEFINE_INTERFACE (BhStorePort, bh_store_port, G_TYPE_OBJECT)

enum { DURABLE, PROBLEM_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
bh_store_port_default_init (BhStorePortInterface *iface)
{
  signals[DURABLE] = g_signal_new ("durable",
                                   BH_TYPE_STORE_PORT,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_UINT64);
  signals[PROBLEM_CHANGED] = g_signal_new ("problem-changed",
                                           BH_TYPE_STORE_PORT,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           0);
}

guint64
bh_store_port_append (BhStorePort *self,
                      BhRecordKind kind,
                      const char *key,
                      GBytes *body,
                      GError **error)
{
  g_return_val_if_fail (BH_IS_STORE_PORT (self), 0);
  g_return_val_if_fail (kind < BH_RECORD_N_KINDS, 0);
  g_return_val_if_fail (body != NULL, 0);

  return BH_STORE_PORT_GET_IFACE (self)->append (self, kind, key, body, error);
}

guint64
bh_store_port_open_put (BhStorePort *self,
                        const char *kind,
                        const char *id,
                        GBytes *body,
                        GError **error)
{
  g_return_val_if_fail (BH_IS_STORE_PORT (self), 0);
  g_return_val_if_fail (kind != NULL && id != NULL && body != NULL, 0);

  return BH_STORE_PORT_GET_IFACE (self)->open_put (self, kind, id, body, error);
}

guint64
bh_store_port_open_remove (BhStorePort *self, const char *kind, const char *id, GError **error)
{
  g_return_val_if_fail (BH_IS_STORE_PORT (self), 0);
  g_return_val_if_fail (kind != NULL && id != NULL, 0);

  return BH_STORE_PORT_GET_IFACE (self)->open_remove (self, kind, id, error);
}

void
bh_store_port_open_each (BhStorePort *self, BhOpenFunc func, gpointer user_data)
{
  g_return_if_fail (BH_IS_STORE_PORT (self));

  BH_STORE_PORT_GET_IFACE (self)->open_each (self, func, user_data);
}

guint64
bh_store_port_get_durable (BhStorePort *self)
{
  g_return_val_if_fail (BH_IS_STORE_PORT (self), 0);

  return BH_STORE_PORT_GET_IFACE (self)->get_durable (self);
}

const char *
bh_store_port_get_problem (BhStorePort *self)
{
  g_return_val_if_fail (BH_IS_STORE_PORT (self), NULL);

  return BH_STORE_PORT_GET_IFACE (self)->get_problem (self);
}

void
bh_store_port_emit_durable (BhStorePort *self, guint64 position)
{
  g_signal_emit (self, signals[DURABLE], 0, position);
}

void
bh_store_port_emit_problem_changed (BhStorePort *self)
{
  g_signal_emit (self, signals[PROBLEM_CHANGED], 0);
}
