/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/bidi.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Pango looks for the first strong letter also within isolates, so the line says its way itself. */
#define RIGHT_TO_LEFT_MARK    "\u200f"
#define LEFT_TO_RIGHT_ISOLATE "\u2066"
#define FIRST_STRONG_ISOLATE  "\u2068"
#define POP_ISOLATE           "\u2069"

gboolean
bh_bidi_is_rtl (void)
{
  static int rtl = -1;

  if (rtl < 0)
    /* Translators: "rtl" in a language that is written from right to left, else "ltr" */
    rtl = g_str_equal (C_ ("text direction", "ltr"), "rtl");
  return rtl == TRUE;
}

char *
bh_bidi_ltr (const char *text)
{
  if (text == NULL || *text == '\0' || !bh_bidi_is_rtl () ||
      g_str_has_prefix (text, LEFT_TO_RIGHT_ISOLATE))
    return g_strdup (text);
  return g_strconcat (LEFT_TO_RIGHT_ISOLATE, text, POP_ISOLATE, NULL);
}

char *
bh_bidi_part (const char *text)
{
  if (text == NULL || *text == '\0' || !bh_bidi_is_rtl ())
    return g_strdup (text);
  return g_strconcat (RIGHT_TO_LEFT_MARK FIRST_STRONG_ISOLATE, text, POP_ISOLATE, NULL);
}

char *
bh_bidi_plain (const char *text)
{
  g_autoptr (GString) plain = NULL;

  if (text == NULL)
    return NULL;
  plain = g_string_new (text);
  g_string_replace (plain, RIGHT_TO_LEFT_MARK, "", 0);
  g_string_replace (plain, FIRST_STRONG_ISOLATE, "", 0);
  g_string_replace (plain, LEFT_TO_RIGHT_ISOLATE, "", 0);
  g_string_replace (plain, POP_ISOLATE, "", 0);
  return g_string_free (g_steal_pointer (&plain), FALSE);
}
