/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/json-get.h"

#include "protocol/codec.h"

static JsonNode *
get_member (JsonObject *object, const char *member)
{
  return object ? json_object_get_member (object, member) : NULL;
}

static const char *
node_string (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

const char *
bh_json_string (JsonObject *object, const char *member)
{
  return node_string (get_member (object, member));
}

gint64
bh_json_int (JsonObject *object, const char *member, gint64 otherwise)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    return otherwise;
  return json_node_get_int (node);
}

gboolean
bh_json_bool (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  return json_node_get_boolean (node);
}

JsonObject *
bh_json_object (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member);

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
bh_json_array (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

gint64
bh_json_parse_time (const char *rfc3339)
{
  gint64 unix_us;

  return rfc3339 && bh_codec_parse_time (rfc3339, &unix_us) ? unix_us : 0;
}

char *
bh_json_format_time (gint64 unix_us)
{
  return bh_codec_time (unix_us);
}

gint64
bh_json_time (JsonObject *object, const char *member)
{
  return bh_json_parse_time (bh_json_string (object, member));
}

guint
bh_json_array_length (JsonArray *array)
{
  return array ? json_array_get_length (array) : 0;
}

JsonObject *
bh_json_array_object (JsonArray *array, guint i)
{
  JsonNode *node = i < bh_json_array_length (array) ? json_array_get_element (array, i) : NULL;

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

const char *
bh_json_array_string (JsonArray *array, guint i)
{
  return node_string (i < bh_json_array_length (array) ? json_array_get_element (array, i) : NULL);
}

char **
bh_json_strv (JsonObject *object, const char *member)
{
  JsonArray *array = bh_json_array (object, member);
  g_autoptr (GStrvBuilder) strings = g_strv_builder_new ();

  for (guint i = 0; i < bh_json_array_length (array); i++) {
    const char *string = bh_json_array_string (array, i);
    if (string)
      g_strv_builder_add (strings, string);
  }
  return g_strv_builder_end (strings);
}
