/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "desktop/model/article-draft.h"
#include "desktop/model/article-hit.h"
#include "desktop/model/knowledge.h"
#include "tests/daemon/model-desk.h"

/* knowledge-desk SERVER USER FOLDER, the password in BELLHOP_PASSWORD: the desktop's own model at a
 * real server, told what to do by lines, each answered by one.
 *
 *   search TEXT     titles|also: words|meant: words, or what went wrong
 *   open UUID       its title
 *   write TITLE     writes a new article and publishes it: what is said, and its id
 *   load UUID       to go on writing it: its version
 *   save TITLE      1 if somebody was first, and what is said
 *   overtake TITLE  saves it after that
 */

typedef struct {
  BhDesk *desk;
  BhKnowledge *knowledge;
  BhArticleDraft *draft;
} World;

static gboolean
is_searched (gpointer data)
{
  World *world = data;

  return bh_knowledge_get_answered (world->knowledge) ||
         bh_knowledge_get_message (world->knowledge) != NULL;
}

static void
do_search (gpointer data, const char *text)
{
  World *world = data;
  GListModel *hits = bh_knowledge_get_hits (world->knowledge);
  g_autofree char *also = NULL;

  bh_knowledge_search (world->knowledge, "");
  bh_knowledge_search (world->knowledge, text);
  model_desk_wait (is_searched, world);
  if (bh_knowledge_get_message (world->knowledge) != NULL) {
    printf ("%s\n", bh_knowledge_get_message (world->knowledge));
    return;
  }
  for (guint i = 0; i < g_list_model_get_n_items (hits); i++) {
    g_autoptr (BhArticleHit) hit = g_list_model_get_item (hits, i);
    printf ("%s|", bh_article_hit_get_title (hit));
  }
  g_object_get (world->knowledge, "also-searched", &also, NULL);
  printf ("also: %s|meant: %s\n",
          also != NULL ? also : "",
          bh_knowledge_get_did_you_mean (world->knowledge) != NULL
              ? bh_knowledge_get_did_you_mean (world->knowledge)
              : "");
}

static gboolean
is_opened (gpointer data)
{
  World *world = data;

  gboolean opening;

  g_object_get (world->knowledge, "opening", &opening, NULL);
  return !opening;
}

static void
do_open (gpointer data, const char *id)
{
  World *world = data;
  g_autofree char *message = NULL;

  bh_knowledge_close (world->knowledge);
  bh_knowledge_open (world->knowledge, id, 0);
  model_desk_wait (is_opened, world);
  g_object_get (world->knowledge, "article-message", &message, NULL);
  printf ("%s\n",
          message != NULL ? message
                          : bh_article_get_title (bh_knowledge_get_article (world->knowledge)));
}

static gboolean
is_free (gpointer data)
{
  World *world = data;

  return !bh_article_draft_get_busy (world->draft);
}

static void
save (World *world, const char *title)
{
  const BhArticleText text = {.title = title, .body = "Written at a desk.", .tags = "desk"};

  bh_article_draft_save (world->draft, &text);
  model_desk_wait (is_free, world);
}

static void
do_write (gpointer data, const char *title)
{
  World *world = data;

  bh_article_draft_begin (world->draft, NULL);
  save (world, title);
  printf ("%s ", bh_article_draft_get_message (world->draft));
  bh_article_draft_move (world->draft, BH_ARTICLE_PUBLISH, NULL);
  model_desk_wait (is_free, world);
  printf ("%s %s\n",
          bh_article_draft_get_message (world->draft),
          bh_article_draft_get_id (world->draft));
}

static void
do_load (gpointer data, const char *id)
{
  World *world = data;

  bh_article_draft_load (world->draft, id);
  model_desk_wait (is_free, world);
  printf ("%" G_GINT64_FORMAT "\n", bh_article_draft_get_base (world->draft));
}

static void
do_save (gpointer data, const char *title)
{
  World *world = data;

  save (world, title);
  printf ("%d %s\n",
          bh_article_draft_get_conflict (world->draft),
          bh_article_draft_get_message (world->draft));
}

static void
do_overtake (gpointer data, const char *title)
{
  World *world = data;

  bh_article_draft_overtake (world->draft);
  do_save (world, title);
}

static const ModelDeskAct acts[] = {{"search ", do_search},
                                    {"open ", do_open},
                                    {"write ", do_write},
                                    {"load ", do_load},
                                    {"save ", do_save},
                                    {"overtake ", do_overtake},
                                    {NULL}};

int
main (int argc, char **argv)
{
  World world = {.desk = model_desk_sign_in (argc, argv)};

  world.knowledge = bh_knowledge_new (world.desk);
  world.draft = bh_article_draft_new (world.desk);
  model_desk_obey (acts, &world);
}
