/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/kb/atoms.h"
#include "server/kb/document.h"
#include "server/kb/query.h"
#include "server/kb/synonyms.h"
#include "server/store/knowledge-load.h"
#include "server/store/sql-text.h"

/* kb search, kb synonyms import. */

typedef struct {
  char *config;
  char *language;
  int limit;
  gboolean dry_run;
  gboolean json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->config);
  g_free (options->language);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

#define CONFIG_OPTION(options)                                                                     \
  {                                                                                                \
    "config", 'c', 0, G_OPTION_ARG_FILENAME, &(options).config, "The server's configuration file", \
        "FILE"                                                                                     \
  }
#define JSON_OPTION(options)                                                                       \
  {                                                                                                \
    "json", 0, 0, G_OPTION_ARG_NONE, &(options).json, "For programs: JSON", NULL                   \
  }

/* ---- search */

static char *
ask (PGconn *conn, const char *path, const char *args, GError **error)
{
  return bh_pg_get_blocking (conn, bh_sql_text (path), 1, (const char *[]){args}, error);
}

static JsonObject *
search (PGconn *conn, BhKbQuery *query, guint limit, GError **error)
{
  g_autofree char *words_args = bh_kb_query_words_args (query);
  g_autofree char *words = ask (conn, "query/kb_words.sql", words_args, error);
  g_autofree char *search_args = NULL;
  g_autofree char *hits = NULL;

  if (words == NULL)
    return NULL;
  bh_kb_query_take_words (query, words);
  search_args = bh_kb_query_search_args (query, limit);
  hits = ask (conn, "query/kb_search.sql", search_args, error);
  return hits != NULL ? bh_kb_query_result (query, hits) : NULL;
}

static void
print_hit (JsonObject *hit, guint place)
{
  const char *category = json_object_get_string_member_with_default (hit, "category", "");

  printf ("%2u. %s%s%s%s%s\n    %s\n",
          place,
          json_object_get_string_member (hit, "title"),
          *category != '\0' ? "  (" : "",
          category,
          *category != '\0' ? ")" : "",
          json_object_get_boolean_member (hit, "loose") ? "  – some of the words" : "",
          json_object_get_string_member (hit, "snippet"));
}

static void
print_result (JsonObject *result)
{
  JsonArray *hits = json_object_get_array_member (result, "hits");
  const char *meant = json_object_get_string_member_with_default (result, "did_you_mean", NULL);

  if (meant != NULL)
    printf ("Did you mean: %s\n", meant);
  for (guint i = 0; i < json_array_get_length (hits); i++)
    print_hit (json_array_get_object_element (hits, i), i + 1);
  if (json_array_get_length (hits) == 0)
    printf ("Nothing was found.\n");
}

static void
print_json (JsonObject *result)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_set_object (node, result);
  text = json_to_string (node, FALSE);
  puts (text);
}

/* Nothing was found in a language: perhaps nothing is written in it. @code: what to end with. */
static gboolean
is_nobodys_language (PGconn *conn, const char *language, int *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PGresult) result = bh_pg_exec_blocking (
      conn,
      "SELECT COALESCE(bool_or(language = $1 OR split_part(language, '_', 1) = $1), false), "
      "COALESCE(string_agg(DISTINCT language, ', '), 'none') FROM kb_version WHERE live",
      1,
      (const char *[]){language},
      &error);

  if (result == NULL)
    *code = bh_ctl_fail_with (error);
  else if (*PQgetvalue (result, 0, 0) != 't')
    *code = bh_ctl_fail (BH_CTL_USAGE,
                         "--lang: no article is in \"%s\". There is: %s",
                         language,
                         PQgetvalue (result, 0, 1));
  else
    return FALSE;
  return TRUE;
}

static guint
n_hits (JsonObject *result)
{
  return json_array_get_length (json_object_get_array_member (result, "hits"));
}

int
bh_ctl_kb_search (int argc, char **argv)
{
  g_auto (Options) options = {.limit = 10};
  const GOptionEntry entries[] = {
      {"lang", 0, 0, G_OPTION_ARG_STRING, &options.language, "Only articles of it: zh, de", "LANG"},
      {"limit", 0, 0, G_OPTION_ARG_INT, &options.limit, "So many at most (10, up to 50)", "N"},
      JSON_OPTION (options),
      CONFIG_OPTION (options),
      {NULL},
  };
  g_autoptr (BhKbQuery) query = NULL;
  g_autoptr (PGconn) conn = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) result = NULL;
  g_autofree char *text = NULL;
  g_autofree char *language = NULL;
  int code;

  if (!bh_ctl_parse (entries, NULL, &argc, &argv, &code))
    return code;
  language = options.language != NULL ? bh_kb_language (options.language) : NULL;
  if (options.language != NULL && language == NULL)
    return bh_ctl_fail (BH_CTL_USAGE,
                        "--lang: \"%s\" is no language. Write it as in en, de or zh_CN",
                        options.language);
  if (argc < 2 || options.limit < 1 || options.limit > 50)
    return bh_ctl_fail (BH_CTL_USAGE, "say what to search. See bellhopctl kb search --help");
  text = g_strjoinv (" ", argv + 1);
  if (!g_utf8_validate (text, -1, NULL))
    return bh_ctl_fail (BH_CTL_USAGE, "what to search is not UTF-8");
  conn = bh_ctl_database (options.config, &error);
  if (conn == NULL)
    return bh_ctl_fail_with (error);
  query = bh_kb_query_new (text, language);
  result = search (conn, query, (guint) options.limit, &error);
  if (result == NULL)
    return error != NULL ? bh_ctl_fail_with (error) : bh_ctl_fail (BH_CTL_FAILED, "no answer");
  if (language != NULL && n_hits (result) == 0 && is_nobodys_language (conn, language, &code))
    return code;
  if (options.json)
    print_json (result);
  else
    print_result (result);
  return BH_CTL_OK;
}

/* ---- synonyms */

static JsonArray *
group_array (const BhKbSynonymGroup *group)
{
  JsonArray *words = json_array_new ();

  for (guint i = 0; group->words[i] != NULL; i++) {
    g_autofree char *key = bh_kb_key_of (group->words[i]);
    JsonObject *word = json_object_new ();
    json_object_set_string_member (word, "word", group->words[i]);
    json_object_set_string_member (word, "key", key);
    json_array_add_object_element (words, word);
  }
  return words;
}

static char *
write_groups (const GPtrArray *groups)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < groups->len; i++)
    json_array_add_array_element (array, group_array (groups->pdata[i]));
  json_node_take_array (node, array);
  return json_to_string (node, FALSE);
}

static GPtrArray *
read_groups (const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GPtrArray *groups = NULL;
  gsize length;
  guint line = 1;

  if (g_file_get_contents (file, &text, &length, &error))
    groups = bh_kb_synonyms_read (text, length, &line, &error);
  if (groups == NULL) {
    fprintf (stderr, "%s:%u: %s\n", file, line, error->message);
    bh_ctl_fail (BH_CTL_USAGE, "nothing was imported");
  }
  return groups;
}

int
bh_ctl_kb_synonyms_import (int argc, char **argv)
{
  static const char explanation[] =
      "A group a line, its words between commas; \"#\" begins a remark. Each word of a group is\n"
      "found for each other. The groups take the place of those that were imported before; what\n"
      "editors made at their desks stays.";
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {
      {"dry-run",
       'n',
       0,
       G_OPTION_ARG_NONE,
       &options.dry_run,
       "Try everything, the database too, and keep nothing",
       NULL},
      CONFIG_OPTION (options),
      {NULL},
  };
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (PGconn) conn = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  int code;

  if (!bh_ctl_parse (entries, explanation, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one file. See bellhopctl kb synonyms import --help");
  groups = read_groups (argv[1]);
  if (groups == NULL)
    return BH_CTL_USAGE;
  conn = bh_ctl_database (options.config, &error);
  json = write_groups (groups);
  if (conn == NULL || !bh_synonyms_load_blocking (conn, json, !options.dry_run, &error))
    return bh_ctl_fail_with (error);
  printf ("%u groups of synonyms%s\n",
          groups->len,
          options.dry_run ? " (only tried: nothing was kept)" : "");
  return BH_CTL_OK;
}
