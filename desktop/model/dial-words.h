/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Whether a number may be dialed, and by which rule not, from when on and where that is written:
 * one or two sentences in the reader's language out of the fields of a judgement (the reply of
 * `dial.check`, the detail of `dial_refused`). For readers of English the server's own sentence,
 * which names the figures too. (transfer full) NULL: it says nothing. */
char *bh_dial_words (JsonObject *judgement, const char *language);

/* The same about one of its rules (a member of `rules`), without title and source. */
char *bh_dial_rule_words (JsonObject *judgement, JsonObject *rule, const char *language);

/* Its title in the reader's language; one that the house wrote itself stays as it is. (transfer
 * none) NULL: it has none. */
const char *bh_dial_rule_title (JsonObject *rule);

G_END_DECLS
