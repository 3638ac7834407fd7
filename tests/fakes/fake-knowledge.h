/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The knowledge base of a FakeWorld: a handful of articles that are searched by whole strings, two
 * groups of synonyms, a gap. What is saved, reviewed and published is kept, with the refusals that
 * the real server has for who comes second. */
typedef struct FakeKnowledge FakeKnowledge;

#define FAKE_ARTICLE_CHANGE    "11111111-1111-4111-8111-111111111111" /* Change a password */
#define FAKE_ARTICLE_FORGOTTEN "22222222-2222-4222-8222-222222222222" /* Forgotten password */
#define FAKE_ARTICLE_CHINESE   "33333333-3333-4333-8333-333333333333" /* 修改密码 */
#define FAKE_ARTICLE_REFUNDS   "44444444-4444-4444-8444-444444444444" /* How refunds work */
#define FAKE_ARTICLE_LIGHTS    "55555555-5555-4555-8555-555555555555" /* Router lights, a picture */

FakeKnowledge *fake_knowledge_new (void);
void fake_knowledge_free (FakeKnowledge *self);

/* As fake_world_do(), for ops that begin with "kb.". */
JsonObject *fake_knowledge_do (FakeKnowledge *self,
                               const char *op,
                               JsonObject *args,
                               const char **code,
                               const char **message);

G_END_DECLS
