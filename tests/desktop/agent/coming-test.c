/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/desktop/agent/stage.h"

/* A colleague sends a contact: it is there, with all that belongs to it, before the phone rings. */

#define CONTACT "k2"

typedef struct {
  guint pops;
  char *withdrawn;
} Told;

static void
on_pop (BhDesk *desk, BhContactItem *contact, Told *told)
{
  told->pops++;
}

static void
on_withdrawn (BhDesk *desk, const char *text, Told *told)
{
  g_free (told->withdrawn);
  told->withdrawn = g_strdup (text);
}

static void
watch (Stage *stage, Told *told)
{
  g_signal_connect (stage->desk, "pop", G_CALLBACK (on_pop), told);
  g_signal_connect (stage->desk, "withdrawn", G_CALLBACK (on_withdrawn), told);
}

static void
forget (Stage *stage, Told *told)
{
  g_signal_handlers_disconnect_by_data (stage->desk, told);
  g_clear_pointer (&told->withdrawn, g_free);
}

static void
assert_state_word (Stage *stage, const char *expected)
{
  BhContactItem *contact = bh_desk_find_contact (stage->desk, CONTACT);
  g_autofree char *word = NULL;

  g_assert_nonnull (contact);
  g_object_get (contact, "state-word", &word, NULL);
  g_assert_cmpstr (word, ==, expected);
}

/* An idle desk shows it, to be read; the ring leaves what is read where it is, and is one pop. */
static void
test_is_read_before_it_rings (Stage *stage, gconstpointer data)
{
  Told told = {0};
  BhContactItem *contact;

  stage_sign_in (stage);
  watch (stage, &told);
  stage_play (stage, "coming");
  contact = bh_desk_find_contact (stage->desk, CONTACT);
  g_assert_true (bh_desk_get_current (stage->desk) == contact);
  g_assert_cmpstr (stage_page (stage), ==, "contact");
  assert_state_word (stage, "Coming from Billie Quist");
  g_assert_cmpuint (told.pops, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (bh_contact_item_get_colleague_notes (contact)),
                    ==,
                    1);
  g_assert_false (stage_can (stage, "win.answer"));
  g_assert_cmpstr (bh_contact_item_why_not (contact, BH_CALL_HOLD),
                   ==,
                   "The call has not come to your phone yet.");
  stage_play (stage, "coming-rings");
  g_assert_cmpstr (stage_page (stage), ==, "contact");
  assert_state_word (stage, "Ringing, from Billie Quist");
  g_assert_cmpuint (told.pops, ==, 1);
  g_assert_true (stage_can (stage, "win.answer"));
  g_assert_null (told.withdrawn);
  forget (stage, &told);
}

/* Nobody is taken away from what they write. */
static void
test_takes_no_focus (Stage *stage, gconstpointer data)
{
  BhContactItem *other;
  GtkWidget *focus;

  stage_sign_in (stage);
  stage_play (stage, "second-ring");
  stage_play (stage, "second-talking");
  other = bh_desk_get_current (stage->desk);
  g_assert_true (stage_act (stage, "win.notes"));
  focus = gtk_root_get_focus (GTK_ROOT (stage->window));
  stage_play (stage, "coming");
  g_assert_true (bh_desk_get_current (stage->desk) == other);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == focus);
  stage_play (stage, "coming-withdrawn");
  g_assert_true (bh_desk_get_current (stage->desk) == other);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage->window)) == focus);
}

static void
test_says_that_it_does_not_come (Stage *stage, gconstpointer data)
{
  Told told = {0};

  stage_sign_in (stage);
  watch (stage, &told);
  stage_play (stage, "coming");
  stage_play (stage, "coming-withdrawn");
  g_assert_null (bh_desk_find_contact (stage->desk, CONTACT));
  g_assert_cmpstr (stage_page (stage), ==, "empty");
  g_assert_cmpstr (told.withdrawn, ==, "Billie Quist keeps the call with 王小明.");
  g_assert_cmpuint (told.pops, ==, 0);
  forget (stage, &told);
}

/* What a new snapshot does not name is not on its way any more, and nothing of it stays. */
static void
test_goes_with_a_snapshot (Stage *stage, gconstpointer data)
{
  stage_sign_in (stage);
  stage_play (stage, "coming");
  stage_sign_in (stage);
  g_assert_null (bh_desk_find_contact (stage->desk, CONTACT));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/agent/coming/" name, Stage, NULL, stage_set_up, func, stage_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!stage_init ())
    return 77;
  ADD ("is-read-before-it-rings", test_is_read_before_it_rings);
  ADD ("takes-no-focus", test_takes_no_focus);
  ADD ("says-that-it-does-not-come", test_says_that_it_does_not_come);
  ADD ("goes-with-a-snapshot", test_goes_with_a_snapshot);
  return g_test_run ();
}
