/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/settings.h"

/* The configured build folder is known at build time: a program that lies in it has not been
 * installed, and takes its schema and its translations from there too. */
static gboolean
runs_from_build (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  return self != NULL && g_str_has_prefix (self, BH_BUILD_ROOT "/");
}

static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) built = NULL;

  if (runs_from_build ())
    built =
        g_settings_schema_source_new_from_directory (BH_BUILD_ROOT "/data", installed, FALSE, NULL);
  if (built != NULL)
    return g_settings_schema_source_lookup (built, BH_AGENT_SCHEMA, TRUE);
  return installed != NULL ? g_settings_schema_source_lookup (installed, BH_AGENT_SCHEMA, TRUE)
                           : NULL;
}

GSettings *
bh_agent_settings_new (void)
{
  g_autoptr (GSettingsSchema) schema = find_schema ();

  if (schema == NULL)
    return g_settings_new (BH_AGENT_SCHEMA); /* says what is missing, and ends */
  return g_settings_new_full (schema, NULL, NULL);
}

char *
bh_agent_locale_dir (void)
{
  const char *given = g_getenv ("BELLHOP_LOCALEDIR");

  if (given != NULL && *given != '\0')
    return g_strdup (given);
  return g_strdup (runs_from_build () ? BH_BUILD_ROOT "/po" : BH_LOCALE_DIR);
}
