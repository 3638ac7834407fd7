/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-scripts.h"

#include "desktop/client/json-get.h"
#include "tests/fakes/fake-setup.h"

/* What is kept of one script. */
typedef struct {
  GPtrArray *versions; /* JsonNode; version 1 comes first */
  gint64 live;
  JsonArray *assigned;
  char *author; /* of the newest */
} Kept;

struct FakeScripts {
  GHashTable *documents; /* name -> Kept */
  GHashTable *states;    /* contact -> JsonObject */
};

static JsonObject *detail; /* of the last refusal: asked for at once, or NULL */

static void
kept_free (Kept *kept)
{
  g_ptr_array_unref (kept->versions);
  json_array_unref (kept->assigned);
  g_free (kept->author);
  g_free (kept);
}

FakeScripts *
fake_scripts_new (void)
{
  FakeScripts *self = g_new0 (FakeScripts, 1);

  self->documents =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) kept_free);
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
fake_scripts_take_detail (void)
{
  return g_steal_pointer (&detail);
}

/* As version @version; those before it are the same. Takes @node. */
static Kept *
keep (FakeScripts *self, const char *name, JsonNode *node, gint64 version, const char *author)
{
  Kept *kept = g_hash_table_lookup (self->documents, name);

  if (kept == NULL) {
    kept = g_new0 (Kept, 1);
    kept->versions = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
    kept->assigned = json_array_new ();
    kept->live = version;
    g_hash_table_insert (self->documents, g_strdup (name), kept);
  }
  while ((gint64) kept->versions->len < version)
    g_ptr_array_add (kept->versions, json_node_copy (node));
  json_node_unref (node);
  g_free (kept->author);
  kept->author = g_strdup (author);
  return kept;
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
  keep (self, name, node, version, "alice");
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

static Kept *
kept_of (FakeScripts *self, const char *name)
{
  return name != NULL ? g_hash_table_lookup (self->documents, name) : NULL;
}

static JsonObject *
get (FakeScripts *self, JsonObject *args)
{
  Kept *kept = kept_of (self, bh_json_string (args, "script"));
  gint64 version = bh_json_int (args, "version", kept != NULL ? kept->versions->len : 0);
  JsonObject *result;

  if (kept == NULL || version < 1 || version > (gint64) kept->versions->len)
    return NULL;
  result = json_object_new ();
  json_object_set_string_member (result, "script", bh_json_string (args, "script"));
  json_object_set_int_member (result, "version", version);
  json_object_set_member (result, "document", json_node_copy (kept->versions->pdata[version - 1]));
  return result;
}

/* Over a script that somebody works with; any other is refused, and one that is newer by now. */
static JsonObject *
save (FakeScripts *self, JsonObject *args, const char **code, const char **message)
{
  JsonObject *document = bh_json_object (args, "document");
  Kept *kept = kept_of (self, document != NULL ? bh_json_string (document, "name") : NULL);
  gint64 base = bh_json_int (args, "base", 0);
  const char *by = bh_json_string (args, "by"); /* a test's, for somebody else */
  JsonObject *result;

  if (kept == NULL)
    return NULL;
  if (base < (gint64) kept->versions->len) {
    *code = "stale";
    *message = "The script was changed elsewhere.";
    detail = json_object_new ();
    json_object_set_int_member (detail, "newest", kept->versions->len);
    json_object_set_string_member (detail, "author", kept->author);
    return NULL;
  }
  keep (self,
        bh_json_string (document, "name"),
        json_node_copy (json_object_get_member (args, "document")),
        base + 1,
        by != NULL ? by : "alice");
  result = json_object_new ();
  json_object_set_int_member (result, "version", base + 1);
  return result;
}

static JsonObject *
entry_of (const char *name, Kept *kept, gint64 version)
{
  JsonObject *entry = json_object_new ();
  JsonObject *document = json_node_get_object (kept->versions->pdata[version - 1]);

  json_object_set_string_member (entry, "script", name);
  json_object_set_int_member (entry, "version", version);
  json_object_set_int_member (entry, "newest", kept->versions->len);
  if (kept->live > 0)
    json_object_set_int_member (entry, "live", kept->live);
  json_object_set_string_member (entry, "status", version == kept->live ? "published" : "draft");
  json_object_set_member (entry, "title", json_object_dup_member (document, "title"));
  json_object_set_string_member (entry, "author", kept->author);
  json_object_set_string_member (entry, "at", "2026-11-21T14:02:11.120Z");
  json_object_set_array_member (entry, "assigned", json_array_ref (kept->assigned));
  return entry;
}

static JsonObject *
list (FakeScripts *self)
{
  JsonObject *result = json_object_new ();
  JsonArray *scripts = json_array_new ();
  GHashTableIter iter;
  gpointer name, kept;

  g_hash_table_iter_init (&iter, self->documents);
  while (g_hash_table_iter_next (&iter, &name, &kept))
    json_array_add_object_element (scripts, entry_of (name, kept, ((Kept *) kept)->versions->len));
  json_object_set_array_member (result, "scripts", scripts);
  return result;
}

static JsonObject *
list_versions (Kept *kept, const char *name)
{
  JsonObject *result = json_object_new ();
  JsonArray *versions = json_array_new ();

  for (guint i = kept->versions->len; i > 0; i--)
    json_array_add_object_element (versions, entry_of (name, kept, i));
  json_object_set_array_member (result, "versions", versions);
  return result;
}

static void
add_word (JsonObject *to, JsonObject *args, const char *member)
{
  const char *word = bh_json_string (args, member);

  json_object_set_string_member (to, member, word != NULL ? word : "");
}

static JsonObject *
assign (FakeScripts *self, JsonObject *args)
{
  Kept *kept = kept_of (self, bh_json_string (args, "script"));
  JsonObject *to = json_object_new ();
  GHashTableIter iter;
  gpointer any;

  add_word (to, args, "queue");
  add_word (to, args, "campaign");
  add_word (to, args, "language");
  g_hash_table_iter_init (&iter, self->documents);
  while (g_hash_table_iter_next (&iter, NULL, &any)) {
    JsonArray *assigned = ((Kept *) any)->assigned;
    for (guint i = json_array_get_length (assigned); i > 0; i--)
      if (json_object_equal (json_array_get_object_element (assigned, i - 1), to))
        json_array_remove_element (assigned, i - 1);
  }
  if (kept != NULL)
    json_array_add_object_element (kept->assigned, json_object_ref (to));
  json_object_unref (to);
  return json_object_new ();
}

/* What editors do with one script. */
static JsonObject *
edit (FakeScripts *self, const char *op, JsonObject *args)
{
  const char *name = bh_json_string (args, "script");
  Kept *kept = kept_of (self, name);

  if (g_str_equal (op, "script.assign"))
    return assign (self, args);
  if (kept == NULL)
    return NULL;
  if (g_str_equal (op, "script.versions"))
    return list_versions (kept, name);
  kept->live = g_str_equal (op, "script.publish") ? bh_json_int (args, "version", 0) : 0;
  return json_object_new ();
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
    result = save (self, args, code, message);
  else if (g_str_equal (op, "script.list"))
    result = list (self);
  else if (bh_json_string (args, "contact") == NULL)
    result = edit (self, op, args);
  else
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
  if (result == NULL && *code == NULL) {
    *code = "not_found";
    *message = "There is no such script.";
  }
  return result;
}
