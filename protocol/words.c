/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/words.h"

static gboolean
find_word (const char *const *words, guint n, const char *word, guint *found)
{
  for (guint i = 0; word != NULL && i < n; i++)
    if (g_str_equal (words[i], word)) {
      *found = i;
      return TRUE;
    }
  return FALSE;
}

#define WORDS_DEFINE(Type, prefix, TABLE)                                                          \
  static const char *const prefix##_words[] = {TABLE (BH_WORD_TEXT)};                              \
  const char *prefix##_to_string (Type value)                                                      \
  {                                                                                                \
    return (guint) value < G_N_ELEMENTS (prefix##_words) ? prefix##_words[value] : "unknown";      \
  }                                                                                                \
  gboolean prefix##_from_string (const char *word, Type *out)                                      \
  {                                                                                                \
    guint i;                                                                                       \
    if (!find_word (prefix##_words, G_N_ELEMENTS (prefix##_words), word, &i))                      \
      return FALSE;                                                                                \
    *out = (Type) i;                                                                               \
    return TRUE;                                                                                   \
  }

WORDS_DEFINE (BhFrameType, bh_frame_type, BH_FRAME_TABLE)
WORDS_DEFINE (BhEvent, bh_event, BH_EVENT_TABLE)
WORDS_DEFINE (BhOp, bh_op, BH_OP_TABLE)
WORDS_DEFINE (BhCode, bh_code, BH_CODE_TABLE)
WORDS_DEFINE (BhBye, bh_bye, BH_BYE_TABLE)
