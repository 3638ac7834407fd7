/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/link/link-checks.h"

#include <string.h>

#define MAX_REQUEST 64
#define MAX_NUMBER  40
#define MAX_DIGITS  32
#define OWN_PREFIX  "bh-"

static gboolean
refuse (GError **error, BhPbxError code, const char *what)
{
  g_set_error_literal (error, BH_PBX_ERROR, code, what);
  return FALSE;
}

gboolean
bh_link_consists_of (const char *text, gsize at_most, const char *others)
{
  gsize n = 0;
  for (; text[n] != '\0'; n++)
    if (n >= at_most || (!g_ascii_isalnum (text[n]) && strchr (others, text[n]) == NULL))
      return FALSE;
  return n > 0;
}

gboolean
bh_link_check_ready (const char *name,
                     gboolean watch_only,
                     BhPbxLinkState link,
                     const char *sentence,
                     GError **error)
{
  if (watch_only)
    g_set_error (error,
                 BH_PBX_ERROR,
                 BH_PBX_ERROR_WATCH_ONLY,
                 "Bellhop only watches the PBX %s (watch_only): nothing is sent to it.",
                 name);
  else if (link != BH_PBX_LINK_LIVE)
    g_set_error_literal (error, BH_PBX_ERROR, BH_PBX_ERROR_LINK, sentence);
  return !watch_only && link == BH_PBX_LINK_LIVE;
}

gboolean
bh_link_check_request (const char *request, GError **error)
{
  if (request == NULL || !bh_link_consists_of (request, MAX_REQUEST, "._-"))
    return refuse (error, BH_PBX_ERROR_ARGUMENT, "The command's request id is not usable.");
  if (g_str_has_prefix (request, OWN_PREFIX))
    return refuse (error, BH_PBX_ERROR_ARGUMENT, "Request ids do not begin with bh-.");
  return TRUE;
}

gboolean
bh_link_check_given (const char *value, const char *what, GError **error)
{
  if (value != NULL && *value != '\0')
    return TRUE;
  g_set_error (error, BH_PBX_ERROR, BH_PBX_ERROR_ARGUMENT, "The command says no %s.", what);
  return FALSE;
}

static gboolean
is_digits (const char *text, gsize at_most, const char *allowed)
{
  gsize n = strspn (text, allowed);
  return n > 0 && n <= at_most && text[n] == '\0';
}

gboolean
bh_link_check_number (const char *number, const GPtrArray *allowed, GError **error)
{
  if (!bh_link_check_given (number, "number", error))
    return FALSE;
  if (!is_digits (number, MAX_NUMBER, "0123456789*#+"))
    return refuse (error,
                   BH_PBX_ERROR_DIAL_STRING,
                   "The number holds something else than digits, *, # and +, or is too long.");
  for (guint i = 0; i < allowed->len; i++)
    if (g_regex_match (allowed->pdata[i], number, 0, NULL))
      return TRUE;
  g_set_error (
      error,
      BH_PBX_ERROR,
      BH_PBX_ERROR_DIAL_STRING,
      "%s may not be dialed: it fits none of the %u patterns that the administrator allows.",
      number,
      allowed->len);
  return FALSE;
}

gboolean
bh_link_check_digits (const char *digits, GError **error)
{
  if (!bh_link_check_given (digits, "digits", error))
    return FALSE;
  return is_digits (digits, MAX_DIGITS, "0123456789*#ABCDabcd") ||
         refuse (error, BH_PBX_ERROR_ARGUMENT, "Only up to 32 of 0-9, *, # and A-D can be sent.");
}

GPtrArray *
bh_link_patterns_new (char *const *patterns)
{
  GPtrArray *compiled = g_ptr_array_new_with_free_func ((GDestroyNotify) g_regex_unref);
  for (; patterns != NULL && *patterns != NULL; patterns++) {
    g_autofree char *whole = g_strdup_printf ("^(?:%s)$", *patterns);
    GRegex *regex = g_regex_new (whole, G_REGEX_DOLLAR_ENDONLY, 0, NULL);
    if (regex != NULL)
      g_ptr_array_add (compiled, regex);
  }
  return compiled;
}

gboolean
bh_link_patterns_check (char *const *patterns, GError **error)
{
  for (; patterns != NULL && *patterns != NULL; patterns++) {
    g_autoptr (GRegex) regex = g_regex_new (*patterns, 0, 0, error);
    if (regex != NULL)
      continue;
    g_prefix_error (error,
                    "The pattern \"%s\" of numbers that may be dialed is wrong: ",
                    *patterns);
    return FALSE;
  }
  return TRUE;
}
