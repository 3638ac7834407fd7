/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/json-get.h"
#include "desktop/model/desk-script.h"
#include "tests/desktop/model/fixture.h"

/* A contact's script at the desk: it comes by itself, and no answer is lost or sent twice. */

#define NUMBER "+8613800138000"
#define S      ((gint64) G_USEC_PER_SEC)

static const char document[] =
    "{\"format\":1,\"name\":\"returns\",\"title\":\"Returns\",\"start\":\"greet\",\"steps\":["
    "{\"id\":\"greet\",\"text\":\"Hello {customer.name|you}, this is {agent.name}.\","
    "\"questions\":[{\"id\":\"why\",\"kind\":\"text\",\"label\":\"Why?\",\"required\":true},"
    "{\"id\":\"note\",\"kind\":\"text\",\"label\":\"Else?\"}],"
    "\"next\":\"bye\"},{\"id\":\"bye\",\"kind\":\"end\",\"text\":\"Bye.\"}]}";

static BhContactItem *
talk (Fixture *f)
{
  const char *id = fake_world_offered (f->world, NUMBER, "Zhang San", "support");

  fake_world_talking (f->world, id);
  fake_world_script (f->world, id, document);
  bh_fixture_settle ();
  return bh_desk_find_contact (f->desk, id);
}

static void
answer (BhContactItem *contact, const char *text)
{
  g_assert_true (bh_script_player_answer (bh_contact_item_get_script (contact), "why", text, NULL));
}

static void
test_comes_by_itself (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  BhScriptPlayer *player = bh_contact_item_get_script (contact);

  g_assert_nonnull (player);
  g_assert_true (player == bh_desk_get_script (f->desk, contact));
  g_assert_cmpstr (bh_script_player_get_step (player), ==, "greet");
  g_assert_true (g_str_has_prefix (bh_script_player_get_text (player), "Hello you, this is Alice"));
  g_assert_cmpint (bh_script_player_get_version (player), ==, 3);
  assert_str (player, "kept-state", "saved");
}

static void
test_is_sent_once (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  BhScriptPlayer *player = bh_contact_item_get_script (contact);

  answer (contact, "broken");
  g_assert_true (bh_script_player_go_on (player, NULL));
  assert_str (player, "kept-state", "saving");
  bh_fixture_pass (f, S);
  assert_str (player, "kept-state", "saved");
  g_assert_cmpuint (fake_server_count (f->server, "script.answer"), ==, 1);
  g_assert_cmpuint (fake_server_count (f->server, "script.step"), ==, 1);
  g_assert_true (bh_contact_item_get_script (contact) == player);
  g_assert_cmpstr (bh_script_player_get_step (player), ==, "bye");
}

/* A word is one answer, not one for each letter; what was typed is on the disk all the same. */
static void
test_is_sent_when_it_is_typed (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  BhScriptPlayer *player = bh_contact_item_get_script (contact);
  static const char *const typed[] = {"b", "be", "bel", "bell"};

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++) {
    g_assert_true (bh_script_player_answer (player, "note", typed[i], NULL));
    bh_fixture_pass (f, S / 10);
  }
  assert_str (player, "kept-state", "saving");
  g_assert_cmpuint (fake_server_count (f->server, "script.answer"), ==, 0);
  bh_fixture_pass (f, 2 * S);
  assert_str (player, "kept-state", "saved");
  g_assert_cmpuint (fake_server_count (f->server, "script.answer"), ==, 1);
  g_assert_true (bh_script_player_answer (player, "note", "bells", NULL));
  answer (contact, "broken");
  g_assert_true (bh_script_player_go_on (player, NULL)); /* done with typing */
  bh_fixture_pass (f, S / 10);
  assert_str (player, "kept-state", "saved");
  g_assert_cmpuint (fake_server_count (f->server, "script.answer"), ==, 3);
}

static void
test_survives_the_desk (Fixture *f, gconstpointer data)
{
  BhContactItem *contact = talk (f);
  g_autofree char *id = g_strdup (bh_contact_item_get_id (contact));
  BhScriptPlayer *player;

  fake_server_drop (f->server);
  bh_fixture_settle ();
  answer (contact, "broken");
  assert_str (bh_contact_item_get_script (contact), "kept-state", "kept");
  bh_fixture_restart_desk (f);
  fake_server_return (f->server);
  fake_server_sign_in (f->server);
  bh_fixture_pass (f, 3 * S);
  g_assert_cmpuint (fake_server_count (f->server, "script.answer"), ==, 1);
  contact = bh_desk_find_contact (f->desk, id);
  player = bh_contact_item_get_script (contact);
  g_assert_nonnull (player);
  g_assert_true (bh_script_player_get_can_go_on (player));
  assert_str (player, "kept-state", "saved");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/desktop/model/script-desk/" path,                                                  \
              Fixture,                                                                             \
              NULL,                                                                                \
              bh_fixture_set_up,                                                                   \
              function,                                                                            \
              bh_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("comes-by-itself", test_comes_by_itself);
  ADD ("is-sent-once", test_is_sent_once);
  ADD ("is-sent-when-it-is-typed", test_is_sent_when_it_is_typed);
  ADD ("survives-the-desk", test_survives_the_desk);
  return g_test_run ();
}
