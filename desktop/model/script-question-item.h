/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* A question as it stands on the page. The same object as long as the page is shown. Properties:
 *   id, kind ("text", "number", "date", "choice", "choices", "yes_no", "rating"), label, help ("" =
 *   none), required, lines (bool: a text of several lines), max-length (int64), answered (bool),
 *   value (string, never NULL: what was answered as it is typed: "12.5", "2026-11-24", a choice's
 *   value, "yes", "no"; of several choices "" – see the options), value-text (as a person reads
 * it), options (GListModel of BhScriptOptionItem; of yes_no: "yes" and "no"; of a rating its
 * marks), error (string or NULL: why the last answer was not taken, in the reader's words) */
#define BH_TYPE_SCRIPT_QUESTION_ITEM (bh_script_question_item_get_type ())
G_DECLARE_FINAL_TYPE (BhScriptQuestionItem,
                      bh_script_question_item,
                      BH,
                      SCRIPT_QUESTION_ITEM,
                      BhItem)

const char *bh_script_question_item_get_id (BhScriptQuestionItem *self);
const char *bh_script_question_item_get_kind (BhScriptQuestionItem *self);
const char *bh_script_question_item_get_label (BhScriptQuestionItem *self);
const char *bh_script_question_item_get_value (BhScriptQuestionItem *self);
const char *bh_script_question_item_get_value_text (BhScriptQuestionItem *self);
const char *bh_script_question_item_get_error (BhScriptQuestionItem *self);
gboolean bh_script_question_item_get_required (BhScriptQuestionItem *self);
GListModel *bh_script_question_item_get_options (BhScriptQuestionItem *self);

typedef struct {
  gboolean has_min, has_max;
  double min, max;
  guint decimals;
  const char *from, *until; /* days, or NULL */
} BhScriptBounds;
/* Of a number, rating or date. */
void bh_script_question_item_get_bounds (BhScriptQuestionItem *self, BhScriptBounds *bounds);

G_END_DECLS
