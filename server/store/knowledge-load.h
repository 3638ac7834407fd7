/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libpq-fe.h>

/* Many articles at once, published: all of them or none. Blocking: for bellhopctl.
 *
 * Each is a number (for complaints) and a JSON object: id?, source (the file), title, body,
 * language?, category, tags[], owner?, review_on?, by, title_folded, head_words and words (of
 * server/kb), queues[], reasons[], steps[] (when it is offered), shown? (an object: a picture's
 * name in the body, and its hash). One with a known id, or a known source, is a new version of that
 * article, if anything in it is new. */

typedef struct {
  guint inserted;
  guint updated;
  guint unchanged;
} BhKnowledgeLoadResult;

typedef struct BhKnowledgeLoad BhKnowledgeLoad;

BhKnowledgeLoad *bh_knowledge_load_begin (PGconn *conn, GError **error);
gboolean bh_knowledge_load_add (BhKnowledgeLoad *load, guint n, const char *json, GError **error);
/* A picture that they show, after the last article and before the end. @json: picture (its hash),
 * type, width, height, by; checked. @data: its bytes in base64. */
gboolean bh_knowledge_load_picture (BhKnowledgeLoad *load,
                                    const char *json,
                                    const char *data,
                                    GError **error);
/* @keep FALSE: a dry run, everything is undone after it was tried. The load is over in any case. */
gboolean bh_knowledge_load_finish (BhKnowledgeLoad *load,
                                   gboolean keep,
                                   BhKnowledgeLoadResult *result,
                                   GError **error);
/* Undoes everything, if it is not over. */
void bh_knowledge_load_free (BhKnowledgeLoad *load);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhKnowledgeLoad, bh_knowledge_load_free)

/* Groups of synonyms: @json is an array of groups, each an array of {word, key}. They take the
 * place of those that came this way before; what editors made stays. */
gboolean bh_synonyms_load_blocking (PGconn *conn, const char *json, gboolean keep, GError **error);
