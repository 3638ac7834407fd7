/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-entry.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"

enum { PROP_NAME = 1, PROP_TITLE, PROP_STATUS, PROP_ASSIGNED, PROP_NEWEST, PROP_LIVE };

static const BhItemField fields[] = {
    {"name", bh_item_string},
    {"title", bh_item_string},
    {"status", bh_item_string},
    {"assigned", bh_item_string},
    {"newest", bh_item_int},
    {"live", bh_item_int},
};

struct _BhScriptEntry {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhScriptEntry, bh_script_entry, BH_TYPE_ITEM)

static void
bh_script_entry_class_init (BhScriptEntryClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_script_entry_init (BhScriptEntry *self)
{
}

/* A title is a text, or one for each language. */
static const char *
title_of (JsonObject *data, const char *language)
{
  JsonNode *title = json_object_get_member (data, "title");
  JsonObject *texts;
  g_autoptr (GList) values = NULL;

  if (title == NULL || !JSON_NODE_HOLDS_OBJECT (title))
    return bh_json_string (data, "title");
  texts = json_node_get_object (title);
  if (language != NULL && bh_json_string (texts, language) != NULL)
    return bh_json_string (texts, language);
  values = json_object_get_members (texts);
  return values != NULL ? bh_json_string (texts, values->data) : NULL;
}

/* "Support, Billing"; "every queue" where it is for all that have no other. */
static char *
assigned_words (JsonObject *data)
{
  JsonNode *node = json_object_get_member (data, "assigned");
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                 : NULL;
  GString *words = g_string_new (NULL);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    JsonObject *to = json_array_get_object_element (list, i);
    const char *queue = bh_json_string (to, "queue");
    const char *campaign = bh_json_string (to, "campaign");
    const char *word = campaign != NULL && *campaign != '\0' ? campaign
                       : queue != NULL && *queue != '\0'     ? queue
                                                             : _ ("every queue");
    g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", word);
  }
  return g_string_free (words, FALSE);
}

BhScriptEntry *
bh_script_entry_new (JsonObject *data, const char *language)
{
  BhScriptEntry *self = g_object_new (BH_TYPE_SCRIPT_ENTRY, NULL);
  g_autofree char *assigned = assigned_words (data);
  const char *title = title_of (data, language);
  const char *name = bh_json_string (data, "script");

  bh_item_set_string (self, PROP_NAME, name);
  bh_item_set_string (self, PROP_TITLE, title != NULL && *title != '\0' ? title : name);
  bh_item_set_string (self, PROP_STATUS, bh_json_string (data, "status"));
  bh_item_set_string (self, PROP_ASSIGNED, assigned);
  bh_item_set_int (self, PROP_NEWEST, bh_json_int (data, "newest", 0));
  bh_item_set_int (self, PROP_LIVE, bh_json_int (data, "live", 0));
  return self;
}

const char *
bh_script_entry_get_name (BhScriptEntry *self)
{
  return bh_item_get_string (self, PROP_NAME);
}

const char *
bh_script_entry_get_title (BhScriptEntry *self)
{
  return bh_item_get_string (self, PROP_TITLE);
}

const char *
bh_script_entry_get_status (BhScriptEntry *self)
{
  return bh_item_get_string (self, PROP_STATUS);
}

const char *
bh_script_entry_get_assigned (BhScriptEntry *self)
{
  return bh_item_get_string (self, PROP_ASSIGNED);
}

gint64
bh_script_entry_get_newest (BhScriptEntry *self)
{
  return bh_item_get_int (self, PROP_NEWEST);
}

gint64
bh_script_entry_get_live (BhScriptEntry *self)
{
  return bh_item_get_int (self, PROP_LIVE);
}
