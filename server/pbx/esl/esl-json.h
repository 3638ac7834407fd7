/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/link/scan.h"

/* Finding one's way in JSON without making anything of it. All read up to 16 bytes behind @end. */

static inline char *
bh_esl_json_skip_blanks (char *at, const char *end)
{
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
    at++;
  return at;
}

/* The quote that ends the string that begins behind @at - 1, or NULL. */
static inline char *
bh_esl_json_find_quote (char *at, const char *end, gboolean *is_escaped)
{
  *is_escaped = FALSE;
  while (at < end) {
    guint quotes = bh_scan_byte (at, '"');
    guint marks = quotes | bh_scan_byte (at, '\\');
    if (marks == 0) {
      at += 16;
      continue;
    }
    guint bit = (guint) __builtin_ctz (marks);
    at += bit;
    if (at >= end)
      return NULL;
    if ((quotes >> bit & 1) != 0)
      return at;
    *is_escaped = TRUE;
    at += 2;
  }
  return NULL;
}

/* Behind the array or object that begins at @at, or NULL. */
static inline char *
bh_esl_json_skip_nested (char *at, const char *end)
{
  gboolean is_escaped = FALSE;
  guint depth = 0;
  for (; at < end; at++) {
    if (*at == '[' || *at == '{') {
      depth++;
    } else if (*at == ']' || *at == '}') {
      if (--depth == 0)
        return at + 1;
    } else if (*at == '"') {
      at = bh_esl_json_find_quote (at + 1, end, &is_escaped);
      if (at == NULL)
        return NULL;
    }
  }
  return NULL;
}
