/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/script/script-answer.h"
#include "protocol/script/script-text.h"
#include "protocol/script/script.h"

/* A walk through a script: where the agent is, how they came there, and what was answered. It has
 * no clock and asks nobody: what it knows of the moment is its facts. */

#define BH_SCRIPT_PATH_MAX 256 /* steps that one can go back */

typedef struct _BhScriptRun BhScriptRun;

/* At the start. @version: what the house calls this state of the script; it stays. */
BhScriptRun *bh_script_run_new (BhScript *script, gint64 version);
BhScriptRun *bh_script_run_ref (BhScriptRun *run);
void bh_script_run_unref (BhScriptRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhScriptRun, bh_script_run_unref)

BhScript *bh_script_run_get_script (BhScriptRun *run);
gint64 bh_script_run_get_version (BhScriptRun *run);

/* ---- what it knows */

/* Of the texts; NULL: the script's own. */
void bh_script_run_set_language (BhScriptRun *run, const char *language);
const char *bh_script_run_get_language (BhScriptRun *run);
/* A name of script-names.h to its text; NULL or "": not known. */
void bh_script_run_set_fact (BhScriptRun *run, const char *name, const char *value);
const char *bh_script_run_get_fact (BhScriptRun *run, const char *name);

/* ---- where it is */

/* NULL: the script has no start. */
BhScriptStep *bh_script_run_get_step (BhScriptRun *run);
/* The step's text as it is read out, owned; *spots as bh_script_text_render's, may be NULL. */
char *bh_script_run_get_text (BhScriptRun *run, GArray **spots);
/* The same for any text of the script: a question's label. */
char *bh_script_run_render (BhScriptRun *run, const BhScriptWords *words, GArray **spots);
/* BhScriptQuestion, not owned: those of the step that are asked as things stand. */
GPtrArray *bh_script_run_list_questions (BhScriptRun *run);

/* ---- answers */

/* NULL or empty takes it back. FALSE, nothing changed: BH_SCRIPT_ERROR_QUESTION or _VALUE. */
gboolean
bh_script_run_answer (BhScriptRun *run, const char *question, JsonNode *value, GError **error);
/* NULL: none. The run's. */
JsonNode *bh_script_run_get_answer (BhScriptRun *run, const char *question);
/* Question ids that have an answer, in the script's order; not owned. */
GPtrArray *bh_script_run_list_answers (BhScriptRun *run);
/* BhScriptQuestion of this step that must be answered before one goes on; not owned. */
GPtrArray *bh_script_run_list_missing (BhScriptRun *run);
/* BhScriptStep that must be passed before the script is complete and were not; not owned. */
GPtrArray *bh_script_run_list_unpassed (BhScriptRun *run);

/* ---- going */

/* FALSE: with the reason in words (BH_SCRIPT_ERROR_MISSING or _STEP); @error may be NULL. */
gboolean bh_script_run_can_go_on (BhScriptRun *run, GError **error);
gboolean bh_script_run_go_on (BhScriptRun *run, GError **error);
gboolean bh_script_run_can_go_back (BhScriptRun *run);
/* To the page before; answers stay. FALSE: this is the first. */
gboolean bh_script_run_go_back (BhScriptRun *run);
/* One may jump where the step or the script says, and to every page that was passed. */
gboolean bh_script_run_can_jump (BhScriptRun *run, const char *step);
gboolean bh_script_run_jump (BhScriptRun *run, const char *step, GError **error);
/* BhScriptStep that one may jump to, without those passed; not owned. */
GPtrArray *bh_script_run_list_jumps (BhScriptRun *run);
/* At an end, and every required step was passed. */
gboolean bh_script_run_is_complete (BhScriptRun *run);

/* ---- the chart */

typedef enum {
  BH_SCRIPT_STEP_AWAY,   /* not on any way from here, as far as answers say */
  BH_SCRIPT_STEP_AHEAD,  /* may come */
  BH_SCRIPT_STEP_NEXT,   /* comes next, as things stand */
  BH_SCRIPT_STEP_PASSED, /* was there */
  BH_SCRIPT_STEP_HERE,
} BhScriptStepState;

BhScriptStepState bh_script_run_get_step_state (BhScriptRun *run, const BhScriptStep *step);
/* YES: this way would be taken now (or was the answer's); NO: another, or its condition does not
 * hold; MAYBE: it hangs on what is not answered yet. */
BhScriptTruth bh_script_run_get_way_state (BhScriptRun *run, const BhScriptStep *step, guint way);
/* Ids of the path, first to last, branches too; NULL-terminated, the run's. */
const char *const *bh_script_run_get_path (BhScriptRun *run);
/* *@passed pages so far with this one, *@left at least until an end. */
void bh_script_run_get_progress (BhScriptRun *run, guint *passed, guint *left);

/* ---- kept and carried on */

/* {script, version, path[], jumped[], answers{}}; owned. */
JsonNode *bh_script_run_to_node (BhScriptRun *run);
/* From such a node, in a script of the same name; NULL: BH_SCRIPT_ERROR_STATE. Answers that the
 * script does not take are left out. */
BhScriptRun *bh_script_run_restore (BhScript *script, JsonNode *node, GError **error);
/* Puts the walk where another desk left it: @path as bh_script_run_get_path's. What is not in the
 * script is left out; an empty path leaves it where it is. */
void bh_script_run_set_path (BhScriptRun *run, const char *const *path);
