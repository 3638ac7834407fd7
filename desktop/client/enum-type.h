/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

/* A registered enum and its wire words from one table, so that properties can hold it and .ui files
 * can name its values.
 *
 *   #define BH_COLOUR_TABLE(X) X (BH_COLOUR_RED, "red") X (BH_COLOUR_BLUE, "blue")
 *   typedef enum { BH_COLOUR_TABLE (BH_ENUM_VALUE) } BhColour;
 *   BH_ENUM_DECLARE (BhColour, bh_colour)                    in the header
 *   BH_ENUM_DEFINE (BhColour, bh_colour, BH_COLOUR_TABLE)    in the source
 *
 * declares bh_colour_get_type (), const char *bh_colour_to_string (BhColour) - "unknown" for a
 * value out of range - and BhColour bh_colour_from_string (const char *nick, BhColour otherwise).
 */

#define BH_ENUM_VALUE(value, nick) value,
#define BH_ENUM_ROW(value, nick)   {value, #value, nick},

#define BH_ENUM_DECLARE(Type, prefix)                                                              \
  GType prefix##_get_type (void);                                                                  \
  const char *prefix##_to_string (Type value);                                                     \
  Type prefix##_from_string (const char *nick, Type otherwise);

#define BH_ENUM_DEFINE(Type, prefix, TABLE)                                                        \
  static const GEnumValue prefix##_values[] = {TABLE (BH_ENUM_ROW){0, NULL, NULL}};                \
  GType prefix##_get_type (void)                                                                   \
  {                                                                                                \
    static gsize type;                                                                             \
    if (g_once_init_enter (&type))                                                                 \
      g_once_init_leave (&type, g_enum_register_static (#Type, prefix##_values));                  \
    return type;                                                                                   \
  }                                                                                                \
  const char *prefix##_to_string (Type value)                                                      \
  {                                                                                                \
    return (gsize) value < G_N_ELEMENTS (prefix##_values) - 1                                      \
               ? prefix##_values[(gsize) value].value_nick                                         \
               : "unknown";                                                                        \
  }                                                                                                \
  Type prefix##_from_string (const char *nick, Type otherwise)                                     \
  {                                                                                                \
    for (gsize i = 0; nick != NULL && prefix##_values[i].value_nick != NULL; i++)                  \
      if (g_str_equal (nick, prefix##_values[i].value_nick))                                       \
        return (Type) prefix##_values[i].value;                                                    \
    return otherwise;                                                                              \
  }
