/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/desktop/model/fixture.h"

#include <glib/gstdio.h>

static void
on_pop (BhDesk *desk, BhContactItem *contact, Fixture *fixture)
{
  g_ptr_array_add (fixture->pops, g_strdup (bh_contact_item_get_id (contact)));
}

static void
make_desk (Fixture *fixture, const char *language)
{
  fixture->desk =
      bh_desk_new (fake_server_get_feed (fixture->server), fixture->clock, language, fixture->dir);
  g_signal_connect (fixture->desk, "pop", G_CALLBACK (on_pop), fixture);
}

void
bh_fixture_set_up (Fixture *fixture, gconstpointer language)
{
  fixture->server = fake_server_new ();
  fixture->world = fake_server_get_world (fixture->server);
  fixture->clock = bh_clock_new_manual (fake_world_now (fixture->world));
  fixture->dir = g_dir_make_tmp ("bellhop-model-XXXXXX", NULL);
  fixture->pops = g_ptr_array_new_with_free_func (g_free);
  make_desk (fixture, language ? language : "en");
  fake_server_sign_in (fixture->server);
}

void
bh_fixture_restart_desk (Fixture *fixture)
{
  bh_fixture_settle ();
  g_signal_handlers_disconnect_by_data (fixture->desk, fixture);
  g_assert_finalize_object (fixture->desk);
  bh_feed_sign_out (fake_server_get_feed (fixture->server));
  make_desk (fixture, "en");
}

static void
remove_dir (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    if (g_file_test (file, G_FILE_TEST_IS_DIR))
      remove_dir (file);
    else
      g_remove (file);
  }
  g_rmdir (path);
}

void
bh_fixture_tear_down (Fixture *fixture, gconstpointer language)
{
  bh_fixture_settle ();
  g_assert_finalize_object (fixture->desk);
  g_assert_finalize_object (fixture->clock);
  fake_server_free (fixture->server);
  remove_dir (fixture->dir);
  g_free (fixture->dir);
  g_ptr_array_unref (fixture->pops);
}

void
bh_fixture_pass (Fixture *fixture, gint64 us)
{
  fake_world_pass (fixture->world, us);
  bh_clock_advance (fixture->clock, us);
  bh_fixture_settle ();
}

void
bh_fixture_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
bh_fixture_on_done (GObject *desk, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  bh_desk_command_finish (BH_DESK (desk), result, &outcome->error);
  outcome->done = TRUE;
}

void
bh_fixture_wait (Outcome *outcome)
{
  bh_fixture_settle ();
  g_assert_true (outcome->done);
}
