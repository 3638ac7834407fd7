/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/config-diff.h"

#include "server/daemon/config-option.h"

static gboolean
same_list (char **a, char **b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strv_equal ((const char *const *) a, (const char *const *) b);
}

static gboolean
same (const BhConfigOption *option, gconstpointer before, gconstpointer after)
{
  gconstpointer a = (const char *) before + option->offset;
  gconstpointer b = (const char *) after + option->offset;

  switch (option->type) {
  case BH_OPTION_FLAG:
    return *(const gboolean *) a == *(const gboolean *) b;
  case BH_OPTION_NUMBER:
    return *(const gint64 *) a == *(const gint64 *) b;
  case BH_OPTION_LIST:
  case BH_OPTION_PATTERNS:
    return same_list (*(char **const *) a, *(char **const *) b);
  default:
    return g_strcmp0 (*(const char *const *) a, *(const char *const *) b) == 0;
  }
}

/* Queues' sections are taken at once, all of them. */
static gboolean
is_compared (const BhConfigOption *option, gboolean of_pbx)
{
  return !option->live && !g_str_equal (option->section, "queue") &&
         g_str_equal (option->section, "pbx") == of_pbx;
}

/* @section: as people write it; NULL: as in the table, and not of a PBX. */
static void
compare (GStrvBuilder *out, const char *section, gconstpointer before, gconstpointer after)
{
  guint n;
  const BhConfigOption *options = bh_config_options (&n);

  for (guint i = 0; i < n; i++)
    if (is_compared (&options[i], section != NULL) && !same (&options[i], before, after)) {
      g_autofree char *words = g_strdup_printf ("[%s] %s",
                                                section != NULL ? section : options[i].section,
                                                options[i].key);
      g_strv_builder_add (out, words);
    }
}

static void
compare_pbxs (GStrvBuilder *out, const BhConfig *before, const BhConfig *after)
{
  for (guint i = 0; i < before->pbxs->len; i++) {
    const BhConfigPbx *pbx = g_ptr_array_index (before->pbxs, i);
    const BhConfigPbx *now = bh_config_find_pbx (after, pbx->name);
    g_autofree char *section = g_strdup_printf ("pbx %s", pbx->name);
    g_autofree char *whole = g_strdup_printf ("[%s]", section);
    if (now != NULL)
      compare (out, section, pbx, now);
    else
      g_strv_builder_add (out, whole);
  }
  for (guint i = 0; i < after->pbxs->len; i++) {
    const BhConfigPbx *pbx = g_ptr_array_index (after->pbxs, i);
    g_autofree char *whole = g_strdup_printf ("[pbx %s]", pbx->name);
    if (bh_config_find_pbx (before, pbx->name) == NULL)
      g_strv_builder_add (out, whole);
  }
}

GStrv
bh_config_needs_restart (const BhConfig *before, const BhConfig *after)
{
  g_autoptr (GStrvBuilder) out = g_strv_builder_new ();

  compare (out, NULL, before, after);
  compare_pbxs (out, before, after);
  return g_strv_builder_end (out);
}
