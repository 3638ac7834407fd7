/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* What a colleague wrote of the same contact, to be read. Item: BhColleagueNote. */
#define BH_TYPE_COLLEAGUE_NOTE_ROW (bh_colleague_note_row_get_type ())
G_DECLARE_FINAL_TYPE (BhColleagueNoteRow, bh_colleague_note_row, BH, COLLEAGUE_NOTE_ROW, BhItemRow)

G_END_DECLS
