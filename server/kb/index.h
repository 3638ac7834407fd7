/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Adds to an article (title, body, language?, category?, tags[]?) what the database searches it by:
 * title_folded, head_words, words; and pictures[], the names of local ones in the body. */
void bh_kb_index_article (JsonObject *article);
