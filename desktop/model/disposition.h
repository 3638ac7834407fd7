/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* What came of a contact: a leaf of a tree, listed flat. Properties: code, label (the leaf, in the
 * reader's language), parents ("Refund › Promised" without the leaf, or ""), path-label ("Refund ›
 * Promised"), queue and campaign (only for contacts of these, or NULL), path (strv of labels),
 * search (string: path label in every language, case-folded, for typed search). */
#define BH_TYPE_DISPOSITION (bh_disposition_get_type ())
G_DECLARE_FINAL_TYPE (BhDisposition, bh_disposition, BH, DISPOSITION, BhItem)

const char *bh_disposition_get_code (BhDisposition *self);
const char *bh_disposition_get_label (BhDisposition *self);
const char *bh_disposition_get_path_label (BhDisposition *self);
/* TRUE if it can come of a contact of @queue and @campaign (each may be NULL: of none). */
gboolean bh_disposition_is_for (BhDisposition *self, const char *queue, const char *campaign);
/* TRUE if every word of @text begins a word of its path, in any language: "ref pro", "退". */
gboolean bh_disposition_matches (BhDisposition *self, const char *text);

G_END_DECLS
