/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/item-row.h"

G_BEGIN_DECLS

/* An article that was found or is suggested. Item: BhArticleHit. */
#define BH_TYPE_ARTICLE_ROW (bh_article_row_get_type ())
G_DECLARE_FINAL_TYPE (BhArticleRow, bh_article_row, BH, ARTICLE_ROW, BhItemRow)

G_END_DECLS
