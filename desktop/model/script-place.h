/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* Something of a script that one can go to. Properties (strings): id (a step's id; of a link the
 * article's id, or NULL), title (never NULL), search (of a link without an article: words to look
 * for in the knowledge base, else NULL). */
#define BH_TYPE_SCRIPT_PLACE (bh_script_place_get_type ())
G_DECLARE_FINAL_TYPE (BhScriptPlace, bh_script_place, BH, SCRIPT_PLACE, BhItem)

BhScriptPlace *bh_script_place_new (const char *id, const char *title, const char *search);
const char *bh_script_place_get_id (BhScriptPlace *self);
const char *bh_script_place_get_title (BhScriptPlace *self);
const char *bh_script_place_get_search (BhScriptPlace *self);

G_END_DECLS
