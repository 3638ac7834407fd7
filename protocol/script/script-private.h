/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/script/script.h"

/* A script in the making, for the files that read and check it. */

struct _BhScript {
  gatomicrefcount refs;
  JsonNode *document;
  char *name, *language, *start;
  BhScriptWords *title, *description;
  GPtrArray *steps;
  char **jumps;
  GPtrArray *languages;  /* text, NULL-terminated */
  GHashTable *by_id;     /* step id → BhScriptStep */
  GHashTable *questions; /* id → BhScriptQuestion */
  GHashTable *asking;    /* id → BhScriptStep */
};

/* A script with nothing in it. */
BhScript *bh_script_new_empty (JsonNode *document);

BhScriptStep *bh_script_step_new (guint index);
void bh_script_step_free (gpointer step);
void bh_script_question_free (gpointer question);
void bh_script_option_free (gpointer option);
void bh_script_way_free (gpointer way);
void bh_script_link_free (gpointer link);

/* Where a reader is: whose problems, of which step. */
typedef struct {
  BhScript *script;
  GPtrArray *problems;
  const char *step; /* as BhScriptProblem's */
} BhScriptReader;

/* ---- script-members.c: members of a known kind. Each tells a problem and returns FALSE or NULL.
 * @place: the path within the step, with the member: "questions[0].label". */

typedef struct {
  const char *name;
  gboolean required;
} BhScriptMember;

/* Tells of members that are none of @known (which ends with a NULL name), and of those that miss.
 */
void bh_script_check_members (BhScriptReader *reader,
                              JsonObject *object,
                              const char *place,
                              const BhScriptMember *known);
/* NULL: it is not there or wrong. */
const char *bh_script_member_text (BhScriptReader *reader,
                                   JsonObject *object,
                                   const char *place,
                                   const char *member,
                                   guint longest);
BhScriptWords *bh_script_member_words (BhScriptReader *reader,
                                       JsonObject *object,
                                       const char *place,
                                       const char *member,
                                       guint longest);
gboolean bh_script_member_flag (BhScriptReader *reader,
                                JsonObject *object,
                                const char *place,
                                const char *member);
gboolean bh_script_member_number (BhScriptReader *reader,
                                  JsonObject *object,
                                  const char *place,
                                  const char *member,
                                  double *number);
JsonArray *bh_script_member_list (BhScriptReader *reader,
                                  JsonObject *object,
                                  const char *place,
                                  const char *member,
                                  guint most);
/* Element @i of a list of objects; NULL: it is none. */
JsonObject *
bh_script_list_object (BhScriptReader *reader, JsonArray *list, guint i, const char *place);
BhScriptCondition *bh_script_member_condition (BhScriptReader *reader,
                                               JsonObject *object,
                                               const char *place,
                                               const char *member);
/* "a.b", or "b" where @place is "". Owned. */
char *bh_script_place (const char *place, const char *member);

/* ---- script-question.c, script-read.c, script-check.c */
BhScriptQuestion *
bh_script_question_read (BhScriptReader *reader, JsonObject *object, const char *place);

/* What can only be said of the whole: ways, names, circles. */
void bh_script_check (BhScript *script, GPtrArray *problems);
void bh_script_check_graph (BhScript *script, GPtrArray *problems);

/* "#4" or the id; owned. */
char *bh_script_step_place (const BhScriptStep *step);
