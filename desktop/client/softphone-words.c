/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/softphone-words.h"

#include <string.h>

char *
bh_softphone_words_peer (const char *uri)
{
  const char *begin = uri && g_str_has_prefix (uri, "sip:") ? uri + strlen ("sip:") : uri;
  gsize length = begin ? strcspn (begin, "@;>") : 0;

  return length ? g_strndup (begin, length) : NULL;
}

double
bh_softphone_words_level (const char *decibels)
{
  return CLAMP (1 + g_ascii_strtod (decibels ? decibels : "-96", NULL) / 60, 0, 1);
}

char *
bh_softphone_words_lost (const char *param)
{
  const char *comma = param ? strchr (param, ',') : NULL;

  return g_strdup (comma ? comma + 1 : param ? param : "");
}

char *
bh_softphone_words_unset (const char *reply)
{
  const char *failed = reply ? strstr (reply, "failed to set") : NULL;
  const char *open = failed ? strchr (failed, '(') : NULL;

  if (failed == NULL)
    return NULL;
  return open ? g_strndup (open + 1, strcspn (open + 1, ")\n")) : g_strdup ("");
}
