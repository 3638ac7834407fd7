/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-store"
#include "server/store/store-writer.h"

#include "server/store/changed-signal.h"
#include "server/store/store-setup.h"

#define BATCH_MAX     200
#define LIMIT_MS      90000 /* more than the server's own statement_timeout */
#define FIRST_WAIT_MS 500
#define LAST_WAIT_MS  10000

struct _BhStoreWriter {
  GObject parent_instance;

  BhRecordSource *source;
  BhPgConnection *connection;
  GCancellable *cancellable; /* of reading; a new one with each start */

  guint64 position;      /* in the database, as far as we know */
  guint64 careful_until; /* up to here one by one: there is a bad one among them */
  GPtrArray *records;    /* on the way to the database */
  gboolean knows_position;
  gboolean busy;  /* reading or writing */
  gboolean again; /* more came while we were busy */
  char *problem;  /* the database refuses, and it is not the records' fault */
  guint wait_ms;
  guint retry_source;
  BhStoreWriterFigures figures;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BhStoreWriter, bh_store_writer, G_TYPE_OBJECT)

static void pump (BhStoreWriter *self);
static void ask_position (BhStoreWriter *self);

static void
set_problem (BhStoreWriter *self, const char *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  if (problem != NULL)
    g_warning ("Records cannot be brought into the database: %s", problem);
  else
    g_info ("Records are brought into the database again");
  g_signal_emit (self, signals[CHANGED], 0);
}

/* May the same record be taken another time? Data, constraints, limits and what a function raises
 * are its own; all else (shut down, out of disk, a lock, a missing right) is the database's. */
static gboolean
is_records_fault (const char *sqlstate)
{
  static const char *const classes[] = {"21", "22", "23", "54", "P0"};

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (g_str_has_prefix (sqlstate, classes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
on_retry (gpointer data)
{
  BhStoreWriter *self = data;

  self->retry_source = 0;
  pump (self);
  return G_SOURCE_REMOVE;
}

static void
retry_later (BhStoreWriter *self, const char *problem)
{
  self->figures.retries++;
  self->knows_position = FALSE;
  g_clear_handle_id (&self->retry_source, g_source_remove);
  self->retry_source = g_timeout_add (self->wait_ms, on_retry, self);
  self->wait_ms = MIN (self->wait_ms * 2, LAST_WAIT_MS);
  set_problem (self, problem);
}

/* ---- writing ---- */

static void
note_arrival (BhStoreWriter *self, guint64 position)
{
  self->position = position;
  self->figures.position = position;
  self->wait_ms = FIRST_WAIT_MS;
  bh_record_source_acknowledge (self->source, position);
  set_problem (self, NULL);
}

static guint64
last_position (GPtrArray *records)
{
  return ((BhRecord *) records->pdata[records->len - 1])->position;
}

static void
add_position (BhStoreWriter *self, BhPgBatch *batch, guint64 position)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, position);

  bh_pg_batch_add (batch,
                   "position/set",
                   2,
                   (const char *[]){bh_record_source_get_id (self->source), text});
}

/* JSON text that libpq can carry: UTF-8 without a 0 in it. */
static char *
text_of (const BhRecord *record)
{
  gsize size;
  const char *data = g_bytes_get_data (record->body, &size);

  if (data == NULL || !g_utf8_validate (data, (gssize) size, NULL))
    return NULL;
  return g_strndup (data, size);
}

static char *
bytea_of (const BhRecord *record)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (record->body, &size);
  g_autoptr (GString) hex = g_string_new ("\\x");

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", data[i]);
  return g_string_free (g_steal_pointer (&hex), FALSE);
}

static void
on_parked (const BhPgReply *reply, gpointer data)
{
  g_autoptr (BhStoreWriter) self = data;
  g_autoptr (GPtrArray) records = g_steal_pointer (&self->records);

  self->busy = FALSE;
  if (reply->lost)
    return;
  if (!reply->ok) {
    retry_later (self, reply->message);
    return;
  }
  self->figures.parked++;
  note_arrival (self, last_position (records));
  pump (self);
}

/* The one record on the way will never be taken. */
static void
park (BhStoreWriter *self, const char *reason)
{
  BhRecord *record = self->records->pdata[0];
  BhPgBatch *batch = bh_pg_batch_new ();
  g_autofree char *position = g_strdup_printf ("%" G_GUINT64_FORMAT, record->position);
  g_autofree char *body = bytea_of (record);
  g_autofree char *key = g_utf8_make_valid (record->key != NULL ? record->key : "", -1);
  const char *values[] = {bh_record_source_get_id (self->source),
                          position,
                          bh_record_kind_to_string (record->kind),
                          key,
                          body,
                          reason};

  g_warning ("The %s record %s is refused by the database and parked: %s",
             bh_record_kind_to_string (record->kind),
             position,
             reason);
  bh_pg_batch_add (batch, "park", G_N_ELEMENTS (values), values);
  add_position (self, batch, record->position);
  bh_pg_connection_run (self->connection, batch, on_parked, g_object_ref (self));
}

static void
on_written (const BhPgReply *reply, gpointer data)
{
  g_autoptr (BhStoreWriter) self = data;
  GPtrArray *records = self->records;

  if (!reply->lost && !reply->ok && records->len == 1 && is_records_fault (reply->sqlstate)) {
    park (self, reply->message);
    return;
  }
  self->busy = FALSE;
  self->records = NULL;
  self->figures.batches++;
  if (reply->ok) {
    self->figures.written += records->len;
    note_arrival (self, last_position (records));
  } else if (!reply->lost && is_records_fault (reply->sqlstate)) {
    self->careful_until = last_position (records);
  } else if (!reply->lost) {
    retry_later (self, reply->message);
  }
  g_ptr_array_unref (records);
  pump (self);
}

static void
write_records (BhStoreWriter *self)
{
  BhPgBatch *batch = bh_pg_batch_new ();

  for (guint i = 0; i < self->records->len; i++) {
    BhRecord *record = self->records->pdata[i];
    g_autofree char *text = text_of (record);
    g_autofree char *statement =
        g_strdup_printf ("write/%s", bh_record_kind_to_string (record->kind));

    if (text == NULL && self->records->len == 1) {
      bh_pg_batch_free (batch);
      park (self, "The body is not UTF-8 text.");
      return;
    }
    /* what is no text makes no JSON either: refused by the database, then looked at alone */
    bh_pg_batch_add (batch, statement, 1, (const char *[]){text != NULL ? text : ""});
  }
  add_position (self, batch, last_position (self->records));
  bh_pg_connection_run (self->connection, batch, on_written, g_object_ref (self));
}

/* ---- reading ---- */

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhStoreWriter) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *records = bh_record_source_read_finish (BH_RECORD_SOURCE (source), result, &error);

  self->busy = FALSE;
  if (records == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      retry_later (self, error->message);
    return;
  }
  /* the connection may have gone meanwhile, and even be another by now */
  if (records->len == 0 || !self->knows_position) {
    g_ptr_array_unref (records);
    if (self->again || !self->knows_position)
      pump (self);
    return;
  }
  self->busy = TRUE;
  self->records = records;
  write_records (self);
}

/* The next step, if there is one and nothing is on the way. */
static void
pump (BhStoreWriter *self)
{
  guint max = self->position < self->careful_until ? 1 : BATCH_MAX;

  if (self->busy) {
    self->again = TRUE;
    return;
  }
  if (self->cancellable == NULL || bh_pg_connection_get_state (self->connection) != BH_PG_UP ||
      self->retry_source != 0)
    return;
  if (!self->knows_position) {
    ask_position (self);
    return;
  }
  self->again = FALSE;
  self->busy = TRUE;
  bh_record_source_read_async (self->source,
                               self->position,
                               max,
                               self->cancellable,
                               on_read,
                               g_object_ref (self));
}

/* ---- where were we? ---- */

static void
on_position (const BhPgReply *reply, gpointer data)
{
  g_autoptr (BhStoreWriter) self = data;
  const char *text = reply->ok ? reply->values->pdata[0] : NULL;
  guint64 known = text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;
  guint64 durable = bh_store_port_get_durable (BH_STORE_PORT (self->source));

  self->busy = FALSE;
  if (reply->lost)
    return;
  if (!reply->ok) {
    retry_later (self, reply->message);
    return;
  }
  if (known > durable) {
    g_warning ("The database knows more of this outbox than the outbox itself (was an older one "
               "put back?): "
               "all that is in it is brought in again");
    known = 0;
  }
  self->knows_position = TRUE;
  self->position = known;
  self->figures.position = known;
  bh_record_source_acknowledge (self->source, known);
  pump (self);
}

static void
ask_position (BhStoreWriter *self)
{
  BhPgBatch *batch = bh_pg_batch_new ();

  self->busy = TRUE;
  bh_pg_batch_add (batch,
                   "position/get",
                   1,
                   (const char *[]){bh_record_source_get_id (self->source)});
  bh_pg_connection_run (self->connection, batch, on_position, g_object_ref (self));
}

static void
on_connection_changed (BhPgConnection *connection, BhStoreWriter *self)
{
  if (bh_pg_connection_get_state (connection) == BH_PG_UP)
    pump (self);
  else
    self->knows_position = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_durable (BhStorePort *port, guint64 position, BhStoreWriter *self)
{
  pump (self);
}

/* ---- public ---- */

static void
bh_store_writer_dispose (GObject *object)
{
  BhStoreWriter *self = BH_STORE_WRITER (object);

  bh_store_writer_stop (self);
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_object (&self->source);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (bh_store_writer_parent_class)->dispose (object);
}

static void
bh_store_writer_class_init (BhStoreWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bh_store_writer_dispose;
  signals[CHANGED] = bh_changed_signal_new (G_TYPE_FROM_CLASS (klass));
}

static void
bh_store_writer_init (BhStoreWriter *self)
{
  self->wait_ms = FIRST_WAIT_MS;
}

BhStoreWriter *
bh_store_writer_new (BhRecordSource *source, const char *conninfo, GVariant *queues)
{
  BhStoreWriter *self;

  g_return_val_if_fail (BH_IS_RECORD_SOURCE (source), NULL);
  g_return_val_if_fail (conninfo != NULL, NULL);

  self = g_object_new (BH_TYPE_STORE_WRITER, NULL);
  self->source = g_object_ref (source);
  self->connection =
      bh_pg_connection_new (conninfo, "bellhop writer", LIMIT_MS, bh_store_setup_writer, queues);
  g_signal_connect (self->connection, "changed", G_CALLBACK (on_connection_changed), self);
  g_signal_connect (source, "durable", G_CALLBACK (on_durable), self);
  return self;
}

void
bh_store_writer_start (BhStoreWriter *self)
{
  g_return_if_fail (BH_IS_STORE_WRITER (self));

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  bh_pg_connection_start (self->connection);
}

void
bh_store_writer_stop (BhStoreWriter *self)
{
  g_return_if_fail (BH_IS_STORE_WRITER (self));

  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  self->knows_position = FALSE;
  bh_pg_connection_stop (self->connection);
}

void
bh_store_writer_try_now (BhStoreWriter *self)
{
  g_return_if_fail (BH_IS_STORE_WRITER (self));

  bh_pg_connection_try_now (self->connection);
}

BhPgState
bh_store_writer_get_state (BhStoreWriter *self)
{
  BhPgState state;

  g_return_val_if_fail (BH_IS_STORE_WRITER (self), BH_PG_OFF);

  state = bh_pg_connection_get_state (self->connection);
  return state == BH_PG_UP && self->problem != NULL ? BH_PG_AWAY : state;
}

const char *
bh_store_writer_get_sentence (BhStoreWriter *self)
{
  g_return_val_if_fail (BH_IS_STORE_WRITER (self), NULL);

  if (bh_pg_connection_get_state (self->connection) == BH_PG_UP && self->problem != NULL)
    return self->problem;
  return bh_pg_connection_get_sentence (self->connection);
}

void
bh_store_writer_get_figures (BhStoreWriter *self, BhStoreWriterFigures *figures)
{
  g_return_if_fail (BH_IS_STORE_WRITER (self));

  *figures = self->figures;
}
