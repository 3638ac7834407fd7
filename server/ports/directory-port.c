/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ports/directory-port.h"

BH_NICK_DEFINE (BhDirectoryQuery, bh_directory_query, BH_DIRECTORY_QUERY_TABLE)
G_DEFINE_QUARK (bh - directory - error - quark, bh_directory_error)
G_DEFINE_INTERFACE (BhDirectoryPort, bh_directory_port, G_TYPE_OBJECT)

static void
bh_directory_port_default_init (BhDirectoryPortInterface *iface)
{
}

void
bh_directory_port_query_async (BhDirectoryPort *self,
                               BhDirectoryQuery query,
                               const char *args,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (BH_IS_DIRECTORY_PORT (self));
  g_return_if_fail (query < BH_QUERY_N_QUERIES);

  BH_DIRECTORY_PORT_GET_IFACE (self)
      ->query_async (self, query, args, cancellable, callback, user_data);
}

char *
bh_directory_port_query_finish (BhDirectoryPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (BH_IS_DIRECTORY_PORT (self), NULL);

  return BH_DIRECTORY_PORT_GET_IFACE (self)->query_finish (self, result, error);
}

void
bh_directory_port_sign_in_async (BhDirectoryPort *self,
                                 const char *name,
                                 const char *password,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (BH_IS_DIRECTORY_PORT (self));
  g_return_if_fail (name != NULL && password != NULL);

  BH_DIRECTORY_PORT_GET_IFACE (self)
      ->sign_in_async (self, name, password, cancellable, callback, user_data);
}

char *
bh_directory_port_sign_in_finish (BhDirectoryPort *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (BH_IS_DIRECTORY_PORT (self), NULL);

  return BH_DIRECTORY_PORT_GET_IFACE (self)->sign_in_finish (self, result, error);
}
