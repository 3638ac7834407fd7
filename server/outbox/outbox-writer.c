/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-outbox"
#include "server/outbox/outbox-writer.h"

#define GROUP_MAX     200
#define LINGER_MAX_MS 20
#define RETRY_MS      250
#define CLOSE_TRIES   4
/* what a row costs beside its body */
#define ROW_BYTES         128
#define DEFAULT_MAX_BYTES (G_GINT64_CONSTANT (2) << 30)
#define DEFAULT_PENDING   (G_GINT64_CONSTANT (64) << 20)

typedef enum { OP_APPEND, OP_PUT, OP_REMOVE } OpType;

struct BhOutboxOp {
  OpType type;
  BhRecord *record; /* OP_APPEND */
  char *kind;       /* of an open object */
  char *id;
  GBytes *body; /* OP_PUT */
  guint64 position;
  gint64 size;
};

typedef struct {
  guint64 after;
  guint max;
  GTask *task;
} Reading;

struct BhOutboxWriter {
  /* the thread's own */
  BhOutboxFile *file;
  GPtrArray *group; /* being written; kept when the disk does not take it */

  GThread *thread;
  GMainContext *context;
  BhOutboxNewsFunc news;
  gpointer user_data;
  BhOutboxOptions options;

  GMutex mutex; /* of everything below */
  GCond wake;
  GQueue ops;       /* of BhOutboxOp */
  GQueue readings;  /* of Reading */
  GQueue answered;  /* of GTask: for the main context to let go */
  gint64 oldest_us; /* when the first of ops came, monotonic */
  guint64 next_position;
  guint64 to_trim;  /* acknowledged, not yet deleted; 0: none */
  gint limit_pages; /* -1: no change wanted */
  gboolean closing;
  guint failed_tries; /* in a row */
  gint64 retry_us;    /* not tried again before, monotonic */
  char *problem;
  GSource *news_source; /* news are on their way */
  BhOutboxFigures figures;
};

static BhOutboxOp *
op_new (OpType type, const char *kind, const char *id, GBytes *body)
{
  BhOutboxOp *op = g_new0 (BhOutboxOp, 1);

  op->type = type;
  op->kind = g_strdup (kind);
  op->id = g_strdup (id);
  op->body = body != NULL ? g_bytes_ref (body) : NULL;
  op->size = ROW_BYTES + (body != NULL ? (gint64) g_bytes_get_size (body) : 0);
  return op;
}

BhOutboxOp *
bh_outbox_op_append (BhRecordKind kind, const char *key, GBytes *body)
{
  BhOutboxOp *op = op_new (OP_APPEND, NULL, NULL, body);

  op->record = bh_record_new (0, kind, key, body);
  return op;
}

BhOutboxOp *
bh_outbox_op_put (const char *kind, const char *id, GBytes *body)
{
  return op_new (OP_PUT, kind, id, body);
}

BhOutboxOp *
bh_outbox_op_remove (const char *kind, const char *id)
{
  return op_new (OP_REMOVE, kind, id, NULL);
}

void
bh_outbox_op_free (BhOutboxOp *op)
{
  g_clear_pointer (&op->record, bh_record_free);
  g_clear_pointer (&op->body, g_bytes_unref);
  g_free (op->kind);
  g_free (op->id);
  g_free (op);
}

/* ---- news for the main context ---- */

static gboolean
on_news (gpointer data)
{
  BhOutboxWriter *self = data;
  g_autofree char *problem = NULL;
  GQueue answered;
  guint64 durable;

  g_mutex_lock (&self->mutex);
  answered = self->answered;
  g_queue_init (&self->answered);
  g_clear_pointer (&self->news_source, g_source_unref);
  durable = self->figures.durable;
  problem = g_strdup (self->problem);
  g_mutex_unlock (&self->mutex);
  self->news (durable, problem, self->user_data);
  /* may close the writer: the last thing that is done */
  g_queue_clear_full (&answered, g_object_unref);
  return G_SOURCE_REMOVE;
}

/* With the mutex. News that are on their way already will be read when they arrive: one source is
 * enough. */
static void
send_news (BhOutboxWriter *self)
{
  if (self->news_source != NULL)
    return;
  self->news_source = g_idle_source_new ();
  g_source_set_priority (self->news_source, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->news_source, on_news, self, NULL);
  g_source_attach (self->news_source, self->context);
}

/* ---- the thread ---- */

static gboolean
write_op (BhOutboxWriter *self, BhOutboxOp *op, GError **error)
{
  switch (op->type) {
  case OP_APPEND:
    return bh_outbox_file_append (self->file, op->record, error);
  case OP_PUT:
    return bh_outbox_file_put_open (self->file, op->kind, op->id, op->body, op->position, error);
  case OP_REMOVE:
  default:
    return bh_outbox_file_remove_open (self->file, op->kind, op->id, error);
  }
}

typedef struct {
  guint trimmed_records;
  gint64 trimmed_bytes;
  guint records;
  gint64 bytes;
  gint64 size;
  guint64 last;
} Outcome;

static gboolean
write_group (BhOutboxWriter *self, guint64 trim, Outcome *outcome, GError **error)
{
  if (!bh_outbox_file_begin (self->file, error))
    return FALSE;
  if (trim != 0 && !bh_outbox_file_trim (self->file,
                                         trim,
                                         &outcome->trimmed_records,
                                         &outcome->trimmed_bytes,
                                         error))
    return FALSE;
  for (guint i = 0; i < self->group->len; i++) {
    BhOutboxOp *op = self->group->pdata[i];

    if (!write_op (self, op, error))
      return FALSE;
    outcome->last = op->position;
    outcome->size += op->size;
    if (op->type == OP_APPEND) {
      outcome->records++;
      outcome->bytes += (gint64) g_bytes_get_size (op->record->body);
    }
  }
  return bh_outbox_file_commit (self->file, MAX (outcome->last, self->figures.durable), error);
}

static void
note_success (BhOutboxWriter *self, guint64 trim, const Outcome *outcome)
{
  g_mutex_lock (&self->mutex);
  self->figures.durable = MAX (self->figures.durable, outcome->last);
  self->figures.records += outcome->records - outcome->trimmed_records;
  self->figures.bytes += outcome->bytes - outcome->trimmed_bytes;
  self->figures.pending_bytes -= outcome->size;
  self->figures.acknowledged = MAX (self->figures.acknowledged, trim);
  self->figures.commits++;
  if (self->to_trim == trim)
    self->to_trim = 0;
  self->failed_tries = 0;
  self->retry_us = 0;
  g_clear_pointer (&self->problem, g_free);
  send_news (self);
  g_mutex_unlock (&self->mutex);
  g_ptr_array_set_size (self->group, 0);
}

static void
note_failure (BhOutboxWriter *self, const GError *error)
{
  g_mutex_lock (&self->mutex);
  self->figures.failures++;
  self->failed_tries++;
  self->retry_us = g_get_monotonic_time () + RETRY_MS * 1000;
  g_free (self->problem);
  self->problem = g_strdup_printf ("%s Until then it is kept in memory.", error->message);
  send_news (self);
  g_mutex_unlock (&self->mutex);
}

/* One transaction; a group that fails is tried again, in the same order. What was acknowledged is
 * deleted first and, after a failure, alone: it makes room. */
static void
commit (BhOutboxWriter *self, guint64 trim)
{
  g_autoptr (GError) error = NULL;
  Outcome outcome = {0};

  if (trim != 0 && self->failed_tries > 0 && self->group->len > 0) {
    GPtrArray *group = g_steal_pointer (&self->group);

    self->group = g_ptr_array_new ();
    commit (self, trim);
    g_ptr_array_unref (self->group);
    self->group = group;
    trim = 0;
  }
  if (write_group (self, trim, &outcome, &error)) {
    note_success (self, trim, &outcome);
    return;
  }
  bh_outbox_file_rollback (self->file);
  note_failure (self, error);
}

static void
answer (BhOutboxWriter *self, Reading *reading)
{
  g_autoptr (GPtrArray) records = NULL;
  GError *error = NULL;
  guint corrupt = 0;

  records = bh_outbox_file_read (self->file, reading->after, reading->max, &corrupt, &error);
  if (corrupt > 0) {
    g_mutex_lock (&self->mutex);
    self->figures.corrupt += corrupt;
    self->figures.records -= MIN (corrupt, self->figures.records);
    g_mutex_unlock (&self->mutex);
  }
  if (records != NULL)
    g_task_return_pointer (reading->task,
                           g_steal_pointer (&records),
                           (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (reading->task, error);
  /* Not let go of here: the last reference to the outbox itself may hang on the task, and this
   * thread cannot end itself. */
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->answered, reading->task);
  send_news (self);
  g_mutex_unlock (&self->mutex);
  g_free (reading);
}

/* With the mutex: when the writing has to begin, monotonic; 0: there is nothing to write. */
static gint64
time_to_write (BhOutboxWriter *self)
{
  gint64 due = self->oldest_us;

  if (self->group->len == 0 && self->ops.length == 0 && self->to_trim == 0)
    return 0;
  if (self->group->len == 0 && self->ops.length > 0 && self->ops.length < GROUP_MAX &&
      !self->closing)
    due += (gint64) self->options.linger_ms * 1000;
  /* While the disk refuses, it is not tried again at once; at the close there is no time to wait.
   */
  return MAX (due, self->closing ? 1 : MAX (self->retry_us, 1));
}

/* With the mutex: returns TRUE when it is time to write, FALSE when there is something else to do.
 */
static gboolean
wait_for_work (BhOutboxWriter *self)
{
  while (TRUE) {
    gint64 when = time_to_write (self);

    if (when != 0 && when <= g_get_monotonic_time ())
      return TRUE;
    if (self->readings.length > 0 || self->limit_pages >= 0 || self->closing)
      return FALSE;
    if (when == 0)
      g_cond_wait (&self->wake, &self->mutex);
    else
      g_cond_wait_until (&self->wake, &self->mutex, when);
  }
}

/* With the mutex: moves the oldest pending things to the group. */
static void
fill_group (BhOutboxWriter *self)
{
  while (self->group->len < GROUP_MAX && self->ops.length > 0)
    g_ptr_array_add (self->group, g_queue_pop_head (&self->ops));
  self->oldest_us = g_get_monotonic_time ();
}

/* With the mutex: may the thread end? What the disk did not take in several tries stays behind. */
static gboolean
is_over (BhOutboxWriter *self)
{
  if (!self->closing || self->readings.length > 0)
    return FALSE;
  return self->failed_tries >= CLOSE_TRIES ||
         (self->group->len == 0 && self->ops.length == 0 && self->to_trim == 0);
}

/* One turn; FALSE when it was the last. */
static gboolean
work_once (BhOutboxWriter *self)
{
  Reading *reading;
  guint64 trim = 0;
  gboolean write;
  gboolean over;
  gint pages;

  g_mutex_lock (&self->mutex);
  write = wait_for_work (self);
  if (write) {
    fill_group (self);
    trim = self->to_trim;
  }
  reading = g_queue_pop_head (&self->readings);
  pages = self->limit_pages;
  self->limit_pages = -1;
  g_mutex_unlock (&self->mutex);

  if (pages >= 0)
    bh_outbox_file_limit_pages (self->file, pages);
  if (write)
    commit (self, trim);
  if (reading != NULL)
    answer (self, reading);

  g_mutex_lock (&self->mutex);
  over = is_over (self);
  g_mutex_unlock (&self->mutex);
  return !over;
}

static gpointer
run (gpointer data)
{
  BhOutboxWriter *self = data;

  while (work_once (self))
    ;
  return NULL;
}

/* ---- the main context's side ---- */

BhOutboxWriter *
bh_outbox_writer_new (BhOutboxFile *file,
                      const BhOutboxFound *found,
                      const BhOutboxOptions *options,
                      BhOutboxNewsFunc news,
                      gpointer user_data)
{
  BhOutboxWriter *self = g_new0 (BhOutboxWriter, 1);

  self->file = file;
  self->group = g_ptr_array_new_with_free_func ((GDestroyNotify) bh_outbox_op_free);
  self->context = g_main_context_ref_thread_default ();
  self->news = news;
  self->user_data = user_data;
  if (options != NULL)
    self->options = *options;
  if (self->options.max_bytes <= 0)
    self->options.max_bytes = DEFAULT_MAX_BYTES;
  if (self->options.max_pending_bytes <= 0)
    self->options.max_pending_bytes = DEFAULT_PENDING;
  self->options.linger_ms = MIN (self->options.linger_ms, LINGER_MAX_MS);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake);
  g_queue_init (&self->ops);
  g_queue_init (&self->readings);
  g_queue_init (&self->answered);
  self->limit_pages = -1;
  self->next_position = found->last_position + 1;
  self->figures.durable = found->last_position;
  self->figures.acknowledged = found->acknowledged;
  self->figures.records = found->records;
  self->figures.bytes = found->bytes;
  self->figures.corrupt = found->corrupt;
  self->thread = g_thread_new ("outbox", run, self);
  return self;
}

static gboolean
has_room (BhOutboxWriter *self, const BhOutboxOp *op, GError **error)
{
  gint64 disk = self->figures.bytes + (gint64) self->figures.records * ROW_BYTES +
                self->figures.pending_bytes;

  if (op->type == OP_REMOVE)
    return TRUE;
  if (self->figures.pending_bytes + op->size <= self->options.max_pending_bytes &&
      disk + op->size <= self->options.max_bytes)
    return TRUE;
  self->figures.refused++;
  g_set_error (error,
               BH_OUTBOX_ERROR,
               BH_OUTBOX_ERROR_FULL,
               "The outbox is full: %u records (%" G_GINT64_FORMAT
               " KiB) wait for the database and %" G_GINT64_FORMAT
               " KiB for the disk. Bring the database back, or make room on the disk.",
               self->figures.records,
               self->figures.bytes / 1024,
               self->figures.pending_bytes / 1024);
  return FALSE;
}

guint64
bh_outbox_writer_push (BhOutboxWriter *self, BhOutboxOp *op, GError **error)
{
  guint64 position = 0;

  g_mutex_lock (&self->mutex);
  if (has_room (self, op, error)) {
    position = self->next_position++;
    op->position = position;
    if (op->record != NULL) {
      op->record->position = position;
      self->figures.appended++;
    }
    self->figures.pending_bytes += op->size;
    if (self->ops.length == 0 && self->group->len == 0)
      self->oldest_us = g_get_monotonic_time ();
    g_queue_push_tail (&self->ops, op);
    g_cond_signal (&self->wake);
  }
  g_mutex_unlock (&self->mutex);
  if (position == 0)
    bh_outbox_op_free (op);
  return position;
}

void
bh_outbox_writer_read (BhOutboxWriter *self, guint64 after, guint max, GTask *task)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->after = after;
  reading->max = max;
  reading->task = g_object_ref (task);
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->readings, reading);
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);
}

void
bh_outbox_writer_acknowledge (BhOutboxWriter *self, guint64 position)
{
  g_mutex_lock (&self->mutex);
  if (position > self->figures.acknowledged && position > self->to_trim) {
    self->to_trim = MIN (position, self->figures.durable);
    g_cond_signal (&self->wake);
  }
  g_mutex_unlock (&self->mutex);
}

void
bh_outbox_writer_get_figures (BhOutboxWriter *self, BhOutboxFigures *figures)
{
  g_mutex_lock (&self->mutex);
  *figures = self->figures;
  g_mutex_unlock (&self->mutex);
}

void
bh_outbox_writer_limit_pages (BhOutboxWriter *self, gint pages)
{
  g_mutex_lock (&self->mutex);
  self->limit_pages = pages;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);
}

gboolean
bh_outbox_writer_close (BhOutboxWriter *self)
{
  gboolean whole;

  g_mutex_lock (&self->mutex);
  self->closing = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  whole = self->group->len == 0 && self->ops.length == 0;
  if (self->news_source != NULL) {
    g_source_destroy (self->news_source);
    g_source_unref (self->news_source);
  }
  g_queue_clear_full (&self->ops, (GDestroyNotify) bh_outbox_op_free);
  g_queue_clear_full (&self->answered, g_object_unref);
  g_ptr_array_unref (self->group);
  bh_outbox_file_close (self->file);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wake);
  g_free (self->problem);
  g_free (self);
  return whole;
}
