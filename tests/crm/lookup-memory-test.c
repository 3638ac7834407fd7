/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/crm/lookup-memory.h"

static void
assert_known (BhLookupMemory *memory, const char *question, const char *answer, gint64 at_us)
{
  gint64 when = 0;

  g_assert_cmpstr (bh_lookup_memory_get (memory, question, &when), ==, answer);
  g_assert_cmpint (when, ==, at_us);
}

static void
test_newest_counts (void)
{
  g_autoptr (BhLookupMemory) memory = bh_lookup_memory_new (10);

  assert_known (memory, "a", NULL, 0);
  bh_lookup_memory_put (memory, "a", "1", 100);
  bh_lookup_memory_put (memory, "b", "2", 200);
  bh_lookup_memory_put (memory, "a", "3", 300);
  assert_known (memory, "a", "3", 300);
  assert_known (memory, "b", "2", 200);
}

static void
test_least_used_goes (void)
{
  g_autoptr (BhLookupMemory) memory = bh_lookup_memory_new (3);

  bh_lookup_memory_put (memory, "a", "1", 1);
  bh_lookup_memory_put (memory, "b", "2", 2);
  bh_lookup_memory_put (memory, "c", "3", 3);
  assert_known (memory, "a", "1", 1);
  bh_lookup_memory_put (memory, "d", "4", 4);
  assert_known (memory, "b", NULL, 0);
  assert_known (memory, "a", "1", 1);
  assert_known (memory, "c", "3", 3);
  assert_known (memory, "d", "4", 4);
}

static void
test_bounded (void)
{
  g_autoptr (BhLookupMemory) memory = bh_lookup_memory_new (100);

  for (guint i = 0; i < 10000; i++) {
    g_autofree char *question = g_strdup_printf ("%u", i);

    bh_lookup_memory_put (memory, question, "answer", i);
  }
  assert_known (memory, "9899", NULL, 0);
  assert_known (memory, "9900", "answer", 9900);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crm/memory/newest-counts", test_newest_counts);
  g_test_add_func ("/crm/memory/least-used-goes", test_least_used_goes);
  g_test_add_func ("/crm/memory/bounded", test_bounded);
  return g_test_run ();
}
