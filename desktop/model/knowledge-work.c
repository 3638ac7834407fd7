/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/knowledge-work.h"

#include "desktop/client/json-get.h"
#include "desktop/model/desk-ask.h"

enum {
  PROP_ENTRIES = 1,
  PROP_MESSAGE,
  PROP_BUSY,
};

static const BhItemField fields[] = {
    {"entries", g_list_model_get_type},
    {"message", bh_item_string},
    {"busy", bh_item_bool},
};

struct _BhKnowledgeWork {
  BhItem parent;

  BhDesk *desk;
  GListStore *entries;
  char *list;
  guint asked; /* counts questions: only the newest list counts */
};

G_DEFINE_FINAL_TYPE (BhKnowledgeWork, bh_knowledge_work, BH_TYPE_ITEM)

/* What is asked for a list, and what its lines are. */
static const struct {
  const char *list;
  const char *op;
  const char *member;
  BhKnowledgeEntry *(*make) (JsonObject *data);
} lists[] = {
    {"gaps", "kb.gaps", "gaps", bh_knowledge_entry_new_gap},
    {"synonyms", "kb.synonyms", "groups", bh_knowledge_entry_new_synonyms},
    {NULL, "kb.work", "articles", bh_knowledge_entry_new_article},
};

static gsize
find_list (const char *list)
{
  gsize i = 0;

  while (lists[i].list != NULL && g_strcmp0 (lists[i].list, list) != 0)
    i++;
  return i;
}

typedef struct {
  BhKnowledgeWork *self;
  gsize list;
  guint number;
} Listing;

static void
fill (BhKnowledgeWork *self, gsize list, JsonArray *array)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < bh_json_array_length (array); i++) {
    JsonObject *data = bh_json_array_object (array, i);
    if (data != NULL)
      g_ptr_array_add (entries, lists[list].make (data));
  }
  g_list_store_splice (self->entries,
                       0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->entries)),
                       entries->pdata,
                       entries->len);
}

static void
on_list (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Listing *listing = data;
  g_autoptr (BhKnowledgeWork) self = listing->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (listing->number != self->asked)
    return;
  bh_item_set_bool (self, PROP_BUSY, FALSE);
  if (error != NULL)
    bh_item_set_string (self, PROP_MESSAGE, error->message);
  fill (self, listing->list, bh_json_array (reply, lists[listing->list].member));
}

void
bh_knowledge_work_show (BhKnowledgeWork *self, const char *list)
{
  Listing *listing;
  JsonObject *args;

  g_return_if_fail (BH_IS_KNOWLEDGE_WORK (self));
  g_return_if_fail (list != NULL);

  if (self->list != list) {
    g_free (self->list);
    self->list = g_strdup (list);
  }
  listing = g_new0 (Listing, 1);
  listing->self = g_object_ref (self);
  listing->list = find_list (list);
  listing->number = ++self->asked;
  args = json_object_new ();
  if (lists[listing->list].list == NULL)
    json_object_set_string_member (args, "status", self->list);
  bh_item_set_string (self, PROP_MESSAGE, NULL);
  bh_item_set_bool (self, PROP_BUSY, TRUE);
  bh_desk_ask_async (self->desk, lists[listing->list].op, args, NULL, on_list, listing);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhKnowledgeWork) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (reply == NULL)
    bh_item_set_string (self, PROP_MESSAGE, error->message);
  else if (self->list != NULL)
    bh_knowledge_work_show (self, self->list);
}

void
bh_knowledge_work_close_gap (BhKnowledgeWork *self, const char *text)
{
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "text", text);
  bh_desk_ask_async (self->desk, "kb.gap_close", args, NULL, on_changed, g_object_ref (self));
}

void
bh_knowledge_work_save_synonyms (BhKnowledgeWork *self, gint64 group, const char *words)
{
  JsonObject *args = json_object_new ();

  json_object_set_array_member (args, "words", bh_desk_ask_words (words));
  if (group > 0)
    json_object_set_int_member (args, "group", group);
  bh_desk_ask_async (self->desk, "kb.synonym_save", args, NULL, on_changed, g_object_ref (self));
}

static void
bh_knowledge_work_dispose (GObject *object)
{
  BhKnowledgeWork *self = BH_KNOWLEDGE_WORK (object);

  g_clear_object (&self->entries);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (bh_knowledge_work_parent_class)->dispose (object);
}

static void
bh_knowledge_work_finalize (GObject *object)
{
  g_free (BH_KNOWLEDGE_WORK (object)->list);
  G_OBJECT_CLASS (bh_knowledge_work_parent_class)->finalize (object);
}

static void
bh_knowledge_work_class_init (BhKnowledgeWorkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bh_knowledge_work_dispose;
  G_OBJECT_CLASS (klass)->finalize = bh_knowledge_work_finalize;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_knowledge_work_init (BhKnowledgeWork *self)
{
  self->entries = g_list_store_new (BH_TYPE_KNOWLEDGE_ENTRY);
  bh_item_set_object (self, PROP_ENTRIES, self->entries);
}

BhKnowledgeWork *
bh_knowledge_work_new (BhDesk *desk)
{
  BhKnowledgeWork *self;

  g_return_val_if_fail (BH_IS_DESK (desk), NULL);

  self = g_object_new (BH_TYPE_KNOWLEDGE_WORK, NULL);
  self->desk = g_object_ref (desk);
  return self;
}

const char *
bh_knowledge_work_get_list (BhKnowledgeWork *self)
{
  return self->list;
}

GListModel *
bh_knowledge_work_get_entries (BhKnowledgeWork *self)
{
  return G_LIST_MODEL (self->entries);
}

const char *
bh_knowledge_work_get_message (BhKnowledgeWork *self)
{
  return bh_item_get_string (self, PROP_MESSAGE);
}
