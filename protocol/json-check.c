/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/json-check.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "protocol/protocol-error.h"

#define DEPTH_LIMIT 64 /* of the stack below */
#define MAX_NUMBER  64 /* characters; nobody needs more */

typedef struct {
  const char *at;
  const char *end;
  const char *problem; /* the first thing that is wrong */
  char open[DEPTH_LIMIT];
  guint depth, max_depth;
} Check;

static gboolean
wrong (Check *c, const char *problem)
{
  if (c->problem == NULL)
    c->problem = problem;
  return FALSE;
}

static void
skip_blanks (Check *c)
{
  while (c->at < c->end && (*c->at == ' ' || *c->at == '\t' || *c->at == '\n' || *c->at == '\r'))
    c->at++;
}

static gboolean
next_is (Check *c, char wanted)
{
  return c->at < c->end && *c->at == wanted;
}

static gboolean
take (Check *c, char wanted)
{
  if (!next_is (c, wanted))
    return FALSE;
  c->at++;
  return TRUE;
}

/* The four digits of \uXXXX; -1: they are not. */
static int
take_hex4 (Check *c)
{
  int value = 0;

  if (c->end - c->at < 4)
    return -1;
  for (guint i = 0; i < 4; i++, c->at++) {
    if (!g_ascii_isxdigit (*c->at))
      return -1;
    value = value * 16 + g_ascii_xdigit_value (*c->at);
  }
  return value;
}

static gboolean
take_unicode_escape (Check *c)
{
  int unit = take_hex4 (c);
  int low;

  if (unit < 0)
    return wrong (c, "a \\u is not followed by four hexadecimal digits");
  if (unit == 0)
    return wrong (c, "a string holds the character NUL");
  if (unit < 0xd800 || unit > 0xdfff)
    return TRUE;
  if (unit > 0xdbff || !take (c, '\\') || !take (c, 'u'))
    return wrong (c, "a surrogate stands alone");
  low = take_hex4 (c);
  if (low < 0xdc00 || low > 0xdfff)
    return wrong (c, "a surrogate stands alone");
  return TRUE;
}

static gboolean
take_escape (Check *c)
{
  char letter = c->at < c->end ? *c->at++ : '\0';

  if (letter == 'u')
    return take_unicode_escape (c);
  if (letter == '\0' || strchr ("\"\\/bfnrt", letter) == NULL)
    return wrong (c, "a backslash is followed by a letter that means nothing");
  return TRUE;
}

static gboolean
take_string (Check *c)
{
  if (!take (c, '"'))
    return wrong (c, "a string is expected");
  while (c->at < c->end) {
    guchar letter = (guchar) *c->at++;
    if (letter == '"')
      return TRUE;
    if (letter < 0x20)
      return wrong (c, "a control character stands in a string");
    if (letter == '\\' && !take_escape (c))
      return FALSE;
  }
  return wrong (c, "a string does not end");
}

static guint
take_digits (Check *c)
{
  const char *start = c->at;

  while (c->at < c->end && g_ascii_isdigit (*c->at))
    c->at++;
  return (guint) (c->at - start);
}

static gboolean
fits (const char *start, gsize length, gboolean whole)
{
  char text[MAX_NUMBER + 1];

  memcpy (text, start, length);
  text[length] = '\0';
  errno = 0;
  if (!whole)
    return isfinite (g_ascii_strtod (text, NULL));
  g_ascii_strtoll (text, NULL, 10);
  return errno == 0;
}

static gboolean
take_number (Check *c)
{
  const char *start = c->at;
  gboolean whole = TRUE, leading_zero;

  take (c, '-');
  leading_zero = next_is (c, '0');
  switch (take_digits (c)) {
  case 0:
    return wrong (c, "a value is expected");
  case 1:
    break;
  default:
    if (leading_zero)
      return wrong (c, "a number begins with a zero");
  }
  if (take (c, '.')) {
    whole = FALSE;
    if (take_digits (c) == 0)
      return wrong (c, "a number has no digit after its point");
  }
  if (take (c, 'e') || take (c, 'E')) {
    whole = FALSE;
    if (!take (c, '+'))
      take (c, '-');
    if (take_digits (c) == 0)
      return wrong (c, "a number has no digit in its exponent");
  }
  if (c->at - start > MAX_NUMBER || !fits (start, (gsize) (c->at - start), whole))
    return wrong (c, "a number is too large");
  return TRUE;
}

static gboolean
take_word (Check *c, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (c->end - c->at) < length || memcmp (c->at, word, length) != 0)
    return wrong (c, "a value is expected");
  c->at += length;
  return TRUE;
}

static gboolean
take_scalar (Check *c)
{
  switch (c->at < c->end ? *c->at : '\0') {
  case '"':
    return take_string (c);
  case 't':
    return take_word (c, "true");
  case 'f':
    return take_word (c, "false");
  case 'n':
    return take_word (c, "null");
  default:
    return take_number (c);
  }
}

static gboolean
take_key (Check *c)
{
  skip_blanks (c);
  if (!take_string (c))
    return FALSE;
  skip_blanks (c);
  if (!take (c, ':'))
    return wrong (c, "a colon is expected after a name");
  skip_blanks (c);
  return TRUE;
}

/* Opens an object or array. *value: a value must follow (it is not empty). */
static gboolean
open_level (Check *c, gboolean *value)
{
  char opener = *c->at++;
  char closer = opener == '{' ? '}' : ']';

  if (c->depth >= c->max_depth)
    return wrong (c, "it is nested too deep");
  skip_blanks (c);
  *value = !take (c, closer);
  if (!*value)
    return TRUE;
  c->open[c->depth++] = closer;
  return closer == ']' || take_key (c);
}

/* After a value: closes what ends here, and stands at the next value or at the end. */
static gboolean
close_levels (Check *c, gboolean *value)
{
  *value = FALSE;
  while (c->depth > 0 && !*value) {
    char closer = c->open[c->depth - 1];
    skip_blanks (c);
    if (take (c, closer)) {
      c->depth--;
      continue;
    }
    if (!take (c, ','))
      return wrong (c, "a comma or the end of an object or array is expected");
    *value = TRUE;
    if (closer == '}' && !take_key (c))
      return FALSE;
    skip_blanks (c);
  }
  return TRUE;
}

static gboolean
take_object (Check *c)
{
  gboolean value = TRUE;

  while (value) {
    if (next_is (c, '{') || next_is (c, '[')) {
      if (!open_level (c, &value))
        return FALSE;
      if (value)
        continue;
    } else if (!take_scalar (c)) {
      return FALSE;
    }
    if (!close_levels (c, &value))
      return FALSE;
  }
  return TRUE;
}

static gboolean
take_frame (Check *c)
{
  skip_blanks (c);
  if (!next_is (c, '{'))
    return wrong (c, "it does not begin with an object");
  if (!take_object (c))
    return FALSE;
  skip_blanks (c);
  if (c->at != c->end)
    return wrong (c, "something follows the object");
  return TRUE;
}

gboolean
bh_json_check (const char *text, gsize length, guint max_depth, GError **error)
{
  Check c = {.at = text, .end = text + length, .max_depth = MIN (max_depth, DEPTH_LIMIT)};
  const char *bad;

  if (!g_utf8_validate_len (text, length, &bad)) {
    c.at = bad;
    wrong (&c, "it is not UTF-8, or holds a NUL");
  } else if (take_frame (&c)) {
    return TRUE;
  }
  g_set_error (error,
               BH_PROTOCOL_ERROR,
               BH_PROTOCOL_ERROR_JSON,
               "The frame is not a JSON object that can be read: %s (byte %u)",
               c.problem,
               (guint) (c.at - text));
  return FALSE;
}
