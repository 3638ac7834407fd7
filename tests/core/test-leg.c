/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/leg.h"

/* Pointers at a leg end with it, whoever holds them: in a conference the agent who talked last with
 * one contact's customer may be a leg of another contact. */

static void
test_pointers_end_with_it (void)
{
  g_autoptr (BhLegTable) table = bh_leg_table_new ();
  BhLeg *leg = bh_leg_table_add (table, "1.1", "PJSIP/1001", 0);
  BhLeg *first = NULL, *second = NULL;

  bh_leg_point (&first, leg);
  bh_leg_point (&second, leg);
  g_assert_true (first == leg && second == leg);
  bh_leg_table_remove (table, leg);
  g_assert_null (first);
  g_assert_null (second);
}

static void
test_pointer_moves_on (void)
{
  g_autoptr (BhLegTable) table = bh_leg_table_new ();
  BhLeg *one = bh_leg_table_add (table, "1.1", "PJSIP/1001", 0);
  BhLeg *two = bh_leg_table_add (table, "1.2", "PJSIP/1002", 0);
  BhLeg *at = NULL;

  bh_leg_point (&at, one);
  bh_leg_point (&at, two);
  bh_leg_point (&at, two);
  bh_leg_table_remove (table, one);
  g_assert_true (at == two);
  bh_leg_point (&at, NULL);
  bh_leg_table_remove (table, two);
  g_assert_null (at);
}

static void
test_pointers_end_with_the_table (void)
{
  BhLegTable *table = bh_leg_table_new ();
  BhLeg *at = NULL;

  bh_leg_point (&at, bh_leg_table_add (table, "1.1", "PJSIP/1001", 0));
  bh_leg_table_free (table);
  g_assert_null (at);
}

static void
test_bridge_is_as_long_as_someone_is_in_it (void)
{
  g_autoptr (BhLegTable) table = bh_leg_table_new ();
  g_autoptr (GPtrArray) peers = g_ptr_array_new ();
  BhLeg *one = bh_leg_table_add (table, "1.1", "PJSIP/1001", 0);
  BhLeg *two = bh_leg_table_add (table, "1.2", "PJSIP/1002", 0);

  bh_leg_enter_bridge (table, one, "b1");
  bh_leg_enter_bridge (table, two, "b1");
  bh_leg_collect_peers (one, peers);
  g_assert_cmpuint (peers->len, ==, 1);
  g_assert_true (peers->pdata[0] == two);
  bh_bridge_merge (table, "b1", "b2");
  g_assert_cmpstr (one->bridge->id, ==, "b2");
  g_assert_true (one->bridge == two->bridge);
  bh_leg_table_remove (table, two);
  g_ptr_array_set_size (peers, 0);
  bh_leg_collect_peers (one, peers);
  g_assert_cmpuint (peers->len, ==, 0);
  bh_leg_leave_bridge (table, one);
  g_assert_null (one->bridge);
}

static void
test_dialer_forgets_and_is_forgotten (void)
{
  g_autoptr (BhLegTable) table = bh_leg_table_new ();
  BhLeg *caller = bh_leg_table_add (table, "1.1", "PJSIP/trunk-1", 0);
  BhLeg *one = bh_leg_table_add (table, "1.2", "PJSIP/1001", 0);
  BhLeg *two = bh_leg_table_add (table, "1.3", "PJSIP/1002", 0);

  bh_leg_set_dialer (one, caller);
  bh_leg_set_dialer (two, caller);
  g_assert_cmpuint (caller->dials->len, ==, 2);
  bh_leg_table_remove (table, one);
  g_assert_cmpuint (caller->dials->len, ==, 1);
  bh_leg_table_remove (table, caller);
  g_assert_null (two->dialer);
}

/* A bounded memory: what a PBX says late of a leg makes no new one, and it costs no more for that.
 */
static void
test_the_last_ends_are_remembered (void)
{
  g_autoptr (BhLegTable) table = bh_leg_table_new ();

  g_assert_false (bh_leg_table_has_ended (table, "1.0"));
  for (guint i = 0; i < 600; i++) {
    g_autofree char *id = g_strdup_printf ("1.%u", i);
    bh_leg_table_note_ended (table, id);
    bh_leg_table_note_ended (table, id);
    g_assert_true (bh_leg_table_has_ended (table, id));
  }
  g_assert_true (bh_leg_table_has_ended (table, "1.100"));
  g_assert_false (bh_leg_table_has_ended (table, "1.10"));
  bh_leg_table_forget_ended (table);
  g_assert_false (bh_leg_table_has_ended (table, "1.599"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/leg/pointers-end-with-it", test_pointers_end_with_it);
  g_test_add_func ("/core/leg/pointer-moves-on", test_pointer_moves_on);
  g_test_add_func ("/core/leg/the-last-ends-are-remembered", test_the_last_ends_are_remembered);
  g_test_add_func ("/core/leg/pointers-end-with-the-table", test_pointers_end_with_the_table);
  g_test_add_func ("/core/leg/bridge-is-as-long-as-someone-is-in-it",
                   test_bridge_is_as_long_as_someone_is_in_it);
  g_test_add_func ("/core/leg/dialer-forgets-and-is-forgotten",
                   test_dialer_forgets_and_is_forgotten);
  return g_test_run ();
}
