/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/disposition-file.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/ctl/listing.h"

#define MAX_DEPTH 10

typedef struct {
  BhDispositionFile *file;
  JsonArray *rows;
} Reading;

void
bh_disposition_file_init (BhDispositionFile *self, const char *file)
{
  *self = (BhDispositionFile){.rows = g_string_new (NULL),
                              .codes = g_ptr_array_new_with_free_func (g_free),
                              .places = g_ptr_array_new_with_free_func (g_free)};
  bh_ctl_table_init (&self->table, file);
}

void
bh_disposition_file_clear (BhDispositionFile *self)
{
  bh_ctl_table_clear (&self->table);
  g_string_free (self->rows, TRUE);
  g_ptr_array_unref (self->codes);
  g_ptr_array_unref (self->places);
}

static const char *
place_of (BhDispositionFile *self, const char *code)
{
  for (guint i = 0; code != NULL && i < self->codes->len; i++)
    if (g_str_equal (g_ptr_array_index (self->codes, i), code))
      return g_ptr_array_index (self->places, i);
  return NULL;
}

void
bh_disposition_file_fault (BhDispositionFile *self, const char *code, const char *message)
{
  bh_ctl_fault (&self->table.faults, place_of (self, code), "%s", message);
}

/* ---- one row, wherever it comes from */

static gboolean
is_code (const char *text)
{
  gsize length = strlen (text);

  return length >= 1 && length <= 64 &&
         strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
             length;
}

static gboolean
is_language (const char *text)
{
  return g_regex_match_simple ("^[a-z]{2,3}(_[A-Za-z]{2,8})?$", text, 0, 0);
}

static void
check_outcome (BhDispositionFile *self, const char *place, const char *outcome)
{
  static const char *const outcomes[] =
      {"reached", "sold", "refused", "do_not_call", "callback", "wrong_number", "voicemail", NULL};
  g_autofree char *choice = g_strjoinv (", ", (char **) outcomes);

  if (*outcome != '\0' && !g_strv_contains (outcomes, outcome))
    bh_ctl_fault (&self->table.faults, place, "outcome: \"%s\" is none of %s", outcome, choice);
}

static void
check_labels (BhDispositionFile *self, const char *place, JsonObject *labels)
{
  const char *english = bh_ctl_text_of (labels, "en");

  if (*english == '\0')
    bh_ctl_fault (&self->table.faults,
                  place,
                  "en: say in English what it is called; other languages are optional");
}

/* Takes @row: {code, parent, labels, outcome, position, disabled}. */
static void
take (Reading *reading, const char *place, JsonObject *row)
{
  BhDispositionFile *self = reading->file;
  const char *code = bh_ctl_text_of (row, "code");
  const char *before = place_of (self, code);

  if (!is_code (code))
    bh_ctl_fault (&self->table.faults,
                  place,
                  "code: \"%s\" is none: 1 to 64 letters, digits, dots, - and _",
                  code);
  else if (before != NULL)
    bh_ctl_fault (&self->table.faults, place, "code: \"%s\" is in %s already", code, before);
  if (g_str_equal (code, bh_ctl_text_of (row, "parent")))
    bh_ctl_fault (&self->table.faults, place, "parent: it cannot be its own");
  check_outcome (self, place, bh_ctl_text_of (row, "outcome"));
  check_labels (self, place, json_object_get_object_member (row, "labels"));
  g_ptr_array_add (self->codes, g_strdup (code));
  g_ptr_array_add (self->places, g_strdup (place));
  json_array_add_object_element (reading->rows, row);
}

/* ---- CSV */

static gboolean
is_column (const char *name)
{
  static const char *const names[] = {"code", "parent", "outcome", "position", "disabled", NULL};

  return g_strv_contains (names, name) || is_language (name);
}

static void
set_field (BhCtlTable *table, JsonObject *row, const char *name, const char *text)
{
  gint64 number;

  if (is_language (name)) {
    json_object_set_string_member (json_object_get_object_member (row, "labels"), name, text);
  } else if (g_str_equal (name, "position")) {
    if (g_ascii_string_to_signed (text, 10, 0, 1000000, &number, NULL))
      json_object_set_int_member (row, name, number);
    else
      bh_ctl_table_fault (table, "position: \"%s\" is no number from 0 to 1000000", text);
  } else if (g_str_equal (name, "disabled")) {
    if (!g_str_equal (text, "yes") && !g_str_equal (text, "no"))
      bh_ctl_table_fault (table, "disabled: say yes or no, not \"%s\"", text);
    json_object_set_boolean_member (row, name, g_str_equal (text, "yes"));
  } else {
    json_object_set_string_member (row, name, text);
  }
}

static void
take_row (BhCtlTable *table, gpointer data)
{
  Reading *reading = data;
  g_autofree char *place = g_strdup_printf ("%u", table->line);
  JsonObject *row = json_object_new ();

  json_object_set_object_member (row, "labels", json_object_new ());
  for (guint i = 0; i < table->n_columns; i++)
    if (*table->fields[i] != '\0')
      set_field (table, row, table->columns[i], table->fields[i]);
  take (reading, place, row);
}

static void
read_csv (Reading *reading)
{
  static const char *const needed[] = {"code", "en", NULL};
  static const BhCtlTableKind kind = {.needed = needed, .is_column = is_column, .take = take_row};

  bh_ctl_table_read (&reading->file->table, &kind, reading);
}

/* ---- JSON */

static JsonObject *
labels_of (Reading *reading, const char *place, JsonObject *node)
{
  JsonNode *labels = json_object_get_member (node, "labels");
  g_autoptr (GList) names = NULL;

  if (labels == NULL || !JSON_NODE_HOLDS_OBJECT (labels)) {
    bh_ctl_fault (&reading->file->table.faults,
                  place,
                  "labels: an object is needed, as in {\"en\": \"Solved\"}");
    return json_object_new ();
  }
  names = json_object_get_members (json_node_get_object (labels));
  for (GList *name = names; name != NULL; name = name->next)
    if (!is_language (name->data) ||
        json_object_get_string_member_with_default (json_node_get_object (labels),
                                                    name->data,
                                                    NULL) == NULL)
      bh_ctl_fault (&reading->file->table.faults,
                    place,
                    "labels: \"%s\" is no language with a text",
                    (char *) name->data);
  return json_node_dup_object (labels);
}

static void
check_members (Reading *reading, const char *place, JsonObject *node)
{
  static const char *const known[] =
      {"code", "labels", "outcome", "position", "disabled", "children", NULL};
  g_autoptr (GList) names = json_object_get_members (node);

  for (GList *name = names; name != NULL; name = name->next)
    if (!g_strv_contains (known, name->data))
      bh_ctl_fault (&reading->file->table.faults,
                    place,
                    "there is no member \"%s\"",
                    (char *) name->data);
}

static void
take_nodes (Reading *reading, JsonNode *list, const char *name, const char *parent, guint depth);

static void
take_node (Reading *reading, JsonNode *node, const char *place, const char *parent, guint depth)
{
  JsonObject *object, *row;

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    bh_ctl_fault (&reading->file->table.faults, place, "an object is needed");
    return;
  }
  object = json_node_get_object (node);
  check_members (reading, place, object);
  row = json_object_new ();
  json_object_set_string_member (row, "code", bh_ctl_text_of (object, "code"));
  if (parent != NULL)
    json_object_set_string_member (row, "parent", parent);
  if (*bh_ctl_text_of (object, "outcome") != '\0')
    json_object_set_string_member (row, "outcome", bh_ctl_text_of (object, "outcome"));
  if (json_object_has_member (object, "position"))
    json_object_set_int_member (
        row,
        "position",
        CLAMP (json_object_get_int_member_with_default (object, "position", 0), 0, 1000000));
  json_object_set_boolean_member (
      row,
      "disabled",
      json_object_get_boolean_member_with_default (object, "disabled", FALSE));
  json_object_set_object_member (row, "labels", labels_of (reading, place, object));
  take (reading, place, row);
  if (json_object_has_member (object, "children"))
    take_nodes (reading,
                json_object_get_member (object, "children"),
                place,
                bh_ctl_text_of (object, "code"),
                depth + 1);
}

static void
take_nodes (Reading *reading, JsonNode *list, const char *name, const char *parent, guint depth)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;

  if (array == NULL || depth > MAX_DEPTH) {
    bh_ctl_fault (&reading->file->table.faults,
                  name,
                  array == NULL ? "children: an array is needed" : "children: more than ten deep");
    return;
  }
  for (guint i = 0; i < json_array_get_length (array); i++) {
    g_autofree char *place = parent != NULL ? g_strdup_printf ("%s.children[%u]", name, i)
                                            : g_strdup_printf ("[%u]", i);
    take_node (reading, json_array_get_element (array, i), place, parent, depth);
  }
}

static void
read_json (Reading *reading)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonNode *root = NULL;

  if (json_parser_load_from_file (parser, reading->file->table.faults.file, &error))
    root = json_parser_get_root (parser);
  if (error != NULL)
    bh_ctl_fault (&reading->file->table.faults, NULL, "%s", error->message);
  else if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    bh_ctl_fault (&reading->file->table.faults,
                  NULL,
                  "an array of results is needed, as in [{\"code\": …}]");
  else
    take_nodes (reading, root, "", NULL, 1);
}

/* ---- the file */

gboolean
bh_disposition_file_read (BhDispositionFile *self)
{
  g_autoptr (JsonArray) rows = json_array_new ();
  Reading reading = {.file = self, .rows = rows};
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autofree char *text = NULL;

  if (g_str_has_suffix (self->table.faults.file, ".json"))
    read_json (&reading);
  else
    read_csv (&reading);
  if (self->table.faults.n == 0 && self->codes->len == 0)
    bh_ctl_fault (&self->table.faults, NULL, "it is empty");
  json_node_set_array (node, rows);
  text = json_to_string (node, FALSE);
  g_string_assign (self->rows, text);
  return self->table.faults.n == 0;
}
