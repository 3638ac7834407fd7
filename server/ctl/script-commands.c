/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "protocol/script/script.h"
#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/store/sql-text.h"

/* script check, import, export, list, assign; and answers: what was answered with a contact. */

typedef struct {
  char *config;
  char *queue, *campaign, *language;
  int version;
  gboolean draft, remove, json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->config);
  g_free (options->queue);
  g_free (options->campaign);
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

/* The answer of a query; *answer NULL: there is no such thing. FALSE: failed. */
static gboolean
ask (const Options *options, const char *path, JsonObject *args, JsonNode **answer, GError **error)
{
  g_autoptr (PGconn) conn = bh_ctl_database (options->config, error);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (PGresult) result = NULL;
  g_autofree char *text = NULL;

  *answer = NULL;
  if (conn == NULL)
    return FALSE;
  json_object_set_string_member (args, "by", g_get_user_name ());
  json_object_set_boolean_member (args, "editor", TRUE);
  json_node_set_object (node, args);
  text = json_to_string (node, FALSE);
  result = bh_pg_exec_blocking (conn, bh_sql_text (path), 1, (const char *[]){text}, error);
  if (result == NULL)
    return FALSE;
  if (PQntuples (result) > 0 && !PQgetisnull (result, 0, 0))
    *answer = json_from_string (PQgetvalue (result, 0, 0), NULL);
  return TRUE;
}

/* ---- files */

/* NULL: said already, in *@code. Problems go to standard error, a line each. */
static BhScript *
read_file (const char *path, int *code)
{
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (BhScript) script = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &error)) {
    *code = bh_ctl_fail (BH_CTL_USAGE, "%s", error->message);
    return NULL;
  }
  script = bh_script_read (text, length, problems);
  for (guint i = 0; i < problems->len; i++) {
    g_autofree char *line = bh_script_problem_to_string (g_ptr_array_index (problems, i));
    fprintf (stderr, "%s: %s\n", path, line);
  }
  if (problems->len == 0)
    return g_steal_pointer (&script);
  *code = bh_ctl_fail (BH_CTL_USAGE, "%s: %u problems; nothing was kept", path, problems->len);
  return NULL;
}

int
bh_ctl_script_check (int argc, char **argv)
{
  const GOptionEntry entries[] = {{NULL}};
  int code = BH_CTL_OK;

  if (!bh_ctl_parse (entries,
                     "Reads each file and tells every problem with its step, field and character.\n"
                     "Nothing is kept.",
                     &argc,
                     &argv,
                     &code))
    return code;
  if (argc < 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name a file. See bellhopctl script check --help");
  for (int i = 1; i < argc; i++) {
    g_autoptr (BhScript) script = read_file (argv[i], &code);
    if (script != NULL)
      printf ("%s: %s, %u steps, no problems\n",
              argv[i],
              bh_script_get_name (script),
              bh_script_get_steps (script)->len);
  }
  return code;
}

/* What the database refused, a line each. FALSE: it refused nothing. */
static gboolean
is_refused (const char *what, JsonNode *answer)
{
  JsonObject *object = answer != NULL ? json_node_get_object (answer) : NULL;
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();

  if (object == NULL || !json_object_has_member (object, "missing"))
    return FALSE;
  bh_script_problems_add_missing (problems, json_object_get_array_member (object, "missing"));
  for (guint i = 0; i < problems->len; i++) {
    g_autofree char *line = bh_script_problem_to_string (g_ptr_array_index (problems, i));
    fprintf (stderr, "%s: %s\n", what, line);
  }
  bh_ctl_fail (BH_CTL_USAGE, "%s: %u problems; nothing was kept", what, problems->len);
  return TRUE;
}

static int
publish (const Options *options, const char *name, gint64 version)
{
  g_autoptr (JsonObject) args = json_object_new ();
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (args, "script", name);
  json_object_set_int_member (args, "version", version);
  if (!ask (options, "query/script_publish.sql", args, &answer, &error))
    return bh_ctl_fail_with (error);
  if (is_refused (name, answer))
    return BH_CTL_USAGE;
  printf ("%s: version %" G_GINT64_FORMAT " is published\n", name, version);
  return BH_CTL_OK;
}

static int
import_file (const Options *options, const char *path)
{
  int code = BH_CTL_OK;
  g_autoptr (BhScript) script = read_file (path, &code);
  g_autoptr (JsonObject) args = json_object_new ();
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (GError) error = NULL;
  gint64 version;

  if (script == NULL)
    return code;
  json_object_set_member (args, "document", json_node_copy (bh_script_get_document (script)));
  json_object_set_string_member (args, "comment", "imported");
  if (!ask (options, "query/script_save.sql", args, &answer, &error))
    return bh_ctl_fail_with (error);
  if (is_refused (path, answer))
    return BH_CTL_USAGE;
  if (answer == NULL)
    return bh_ctl_fail (BH_CTL_FAILED, "%s: the database gave no version", path);
  version = json_object_get_int_member (json_node_get_object (answer), "version");
  printf ("%s: version %" G_GINT64_FORMAT " is kept\n", bh_script_get_name (script), version);
  return options->draft ? BH_CTL_OK : publish (options, bh_script_get_name (script), version);
}

int
bh_ctl_script_import (int argc, char **argv)
{
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {
      CONFIG_OPTION (options),
      {"draft", 0, 0, G_OPTION_ARG_NONE, &options.draft, "Do not publish it", NULL},
      {NULL}};
  int code = BH_CTL_OK;

  if (!bh_ctl_parse (
          entries,
          "Each file is one script (protocol/schema/script.json) and becomes its newest\n"
          "version; the same document again makes none. Contacts that are under way keep\n"
          "the version that they began with.",
          &argc,
          &argv,
          &code))
    return code;
  if (argc < 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name a file. See bellhopctl script import --help");
  for (int i = 1; i < argc && code == BH_CTL_OK; i++)
    code = import_file (&options, argv[i]);
  return code;
}

/* jsonb keeps no order of members: the ones that a reader looks for first come first. */
static JsonNode *
in_order (JsonNode *node)
{
  static const char *const first[] = {"format",
                                      "name",
                                      "id",
                                      "kind",
                                      "language",
                                      "title",
                                      "label",
                                      "description",
                                      "value",
                                      "when",
                                      "go",
                                      "start",
                                      "text",
                                      "questions",
                                      "articles",
                                      "next",
                                      "jumps"};
  JsonNode *copy = json_node_new (JSON_NODE_TYPE (node));

  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *from = json_node_get_object (node);
    JsonObject *to = json_object_new ();
    g_autoptr (GList) members = json_object_get_members (from);
    for (guint i = 0; i < G_N_ELEMENTS (first); i++)
      if (json_object_has_member (from, first[i]))
        json_object_set_member (to, first[i], in_order (json_object_get_member (from, first[i])));
    for (GList *member = members; member != NULL; member = member->next)
      if (!json_object_has_member (to, member->data))
        json_object_set_member (to,
                                member->data,
                                in_order (json_object_get_member (from, member->data)));
    json_node_take_object (copy, to);
    return copy;
  }
  json_node_free (copy);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return json_node_copy (node);
  copy = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (copy, json_array_new ());
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    json_array_add_element (json_node_get_array (copy),
                            in_order (json_array_get_element (json_node_get_array (node), i)));
  return copy;
}

int
bh_ctl_script_export (int argc, char **argv)
{
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {
      CONFIG_OPTION (options),
      {"version", 0, 0, G_OPTION_ARG_INT, &options.version, "Not the newest one", "NUMBER"},
      {NULL}};
  g_autoptr (JsonObject) args = json_object_new ();
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (JsonNode) document = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  int code;

  if (!bh_ctl_parse (
          entries,
          "Writes the script's document to standard output; script import takes it again.",
          &argc,
          &argv,
          &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one script. See bellhopctl script export --help");
  json_object_set_string_member (args, "script", argv[1]);
  if (options.version > 0)
    json_object_set_int_member (args, "version", options.version);
  if (!ask (&options, "query/script_get.sql", args, &answer, &error))
    return bh_ctl_fail_with (error);
  if (answer == NULL)
    return bh_ctl_fail (BH_CTL_FAILED, "there is no script \"%s\", or no such version", argv[1]);
  document = in_order (json_object_get_member (json_node_get_object (answer), "document"));
  text = json_to_string (document, TRUE);
  printf ("%s\n", text);
  return BH_CTL_OK;
}

static void
print_assigned (JsonObject *script)
{
  static const char *const members[] = {"queue", "campaign", "language"};
  JsonArray *assigned = json_object_get_array_member (script, "assigned");

  for (guint i = 0; i < json_array_get_length (assigned); i++) {
    JsonObject *line = json_array_get_object_element (assigned, i);
    printf ("    for");
    for (guint j = 0; j < G_N_ELEMENTS (members); j++)
      if (*json_object_get_string_member (line, members[j]) != '\0')
        printf (" %s %s", members[j], json_object_get_string_member (line, members[j]));
    printf ("%s\n",
            *json_object_get_string_member (line, "queue") == '\0' &&
                    *json_object_get_string_member (line, "campaign") == '\0' &&
                    *json_object_get_string_member (line, "language") == '\0'
                ? " everything else"
                : "");
  }
}

static void
print_script (JsonObject *script)
{
  JsonNode *live = json_object_get_member (script, "live");

  printf ("%-24s version %" G_GINT64_FORMAT,
          json_object_get_string_member (script, "script"),
          json_object_get_int_member (script, "newest"));
  if (JSON_NODE_HOLDS_NULL (live))
    printf (", none is published\n");
  else
    printf (", published: %" G_GINT64_FORMAT "\n", json_node_get_int (live));
  print_assigned (script);
}

int
bh_ctl_script_list (int argc, char **argv)
{
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {CONFIG_OPTION (options), JSON_OPTION (options), {NULL}};
  g_autoptr (JsonObject) args = json_object_new ();
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  JsonArray *scripts;
  int code;

  if (!bh_ctl_parse (entries, NULL, &argc, &argv, &code))
    return code;
  if (!ask (&options, "query/script_list.sql", args, &answer, &error) || answer == NULL)
    return error != NULL ? bh_ctl_fail_with (error) : BH_CTL_FAILED;
  if (options.json) {
    text = json_to_string (answer, FALSE);
    printf ("%s\n", text);
    return BH_CTL_OK;
  }
  scripts = json_object_get_array_member (json_node_get_object (answer), "scripts");
  for (guint i = 0; i < json_array_get_length (scripts); i++)
    print_script (json_array_get_object_element (scripts, i));
  return BH_CTL_OK;
}

static int
fail_unknown (const Options *options, JsonObject *answer)
{
  JsonArray *known = json_object_get_array_member (answer, "known");
  const char *what = json_object_get_string_member (answer, "unknown");
  gboolean queue = g_str_equal (what, "queue");
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (known); i++)
    g_string_append_printf (names,
                            "%s%s",
                            i > 0 ? ", " : "",
                            json_array_get_string_element (known, i));
  return bh_ctl_fail (BH_CTL_FAILED,
                      "--%s: there is no %s \"%s\". Known: %s. %s",
                      what,
                      what,
                      queue ? options->queue : options->campaign,
                      names->len > 0 ? names->str : "none",
                      queue
                          ? "A queue is known by its section [queue NAME] of the configuration, by "
                            "an agent who serves it, or by its calls"
                          : "Make it with bellhopctl campaign create");
}

static void
set_optional (JsonObject *args, const char *member, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (args, member, value);
}

int
bh_ctl_script_assign (int argc, char **argv)
{
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {
      CONFIG_OPTION (options),
      {"queue", 0, 0, G_OPTION_ARG_STRING, &options.queue, "Contacts of this queue", "QUEUE"},
      {"campaign",
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.campaign,
       "Contacts of this campaign",
       "NAME"},
      {"language",
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.language,
       "Customers of this language",
       "zh_CN"},
      {"remove", 0, 0, G_OPTION_ARG_NONE, &options.remove, "They get none any more", NULL},
      {NULL}};
  g_autoptr (JsonObject) args = json_object_new ();
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (GError) error = NULL;
  int code;

  if (!bh_ctl_parse (entries,
                     "Who gets the script. Without an option: every contact that no other line is\n"
                     "for. The most exact line wins: campaign, queue, language.",
                     &argc,
                     &argv,
                     &code))
    return code;
  if (argc != (options.remove ? 1 : 2))
    return bh_ctl_fail (BH_CTL_USAGE,
                        "name one script, or say --remove. See bellhopctl script assign --help");
  if (options.remove)
    json_object_set_null_member (args, "script");
  else
    json_object_set_string_member (args, "script", argv[1]);
  set_optional (args, "queue", options.queue);
  set_optional (args, "campaign", options.campaign);
  set_optional (args, "language", options.language);
  if (!ask (&options, "query/script_assign.sql", args, &answer, &error))
    return bh_ctl_fail_with (error);
  if (answer == NULL)
    return bh_ctl_fail (BH_CTL_FAILED, "there is no script \"%s\". Import it first", argv[1]);
  if (json_object_has_member (json_node_get_object (answer), "unknown"))
    return fail_unknown (&options, json_node_get_object (answer));
  return BH_CTL_OK;
}

static void
print_answer (JsonObject *answer)
{
  printf ("%s  %s  %s: %s\n",
          json_object_get_string_member (answer, "at"),
          json_object_get_string_member (answer, "by"),
          json_object_get_string_member (answer, "label"),
          json_object_get_string_member_with_default (answer, "said", ""));
}

int
bh_ctl_script_answers (int argc, char **argv)
{
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {CONFIG_OPTION (options), JSON_OPTION (options), {NULL}};
  g_autoptr (JsonObject) args = json_object_new ();
  g_autoptr (JsonNode) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  JsonNode *answers;
  int code;

  if (!bh_ctl_parse (entries,
                     "What was answered in scripts with a contact, corrections applied.",
                     &argc,
                     &argv,
                     &code))
    return code;
  if (argc != 2 || !g_uuid_string_is_valid (argv[1]))
    return bh_ctl_fail (BH_CTL_USAGE,
                        "name one contact's id. See bellhopctl script answers --help");
  json_object_set_string_member (args, "contact", argv[1]);
  if (!ask (&options, "query/contact.sql", args, &answer, &error))
    return bh_ctl_fail_with (error);
  if (answer == NULL || !JSON_NODE_HOLDS_OBJECT (answer))
    return bh_ctl_fail (BH_CTL_FAILED, "there is no contact %s", argv[1]);
  answers = json_object_get_member (json_node_get_object (answer), "answers");
  if (options.json) {
    text = json_to_string (answers, FALSE);
    printf ("%s\n", text);
    return BH_CTL_OK;
  }
  for (guint i = 0; i < json_array_get_length (json_node_get_array (answers)); i++)
    print_answer (json_array_get_object_element (json_node_get_array (answers), i));
  return BH_CTL_OK;
}
