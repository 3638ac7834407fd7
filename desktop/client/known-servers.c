/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/known-servers.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "desktop/client/client-error.h"
#include "protocol/transport/curve-keys.h"

struct BhKnownServers {
  char *path;
  gboolean asks_system;
};

BhKnownServers *
bh_known_servers_new (const char *path)
{
  BhKnownServers *self = g_new0 (BhKnownServers, 1);

  self->asks_system = path == NULL;
  self->path = path ? g_strdup (path)
                    : g_build_filename (g_get_user_config_dir (), "bellhop", "known-servers", NULL);
  return self;
}

void
bh_known_servers_free (BhKnownServers *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self);
}

const char *
bh_known_servers_get_path (BhKnownServers *self)
{
  return self->path;
}

/* TRUE if @line is of @server; *key (out) (optional) (transfer full) */
static gboolean
is_line_of (const char *line, const char *server, char **key)
{
  g_auto (GStrv) words = g_strsplit_set (line, " \t", 2);

  if (g_strv_length (words) != 2 || g_ascii_strcasecmp (words[0], server) != 0)
    return FALSE;
  g_strstrip (words[1]);
  if (key)
    *key = g_strdup (words[1]);
  return bh_curve_key_is_valid (words[1]);
}

static char *
find_in (const char *path, const char *server)
{
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    return NULL;
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *key = NULL;
    if (is_line_of (lines[i], server, &key))
      return g_steal_pointer (&key);
  }
  return NULL;
}

char *
bh_known_servers_find (BhKnownServers *self, const char *server)
{
  const char *const *dirs = g_get_system_config_dirs ();
  char *key = find_in (self->path, server);

  for (guint i = 0; key == NULL && self->asks_system && dirs[i] != NULL; i++) {
    g_autofree char *path = g_build_filename (dirs[i], "bellhop", "known-servers", NULL);
    key = find_in (path, server);
  }
  return key;
}

static char *
with_line (const char *content, const char *server, const char *public_key)
{
  g_auto (GStrv) lines = g_strsplit (content, "\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !is_line_of (lines[i], server, NULL))
      g_string_append_printf (text, "%s\n", lines[i]);
  g_string_append_printf (text, "%s %s\n", server, public_key);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
bh_known_servers_add (BhKnownServers *self,
                      const char *server,
                      const char *public_key,
                      GError **error)
{
  g_autofree char *dir = g_path_get_dirname (self->path);
  g_autofree char *content = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;

  if (!g_file_get_contents (self->path, &content, NULL, NULL))
    content = g_strdup ("");
  text = with_line (content, server, public_key);
  if (g_mkdir_with_parents (dir, 0700) == 0 &&
      g_file_set_contents_full (self->path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &cause))
    return TRUE;
  g_set_error (error,
               BH_CLIENT_ERROR,
               BH_CLIENT_ERROR_STATE_FILE,
               "The server's key cannot be remembered in %s: %s. Check the folder's rights.",
               self->path,
               cause ? cause->message : g_strerror (errno));
  return FALSE;
}
