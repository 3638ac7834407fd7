/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/args.h"

#include "protocol/protocol-error.h"

G_GNUC_PRINTF (3, 4)
static gboolean
must_be (const char *member, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list list;

  va_start (list, format);
  what = g_strdup_vprintf (format, list);
  va_end (list);
  g_set_error (error, BH_PROTOCOL_ERROR, BH_PROTOCOL_ERROR_ARGS, "`%s` must be %s", member, what);
  return FALSE;
}

/* NULL: not there, or null. */
static JsonNode *
get_node (JsonObject *args, const char *member)
{
  JsonNode *node = json_object_get_member (args, member);

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

gboolean
bh_args_has (JsonObject *args, const char *member)
{
  return get_node (args, member) != NULL;
}

gboolean
bh_args_string (JsonObject *args,
                const char *member,
                glong min,
                glong max,
                const char **out,
                GError **error)
{
  JsonNode *node = get_node (args, member);
  const char *text = holds (node, G_TYPE_STRING) ? json_node_get_string (node) : NULL;
  glong length = text != NULL ? g_utf8_strlen (text, -1) : -1;

  if (length < min || length > max)
    return must_be (member, error, "a string of %ld to %ld characters", min, max);
  *out = text;
  return TRUE;
}

gboolean
bh_args_optional_string (JsonObject *args,
                         const char *member,
                         glong min,
                         glong max,
                         const char **out,
                         GError **error)
{
  *out = NULL;
  return !bh_args_has (args, member) || bh_args_string (args, member, min, max, out, error);
}

gboolean
bh_args_int (JsonObject *args,
             const char *member,
             gint64 min,
             gint64 max,
             gint64 *out,
             GError **error)
{
  JsonNode *node = get_node (args, member);
  gint64 value = holds (node, G_TYPE_INT64) ? json_node_get_int (node) : 0;

  if (!holds (node, G_TYPE_INT64) || value < min || value > max)
    return must_be (member,
                    error,
                    "a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                    min,
                    max);
  *out = value;
  return TRUE;
}

gboolean
bh_args_optional_int (JsonObject *args,
                      const char *member,
                      gint64 min,
                      gint64 max,
                      gint64 fallback,
                      gint64 *out,
                      GError **error)
{
  *out = fallback;
  return !bh_args_has (args, member) || bh_args_int (args, member, min, max, out, error);
}

gboolean
bh_args_bool (JsonObject *args, const char *member, gboolean *out, GError **error)
{
  JsonNode *node = get_node (args, member);

  if (!holds (node, G_TYPE_BOOLEAN))
    return must_be (member, error, "true or false");
  *out = json_node_get_boolean (node);
  return TRUE;
}

gboolean
bh_args_optional_bool (JsonObject *args,
                       const char *member,
                       gboolean fallback,
                       gboolean *out,
                       GError **error)
{
  *out = fallback;
  return !bh_args_has (args, member) || bh_args_bool (args, member, out, error);
}

gboolean
bh_args_enum (JsonObject *args,
              const char *member,
              const char *const *words,
              guint *out,
              GError **error)
{
  JsonNode *node = get_node (args, member);
  const char *text = holds (node, G_TYPE_STRING) ? json_node_get_string (node) : NULL;
  g_autofree char *choice = NULL;

  for (guint i = 0; text != NULL && words[i] != NULL; i++)
    if (g_str_equal (words[i], text)) {
      *out = i;
      return TRUE;
    }
  choice = g_strjoinv (", ", (char **) words);
  return must_be (member, error, "one of: %s", choice);
}

static gboolean
is_text (JsonNode *node, glong length)
{
  const char *text = holds (node, G_TYPE_STRING) ? json_node_get_string (node) : NULL;

  return text != NULL && *text != '\0' && g_utf8_strlen (text, -1) <= length;
}

gboolean
bh_args_texts (JsonObject *args, const char *member, guint max, glong length, GError **error)
{
  JsonNode *node = get_node (args, member);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  gboolean right = array != NULL && n <= max;

  for (guint i = 0; right && i < n; i++)
    right = is_text (json_array_get_element (array, i), length);
  return right ||
         must_be (member, error, "a list of at most %u texts of 1 to %ld characters", max, length);
}

gboolean
bh_args_answer (JsonObject *args, const char *member, GError **error)
{
  JsonNode *node = json_object_get_member (args, member);
  gboolean right = node != NULL && !JSON_NODE_HOLDS_OBJECT (node);

  if (right && JSON_NODE_HOLDS_ARRAY (node))
    return bh_args_texts (args, member, 50, 64, error);
  if (right && holds (node, G_TYPE_STRING))
    right = g_utf8_strlen (json_node_get_string (node), -1) <= 2000;
  return right || must_be (member, error, "an answer: a text, number, true, false, list or null");
}

gboolean
bh_args_object (JsonObject *args, const char *member, JsonObject **out, GError **error)
{
  JsonNode *node = get_node (args, member);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return must_be (member, error, "an object");
  *out = json_node_get_object (node);
  return TRUE;
}

gboolean
bh_args_optional_object (JsonObject *args, const char *member, JsonObject **out, GError **error)
{
  *out = NULL;
  return !bh_args_has (args, member) || bh_args_object (args, member, out, error);
}
