/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/script/script.h"

G_BEGIN_DECLS

/* What differs between two versions of a script, page by page, in words. */
typedef struct {
  char *title;      /* of the page, else its id; NULL: of the script itself */
  GPtrArray *lines; /* of char *: a sentence each, at least one */
} BhScriptChange;

/* In the order of @to, pages that are gone last. A page that got another id is known again by its
 * title or its text. Empty: nothing that agents see or do differs. @language: of titles and texts
 * that are the same thing in several; NULL: the script's own. (transfer full) array of
 * BhScriptChange. */
GPtrArray *bh_script_changes (BhScript *from, BhScript *to, const char *language);

G_END_DECLS
