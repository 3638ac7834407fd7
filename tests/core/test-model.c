/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/world.h"

/* A turn: what is told of it, what is wished, what people add, and what a restart brings back. */

#define A1 "PJSIP/1001"

static World *
world_with_call (void)
{
  World *world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4000");
  g_autofree char *effects = world_take_effects (world);
  return world;
}

static const char *
id_of (World *world)
{
  return world_last (world)->id;
}

/* ---- what is told */

static void
test_first_turn_looks_up (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_customer_calls (world, "c1", "13800138000", "4000");
  g_autofree char *effects = world_take_effects (world);
  g_assert_cmpstr (effects, ==, "look_up 13800138000\n");
}

static void
test_same_number_is_looked_up_once (void)
{
  g_autoptr (World) world = world_with_call ();
  world_joins (world, "c1", "support");
  g_autofree char *effects = world_take_effects (world);
  g_assert_cmpstr (effects, ==, "");
}

static void
test_nothing_changed_is_not_told (void)
{
  g_autoptr (World) world = world_with_call ();
  guint before = world_n_changes (world);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_QUEUE_LEFT, .leg = "nobody", .queue = NULL});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_CHANGED, .leg = "nobody"});
  g_assert_cmpuint (world_n_changes (world), ==, before);
}

static void
test_revision_grows (void)
{
  g_autoptr (World) world = world_with_call ();
  gint64 first = world_last (world)->revision;
  world_joins (world, "c1", "support");
  g_assert_cmpint (world_last (world)->revision, >, first);
}

static void
test_time_never_goes_back (void)
{
  g_autoptr (World) world = world_with_call ();
  gint64 began_us = world_last (world)->started_us;
  world_wait (world, -5000);
  world_hangs_up (world, "c1");
  g_assert_cmpint (world_last (world)->ended_us, >, began_us);
  g_autofree char *wrong = bh_contact_check (world_last (world));
  g_assert_null (wrong);
}

/* ---- the link */

static void
test_link_says_why (void)
{
  g_autoptr (World) world = world_new (NULL);
  const char *text = NULL;
  world_link_is_cut (world);
  g_assert_cmpint (bh_model_get_link (world_model (world), world_pbx (world), &text),
                   ==,
                   BH_LINK_DOWN);
  g_assert_cmpstr (text, ==, "cut");
}

static void
test_link_told_twice_is_one (void)
{
  g_autoptr (World) world = world_new (NULL);
  world_link_is_cut (world);
  guint before = world_n_changes (world);
  world_link_is_cut (world);
  g_assert_cmpuint (world_n_changes (world), ==, before);
}

/* A call that ended while nobody looked ended when the link went, not when it came back. */
static void
test_lost_call_ends_at_the_cut (void)
{
  g_autoptr (World) world = world_with_call ();
  world_joins (world, "c1", "support");
  world_wait (world, 1000);
  world_link_is_cut (world);
  gint64 cut_us = world_now (world);
  world_wait (world, 60000);
  world_link_comes_up (world, "boot-1");
  world_takes_orders (world);
  g_assert_cmpint (world_last (world)->ended_us, ==, cut_us);
}

static void
test_same_pbx_has_one_handle (void)
{
  g_autoptr (World) world = world_new (NULL);
  g_assert_true (bh_model_add_pbx (world_model (world), "main") == world_pbx (world));
}

/* ---- what people add */

static void
test_customer_is_set_and_taken_back (void)
{
  g_autoptr (World) world = world_with_call ();
  world_note (world,
              bh_model_set_customer (world_model (world), id_of (world), "k1", world_now (world)));
  g_assert_cmpstr (world_last (world)->customer, ==, "k1");
  world_note (world,
              bh_model_set_customer (world_model (world), id_of (world), NULL, world_now (world)));
  g_assert_null (world_last (world)->customer);
}

static void
test_disposition_stays_to_the_end (void)
{
  g_autoptr (World) world = world_with_call ();
  world_note (
      world,
      bh_model_set_disposition (world_model (world), id_of (world), "solved", world_now (world)));
  world_hangs_up (world, "c1");
  g_assert_cmpstr (world_last (world)->disposition, ==, "solved");
  g_assert_cmpint (world_last (world)->ended_us, !=, 0);
}

static void
test_data_is_the_newest (void)
{
  g_autoptr (World) world = world_with_call ();
  static const char *const values[] = {"1", "2"};
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    world_note (world,
                bh_model_attach (world_model (world),
                                 id_of (world),
                                 "choice",
                                 values[i],
                                 world_now (world)));
  g_assert_cmpuint (world_last (world)->n_data, ==, 1);
  g_assert_cmpstr (world_last (world)->data[0].value, ==, "2");
}

static void
test_unknown_contact_is_an_empty_turn (void)
{
  g_autoptr (World) world = world_with_call ();
  BhModel *model = world_model (world);
  gint64 now_us = world_now (world);
  g_assert_cmpuint (bh_model_set_customer (model, "x", "k1", now_us)->n_changes, ==, 0);
  g_assert_cmpuint (bh_model_set_disposition (model, "x", "d", now_us)->n_changes, ==, 0);
  g_assert_cmpuint (bh_model_attach (model, NULL, "k", "v", now_us)->n_changes, ==, 0);
  g_assert_null (bh_model_get_contact (model, "x"));
}

/* ---- a restart */

static void
test_restored_contact_goes_on (void)
{
  g_autoptr (World) world = world_with_call ();
  g_autofree char *id = g_strdup (id_of (world));
  gint64 began_us = world_last (world)->started_us;
  world_joins (world, "c1", "support");
  world_wait (world, 1000);
  world_server_restarts (world);
  world_link_comes_up (world, "boot-1");
  world_customer_calls (world, "c1", "13800138000", "4000");
  world_joins (world, "c1", "support");
  world_takes_orders (world);
  g_assert_cmpstr (id_of (world), ==, id);
  g_assert_cmpint (world_last (world)->started_us, ==, began_us);
  g_assert_cmpint (world_last (world)->ended_us, ==, 0);
}

static void
test_restored_contact_that_is_gone_ends (void)
{
  g_autoptr (World) world = world_with_call ();
  world_wait (world, 1000);
  world_server_restarts (world);
  world_link_comes_up (world, "boot-1");
  world_takes_orders (world);
  g_assert_cmpint (world_last (world)->ended_us, !=, 0);
}

static void
test_restored_twice_is_one (void)
{
  g_autoptr (World) world = world_with_call ();
  g_autoptr (BhContact) contact = bh_contact_ref (world_last (world));
  g_autoptr (BhModel) model = bh_model_new (NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  bh_model_restore (model, contact, world_now (world));
  bh_model_restore (model, contact, world_now (world));
  bh_model_list_contacts (model, all);
  g_assert_cmpuint (all->len, ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (void);
  } tests[] = {
      {"turn/looks-up", test_first_turn_looks_up},
      {"turn/looks-up-once", test_same_number_is_looked_up_once},
      {"turn/nothing-changed", test_nothing_changed_is_not_told},
      {"turn/revision-grows", test_revision_grows},
      {"turn/time-never-goes-back", test_time_never_goes_back},
      {"link/says-why", test_link_says_why},
      {"link/told-twice", test_link_told_twice_is_one},
      {"link/lost-call", test_lost_call_ends_at_the_cut},
      {"link/one-handle", test_same_pbx_has_one_handle},
      {"people/customer", test_customer_is_set_and_taken_back},
      {"people/disposition", test_disposition_stays_to_the_end},
      {"people/data", test_data_is_the_newest},
      {"people/unknown-contact", test_unknown_contact_is_an_empty_turn},
      {"restart/goes-on", test_restored_contact_goes_on},
      {"restart/gone", test_restored_contact_that_is_gone_ends},
      {"restart/twice", test_restored_twice_is_one},
  };
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/core/model/", tests[i].path, NULL);
    g_test_add_func (path, tests[i].test);
  }
  return g_test_run ();
}
