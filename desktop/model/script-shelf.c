/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-shelf.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/client-error.h"
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

static GListModel *
take_entries (BhDesk *desk, GAsyncResult *result, const char *member, GError **error)
{
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (desk, result, error);
  JsonArray *list = reply != NULL ? bh_json_array (reply, member) : NULL;
  GListStore *entries;

  if (reply == NULL)
    return NULL;
  entries = g_list_store_new (BH_TYPE_SCRIPT_ENTRY);
  for (guint i = 0; i < bh_json_array_length (list); i++) {
    JsonObject *data = bh_json_array_object (list, i);
    g_autoptr (BhScriptEntry) entry = data != NULL ? bh_script_entry_new (data, desk->language)
                                                   : NULL;
    if (entry != NULL)
      g_list_store_append (entries, entry);
  }
  return G_LIST_MODEL (entries);
}

GListModel *
bh_desk_list_scripts_finish (BhDesk *desk, GAsyncResult *result, GError **error)
{
  return take_entries (desk, result, "scripts", error);
}

void
bh_desk_list_script_versions_async (BhDesk *desk, const char *name, BH_COMMAND_END)
{
  bh_desk_ask_async (desk, "script.versions", args_of (name), cancellable, callback, user_data);
}

GListModel *
bh_desk_list_script_versions_finish (BhDesk *desk, GAsyncResult *result, GError **error)
{
  return take_entries (desk, result, "versions", error);
}

void
bh_desk_list_script_campaigns_async (BhDesk *desk, BH_COMMAND_END)
{
  bh_desk_ask_async (desk, "campaign.list", args_of (NULL), cancellable, callback, user_data);
}

char **
bh_desk_list_script_campaigns_finish (BhDesk *desk, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (desk, result, error);
  JsonArray *list = reply != NULL ? bh_json_array (reply, "campaigns") : NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (reply == NULL)
    return NULL;
  for (guint i = 0; i < bh_json_array_length (list); i++) {
    const char *name = bh_json_string (bh_json_array_object (list, i), "campaign");
    if (name != NULL)
      g_strv_builder_add (names, name);
  }
  return g_strv_builder_end (names);
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

/* Somebody was first: in words of its own, with whose version it is. */
static gint64
take_conflict (GError **error)
{
  JsonObject *detail = bh_client_error_get_detail (*error);
  const char *author = bh_json_string (detail, "author");
  gint64 theirs = bh_json_int (detail, "newest", bh_json_int (detail, "version", 0));
  GError *told = g_error_new (BH_CLIENT_ERROR,
                              BH_CLIENT_ERROR_STALE,
                              _ ("%s saved version %u meanwhile. What you wrote is still here."),
                              author != NULL ? author : C_ ("script", "Somebody"),
                              (guint) theirs);

  g_clear_error (error);
  *error = told;
  return theirs;
}

gint64
bh_desk_save_script_finish (BhDesk *desk, GAsyncResult *result, gint64 *theirs, GError **error)
{
  g_autoptr (GError) refused = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (desk, result, &refused);

  *theirs = 0;
  if (g_error_matches (refused, BH_CLIENT_ERROR, BH_CLIENT_ERROR_STALE))
    *theirs = take_conflict (&refused);
  if (refused != NULL)
    g_propagate_error (error, g_steal_pointer (&refused));
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
bh_desk_retire_script_async (BhDesk *desk, const char *name, BH_COMMAND_END)
{
  bh_desk_ask_async (desk, "script.retire", args_of (name), cancellable, callback, user_data);
}

void
bh_desk_assign_script_async (BhDesk *desk, const char *name, const BhScriptTo *to, BH_COMMAND_END)
{
  JsonObject *args = args_of (name);

  if (name == NULL)
    json_object_set_null_member (args, "script");
  bh_desk_ask_set (args, "queue", to->queue);
  bh_desk_ask_set (args, "campaign", to->campaign);
  bh_desk_ask_set (args, "language", to->language);
  bh_desk_ask_async (desk, "script.assign", args, cancellable, callback, user_data);
}

gboolean
bh_desk_script_done_finish (BhDesk *desk, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (desk, result, error);

  return reply != NULL;
}
