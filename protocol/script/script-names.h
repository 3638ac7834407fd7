/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What a script may know of the moment besides its answers: the names that placeholders and
 * conditions use, {customer.name}. Names that end in a dot are families: customer.attribute.KEY. */

typedef enum {
  BH_SCRIPT_TEXT,
  BH_SCRIPT_NUMBER,
  BH_SCRIPT_DATE,    /* "2026-11-24" */
  BH_SCRIPT_CHOICE,  /* one of some words */
  BH_SCRIPT_CHOICES, /* any of some words */
  BH_SCRIPT_YES_NO,
  BH_SCRIPT_RATING, /* a whole number */
  BH_SCRIPT_TYPE_N,
  BH_SCRIPT_ANY = BH_SCRIPT_TYPE_N, /* what the house keeps: a text that may be read as a number */
} BhScriptType;

typedef struct {
  const char *name;
  BhScriptType type;         /* of a yes/no the fact is "true" or "false" */
  const char *const *values; /* of a choice */
  const char *title;         /* for people, not translated yet */
} BhScriptName;

/* "text" … "rating": the kinds of questions. */
const char *bh_script_type_to_string (BhScriptType type);
gboolean bh_script_type_from_string (const char *word, BhScriptType *type);

/* NULL: there is no such name. */
const BhScriptName *bh_script_name_find (const char *name);

/* All of them, *n many: for an editor that offers them. */
const BhScriptName *bh_script_names (guint *n);

/* "name of the customer", in the reader's language; of a family the key itself. */
const char *bh_script_name_title (const BhScriptName *name, const char *whole);
