/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/pg-blocking.h"

/* Do-not-call lists, at the database's side; blocking, for bellhopctl. A change counts at the next
 * dial. What is taken off stays in the table with who did it. */

/* Of the two, both NULL: the house's own list. */
typedef struct {
  const char *list;     /* a public register's name */
  const char *campaign; /* or a campaign, for its own list */
} BhDoNotCallPlace;

typedef struct {
  const char *number; /* E.164, or digits */
  const char *reason;
  const char *source;
  const char *until; /* a day, of which it still holds; NULL: without an end */
  const char *by;
} BhDoNotCall;

/* An entry that is there already is renewed; *@renewed says so. */
gboolean bh_do_not_call_add_blocking (PGconn *conn,
                                      const BhDoNotCallPlace *place,
                                      const BhDoNotCall *entry,
                                      gboolean *renewed,
                                      GError **error);
/* FALSE also where it was not there. */
gboolean bh_do_not_call_remove_blocking (PGconn *conn,
                                         const BhDoNotCallPlace *place,
                                         const char *number,
                                         const char *by,
                                         GError **error);
/* JSON text: an array of entries that count now; every list where @place names none. */
char *bh_do_not_call_list_blocking (PGconn *conn, const BhDoNotCallPlace *place, GError **error);

typedef struct {
  guint added, renewed, removed;
} BhDoNotCallFigures;

/* @rows: a JSON array of {number, reason, source, until}. In one transaction, which is kept or not;
 * a register is replaced whole and is fresh from now on, another list is added to. */
gboolean bh_do_not_call_import_blocking (PGconn *conn,
                                         const BhDoNotCallPlace *place,
                                         const char *rows,
                                         const char *by,
                                         gboolean keep,
                                         BhDoNotCallFigures *figures,
                                         GError **error);
