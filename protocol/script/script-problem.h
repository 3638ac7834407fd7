/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* What is wrong with a script, where, and what to do. A script with problems is not saved. */

typedef enum {
  BH_SCRIPT_PROBLEM_SHAPE,               /* a member is missing, unknown, or of another kind */
  BH_SCRIPT_PROBLEM_LIMIT,               /* too long, too many, too deep */
  BH_SCRIPT_PROBLEM_ID,                  /* no id, or one with letters that it may not have */
  BH_SCRIPT_PROBLEM_DUPLICATE,           /* the id is another's */
  BH_SCRIPT_PROBLEM_UNKNOWN_STEP,        /* a way or jump to nowhere */
  BH_SCRIPT_PROBLEM_DEAD_END,            /* the agent can stand there with no way on */
  BH_SCRIPT_PROBLEM_UNREACHABLE,         /* no way leads there */
  BH_SCRIPT_PROBLEM_LOOP,                /* a circle without a question on it */
  BH_SCRIPT_PROBLEM_PLACEHOLDER,         /* {this} is nothing that is known */
  BH_SCRIPT_PROBLEM_TEXT,                /* a brace that is not closed */
  BH_SCRIPT_PROBLEM_CONDITION,           /* cannot be read */
  BH_SCRIPT_PROBLEM_UNKNOWN_ANSWER,      /* a condition names what is asked nowhere */
  BH_SCRIPT_PROBLEM_TYPE,                /* compares what cannot be compared */
  BH_SCRIPT_PROBLEM_NOT_ASKED,           /* names an answer that nobody can have given by then */
  BH_SCRIPT_PROBLEM_UNKNOWN_ARTICLE,     /* the knowledge base has none of this id */
  BH_SCRIPT_PROBLEM_UNKNOWN_DISPOSITION, /* nobody could choose it */
  BH_SCRIPT_PROBLEM_N
} BhScriptProblemKind;

#define BH_SCRIPT_PROBLEMS_MAX 200 /* no more are told at once */

typedef struct {
  BhScriptProblemKind kind;
  char *step;     /* its id, or "#4" where the fourth step has none; NULL: the script itself */
  char *field;    /* of the step: "text", "next[1].when", "questions[0].options[2].label" */
  guint position; /* character in the field's text, from 1; 0: all of it */
  char *message;  /* what is wrong and what to do, one or two sentences */
} BhScriptProblem;

/* "unknown_step": the wire's word. */
const char *bh_script_problem_kind_to_string (BhScriptProblemKind kind);

void bh_script_problem_free (BhScriptProblem *problem);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhScriptProblem, bh_script_problem_free)

/* An owned array of BhScriptProblem. */
GPtrArray *bh_script_problems_new (void);

/* Adds one; beyond BH_SCRIPT_PROBLEMS_MAX they are dropped. @step and @field may be NULL. */
void bh_script_problems_add (GPtrArray *problems,
                             BhScriptProblemKind kind,
                             const char *step,
                             const char *field,
                             guint position,
                             const char *format,
                             ...) G_GNUC_PRINTF (6, 7);

/* Adds what only the database knows, from its [{step, field, article | disposition}]. */
void bh_script_problems_add_missing (GPtrArray *problems, JsonArray *missing);

/* "step \"ask\", next[1].when, character 7: …", for a terminal; owned. */
char *bh_script_problem_to_string (const BhScriptProblem *problem);

/* [{code, step, field, position, message}] of the wire; owned. */
JsonNode *bh_script_problems_to_node (GPtrArray *problems);
