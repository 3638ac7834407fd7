/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/script-draft.h"

G_BEGIN_DECLS

/* Shared by script-draft.c (the whole, its steps) and script-draft-parts.c (what a step lists). */

JsonNode *bh_script_draft_get_document (BhScriptDraft *self);
/* NULL: there is no such step, or it is no object. */
JsonObject *bh_script_draft_step_at (BhScriptDraft *self, guint step);
/* A text, which may be one for each language, in the script's own; "" when it is missing. */
const char *bh_script_draft_read_text (BhScriptDraft *self, JsonObject *object, const char *member);
void bh_script_draft_write_text (BhScriptDraft *self,
                                 JsonObject *object,
                                 const char *member,
                                 const char *text);
/* After every change: checks the whole and tells. */
void bh_script_draft_changed (BhScriptDraft *self);

G_END_DECLS
