/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/bus/login-throttle.h"

#include "server/bus/bucket.h"

#define S ((gint64) G_USEC_PER_SEC)

static BhLoginThrottle *throttle;

static gint64
begin (const char *account, const char *address, gint64 now)
{
  return bh_login_throttle_begin (throttle, account, address, now);
}

static void
wrong (const char *account, const char *address, gint64 now)
{
  g_assert_cmpint (begin (account, address, now), ==, 0);
  bh_login_throttle_wrong (throttle, account, address, now);
}

static void
test_doubling (void)
{
  static const int waits[] = {1, 2, 4, 8, 16, 30, 30, 30};
  gint64 now = 1000 * S;

  for (guint i = 0; i < G_N_ELEMENTS (waits); i++) {
    g_autofree char *address = g_strdup_printf ("10.0.%u.1", i); /* the account alone counts */
    wrong ("alice", address, now);
    g_assert_cmpint (begin ("alice", "10.1.0.1", now), ==, waits[i] * S);
    now += waits[i] * S;
  }
}

static void
test_right_forgives (void)
{
  gint64 now = 1000 * S;

  wrong ("alice", "10.0.0.1", now);
  wrong ("alice", "10.0.0.1", now + 1 * S);
  now += 3 * S;
  g_assert_cmpint (begin ("alice", "10.0.0.1", now), ==, 0);
  bh_login_throttle_right (throttle, "alice", "10.0.0.1", now);
  wrong ("alice", "10.0.0.1", now);
  g_assert_cmpint (begin ("alice", "10.0.0.1", now), ==, 1 * S);
}

static void
test_one_at_a_time (void)
{
  gint64 now = 1000 * S;

  g_assert_cmpint (begin ("alice", "10.0.0.1", now), ==, 0);
  for (guint i = 0; i < 1000; i++)
    g_assert_cmpint (begin ("alice", "10.9.9.9", now), ==, 1 * S);
  bh_login_throttle_cancel (throttle, "alice", "10.0.0.1", now);
  g_assert_cmpint (begin ("alice", "10.0.0.1", now), ==, 0);
}

static void
test_address (void)
{
  gint64 now = 1000 * S;

  /* One password on many accounts: after ten the network waits, whatever the account. */
  for (guint i = 0; i < 10; i++) {
    g_autofree char *account = g_strdup_printf ("user%u", i);
    g_autofree char *address = g_strdup_printf ("192.0.2.%u", i);
    wrong (account, address, now);
  }
  wrong ("user10", "192.0.2.99", now);
  g_assert_cmpint (begin ("user11", "192.0.2.200", now), ==, 1 * S);
  g_assert_cmpint (begin ("user11", "192.0.3.1", now), ==, 0);
}

static void
test_office (void)
{
  gint64 now = 1000 * S;

  /* A morning behind one address: one in ten mistypes, nobody waits for the others' fingers. */
  for (guint i = 0; i < 200; i++) {
    g_autofree char *account = g_strdup_printf ("user%u", i);
    if (i % 10 == 0)
      wrong (account, "192.0.2.1", now);
    now += 5 * S;
    g_assert_cmpint (begin (account, "192.0.2.1", now), ==, 0);
    bh_login_throttle_right (throttle, account, "192.0.2.1", now);
  }
}

/* A thousand passwords on one account in a minute: few are looked at, and the owner gets in soon.
 */
static void
test_brute_force (void)
{
  gint64 now = 1000 * S;
  guint verified = 0;

  for (guint i = 0; i < 1000; i++) {
    now += 60 * S / 1000;
    if (begin ("alice", "203.0.113.7", now) == 0) {
      verified++;
      bh_login_throttle_wrong (throttle, "alice", "203.0.113.7", now);
    }
  }
  g_assert_cmpuint (verified, <=, 10);
  g_assert_cmpint (begin ("alice", "10.0.0.1", now), <=, 30 * S);
}

static void
test_forgets (void)
{
  gint64 now = 1000 * S;

  for (guint i = 0; i < 6; i++) {
    wrong ("alice", "10.0.0.1", now);
    now += 30 * S;
  }
  now += 15 * 60 * S;
  wrong ("alice", "10.0.0.1", now);
  g_assert_cmpint (begin ("alice", "10.0.0.1", now), ==, 1 * S);
}

static void
test_bounded (void)
{
  gint64 now = 1000 * S;

  /* Names that do not exist are counted too; there can be any number of them. */
  for (guint i = 0; i < 100000; i++) {
    g_autofree char *account = g_strdup_printf ("name%u", i);
    g_autofree char *address = g_strdup_printf ("10.%u.%u.1", i / 200 % 200, i % 200);
    wrong (account, address, now);
    now += 1000;
  }
  wrong ("alice", "192.0.2.1", now);
  g_assert_cmpint (begin ("alice", "192.0.2.1", now), ==, 1 * S);
}

static void
test_network (void)
{
  static const char *const table[][2] = {
      {"192.0.2.7", "192.0.2.0/24"},
      {"::ffff:192.0.2.7", "192.0.2.0/24"},
      {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
      {"2001:db8::1", "2001:db8::/64"},
      {"local", "local"},
      {"", ""},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *network = bh_login_throttle_network (table[i][0]);
    g_assert_cmpstr (network, ==, table[i][1]);
  }
}

static void
test_bucket (void)
{
  BhBucket bucket = {0};
  gint64 now = 5 * S;
  guint got = 0;

  for (guint i = 0; i < 100; i++)
    got += bh_bucket_take (&bucket, 10, 20, now) ? 1 : 0;
  g_assert_cmpuint (got, ==, 20);
  for (got = 0; now < 10 * S; now += S / 100)
    got += bh_bucket_take (&bucket, 10, 20, now) ? 1 : 0;
  g_assert_cmpuint (got, >=, 49);
  g_assert_cmpuint (got, <=, 50);
  now += 3600 * S;
  for (got = 0; bh_bucket_take (&bucket, 10, 20, now);)
    got++;
  g_assert_cmpuint (got, ==, 20);
}

static void
run (gconstpointer data)
{
  throttle = bh_login_throttle_new (1000);
  ((void (*) (void)) data) ();
  bh_login_throttle_free (throttle);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_data_func ("/bus/login-throttle/" path, func, run)
  ADD ("doubling", test_doubling);
  ADD ("right-forgives", test_right_forgives);
  ADD ("one-at-a-time", test_one_at_a_time);
  ADD ("address", test_address);
  ADD ("office", test_office);
  ADD ("brute-force", test_brute_force);
  ADD ("forgets", test_forgets);
  ADD ("bounded", test_bounded);
  ADD ("network", test_network);
  g_test_add_func ("/bus/bucket/rate-and-burst", test_bucket);
  return g_test_run ();
}
