/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/desktop/model/fixture.h"

#include "desktop/model/history-list.h"
#include "desktop/model/history-search.h"

/* A customer's contacts: page by page, searched and cut down, and quick when there are very many.
 */

static void
set_up (Fixture *f, gconstpointer data)
{
  bh_fixture_set_up (f, NULL);
  fake_server_sign_in (f->server);
  bh_fixture_settle ();
}

static guint
n_of (BhHistorySearch *search)
{
  return g_list_model_get_n_items (bh_history_search_get_entries (search));
}

static void
assert_entry (BhHistorySearch *search, guint position, const char *id)
{
  g_autoptr (BhHistoryEntry) entry =
      g_list_model_get_item (bh_history_search_get_entries (search), position);

  g_assert_cmpstr (bh_history_entry_get_contact (entry), ==, id);
}

static void
test_pages (Fixture *f, gconstpointer data)
{
  g_autoptr (BhHistorySearch) search = bh_history_search_new (f->desk);

  fake_world_history (f->world, 250);
  bh_history_search_ask (search, "customer-1", NULL, NULL);
  g_assert_true (bh_history_search_get_searching (search));
  bh_fixture_settle ();
  g_assert_cmpuint (n_of (search), ==, 100);
  g_assert_true (bh_history_search_get_more (search));
  bh_history_search_more (search);
  bh_history_search_more (search); /* one page at a time */
  bh_fixture_settle ();
  g_assert_cmpuint (n_of (search), ==, 200);
  bh_history_search_more (search);
  bh_fixture_settle ();
  g_assert_cmpuint (n_of (search), ==, 250);
  g_assert_false (bh_history_search_get_more (search));
  assert_entry (search, 0, "old-1");
  assert_entry (search, 249, "old-250");
}

static void
test_words_and_kinds (Fixture *f, gconstpointer data)
{
  g_autoptr (BhHistorySearch) search = bh_history_search_new (f->desk);

  fake_world_history (f->world, 500);
  bh_history_search_ask (search, "customer-1", "call 77", NULL);
  bh_fixture_settle ();
  g_assert_cmpuint (n_of (search), ==, 1);
  assert_entry (search, 0, "old-77");
  bh_history_search_ask (search, "customer-1", "", "missed");
  bh_fixture_settle ();
  g_assert_cmpuint (n_of (search), ==, 50);
  assert_entry (search, 0, "old-10");
  bh_history_search_clear (search);
  g_assert_cmpuint (n_of (search), ==, 0);
}

/* Typed on: the answer to the letters of before is not shown any more. */
static void
test_newest_question_counts (Fixture *f, gconstpointer data)
{
  g_autoptr (BhHistorySearch) search = bh_history_search_new (f->desk);

  fake_world_history (f->world, 500);
  bh_history_search_ask (search, "customer-1", "call 4", NULL);
  bh_history_search_ask (search, "customer-1", "call 43", NULL);
  bh_fixture_settle ();
  assert_entry (search, 0, "old-43");
  g_assert_false (bh_history_search_get_searching (search));
}

static void
test_refusal_is_said (Fixture *f, gconstpointer data)
{
  g_autoptr (BhHistorySearch) search = bh_history_search_new (f->desk);

  fake_server_fail_next (f->server, "customer.history", "store_away", "later");
  bh_history_search_ask (search, "customer-1", "x", NULL);
  bh_fixture_settle ();
  g_assert_nonnull (bh_history_search_get_message (search));
  g_assert_false (bh_history_search_get_searching (search));
  bh_history_search_ask (search, "customer-1", "x", NULL);
  bh_fixture_settle ();
  g_assert_null (bh_history_search_get_message (search));
}

/* The search may go while its answer is on the way. */
static void
test_goes_while_asking (Fixture *f, gconstpointer data)
{
  BhHistorySearch *search = bh_history_search_new (f->desk);

  fake_world_history (f->world, 10);
  bh_history_search_ask (search, "customer-1", NULL, NULL);
  bh_history_search_clear (search);
  g_object_unref (search);
  bh_fixture_settle ();
}

static void
test_entry (Fixture *f, gconstpointer data)
{
  g_autoptr (BhHistorySearch) search = bh_history_search_new (f->desk);
  g_autoptr (BhHistoryEntry) entry = NULL;

  fake_world_history (f->world, 2);
  bh_history_search_ask (search, "customer-1", NULL, NULL);
  bh_fixture_settle ();
  entry = g_list_model_get_item (bh_history_search_get_entries (search), 1);
  g_assert_cmpint (bh_history_entry_get_wait_ms (entry), ==, 42000);
  g_assert_cmpint (bh_history_entry_get_talk_ms (entry), ==, 372000);
  g_assert_cmpint (bh_history_entry_get_hold_ms (entry), ==, 0);
  g_assert_cmpint (bh_history_entry_get_transfers (entry), ==, 2);
  g_assert_cmpstr (bh_history_entry_get_queue (entry), ==, "Support");
  g_assert_cmpstr (bh_history_entry_get_queues (entry)[0], ==, "Support");
  g_assert_cmpstr (bh_history_entry_get_number (entry), ==, "+8613800138000");
  g_assert_cmpstr (bh_history_entry_get_outcome (entry), ==, "answered");
  g_assert_cmpstr (bh_history_entry_get_direction (entry), ==, "inbound");
  g_assert_cmpstr (bh_history_entry_get_agent (entry), ==, "Bob");
}

/* The card's own time line, read to its end: what is asked for is never brought twice, and the work
 * of a page does not grow with what is there already. */
static void
test_ten_thousand (Fixture *f, gconstpointer data)
{
  const char *id = fake_world_offered (f->world, "+8613800138000", NULL, "support");
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);
  BhCard *card = bh_contact_item_get_card (contact);

  fake_world_history (f->world, 10000);
  fake_world_card_one (f->world, id, "王小明", "Huaxin");
  for (guint page = 0; bh_card_get_history_more (card); page++) {
    Outcome outcome = {FALSE, NULL};
    g_assert_cmpuint (page, <, 101);
    bh_desk_history_more_async (f->desk, contact, AND_WAIT (&outcome));
    bh_fixture_wait (&outcome);
    g_assert_no_error (outcome.error);
  }
  g_assert_cmpuint (g_list_model_get_n_items (bh_card_get_history (card)), ==, 10000);
  g_assert_cmpuint (fake_server_count (f->server, "customer.history"), <=, 100);
}

/* Only what somebody looks at is made, and it stays the same object. */
static void
test_made_when_asked_for (Fixture *f, gconstpointer data)
{
  const char *id = fake_world_offered (f->world, "+8613800138000", NULL, "support");
  BhContactItem *contact = bh_desk_find_contact (f->desk, id);
  GListModel *history = bh_card_get_history (bh_contact_item_get_card (contact));
  g_autoptr (BhHistoryEntry) first = NULL;
  g_autoptr (BhHistoryEntry) again = NULL;

  fake_world_card_past (f->world, id, 10000);
  g_assert_cmpuint (g_list_model_get_n_items (history), ==, 10000);
  g_assert_cmpuint (bh_history_list_get_n_made (BH_HISTORY_LIST (history)), ==, 0);
  g_assert_cmpstr (bh_history_list_get_oldest (BH_HISTORY_LIST (history)), ==, "old-9999");
  first = g_list_model_get_item (history, 7000);
  again = g_list_model_get_item (history, 7000);
  g_assert_true (first == again);
  g_assert_cmpstr (bh_history_entry_get_contact (first), ==, "old-7000");
  g_assert_cmpstr (bh_history_entry_get_queue (first), ==, "Support");
  g_assert_cmpuint (bh_history_list_get_n_made (BH_HISTORY_LIST (history)), ==, 1);
  g_assert_null (g_list_model_get_item (history, 10000));
}

typedef struct {
  guint position, removed, added, n;
} Change;

static void
on_changed (GListModel *model, guint position, guint removed, guint added, Change *change)
{
  *change = (Change){position, removed, added, change->n + 1};
}

static JsonArray *
lines_of (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  return json_array_ref (json_node_get_array (node));
}

/* Whatever the server sends: a line twice, lines without a contact, things that are no lines. */
static void
test_odd_lines (void)
{
  g_autoptr (BhHistoryList) list = bh_history_list_new ();
  g_autoptr (JsonArray) lines =
      lines_of ("[{\"contact\":\"a\"},{\"contact\":\"a\"},7,null,{},{\"note\":\"b\"}]");
  g_autoptr (JsonArray) more = lines_of ("[{\"contact\":\"a\"},{\"contact\":\"c\"}]");
  BhLabels labels = {0};
  Change change = {0};

  g_signal_connect (list, "items-changed", G_CALLBACK (on_changed), &change);
  g_assert_null (bh_history_list_get_oldest (list));
  bh_history_list_set (list, NULL, &labels);
  g_assert_cmpuint (change.n, ==, 0);
  bh_history_list_append (list, lines, &labels);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 3);
  g_assert_cmpuint (change.added, ==, 3);
  g_assert_null (bh_history_list_get_oldest (list));
  bh_history_list_append (list, more, &labels);
  g_assert_cmpuint (change.position, ==, 3);
  g_assert_cmpuint (change.added, ==, 1);
  bh_history_list_append (list, more, &labels);
  g_assert_cmpuint (change.n, ==, 2);
  bh_history_list_set (list, more, &labels);
  g_assert_cmpuint (change.removed, ==, 4);
  g_assert_cmpuint (change.added, ==, 2);
  g_assert_cmpstr (bh_history_list_get_oldest (list), ==, "c");
}

static const char *
label_of_it (gpointer data, const char *code)
{
  return g_object_get_data (data, code);
}

/* Somebody may hold a list longer than the desk that has the words lives. */
static void
test_without_words (void)
{
  g_autoptr (BhHistoryList) list = bh_history_list_new ();
  g_autoptr (JsonArray) lines =
      lines_of ("[{\"contact\":\"a\",\"queue\":\"s\"},{\"contact\":\"b\",\"queue\":\"s\"}]");
  GObject *words = g_object_new (G_TYPE_OBJECT, NULL);
  BhLabels labels = {label_of_it, label_of_it, words};
  g_autoptr (BhHistoryEntry) with = NULL;
  g_autoptr (BhHistoryEntry) without = NULL;

  g_object_set_data (words, "s", (gpointer) "Support");
  bh_history_list_set (list, lines, &labels);
  with = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_object_unref (words);
  without = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_assert_cmpstr (bh_history_entry_get_queue (with), ==, "Support");
  g_assert_cmpstr (bh_history_entry_get_queue (without), ==, "s");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/model/history/" name, Fixture, NULL, set_up, func, bh_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("pages", test_pages);
  ADD ("words-and-kinds", test_words_and_kinds);
  ADD ("newest-question-counts", test_newest_question_counts);
  ADD ("refusal-is-said", test_refusal_is_said);
  ADD ("goes-while-asking", test_goes_while_asking);
  ADD ("entry", test_entry);
  ADD ("ten-thousand", test_ten_thousand);
  ADD ("made-when-asked-for", test_made_when_asked_for);
  g_test_add_func ("/model/history/odd-lines", test_odd_lines);
  g_test_add_func ("/model/history/without-words", test_without_words);
  return g_test_run ();
}
