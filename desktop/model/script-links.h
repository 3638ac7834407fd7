/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk-commands.h"
#include "desktop/model/script-draft.h"

G_BEGIN_DECLS

/* Whether the articles that a script offers are still there for agents. */

#define BH_SCRIPT_LINKS_MAX 100 /* no more are looked at */

typedef struct {
  guint step;
  char *article; /* its id */
  char *words;   /* a sentence: which one, and what is wrong with it */
} BhScriptBrokenLink;

/* Asks for them one after the other. */
void bh_desk_check_script_links_async (BhDesk *desk, BhScriptDraft *draft, BH_COMMAND_END);
/* (transfer full) array of BhScriptBrokenLink; empty when nothing is known to be wrong, also where
 * the server could not be asked. NULL: @error, it was cancelled. */
GPtrArray *bh_desk_check_script_links_finish (BhDesk *desk, GAsyncResult *result, GError **error);
/* FALSE: the draft does not offer it there any more. */
gboolean bh_script_broken_link_is_there (const BhScriptBrokenLink *link, BhScriptDraft *draft);

G_END_DECLS
