/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/unsaved.h"

#include <signal.h>

#include "desktop/model/desk-private.h"
#include "tests/desktop/model/fixture.h"

/* What is typed in editors and not saved. */

static void
put (BhDesk *desk, const char *key, const char *title)
{
  g_assert_true (bh_desk_unsaved_put (desk,
                                      key,
                                      (const BhUnsavedField[]){{"title", title},
                                                               {"body", "Line 1\n\"2\""},
                                                               {"tags", NULL},
                                                               {NULL}}));
}

static void
assert_field (BhDesk *desk, const char *key, const char *name, const char *text)
{
  g_autofree char *held = bh_desk_unsaved_dup (desk, key, name);

  g_assert_cmpstr (held, ==, text);
}

static void
assert_offered (BhDesk *desk, const char *kind, const char *key)
{
  g_autofree char *found = bh_desk_unsaved_find (desk, kind);

  g_assert_cmpstr (found, ==, key);
}

static void
test_put_and_drop (Fixture *fixture, gconstpointer data)
{
  BhDesk *desk = fixture->desk;
  g_autofree char *key = NULL;

  key = bh_desk_unsaved_begin (desk, "article");
  assert_field (desk, key, "title", "");
  g_assert_cmpint (bh_desk_unsaved_at (desk, key), ==, 0);
  put (desk, key, "Refunds");
  assert_field (desk, key, "title", "Refunds");
  assert_field (desk, key, "body", "Line 1\n\"2\"");
  assert_field (desk, key, "tags", "");
  assert_field (desk, key, "nothing", "");
  g_assert_cmpint (bh_desk_unsaved_at (desk, key), ==, bh_clock_now (bh_desk_get_clock (desk)));
  bh_desk_unsaved_drop (desk, key);
  assert_field (desk, key, "title", "");
}

/* Only what no window holds, the newest first, each kind for itself. */
static void
test_offered (Fixture *fixture, gconstpointer data)
{
  BhDesk *desk = fixture->desk;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  first = bh_desk_unsaved_begin (desk, "article");
  put (desk, first, "First");
  bh_clock_advance (bh_desk_get_clock (desk), G_USEC_PER_SEC);
  second = bh_desk_unsaved_begin (desk, "article");
  put (desk, second, "Second");
  assert_offered (desk, "article", NULL);
  bh_desk_unsaved_leave (desk, first);
  assert_offered (desk, "article", first);
  bh_desk_unsaved_leave (desk, second);
  assert_offered (desk, "article", second);
  assert_offered (desk, "script", NULL);
  bh_desk_unsaved_hold (desk, second);
  assert_offered (desk, "article", first);
}

/* Nobody is signed in: there is no file to write to, and nothing breaks. */
static void
test_signed_out (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;

  bh_unsaved_close (fixture->desk->unsaved);
  key = bh_desk_unsaved_begin (fixture->desk, "script");
  g_assert_false (
      bh_desk_unsaved_put (fixture->desk, key, (const BhUnsavedField[]){{"title", "x"}, {NULL}}));
  assert_offered (fixture->desk, "script", NULL);
  bh_desk_unsaved_drop (fixture->desk, key);
}

/* The state folder of the one that died: its folder for temporary files was ours. */
static char *
find_state (const char *dir)
{
  g_autoptr (GDir) files = g_dir_open (dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (files)) != NULL)
    if (g_str_has_prefix (name, "bellhop-model-"))
      return g_build_filename (dir, name, NULL);
  return NULL;
}

/* The program dies between two keys. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = NULL;
  g_autofree char *state = NULL;

  if (g_test_subprocess ()) {
    key = bh_desk_unsaved_begin (fixture->desk, "script");
    put (fixture->desk, key, "Half a scr");
    put (fixture->desk, key, "Half a script");
    raise (SIGKILL);
  }
  g_setenv ("TMPDIR", fixture->dir, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_assert_false (g_test_trap_has_passed ());
  state = find_state (fixture->dir);
  g_assert_nonnull (state);
  bh_unsaved_close (fixture->desk->unsaved);
  bh_unsaved_open (fixture->desk->unsaved, fixture->desk, state, "alice");
  key = bh_desk_unsaved_find (fixture->desk, "script");
  g_assert_nonnull (key);
  assert_field (fixture->desk, key, "title", "Half a script");
}

#define ADD(path, test)                                                                            \
  g_test_add (path, Fixture, NULL, bh_fixture_set_up, test, bh_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/unsaved/put-and-drop", test_put_and_drop);
  ADD ("/model/unsaved/offered", test_offered);
  ADD ("/model/unsaved/signed-out", test_signed_out);
  ADD ("/model/unsaved/killed", test_killed);
  return g_test_run ();
}
