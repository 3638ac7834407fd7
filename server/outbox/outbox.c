/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-outbox"
#include "server/outbox/outbox.h"

#include "server/outbox/outbox-writer.h"

/* This half lives in the main context: it gives out positions, keeps the mirror of the open
 * objects, and tells what became durable. The other half, BhOutboxWriter, has the thread and the
 * file. */

struct _BhOutbox {
  GObject parent_instance;

  BhOutboxWriter *writer; /* NULL once closed */
  GHashTable *open;       /* "kind\nid" -> OpenObject */
  guint64 open_serial;
  char *id;
  char *problem;
  guint64 durable;
  BhOutboxFigures last; /* as they were at the close */
};

typedef struct {
  char *kind;
  char *id;
  GBytes *body;
  guint64 serial; /* order of the first put */
} OpenObject;

static void bh_outbox_store_port_init (BhStorePortInterface *iface);
static void bh_outbox_record_source_init (BhRecordSourceInterface *iface);

G_DEFINE_QUARK (bh - outbox - error - quark, bh_outbox_error)
G_DEFINE_FINAL_TYPE_WITH_CODE (BhOutbox,
                               bh_outbox,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_STORE_PORT, bh_outbox_store_port_init)
                                   G_IMPLEMENT_INTERFACE (BH_TYPE_RECORD_SOURCE,
                                                          bh_outbox_record_source_init))

static void
open_object_free (OpenObject *object)
{
  g_free (object->kind);
  g_free (object->id);
  g_bytes_unref (object->body);
  g_free (object);
}

static char *
open_key (const char *kind, const char *id)
{
  return g_strdup_printf ("%s\n%s", kind, id);
}

static void
mirror_put (BhOutbox *self, const char *kind, const char *id, GBytes *body)
{
  char *key = open_key (kind, id);
  OpenObject *known = g_hash_table_lookup (self->open, key);
  OpenObject *object = g_new0 (OpenObject, 1);

  object->kind = g_strdup (kind);
  object->id = g_strdup (id);
  object->body = g_bytes_ref (body);
  object->serial = known != NULL ? known->serial : ++self->open_serial;
  g_hash_table_replace (self->open, key, object);
}

static void
on_found_open (const char *kind, const char *id, GBytes *body, gpointer data)
{
  mirror_put (data, kind, id, body);
}

/* From the writer, in the main context. */
static void
on_news (guint64 durable, const char *problem, gpointer data)
{
  BhOutbox *self = data;
  g_autoptr (BhOutbox) hold = g_object_ref (self);

  if (g_strcmp0 (problem, self->problem) != 0) {
    g_free (self->problem);
    self->problem = g_strdup (problem);
    if (problem != NULL)
      g_warning ("%s", problem);
    else
      g_info ("The outbox can be written again");
    bh_store_port_emit_problem_changed (BH_STORE_PORT (self));
  }
  if (durable > self->durable) {
    self->durable = durable;
    bh_store_port_emit_durable (BH_STORE_PORT (self), durable);
  }
}

static void
bh_outbox_finalize (GObject *object)
{
  BhOutbox *self = BH_OUTBOX (object);

  bh_outbox_close (self);
  g_hash_table_unref (self->open);
  g_free (self->id);
  g_free (self->problem);

  G_OBJECT_CLASS (bh_outbox_parent_class)->finalize (object);
}

static void
bh_outbox_class_init (BhOutboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_outbox_finalize;
}

static void
bh_outbox_init (BhOutbox *self)
{
  self->open =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) open_object_free);
}

BhOutbox *
bh_outbox_new (const char *path, const BhOutboxOptions *options, GError **error)
{
  g_autoptr (BhOutbox) self = g_object_new (BH_TYPE_OUTBOX, NULL);
  g_autoptr (BhOutboxFile) file = NULL;
  BhOutboxFound found;

  g_return_val_if_fail (path != NULL, NULL);

  file = bh_outbox_file_open (path, &found, error);
  if (file == NULL)
    return NULL;
  found.corrupt += bh_outbox_file_each_open (file, on_found_open, self);
  if (found.corrupt > 0)
    g_warning ("%s: %" G_GUINT64_FORMAT " records or open objects are lost", path, found.corrupt);
  self->id = g_strdup (bh_outbox_file_get_id (file));
  self->durable = found.last_position;
  self->writer = bh_outbox_writer_new (g_steal_pointer (&file), &found, options, on_news, self);
  return g_steal_pointer (&self);
}

gboolean
bh_outbox_close (BhOutbox *self)
{
  gboolean whole;

  g_return_val_if_fail (BH_IS_OUTBOX (self), FALSE);

  if (self->writer == NULL)
    return TRUE;
  bh_outbox_get_figures (self, &self->last);
  whole = bh_outbox_writer_close (g_steal_pointer (&self->writer));
  if (!whole)
    g_warning ("The outbox was closed with records that the disk did not take: they are lost");
  return whole;
}

void
bh_outbox_get_figures (BhOutbox *self, BhOutboxFigures *figures)
{
  g_return_if_fail (BH_IS_OUTBOX (self));

  if (self->writer != NULL)
    bh_outbox_writer_get_figures (self->writer, figures);
  else
    *figures = self->last;
  figures->open_objects = g_hash_table_size (self->open);
}

void
bh_outbox_limit_pages (BhOutbox *self, gint pages)
{
  g_return_if_fail (BH_IS_OUTBOX (self) && self->writer != NULL);

  bh_outbox_writer_limit_pages (self->writer, pages);
}

/* ---- BhStorePort ---- */

static guint64
hand_over (BhOutbox *self, BhOutboxOp *op, GError **error)
{
  if (self->writer != NULL)
    return bh_outbox_writer_push (self->writer, op, error);
  bh_outbox_op_free (op);
  g_set_error (error,
               BH_OUTBOX_ERROR,
               BH_OUTBOX_ERROR_CLOSED,
               "The outbox is closed: nothing can be kept any more");
  return 0;
}

static guint64
bh_outbox_append (BhStorePort *port,
                  BhRecordKind kind,
                  const char *key,
                  GBytes *body,
                  GError **error)
{
  return hand_over (BH_OUTBOX (port), bh_outbox_op_append (kind, key, body), error);
}

static guint64
bh_outbox_open_put (BhStorePort *port,
                    const char *kind,
                    const char *id,
                    GBytes *body,
                    GError **error)
{
  guint64 position = hand_over (BH_OUTBOX (port), bh_outbox_op_put (kind, id, body), error);

  if (position != 0)
    mirror_put (BH_OUTBOX (port), kind, id, body);
  return position;
}

static guint64
bh_outbox_open_remove (BhStorePort *port, const char *kind, const char *id, GError **error)
{
  BhOutbox *self = BH_OUTBOX (port);
  g_autofree char *key = open_key (kind, id);
  guint64 position = hand_over (self, bh_outbox_op_remove (kind, id), error);

  if (position != 0)
    g_hash_table_remove (self->open, key);
  return position;
}

static int
by_serial (gconstpointer a, gconstpointer b)
{
  const OpenObject *first = *(OpenObject *const *) a;
  const OpenObject *second = *(OpenObject *const *) b;

  return first->serial < second->serial ? -1 : first->serial > second->serial;
}

static void
bh_outbox_open_each (BhStorePort *port, BhOpenFunc func, gpointer user_data)
{
  BhOutbox *self = BH_OUTBOX (port);
  g_autoptr (GPtrArray) objects = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (objects, value);
  g_ptr_array_sort (objects, by_serial);
  for (guint i = 0; i < objects->len; i++) {
    OpenObject *object = objects->pdata[i];

    func (object->kind, object->id, object->body, user_data);
  }
}

static guint64
bh_outbox_get_durable (BhStorePort *port)
{
  return BH_OUTBOX (port)->durable;
}

static const char *
bh_outbox_get_problem (BhStorePort *port)
{
  return BH_OUTBOX (port)->problem;
}

static void
bh_outbox_store_port_init (BhStorePortInterface *iface)
{
  iface->append = bh_outbox_append;
  iface->open_put = bh_outbox_open_put;
  iface->open_remove = bh_outbox_open_remove;
  iface->open_each = bh_outbox_open_each;
  iface->get_durable = bh_outbox_get_durable;
  iface->get_problem = bh_outbox_get_problem;
}

/* ---- BhRecordSource ---- */

static const char *
bh_outbox_get_id (BhRecordSource *source)
{
  return BH_OUTBOX (source)->id;
}

static void
bh_outbox_read_async (BhRecordSource *source,
                      guint64 after,
                      guint max,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  BhOutbox *self = BH_OUTBOX (source);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bh_outbox_read_async);
  if (self->writer != NULL)
    bh_outbox_writer_read (self->writer, after, max, task);
  else
    g_task_return_new_error (task, BH_OUTBOX_ERROR, BH_OUTBOX_ERROR_CLOSED, "The outbox is closed");
}

static GPtrArray *
bh_outbox_read_finish (BhRecordSource *source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
bh_outbox_acknowledge (BhRecordSource *source, guint64 position)
{
  BhOutbox *self = BH_OUTBOX (source);

  if (self->writer != NULL)
    bh_outbox_writer_acknowledge (self->writer, position);
}

static void
bh_outbox_record_source_init (BhRecordSourceInterface *iface)
{
  iface->get_id = bh_outbox_get_id;
  iface->read_async = bh_outbox_read_async;
  iface->read_finish = bh_outbox_read_finish;
  iface->acknowledge = bh_outbox_acknowledge;
}
