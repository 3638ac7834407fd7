/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ports/record.h"

BH_NICK_DEFINE (BhRecordKind, bh_record_kind, BH_RECORD_KIND_TABLE)

BhRecord *
bh_record_new (guint64 position, BhRecordKind kind, const char *key, GBytes *body)
{
  BhRecord *self = g_new0 (BhRecord, 1);

  self->position = position;
  self->kind = kind;
  self->key = g_strdup (key);
  self->body = g_bytes_ref (body);
  return self;
}

void
bh_record_free (BhRecord *self)
{
  g_free (self->key);
  g_bytes_unref (self->body);
  g_free (self);
}
