/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A question with its answer: label, help, something to answer with, and below it what is wrong
 * with the answer. Enter in it goes on; in a text of several lines Ctrl+Enter does nothing here, so
 * that it stays the window's.
 *
 * An answer is a GVariant: "s" (text, choice, and a day as "2026-11-24"), "d" (number, rating), "b"
 * (yes or no), "as" (choices); NULL: there is none.
 *
 * Signals: changed: the person answered otherwise (also with something that cannot be meant);
 * go-on: Enter was pressed. */
#define BH_TYPE_QUESTION (bh_question_get_type ())
G_DECLARE_FINAL_TYPE (BhQuestion, bh_question, BH, QUESTION, AdwBin)

typedef enum {
  BH_QUESTION_TEXT,
  BH_QUESTION_NUMBER,
  BH_QUESTION_DATE,
  BH_QUESTION_CHOICE,
  BH_QUESTION_CHOICES,
  BH_QUESTION_YES_NO,
  BH_QUESTION_RATING,
} BhQuestionKind;

typedef struct {
  BhQuestionKind kind;
  const char *label;
  const char *help; /* or NULL */
  gboolean required;
  gboolean has_min, has_max;
  double min, max;           /* of a number; a rating has both */
  guint decimals;            /* of a number */
  const char *from, *until;  /* of a day; NULL: any */
  guint max_length;          /* of a text, in characters; 0: any */
  gboolean lines;            /* a text of several lines */
  const char *const *values; /* of a choice, NULL-terminated, … */
  const char *const *words;  /* … and what people read for them */
} BhQuestionSpec;

/* Everything is copied. */
GtkWidget *bh_question_new (const BhQuestionSpec *spec);

/* (transfer full) or NULL: none, or what cannot be meant. */
GVariant *bh_question_get_answer (BhQuestion *self);
/* Shows an answer and says nothing of it. What is being typed means the same already: it stays. */
void bh_question_set_answer (BhQuestion *self, GVariant *answer);
/* What is wrong with what stands there now, in words; NULL: nothing. That nothing stands there is
 * wrong only where @missing asks for it and the question is required. (transfer full) */
char *bh_question_find_fault (BhQuestion *self, gboolean missing);
/* Shows what is wrong; NULL takes it away. A change takes it away as well. */
void bh_question_set_error (BhQuestion *self, const char *text);
void bh_question_focus (BhQuestion *self);

G_END_DECLS
