/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"
#include "tests/desktop/agent/stage.h"

/* Several contacts at once: it is never in doubt which one is on the screen, which one is at the
 * ear, and which one the keys act on. */

#define WANG  "+8613800138000"
#define PRIYA "+442079460958"

typedef struct {
  const char *wang;
  const char *priya;
} Two;

static const char *
begin (Stage *stage, const char *number, const char *name)
{
  const char *id = fake_world_offered (stage_world (stage), number, NULL, "support");

  fake_world_card_one (stage_world (stage), id, name, NULL);
  fake_world_talking (stage_world (stage), id);
  stage_settle (stage);
  return id;
}

/* Wang is on hold, Priya at the ear and on the screen. */
static Two
begin_two (Stage *stage)
{
  Two two;

  stage_enter (stage);
  two.wang = begin (stage, WANG, "王小明");
  fake_world_hold (stage_world (stage), two.wang);
  two.priya = begin (stage, PRIYA, "Priya Nair");
  return two;
}

static void
show (Stage *stage, const char *id)
{
  g_autofree char *act = g_strdup_printf ("win.show-contact::%s", id);

  g_assert_true (stage_act (stage, act));
}

static char *
ear_words (Stage *stage)
{
  return stage_words (stage_find (GTK_WIDGET (stage->window), "ear-says"));
}

static const char *
last_contact (Stage *stage, const char *op)
{
  JsonObject *args = fake_server_get_last (stage->server, op);

  return args != NULL ? json_object_get_string_member (args, "contact") : NULL;
}

static void
test_no_bar_for_the_own_call (Stage *stage, gconstpointer data)
{
  begin_two (stage);
  g_assert_null (stage_find (GTK_WIDGET (stage->window), "ear-bar"));
}

/* The page of the held one has a call of its own: the bar only says who hears now. */
static void
test_other_page_names_the_ear (Stage *stage, gconstpointer data)
{
  Two two = begin_two (stage);
  g_autofree char *words = NULL;

  show (stage, two.wang);
  words = ear_words (stage);
  g_assert_cmpstr (words, ==, "You are talking with Priya Nair");
  g_assert_null (stage_find (GTK_WIDGET (stage->window), "ear-hang-up"));
  g_assert_true (stage_act (stage, "win.hold-or-back"));
  g_assert_cmpstr (last_contact (stage, "call.retrieve"), ==, two.wang);
}

/* A page whose call is over: the keys act on the call that is there, and the bar says which. */
static void
test_keys_reach_the_ear (Stage *stage, gconstpointer data)
{
  Two two = begin_two (stage);

  fake_world_wrap_up (stage_world (stage), two.wang, 60);
  show (stage, two.wang);
  g_assert_nonnull (stage_find (GTK_WIDGET (stage->window), "ear-hang-up"));
  g_assert_true (stage_act (stage, "win.hold-or-back"));
  g_assert_cmpstr (last_contact (stage, "call.hold"), ==, two.priya);
  g_assert_true (bh_desk_get_current (stage->desk) == bh_desk_find_contact (stage->desk, two.wang));
  g_assert_true (stage_act (stage, "win.hang-up"));
  g_assert_cmpuint (fake_server_count (stage->server, "call.hangup"), ==, 0);
  g_assert_true (stage_act (stage, "win.hang-up"));
  g_assert_cmpstr (last_contact (stage, "call.hangup"), ==, two.priya);
}

/* Finishing is of the page that is read, never of the call at the ear. */
static void
test_finish_is_of_the_page (Stage *stage, gconstpointer data)
{
  Two two = begin_two (stage);
  g_autofree char *wang = g_strdup (two.wang);

  g_assert_false (stage_can (stage, "win.finish"));
  fake_world_wrap_up (stage_world (stage), two.wang, 60);
  show (stage, two.wang);
  g_assert_true (stage_act (stage, "win.finish"));
  g_assert_cmpstr (last_contact (stage, "contact.finish"), ==, wang);
}

static void
test_held_one_is_not_forgotten (Stage *stage, gconstpointer data)
{
  Two two = begin_two (stage);
  g_autofree char *words = NULL;

  fake_world_wrap_up (stage_world (stage), two.priya, 60);
  stage_settle (stage);
  words = ear_words (stage);
  g_assert_cmpstr (words, ==, "王小明 is on hold");
  g_assert_true (stage_press (stage, "ear-hold"));
  g_assert_cmpstr (last_contact (stage, "call.retrieve"), ==, two.wang);
}

static void
test_transfer_goes_to_the_page (Stage *stage, gconstpointer data)
{
  Two two = begin_two (stage);

  fake_world_wrap_up (stage_world (stage), two.wang, 60);
  show (stage, two.wang);
  g_assert_true (stage_act (stage, "win.transfer"));
  g_assert_cmpstr (bh_contact_item_get_id (bh_desk_get_current (stage->desk)), ==, two.priya);
}

static void
test_numbers_choose (Stage *stage, gconstpointer data)
{
  GListModel *contacts = bh_desk_get_contacts (stage->desk);

  begin_two (stage);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (BhContactItem) contact = g_list_model_get_item (contacts, i);
    g_autofree char *act = g_strdup_printf ("win.contact(%u)", i + 1);
    g_assert_true (stage_act (stage, act));
    g_assert_true (bh_desk_get_current (stage->desk) == contact);
  }
}

static void
count_ears (GtkWidget *widget, gpointer data)
{
  if (gtk_widget_has_css_class (widget, "bh-at-ear"))
    ++*(guint *) data;
}

static void
test_one_row_is_marked (Stage *stage, gconstpointer data)
{
  Two two = begin_two (stage);
  guint n = 0;

  stage_walk (GTK_WIDGET (stage->window), count_ears, &n);
  g_assert_cmpuint (n, ==, 1);
  fake_world_hold (stage_world (stage), two.priya);
  stage_settle (stage);
  n = 0;
  stage_walk (GTK_WIDGET (stage->window), count_ears, &n);
  g_assert_cmpuint (n, ==, 0);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/contacts/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("no-bar-for-the-own-call", test_no_bar_for_the_own_call);
  ADD ("other-page-names-the-ear", test_other_page_names_the_ear);
  ADD ("keys-reach-the-ear", test_keys_reach_the_ear);
  ADD ("finish-is-of-the-page", test_finish_is_of_the_page);
  ADD ("held-one-is-not-forgotten", test_held_one_is_not_forgotten);
  ADD ("transfer-goes-to-the-page", test_transfer_goes_to_the_page);
  ADD ("numbers-choose", test_numbers_choose);
  ADD ("one-row-is-marked", test_one_row_is_marked);
  return g_test_run ();
}
