/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/history-list.h"

#include "desktop/client/json-get.h"

typedef struct {
  JsonObject *data;
  BhHistoryEntry *entry; /* NULL until somebody looks */
} Line;

struct _BhHistoryList {
  GObject parent;

  GPtrArray *lines; /* of Line, newest first */
  GHashTable *ids;  /* of the contacts in them; the strings are the lines' own */
  BhLabels labels;
  GWeakRef words; /* the labels' data */
  guint n_made;
};

static GType
get_item_type (GListModel *model)
{
  return BH_TYPE_HISTORY_ENTRY;
}

static guint
get_n_items (GListModel *model)
{
  return BH_HISTORY_LIST (model)->lines->len;
}

static const char *
no_label (gpointer data, const char *code)
{
  return NULL;
}

static BhHistoryEntry *
make_entry (BhHistoryList *self, JsonObject *data)
{
  g_autoptr (GObject) words = g_weak_ref_get (&self->words);
  BhLabels labels = self->labels;

  if (labels.data != NULL && words == NULL)
    labels = (BhLabels){no_label, no_label, NULL};
  self->n_made++;
  return bh_history_entry_new (data, &labels);
}

static gpointer
get_item (GListModel *model, guint position)
{
  BhHistoryList *self = BH_HISTORY_LIST (model);
  Line *line;

  if (position >= self->lines->len)
    return NULL;
  line = g_ptr_array_index (self->lines, position);
  if (line->entry == NULL)
    line->entry = make_entry (self, line->data);
  return g_object_ref (line->entry);
}

static void
bh_history_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BhHistoryList,
                               bh_history_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      bh_history_list_iface_init))

static void
line_free (gpointer data)
{
  Line *line = data;

  json_object_unref (line->data);
  g_clear_object (&line->entry);
  g_free (line);
}

static void
bh_history_list_finalize (GObject *object)
{
  BhHistoryList *self = BH_HISTORY_LIST (object);

  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->lines);
  g_weak_ref_clear (&self->words);
  G_OBJECT_CLASS (bh_history_list_parent_class)->finalize (object);
}

static void
bh_history_list_class_init (BhHistoryListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_history_list_finalize;
}

static void
bh_history_list_init (BhHistoryList *self)
{
  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->labels = (BhLabels){no_label, no_label, NULL};
  g_weak_ref_init (&self->words, NULL);
}

BhHistoryList *
bh_history_list_new (void)
{
  return g_object_new (BH_TYPE_HISTORY_LIST, NULL);
}

/* The server's objects are kept, not copied: nobody changes an event that was taken in. */
static void
add_lines (BhHistoryList *self, JsonArray *lines, const BhLabels *labels)
{
  self->labels = *labels;
  g_weak_ref_set (&self->words, labels->data);
  for (guint i = 0; i < bh_json_array_length (lines); i++) {
    JsonObject *data = bh_json_array_object (lines, i);
    const char *id = bh_json_string (data, "contact");
    Line *line;

    if (data == NULL || (id != NULL && !g_hash_table_add (self->ids, (gpointer) id)))
      continue;
    line = g_new0 (Line, 1);
    line->data = json_object_ref (data);
    g_ptr_array_add (self->lines, line);
  }
}

void
bh_history_list_set (BhHistoryList *self, JsonArray *lines, const BhLabels *labels)
{
  guint before;

  g_return_if_fail (BH_IS_HISTORY_LIST (self));
  before = self->lines->len;
  g_hash_table_remove_all (self->ids);
  g_ptr_array_set_size (self->lines, 0);
  add_lines (self, lines, labels);
  if (before > 0 || self->lines->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->lines->len);
}

void
bh_history_list_append (BhHistoryList *self, JsonArray *lines, const BhLabels *labels)
{
  guint before;

  g_return_if_fail (BH_IS_HISTORY_LIST (self));
  before = self->lines->len;
  add_lines (self, lines, labels);
  if (self->lines->len > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->lines->len - before);
}

const char *
bh_history_list_get_oldest (BhHistoryList *self)
{
  Line *line;

  g_return_val_if_fail (BH_IS_HISTORY_LIST (self), NULL);
  if (self->lines->len == 0)
    return NULL;
  line = g_ptr_array_index (self->lines, self->lines->len - 1);
  return bh_json_string (line->data, "contact");
}

guint
bh_history_list_get_n_made (BhHistoryList *self)
{
  g_return_val_if_fail (BH_IS_HISTORY_LIST (self), 0);
  return self->n_made;
}
