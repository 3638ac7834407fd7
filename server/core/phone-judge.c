/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/model-private.h"

/* Which side of the PBX a leg is on is written nowhere in a feed, so it is judged, from the surest
 * sign to the weakest: the administrator's patterns; being a queue's member; being dialed as a
 * device or through one ("1001" or "139…@trunk"); a device named by a short number; a caller id
 * that is the device's own name or a short number. See README.md. */

#define LONGEST_EXTENSION 6

static gboolean
matches (GPtrArray *patterns, const char *device)
{
  for (guint i = 0; i < patterns->len; i++)
    if (g_pattern_spec_match_string (patterns->pdata[i], device))
      return TRUE;
  return FALSE;
}

static const char *
name_of (const char *device)
{
  const char *slash = strchr (device, '/');
  return slash == NULL ? device : slash + 1;
}

static gboolean
is_short_number (const char *text)
{
  gsize length = strlen (text);
  return length >= 2 && length <= LONGEST_EXTENSION && strspn (text, "0123456789") == length;
}

static gboolean
from_outside_context (const char *context)
{
  static const char *const words[] =
      {"trunk", "pstn", "did", "inbound", "incoming", "external", "provider", "public"};
  for (guint i = 0; context != NULL && i < G_N_ELEMENTS (words); i++)
    if (strstr (context, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

gboolean
bh_judge_outside (BhModelPbx *pbx, const BhLeg *leg)
{
  const char *name = name_of (leg->device);

  if (leg->local || *leg->device == '\0')
    return FALSE;
  if (matches (pbx->trunk_patterns, leg->device))
    return TRUE;
  if (matches (pbx->phone_patterns, leg->device) ||
      g_hash_table_contains (pbx->phones, leg->device))
    return FALSE;
  if (leg->dial_string != NULL && strchr (leg->dial_string, '@') != NULL)
    return TRUE;
  if (leg->dial_string != NULL && g_str_equal (name_of (leg->dial_string), name))
    return FALSE;
  if (is_short_number (name))
    return FALSE;
  if (*leg->number != '\0' && g_str_equal (leg->number, name))
    return FALSE;
  return !(leg->incoming && is_short_number (leg->number) && !from_outside_context (leg->context));
}

void
bh_judge_learn_phone (BhModelPbx *pbx, const char *device)
{
  if (device == NULL || *device == '\0' || g_str_has_prefix (device, "Local/") ||
      g_str_has_prefix (device, "loopback/"))
    return;
  if (!g_hash_table_contains (pbx->phones, device))
    g_hash_table_add (pbx->phones, g_strdup (device));
}

char *
bh_judge_number (const char *dial_string)
{
  const char *from = dial_string;
  const char *at = strchr (dial_string, '@');
  const char *slash = strrchr (dial_string, '/');
  if (at != NULL && (slash == NULL || slash > at))
    slash = memrchr (dial_string, '/', (gsize) (at - dial_string));
  if (slash != NULL)
    from = slash + 1;
  return at != NULL && at > from ? g_strndup (from, (gsize) (at - from)) : g_strdup (from);
}
