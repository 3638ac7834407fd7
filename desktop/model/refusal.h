/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* Something that a person typed or chose and the server did not take. Properties:
 *   id (string: one for each thing of a contact, "CONTACT QUESTION"), kind ("answer", "note",
 *   "result"), contact (id), title (of the contact, never NULL), subject (the question; the
 *   result's words; NULL of a note), text (what was typed, as a person reads it; "" = it was taken
 *   back), reason (in the reader's words), sentence (all of it in one), at (int64) */
#define BH_TYPE_REFUSAL (bh_refusal_get_type ())
G_DECLARE_FINAL_TYPE (BhRefusal, bh_refusal, BH, REFUSAL, BhItem)

/* @kept: what was kept of it: {"kind", "contact", "title", "subject", "text", "reason", "op",
 * "args"}. (transfer full) NULL: something needed is missing. */
BhRefusal *bh_refusal_new (const char *id, JsonObject *kept, gint64 at);

const char *bh_refusal_get_id (BhRefusal *self);
const char *bh_refusal_get_kind (BhRefusal *self);
const char *bh_refusal_get_contact (BhRefusal *self);
const char *bh_refusal_get_text (BhRefusal *self);
const char *bh_refusal_get_reason (BhRefusal *self);
const char *bh_refusal_get_sentence (BhRefusal *self);
/* Of a note NULL. (transfer none) */
const char *bh_refusal_get_op (BhRefusal *self);
JsonObject *bh_refusal_get_args (BhRefusal *self);
/* As given to bh_refusal_new(). (transfer none) */
JsonObject *bh_refusal_get_kept (BhRefusal *self);

G_END_DECLS
