/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-store"
#include "server/store/pg-connection.h"

#include <glib-unix.h>

#include "server/store/changed-signal.h"
#include "server/store/pg-batch.h"
#include "server/store/pg-blocking.h"
#include "server/store/worker.h"

#define FIRST_WAIT_MS 250
#define LAST_WAIT_MS  8000
#define TICK_MS       1000
#define PATIENCE_MS   4000 /* an answer that takes longer is a thing to tell */

struct _BhPgConnection {
  GObject parent_instance;

  char *conninfo;
  char *name;
  guint limit_ms;
  BhPgSetup setup;
  GVariant *setup_data; /* nullable */

  BhPgState state;
  char *sentence;
  guint wait_ms; /* before the next try */
  guint retry_source;
  guint tick_source;
  guint lost_source;

  PGconn *conn;
  guint in_source;
  guint out_source;
  GQueue pending; /* of BhPgBatch, sent, in order */
  GCancellable *connecting;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

BH_NICK_DEFINE (BhPgState, bh_pg_state, BH_PG_STATE_TABLE)
G_DEFINE_FINAL_TYPE (BhPgConnection, bh_pg_connection, G_TYPE_OBJECT)

static const char up_sentence[] = "The database is reached.";

static void begin_connect (BhPgConnection *self);

static void
set_state (BhPgConnection *self, BhPgState state, const char *sentence)
{
  if (self->state == state && g_strcmp0 (self->sentence, sentence) == 0)
    return;
  self->state = state;
  g_free (self->sentence);
  self->sentence = g_strdup (sentence);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- connecting, in a worker thread ---- */

typedef struct {
  char *conninfo;
  char *name;
  BhPgSetup setup;
  GVariant *setup_data; /* nullable */
  GWeakRef self;
} Connecting;

static void
connecting_free (Connecting *connecting)
{
  g_weak_ref_clear (&connecting->self);
  g_clear_pointer (&connecting->setup_data, g_variant_unref);
  g_free (connecting->conninfo);
  g_free (connecting->name);
  g_free (connecting);
}

static void
connect_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Connecting *connecting = data;
  GError *error = NULL;
  g_autoptr (PGconn) conn = bh_pg_connect_blocking (connecting->conninfo, connecting->name, &error);

  if (conn != NULL && connecting->setup != NULL)
    connecting->setup (conn, connecting->setup_data, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&conn), (GDestroyNotify) PQfinish);
}

static gboolean
on_retry (gpointer data)
{
  BhPgConnection *self = data;

  self->retry_source = 0;
  begin_connect (self);
  return G_SOURCE_REMOVE;
}

/* Later each time, and never at the same moment as everybody else. */
static void
wait_and_retry (BhPgConnection *self)
{
  guint wait = self->wait_ms + (guint) g_random_int_range (0, (gint) self->wait_ms / 2 + 1);

  self->wait_ms = MIN (self->wait_ms * 2, LAST_WAIT_MS);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  self->retry_source = g_timeout_add (wait, on_retry, self);
}

static void
disconnect (BhPgConnection *self)
{
  g_clear_handle_id (&self->in_source, g_source_remove);
  g_clear_handle_id (&self->out_source, g_source_remove);
  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_handle_id (&self->lost_source, g_source_remove);
  g_clear_pointer (&self->conn, PQfinish);
}

static void
answer_all_lost (BhPgConnection *self, const char *why)
{
  GQueue lost = self->pending;
  BhPgBatch *batch;

  g_queue_init (&self->pending);
  while ((batch = g_queue_pop_head (&lost)) != NULL)
    bh_pg_batch_answer_lost (batch, why);
}

/* The connection is no more: everybody is told, and it is tried again. */
static void
lose (BhPgConnection *self, const char *why)
{
  g_autoptr (BhPgConnection) hold = g_object_ref (self);
  g_autofree char *sentence = g_strdup (why);

  g_info ("%s: connection to the database lost: %s", self->name, sentence);
  disconnect (self);
  wait_and_retry (self);
  set_state (self, BH_PG_AWAY, sentence);
  answer_all_lost (self, sentence);
}

/* ---- the pipeline, in the main loop ---- */

static gboolean on_readable (gint fd, GIOCondition condition, gpointer data);
static gboolean on_writable (gint fd, GIOCondition condition, gpointer data);

static gboolean
on_lost (gpointer data)
{
  BhPgConnection *self = data;
  g_autofree char *why = bh_pg_connection_message (self->conn);
  g_autofree char *sentence = g_strdup_printf ("The connection to the database broke: %s", why);

  self->lost_source = 0;
  lose (self, sentence);
  return G_SOURCE_REMOVE;
}

/* Not at once: whoever handed a batch over is still on the stack. */
static void
lose_soon (BhPgConnection *self)
{
  if (self->lost_source == 0)
    self->lost_source = g_idle_add (on_lost, self);
}

static void
flush (BhPgConnection *self)
{
  int left = PQflush (self->conn);

  if (left < 0)
    lose_soon (self);
  else if (left > 0 && self->out_source == 0)
    self->out_source = g_unix_fd_add (PQsocket (self->conn), G_IO_OUT, on_writable, self);
  else if (left == 0)
    g_clear_handle_id (&self->out_source, g_source_remove);
}

static void
send_batch (BhPgConnection *self, BhPgBatch *batch)
{
  g_queue_push_tail (&self->pending, batch);
  if (!bh_pg_batch_send (batch, self->conn))
    lose_soon (self);
  else
    flush (self);
}

static void
ignore (const BhPgReply *reply, gpointer data)
{
}

/* Nothing but the end of a transaction: a sign of life is asked for. */
static void
ping (BhPgConnection *self)
{
  BhPgBatch *batch = bh_pg_batch_new ();

  batch->done = ignore;
  send_batch (self, batch);
}

/* A server that was stopped, or a network that swallows: nothing breaks, nothing comes. */
static gboolean
on_tick (gpointer data)
{
  g_autoptr (BhPgConnection) self = g_object_ref (data);
  BhPgBatch *oldest = g_queue_peek_head (&self->pending);
  gint64 age_ms = oldest != NULL ? (g_get_monotonic_time () - oldest->since_us) / 1000 : 0;

  if (oldest == NULL)
    ping (self);
  else if (self->limit_ms > 0 && age_ms >= self->limit_ms)
    lose (self, "The database did not answer in time; the connection is made anew.");
  else if (age_ms >= PATIENCE_MS)
    set_state (self,
               BH_PG_AWAY,
               "The database has not answered for some seconds; it is waited for.");
  return self->tick_source != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Everything that can be taken without waiting. */
static void
take_results (BhPgConnection *self)
{
  guint nothings = 0;

  /* a NULL parts two statements; two in a row mean that nothing more is asked */
  while (self->conn != NULL && self->pending.length > 0 && nothings < 2 && !PQisBusy (self->conn)) {
    PGresult *result = PQgetResult (self->conn);
    BhPgBatch *batch = g_queue_peek_head (&self->pending);

    nothings = result == NULL ? nothings + 1 : 0;
    if (result == NULL)
      continue;
    if (PQresultStatus (result) != PGRES_PIPELINE_SYNC) {
      bh_pg_batch_take (batch, result);
      continue;
    }
    PQclear (result);
    g_queue_pop_head (&self->pending);
    /* it answers, whatever was thought of it before */
    set_state (self, BH_PG_UP, up_sentence);
    bh_pg_batch_answer (batch);
  }
}

static gboolean
on_readable (gint fd, GIOCondition condition, gpointer data)
{
  g_autoptr (BhPgConnection) self = g_object_ref (data);

  if (!PQconsumeInput (self->conn)) {
    self->in_source = 0;
    lose_soon (self);
    return G_SOURCE_REMOVE;
  }
  take_results (self);
  if (self->conn != NULL && PQstatus (self->conn) != CONNECTION_OK)
    lose_soon (self);
  /* reading may have made room for writing */
  if (self->conn != NULL && self->out_source != 0)
    flush (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_writable (gint fd, GIOCondition condition, gpointer data)
{
  flush (data);
  return G_SOURCE_CONTINUE;
}

static void
use (BhPgConnection *self, PGconn *conn)
{
  self->conn = conn;
  self->wait_ms = FIRST_WAIT_MS;
  if (PQsetnonblocking (conn, 1) != 0 || !PQenterPipelineMode (conn)) {
    lose (self, "The connection to the database broke as soon as it was made.");
    return;
  }
  self->in_source =
      g_unix_fd_add (PQsocket (conn), G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, self);
  self->tick_source = g_timeout_add (TICK_MS, on_tick, self);
  set_state (self, BH_PG_UP, up_sentence);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  Connecting *connecting = g_task_get_task_data (G_TASK (result));
  g_autoptr (BhPgConnection) self = g_weak_ref_get (&connecting->self);
  g_autoptr (GError) error = NULL;
  PGconn *conn = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (self == NULL) {
    g_clear_pointer (&conn, PQfinish);
    return;
  }
  g_clear_object (&self->connecting);
  if (conn != NULL) {
    use (self, conn);
    return;
  }
  wait_and_retry (self);
  set_state (self, BH_PG_AWAY, error->message);
}

static void
begin_connect (BhPgConnection *self)
{
  Connecting *connecting = g_new0 (Connecting, 1);
  g_autoptr (GTask) task = NULL;

  connecting->conninfo = g_strdup (self->conninfo);
  connecting->name = g_strdup (self->name);
  connecting->setup = self->setup;
  connecting->setup_data = self->setup_data != NULL ? g_variant_ref (self->setup_data) : NULL;
  g_weak_ref_init (&connecting->self, self);
  self->connecting = g_cancellable_new ();
  task = g_task_new (NULL, self->connecting, on_connected, NULL);
  g_task_set_source_tag (task, begin_connect);
  g_task_set_task_data (task, connecting, (GDestroyNotify) connecting_free);
  if (self->state == BH_PG_OFF)
    set_state (self, BH_PG_CONNECTING, "The database is being reached.");
  bh_worker_run (task, connect_thread);
}

/* ---- public ---- */

static void
bh_pg_connection_dispose (GObject *object)
{
  BhPgConnection *self = BH_PG_CONNECTION (object);

  bh_pg_connection_stop (self);
  g_clear_pointer (&self->conninfo, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->sentence, g_free);
  g_clear_pointer (&self->setup_data, g_variant_unref);

  G_OBJECT_CLASS (bh_pg_connection_parent_class)->dispose (object);
}

static void
bh_pg_connection_class_init (BhPgConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bh_pg_connection_dispose;
  signals[CHANGED] = bh_changed_signal_new (G_TYPE_FROM_CLASS (klass));
}

static void
bh_pg_connection_init (BhPgConnection *self)
{
  g_queue_init (&self->pending);
  self->wait_ms = FIRST_WAIT_MS;
  self->sentence = g_strdup ("The database is not asked for.");
}

BhPgConnection *
bh_pg_connection_new (const char *conninfo,
                      const char *name,
                      guint limit_ms,
                      BhPgSetup setup,
                      GVariant *setup_data)
{
  BhPgConnection *self;

  g_return_val_if_fail (conninfo != NULL && name != NULL, NULL);

  self = g_object_new (BH_TYPE_PG_CONNECTION, NULL);
  self->conninfo = g_strdup (conninfo);
  self->name = g_strdup (name);
  self->limit_ms = limit_ms;
  self->setup = setup;
  self->setup_data = setup_data != NULL ? g_variant_ref_sink (setup_data) : NULL;
  return self;
}

void
bh_pg_connection_start (BhPgConnection *self)
{
  g_return_if_fail (BH_IS_PG_CONNECTION (self));

  if (self->state == BH_PG_OFF)
    begin_connect (self);
}

void
bh_pg_connection_stop (BhPgConnection *self)
{
  g_return_if_fail (BH_IS_PG_CONNECTION (self));

  if (self->connecting != NULL)
    g_cancellable_cancel (self->connecting);
  g_clear_object (&self->connecting);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  disconnect (self);
  self->state = BH_PG_OFF;
  self->wait_ms = FIRST_WAIT_MS;
  answer_all_lost (self, "The connection to the database was closed.");
}

void
bh_pg_connection_try_now (BhPgConnection *self)
{
  g_return_if_fail (BH_IS_PG_CONNECTION (self));

  self->wait_ms = FIRST_WAIT_MS;
  if (self->retry_source == 0)
    return;
  g_clear_handle_id (&self->retry_source, g_source_remove);
  begin_connect (self);
}

static gboolean
on_answer_away (gpointer data)
{
  bh_pg_batch_answer_lost (data, "There is no connection to the database.");
  return G_SOURCE_REMOVE;
}

void
bh_pg_connection_run (BhPgConnection *self, BhPgBatch *batch, BhPgDone done, gpointer user_data)
{
  g_return_if_fail (BH_IS_PG_CONNECTION (self));
  g_return_if_fail (batch != NULL && batch->steps->len > 0 && done != NULL);

  batch->done = done;
  batch->user_data = user_data;
  if (self->state != BH_PG_UP) {
    g_idle_add (on_answer_away, batch);
    return;
  }
  send_batch (self, batch);
}

BhPgState
bh_pg_connection_get_state (BhPgConnection *self)
{
  g_return_val_if_fail (BH_IS_PG_CONNECTION (self), BH_PG_OFF);

  return self->state;
}

const char *
bh_pg_connection_get_sentence (BhPgConnection *self)
{
  g_return_val_if_fail (BH_IS_PG_CONNECTION (self), NULL);

  return self->sentence;
}

guint
bh_pg_connection_get_pending (BhPgConnection *self)
{
  g_return_val_if_fail (BH_IS_PG_CONNECTION (self), 0);

  return self->pending.length;
}
