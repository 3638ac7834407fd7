/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/pg-blocking.h"

/* Trees of results at the database's side; blocking, for bellhopctl. */

/* One of queue and campaign, or none: what is offered everywhere. */
typedef struct {
  const char *queue;
  const char *campaign;
  gboolean instead;     /* what is not in the rows is offered no more */
  const char *required; /* "true", "false": whether a result must be chosen there; NULL: as it is */
} BhDispositionTree;

/* JSON text: an array of {code, parent, labels, queue, campaign, disabled, outcome, depth, leaf,
 * required}, in the order of the tree; all of them, or (@of not NULL) of one tree. */
char *bh_dispositions_list_blocking (PGconn *conn, const BhDispositionTree *of, GError **error);

/* @rows: a JSON array of {code, parent, labels, outcome, position, disabled}, in one transaction,
 * which is kept or not. JSON text: {added, changed, disabled}, or {faults: [{code, message}]} of
 * which nothing was kept. */
char *bh_dispositions_import_blocking (PGconn *conn,
                                       const BhDispositionTree *tree,
                                       const char *rows,
                                       gboolean keep,
                                       GError **error);
