/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ports/record-source.h"

G_DEFINE_INTERFACE (BhRecordSource, bh_record_source, BH_TYPE_STORE_PORT)

static void
bh_record_source_default_init (BhRecordSourceInterface *iface)
{
}

const char *
bh_record_source_get_id (BhRecordSource *self)
{
  g_return_val_if_fail (BH_IS_RECORD_SOURCE (self), NULL);

  return BH_RECORD_SOURCE_GET_IFACE (self)->get_id (self);
}

void
bh_record_source_read_async (BhRecordSource *self,
                             guint64 after,
                             guint max,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (BH_IS_RECORD_SOURCE (self));

  BH_RECORD_SOURCE_GET_IFACE (self)
      ->read_async (self, after, max, cancellable, callback, user_data);
}

GPtrArray *
bh_record_source_read_finish (BhRecordSource *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (BH_IS_RECORD_SOURCE (self), NULL);

  return BH_RECORD_SOURCE_GET_IFACE (self)->read_finish (self, result, error);
}

void
bh_record_source_acknowledge (BhRecordSource *self, guint64 position)
{
  g_return_if_fail (BH_IS_RECORD_SOURCE (self));

  BH_RECORD_SOURCE_GET_IFACE (self)->acknowledge (self, position);
}
