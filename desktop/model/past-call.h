/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* A contact that this agent had before this sign-in, at this desk or another: to be called again.
 *
 * Properties: contact, name (the number where there is none), number, number-text, queue, result
 * (strings, the last two in words or NULL), at (int64 µs), outbound (bool). */
#define BH_TYPE_PAST_CALL (bh_past_call_get_type ())
G_DECLARE_FINAL_TYPE (BhPastCall, bh_past_call, BH, PAST_CALL, BhItem)

/* @data as `agent.recent` has it. NULL: it has no number. */
BhPastCall *bh_past_call_new (JsonObject *data, const char *queue, const char *result);
const char *bh_past_call_get_contact (BhPastCall *self);
const char *bh_past_call_get_name (BhPastCall *self);
const char *bh_past_call_get_number (BhPastCall *self);
const char *bh_past_call_get_number_text (BhPastCall *self);
const char *bh_past_call_get_queue (BhPastCall *self);
const char *bh_past_call_get_result (BhPastCall *self);
gint64 bh_past_call_get_at (BhPastCall *self);
gboolean bh_past_call_get_outbound (BhPastCall *self);

G_END_DECLS
