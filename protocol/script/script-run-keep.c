/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-run-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "protocol/args.h"
#include "protocol/script/script-error.h"

/* A walk as JSON and back: after a crash, and at the desk of whom a call was handed to. */

static void
add_answer (gpointer key, gpointer value, gpointer object)
{
  json_object_set_member (object, key, json_node_copy (value));
}

static JsonArray *
path_array (BhScriptRun *run)
{
  JsonArray *path = json_array_new ();

  for (guint i = 0; i + 1 < run->path->len; i++)
    json_array_add_string_element (path, run->path->pdata[i]);
  return path;
}

/* Steps that were passed and are not on the path any more. */
static JsonArray *
passed_array (BhScriptRun *run)
{
  GPtrArray *steps = bh_script_get_steps (run->script);
  JsonArray *passed = json_array_new ();

  for (guint i = 0; i < steps->len; i++) {
    const BhScriptStep *step = g_ptr_array_index (steps, i);
    if (g_hash_table_contains (run->passed, step) &&
        !g_strv_contains (bh_script_run_get_path (run), step->id))
      json_array_add_string_element (passed, step->id);
  }
  return passed;
}

JsonNode *
bh_script_run_to_node (BhScriptRun *run)
{
  JsonObject *object = json_object_new ();
  JsonObject *answers = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "script", bh_script_get_name (run->script));
  json_object_set_int_member (object, "version", run->version);
  json_object_set_array_member (object, "path", path_array (run));
  json_object_set_array_member (object, "passed", passed_array (run));
  g_hash_table_foreach (run->answers, add_answer, answers);
  json_object_set_object_member (object, "answers", answers);
  json_node_take_object (node, object);
  return node;
}

void
bh_script_run_set_path (BhScriptRun *run, const char *const *path)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();

  for (guint i = 0; path[i] != NULL; i++) {
    BhScriptStep *step = bh_script_find_step (run->script, path[i]);
    if (step != NULL)
      g_ptr_array_add (known, step);
  }
  if (known->len == 0)
    return;
  if (known->len > BH_SCRIPT_PATH_MAX)
    g_ptr_array_remove_range (known, 0, known->len - BH_SCRIPT_PATH_MAX);
  run->moved = TRUE;
  g_ptr_array_set_size (run->path, 0);
  for (guint i = 0; i < known->len; i++) {
    BhScriptStep *step = g_ptr_array_index (known, i);
    g_ptr_array_add (run->path, step->id);
    g_hash_table_add (run->passed, step);
  }
  g_ptr_array_add (run->path, NULL);
}

static void
take_passed (BhScriptRun *run, JsonObject *object)
{
  JsonArray *passed =
      bh_args_has (object, "passed") ? json_object_get_array_member (object, "passed") : NULL;

  for (guint i = 0; passed != NULL && i < json_array_get_length (passed); i++) {
    const char *id = json_array_get_string_element (passed, i);
    BhScriptStep *step = id != NULL ? bh_script_find_step (run->script, id) : NULL;
    if (step != NULL)
      g_hash_table_add (run->passed, step);
  }
}

static void
take_path (BhScriptRun *run, JsonObject *object)
{
  JsonArray *array = json_object_get_array_member (object, "path");
  g_autoptr (GPtrArray) path = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (path, (char *) json_array_get_string_element (array, i));
  g_ptr_array_add (path, NULL);
  bh_script_run_set_path (run, (const char *const *) path->pdata);
}

static void
take_answer (JsonObject *object, const char *id, JsonNode *value, gpointer run)
{
  bh_script_run_answer (run, id, value, NULL);
}

/* Whether the node has the form that bh_script_run_to_node () gives it. */
static gboolean
check_node (JsonNode *node, JsonObject **object, gint64 *version, const char **name, GError **error)
{
  JsonObject *answers;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  *object = json_node_get_object (node);
  return bh_args_string (*object, "script", 1, 64, name, error) &&
         bh_args_int (*object, "version", 0, G_MAXINT64, version, error) &&
         bh_args_texts (*object, "path", BH_SCRIPT_PATH_MAX, 64, error) &&
         (!bh_args_has (*object, "passed") ||
          bh_args_texts (*object, "passed", BH_SCRIPT_STEPS_MAX, 64, error)) &&
         bh_args_object (*object, "answers", &answers, error);
}

BhScriptRun *
bh_script_run_restore (BhScript *script, JsonNode *node, GError **error)
{
  g_autoptr (GError) cause = NULL;
  BhScriptRun *run;
  JsonObject *object;
  const char *name;
  gint64 version;

  if (!check_node (node, &object, &version, &name, &cause) ||
      !g_str_equal (name, bh_script_get_name (script))) {
    g_set_error (error,
                 BH_SCRIPT_ERROR,
                 BH_SCRIPT_ERROR_STATE,
                 _ ("This is not where somebody was in the script “%s”: it begins anew."),
                 bh_script_get_name (script));
    return NULL;
  }
  run = bh_script_run_new (script, version);
  json_object_foreach_member (json_object_get_object_member (object, "answers"), take_answer, run);
  g_hash_table_remove_all (run->passed);
  take_passed (run, object);
  take_path (run, object);
  return run;
}
