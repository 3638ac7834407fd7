/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/pg-blocking.h"

/* Campaigns and their lists, and consents, at the database's side; blocking, for bellhopctl. What
 * is changed counts for the next record that is handed out. */

/* @settings: a JSON object of columns (label, about, mode, purpose, caller_id,
 * decide_s, retry, disabled) and `script`, the one that is assigned; what is not in it stays. FALSE
 * where @create and it is there, or not @create and it is not. */
gboolean bh_campaigns_set_blocking (PGconn *conn,
                                    const char *name,
                                    const char *settings,
                                    gboolean create,
                                    GError **error);
gboolean
bh_campaigns_run_blocking (PGconn *conn, const char *name, gboolean running, GError **error);
/* JSON text: an array, with how far each is. */
/* Records that a rule refused are looked at again at the next question; their number, -1 with
 * @error. */
int bh_campaigns_reopen_blocking (PGconn *conn, const char *name, GError **error);
char *bh_campaigns_list_blocking (PGconn *conn, GError **error);

/* JSON text: the numbers of @campaign's list, as an object number -> place; FALSE-like NULL where
 * there is no such campaign. */
char *bh_campaigns_numbers_blocking (PGconn *conn, const char *campaign, GError **error);

/* @rows: a JSON array of {name, company, customer, language, zone, reason, due, fields{},
 * numbers[{number, label}]}, put behind those that are there, in one transaction, which is kept or
 * not. A record without a customer gets the one whose number it has, where there is just one.
 * Returns how many got one; -1: error. */
int bh_campaigns_import_blocking (PGconn *conn,
                                  const char *campaign,
                                  const char *rows,
                                  gboolean keep,
                                  GError **error);
/* JSON text: an array of all records with numbers, outcome, state, tries and results. */
char *bh_campaigns_export_blocking (PGconn *conn, const char *campaign, GError **error);

/* ---- consents */

typedef struct {
  const char *number;   /* one of the two */
  const char *customer; /* UUID, or the reference of the system that it was imported from */
  const char *purpose;
  const char *given; /* a time; NULL: now */
  const char *source;
  const char *by;
} BhConsent;

/* FALSE also where there is no such customer. */
gboolean bh_consents_add_blocking (PGconn *conn, const BhConsent *consent, GError **error);
/* Withdrawn from now on; what was stays. */
gboolean bh_consents_remove_blocking (PGconn *conn, const BhConsent *consent, GError **error);
/* JSON text; number and customer NULL: all. */
char *bh_consents_list_blocking (PGconn *conn, const char *number, GError **error);
