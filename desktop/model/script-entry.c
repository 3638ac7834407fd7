/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-entry.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"

enum {
  PROP_NAME = 1,
  PROP_TITLE,
  PROP_STATUS,
  PROP_ASSIGNED,
  PROP_NEWEST,
  PROP_LIVE,
  PROP_VERSION,
  PROP_AUTHOR,
  PROP_AT,
};

static const BhItemField fields[] = {
    {"name", bh_item_string},
    {"title", bh_item_string},
    {"status", bh_item_string},
    {"assigned", bh_item_string},
    {"newest", bh_item_int},
    {"live", bh_item_int},
    {"version", bh_item_int},
    {"author", bh_item_string},
    {"at", bh_item_int},
};

struct _BhScriptEntry {
  BhItem parent;
  JsonArray *assigned; /* as on the wire; NULL: none */
};

G_DEFINE_FINAL_TYPE (BhScriptEntry, bh_script_entry, BH_TYPE_ITEM)

static void
bh_script_entry_finalize (GObject *object)
{
  g_clear_pointer (&BH_SCRIPT_ENTRY (object)->assigned, json_array_unref);
  G_OBJECT_CLASS (bh_script_entry_parent_class)->finalize (object);
}

static void
bh_script_entry_class_init (BhScriptEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_script_entry_finalize;
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

static const char *
part_of (JsonObject *to, const char *member)
{
  const char *part = bh_json_string (to, member);

  return part != NULL && *part != '\0' ? part : NULL;
}

/* "support", "spring · zh_CN"; "every queue" where it is for all that have no other. */
static char *
words_of (JsonObject *to)
{
  const char *queue = part_of (to, "queue");
  const char *campaign = part_of (to, "campaign");
  const char *language = part_of (to, "language");
  const char *first = campaign != NULL ? campaign : queue;

  if (campaign != NULL && queue != NULL && language != NULL)
    return g_strjoin (" · ", campaign, queue, language, NULL);
  if (campaign != NULL && queue != NULL)
    return g_strjoin (" · ", campaign, queue, NULL);
  if (first == NULL)
    first = _ ("every queue");
  return language != NULL ? g_strjoin (" · ", first, language, NULL) : g_strdup (first);
}

/* "support, spring · zh_CN" */
static char *
assigned_words (JsonArray *list)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < bh_json_array_length (list); i++) {
    JsonObject *to = bh_json_array_object (list, i);
    g_autofree char *word = to != NULL ? words_of (to) : NULL;
    if (word != NULL)
      g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", word);
  }
  return g_string_free (words, FALSE);
}

BhScriptEntry *
bh_script_entry_new (JsonObject *data, const char *language)
{
  BhScriptEntry *self = g_object_new (BH_TYPE_SCRIPT_ENTRY, NULL);
  JsonArray *list = bh_json_array (data, "assigned");
  g_autofree char *assigned = assigned_words (list);
  const char *title = title_of (data, language);
  const char *name = bh_json_string (data, "script");

  bh_item_set_string (self, PROP_NAME, name);
  bh_item_set_string (self, PROP_TITLE, title != NULL && *title != '\0' ? title : name);
  bh_item_set_string (self, PROP_STATUS, bh_json_string (data, "status"));
  bh_item_set_string (self, PROP_ASSIGNED, assigned);
  bh_item_set_int (self, PROP_NEWEST, bh_json_int (data, "newest", 0));
  bh_item_set_int (self, PROP_LIVE, bh_json_int (data, "live", 0));
  bh_item_set_int (self, PROP_VERSION, bh_json_int (data, "version", 0));
  bh_item_set_string (self, PROP_AUTHOR, bh_json_string (data, "author"));
  bh_item_set_int (self, PROP_AT, bh_json_time (data, "at"));
  self->assigned = list != NULL ? json_array_ref (list) : NULL;
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

gint64
bh_script_entry_get_version (BhScriptEntry *self)
{
  return bh_item_get_int (self, PROP_VERSION);
}

const char *
bh_script_entry_get_author (BhScriptEntry *self)
{
  return bh_item_get_string (self, PROP_AUTHOR);
}

gint64
bh_script_entry_get_at (BhScriptEntry *self)
{
  return bh_item_get_int (self, PROP_AT);
}

guint
bh_script_entry_get_n_assigned (BhScriptEntry *self)
{
  return bh_json_array_length (self->assigned);
}

BhScriptTo
bh_script_entry_get_assigned_to (BhScriptEntry *self, guint index)
{
  JsonObject *to = bh_json_array_object (self->assigned, index);
  const BhScriptTo found = {part_of (to, "queue"),
                            part_of (to, "campaign"),
                            part_of (to, "language")};

  return found;
}

char *
bh_script_entry_dup_assigned_words (BhScriptEntry *self, guint index)
{
  JsonObject *to = bh_json_array_object (self->assigned, index);

  return to != NULL ? words_of (to) : g_strdup ("");
}
