/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/desk.h"
#include "desktop/model/script-draft.h"

G_BEGIN_DECLS

/* Where scripts are written: the steps at the left, the step at hand in the middle, the flow chart
 * and what is wrong at the right, up to date with every letter. A draft is saved as a new version
 * and published on its own. What is refused stays as it was typed, with the reason above it.
 *
 * Actions: editor.new, .open (Ctrl+O), .import, .export, .save (Ctrl+S), .publish, .try (F5),
 * .add-step (Ctrl+plus), .remove-step. */
#define BH_TYPE_SCRIPT_EDITOR (bh_script_editor_get_type ())
G_DECLARE_FINAL_TYPE (BhScriptEditor, bh_script_editor, BH, SCRIPT_EDITOR, AdwWindow)

GtkWidget *bh_script_editor_new (GtkWindow *parent, BhDesk *desk);
BhScriptDraft *bh_script_editor_get_draft (BhScriptEditor *self);
/* Edits @draft, which was made over @version (0 = a new script). */
void bh_script_editor_edit (BhScriptEditor *self, BhScriptDraft *draft, gint64 version);

G_END_DECLS
