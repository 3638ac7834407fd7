/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/pg-connection.h"

/* The inside of a batch and of its reply, for pg-connection.c alone. */

typedef struct {
  char *statement;
  int n;
  char **values;
} BhPgStep;

struct BhPgBatch {
  GPtrArray *steps; /* of BhPgStep */
  guint at;         /* whose results come in now */
  BhPgDone done;
  gpointer user_data;
  gint64 since_us; /* when it was sent, monotonic */
  BhPgReply reply;
};

/* Puts the whole batch and the end of its transaction in the pipeline. */
gboolean bh_pg_batch_send (BhPgBatch *batch, PGconn *conn);
/* One result of the batch; takes it. */
void bh_pg_batch_take (BhPgBatch *batch, PGresult *result);
/* Tells whoever waits, and frees the batch. */
void bh_pg_batch_answer (BhPgBatch *batch);
void bh_pg_batch_answer_lost (BhPgBatch *batch, const char *why);
