/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

/* Small help for the model's shared strings (GRefString): pictures share them, so a picture costs
 * no copies of text. */

static inline const char *
bh_text_ref (const char *text)
{
  return text == NULL ? NULL : g_ref_string_acquire ((char *) text);
}

static inline void
bh_text_clear (const char **text)
{
  if (*text != NULL)
    g_ref_string_release ((char *) *text);
  *text = NULL;
}

/* Makes *@text equal to @value, which may be NULL; TRUE when that changed anything. */
static inline gboolean
bh_text_set (const char **text, const char *value)
{
  if (g_strcmp0 (*text, value) == 0)
    return FALSE;
  bh_text_clear (text);
  *text = value == NULL ? NULL : g_ref_string_new (value);
  return TRUE;
}

/* As bh_text_set, where @value is itself shared text. */
static inline gboolean
bh_text_share (const char **text, const char *value)
{
  gboolean changed = g_strcmp0 (*text, value) != 0;
  const char *kept = bh_text_ref (value);
  bh_text_clear (text);
  *text = kept;
  return changed;
}

static inline const char *
bh_text_or_empty (const char *text)
{
  return text == NULL ? "" : text;
}
