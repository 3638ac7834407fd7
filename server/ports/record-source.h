/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ports/store-port.h"

/* The other end of the store port: who brings the records to the database reads them here, in
 * order, and acknowledges what has arrived. Records stay until they are acknowledged; BhStorePort's
 * "durable" says that there may be new ones. */

#define BH_TYPE_RECORD_SOURCE (bh_record_source_get_type ())
G_DECLARE_INTERFACE (BhRecordSource, bh_record_source, BH, RECORD_SOURCE, BhStorePort)

struct _BhRecordSourceInterface {
  GTypeInterface parent_iface;

  const char *(*get_id) (BhRecordSource *self);
  void (*read_async) (BhRecordSource *self,
                      guint64 after,
                      guint max,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  GPtrArray *(*read_finish) (BhRecordSource *self, GAsyncResult *result, GError **error);
  void (*acknowledge) (BhRecordSource *self, guint64 position);
};

/* Names this sequence of positions: a source that had to begin anew has another id. */
const char *bh_record_source_get_id (BhRecordSource *self);
/* The next durable records after position @after, at most @max. */
void bh_record_source_read_async (BhRecordSource *self,
                                  guint64 after,
                                  guint max,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* Owned array of BhRecord, empty when there are no more. Broken records are skipped (and counted by
 * the source). */
GPtrArray *
bh_record_source_read_finish (BhRecordSource *self, GAsyncResult *result, GError **error);
/* All up to @position have arrived and may be forgotten. */
void bh_record_source_acknowledge (BhRecordSource *self, guint64 position);
