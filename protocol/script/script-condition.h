/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/script/script-names.h"
#include "protocol/script/script-value.h"

/* A condition of a script: text once, then a tree.
 *
 *     condition = "not" condition / condition ("and" / "or") condition / "(" condition ")"
 *               / value [("==" / "!=" / "<" / "<=" / ">" / ">=") value
 *                       / ["not"] "in" (list / value) / "is" ["not"] "empty"]
 *     value     = name / "text" / 'text' / number / "true" / "false"
 *     list      = "[" value *("," value) "]"
 *
 * "and" binds tighter than "or". Names are those of script-names.h, and answer.ID. It reads values
 * and does nothing else. */

#define BH_SCRIPT_CONDITION_LENGTH 500 /* characters */
#define BH_SCRIPT_CONDITION_DEPTH  16  /* brackets and nots within each other */
#define BH_SCRIPT_CONDITION_NODES  100

typedef struct _BhScriptCondition BhScriptCondition;

/* What somebody tells of a condition: from character @position (from 1). */
typedef void (*BhScriptComplain) (guint position, const char *message, gpointer data);

/* NULL after it has complained once. */
BhScriptCondition *
bh_script_condition_parse (const char *text, BhScriptComplain complain, gpointer data);
void bh_script_condition_free (BhScriptCondition *condition);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhScriptCondition, bh_script_condition_free)

/* What a name is; FALSE: it is nothing. *values (transfer none): the words of a choice, or NULL. */
typedef gboolean (*BhScriptResolve) (const char *name,
                                     BhScriptType *type,
                                     const char *const **values,
                                     gpointer data);

/* Names, by @unknown; and comparisons that can never be meant so, by @mismatch. */
void bh_script_condition_check (const BhScriptCondition *condition,
                                BhScriptResolve resolve,
                                BhScriptComplain unknown,
                                BhScriptComplain mismatch,
                                gpointer data);

/* Each name that occurs, as often as it does. */
typedef void (*BhScriptNameFound) (const char *name, guint position, gpointer data);
void bh_script_condition_each_name (const BhScriptCondition *condition,
                                    BhScriptNameFound found,
                                    gpointer data);

typedef enum { BH_SCRIPT_NO, BH_SCRIPT_YES, BH_SCRIPT_MAYBE } BhScriptTruth;

/* Fills *value, which is empty at first; FALSE: nobody can know yet. */
typedef gboolean (*BhScriptLookup) (const char *name, BhScriptValue *value, gpointer data);

/* What is empty equals nothing, is neither less nor more than anything, is in no list, and is no
 * "yes". MAYBE only where @lookup said that nobody can know yet. A NULL condition holds. */
BhScriptTruth bh_script_condition_holds (const BhScriptCondition *condition,
                                         BhScriptLookup lookup,
                                         gpointer data);
