/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-draft-parts.h"

#include <string.h>

#include "desktop/model/script-draft-private.h"
#include "protocol/script/script.h"

/* How a member is written as text. */
typedef enum { PLAIN, WORDS, NUMBER, FLAG, OPTIONS } Form;

/* kinds: bits of BhScriptType whose questions have it; 0: all have. */
static const struct {
  const char *name;
  Form form;
  guint kinds;
} members[] = {
    {"id", PLAIN, 0},
    {"kind", PLAIN, 0},
    {"label", WORDS, 0},
    {"help", WORDS, 0},
    {"required", FLAG, 0},
    {"show", PLAIN, 0},
    {"min", NUMBER, 1 << BH_SCRIPT_NUMBER | 1 << BH_SCRIPT_RATING},
    {"max", NUMBER, 1 << BH_SCRIPT_NUMBER | 1 << BH_SCRIPT_RATING},
    {"decimals", NUMBER, 1 << BH_SCRIPT_NUMBER},
    {"from", PLAIN, 1 << BH_SCRIPT_DATE},
    {"until", PLAIN, 1 << BH_SCRIPT_DATE},
    {"max_length", NUMBER, 1 << BH_SCRIPT_TEXT},
    {"lines", FLAG, 1 << BH_SCRIPT_TEXT},
    {"options", OPTIONS, 1 << BH_SCRIPT_CHOICE | 1 << BH_SCRIPT_CHOICES},
    {"go", PLAIN, 0},
    {"when", PLAIN, 0},
    {"title", WORDS, 0},
    {"article", PLAIN, 0},
    {"search", PLAIN, 0},
};

static Form
form_of (const char *member)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (g_str_equal (members[i].name, member))
      return members[i].form;
  return PLAIN;
}

/* ---- lists */

static const char *
member_of (BhScriptPart list)
{
  return list == BH_SCRIPT_PART_QUESTION ? "questions"
         : list == BH_SCRIPT_PART_WAY    ? "next"
                                         : "articles";
}

/* A new array: where there is one way only, it may stand there as a word. (transfer full) */
static JsonArray *
copy_parts (BhScriptDraft *self, guint step, BhScriptPart list)
{
  JsonObject *object = bh_script_draft_step_at (self, step);
  JsonNode *node = object != NULL ? json_object_get_member (object, member_of (list)) : NULL;
  JsonArray *parts = json_array_new ();

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node)) {
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      json_array_add_element (parts, json_array_dup_element (json_node_get_array (node), i));
  } else if (node != NULL && json_node_get_value_type (node) == G_TYPE_STRING) {
    JsonObject *way = json_object_new ();
    json_object_set_string_member (way, "go", json_node_get_string (node));
    json_array_add_object_element (parts, way);
  }
  return parts;
}

static JsonObject *
part_at (JsonArray *parts, guint index)
{
  JsonNode *node = index < json_array_get_length (parts) ? json_array_get_element (parts, index)
                                                         : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* One way without a condition is written as people write it. Takes @parts. */
static void
put_parts (BhScriptDraft *self, guint step, BhScriptPart list, JsonArray *parts)
{
  JsonObject *object = bh_script_draft_step_at (self, step);
  JsonObject *first = part_at (parts, 0);
  const char *go = first != NULL ? json_object_get_string_member_with_default (first, "go", NULL)
                                 : NULL;

  if (json_array_get_length (parts) == 0)
    json_object_remove_member (object, member_of (list));
  else if (list == BH_SCRIPT_PART_WAY && json_array_get_length (parts) == 1 && go != NULL &&
           json_object_get_size (first) == 1)
    json_object_set_string_member (object, "next", go);
  else
    json_object_set_array_member (object, member_of (list), json_array_ref (parts));
  json_array_unref (parts);
  bh_script_draft_changed (self);
}

guint
bh_script_draft_get_n_parts (BhScriptDraft *self, guint step, BhScriptPart list)
{
  g_autoptr (JsonArray) parts = copy_parts (self, step, list);

  return json_array_get_length (parts);
}

/* The order of @parts with @left_out gone and @added before index @at. (transfer full) */
static JsonArray *
rebuilt (JsonArray *parts, guint left_out, guint at, JsonNode *added)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < json_array_get_length (parts); i++) {
    if (i == at && added != NULL)
      json_array_add_element (array, g_steal_pointer (&added));
    if (i != left_out)
      json_array_add_element (array, json_array_dup_element (parts, i));
  }
  if (added != NULL)
    json_array_add_element (array, added);
  return array;
}

/* ---- ids of questions */

static guint
count_id (BhScriptDraft *self, const char *id)
{
  guint n = 0;

  for (guint step = 0; step < bh_script_draft_get_n_steps (self); step++) {
    g_autoptr (JsonArray) parts = copy_parts (self, step, BH_SCRIPT_PART_QUESTION);
    for (guint i = 0; i < json_array_get_length (parts); i++) {
      JsonObject *part = part_at (parts, i);
      const char *own = part != NULL ? json_object_get_string_member_with_default (part, "id", "")
                                     : "";
      n += g_str_equal (own, id) ? 1 : 0;
    }
  }
  return n;
}

static char *
free_id (BhScriptDraft *self)
{
  for (guint n = 1;; n++) {
    g_autofree char *id = g_strdup_printf ("question_%u", n);
    if (count_id (self, id) == 0)
      return g_steal_pointer (&id);
  }
}

/* In every text below @node: placeholders and conditions ask for "answer.ID". */
static void
rename_answers (JsonNode *node, GRegex *from, const char *to)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    g_autoptr (GList) values = json_object_get_values (json_node_get_object (node));
    for (GList *value = values; value != NULL; value = value->next)
      rename_answers (value->data, from, to);
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      rename_answers (json_array_get_element (json_node_get_array (node), i), from, to);
  } else if (json_node_get_value_type (node) == G_TYPE_STRING) {
    const char *text = json_node_get_string (node);
    g_autofree char *renamed = g_regex_replace_literal (from, text, -1, 0, to, 0, NULL);
    if (renamed != NULL && !g_str_equal (renamed, text))
      json_node_set_string (node, renamed);
  }
}

/* Only while it is clear whose answer is meant: an id may be another's in the middle of typing. */
static void
rename_question (BhScriptDraft *self, const char *old, const char *id)
{
  g_autofree char *escaped = g_regex_escape_string (old, -1);
  g_autofree char *pattern = g_strdup_printf ("\\banswer\\.%s\\b", escaped);
  g_autofree char *to = g_strconcat ("answer.", id, NULL);
  g_autoptr (GRegex) from = g_regex_new (pattern, 0, 0, NULL);

  if (from != NULL && *old != '\0' && *id != '\0' && count_id (self, old) == 0 &&
      count_id (self, id) == 1)
    rename_answers (bh_script_draft_get_document (self), from, to);
}

/* ---- adding, removing, moving */

guint
bh_script_draft_add_part (BhScriptDraft *self, guint step, BhScriptPart list)
{
  g_autoptr (JsonArray) parts = copy_parts (self, step, list);
  guint n = json_array_get_length (parts);
  guint at = list == BH_SCRIPT_PART_WAY && n > 0 ? n - 1 : n;
  JsonObject *part = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  if (list == BH_SCRIPT_PART_QUESTION) {
    g_autofree char *id = free_id (self);
    json_object_set_string_member (part, "id", id);
    json_object_set_string_member (part, "kind", "text");
    json_object_set_string_member (part, "label", "");
  } else {
    json_object_set_string_member (part, "go", "");
  }
  json_node_take_object (node, part);
  put_parts (self, step, list, rebuilt (parts, G_MAXUINT, at, node));
  return at;
}

void
bh_script_draft_remove_part (BhScriptDraft *self, guint step, BhScriptPart list, guint index)
{
  g_autoptr (JsonArray) parts = copy_parts (self, step, list);

  g_return_if_fail (index < json_array_get_length (parts));
  put_parts (self, step, list, rebuilt (parts, index, G_MAXUINT, NULL));
}

void
bh_script_draft_move_part (BhScriptDraft *self,
                           guint step,
                           BhScriptPart list,
                           guint index,
                           gboolean up)
{
  g_autoptr (JsonArray) parts = copy_parts (self, step, list);
  guint n = json_array_get_length (parts);
  guint first = up ? index - 1 : index; /* the two neighbours are @first and the one behind it */

  if (index >= n || (up && index == 0) || first + 1 >= n)
    return;
  put_parts (self,
             step,
             list,
             rebuilt (parts, first + 1, first, json_array_dup_element (parts, first + 1)));
}

/* ---- options */

static char *
options_to_text (BhScriptDraft *self, JsonNode *node)
{
  JsonArray *options = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                    : NULL;
  GString *text = g_string_new (NULL);

  for (guint i = 0; options != NULL && i < json_array_get_length (options); i++) {
    JsonObject *option = part_at (options, i);
    const char *value =
        option != NULL ? json_object_get_string_member_with_default (option, "value", "") : "";
    const char *label = bh_script_draft_read_text (self, option, "label");
    if (i > 0)
      g_string_append_c (text, '\n');
    g_string_append (text, value);
    if (!g_str_equal (value, label))
      g_string_append_printf (text, " = %s", label);
  }
  return g_string_free (text, FALSE);
}

/* The option that has this value: its label may be in other languages too. (nullable) */
static JsonObject *
find_option (JsonNode *node, const char *value)
{
  JsonArray *options = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                    : NULL;

  for (guint i = 0; options != NULL && i < json_array_get_length (options); i++) {
    JsonObject *option = part_at (options, i);
    if (option != NULL &&
        g_str_equal (json_object_get_string_member_with_default (option, "value", ""), value))
      return option;
  }
  return NULL;
}

static JsonNode *
option_of_line (BhScriptDraft *self, JsonNode *old, const char *line)
{
  g_auto (GStrv) halves = g_strsplit (line, "=", 2);
  const char *value = g_strstrip (halves[0]);
  const char *label = halves[1] != NULL ? g_strstrip (halves[1]) : value;
  JsonObject *known = find_option (old, value);
  JsonObject *option = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (option, "value", value);
  if (known != NULL && json_object_has_member (known, "label"))
    json_object_set_member (option, "label", json_object_dup_member (known, "label"));
  else
    json_object_set_string_member (option, "label", "");
  bh_script_draft_write_text (self, option, "label", *label != '\0' ? label : value);
  json_node_take_object (node, option);
  return node;
}

static JsonNode *
options_of_text (BhScriptDraft *self, JsonNode *old, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  JsonArray *options = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      json_array_add_element (options, option_of_line (self, old, *line));
  json_node_take_array (node, options);
  return node;
}

/* ---- members */

static char *
number_to_text (JsonNode *node)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return g_strdup ("");
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return g_strdup (g_ascii_formatd (digits, sizeof digits, "%.10g", json_node_get_double (node)));
}

char *
bh_script_draft_dup_part (BhScriptDraft *self,
                          guint step,
                          BhScriptPart list,
                          guint index,
                          const char *member)
{
  g_autoptr (JsonArray) parts = copy_parts (self, step, list);
  JsonObject *part = part_at (parts, index);
  JsonNode *node = part != NULL ? json_object_get_member (part, member) : NULL;

  switch (form_of (member)) {
  case NUMBER:
    return number_to_text (node);
  case FLAG:
    return g_strdup (node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN &&
                             json_node_get_boolean (node)
                         ? "true"
                         : "");
  case OPTIONS:
    return options_to_text (self, node);
  case PLAIN:
  case WORDS:
    break;
  }
  return g_strdup (bh_script_draft_read_text (self, part, member));
}

/* What is no number stays as it was typed; the check says where. */
static void
write_number (JsonObject *part, const char *member, const char *text)
{
  char *end = NULL;
  double number = g_ascii_strtod (text, &end);

  if (*end != '\0')
    json_object_set_string_member (part, member, text);
  else if (number == (double) (gint64) number)
    json_object_set_int_member (part, member, (gint64) number);
  else
    json_object_set_double_member (part, member, number);
}

static void
drop_foreign (JsonObject *part, const char *kind)
{
  BhScriptType type;

  if (!bh_script_type_from_string (kind, &type))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].kinds != 0 && (members[i].kinds & 1u << type) == 0 &&
        json_object_has_member (part, members[i].name))
      json_object_remove_member (part, members[i].name);
}

/* A question always has words, even when they are not written yet. */
static void
write_words (BhScriptDraft *self, JsonObject *part, const char *member, const char *text)
{
  bh_script_draft_write_text (self, part, member, text);
  if (json_object_has_member (part, "kind") && !json_object_has_member (part, "label"))
    json_object_set_string_member (part, "label", "");
}

static void
write_member (BhScriptDraft *self, JsonObject *part, const char *member, const char *text)
{
  Form form = form_of (member);
  gboolean stays = g_str_equal (member, "id") || g_str_equal (member, "go");

  if (form == OPTIONS)
    json_object_set_member (part,
                            member,
                            options_of_text (self, json_object_get_member (part, member), text));
  else if (form == WORDS)
    write_words (self, part, member, text);
  else if (*text == '\0' && !stays)
    json_object_remove_member (part, member);
  else if (form == NUMBER)
    write_number (part, member, text);
  else if (form == FLAG)
    json_object_set_boolean_member (part, member, TRUE);
  else
    json_object_set_string_member (part, member, text);
}

void
bh_script_draft_set_part (BhScriptDraft *self,
                          guint step,
                          BhScriptPart list,
                          guint index,
                          const char *member,
                          const char *text)
{
  g_autoptr (JsonArray) parts = copy_parts (self, step, list);
  JsonObject *part = part_at (parts, index);
  g_autofree char *old = NULL;

  g_return_if_fail (part != NULL && text != NULL);
  old = bh_script_draft_dup_part (self, step, list, index, member);
  if (g_str_equal (old, text))
    return;
  write_member (self, part, member, text);
  if (g_str_equal (member, "kind"))
    drop_foreign (part, text);
  if (list == BH_SCRIPT_PART_QUESTION && g_str_equal (member, "id")) {
    json_object_set_array_member (bh_script_draft_step_at (self, step),
                                  "questions",
                                  json_array_ref (parts));
    rename_question (self, old, text);
  }
  put_parts (self, step, list, g_steal_pointer (&parts));
}

/* ---- articles and jumps */

guint
bh_script_draft_add_article (BhScriptDraft *self,
                             guint step,
                             const char *article,
                             const char *title)
{
  g_autoptr (JsonArray) parts = copy_parts (self, step, BH_SCRIPT_PART_ARTICLE);
  guint n = json_array_get_length (parts);
  JsonObject *link = json_object_new ();

  g_return_val_if_fail (title != NULL, n);
  if (article != NULL)
    json_object_set_string_member (link, "article", article);
  else
    json_object_set_string_member (link, "search", title);
  json_object_set_string_member (link, "title", title);
  json_array_add_object_element (parts, link);
  put_parts (self, step, BH_SCRIPT_PART_ARTICLE, g_steal_pointer (&parts));
  return n;
}

static JsonObject *
owner_of (BhScriptDraft *self, int step)
{
  return step == BH_SCRIPT_EVERYWHERE ? json_node_get_object (bh_script_draft_get_document (self))
                                      : bh_script_draft_step_at (self, (guint) step);
}

char **
bh_script_draft_dup_jumps (BhScriptDraft *self, int step)
{
  JsonObject *owner = owner_of (self, step);
  JsonNode *node = owner != NULL ? json_object_get_member (owner, "jumps") : NULL;
  JsonArray *jumps = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; jumps != NULL && i < json_array_get_length (jumps); i++) {
    JsonNode *id = json_array_get_element (jumps, i);
    if (json_node_get_value_type (id) == G_TYPE_STRING)
      g_ptr_array_add (ids, json_node_dup_string (id));
  }
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

void
bh_script_draft_set_jump (BhScriptDraft *self, int step, const char *id, gboolean on)
{
  JsonObject *owner = owner_of (self, step);
  g_auto (GStrv) ids = bh_script_draft_dup_jumps (self, step);
  JsonArray *jumps;

  g_return_if_fail (owner != NULL && id != NULL);
  if (g_strv_contains ((const char *const *) ids, id) == on)
    return;
  jumps = json_array_new ();
  for (guint i = 0; ids[i] != NULL; i++)
    if (!g_str_equal (ids[i], id))
      json_array_add_string_element (jumps, ids[i]);
  if (on)
    json_array_add_string_element (jumps, id);
  if (json_array_get_length (jumps) > 0)
    json_object_set_array_member (owner, "jumps", jumps);
  else {
    json_array_unref (jumps);
    json_object_remove_member (owner, "jumps");
  }
  bh_script_draft_changed (self);
}
