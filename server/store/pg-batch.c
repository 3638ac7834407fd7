/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/pg-batch.h"

#include "server/store/pg-blocking.h"

static void
step_free (BhPgStep *step)
{
  for (int i = 0; i < step->n; i++)
    g_free (step->values[i]);
  g_free (step->values);
  g_free (step->statement);
  g_free (step);
}

BhPgBatch *
bh_pg_batch_new (void)
{
  BhPgBatch *batch = g_new0 (BhPgBatch, 1);

  batch->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  batch->reply.values = g_ptr_array_new_with_free_func (g_free);
  batch->reply.ok = TRUE;
  return batch;
}

void
bh_pg_batch_free (BhPgBatch *batch)
{
  g_ptr_array_unref (batch->steps);
  g_ptr_array_unref (batch->reply.values);
  g_free (batch->reply.message);
  g_free (batch);
}

void
bh_pg_batch_add (BhPgBatch *batch, const char *statement, int n, const char *const *values)
{
  BhPgStep *step = g_new0 (BhPgStep, 1);

  step->statement = g_strdup (statement);
  step->n = n;
  step->values = g_new0 (char *, (gsize) n + 1);
  for (int i = 0; i < n; i++)
    step->values[i] = g_strdup (values[i]);
  g_ptr_array_add (batch->steps, step);
}

guint
bh_pg_batch_size (const BhPgBatch *batch)
{
  return batch->steps->len;
}

gboolean
bh_pg_batch_send (BhPgBatch *batch, PGconn *conn)
{
  batch->since_us = g_get_monotonic_time ();
  for (guint i = 0; i < batch->steps->len; i++) {
    BhPgStep *step = batch->steps->pdata[i];

    if (!PQsendQueryPrepared (conn,
                              step->statement,
                              step->n,
                              (const char *const *) step->values,
                              NULL,
                              NULL,
                              0))
      return FALSE;
  }
  return PQpipelineSync (conn) == 1;
}

static void
note_failure (BhPgBatch *batch, const PGresult *result)
{
  const char *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);

  batch->reply.ok = FALSE;
  batch->reply.failed = batch->at;
  batch->reply.message = bh_pg_result_message (result);
  g_strlcpy (batch->reply.sqlstate, state != NULL ? state : "", sizeof batch->reply.sqlstate);
}

void
bh_pg_batch_take (BhPgBatch *batch, PGresult *result)
{
  g_autoptr (PGresult) held = result;
  ExecStatusType status = PQresultStatus (held);
  char *value = NULL;

  if (status == PGRES_TUPLES_OK && PQntuples (held) > 0 && PQnfields (held) > 0 &&
      !PQgetisnull (held, 0, 0))
    value = g_strdup (PQgetvalue (held, 0, 0));
  else if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && batch->reply.ok)
    note_failure (batch, held);
  g_ptr_array_add (batch->reply.values, value);
  batch->at++;
}

void
bh_pg_batch_answer (BhPgBatch *batch)
{
  batch->done (&batch->reply, batch->user_data);
  bh_pg_batch_free (batch);
}

void
bh_pg_batch_answer_lost (BhPgBatch *batch, const char *why)
{
  batch->reply.ok = FALSE;
  batch->reply.lost = TRUE;
  g_free (batch->reply.message);
  batch->reply.message = g_strdup (why);
  bh_pg_batch_answer (batch);
}
