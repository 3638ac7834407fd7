/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-scripts.h"

#include "protocol/args.h"
#include "protocol/script/script.h"

/* Scripts as editors see them: what the database is asked, and what is refused before it is. */

#define EDITS (BH_ROLE_EDITOR | BH_ROLE_SUPERVISOR | BH_ROLE_ADMIN)

static void
copy_member (JsonObject *from, const char *name, JsonNode *value, gpointer to)
{
  if (!JSON_NODE_HOLDS_NULL (value))
    json_object_set_member (to, name, json_node_copy (value));
}

/* All of them - the table of ops has seen each - and who asks. */
static JsonObject *
args_of (const BhOpCall *call)
{
  JsonObject *args = json_object_new ();

  json_object_foreach_member (call->args, copy_member, args);
  json_object_set_string_member (args, "by", call->session->user->user);
  json_object_set_boolean_member (args, "editor", (call->session->user->roles & EDITS) != 0);
  return args;
}

/* Every problem, each with its place. */
static void
refuse (BhRequest *request, GPtrArray *problems)
{
  const BhScriptProblem *first = g_ptr_array_index (problems, 0);
  g_autofree char *text = bh_script_problem_to_string (first);
  g_autofree char *message =
      problems->len == 1
          ? g_strdup_printf ("The script has a problem and was not kept. %s", text)
          : g_strdup_printf ("The script has %u problems and was not kept. The first: %s",
                             problems->len,
                             text);
  JsonObject *detail = json_object_new ();

  json_object_set_member (detail, "problems", bh_script_problems_to_node (problems));
  bh_request_fail (request, "bad_request", message, detail);
}

static void
refuse_missing (BhRequest *request, JsonArray *missing)
{
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();

  bh_script_problems_add_missing (problems, missing);
  refuse (request, problems);
}

static void
refuse_unknown (BhRequest *request, JsonObject *answer)
{
  JsonArray *known = json_object_get_array_member (answer, "known");
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *message = NULL;

  for (guint i = 0; i < json_array_get_length (known); i++)
    g_string_append_printf (names,
                            "%s%s",
                            i > 0 ? ", " : "",
                            json_array_get_string_element (known, i));
  message =
      g_strdup_printf ("There is no such %s. There %s.",
                       json_object_get_string_member (answer, "unknown"),
                       names->len > 0 ? g_string_prepend (names, "is: ")->str : "is none yet");
  bh_request_fail (request, "not_found", message, NULL);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  BhRequest *request = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      bh_directory_port_query_finish (BH_DIRECTORY_PORT (source), result, &error);
  g_autoptr (JsonObject) answer = text != NULL ? bh_op_object_of (text) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bh_request_free (request);
  else if (error != NULL)
    bh_request_fail (request, bh_op_code_of (error), error->message, NULL);
  else if (answer == NULL)
    bh_request_fail (request,
                     "not_found",
                     "There is no such script or version, or none that you may see.",
                     NULL);
  else if (json_object_has_member (answer, "stale"))
    bh_request_fail (
        request,
        "stale",
        "The script was changed elsewhere since you read it. Look at it and save again.",
        json_object_ref (json_object_get_object_member (answer, "stale")));
  else if (json_object_has_member (answer, "missing"))
    refuse_missing (request, json_object_get_array_member (answer, "missing"));
  else if (json_object_has_member (answer, "unknown"))
    refuse_unknown (request, answer);
  else
    bh_request_succeed (request, json_object_ref (answer));
}

/* Takes @args. */
static void
ask (BhOpCall *call, BhDirectoryQuery query, JsonObject *args)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_take_object (node, args);
  text = json_to_string (node, FALSE);
  bh_directory_port_query_async (call->desk->settings.directory,
                                 query,
                                 text,
                                 call->desk->cancel,
                                 on_answer,
                                 call->request);
}

void
bh_op_script_list (BhOpCall *call)
{
  ask (call, BH_QUERY_SCRIPT_LIST, args_of (call));
}

void
bh_op_script_get (BhOpCall *call)
{
  ask (call, BH_QUERY_SCRIPT_GET, args_of (call));
}

void
bh_op_script_versions (BhOpCall *call)
{
  ask (call, BH_QUERY_SCRIPT_VERSIONS, args_of (call));
}

void
bh_op_script_save (BhOpCall *call)
{
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  g_autoptr (BhScript) script =
      bh_script_from_node (json_object_get_member (call->args, "document"), problems);

  if (problems->len > 0)
    refuse (call->request, problems);
  else
    ask (call, BH_QUERY_SCRIPT_SAVE, args_of (call));
}

void
bh_op_script_publish (BhOpCall *call)
{
  ask (call, BH_QUERY_SCRIPT_PUBLISH, args_of (call));
}

void
bh_op_script_retire (BhOpCall *call)
{
  ask (call, BH_QUERY_SCRIPT_RETIRE, args_of (call));
}

/* The PBX may have queues that nobody has told the database of. */
static gboolean
is_seen (BhOpCall *call, const char *queue)
{
  g_autoptr (GPtrArray) queues = g_ptr_array_new ();

  bh_model_list_queues (bh_desk_model (call->desk), queues);
  for (guint i = 0; i < queues->len; i++)
    if (g_strcmp0 (((const BhQueue *) queues->pdata[i])->queue, queue) == 0)
      return TRUE;
  return FALSE;
}

void
bh_op_script_assign (BhOpCall *call)
{
  JsonObject *args = args_of (call);
  const char *queue = json_object_get_string_member_with_default (args, "queue", NULL);

  json_object_set_boolean_member (args, "seen", is_seen (call, queue));
  ask (call, BH_QUERY_SCRIPT_ASSIGN, args);
}

/* Which script a contact like this would get: for editors who want to know. */
void
bh_op_script_for (BhOpCall *call)
{
  JsonObject *args = args_of (call);
  JsonArray *queues = json_array_new ();
  JsonArray *languages = json_array_new ();

  if (bh_args_has (args, "queue"))
    json_array_add_string_element (queues, json_object_get_string_member (args, "queue"));
  if (bh_args_has (args, "language"))
    json_array_add_string_element (languages, json_object_get_string_member (args, "language"));
  json_object_set_array_member (args, "queues", queues);
  json_object_set_array_member (args, "languages", languages);
  ask (call, BH_QUERY_SCRIPT_FOR, args);
}
