/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/password.h"
#include "server/store/worker.h"

#include "tests/store/await.h"

static void
test_hash (void)
{
  g_autofree char *first = bh_password_hash_blocking ("correct horse", NULL);
  g_autofree char *second = bh_password_hash_blocking ("correct horse", NULL);

  g_assert_true (g_str_has_prefix (first, "$argon2id$"));
  g_assert_cmpstr (first, !=, second);
  g_assert_true (bh_password_verify_blocking (first, "correct horse"));
  g_assert_false (bh_password_verify_blocking (first, "correct horsf"));
  g_assert_false (bh_password_verify_blocking (first, ""));
}

static void
test_no_hash (void)
{
  static const char *const hashes[] = {NULL, "", "x", "$argon2id$v=19$rubbish", "correct horse"};

  for (guint i = 0; i < G_N_ELEMENTS (hashes); i++)
    g_assert_false (bh_password_verify_blocking (hashes[i], "correct horse"));
}

/* What a missing user is checked against is a hash like any other: as long to compute, and
 * nobody's. */
static void
test_nobody_takes_as_long (void)
{
  g_autofree char *hash = bh_password_hash_blocking ("correct horse", NULL);
  gint64 begun = g_get_monotonic_time ();
  gint64 known;
  gint64 nobody;

  for (int i = 0; i < 3; i++)
    bh_password_verify_blocking (hash, "wrong");
  known = g_get_monotonic_time () - begun;
  begun = g_get_monotonic_time ();
  for (int i = 0; i < 3; i++)
    bh_password_verify_blocking (NULL, "wrong");
  nobody = g_get_monotonic_time () - begun;
  g_test_message ("known %" G_GINT64_FORMAT " us, nobody %" G_GINT64_FORMAT " us",
                  known / 3,
                  nobody / 3);
  g_assert_cmpint (nobody, >, known / 4);
  g_assert_cmpint (nobody, <, known * 4);
}

static void
test_complaints (void)
{
  g_autofree char *long_one = g_strnfill (BH_PASSWORD_MAX + 1, 'x');
  g_autofree char *longest = g_strnfill (BH_PASSWORD_MAX, 'x');

  g_assert_nonnull (bh_password_complaint (NULL));
  g_assert_nonnull (bh_password_complaint (""));
  g_assert_nonnull (bh_password_complaint ("seven77"));
  g_assert_nonnull (bh_password_complaint (long_one));
  g_assert_nonnull (bh_password_complaint ("caf\xe9 caf\xe9 caf\xe9"));
  g_assert_null (bh_password_complaint ("eight888"));
  g_assert_null (bh_password_complaint ("密码密码"));
  g_assert_null (bh_password_complaint (longest));
}

static gboolean
count_turn (gpointer data)
{
  (*(guint *) data)++;
  return G_SOURCE_CONTINUE;
}

static void
test_async_does_not_block (void)
{
  g_autofree char *hash = bh_password_hash_blocking ("correct horse", NULL);
  g_autoptr (GAsyncResult) right = NULL;
  g_autoptr (GAsyncResult) wrong = NULL;
  guint turns = 0;
  guint source = g_timeout_add (1, count_turn, &turns);

  bh_password_verify_async (hash, "correct horse", NULL, bh_await_callback, &right);
  bh_password_verify_async (hash, "wrong horse", NULL, bh_await_callback, &wrong);
  g_assert_true (bh_password_verify_finish (bh_await (&right), NULL));
  g_assert_false (bh_password_verify_finish (bh_await (&wrong), NULL));
  g_source_remove (source);
  g_assert_cmpuint (turns, >, 3);
}

/* Who waits for workers finds their work done, though nobody was told yet. */
static void
test_workers_are_waited_for (void)
{
  g_autofree char *hash = bh_password_hash_blocking ("correct horse", NULL);
  g_autoptr (GAsyncResult) right = NULL;

  bh_password_verify_async (hash, "correct horse", NULL, bh_await_callback, &right);
  g_assert_false (bh_worker_wait (0));
  g_assert_true (bh_worker_wait (60000));
  g_assert_null (right);
  g_assert_true (bh_password_verify_finish (bh_await (&right), NULL));
  g_assert_true (bh_worker_wait (0));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/password/hash-and-verify", test_hash);
  g_test_add_func ("/store/password/no-hash-is-never-right", test_no_hash);
  g_test_add_func ("/store/password/nobody-takes-as-long", test_nobody_takes_as_long);
  g_test_add_func ("/store/password/complaints", test_complaints);
  g_test_add_func ("/store/password/async-does-not-block", test_async_does_not_block);
  g_test_add_func ("/store/password/workers-are-waited-for", test_workers_are_waited_for);
  return g_test_run ();
}
