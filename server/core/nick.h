/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* An enum and its wire words from one source.
 *
 *   #define BH_COLOUR_TABLE(X) X (BH_COLOUR_RED, "red") X (BH_COLOUR_BLUE, "blue")
 *   typedef enum { BH_COLOUR_TABLE (BH_NICK_VALUE) BH_COLOUR_N } BhColour;
 *   BH_NICK_DECLARE (BhColour, bh_colour)                    in the header
 *   BH_NICK_DEFINE (BhColour, bh_colour, BH_COLOUR_TABLE)    in the source
 *
 * declares const char *bh_colour_to_string (BhColour) - never NULL, "unknown" for a value out of
 * range - and gboolean bh_colour_from_string (const char *nick, BhColour *out) - FALSE and *out
 * untouched for an unknown word. */

#define BH_NICK_VALUE(value, nick) value,
#define BH_NICK_WORD(value, nick)  [value] = nick,

#define BH_NICK_DECLARE(Type, prefix)                                                              \
  const char *prefix##_to_string (Type value);                                                     \
  gboolean prefix##_from_string (const char *nick, Type *out);

#define BH_NICK_DEFINE(Type, prefix, TABLE)                                                        \
  static const char *const prefix##_words[] = {TABLE (BH_NICK_WORD)};                              \
  const char *prefix##_to_string (Type value)                                                      \
  {                                                                                                \
    return (guint) value < G_N_ELEMENTS (prefix##_words) ? prefix##_words[value] : "unknown";      \
  }                                                                                                \
  gboolean prefix##_from_string (const char *nick, Type *out)                                      \
  {                                                                                                \
    for (guint i = 0; nick != NULL && i < G_N_ELEMENTS (prefix##_words); i++)                      \
      if (g_str_equal (nick, prefix##_words[i])) {                                                 \
        *out = (Type) i;                                                                           \
        return TRUE;                                                                               \
      }                                                                                            \
    return FALSE;                                                                                  \
  }
