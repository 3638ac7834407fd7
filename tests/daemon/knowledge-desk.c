/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <stdlib.h>

#include "desktop/client/client.h"
#include "desktop/model/article-draft.h"
#include "desktop/model/article-hit.h"
#include "desktop/model/knowledge.h"

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

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!bh_desk_sign_in_finish (BH_DESK (source), result, &error)) {
    fprintf (stderr, "%s\n", error->message);
    exit (EXIT_FAILURE);
  }
  *(gboolean *) data = TRUE;
}

static void
on_key (BhDesk *desk, const char *server, const char *fingerprint)
{
  bh_desk_confirm_key (desk, TRUE);
}

static void
wait_until (gboolean (*is_done) (World *world), World *world)
{
  while (!is_done (world))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_searched (World *world)
{
  return bh_knowledge_get_answered (world->knowledge) ||
         bh_knowledge_get_message (world->knowledge) != NULL;
}

static void
do_search (World *world, const char *text)
{
  GListModel *hits = bh_knowledge_get_hits (world->knowledge);
  g_autofree char *also = NULL;

  bh_knowledge_search (world->knowledge, "");
  bh_knowledge_search (world->knowledge, text);
  wait_until (is_searched, world);
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
is_opened (World *world)
{
  gboolean opening;

  g_object_get (world->knowledge, "opening", &opening, NULL);
  return !opening;
}

static void
do_open (World *world, const char *id)
{
  g_autofree char *message = NULL;

  bh_knowledge_close (world->knowledge);
  bh_knowledge_open (world->knowledge, id, 0);
  wait_until (is_opened, world);
  g_object_get (world->knowledge, "article-message", &message, NULL);
  printf ("%s\n",
          message != NULL ? message
                          : bh_article_get_title (bh_knowledge_get_article (world->knowledge)));
}

static gboolean
is_free (World *world)
{
  return !bh_article_draft_get_busy (world->draft);
}

static void
save (World *world, const char *title)
{
  const BhArticleText text = {.title = title, .body = "Written at a desk.", .tags = "desk"};

  bh_article_draft_save (world->draft, &text);
  wait_until (is_free, world);
}

static void
do_write (World *world, const char *title)
{
  bh_article_draft_begin (world->draft, NULL);
  save (world, title);
  printf ("%s ", bh_article_draft_get_message (world->draft));
  bh_article_draft_move (world->draft, BH_ARTICLE_PUBLISH, NULL);
  wait_until (is_free, world);
  printf ("%s %s\n",
          bh_article_draft_get_message (world->draft),
          bh_article_draft_get_id (world->draft));
}

static void
do_load (World *world, const char *id)
{
  bh_article_draft_load (world->draft, id);
  wait_until (is_free, world);
  printf ("%" G_GINT64_FORMAT "\n", bh_article_draft_get_base (world->draft));
}

static void
do_save (World *world, const char *title)
{
  save (world, title);
  printf ("%d %s\n",
          bh_article_draft_get_conflict (world->draft),
          bh_article_draft_get_message (world->draft));
}

static void
do_overtake (World *world, const char *title)
{
  bh_article_draft_overtake (world->draft);
  do_save (world, title);
}

static const struct {
  const char *word;
  void (*func) (World *world, const char *rest);
} acts[] = {{"search ", do_search},
            {"open ", do_open},
            {"write ", do_write},
            {"load ", do_load},
            {"save ", do_save},
            {"overtake ", do_overtake}};

static void
obey (World *world, const char *line)
{
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_str_has_prefix (line, acts[i].word))
      acts[i].func (world, line + strlen (acts[i].word));
  fflush (stdout);
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree char *line =
      g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  if (line == NULL)
    exit (EXIT_SUCCESS);
  obey (data, line);
  g_data_input_stream_read_line_async (G_DATA_INPUT_STREAM (source),
                                       G_PRIORITY_DEFAULT,
                                       NULL,
                                       on_line,
                                       data);
}

int
main (int argc, char **argv)
{
  g_autofree char *known = argc == 4 ? g_build_filename (argv[3], "known", NULL) : NULL;
  const BhClientSettings settings = {.program = "knowledge-desk/1", .known_servers = known};
  g_autoptr (BhClient) client = NULL;
  g_autoptr (BhClock) clock = NULL;
  World world;
  gboolean signed_in = FALSE;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  BhSignIn sign_in;

  if (argc != 4)
    return EXIT_FAILURE;
  client = bh_client_new (&settings);
  clock = bh_clock_new ();
  world.desk = bh_desk_new (BH_FEED (client), clock, "en", argv[3]);
  g_signal_connect (world.desk, "server-key", G_CALLBACK (on_key), NULL);
  sign_in =
      (BhSignIn){.server = argv[1], .user = argv[2], .password = g_getenv ("BELLHOP_PASSWORD")};
  bh_desk_sign_in_async (world.desk, &sign_in, NULL, on_signed_in, &signed_in);
  while (!signed_in)
    g_main_context_iteration (NULL, TRUE);
  world.knowledge = bh_knowledge_new (world.desk);
  world.draft = bh_article_draft_new (world.desk);
  printf ("ready\n");
  fflush (stdout);
  stream = g_unix_input_stream_new (0, FALSE);
  lines = g_data_input_stream_new (stream);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, on_line, &world);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}
