/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/json-get.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/desk-script.h"
#include "tests/desktop/model/fixture.h"

/* What the server does not take is told with what was typed, and stays until it is put away. */

#define NUMBER "+8613800138000"
#define S      ((gint64) G_USEC_PER_SEC)

static const char document[] =
    "{\"format\":1,\"name\":\"returns\",\"title\":\"Returns\",\"start\":\"greet\",\"steps\":["
    "{\"id\":\"greet\",\"text\":\"Hello.\","
    "\"questions\":[{\"id\":\"why\",\"kind\":\"text\",\"label\":\"Why?\",\"required\":true},"
    "{\"id\":\"how\",\"kind\":\"yes_no\",\"label\":\"Is it whole?\"}],"
    "\"next\":\"bye\"},{\"id\":\"bye\",\"kind\":\"end\",\"text\":\"Bye.\"}]}";

static char *
talk (Fixture *f)
{
  const char *id = fake_world_offered (f->world, NUMBER, "Zhang San", "support");

  fake_world_talking (f->world, id);
  fake_world_script (f->world, id, document);
  bh_fixture_settle ();
  return g_strdup (id);
}

static BhScriptPlayer *
player_of (Fixture *f, const char *id)
{
  return bh_contact_item_get_script (bh_desk_find_contact (f->desk, id));
}

static void
answer (Fixture *f, const char *id, const char *text)
{
  g_assert_true (bh_script_player_answer (player_of (f, id), "why", text, NULL));
}

static void
refuse (Fixture *f, const char *op)
{
  fake_server_fail_next (f->server, op, "forbidden", "Not yours any more.");
}

static guint
count (Fixture *f)
{
  return g_list_model_get_n_items (bh_desk_get_refusals (f->desk));
}

static BhRefusal *
only (Fixture *f)
{
  g_autoptr (BhRefusal) refusal = g_list_model_get_item (bh_desk_get_refusals (f->desk), 0);

  g_assert_cmpuint (count (f), ==, 1);
  return refusal;
}

static void
test_answer_of_a_contact_that_left (Fixture *f, gconstpointer data)
{
  g_autofree char *id = talk (f);

  refuse (f, "script.answer");
  answer (f, id, "The parcel was wet");
  fake_world_gone (f->world, id, "finished", NULL);
  g_assert_null (bh_desk_find_contact (f->desk, id));
  bh_fixture_pass (f, 3 * S);
  g_assert_cmpstr (bh_refusal_get_sentence (only (f)),
                   ==,
                   "The answer to “Why?” for Zhang San was not taken: Not yours any more.");
  g_assert_cmpstr (bh_refusal_get_text (only (f)), ==, "The parcel was wet");
  g_assert_cmpstr (bh_refusal_get_contact (only (f)), ==, id);
}

/* While it is there its row says it, and the value is one that a person reads. */
static void
test_answer_of_a_contact_that_is_there (Fixture *f, gconstpointer data)
{
  g_autofree char *id = talk (f);
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);

  g_assert_null (bh_contact_item_get_trouble (contact));
  refuse (f, "script.answer");
  g_assert_true (bh_script_player_answer (player_of (f, id), "how", "yes", NULL));
  bh_fixture_pass (f, S);
  g_assert_cmpstr (bh_refusal_get_text (only (f)), ==, "yes");
  g_assert_cmpstr (bh_contact_item_get_trouble (contact),
                   ==,
                   "The answer to “Is it whole?” for Zhang San was not taken: Not yours any more.");
  bh_desk_dismiss_refusal (f->desk, bh_refusal_get_id (only (f)));
  g_assert_cmpuint (count (f), ==, 0);
  g_assert_null (bh_contact_item_get_trouble (contact));
}

static void
test_stays_over_the_death_of_the_desk (Fixture *f, gconstpointer data)
{
  g_autofree char *id = talk (f);

  refuse (f, "script.answer");
  answer (f, id, "The parcel was wet");
  bh_fixture_pass (f, 3 * S);
  for (guint i = 0; i < 2; i++) {
    bh_fixture_restart_desk (f);
    fake_server_sign_in (f->server);
    bh_fixture_pass (f, S);
    g_assert_cmpstr (bh_refusal_get_text (only (f)), ==, "The parcel was wet");
    g_assert_true (g_str_has_suffix (bh_refusal_get_sentence (only (f)), "Not yours any more."));
  }
  bh_desk_dismiss_refusal (f->desk, bh_refusal_get_id (only (f)));
  bh_fixture_restart_desk (f);
  fake_server_sign_in (f->server);
  g_assert_cmpuint (count (f), ==, 0);
}

/* What waited in the journal of a desk that died, for a contact that nobody knows any more. */
static void
test_answer_that_was_kept (Fixture *f, gconstpointer data)
{
  g_autofree char *id = talk (f);

  fake_server_drop (f->server);
  bh_fixture_settle ();
  answer (f, id, "Typed while it was away");
  bh_fixture_restart_desk (f);
  fake_world_gone (f->world, id, "finished", NULL);
  refuse (f, "script.answer");
  fake_server_return (f->server);
  fake_server_sign_in (f->server);
  bh_fixture_pass (f, 3 * S);
  g_assert_cmpstr (bh_refusal_get_sentence (only (f)),
                   ==,
                   "The answer to “Why?” for Zhang San was not taken: Not yours any more.");
  g_assert_cmpstr (bh_refusal_get_text (only (f)), ==, "Typed while it was away");
}

static void
test_is_tried_again (Fixture *f, gconstpointer data)
{
  g_autofree char *id = talk (f);
  JsonObject *sent;

  refuse (f, "script.answer");
  answer (f, id, "wet");
  bh_fixture_pass (f, 3 * S);
  refuse (f, "script.answer");
  bh_desk_retry_refusal (f->desk, bh_refusal_get_id (only (f)));
  bh_fixture_pass (f, S);
  g_assert_cmpstr (bh_refusal_get_text (only (f)), ==, "wet");
  bh_desk_retry_refusal (f->desk, bh_refusal_get_id (only (f)));
  bh_fixture_pass (f, S);
  g_assert_cmpuint (count (f), ==, 0);
  g_assert_cmpuint (fake_server_count (f->server, "script.answer"), ==, 3);
  sent = fake_server_get_last (f->server, "script.answer");
  g_assert_cmpstr (bh_json_string (sent, "value"), ==, "wet");
  assert_str (player_of (f, id), "kept-state", "saved");
}

/* The same question, answered anew and taken: nothing is left to be told. */
static void
test_goes_when_a_later_one_is_taken (Fixture *f, gconstpointer data)
{
  g_autofree char *id = talk (f);

  refuse (f, "script.answer");
  answer (f, id, "wet");
  bh_fixture_pass (f, 3 * S);
  g_assert_cmpuint (count (f), ==, 1);
  answer (f, id, "wet and torn");
  bh_fixture_pass (f, 3 * S);
  g_assert_cmpuint (count (f), ==, 0);
}

static void
choose (Fixture *f, BhContactItem *contact, const char *code)
{
  Outcome outcome = {FALSE, NULL};

  bh_desk_set_disposition_async (f->desk, contact, code, AND_WAIT (&outcome));
  bh_fixture_wait (&outcome);
  g_clear_error (&outcome.error);
}

static void
test_result (Fixture *f, gconstpointer data)
{
  g_autofree char *id = talk (f);
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);

  refuse (f, "contact.disposition");
  choose (f, contact, "solved");
  g_assert_true (
      g_str_has_prefix (bh_refusal_get_sentence (only (f)), "The result “Solved” for Zhang San "));
  g_assert_nonnull (bh_contact_item_get_trouble (contact));
  bh_desk_retry_refusal (f->desk, bh_refusal_get_id (only (f)));
  bh_fixture_pass (f, S);
  g_assert_cmpuint (count (f), ==, 0);
  g_assert_cmpstr (bh_contact_item_get_disposition (contact), ==, "solved");
}

/* A result that was on its way when the program died: nobody knows what became of it. */
static void
test_result_of_a_dying_desk (Fixture *f, gconstpointer data)
{
  g_autofree char *id = talk (f);
  g_autofree char *key = g_strconcat (id, " @result", NULL);
  g_autoptr (JsonObject) about = bh_desk_refusals_about (bh_desk_find_contact (f->desk, id),
                                                         "result",
                                                         "Solved",
                                                         "Solved",
                                                         "contact.disposition",
                                                         NULL);

  bh_desk_refusals_begin (f->desk->refusals, key, about);
  g_assert_cmpuint (count (f), ==, 0);
  bh_fixture_restart_desk (f);
  fake_server_sign_in (f->server);
  g_assert_cmpuint (count (f), ==, 1);
  g_assert_cmpstr (bh_refusal_get_text (only (f)), ==, "Solved");
}

/* Who puts a contact away whose note was refused keeps the words. */
static void
test_note_of_a_contact_put_away (Fixture *f, gconstpointer data)
{
  g_autofree char *id = talk (f);
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);
  guint sent;

  refuse (f, "contact.note");
  g_assert_true (bh_desk_save_note (f->desk, contact, "Call him on Monday", NULL));
  bh_fixture_pass (f, 3 * S);
  g_assert_cmpstr (bh_contact_item_get_trouble (contact), ==, "Not yours any more.");
  g_assert_cmpuint (count (f), ==, 0);
  fake_world_ended (f->world, id);
  fake_server_drop (f->server);
  bh_fixture_settle ();
  g_assert_true (bh_desk_dismiss (f->desk, contact));
  bh_fixture_restart_desk (f);
  refuse (f, "contact.note");
  fake_world_gone (f->world, id, "finished", NULL);
  fake_server_return (f->server);
  fake_server_sign_in (f->server);
  bh_fixture_pass (f, 3 * S);
  if (count (f) == 0) { /* it was still to be sent: then the contact is back with its words */
    contact = bh_desk_find_contact (f->desk, id);
    g_assert_cmpstr (bh_contact_item_get_note (contact), ==, "Call him on Monday");
    g_assert_true (bh_desk_dismiss (f->desk, contact));
  }
  g_assert_cmpstr (bh_refusal_get_text (only (f)), ==, "Call him on Monday");
  g_assert_null (bh_desk_find_contact (f->desk, id));
  sent = fake_server_count (f->server, "contact.note");
  bh_desk_retry_refusal (f->desk, bh_refusal_get_id (only (f)));
  g_assert_cmpuint (count (f), ==, 0);
  bh_fixture_pass (f, 3 * S);
  g_assert_cmpuint (fake_server_count (f->server, "contact.note"), ==, sent + 1);
  g_assert_cmpstr (bh_refusal_get_text (only (f)), ==, "Call him on Monday");
}

/* A note that is still on its way when its contact is put away reaches the server all the same. */
static void
test_note_on_its_way (Fixture *f, gconstpointer data)
{
  g_autofree char *id = talk (f);
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);

  fake_server_drop (f->server);
  fake_world_ended (f->world, id);
  bh_fixture_settle ();
  g_assert_true (bh_desk_save_note (f->desk, contact, "Call him on Monday", NULL));
  fake_server_return (f->server);
  bh_fixture_settle ();
  if (bh_contact_item_get_state (contact) == BH_CONTACT_ENDED)
    g_assert_true (bh_desk_dismiss (f->desk, contact));
  bh_fixture_pass (f, 3 * S);
  g_assert_cmpstr (fake_world_get_note (f->world, id), ==, "Call him on Monday");
}

static void
test_has_a_bound (Fixture *f, gconstpointer data)
{
  g_autofree char *id = talk (f);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "No.");
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);
  g_autoptr (BhRefusal) first = NULL;

  for (guint i = 0; i < BH_REFUSALS_MAX + 5; i++) {
    g_autofree char *key = g_strdup_printf ("%s q%u", id, i);
    g_autoptr (JsonObject) about =
        bh_desk_refusals_about (contact, "answer", key, "text", NULL, NULL);
    bh_fixture_pass (f, 1000);
    bh_desk_refusals_put (f->desk->refusals, key, about, error);
  }
  g_assert_cmpuint (count (f), ==, BH_REFUSALS_MAX);
  first = g_list_model_get_item (bh_desk_get_refusals (f->desk), 0);
  g_assert_true (g_str_has_suffix (bh_refusal_get_id (first), " q5"));
}

#define ADD(path, function)                                                                        \
  g_test_add ("/desktop/model/refusal/" path,                                                      \
              Fixture,                                                                             \
              NULL,                                                                                \
              bh_fixture_set_up,                                                                   \
              function,                                                                            \
              bh_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("answer-of-a-contact-that-left", test_answer_of_a_contact_that_left);
  ADD ("answer-of-a-contact-that-is-there", test_answer_of_a_contact_that_is_there);
  ADD ("stays-over-the-death-of-the-desk", test_stays_over_the_death_of_the_desk);
  ADD ("answer-that-was-kept", test_answer_that_was_kept);
  ADD ("is-tried-again", test_is_tried_again);
  ADD ("goes-when-a-later-one-is-taken", test_goes_when_a_later_one_is_taken);
  ADD ("result", test_result);
  ADD ("result-of-a-dying-desk", test_result_of_a_dying_desk);
  ADD ("note-of-a-contact-put-away", test_note_of_a_contact_put_away);
  ADD ("note-on-its-way", test_note_on_its_way);
  ADD ("has-a-bound", test_has_a_bound);
  return g_test_run ();
}
