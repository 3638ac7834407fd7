/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-shelf.h"

#include "desktop/client/json-get.h"
#include "desktop/model/desk-ask.h"
#include "desktop/model/desk-private.h"

/* What is asked is given on as it comes: the finish functions read the answers. */

static JsonObject *
args_of (const char *name)
{
  JsonObject *args = json_object_new ();

  if (name != NULL)
    json_object_set_string_member (args, "script", name);
  return args;
}

void
bh_desk_list_scripts_async (BhDesk *desk, BH_COMMAND_END)
{
  bh_desk_ask_async (desk, "script.list", args_of (NULL), cancellable, callback, user_data);
}

GListModel *
bh_desk_list_scripts_finish (BhDesk *desk, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (desk, result, error);
  JsonNode *node = reply != NULL ? json_object_get_member (reply, "scripts") : NULL;
  GListStore *entries;

  if (reply == NULL)
    return NULL;
  entries = g_list_store_new (BH_TYPE_SCRIPT_ENTRY);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return G_LIST_MODEL (entries);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++) {
    JsonObject *data = json_array_get_object_element (json_node_get_array (node), i);
    g_autoptr (BhScriptEntry) entry = bh_script_entry_new (data, desk->language);
    g_list_store_append (entries, entry);
  }
  return G_LIST_MODEL (entries);
}

void
bh_desk_get_script_async (BhDesk *desk, const char *name, gint64 version, BH_COMMAND_END)
{
  JsonObject *args = args_of (name);

  if (version > 0)
    json_object_set_int_member (args, "version", version);
  bh_desk_ask_async (desk, "script.get", args, cancellable, callback, user_data);
}

char *
bh_desk_get_script_finish (BhDesk *desk, GAsyncResult *result, gint64 *version, GError **error)
{
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (desk, result, error);

  if (reply == NULL)
    return NULL;
  *version = bh_json_int (reply, "version", 0);
  return json_to_string (json_object_get_member (reply, "document"), TRUE);
}

void
bh_desk_save_script_async (BhDesk *desk, const char *document, gint64 base, BH_COMMAND_END)
{
  JsonObject *args = json_object_new ();

  json_object_set_member (args, "document", json_from_string (document, NULL));
  json_object_set_int_member (args, "base", base);
  bh_desk_ask_async (desk, "script.save", args, cancellable, callback, user_data);
}

gint64
bh_desk_save_script_finish (BhDesk *desk, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (desk, result, error);

  return reply != NULL ? bh_json_int (reply, "version", 0) : 0;
}

void
bh_desk_publish_script_async (BhDesk *desk, const char *name, gint64 version, BH_COMMAND_END)
{
  JsonObject *args = args_of (name);

  json_object_set_int_member (args, "version", version);
  bh_desk_ask_async (desk, "script.publish", args, cancellable, callback, user_data);
}

void
bh_desk_assign_script_async (BhDesk *desk, const char *name, const char *queue, BH_COMMAND_END)
{
  JsonObject *args = args_of (name);

  bh_desk_ask_set (args, "queue", queue);
  bh_desk_ask_async (desk, "script.assign", args, cancellable, callback, user_data);
}

gboolean
bh_desk_script_done_finish (BhDesk *desk, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (desk, result, error);

  return reply != NULL;
}
