/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wire/contact-kept.h"

#include <string.h>

#include "server/wire/json-out.h"

/* Tables of members drive both ways, so that what is written is what is read. */

/* clang-format off */
G_DEFINE_QUARK (bh-kept-error-quark, bh_kept_error)
/* clang-format on */

typedef enum { TEXT, NUMBER, WORD } Kind; /* GRefString, gint64, an enum as its number */

typedef struct {
  const char *name;
  Kind kind;
  gsize offset;
} Member;

typedef struct {
  const char *name;
  gsize count; /* offset of the guint */
  gsize items; /* offset of the pointer */
  gsize size;  /* of an item */
  const Member *members;
  guint n_members;
} List;

#define TEXT_OF(Type, member)                                                                      \
  {                                                                                                \
#member, TEXT, offsetof(Type, member)                                                          \
  }
#define NUMBER_OF(Type, member)                                                                    \
  {                                                                                                \
#member, NUMBER, offsetof(Type, member)                                                        \
  }
#define WORD_OF(Type, member)                                                                      \
  {                                                                                                \
#member, WORD, offsetof(Type, member)                                                          \
  }

static const Member contact_members[] = {
    TEXT_OF (BhContact, pbx),
    NUMBER_OF (BhContact, revision),
    WORD_OF (BhContact, direction),
    WORD_OF (BhContact, outcome),
    WORD_OF (BhContact, ended_by),
    TEXT_OF (BhContact, number),
    TEXT_OF (BhContact, caller_name),
    TEXT_OF (BhContact, dialed),
    TEXT_OF (BhContact, customer_leg),
    TEXT_OF (BhContact, merged_into),
    TEXT_OF (BhContact, consult_of),
    TEXT_OF (BhContact, customer),
    TEXT_OF (BhContact, disposition),
    NUMBER_OF (BhContact, started_us),
    NUMBER_OF (BhContact, answered_us),
    NUMBER_OF (BhContact, released_us),
    NUMBER_OF (BhContact, ended_us),
    NUMBER_OF (BhContact, wrap_up_until_us),
};

static const Member text_members[] = {{"text", TEXT, 0}};

static const Member segment_members[] = {
    WORD_OF (BhSegment, type),
    NUMBER_OF (BhSegment, start_ms),
    NUMBER_OF (BhSegment, end_ms),
    TEXT_OF (BhSegment, queue),
    TEXT_OF (BhSegment, agent),
    TEXT_OF (BhSegment, with),
    WORD_OF (BhSegment, ended_by),
};

static const Member offer_members[] = {
    TEXT_OF (BhOffer, agent),
    TEXT_OF (BhOffer, queue),
    WORD_OF (BhOffer, outcome),
    NUMBER_OF (BhOffer, start_ms),
    NUMBER_OF (BhOffer, ring_ms),
};

static const Member transfer_members[] = {
    WORD_OF (BhTransfer, kind),
    TEXT_OF (BhTransfer, from),
    TEXT_OF (BhTransfer, to),
    NUMBER_OF (BhTransfer, at_ms),
};

static const Member part_members[] = {
    TEXT_OF (BhPart, device),
    TEXT_OF (BhPart, leg),
    TEXT_OF (BhPart, consult_leg),
    TEXT_OF (BhPart, consult_with),
    TEXT_OF (BhPart, queue),
    WORD_OF (BhPart, state),
    WORD_OF (BhPart, consult_state),
    NUMBER_OF (BhPart, since_us),
};

static const Member attached_members[] = {
    TEXT_OF (BhAttached, key),
    TEXT_OF (BhAttached, value),
};

#define LIST_OF(member, Type, table)                                                               \
  {                                                                                                \
#member, offsetof(BhContact, n_##member), offsetof(BhContact, member), sizeof(Type), table,    \
        G_N_ELEMENTS(table)                                                                        \
  }

static const List lists[] = {
    LIST_OF (queues, const char *, text_members),
    LIST_OF (agents, const char *, text_members),
    LIST_OF (segments, BhSegment, segment_members),
    LIST_OF (offers, BhOffer, offer_members),
    LIST_OF (transfers, BhTransfer, transfer_members),
    LIST_OF (parts, BhPart, part_members),
    LIST_OF (data, BhAttached, attached_members),
};

/* ---- writing */

static void
write_members (BhJsonOut *out, gconstpointer base, const Member *members, guint n)
{
  for (guint i = 0; i < n; i++) {
    gconstpointer at = (const char *) base + members[i].offset;
    if (members[i].kind == TEXT)
      bh_json_string_if (out, members[i].name, *(const char *const *) at);
    else if (members[i].kind == NUMBER)
      bh_json_int (out, members[i].name, *(const gint64 *) at);
    else
      bh_json_int (out, members[i].name, *(const int *) at);
  }
}

static void
write_list (BhJsonOut *out, const BhContact *contact, const List *list)
{
  guint n = *(const guint *) ((const char *) contact + list->count);
  const char *items = *(char *const *) ((const char *) contact + list->items);

  bh_json_begin_array (out, list->name);
  for (guint i = 0; i < n; i++) {
    bh_json_begin_object (out, NULL);
    write_members (out, items + i * list->size, list->members, list->n_members);
    if (list->members == part_members) {
      bh_json_bool (out, "talked", contact->parts[i].talked);
      bh_json_bool (out, "receiver", contact->parts[i].receiver);
    }
    bh_json_end_object (out);
  }
  bh_json_end_array (out);
}

void
bh_contact_keep (GString *text, const BhContact *contact)
{
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "id", contact->id);
  write_members (&out, contact, contact_members, G_N_ELEMENTS (contact_members));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    write_list (&out, contact, &lists[i]);
  bh_json_end_object (&out);
}

/* ---- reading. What is missing stays 0: an older version did not know it. */

static gboolean
read_member (JsonNode *node, const Member *member, gpointer base)
{
  gpointer at = (char *) base + member->offset;
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (member->kind == TEXT) {
    if (type != G_TYPE_STRING)
      return FALSE;
    *(const char **) at = g_ref_string_new (json_node_get_string (node));
    return TRUE;
  }
  if (type != G_TYPE_INT64)
    return FALSE;
  if (member->kind == NUMBER)
    *(gint64 *) at = json_node_get_int (node);
  else
    *(int *) at = (int) CLAMP (json_node_get_int (node), 0, 255);
  return TRUE;
}

static gboolean
read_members (JsonObject *object, gpointer base, const Member *members, guint n, GError **error)
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
read_list (JsonObject *object, BhContact *contact, const List *list, GError **error)
{
  JsonNode *node = json_object_get_member (object, list->name);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  char *items = n > 0 ? g_malloc0_n (n, list->size) : NULL;

  *(char **) ((char *) contact + list->items) = items;
  *(guint *) ((char *) contact + list->count) = n;
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
    if (list->members == part_members) {
      contact->parts[i].talked = json_object_get_boolean_member_with_default (item, "talked", 0);
      contact->parts[i].receiver =
          json_object_get_boolean_member_with_default (item, "receiver", 0);
    }
  }
  return TRUE;
}

/* The header promises that these are never NULL. */
static void
fill_text (const char **text)
{
  if (*text == NULL)
    *text = g_ref_string_new ("");
}

static gboolean
read_contact (JsonObject *object, BhContact *contact, GError **error)
{
  const char *id = json_object_get_string_member_with_default (object, "id", "");

  if (!g_uuid_string_is_valid (id)) {
    g_set_error (error, BH_KEPT_ERROR, BH_KEPT_ERROR_MEMBER, "it has no id");
    return FALSE;
  }
  g_strlcpy (contact->id, id, sizeof contact->id);
  if (!read_members (object, contact, contact_members, G_N_ELEMENTS (contact_members), error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (!read_list (object, contact, &lists[i], error))
      return FALSE;
  return TRUE;
}

BhContact *
bh_contact_from_kept (GBytes *body, GError **error)
{
  gsize length;
  const char *bytes = g_bytes_get_data (body, &length);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (BhContact) contact = NULL;
  g_autoptr (GError) problem = NULL;
  JsonNode *root;
  gboolean read;

  if (length == 0 || !json_parser_load_from_data (parser, bytes, (gssize) length, &problem) ||
      !JSON_NODE_HOLDS_OBJECT (root = json_parser_get_root (parser))) {
    g_set_error (error, BH_KEPT_ERROR, BH_KEPT_ERROR_TEXT, "it is not a JSON object");
    return NULL;
  }
  contact = g_new0 (BhContact, 1);
  g_atomic_ref_count_init (&contact->refs);
  read = read_contact (json_node_get_object (root), contact, error);
  fill_text (&contact->pbx);
  fill_text (&contact->number);
  fill_text (&contact->caller_name);
  fill_text (&contact->dialed);
  return read ? g_steal_pointer (&contact) : NULL;
}
