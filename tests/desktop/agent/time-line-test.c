/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "desktop/agent/history-cell.h"
#include "desktop/model/history-list.h"
#include "desktop/widgets/gradual-list.h"
#include "tests/desktop/agent/stage.h"

/* The customer's time line: all of it within reach of the keyboard, and as quick with ten thousand
 * contacts as with ten. */

#define MANY 10000

static GtkWidget *
find (Stage *stage, const char *name)
{
  return stage_find (GTK_WIDGET (stage->window), name);
}

static GListModel *
list_of (Stage *stage)
{
  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (find (stage, "history"))));
}

/* Rows come frame by frame. */
static BhGradualList *
rows_of (Stage *stage)
{
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (list_of (stage));

  return BH_GRADUAL_LIST (gtk_single_selection_get_model (selection));
}

static void
settle_rows (Stage *stage)
{
  do
    stage_settle (stage);
  while (bh_gradual_list_is_growing (rows_of (stage)));
}

static void
begin (Stage *stage, guint n)
{
  const char *id;

  stage_enter (stage);
  stage_resize (stage, 1280, 800);
  fake_world_history (stage_world (stage), n);
  id = fake_world_offered (stage_world (stage), "+8613800138000", NULL, "support");
  fake_world_card_one (stage_world (stage), id, "王小明", "Huaxin Electronics");
  fake_world_talking (stage_world (stage), id);
  settle_rows (stage);
}

static GtkAdjustment *
scroll_of (Stage *stage)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (find (stage, "history")));
}

static void
to_the_end (Stage *stage)
{
  GtkAdjustment *scroll = scroll_of (stage);

  gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll));
  settle_rows (stage);
  settle_rows (stage);
}

static void
test_grows_as_one_scrolls (Stage *stage, gconstpointer data)
{
  guint before;

  begin (stage, 400);
  before = g_list_model_get_n_items (list_of (stage));
  g_assert_cmpuint (before, <, 250);
  to_the_end (stage);
  g_assert_cmpuint (g_list_model_get_n_items (list_of (stage)), >, before);
  for (guint i = 0; i < 6; i++)
    to_the_end (stage);
  g_assert_cmpuint (g_list_model_get_n_items (list_of (stage)), ==, 400);
}

static void
count_cells (GtkWidget *widget, gpointer data)
{
  if (BH_IS_HISTORY_CELL (widget))
    ++*(guint *) data;
}

static guint
n_cells (Stage *stage)
{
  guint n = 0;

  stage_walk (find (stage, "history"), count_cells, &n);
  return n;
}

/* A customer with ten thousand contacts is looked at. */
static const char *
begin_whole (Stage *stage)
{
  const char *id;

  stage_enter (stage);
  stage_resize (stage, 1280, 800);
  id = fake_world_offered (stage_world (stage), "+8613800138000", NULL, "support");
  fake_world_card_past (stage_world (stage), id, MANY);
  fake_world_talking (stage_world (stage), id);
  return id;
}

/* All ten thousand in the list: there are widgets only for what is seen, wherever one looks. */
static void
test_ten_thousand (Stage *stage, gconstpointer data)
{
  begin_whole (stage);
  settle_rows (stage);
  g_assert_cmpuint (g_list_model_get_n_items (list_of (stage)), >=, MANY);
  for (guint i = 0; i < 20; i++) {
    GtkAdjustment *scroll = scroll_of (stage);
    gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll) * i / 20);
    stage_settle (stage);
    g_assert_cmpuint (n_cells (stage), <, 60);
  }
}

typedef struct {
  guint most, n;
} Pieces;

static void
on_piece (GListModel *model, guint position, guint removed, guint added, Pieces *pieces)
{
  if (position < 250)
    pieces->most = MAX (pieces->most, added);
  pieces->n++;
}

/* One answer with all of them: no frame makes more than some rows, and no more entries are made
 * than there are rows. The count knows all from the beginning. */
static void
test_comes_in_pieces (Stage *stage, gconstpointer data)
{
  Pieces pieces = {0};
  BhCard *card;
  g_autofree char *words = NULL;

  begin_whole (stage);
  g_signal_connect (list_of (stage), "items-changed", G_CALLBACK (on_piece), &pieces);
  card = bh_contact_item_get_card (bh_desk_get_current (stage->desk));
  g_assert_cmpuint (bh_history_list_get_n_made (BH_HISTORY_LIST (bh_card_get_history (card))),
                    <=,
                    24);
  stage_settle (stage);
  words = stage_words (find (stage, "history-count"));
  g_assert_cmpstr (words, ==, "10000 contacts");
  settle_rows (stage);
  g_signal_handlers_disconnect_by_data (list_of (stage), &pieces);
  g_assert_cmpuint (g_list_model_get_n_items (list_of (stage)), ==, MANY);
  g_assert_cmpuint (pieces.most, <=, 12);
  g_assert_cmpuint (pieces.n, >, 5);
  g_assert_cmpuint (bh_history_list_get_n_made (BH_HISTORY_LIST (bh_card_get_history (card))),
                    <,
                    300);
}

static gboolean
on_bound (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  ++*(guint *) data;
  return TRUE;
}

/* Another call comes, its card, and it goes again: nothing of the history that is open is bound,
 * made or moved for that. */
static void
test_pop_leaves_it_alone (Stage *stage, gconstpointer data)
{
  guint bind = g_signal_lookup ("bind", GTK_TYPE_SIGNAL_LIST_ITEM_FACTORY);
  guint bound = 0;
  BhCard *card;
  guint made;
  double place;
  gulong hook;
  const char *id;

  begin_whole (stage);
  settle_rows (stage);
  gtk_adjustment_set_value (scroll_of (stage), 1000);
  stage_settle (stage);
  place = gtk_adjustment_get_value (scroll_of (stage));
  card = bh_contact_item_get_card (bh_desk_get_current (stage->desk));
  made = bh_history_list_get_n_made (BH_HISTORY_LIST (bh_card_get_history (card)));
  hook = g_signal_add_emission_hook (bind, 0, on_bound, &bound, NULL);
  id = fake_world_offered (stage_world (stage), "+442079460958", "Priya Nair", "support");
  stage_settle (stage);
  fake_world_card_one (stage_world (stage), id, "Priya Nair", "Harbour Freight Ltd");
  stage_settle (stage);
  fake_world_gone (stage_world (stage), id, "answered_elsewhere", NULL);
  stage_settle (stage);
  g_signal_remove_emission_hook (bind, hook);
  g_assert_cmpuint (bound, ==, 0);
  g_assert_cmpuint (bh_history_list_get_n_made (BH_HISTORY_LIST (bh_card_get_history (card))),
                    ==,
                    made);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (scroll_of (stage)), place, 0.5);
}

static void
type (Stage *stage, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (stage, "history-search")), text);
  g_signal_emit_by_name (find (stage, "history-search"), "search-changed");
  stage_settle (stage);
}

static void
test_search_by_keyboard (Stage *stage, gconstpointer data)
{
  g_autoptr (BhHistoryEntry) entry = NULL;
  g_autofree char *count = NULL;

  begin (stage, 500);
  g_assert_true (stage_act (stage, "win.history-search"));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (stage->window)),
                                         find (stage, "history-search")));
  type (stage, "call 77");
  g_assert_cmpuint (g_list_model_get_n_items (list_of (stage)), ==, 1);
  entry = g_list_model_get_item (list_of (stage), 0);
  g_assert_cmpstr (bh_history_entry_get_contact (entry), ==, "old-77");
  count = stage_words (find (stage, "history-count"));
  g_assert_cmpstr (count, ==, "1 found");
  g_signal_emit_by_name (find (stage, "history-search"), "stop-search");
  stage_settle (stage);
  g_assert_null (find (stage, "history-search"));
  g_assert_cmpuint (g_list_model_get_n_items (list_of (stage)), >, 1);
}

static void
test_nothing_found_says_so (Stage *stage, gconstpointer data)
{
  g_autofree char *words = NULL;

  begin (stage, 20);
  stage_act (stage, "win.history-search");
  type (stage, "no such words");
  words = stage_words (find (stage, "history-nothing"));
  g_assert_cmpstr (words, ==, "Nothing like that");
}

static void
test_kinds (Stage *stage, gconstpointer data)
{
  begin (stage, 95);
  stage_act (stage, "win.history-search");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find (stage, "history-kind")), 3);
  stage_settle (stage);
  g_assert_cmpuint (g_list_model_get_n_items (list_of (stage)), ==, 9);
  g_assert_cmpstr (
      json_object_get_string_member (fake_server_get_last (stage->server, "customer.history"),
                                     "only"),
      ==,
      "missed");
}

/* Enter opens a contact and closes it again; its number can be called from there. */
static void
test_opens (Stage *stage, gconstpointer data)
{
  g_autofree char *details = NULL;
  g_autofree char *answers = NULL;

  begin (stage, 20);
  g_signal_emit_by_name (find (stage, "history"), "activate", 2);
  stage_settle (stage);
  details = stage_words (find (stage, "history-details"));
  g_assert_nonnull (strstr (details, "waited 0:42"));
  g_assert_nonnull (strstr (details, "talked 6:12"));
  answers = stage_words (find (stage, "history-answers"));
  g_assert_cmpstr (answers, ==, "Order number: 77");
  g_signal_emit_by_name (find (stage, "history"), "activate", 2);
  stage_settle (stage);
  g_assert_null (find (stage, "history-details"));
}

/* What was searched with one customer is not searched with the next. */
static void
test_next_contact_begins_afresh (Stage *stage, gconstpointer data)
{
  const char *id;

  begin (stage, 50);
  stage_act (stage, "win.history-search");
  type (stage, "call 7");
  id = fake_world_offered (stage_world (stage), "+442079460958", NULL, "support");
  fake_world_card_one (stage_world (stage), id, "Priya Nair", NULL);
  fake_world_talking (stage_world (stage), id);
  stage_settle (stage);
  g_assert_null (find (stage, "history-search"));
}

static void
test_server_away (Stage *stage, gconstpointer data)
{
  begin (stage, 500);
  fake_server_drop (stage->server);
  stage_settle (stage);
  to_the_end (stage);
  g_assert_cmpuint (g_list_model_get_n_items (list_of (stage)), <, 300);
  fake_server_return (stage->server);
  stage_settle (stage);
}

static const char *
no_label (gpointer data, const char *code)
{
  return NULL;
}

/* What was changed after the work on it says so, to eye and ear. */
static void
test_corrected (Stage *stage, gconstpointer data)
{
  const BhLabels labels = {no_label, no_label, NULL};
  g_autoptr (JsonNode) node = json_from_string (
      "{\"contact\": \"c\", \"started\": \"2026-11-12T03:00:00.000Z\", \"note\": \"Said so.\","
      " \"corrected\": true}",
      NULL);
  g_autoptr (BhHistoryEntry) entry = bh_history_entry_new (json_node_get_object (node), &labels);
  BhHistoryCell *cell = BH_HISTORY_CELL (g_object_ref_sink (bh_history_cell_new ()));
  g_autofree char *words = NULL;

  bh_history_cell_show (cell, entry, bh_clock_now (stage->clock));
  words = bh_history_cell_words (cell);
  g_assert_cmpstr (words, ==, "12 Nov  ·  Said so.  ·  corrected");
  g_object_unref (cell);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/time-line/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("grows-as-one-scrolls", test_grows_as_one_scrolls);
  ADD ("ten-thousand", test_ten_thousand);
  ADD ("comes-in-pieces", test_comes_in_pieces);
  ADD ("pop-leaves-it-alone", test_pop_leaves_it_alone);
  ADD ("search-by-keyboard", test_search_by_keyboard);
  ADD ("nothing-found-says-so", test_nothing_found_says_so);
  ADD ("kinds", test_kinds);
  ADD ("opens", test_opens);
  ADD ("next-contact-begins-afresh", test_next_contact_begins_afresh);
  ADD ("server-away", test_server_away);
  ADD ("corrected", test_corrected);
  return g_test_run ();
}
