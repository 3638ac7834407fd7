/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/ctl/kb-pictures.h"
#include "server/kb/document.h"
#include "server/kb/index.h"
#include "server/store/knowledge-load.h"

/* kb import FOLDER: all articles or none. First every file is read and checked, and every bad one
 * is told with its line; only then the database is touched, in one transaction. */

#define MAX_COMPLAINTS 50
#define MAX_DEPTH      16

static const char explanation[] =
    "FOLDER holds Markdown files (.md), in folders that are their categories. Of each file the "
    "first\n"
    "heading is the title. Before it may stand, between two lines \"---\", any of:\n"
    "\n"
    "  language: zh_CN            tags: password, account       owner: alice\n"
    "  review: 2027-03-01         id: UUID of an export\n"
    "  queues: support            reasons: refund               steps: identify\n"
    "\n"
    "Queues, reasons and steps say when the article is suggested. A file that was imported before\n"
    "(by its id, or its place in the folder) is a new version of its article, if it has changed.\n"
    "\n"
    "Pictures, ![what is seen](pictures/step1.png), are files of the folder: PNG or JPEG, at most\n"
    "512 KiB and 4096 pixels a side, 32 in an article. Nothing is fetched from elsewhere.\n"
    "\n"
    "Exit codes: 0 done; 1 the database refused; 2 files are wrong, nothing was imported; 3 "
    "bellhopd\n"
    "does not answer.";

typedef struct {
  char *config;
  char *by;
  char *language;
  gboolean dry_run;
  gboolean json;
  const char *folder;
  GPtrArray *files;    /* paths below the folder */
  GPtrArray *articles; /* JSON texts */
  GHashTable *ids;     /* id -> file */
  BhCtlPictures *pictures;
  guint complaints;
} Import;

static void
import_clear (Import *import)
{
  g_free (import->config);
  g_free (import->by);
  g_free (import->language);
  g_clear_pointer (&import->files, g_ptr_array_unref);
  g_clear_pointer (&import->articles, g_ptr_array_unref);
  g_clear_pointer (&import->ids, g_hash_table_unref);
  g_clear_pointer (&import->pictures, bh_ctl_pictures_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static void
complain (Import *import, const char *file, guint line, const char *text)
{
  if (++import->complaints <= MAX_COMPLAINTS)
    fprintf (stderr, "%s/%s:%u: %s\n", import->folder, file, line, text);
  else if (import->complaints == MAX_COMPLAINTS + 1)
    fprintf (stderr, "%s: and more\n", import->folder);
}

/* ---- the folder */

static gboolean
is_article (const char *name)
{
  return g_str_has_suffix (name, ".md") || g_str_has_suffix (name, ".markdown");
}

static void gather (Import *import, const char *below, guint depth);

static void
take_entry (Import *import, const char *below, const char *name, guint depth)
{
  g_autofree char *inner = *below != '\0' ? g_build_filename (below, name, NULL) : g_strdup (name);
  g_autofree char *path = g_build_filename (import->folder, inner, NULL);

  if (*name == '.')
    return;
  if (!g_utf8_validate (inner, -1, NULL))
    complain (import, "?", 1, "a file's name is not UTF-8. Rename it");
  else if (g_file_test (path, G_FILE_TEST_IS_DIR))
    gather (import, inner, depth + 1);
  else if (is_article (name))
    g_ptr_array_add (import->files, g_steal_pointer (&inner));
}

static void
gather (Import *import, const char *below, guint depth)
{
  g_autofree char *path = g_build_filename (import->folder, below, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (path, 0, &error);
  const char *name;

  if (folder == NULL || depth > MAX_DEPTH) {
    complain (import,
              below,
              1,
              error != NULL ? error->message : "folders lie too deep in each other");
    return;
  }
  while ((name = g_dir_read_name (folder)) != NULL)
    take_entry (import, below, name, depth);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* ---- one file */

static void
set_text (JsonObject *article, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (article, member, text);
}

static void
set_list (JsonObject *article, const char *member, char **texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  json_object_set_array_member (article, member, array);
}

/* The line of the text in which a picture is named. */
static guint
line_of_picture (const char *text, const char *name)
{
  g_autofree char *mark = g_strdup_printf ("](%s", name);
  const char *at = strstr (text, mark);
  guint line = 1;

  while (at != NULL && strchr (") \t\"", at[strlen (mark)]) == NULL) /* a longer name */
    at = strstr (at + 1, mark);
  if (at == NULL)
    at = strstr (text, name); /* in brackets, or by reference */
  for (const char *p = text; at != NULL && p < at; p++)
    line += *p == '\n';
  return line;
}

/* Which picture each of the article's names is. Every one that is not right is told. */
static void
find_pictures (Import *import, const char *file, const char *text, JsonObject *article)
{
  JsonArray *names = json_object_get_array_member (article, "pictures");
  JsonObject *shown = json_object_new ();

  for (guint i = 0; i < json_array_get_length (names); i++) {
    const char *name = json_array_get_string_element (names, i);
    g_autoptr (GError) error = NULL;
    const char *hash = bh_ctl_pictures_find (import->pictures, file, name, &error);
    g_autofree char *complaint = NULL;
    if (hash != NULL) {
      json_object_set_string_member (shown, name, hash);
      continue;
    }
    complaint = g_strdup_printf ("the picture \"%s\": %s", name, error->message);
    complain (import, file, line_of_picture (text, name), complaint);
  }
  json_object_set_object_member (article, "shown", shown);
}

static char *
write_article (Import *import, const char *file, const char *text, const BhKbDocument *document)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *category = g_path_get_dirname (file);
  JsonObject *article = json_object_new ();

  set_text (article, "source", file);
  set_text (article, "id", document->id);
  set_text (article, "title", document->title);
  set_text (article, "body", document->body);
  set_text (article,
            "language",
            document->language != NULL ? document->language : import->language);
  set_text (article, "category", g_str_equal (category, ".") ? "" : category);
  set_text (article, "owner", document->owner);
  set_text (article, "review_on", document->review);
  set_text (article, "by", import->by != NULL ? import->by : "import");
  set_list (article, "tags", document->tags);
  set_list (article, "queues", document->queues);
  set_list (article, "reasons", document->reasons);
  set_list (article, "steps", document->steps);
  bh_kb_index_article (article);
  find_pictures (import, file, text, article);
  json_node_take_object (node, article);
  return json_to_string (node, FALSE);
}

static gboolean
id_is_new (Import *import, const char *file, const BhKbDocument *document)
{
  const char *other = document->id != NULL ? g_hash_table_lookup (import->ids, document->id) : NULL;
  g_autofree char *complaint = NULL;

  if (other != NULL) {
    complaint = g_strdup_printf ("its id is that of %s, too. Leave it out of the newer one", other);
    complain (import, file, 1, complaint);
    return FALSE;
  }
  if (document->id != NULL)
    g_hash_table_insert (import->ids, g_strdup (document->id), g_strdup (file));
  return TRUE;
}

static void
read_article (Import *import, const char *file)
{
  g_autofree char *path = g_build_filename (import->folder, file, NULL);
  g_autoptr (BhKbDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;
  guint line = 1;

  if (g_file_get_contents (path, &text, &length, &error))
    document = bh_kb_document_read (text, length, &line, &error);
  if (document == NULL)
    complain (import, file, line, error->message);
  else if (id_is_new (import, file, document))
    g_ptr_array_add (import->articles, write_article (import, file, text, document));
}

/* FALSE after complaints. */
static gboolean
read_folder (Import *import)
{
  gather (import, "", 0);
  g_ptr_array_sort (import->files, compare_names);
  for (guint i = 0; i < import->files->len; i++)
    read_article (import, import->files->pdata[i]);
  if (import->complaints == 0 && import->files->len == 0)
    complain (import, ".", 1, "there is no Markdown file (.md) in it");
  if (import->complaints > 0)
    bh_ctl_fail (BH_CTL_USAGE, "nothing was imported");
  return import->complaints == 0;
}

/* ---- the database */

static gboolean
load_articles (Import *import, BhKnowledgeLoadResult *result, GError **error)
{
  g_autoptr (PGconn) conn = bh_ctl_database (import->config, error);
  g_autoptr (BhKnowledgeLoad) load = conn != NULL ? bh_knowledge_load_begin (conn, error) : NULL;

  if (load == NULL)
    return FALSE;
  for (guint i = 0; i < import->articles->len; i++)
    if (!bh_knowledge_load_add (load, i + 1, import->articles->pdata[i], error))
      return FALSE;
  if (!bh_ctl_pictures_load (import->pictures,
                             load,
                             import->by != NULL ? import->by : "import",
                             error))
    return FALSE;
  return bh_knowledge_load_finish (load, !import->dry_run, result, error);
}

static int
run (Import *import)
{
  BhKnowledgeLoadResult result = {0};
  g_autoptr (GError) error = NULL;

  if (!read_folder (import))
    return BH_CTL_USAGE;
  if (!load_articles (import, &result, &error)) {
    bh_ctl_fail (BH_CTL_FAILED, "%s", error->message);
    return bh_ctl_fail (bh_ctl_code_of (error), "nothing was imported");
  }
  if (import->json)
    printf ("{\"articles\":%u,\"inserted\":%u,\"updated\":%u,\"unchanged\":%u,\"pictures\":%u,"
            "\"dry_run\":%s}\n",
            import->articles->len,
            result.inserted,
            result.updated,
            result.unchanged,
            bh_ctl_pictures_count (import->pictures),
            import->dry_run ? "true" : "false");
  else
    printf ("%u articles: %u new, %u changed, %u as they were; %u pictures%s\n",
            import->articles->len,
            result.inserted,
            result.updated,
            result.unchanged,
            bh_ctl_pictures_count (import->pictures),
            import->dry_run ? " (only tried: nothing was kept)" : "");
  return BH_CTL_OK;
}

int
bh_ctl_kb_import (int argc, char **argv)
{
  g_auto (Import) import = {0};
  const GOptionEntry entries[] = {
      {"dry-run",
       'n',
       0,
       G_OPTION_ARG_NONE,
       &import.dry_run,
       "Try everything, the database too, and keep nothing",
       NULL},
      {"language", 0, 0, G_OPTION_ARG_STRING, &import.language, "Of files that say none", "LANG"},
      {"by", 0, 0, G_OPTION_ARG_STRING, &import.by, "Who is the author (import)", "USER"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &import.json, "For programs: JSON", NULL},
      {"config",
       'c',
       0,
       G_OPTION_ARG_FILENAME,
       &import.config,
       "The server's configuration file",
       "FILE"},
      {NULL},
  };
  g_autofree char *complaint = NULL;
  int code;

  if (!bh_ctl_parse (entries, explanation, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one folder. See bellhopctl kb import --help");
  complaint = bh_kb_complaint (NULL, import.language, NULL);
  if (complaint != NULL)
    return bh_ctl_fail (BH_CTL_USAGE, "--language: %s", complaint);
  import.folder = argv[1];
  import.pictures = bh_ctl_pictures_new (import.folder);
  import.files = g_ptr_array_new_with_free_func (g_free);
  import.articles = g_ptr_array_new_with_free_func (g_free);
  import.ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return run (&import);
}
