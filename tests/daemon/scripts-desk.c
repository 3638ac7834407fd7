/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "desktop/model/desk-script.h"
#include "desktop/model/script-draft.h"
#include "desktop/model/script-shelf.h"
#include "tests/daemon/model-desk.h"

/* scripts-desk SERVER USER FOLDER: the scripts of the desktop's own model.
 *
 *   new WORDS             a new script whose first page says them
 *   load NAME             its newest version, to be changed: the version
 *   open NAME VERSION     an old version, to be changed
 *   say WORDS             on the first page, from now on
 *   save BASE             the draft as the version after BASE: the version, or what went wrong
 *   publish VERSION       of the draft's script: "done", or what went wrong
 *   assign QUEUE          the same
 *   page                  of the contact: id script/version step text, when it has come
 *   answer QUESTION TEXT  of the page: "saved" when the server has it, or what went wrong
 *   on                    to the next page: its step, when the server has it
 *   answered              everything, as far as this desk knows it
 */

typedef struct {
  BhDesk *desk;
  BhScriptDraft *draft;
  GAsyncResult *result;
} World;

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  World *world = data;

  world->result = g_object_ref (result);
}

static gboolean
is_done (gpointer data)
{
  World *world = data;

  return world->result != NULL;
}

/* The result is the caller's. */
static GAsyncResult *
await (World *world)
{
  model_desk_wait (is_done, world);
  return g_steal_pointer (&world->result);
}

static void
do_say (gpointer data, const char *words)
{
  World *world = data;

  bh_script_draft_set_text (world->draft, 0, "text", words);
  printf ("%u problems\n", bh_script_draft_get_n_problems (world->draft));
}

static void
do_new (gpointer data, const char *words)
{
  static const char document[] =
      "{\"format\": 1, \"name\": \"returns\", \"title\": \"Returns\", \"start\": \"ask\","
      " \"steps\": [{\"id\": \"ask\", \"text\": \"\", \"next\": \"end\", \"questions\":"
      " [{\"id\": \"reason\", \"kind\": \"text\", \"label\": \"Why\", \"required\": true},"
      " {\"id\": \"urgent\", \"kind\": \"yes_no\", \"label\": \"Urgent\"}]},"
      " {\"id\": \"end\", \"kind\": \"end\", \"text\": \"Thank you.\"}]}";
  World *world = data;

  g_clear_object (&world->draft);
  world->draft = bh_script_draft_new (document, NULL);
  do_say (world, words);
}

static void
open_version (World *world, const char *name, gint64 version)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *document = NULL;

  bh_desk_get_script_async (world->desk, name, version, NULL, on_done, world);
  result = await (world);
  document = bh_desk_get_script_finish (world->desk, result, &version, &error);
  if (document != NULL) {
    g_clear_object (&world->draft);
    world->draft = bh_script_draft_new (document, &error);
  }
  if (error != NULL)
    printf ("%s\n", error->message);
  else
    printf ("%" G_GINT64_FORMAT "\n", version);
}

static void
do_load (gpointer data, const char *name)
{
  open_version (data, name, 0);
}

static void
do_open (gpointer data, const char *rest)
{
  g_auto (GStrv) words = g_strsplit (rest, " ", 2);

  open_version (data, words[0], g_ascii_strtoll (words[1], NULL, 10));
}

static void
do_save (gpointer data, const char *base)
{
  World *world = data;
  g_autofree char *document = bh_script_draft_to_text (world->draft);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 theirs;
  gint64 version;

  bh_desk_save_script_async (world->desk,
                             document,
                             g_ascii_strtoll (base, NULL, 10),
                             NULL,
                             on_done,
                             world);
  result = await (world);
  version = bh_desk_save_script_finish (world->desk, result, &theirs, &error);
  if (error != NULL)
    printf ("%s\n", error->message);
  else
    printf ("%" G_GINT64_FORMAT "\n", version);
}

static void
say_done (World *world)
{
  g_autoptr (GAsyncResult) result = await (world);
  g_autoptr (GError) error = NULL;

  bh_desk_script_done_finish (world->desk, result, &error);
  printf ("%s\n", error != NULL ? error->message : "done");
}

static void
do_publish (gpointer data, const char *version)
{
  World *world = data;

  bh_desk_publish_script_async (world->desk,
                                bh_script_draft_get_name (world->draft),
                                g_ascii_strtoll (version, NULL, 10),
                                NULL,
                                on_done,
                                world);
  say_done (world);
}

static void
do_assign (gpointer data, const char *queue)
{
  World *world = data;
  const BhScriptTo to = {*queue != '\0' ? queue : NULL, NULL, NULL};

  bh_desk_assign_script_async (world->desk,
                               bh_script_draft_get_name (world->draft),
                               &to,
                               NULL,
                               on_done,
                               world);
  say_done (world);
}

/* ---- the contact's */

static BhContactItem *
contact_of (World *world)
{
  g_autoptr (BhContactItem) contact = g_list_model_get_item (bh_desk_get_contacts (world->desk), 0);

  return contact; /* the list has it */
}

static BhScriptPlayer *
player_of (World *world)
{
  BhContactItem *contact = contact_of (world);

  return contact != NULL ? bh_desk_get_script (world->desk, contact) : NULL;
}

static gboolean
has_player (gpointer data)
{
  return player_of (data) != NULL;
}

static gboolean
is_kept (gpointer data)
{
  g_autofree char *state = NULL;

  g_object_get (player_of (data), "kept-state", &state, NULL);
  return !g_str_equal (state, "saving");
}

static void
do_page (gpointer data, const char *rest)
{
  World *world = data;
  BhScriptPlayer *player;

  model_desk_wait (has_player, world);
  player = player_of (world);
  printf ("%s %s/%" G_GINT64_FORMAT " %s %s\n",
          bh_contact_item_get_id (contact_of (world)),
          bh_script_player_get_name (player),
          bh_script_player_get_version (player),
          bh_script_player_get_step (player),
          bh_script_player_get_text (player));
}

static void
say_kept (World *world, const char *saved)
{
  g_autofree char *state = NULL;
  g_autofree char *message = NULL;

  model_desk_wait (is_kept, world);
  g_object_get (player_of (world), "kept-state", &state, "kept-message", &message, NULL);
  printf ("%s\n", g_str_equal (state, "saved") ? saved : message);
}

static void
do_answer (gpointer data, const char *rest)
{
  World *world = data;
  g_auto (GStrv) words = g_strsplit (rest, " ", 2);
  g_autoptr (GError) error = NULL;

  if (!bh_script_player_answer (player_of (world), words[0], words[1], &error))
    printf ("%s\n", error->message);
  else
    say_kept (world, "saved");
}

static void
do_on (gpointer data, const char *rest)
{
  World *world = data;
  g_autoptr (GError) error = NULL;

  if (!bh_script_player_go_on (player_of (world), &error))
    printf ("%s\n", error->message);
  else
    say_kept (world, bh_script_player_get_step (player_of (world)));
}

static void
do_answered (gpointer data, const char *rest)
{
  g_autofree char *summary = bh_script_player_summary (player_of (data));

  g_strdelimit (summary, "\n", '|');
  printf ("%s\n", summary);
}

static const ModelDeskAct acts[] = {{"new ", do_new},
                                    {"load ", do_load},
                                    {"open ", do_open},
                                    {"say ", do_say},
                                    {"save ", do_save},
                                    {"publish ", do_publish},
                                    {"assign ", do_assign},
                                    {"page", do_page},
                                    {"answered", do_answered},
                                    {"answer ", do_answer},
                                    {"on", do_on},
                                    {NULL}};

int
main (int argc, char **argv)
{
  World world = {.desk = model_desk_sign_in (argc, argv)};

  model_desk_obey (acts, &world);
}
