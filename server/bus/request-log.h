/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The requests of one client: done once, answered as often as they are asked. Bounded; the oldest
 * answered ones are forgotten first, those in flight never. */
typedef struct BhRequestLog BhRequestLog;

typedef enum {
  BH_REQUEST_NEW,      /* go on; it is in flight from now on */
  BH_REQUEST_PENDING,  /* it is in flight already: say nothing, one reply will come */
  BH_REQUEST_ANSWERED, /* send the reply again */
  BH_REQUEST_CLASH,    /* the id was used for another op */
  BH_REQUEST_FULL,     /* too many are in flight */
} BhRequestState;

BhRequestLog *bh_request_log_new (guint max_pending, guint max_entries, gsize max_bytes);
void bh_request_log_free (BhRequestLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhRequestLog, bh_request_log_free)

/* @reply (out) (transfer none): set with BH_REQUEST_ANSWERED. */
BhRequestState
bh_request_log_begin (BhRequestLog *self, const char *id, const char *op, GBytes **reply);

/* Keeps @reply, or a better one than before (the outcome after a time-out). */
void bh_request_log_answer (BhRequestLog *self, const char *id, GBytes *reply);

/* It was refused before anything was done: the same id may try again. */
void bh_request_log_forget (BhRequestLog *self, const char *id);
