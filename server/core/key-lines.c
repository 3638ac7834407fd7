/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/key-lines.h"

#include <string.h>

static void
key_line_clear (gpointer data)
{
  BhKeyLine *line = data;

  g_free (line->name);
  g_free (line->value);
}

static BhKeyLine
read_line (char *text, guint number)
{
  const char *end = strchr (text, ']');
  char *equals = strchr (text, '=');

  if (*text == '[' && end != NULL && end[1] == '\0')
    return (BhKeyLine){number, BH_KEY_LINE_SECTION, g_strndup (text + 1, end - text - 1), NULL};
  if (*text == '[' || equals == NULL)
    return (BhKeyLine){number, BH_KEY_LINE_ODD, g_strdup (text), NULL};
  *equals = '\0';
  return (BhKeyLine){number,
                     BH_KEY_LINE_PAIR,
                     g_strdup (g_strchomp (text)),
                     g_strdup (g_strchug (equals + 1))};
}

GArray *
bh_key_lines_parse (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GArray *found = g_array_new (FALSE, FALSE, sizeof (BhKeyLine));

  g_array_set_clear_func (found, key_line_clear);
  for (guint i = 0; lines[i] != NULL; i++) {
    char *stripped = g_strstrip (lines[i]);
    if (*stripped != '\0' && *stripped != '#') {
      BhKeyLine line = read_line (stripped, i + 1);
      g_array_append_val (found, line);
    }
  }
  return found;
}
