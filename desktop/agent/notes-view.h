/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* What the agent writes, kept with every key stroke. Property: compact (bool). */
#define BH_TYPE_NOTES_VIEW (bh_notes_view_get_type ())
G_DECLARE_FINAL_TYPE (BhNotesView, bh_notes_view, BH, NOTES_VIEW, BhContactView)

void bh_notes_view_focus (BhNotesView *self);
/* Puts @text where the cursor is, a line of its own, as one step of undo; the focus goes there. */
void bh_notes_view_insert (BhNotesView *self, const char *text);

G_END_DECLS
