/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-scripts.h"

#include "desktop/client/json-get.h"
#include "tests/fakes/fake-setup.h"

struct FakeScripts {
  GHashTable *documents; /* name -> JsonNode */
  GHashTable *states;    /* contact -> JsonObject */
};

FakeScripts *
fake_scripts_new (void)
{
  FakeScripts *self = g_new0 (FakeScripts, 1);

  self->documents =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  self->states =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  return self;
}

void
fake_scripts_free (FakeScripts *self)
{
  g_hash_table_unref (self->documents);
  g_hash_table_unref (self->states);
  g_free (self);
}

JsonObject *
fake_scripts_begin (FakeScripts *self, const char *contact, const char *document, gint64 version)
{
  JsonNode *node = json_from_string (document, NULL);
  const char *name = bh_json_string (json_node_get_object (node), "name");
  JsonObject *state = json_object_new ();

  json_object_set_string_member (state, "contact", contact);
  json_object_set_string_member (state, "script", name);
  json_object_set_int_member (state, "version", version);
  json_object_set_array_member (state, "path", json_array_new ());
  json_object_set_object_member (state, "answers", json_object_new ());
  json_object_set_int_member (state, "revision", 0);
  g_hash_table_replace (self->documents, g_strdup (name), node);
  g_hash_table_replace (self->states, g_strdup (contact), state);
  return fake_json_copy (state);
}

static void
put_answer (JsonObject *state, JsonObject *args)
{
  JsonObject *answers = json_object_get_object_member (state, "answers");
  JsonNode *value = json_object_get_member (args, "value");
  JsonObject *answer = json_object_new ();

  if (JSON_NODE_HOLDS_NULL (value)) {
    json_object_unref (answer);
    json_object_remove_member (answers, bh_json_string (args, "question"));
    return;
  }
  json_object_set_member (answer, "value", json_node_copy (value));
  json_object_set_string_member (answer, "step", bh_json_string (args, "step"));
  json_object_set_string_member (answer, "by", "alice");
  json_object_set_string_member (answer, "at", "2026-11-21T14:02:11.120Z");
  json_object_set_object_member (answers, bh_json_string (args, "question"), answer);
}

static JsonObject *
get (FakeScripts *self, JsonObject *args)
{
  JsonNode *document = g_hash_table_lookup (self->documents, bh_json_string (args, "script"));
  JsonObject *result;

  if (document == NULL)
    return NULL;
  result = json_object_new ();
  json_object_set_string_member (result, "script", bh_json_string (args, "script"));
  json_object_set_int_member (result, "version", bh_json_int (args, "version", 1));
  json_object_set_member (result, "document", json_node_copy (document));
  return result;
}

/* Over a script that somebody works with; any other is refused. */
static JsonObject *
save (FakeScripts *self, JsonObject *args)
{
  JsonObject *document = bh_json_object (args, "document");
  const char *name = document != NULL ? bh_json_string (document, "name") : NULL;
  JsonObject *result;

  if (name == NULL || !g_hash_table_contains (self->documents, name))
    return NULL;
  result = json_object_new ();
  json_object_set_int_member (result, "version", bh_json_int (args, "base", 0) + 1);
  return result;
}

JsonObject *
fake_scripts_do (FakeScripts *self,
                 const char *op,
                 JsonObject *args,
                 JsonObject **event,
                 const char **code,
                 const char **message)
{
  JsonObject *state = NULL;
  JsonObject *result = NULL;

  *event = NULL;
  if (g_str_equal (op, "script.get"))
    result = get (self, args);
  else if (g_str_equal (op, "script.save"))
    result = save (self, args);
  else if (bh_json_string (args, "contact") != NULL)
    state = g_hash_table_lookup (self->states, bh_json_string (args, "contact"));
  if (state != NULL && g_str_equal (op, "script.answer"))
    put_answer (state, args);
  else if (state != NULL)
    json_object_set_member (state, "path", json_node_copy (json_object_get_member (args, "path")));
  if (state != NULL) {
    json_object_set_int_member (state, "revision", bh_json_int (state, "revision", 0) + 1);
    *event = fake_json_copy (state);
    result = json_object_new ();
    json_object_set_int_member (result, "revision", bh_json_int (state, "revision", 0));
  }
  if (result == NULL) {
    *code = "not_found";
    *message = "There is no such script.";
  }
  return result;
}
