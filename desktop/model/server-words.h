/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A sentence of the server (why an act is impossible, why the agent is in this state) in the
 * reader's language; one that is not known here stays English. (transfer none); NULL for NULL. */
const char *bh_server_words (const char *sentence);

/* The reason that a request was refused for, in the reader's language, with the names and figures
 * that the server put into it. (transfer full) NULL: the sentence is not known here. */
char *bh_server_refusal (const char *sentence);

/* All that are known, NULL-terminated: a test holds them against the server's sources. */
const char *const *bh_server_words_list (void);

G_END_DECLS
