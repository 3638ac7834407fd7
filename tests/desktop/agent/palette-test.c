/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "desktop/agent/item-row.h"
#include "desktop/agent/palette-item.h"
#include "desktop/client/json-get.h"
#include "tests/desktop/agent/stage.h"
#include "tests/fakes/fake-knowledge.h"

/* One entry finds everything: acts, people, queues, contacts, customers, articles, a number. */

static GtkWidget *
find (Stage *stage, const char *name)
{
  return stage_find (GTK_WIDGET (stage->window), name);
}

static void
type (Stage *stage, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find (stage, "palette")), text);
}

static void
open_with (Stage *stage, const char *text)
{
  g_assert_true (stage_act (stage, "win.palette"));
  type (stage, text);
  stage_settle (stage);
}

static GtkListBox *
list_of (Stage *stage)
{
  return GTK_LIST_BOX (find (stage, "palette-list"));
}

/* The first row of a section, or NULL. */
static GtkListBoxRow *
row_of (Stage *stage, const char *section)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list_of (stage), i)) != NULL; i++)
    if (g_str_equal (bh_palette_item_get_section (bh_item_row_get_item (row)), section))
      return row;
  return NULL;
}

static void
press (Stage *stage, guint keyval, GdkModifierType state)
{
  GtkWidget *entry = find (stage, "palette");
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (entry);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    gboolean handled;
    if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
        gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &handled);
  }
  stage_settle (stage);
}

static void
choose (Stage *stage, const char *section, GdkModifierType state)
{
  GtkListBoxRow *row = row_of (stage, section);

  g_assert_nonnull (row);
  gtk_list_box_select_row (list_of (stage), row);
  press (stage, GDK_KEY_Return, state);
}

static void
assert_says (Stage *stage, const char *name, const char *expected)
{
  g_autofree char *words = stage_words (find (stage, name));

  g_assert_cmpstr (words, ==, expected);
}

static const char *
begin_talking (Stage *stage)
{
  const char *id;

  stage_enter (stage);
  id = fake_world_offered (stage_world (stage), "+493090182014", NULL, "support");
  fake_world_talking (stage_world (stage), id);
  stage_settle (stage);
  return id;
}

static const char *
last (Stage *stage, const char *op, const char *member)
{
  JsonObject *args = fake_server_get_last (stage->server, op);

  return args != NULL ? bh_json_string (args, member) : NULL;
}

static void
test_article (Stage *stage, gconstpointer data)
{
  begin_talking (stage);
  stage_act (stage, "win.notes");
  open_with (stage, "password");
  gtk_list_box_select_row (list_of (stage), row_of (stage, "article"));
  assert_says (stage, "palette-does", "read");
  choose (stage, "article", 0);
  g_assert_nonnull (last (stage, "kb.article", "article"));
  g_assert_nonnull (
      bh_knowledge_get_article (bh_knowledge_pane_get_knowledge (stage->window->knowledge)));
  g_assert_null (find (stage, "palette"));
}

/* The letters of an act are not what agents miss in the articles: they are not written down. */
static void
test_article_search_is_not_recorded (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  open_with (stage, "password");
  g_assert_cmpstr (last (stage, "kb.search", "text"), ==, "password");
  g_assert_null (last (stage, "kb.search", "search"));
}

static void
test_queue_is_called (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  open_with (stage, "supp");
  choose (stage, "queue", 0);
  g_assert_cmpuint (fake_server_count (stage->server, "call.dial"), ==, 0);
  g_assert_true (stage_press (stage, "call"));
  g_assert_cmpstr (last (stage, "call.dial", "number"), ==, "queue:support");
}

static void
test_queue_is_consulted (Stage *stage, gconstpointer data)
{
  begin_talking (stage);
  open_with (stage, "sales");
  choose (stage, "queue", 0);
  g_assert_cmpstr (last (stage, "call.consult", "to"), ==, "queue:sales");
  g_assert_cmpuint (fake_server_count (stage->server, "call.transfer"), ==, 0);
}

static void
test_colleague_gets_the_call_at_once (Stage *stage, gconstpointer data)
{
  begin_talking (stage);
  open_with (stage, "bob");
  gtk_list_box_select_row (list_of (stage), row_of (stage, "person"));
  assert_says (stage, "palette-does", "consult");
  assert_says (stage, "palette-other-does", "send at once");
  choose (stage, "person", GDK_CONTROL_MASK);
  g_assert_cmpstr (last (stage, "call.transfer", "to"), ==, "agent:bob");
  g_assert_cmpuint (fake_server_count (stage->server, "call.consult"), ==, 0);
}

static void
test_recent (Stage *stage, gconstpointer data)
{
  const char *id = begin_talking (stage);

  fake_world_wrap_up (stage_world (stage), id, 30);
  fake_world_gone (stage_world (stage), id, "finished", NULL);
  stage_settle (stage);
  open_with (stage, "030 9018");
  g_assert_nonnull (row_of (stage, "number"));
  open_with (stage, "90182014");
  g_assert_null (row_of (stage, "recent")); /* as it is read, not as it is dialed */
  open_with (stage, "+49");
  choose (stage, "recent", 0);
  g_assert_true (stage_press (stage, "call"));
  g_assert_cmpstr (last (stage, "call.dial", "number"), ==, "+493090182014");
}

/* Another machine, another day: the server knows whom this agent called. */
static void
test_recent_of_yesterday (Stage *stage, gconstpointer data)
{
  fake_world_outbound (stage_world (stage));
  stage_enter (stage);
  open_with (stage, "priya");
  choose (stage, "recent", 0);
  g_assert_true (stage_press (stage, "call"));
  g_assert_cmpstr (last (stage, "call.dial", "number"), ==, "+442079460958");
}

static void
test_number (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  open_with (stage, "030 90182");
  choose (stage, "number", 0);
  g_assert_true (stage_press (stage, "call"));
  g_assert_cmpstr (last (stage, "call.dial", "number"), ==, "030 90182");
}

static void
test_customer_is_attached (Stage *stage, gconstpointer data)
{
  begin_talking (stage);
  open_with (stage, "wanda");
  choose (stage, "customer", GDK_CONTROL_MASK);
  g_assert_cmpstr (last (stage, "contact.customer", "customer"), ==, "customer-7");
}

/* What was typed meanwhile is asked next, once; the answer to the letters before is not shown. */
static void
test_stale_answers_are_dropped (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  g_assert_true (stage_act (stage, "win.palette"));
  fake_server_lag (stage->server, TRUE);
  type (stage, "pa");
  type (stage, "pas");
  type (stage, "zzzz");
  stage_settle (stage);
  fake_server_lag (stage->server, FALSE);
  stage_settle (stage);
  g_assert_cmpuint (fake_server_count (stage->server, "kb.search"), ==, 2);
  g_assert_cmpstr (last (stage, "kb.search", "text"), ==, "zzzz");
  g_assert_null (row_of (stage, "article"));
}

/* Late answers come below: what is chosen stays chosen. */
static void
test_late_answers_move_nothing (Stage *stage, gconstpointer data)
{
  GtkListBoxRow *chosen;

  stage_enter (stage);
  fake_server_lag (stage->server, TRUE);
  open_with (stage, "re");
  chosen = gtk_list_box_get_selected_row (list_of (stage));
  fake_server_lag (stage->server, FALSE);
  stage_settle (stage);
  g_assert_nonnull (row_of (stage, "customer"));
  g_assert_true (gtk_list_box_get_selected_row (list_of (stage)) == chosen);
  g_assert_cmpint (gtk_list_box_row_get_index (chosen), ==, 0);
}

static void
test_server_away (Stage *stage, gconstpointer data)
{
  stage_enter (stage);
  fake_server_drop (stage->server);
  stage_settle (stage);
  open_with (stage, "sign");
  assert_says (stage, "palette-message", "The server is away. Try again when it is back.");
  g_assert_nonnull (row_of (stage, "act"));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/palette/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("article-is-opened", test_article);
  ADD ("article-search-is-not-recorded", test_article_search_is_not_recorded);
  ADD ("queue-is-called", test_queue_is_called);
  ADD ("queue-is-consulted", test_queue_is_consulted);
  ADD ("colleague-gets-the-call-at-once", test_colleague_gets_the_call_at_once);
  ADD ("recent-contact-is-called", test_recent);
  ADD ("recent-contact-of-yesterday-is-called", test_recent_of_yesterday);
  ADD ("number-is-called", test_number);
  ADD ("customer-is-attached", test_customer_is_attached);
  ADD ("stale-answers-are-dropped", test_stale_answers_are_dropped);
  ADD ("late-answers-move-nothing", test_late_answers_move_nothing);
  ADD ("server-away", test_server_away);
  return g_test_run ();
}
