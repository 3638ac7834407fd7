/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/pbx-event.h"

/* Who talks to whom, and which agent consults whom while a customer waits: what a command does not
 * say and FreeSWITCH would have to be asked for. Read from the events that the session gives. */

typedef struct {
  char *agent;    /* legs */
  char *customer; /* NULL: has hung up */
  char *consulted;
  char *number;
  gboolean is_answered;
  gboolean is_over; /* completed, cancelled, or failed: what ends now ends by itself */
} BhEslConsult;

typedef struct _BhEslConsults BhEslConsults;

BhEslConsults *bh_esl_consults_new (void);
void bh_esl_consults_free (BhEslConsults *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhEslConsults, bh_esl_consults_free)

/* Notes bridges and ends of legs. */
void bh_esl_consults_take (BhEslConsults *self, const BhPbxEvent *event);

/* The leg that @leg is in a bridge with, or NULL. */
const char *bh_esl_consults_peer (const BhEslConsults *self, const char *leg);

BhEslConsult *bh_esl_consults_add (BhEslConsults *self,
                                   const char *agent,
                                   const char *customer,
                                   const char *consulted,
                                   const char *number);

/* The consult that @agent's leg is in, or that @leg takes part in; NULL: none. */
BhEslConsult *bh_esl_consults_of (BhEslConsults *self, const char *agent);
BhEslConsult *bh_esl_consults_with (BhEslConsults *self, const char *leg);

void bh_esl_consults_remove (BhEslConsults *self, BhEslConsult *consult);

/* The link is gone: who talks to whom is told anew. */
void bh_esl_consults_clear (BhEslConsults *self);
