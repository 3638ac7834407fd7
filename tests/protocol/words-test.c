/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/words.h"

/* Each family of words reads what it writes, each word once, and nothing else. */
#define TEST_WORDS(Type, prefix, n)                                                                \
  static void test_##prefix (void)                                                                 \
  {                                                                                                \
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);                      \
    Type back = (Type) 0;                                                                          \
    for (int i = 0; i < (int) (n); i++) {                                                          \
      const char *word = prefix##_to_string ((Type) i);                                            \
      g_assert_true (g_hash_table_add (seen, (char *) word));                                      \
      g_assert_true (prefix##_from_string (word, &back));                                          \
      g_assert_cmpint ((int) back, ==, i);                                                         \
    }                                                                                              \
    g_assert_cmpstr (prefix##_to_string ((Type) (n)), ==, "unknown");                              \
    g_assert_cmpstr (prefix##_to_string ((Type) -1), ==, "unknown");                               \
    back = (Type) 1;                                                                               \
    g_assert_false (prefix##_from_string ("Hello", &back));                                        \
    g_assert_false (prefix##_from_string ("", &back));                                             \
    g_assert_false (prefix##_from_string (NULL, &back));                                           \
    g_assert_cmpint ((int) back, ==, 1);                                                           \
  }

TEST_WORDS (BhFrameType, bh_frame_type, BH_FRAME_N)
TEST_WORDS (BhEvent, bh_event, BH_EVENT_N)
TEST_WORDS (BhOp, bh_op, BH_OP_N)
TEST_WORDS (BhCode, bh_code, BH_CODE_N)
TEST_WORDS (BhBye, bh_bye, BH_BYE_N)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/words/frame-type", test_bh_frame_type);
  g_test_add_func ("/protocol/words/event", test_bh_event);
  g_test_add_func ("/protocol/words/op", test_bh_op);
  g_test_add_func ("/protocol/words/code", test_bh_code);
  g_test_add_func ("/protocol/words/bye", test_bh_bye);
  return g_test_run ();
}
