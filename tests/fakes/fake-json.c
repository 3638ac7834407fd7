/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-setup.h"

JsonObject *
fake_json (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);

  g_assert_no_error (error);
  return json_node_dup_object (node);
}

JsonObject *
fake_json_copy (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_set_object (node, object);
  text = json_to_string (node, FALSE);
  return fake_json (text);
}
