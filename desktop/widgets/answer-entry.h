/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/widgets/question.h"

G_BEGIN_DECLS

/* Where an answer is typed: a text, a number or a day. A day has a calendar beside it, and Up and
 * Down go to the day before and after.
 *
 * Signals: changed, go-on (as BhQuestion's). */
#define BH_TYPE_ANSWER_ENTRY (bh_answer_entry_get_type ())
G_DECLARE_FINAL_TYPE (BhAnswerEntry, bh_answer_entry, BH, ANSWER_ENTRY, AdwBin)

/* @spec: of a kind that is typed; must live as long as this. */
GtkWidget *bh_answer_entry_new (const BhQuestionSpec *spec);
GVariant *bh_answer_entry_get_answer (BhAnswerEntry *self);
void bh_answer_entry_set_answer (BhAnswerEntry *self, GVariant *answer);
/* (transfer full), NULL: nothing is wrong, or nothing stands there. */
char *bh_answer_entry_find_fault (BhAnswerEntry *self);

G_END_DECLS
