/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "protocol/script/script-condition.h"
#include "protocol/script/script-problem.h"
#include "protocol/script/script-words.h"

/* A script (话术): what an agent is to say and ask, step by step, as one JSON document. Its format
 * is protocol/schema/script.json; README.md tells it. Nothing here changes once it has been read.
 */

#define BH_SCRIPT_SIZE_MAX    (48 * 1024) /* bytes of the document without white space */
#define BH_SCRIPT_INPUT_MAX   (256 * 1024)
#define BH_SCRIPT_STEPS_MAX   200
#define BH_SCRIPT_QUESTIONS   20 /* of a step */
#define BH_SCRIPT_OPTIONS_MAX 50
#define BH_SCRIPT_WAYS_MAX    20
#define BH_SCRIPT_TEXT_MAX    4000 /* characters */
#define BH_SCRIPT_LABEL_MAX   300
#define BH_SCRIPT_ANSWER_MAX  2000

typedef struct {
  char *value;
  BhScriptWords *label;
} BhScriptOption;

typedef struct {
  char *id; /* unique in the script: answer.ID */
  BhScriptType type;
  BhScriptWords *label, *help; /* help may be NULL */
  gboolean required;
  gboolean has_min, has_max;
  double min, max;         /* of a number or rating */
  guint decimals;          /* of a number */
  char *from, *until;      /* of a date; NULL: any */
  guint max_length;        /* of a text, in characters */
  gboolean lines;          /* a text of several lines */
  GPtrArray *options;      /* BhScriptOption, of choice and choices */
  char **values;           /* the options' values */
  BhScriptCondition *show; /* asked only when this holds; NULL: always */
  char *show_text;         /* as it is written */
} BhScriptQuestion;

typedef struct _BhScriptStep BhScriptStep;

typedef struct {
  BhScriptCondition *when; /* NULL: always */
  char *when_text;
  char *go;
  BhScriptStep *to;     /* NULL: there is no such step */
  BhScriptWords *label; /* for the chart; NULL: none */
} BhScriptWay;

typedef struct {
  char *article; /* its UUID, or NULL */
  char *search;  /* words to search for, or NULL */
  BhScriptWords *title;
} BhScriptLink;

typedef enum {
  BH_SCRIPT_PAGE,   /* read out and asked */
  BH_SCRIPT_BRANCH, /* nothing to see: its ways decide at once */
  BH_SCRIPT_END,
} BhScriptStepKind;

struct _BhScriptStep {
  char *id; /* "" where it has none */
  guint index;
  BhScriptStepKind kind;
  BhScriptWords *title, *text;
  GPtrArray *questions; /* BhScriptQuestion */
  GPtrArray *ways;      /* BhScriptWay: the first that holds is taken */
  char **jumps;         /* ids of steps that the agent may go to as well */
  GPtrArray *links;     /* BhScriptLink */
  gboolean required;    /* must have been passed before the script is complete */
  gboolean payment;     /* what is said here must not be recorded */
  char *disposition;    /* an end's suggestion, or NULL */
};

typedef struct _BhScript BhScript;

/* What can be read of it, and each problem in @problems (bh_script_problems_new ()); NULL where it
 * is no JSON object at all. A script with problems may be drawn, but is not to be saved. */
BhScript *bh_script_read (const char *text, gsize length, GPtrArray *problems);
BhScript *bh_script_from_node (JsonNode *node, GPtrArray *problems);

BhScript *bh_script_ref (BhScript *script);
void bh_script_unref (BhScript *script);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhScript, bh_script_unref)

/* The document as it was read; the script's. */
JsonNode *bh_script_get_document (BhScript *script);
const char *bh_script_get_name (BhScript *script);
const char *bh_script_get_language (BhScript *script); /* of what has none; "" where not said */
const BhScriptWords *bh_script_get_title (BhScript *script);
const BhScriptWords *bh_script_get_description (BhScript *script);
/* All languages that it has, the own first; NULL-terminated, the script's. */
const char *const *bh_script_get_languages (BhScript *script);

GPtrArray *bh_script_get_steps (BhScript *script);    /* BhScriptStep, in the document's order */
BhScriptStep *bh_script_get_start (BhScript *script); /* NULL: unknown */
const char *const *bh_script_get_jumps (BhScript *script); /* steps one may go to from everywhere */
BhScriptStep *bh_script_find_step (BhScript *script, const char *id);
BhScriptQuestion *bh_script_find_question (BhScript *script, const char *id);
/* The step that asks it; NULL: none. */
BhScriptStep *bh_script_find_asking (BhScript *script, const char *question);

/* TRUE: @id is letters, digits, "_" and "-", beginning with a letter or digit, 1 to 64. */
gboolean bh_script_is_id (const char *id);
