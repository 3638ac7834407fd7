/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/banner.h"

#include "tests/desktop/model/fixture.h"

/* The one sentence that matters most, with time made by hand (TZ=UTC). */

#define S ((gint64) G_USEC_PER_SEC)

static void
test_nothing (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (bh_desk_get_banner_kind (f->desk), ==, BH_BANNER_NONE);
  g_assert_null (bh_desk_get_banner_text (f->desk));
}

static void
test_server_away_and_back (Fixture *f, gconstpointer data)
{
  bh_fixture_pass (f, 11 * S);
  fake_server_drop (f->server);
  g_assert_cmpint (bh_desk_get_banner_kind (f->desk), ==, BH_BANNER_AWAY);
  g_assert_cmpstr (
      bh_desk_get_banner_text (f->desk),
      ==,
      "Server away since 14:02:11. What you type is kept. Search and dialing do not work "
      "here.");
  g_assert_cmpint (bh_agent_state_get_state (bh_desk_get_agent (f->desk)), ==, BH_AGENT_UNKNOWN);
  bh_fixture_pass (f, 29 * S);
  fake_server_return (f->server);
  g_assert_cmpint (bh_desk_get_banner_kind (f->desk), ==, BH_BANNER_COMPLETE);
  g_assert_cmpstr (bh_desk_get_banner_text (f->desk), ==, "Complete up to 14:02:40.");
  g_assert_cmpint (bh_agent_state_get_state (bh_desk_get_agent (f->desk)), ==, BH_AGENT_NOT_READY);
  bh_fixture_pass (f, 4 * S);
  g_assert_cmpint (bh_desk_get_banner_kind (f->desk), ==, BH_BANNER_COMPLETE);
  bh_fixture_pass (f, 1 * S);
  g_assert_cmpint (bh_desk_get_banner_kind (f->desk), ==, BH_BANNER_NONE);
}

static void
test_server_away_in_a_call (Fixture *f, gconstpointer data)
{
  const char *id = fake_world_offered (f->world, "+8613800138000", NULL, "support");

  fake_world_talking (f->world, id);
  fake_server_drop (f->server);
  g_assert_cmpstr (
      bh_desk_get_banner_text (f->desk),
      ==,
      "Server away since 14:02:00. Your call is not affected, and what you type is kept. "
      "Hold, transfer and search do not work here: use the phone's own buttons.");
}

static void
test_away_again_within_five_seconds (Fixture *f, gconstpointer data)
{
  fake_server_drop (f->server);
  bh_fixture_pass (f, 10 * S);
  fake_server_return (f->server);
  bh_fixture_pass (f, 2 * S);
  fake_server_drop (f->server);
  g_assert_cmpint (bh_desk_get_banner_kind (f->desk), ==, BH_BANNER_AWAY);
  bh_fixture_pass (f, 10 * S);
  fake_server_restart (f->server);
  g_assert_cmpstr (bh_desk_get_banner_text (f->desk), ==, "Complete up to 14:02:22.");
}

static void
test_link_away (Fixture *f, gconstpointer data)
{
  fake_world_link (f->world, "down", "connection refused");
  g_assert_cmpint (bh_desk_get_banner_kind (f->desk), ==, BH_BANNER_AWAY);
  g_assert_true (g_str_has_prefix (bh_desk_get_banner_text (f->desk),
                                   "No connection to the phone system since 14:02:00."));
  fake_world_link (f->world, "refused", "Authentication failed.");
  g_assert_cmpstr (bh_desk_get_banner_text (f->desk),
                   ==,
                   "The phone system refused the connection: Authentication failed.");
  fake_world_link (f->world, "watch_only", "");
  g_assert_cmpint (bh_desk_get_banner_kind (f->desk), ==, BH_BANNER_NONE);
  g_assert_cmpint (bh_desk_get_link_state (f->desk), ==, BH_LINK_WATCH_ONLY);
}

static void
test_store_away (Fixture *f, gconstpointer data)
{
  fake_world_store (f->world, "starting", "");
  g_assert_cmpint (bh_desk_get_banner_kind (f->desk), ==, BH_BANNER_NOTICE);
  fake_world_store (f->world, "down", "no answer");
  g_assert_true (g_str_has_prefix (bh_desk_get_banner_text (f->desk),
                                   "Customer database away since 14:02:00."));
  fake_world_link (f->world, "down", "");
  g_assert_cmpint (bh_desk_get_banner_kind (f->desk), ==, BH_BANNER_AWAY);
  fake_world_link (f->world, "up", "");
  fake_world_store (f->world, "up", "");
  g_assert_cmpint (bh_desk_get_banner_kind (f->desk), ==, BH_BANNER_NONE);
}

static void
test_not_before_the_first_sign_in (void)
{
  g_autofree char *text = NULL;
  BhBannerFacts facts = {.feed = BH_FEED_CONNECTING, .link = BH_LINK_DOWN};

  g_assert_cmpint (bh_banner_choose (&facts, 0, &text), ==, BH_BANNER_NONE);
  g_assert_null (text);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/desktop/model/banner/" name,                                                       \
              Fixture,                                                                             \
              NULL,                                                                                \
              bh_fixture_set_up,                                                                   \
              func,                                                                                \
              bh_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("nothing", test_nothing);
  ADD ("server-away-and-back", test_server_away_and_back);
  ADD ("server-away-in-a-call", test_server_away_in_a_call);
  ADD ("away-again-within-five-seconds", test_away_again_within_five_seconds);
  ADD ("link-away", test_link_away);
  ADD ("store-away", test_store_away);
  g_test_add_func ("/desktop/model/banner/not-before-the-first-sign-in",
                   test_not_before_the_first_sign_in);
  return g_test_run ();
}
