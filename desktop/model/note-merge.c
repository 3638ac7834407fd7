/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/note-merge.h"

static char *
join (const char *first, const char *second)
{
  gboolean needs_line =
      *first != '\0' && *second != '\0' && !g_str_has_suffix (first, "\n") && *second != '\n';

  return g_strconcat (first, needs_line ? "\n" : "", second, NULL);
}

char *
bh_note_merge (const char *base, const char *mine, const char *theirs)
{
  if (base && g_str_equal (theirs, base))
    return g_strdup (mine);
  if (base && g_str_equal (mine, base))
    return g_strdup (theirs);
  if (g_str_has_prefix (mine, theirs))
    return g_strdup (mine);
  if (g_str_has_prefix (theirs, mine))
    return g_strdup (theirs);
  /* Both only added at the end: what both began with is there once. */
  if (base && g_str_has_prefix (mine, base) && g_str_has_prefix (theirs, base))
    return join (theirs, mine + strlen (base));
  return join (theirs, mine);
}
