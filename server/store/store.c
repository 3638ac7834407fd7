/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-store"
#include "server/store/store.h"

#include "server/store/changed-signal.h"
#include "server/store/cluster.h"
#include "server/store/store-reader.h"
#include "server/store/store-writer.h"

#define READERS       3
#define FIRST_WAIT_MS 200
#define LAST_WAIT_MS  30000

struct _BhStore {
  GObject parent_instance;

  BhCluster *cluster; /* NULL: somebody else's database */
  char *conninfo;
  BhRecordSource *outbox;
  GVariantBuilder queues;
  BhStoreWriter *writer;
  BhStoreReader *reader;

  BhStoreState state;
  char *sentence;
  gint64 since_us;
  char *cluster_problem; /* why the private PostgreSQL does not run */
  gboolean running;      /* started, and not stopped */
  guint wait_ms;
  guint retry_source;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

BH_NICK_DEFINE (BhStoreState, bh_store_state, BH_STORE_STATE_TABLE)
G_DEFINE_FINAL_TYPE (BhStore, bh_store, G_TYPE_OBJECT)

static void start_cluster (BhStore *self);

static void
set_state (BhStore *self, BhStoreState state, const char *sentence)
{
  if (self->state == state && g_strcmp0 (self->sentence, sentence) == 0)
    return;
  if (self->state != state)
    self->since_us = g_get_real_time ();
  self->state = state;
  g_free (self->sentence);
  self->sentence = g_strdup (sentence);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The store is up when records arrive and questions are answered. */
static void
look (BhStore *self)
{
  BhPgState writer = self->writer != NULL ? bh_store_writer_get_state (self->writer) : BH_PG_OFF;
  BhPgState reader = bh_store_reader_get_state (self->reader);

  if (!self->running)
    set_state (self, BH_STORE_DOWN, "The database is not in use.");
  else if (self->cluster_problem != NULL)
    set_state (self, BH_STORE_DOWN, self->cluster_problem);
  else if (writer == BH_PG_UP && reader == BH_PG_UP)
    set_state (self, BH_STORE_UP, "The database is there; everything is kept.");
  else if (writer == BH_PG_AWAY)
    set_state (self, BH_STORE_DOWN, bh_store_writer_get_sentence (self->writer));
  else if (reader == BH_PG_AWAY && writer == BH_PG_UP)
    set_state (self, BH_STORE_DOWN, bh_store_reader_get_sentence (self->reader));
  else
    set_state (self, BH_STORE_STARTING, "The database is being started.");
}

static void
on_part_changed (GObject *part, BhStore *self)
{
  BhPgState writer = bh_store_writer_get_state (self->writer);

  /* who reads waits for who writes, who makes the schema; where that fails, it may do without */
  if (part == G_OBJECT (self->writer) && self->running &&
      (writer == BH_PG_UP || writer == BH_PG_AWAY) &&
      bh_store_reader_get_state (self->reader) == BH_PG_OFF)
    bh_store_reader_start (self->reader);
  if (part == G_OBJECT (self->writer) && writer == BH_PG_UP &&
      bh_store_reader_get_state (self->reader) != BH_PG_UP)
    bh_store_reader_try_now (self->reader);
  look (self);
}

static gboolean
on_retry (gpointer data)
{
  BhStore *self = data;

  self->retry_source = 0;
  start_cluster (self);
  return G_SOURCE_REMOVE;
}

static void
retry_cluster (BhStore *self)
{
  g_clear_handle_id (&self->retry_source, g_source_remove);
  self->retry_source = g_timeout_add (self->wait_ms, on_retry, self);
  self->wait_ms = MIN (self->wait_ms * 2, LAST_WAIT_MS);
}

static void
start_parts (BhStore *self)
{
  bh_store_writer_start (self->writer);
  bh_store_writer_try_now (self->writer);
  bh_store_reader_try_now (self->reader);
}

static void
on_cluster_started (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhStore) self = data;
  g_autoptr (GError) error = NULL;
  gboolean started = bh_cluster_start_finish (BH_CLUSTER (source), result, &error);

  if (!self->running)
    return;
  g_clear_pointer (&self->cluster_problem, g_free);
  if (started) {
    self->wait_ms = FIRST_WAIT_MS;
    start_parts (self);
  } else {
    self->cluster_problem = g_strdup (error->message);
    g_warning ("%s", error->message);
    retry_cluster (self);
  }
  look (self);
}

static void
start_cluster (BhStore *self)
{
  bh_cluster_start_async (self->cluster, NULL, on_cluster_started, g_object_ref (self));
}

static void
on_cluster_died (BhCluster *cluster, BhStore *self)
{
  if (!self->running)
    return;
  g_free (self->cluster_problem);
  self->cluster_problem = g_strdup ("The private PostgreSQL ended; it is started again.");
  retry_cluster (self);
  look (self);
}

static void
bh_store_dispose (GObject *object)
{
  BhStore *self = BH_STORE (object);

  self->running = FALSE;
  g_clear_handle_id (&self->retry_source, g_source_remove);
  if (self->writer != NULL)
    g_signal_handlers_disconnect_by_data (self->writer, self);
  if (self->reader != NULL)
    g_signal_handlers_disconnect_by_data (self->reader, self);
  if (self->cluster != NULL)
    g_signal_handlers_disconnect_by_data (self->cluster, self);
  g_clear_object (&self->writer);
  g_clear_object (&self->reader);
  g_clear_object (&self->cluster);
  g_clear_object (&self->outbox);

  G_OBJECT_CLASS (bh_store_parent_class)->dispose (object);
}

static void
bh_store_finalize (GObject *object)
{
  BhStore *self = BH_STORE (object);

  g_free (self->conninfo);
  g_free (self->sentence);
  g_free (self->cluster_problem);
  g_variant_builder_clear (&self->queues);

  G_OBJECT_CLASS (bh_store_parent_class)->finalize (object);
}

static void
bh_store_class_init (BhStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bh_store_dispose;
  object_class->finalize = bh_store_finalize;
  signals[CHANGED] = bh_changed_signal_new (G_TYPE_FROM_CLASS (klass));
}

static void
bh_store_init (BhStore *self)
{
  self->wait_ms = FIRST_WAIT_MS;
  self->since_us = g_get_real_time ();
  self->sentence = g_strdup ("The database is not in use.");
  g_variant_builder_init (&self->queues, G_VARIANT_TYPE ("a(ss)"));
}

BhStore *
bh_store_new (BhRecordSource *outbox, const char *conninfo, const char *state_dir)
{
  BhStore *self;

  g_return_val_if_fail (BH_IS_RECORD_SOURCE (outbox), NULL);
  g_return_val_if_fail (conninfo != NULL || state_dir != NULL, NULL);

  self = g_object_new (BH_TYPE_STORE, NULL);
  self->outbox = g_object_ref (outbox);
  if (conninfo == NULL) {
    self->cluster = bh_cluster_new (state_dir);
    g_signal_connect (self->cluster, "died", G_CALLBACK (on_cluster_died), self);
    conninfo = bh_cluster_get_conninfo (self->cluster);
  }
  self->conninfo = g_strdup (conninfo);
  self->reader = bh_store_reader_new (conninfo, READERS);
  g_signal_connect (self->reader, "changed", G_CALLBACK (on_part_changed), self);
  return self;
}

void
bh_store_add_queue (BhStore *self, const char *name, const char *label)
{
  g_return_if_fail (BH_IS_STORE (self) && self->writer == NULL);
  g_return_if_fail (name != NULL);

  g_variant_builder_add (&self->queues, "(ss)", name, label != NULL ? label : name);
}

void
bh_store_set_fsync (BhStore *self, gboolean fsync)
{
  g_return_if_fail (BH_IS_STORE (self));

  if (self->cluster != NULL)
    bh_cluster_set_fsync (self->cluster, fsync);
}

void
bh_store_start (BhStore *self)
{
  g_return_if_fail (BH_IS_STORE (self));

  if (self->running)
    return;
  self->running = TRUE;
  if (self->writer == NULL) {
    self->writer =
        bh_store_writer_new (self->outbox, self->conninfo, g_variant_builder_end (&self->queues));
    g_signal_connect (self->writer, "changed", G_CALLBACK (on_part_changed), self);
  }
  if (self->cluster != NULL)
    start_cluster (self);
  else
    start_parts (self);
  look (self);
}

static void
on_cluster_stopped (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (bh_cluster_stop_finish (BH_CLUSTER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
bh_store_stop_async (BhStore *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BH_IS_STORE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, bh_store_stop_async);
  self->running = FALSE;
  g_clear_handle_id (&self->retry_source, g_source_remove);
  if (self->writer != NULL)
    bh_store_writer_stop (self->writer);
  bh_store_reader_stop (self->reader);
  look (self);
  if (self->cluster == NULL)
    g_task_return_boolean (task, TRUE);
  else
    bh_cluster_stop_async (self->cluster, NULL, on_cluster_stopped, g_steal_pointer (&task));
}

gboolean
bh_store_stop_finish (BhStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

BhDirectoryPort *
bh_store_get_directory (BhStore *self)
{
  g_return_val_if_fail (BH_IS_STORE (self), NULL);

  return BH_DIRECTORY_PORT (self->reader);
}

const char *
bh_store_get_conninfo (BhStore *self)
{
  g_return_val_if_fail (BH_IS_STORE (self), NULL);

  return self->conninfo;
}

BhStoreState
bh_store_get_state (BhStore *self)
{
  g_return_val_if_fail (BH_IS_STORE (self), BH_STORE_DOWN);

  return self->state;
}

gint64
bh_store_get_since_us (BhStore *self)
{
  g_return_val_if_fail (BH_IS_STORE (self), 0);

  return self->since_us;
}

const char *
bh_store_get_sentence (BhStore *self)
{
  g_return_val_if_fail (BH_IS_STORE (self), NULL);

  return self->sentence;
}

void
bh_store_get_figures (BhStore *self, BhStoreWriterFigures *figures)
{
  g_return_if_fail (BH_IS_STORE (self));

  if (self->writer != NULL)
    bh_store_writer_get_figures (self->writer, figures);
  else
    *figures = (BhStoreWriterFigures){0};
}
