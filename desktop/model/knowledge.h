/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/article.h"
#include "desktop/model/desk-commands.h"

G_BEGIN_DECLS

/* The knowledge base as one reader looks at it: what is searched and found, what is suggested for
 * the contact at hand and why, the article that is read.
 *
 * One question is under way at most: what is typed meanwhile is asked when the answer is there, the
 * newest alone, and an answer to what is not asked any more is thrown away. What is searched,
 * opened, inserted and missed is written down by the server, with the contact.
 *
 * Properties, all read-only:
 *   text (what is searched, "" when nothing), hits (GListModel of BhArticleHit), searching (bool),
 *   answered (bool: hits are the answer to text), more (bool: there is more than is listed),
 *   did-you-mean (string or NULL), also-searched (string or NULL: words of the same meaning that
 *   were searched too), message (string or NULL: why there is no answer),
 *   suggestions (GListModel of BhArticleHit), article (BhArticle or NULL), opening (bool), vote
 *   (int64: 1 useful, -1 not, 0 nothing said), article-message (string or NULL: what went wrong
 *   with the article), contact (BhContactItem or NULL) */
#define BH_TYPE_KNOWLEDGE (bh_knowledge_get_type ())
G_DECLARE_FINAL_TYPE (BhKnowledge, bh_knowledge, BH, KNOWLEDGE, BhItem)

BhKnowledge *bh_knowledge_new (BhDesk *desk);

/* Whom the agent has before them; suggestions follow it, its queue and its result. With nobody
 * there they are for the first of the agent's own queues. */
void bh_knowledge_set_contact (BhKnowledge *self, BhContactItem *contact);
/* The step of the script that the agent is at, or NULL; follows the contact's script by itself. */
void bh_knowledge_set_step (BhKnowledge *self, const char *step);
/* Asks for suggestions anew: what they depend on has changed elsewhere. */
void bh_knowledge_suggest_again (BhKnowledge *self);

/* Searches; "" or NULL: nothing is searched any more. Ends in "answered" or in "message". */
void bh_knowledge_search (BhKnowledge *self, const char *text);

/* Opens an article: of the list with its place (from 1), from elsewhere with 0. Ends in "article"
 * or in "article-message". */
void bh_knowledge_open (BhKnowledge *self, const char *article, gint64 place);
void bh_knowledge_close (BhKnowledge *self);
/* The open article was put into a note (FALSE), or read out to the customer (TRUE). */
void bh_knowledge_used (BhKnowledge *self, gboolean read_out);
void bh_knowledge_vote (BhKnowledge *self, gboolean useful);

/* "Not in the knowledge base": @text is what was looked for; @comment: (nullable). */
void bh_knowledge_report_gap_async (BhKnowledge *self,
                                    const char *text,
                                    const char *comment,
                                    BH_COMMAND_END);
gboolean bh_knowledge_report_gap_finish (BhKnowledge *self, GAsyncResult *result, GError **error);

const char *bh_knowledge_get_text (BhKnowledge *self);
GListModel *bh_knowledge_get_hits (BhKnowledge *self);
GListModel *bh_knowledge_get_suggestions (BhKnowledge *self);
BhArticle *bh_knowledge_get_article (BhKnowledge *self);
const char *bh_knowledge_get_did_you_mean (BhKnowledge *self);
const char *bh_knowledge_get_message (BhKnowledge *self);
gboolean bh_knowledge_get_answered (BhKnowledge *self);

G_END_DECLS
