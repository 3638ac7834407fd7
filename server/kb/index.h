/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Adds to an article (title, body, language?, category?, tags[]?) what the database searches it by:
 * title_folded, head_words, words. */
void bh_kb_index_article (JsonObject *article);
