/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wire/kept.h"

/* clang-format off */
G_DEFINE_QUARK (bh-kept-error-quark, bh_kept_error)
/* clang-format on */

/* ---- writing */

static void
write_members (BhJsonOut *out, gconstpointer base, const BhKeptMember *members, guint n)
{
  for (guint i = 0; i < n; i++) {
    gconstpointer at = (const char *) base + members[i].offset;
    switch (members[i].kind) {
    case BH_KEPT_IS_TEXT:
      bh_json_string_if (out, members[i].name, *(const char *const *) at);
      break;
    case BH_KEPT_IS_NUMBER:
      bh_json_int (out, members[i].name, *(const gint64 *) at);
      break;
    case BH_KEPT_IS_WORD:
      bh_json_int (out, members[i].name, *(const int *) at);
      break;
    case BH_KEPT_IS_FLAG:
      bh_json_bool (out, members[i].name, *(const gboolean *) at);
      break;
    }
  }
}

static void
write_list (BhJsonOut *out, gconstpointer picture, const BhKeptList *list)
{
  guint n = *(const guint *) ((const char *) picture + list->count);
  const char *items = *(char *const *) ((const char *) picture + list->items);

  bh_json_begin_array (out, list->name);
  for (guint i = 0; i < n; i++) {
    bh_json_begin_object (out, NULL);
    write_members (out, items + i * list->size, list->members, list->n_members);
    bh_json_end_object (out);
  }
  bh_json_end_array (out);
}

void
bh_kept_write (BhJsonOut *out, gconstpointer picture, const BhKeptTable *table)
{
  write_members (out, picture, table->members, table->n_members);
  for (guint i = 0; i < table->n_lists; i++)
    write_list (out, picture, &table->lists[i]);
}

/* ---- reading */

static gboolean
read_member (JsonNode *node, const BhKeptMember *member, gpointer base)
{
  static const GType types[] = {[BH_KEPT_IS_TEXT] = G_TYPE_STRING,
                                [BH_KEPT_IS_NUMBER] = G_TYPE_INT64,
                                [BH_KEPT_IS_WORD] = G_TYPE_INT64,
                                [BH_KEPT_IS_FLAG] = G_TYPE_BOOLEAN};
  gpointer at = (char *) base + member->offset;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != types[member->kind])
    return FALSE;
  if (member->kind == BH_KEPT_IS_TEXT)
    *(const char **) at = g_ref_string_new (json_node_get_string (node));
  else if (member->kind == BH_KEPT_IS_NUMBER)
    *(gint64 *) at = json_node_get_int (node);
  else if (member->kind == BH_KEPT_IS_WORD)
    *(int *) at = (int) CLAMP (json_node_get_int (node), 0, 255);
  else
    *(gboolean *) at = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
read_members (JsonObject *object,
              gpointer base,
              const BhKeptMember *members,
              guint n,
              GError **error)
{
  for (guint i = 0; i < n; i++) {
    JsonNode *node = json_object_get_member (object, members[i].name);
    if (node == NULL || JSON_NODE_HOLDS_NULL (node) || read_member (node, &members[i], base))
      continue;
    g_set_error (error,
                 BH_KEPT_ERROR,
                 BH_KEPT_ERROR_MEMBER,
                 "the member \"%s\" is of another kind",
                 members[i].name);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_list (JsonObject *object, gpointer picture, const BhKeptList *list, GError **error)
{
  JsonNode *node = json_object_get_member (object, list->name);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  char *items = n > 0 ? g_malloc0_n (n, list->size) : NULL;

  *(char **) ((char *) picture + list->items) = items;
  *(guint *) ((char *) picture + list->count) = n;
  for (guint i = 0; i < n; i++) {
    JsonNode *element = json_array_get_element (array, i);
    JsonObject *item = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
    if (item == NULL) {
      g_set_error (error,
                   BH_KEPT_ERROR,
                   BH_KEPT_ERROR_MEMBER,
                   "\"%s\" holds no objects",
                   list->name);
      return FALSE;
    }
    if (!read_members (item, items + i * list->size, list->members, list->n_members, error))
      return FALSE;
  }
  return TRUE;
}

JsonObject *
bh_kept_parse (GBytes *body, GError **error)
{
  gsize length;
  const char *bytes = g_bytes_get_data (body, &length);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  if (length > 0 && json_parser_load_from_data (parser, bytes, (gssize) length, NULL) &&
      JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
  g_set_error (error, BH_KEPT_ERROR, BH_KEPT_ERROR_TEXT, "it is not a JSON object");
  return NULL;
}

gboolean
bh_kept_read (JsonObject *object, gpointer picture, const BhKeptTable *table, GError **error)
{
  if (!read_members (object, picture, table->members, table->n_members, error))
    return FALSE;
  for (guint i = 0; i < table->n_lists; i++)
    if (!read_list (object, picture, &table->lists[i], error))
      return FALSE;
  return TRUE;
}
