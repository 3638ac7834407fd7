/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* What a colleague wrote of a contact that they serve, or served, with us: shown beside one's own
 * note, never mixed into it. Properties: author (user name), name, body (strings), saved-at
 * (int64). */
#define BH_TYPE_COLLEAGUE_NOTE (bh_colleague_note_get_type ())
G_DECLARE_FINAL_TYPE (BhColleagueNote, bh_colleague_note, BH, COLLEAGUE_NOTE, BhItem)

/* @data: a `note` event. */
void bh_colleague_note_update (BhColleagueNote *self,
                               const char *author,
                               const char *name,
                               JsonObject *data);
const char *bh_colleague_note_get_author (BhColleagueNote *self);
const char *bh_colleague_note_get_name (BhColleagueNote *self);
const char *bh_colleague_note_get_body (BhColleagueNote *self);
gint64 bh_colleague_note_get_saved_at (BhColleagueNote *self);

G_END_DECLS
