/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/kb/document.h"

/* kb export FOLDER: what kb import takes again. */

typedef struct {
  const char *folder;
  PGconn *conn;
  guint pictures; /* written */
  guint left_out;
} Export;

static const char all_articles[] =
    "SELECT jsonb_build_object('id', v.article_id, 'title', v.title, 'body', v.body, 'language',"
    " v.language, 'category', v.category, 'tags', v.tags, 'owner', v.owner, 'review', v.review_on,"
    " 'queues', (SELECT COALESCE(jsonb_agg(DISTINCT queue), '[]') FROM kb_suggestion AS s WHERE"
    " s.article_id = v.article_id AND queue <> ''),"
    " 'reasons', (SELECT COALESCE(jsonb_agg(DISTINCT reason), '[]') FROM kb_suggestion AS s WHERE"
    " s.article_id = v.article_id AND reason <> ''),"
    " 'steps', (SELECT COALESCE(jsonb_agg(DISTINCT step), '[]') FROM kb_suggestion AS s WHERE"
    " s.article_id = v.article_id AND step <> ''),"
    " 'pictures', bh_kb_pictures_json(v.article_id, v.version))::text"
    " FROM kb_version AS v WHERE v.live ORDER BY v.category, v.title, v.article_id";

/* A name of a file or folder: nothing in it leads elsewhere. */
static char *
name_of (const char *text)
{
  GString *name = g_string_new (NULL);

  for (const char *p = text; *p != '\0' && name->len < 120; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    gboolean plain = g_unichar_isalnum (c) || c == '_' || c == '-';
    if (plain)
      g_string_append_unichar (name, c);
    else if (name->len > 0 && name->str[name->len - 1] != '-')
      g_string_append_c (name, '-');
  }
  if (name->len > 0 && name->str[name->len - 1] == '-')
    g_string_truncate (name, name->len - 1);
  if (name->len == 0)
    g_string_append (name, "article");
  return g_string_free (name, FALSE);
}

static char *
folder_for (const char *folder, const char *category)
{
  g_auto (GStrv) parts = g_strsplit (category, "/", -1);
  char *path = g_strdup (folder);

  for (guint i = 0; parts[i] != NULL; i++) {
    g_autofree char *name = name_of (parts[i]);
    g_autofree char *above = path;
    path = *parts[i] != '\0' ? g_build_filename (above, name, NULL) : g_strdup (above);
  }
  return path;
}

static char *
file_for (const char *folder, const char *title)
{
  g_autofree char *name = name_of (title);
  char *path = g_strdup_printf ("%s/%s.md", folder, name);

  for (guint i = 2; g_file_test (path, G_FILE_TEST_EXISTS); i++) {
    g_free (path);
    path = g_strdup_printf ("%s/%s-%u.md", folder, name, i);
  }
  return path;
}

static char *
member_of (JsonObject *row, const char *member)
{
  return g_strdup (json_object_get_string_member_with_default (row, member, NULL));
}

static char **
list_of (JsonObject *row, const char *member)
{
  JsonArray *array = json_object_get_array_member (row, member);
  guint n = json_array_get_length (array);
  char **texts = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    texts[i] = g_strdup (json_array_get_string_element (array, i));
  return texts;
}

/* ---- pictures */

static gboolean
is_inside (const char *path, const char *folder)
{
  g_autofree char *inner = g_canonicalize_filename (path, NULL);
  g_autofree char *outer = g_canonicalize_filename (folder, NULL);
  gsize n = strlen (outer);

  return g_str_has_prefix (inner, outer) && inner[n] == '/';
}

static gboolean
holds_other (const char *path, const guint8 *bytes, gsize length)
{
  g_autofree char *there = NULL;
  gsize n;

  return g_file_get_contents (path, &there, &n, NULL) &&
         (n != length || memcmp (there, bytes, n) != 0);
}

static gboolean
write_picture (Export *export,
               const char *where,
               const char *article,
               JsonObject *row,
               GError **error)
{
  const char *name = json_object_get_string_member (row, "name");
  const char *hash = json_object_get_string_member (row, "picture");
  g_autofree char *file = g_uri_unescape_string (name, "/");
  g_autofree char *path = g_build_filename (where, file != NULL ? file : "", NULL);
  g_autofree char *beside = g_path_get_dirname (path);
  g_autofree char *data =
      bh_pg_get_blocking (export->conn,
                          "SELECT encode(bytes, 'base64') FROM kb_picture WHERE sha256 = $1",
                          1,
                          (const char *[]){hash},
                          error);
  g_autofree guint8 *bytes = NULL;
  gsize length;

  if (data == NULL)
    return error == NULL || *error == NULL;
  bytes = g_base64_decode (data, &length);
  if (file == NULL || !is_inside (path, export->folder) || holds_other (path, bytes, length)) {
    fprintf (stderr,
             "%s: its picture \"%s\" was left out: the place is outside of the folder, or another "
             "article's picture has it\n",
             article,
             name);
    export->left_out++;
    return TRUE;
  }
  export->pictures++;
  g_mkdir_with_parents (beside, 0777);
  return g_file_set_contents (path, (const char *) bytes, (gssize) length, error);
}

static gboolean
write_pictures (Export *export,
                const char *where,
                const char *article,
                JsonObject *row,
                GError **error)
{
  JsonArray *pictures = json_object_get_array_member (row, "pictures");

  for (guint i = 0; i < json_array_get_length (pictures); i++)
    if (!write_picture (export, where, article, json_array_get_object_element (pictures, i), error))
      return FALSE;
  return TRUE;
}

/* ---- articles */

static gboolean
write_row (Export *export, const char *json, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (json, error);
  g_autoptr (BhKbDocument) document = g_new0 (BhKbDocument, 1);
  g_autofree char *where = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  JsonObject *row;

  if (node == NULL)
    return FALSE;
  row = json_node_get_object (node);
  document->id = member_of (row, "id");
  document->title = member_of (row, "title");
  document->body = member_of (row, "body");
  document->language = member_of (row, "language");
  document->owner = member_of (row, "owner");
  document->review = member_of (row, "review");
  document->tags = list_of (row, "tags");
  document->queues = list_of (row, "queues");
  document->reasons = list_of (row, "reasons");
  document->steps = list_of (row, "steps");
  where = folder_for (export->folder, json_object_get_string_member (row, "category"));
  g_mkdir_with_parents (where, 0777);
  path = file_for (where, document->title);
  text = bh_kb_document_write (document);
  return g_file_set_contents (path, text, -1, error) &&
         write_pictures (export, where, path, row, error);
}

static gboolean
is_free (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return dir == NULL ? !g_file_test (folder, G_FILE_TEST_EXISTS) : g_dir_read_name (dir) == NULL;
}

static int
run (Export *export)
{
  g_autoptr (PGresult) rows = NULL;
  g_autoptr (GError) error = NULL;
  int n;

  rows = bh_pg_exec_blocking (export->conn, all_articles, 0, NULL, &error);
  if (rows == NULL)
    return bh_ctl_fail_with (error);
  n = PQntuples (rows);
  if (g_mkdir_with_parents (export->folder, 0777) != 0)
    return bh_ctl_fail (BH_CTL_FAILED, "%s: %s", export->folder, g_strerror (errno));
  for (int i = 0; i < n; i++)
    if (!write_row (export, PQgetvalue (rows, i, 0), &error))
      return bh_ctl_fail (BH_CTL_FAILED, "%s", error->message);
  printf ("%d articles, %u pictures\n", n, export->pictures);
  if (export->left_out > 0)
    return bh_ctl_fail (BH_CTL_FAILED, "%u pictures were left out", export->left_out);
  return BH_CTL_OK;
}

int
bh_ctl_kb_export (int argc, char **argv)
{
  Export export = {0};
  g_autofree char *config = NULL;
  const GOptionEntry entries[] = {
      {"config", 'c', 0, G_OPTION_ARG_FILENAME, &config, "The server's configuration file", "FILE"},
      {NULL}};
  g_autoptr (PGconn) conn = NULL;
  g_autoptr (GError) error = NULL;
  int code;

  if (!bh_ctl_parse (entries,
                     "Every published article becomes a Markdown file, in folders that are its\n"
                     "category, with its pictures beside it; kb import takes them again.",
                     &argc,
                     &argv,
                     &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one folder. See bellhopctl kb export --help");
  if (!is_free (argv[1]))
    return bh_ctl_fail (BH_CTL_USAGE, "%s is not empty. Name a new folder", argv[1]);
  conn = bh_ctl_database (config, &error);
  if (conn == NULL)
    return bh_ctl_fail_with (error);
  export.folder = argv[1];
  export.conn = conn;
  return run (&export);
}
