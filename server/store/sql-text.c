/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/sql-text.h"

#include "server/store/sql-resource.h"

#define PREFIX "/org/bellhop/sql/"

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

const char *
bh_sql_text (const char *path)
{
  g_autofree char *full = g_strconcat (PREFIX, path, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  bytes =
      g_resource_lookup_data (bh_sql_get_resource (), full, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);
  /* glib-compile-resources ends each file with a 0, and the bytes are part of the program. */
  return g_bytes_get_data (bytes, NULL);
}

GPtrArray *
bh_sql_migrations (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) children = NULL;

  children = g_resource_enumerate_children (bh_sql_get_resource (),
                                            PREFIX,
                                            G_RESOURCE_LOOKUP_FLAGS_NONE,
                                            NULL);
  for (guint i = 0; children != NULL && children[i] != NULL; i++)
    if (g_ascii_isdigit (children[i][0]))
      g_ptr_array_add (names, g_strdup (children[i]));
  g_ptr_array_sort (names, by_name);
  return g_steal_pointer (&names);
}
