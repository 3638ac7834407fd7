/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/bus/request-log.h"

typedef struct {
  char *id;
  char *op;
  GBytes *reply; /* NULL: in flight */
  GList link;    /* in answered, while it has a reply */
} Entry;

struct BhRequestLog {
  GHashTable *entries; /* id -> Entry */
  GQueue answered;     /* oldest first */
  guint max_pending, max_entries;
  gsize bytes, max_bytes;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->id);
  g_free (entry->op);
  g_clear_pointer (&entry->reply, g_bytes_unref);
  g_free (entry);
}

BhRequestLog *
bh_request_log_new (guint max_pending, guint max_entries, gsize max_bytes)
{
  BhRequestLog *self = g_new0 (BhRequestLog, 1);

  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  g_queue_init (&self->answered);
  self->max_pending = max_pending;
  self->max_entries = max_entries;
  self->max_bytes = max_bytes;
  return self;
}

void
bh_request_log_free (BhRequestLog *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->entries);
  g_free (self);
}

BhRequestState
bh_request_log_begin (BhRequestLog *self, const char *id, const char *op, GBytes **reply)
{
  Entry *entry = g_hash_table_lookup (self->entries, id);

  if (entry != NULL) {
    *reply = entry->reply;
    if (!g_str_equal (entry->op, op))
      return BH_REQUEST_CLASH;
    return entry->reply != NULL ? BH_REQUEST_ANSWERED : BH_REQUEST_PENDING;
  }
  if (g_hash_table_size (self->entries) - self->answered.length >= self->max_pending)
    return BH_REQUEST_FULL;
  entry = g_new0 (Entry, 1);
  entry->id = g_strdup (id);
  entry->op = g_strdup (op);
  entry->link.data = entry;
  g_hash_table_insert (self->entries, entry->id, entry);
  return BH_REQUEST_NEW;
}

static void
unlink_entry (BhRequestLog *self, Entry *entry)
{
  if (entry->reply == NULL)
    return;
  self->bytes -= g_bytes_get_size (entry->reply);
  g_clear_pointer (&entry->reply, g_bytes_unref);
  g_queue_unlink (&self->answered, &entry->link);
}

static void
remove_entry (BhRequestLog *self, Entry *entry)
{
  unlink_entry (self, entry);
  g_hash_table_remove (self->entries, entry->id);
}

void
bh_request_log_answer (BhRequestLog *self, const char *id, GBytes *reply)
{
  Entry *entry = g_hash_table_lookup (self->entries, id);

  if (entry == NULL)
    return;
  unlink_entry (self, entry);
  entry->reply = g_bytes_ref (reply);
  self->bytes += g_bytes_get_size (reply);
  g_queue_push_tail_link (&self->answered, &entry->link);
  while (self->answered.length > 1 &&
         (self->answered.length > self->max_entries || self->bytes > self->max_bytes))
    remove_entry (self, self->answered.head->data);
}

void
bh_request_log_forget (BhRequestLog *self, const char *id)
{
  Entry *entry = g_hash_table_lookup (self->entries, id);

  if (entry != NULL)
    remove_entry (self, entry);
}
