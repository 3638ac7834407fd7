/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "protocol/json-check.h"

/* Reads a document: what it says, and what of it is not as it must be. */

#define DEPTH 8

static void G_GNUC_PRINTF (4, 5) tell (BhScriptReader *reader,
                                       BhScriptProblemKind kind,
                                       const char *field,
                                       const char *format,
                                       ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  bh_script_problems_add (reader->problems, kind, reader->step, field, 0, "%s", message);
}

/* ---- a step */

static BhScriptWay *
read_way (BhScriptReader *reader, JsonObject *object, const char *place)
{
  static const BhScriptMember known[] = {{"go", TRUE},
                                         {"when", FALSE},
                                         {"label", FALSE},
                                         {NULL, FALSE}};
  BhScriptWay *way = g_new0 (BhScriptWay, 1);

  bh_script_check_members (reader, object, place, known);
  way->go = g_strdup (bh_script_member_text (reader, object, place, "go", BH_SCRIPT_LABEL_MAX));
  way->when = bh_script_member_condition (reader, object, place, "when");
  if (json_object_has_member (object, "when"))
    way->when_text = g_strdup (
        bh_script_member_text (reader, object, place, "when", BH_SCRIPT_CONDITION_LENGTH));
  way->label = bh_script_member_words (reader, object, place, "label", BH_SCRIPT_LABEL_MAX);
  return way;
}

static void
read_ways (BhScriptReader *reader, BhScriptStep *step, JsonObject *object)
{
  JsonNode *next = json_object_get_member (object, "next");
  JsonArray *list;

  if (next != NULL && JSON_NODE_HOLDS_VALUE (next)) {
    const char *go = bh_script_member_text (reader, object, "", "next", BH_SCRIPT_LABEL_MAX);
    BhScriptWay *way = g_new0 (BhScriptWay, 1);
    way->go = g_strdup (go);
    g_ptr_array_add (step->ways, way);
    return;
  }
  list = bh_script_member_list (reader, object, "", "next", BH_SCRIPT_WAYS_MAX);
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    g_autofree char *place = g_strdup_printf ("next[%u]", i);
    JsonObject *way = bh_script_list_object (reader, list, i, place);
    if (way != NULL)
      g_ptr_array_add (step->ways, read_way (reader, way, place));
  }
}

/* "jumps" of the script or of a step: ids. */
static void
read_jumps (BhScriptReader *reader, JsonObject *object, char ***jumps)
{
  JsonArray *list = bh_script_member_list (reader, object, "", "jumps", BH_SCRIPT_WAYS_MAX);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    g_autofree char *place = g_strdup_printf ("jumps[%u]", i);
    JsonNode *node = json_array_get_element (list, i);
    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
      g_ptr_array_add (ids, json_node_dup_string (node));
    else
      tell (reader, BH_SCRIPT_PROBLEM_SHAPE, place, _ ("This must be the id of a step."));
  }
  g_ptr_array_add (ids, NULL);
  g_strfreev (*jumps);
  *jumps = (char **) g_ptr_array_steal (ids, NULL);
}

static void
read_link (BhScriptReader *reader, BhScriptStep *step, JsonObject *object, const char *place)
{
  static const BhScriptMember known[] = {{"article", FALSE},
                                         {"search", FALSE},
                                         {"title", TRUE},
                                         {NULL, FALSE}};
  BhScriptLink *link = g_new0 (BhScriptLink, 1);

  bh_script_check_members (reader, object, place, known);
  link->article = g_strdup (bh_script_member_text (reader, object, place, "article", 64));
  link->search = g_strdup (bh_script_member_text (reader, object, place, "search", 200));
  link->title = bh_script_member_words (reader, object, place, "title", BH_SCRIPT_LABEL_MAX);
  if ((link->article == NULL) == (link->search == NULL))
    tell (reader,
          BH_SCRIPT_PROBLEM_SHAPE,
          place,
          _ ("A link has either an “article” or words to “search” for."));
  else if (link->article != NULL && !g_uuid_string_is_valid (link->article)) {
    g_autofree char *field = bh_script_place (place, "article");
    tell (reader,
          BH_SCRIPT_PROBLEM_ID,
          field,
          _ ("“%s” is no article's id. Copy it from the article, or use “search”."),
          link->article);
  }
  g_ptr_array_add (step->links, link);
}

static void
read_links (BhScriptReader *reader, BhScriptStep *step, JsonObject *object)
{
  JsonArray *list = bh_script_member_list (reader, object, "", "articles", BH_SCRIPT_WAYS_MAX);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    g_autofree char *place = g_strdup_printf ("articles[%u]", i);
    JsonObject *link = bh_script_list_object (reader, list, i, place);
    if (link != NULL)
      read_link (reader, step, link, place);
  }
}

static void
add_question (BhScriptReader *reader, BhScriptStep *step, BhScriptQuestion *question, guint i)
{
  BhScript *script = reader->script;
  BhScriptStep *other = g_hash_table_lookup (script->asking, question->id);

  g_ptr_array_add (step->questions, question);
  if (*question->id == '\0')
    return;
  if (other != NULL) {
    g_autofree char *place = g_strdup_printf ("questions[%u].id", i);
    g_autofree char *where = bh_script_step_place (other);
    tell (reader,
          BH_SCRIPT_PROBLEM_DUPLICATE,
          place,
          _ ("Step “%s” has a question “%s” already. Give this one another id."),
          where,
          question->id);
    return;
  }
  g_hash_table_insert (script->questions, question->id, question);
  g_hash_table_insert (script->asking, question->id, step);
}

static void
read_questions (BhScriptReader *reader, BhScriptStep *step, JsonObject *object)
{
  JsonArray *list = bh_script_member_list (reader, object, "", "questions", BH_SCRIPT_QUESTIONS);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    g_autofree char *place = g_strdup_printf ("questions[%u]", i);
    JsonObject *question = bh_script_list_object (reader, list, i, place);
    if (question != NULL)
      add_question (reader, step, bh_script_question_read (reader, question, place), i);
  }
}

static void
read_step_kind (BhScriptReader *reader, BhScriptStep *step, JsonObject *object)
{
  static const char *const kinds[] = {"page", "branch", "end"};
  const char *word = bh_script_member_text (reader, object, "", "kind", BH_SCRIPT_LABEL_MAX);

  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i], word)) {
      step->kind = i;
      return;
    }
  if (word != NULL)
    tell (reader, BH_SCRIPT_PROBLEM_SHAPE, "kind", _ ("This must be page, branch or end."));
}

/* Only members that the kind has a use for. */
static void
check_kind (BhScriptReader *reader, const BhScriptStep *step, JsonObject *object)
{
  static const char *const of_pages[] = {"text", "questions", "payment", "jumps", "articles"};

  for (guint i = 0; step->kind == BH_SCRIPT_BRANCH && i < G_N_ELEMENTS (of_pages); i++)
    if (json_object_has_member (object, of_pages[i]))
      tell (reader,
            BH_SCRIPT_PROBLEM_SHAPE,
            of_pages[i],
            _ ("Nobody sees a branch. Make it a page, or leave this out."));
  if (step->kind == BH_SCRIPT_END && step->ways->len > 0)
    tell (reader, BH_SCRIPT_PROBLEM_SHAPE, "next", _ ("Nothing comes after an end. Leave it out."));
  if (step->kind != BH_SCRIPT_END && step->disposition != NULL)
    tell (reader,
          BH_SCRIPT_PROBLEM_SHAPE,
          "disposition",
          _ ("Only an end suggests a disposition."));
  if (step->kind == BH_SCRIPT_PAGE && step->text == NULL && step->questions->len == 0)
    tell (reader,
          BH_SCRIPT_PROBLEM_SHAPE,
          "text",
          _ ("This page is empty. Add a text or a question."));
}

static void
read_step_id (BhScriptReader *reader, BhScriptStep *step, JsonObject *object)
{
  const char *id = bh_script_member_text (reader, object, "", "id", BH_SCRIPT_LABEL_MAX);

  if (id == NULL)
    return;
  if (!bh_script_is_id (id)) {
    tell (reader,
          BH_SCRIPT_PROBLEM_ID,
          "id",
          _ ("A step's id is 1 to 64 letters, digits, “_” and “-”. Write it so."));
    return;
  }
  if (bh_script_find_step (reader->script, id) != NULL) {
    tell (reader,
          BH_SCRIPT_PROBLEM_DUPLICATE,
          "id",
          _ ("There is a step “%s” already. Give this one another id."),
          id);
    return;
  }
  g_free (step->id);
  step->id = g_strdup (id);
  g_hash_table_insert (reader->script->by_id, step->id, step);
}

static const BhScriptMember step_members[] = {
    {"id", TRUE},
    {"kind", FALSE},
    {"title", FALSE},
    {"text", FALSE},
    {"questions", FALSE},
    {"next", FALSE},
    {"jumps", FALSE},
    {"articles", FALSE},
    {"required", FALSE},
    {"payment", FALSE},
    {"disposition", FALSE},
    {NULL, FALSE},
};

static void
read_step (BhScriptReader *reader, JsonObject *object, guint index)
{
  BhScriptStep *step = bh_script_step_new (index);
  g_autofree char *place = NULL;

  g_ptr_array_add (reader->script->steps, step);
  place = bh_script_step_place (step);
  reader->step = place;
  read_step_id (reader, step, object);
  g_free (place);
  reader->step = place = bh_script_step_place (step);
  bh_script_check_members (reader, object, "", step_members);
  read_step_kind (reader, step, object);
  step->title = bh_script_member_words (reader, object, "", "title", BH_SCRIPT_LABEL_MAX);
  step->text = bh_script_member_words (reader, object, "", "text", BH_SCRIPT_TEXT_MAX);
  read_questions (reader, step, object);
  read_ways (reader, step, object);
  read_jumps (reader, object, &step->jumps);
  read_links (reader, step, object);
  step->required = bh_script_member_flag (reader, object, "", "required");
  step->payment = bh_script_member_flag (reader, object, "", "payment");
  step->disposition = g_strdup (bh_script_member_text (reader, object, "", "disposition", 64));
  check_kind (reader, step, object);
  reader->step = NULL;
}

/* ---- the script */

static const BhScriptMember script_members[] = {
    {"format", TRUE},
    {"name", TRUE},
    {"title", TRUE},
    {"description", FALSE},
    {"language", FALSE},
    {"start", TRUE},
    {"jumps", FALSE},
    {"steps", TRUE},
    {NULL, FALSE},
};

static void
read_head (BhScriptReader *reader, JsonObject *object)
{
  BhScript *script = reader->script;
  const char *name = bh_script_member_text (reader, object, "", "name", BH_SCRIPT_LABEL_MAX);
  const char *language = bh_script_member_text (reader, object, "", "language", 16);
  double format = 1;

  bh_script_member_number (reader, object, "", "format", &format);
  if (format != 1)
    tell (reader, BH_SCRIPT_PROBLEM_SHAPE, "format", _ ("This must be 1: no other is known."));
  if (name != NULL && !bh_script_is_id (name))
    tell (reader,
          BH_SCRIPT_PROBLEM_ID,
          "name",
          _ ("A script's name is 1 to 64 letters, digits, “_” and “-”. Write it so."));
  else if (name != NULL) {
    g_free (script->name);
    script->name = g_strdup (name);
  }
  if (language != NULL && !bh_script_is_language (language))
    tell (reader,
          BH_SCRIPT_PROBLEM_SHAPE,
          "language",
          _ ("“%s” is no language. Write it as in de or zh_CN."),
          language);
  else if (language != NULL) {
    g_free (script->language);
    script->language = g_strdup (language);
    g_ptr_array_add (script->languages, g_strdup (language));
  }
  script->start =
      g_strdup (bh_script_member_text (reader, object, "", "start", BH_SCRIPT_LABEL_MAX));
  script->title = bh_script_member_words (reader, object, "", "title", BH_SCRIPT_LABEL_MAX);
  script->description =
      bh_script_member_words (reader, object, "", "description", BH_SCRIPT_TEXT_MAX);
  read_jumps (reader, object, &script->jumps);
}

static void
read_steps (BhScriptReader *reader, JsonObject *object)
{
  JsonArray *list = bh_script_member_list (reader, object, "", "steps", BH_SCRIPT_STEPS_MAX);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    g_autofree char *place = g_strdup_printf ("steps[%u]", i);
    JsonObject *step = bh_script_list_object (reader, list, i, place);
    if (step != NULL)
      read_step (reader, step, reader->script->steps->len);
  }
}

/* Where the ways lead to; only now all steps are known. */
static void
join_ways (BhScript *script)
{
  for (guint i = 0; i < script->steps->len; i++) {
    BhScriptStep *step = g_ptr_array_index (script->steps, i);
    for (guint j = 0; j < step->ways->len; j++) {
      BhScriptWay *way = g_ptr_array_index (step->ways, j);
      way->to = way->go != NULL ? bh_script_find_step (script, way->go) : NULL;
    }
  }
}

static void
check_size (BhScriptReader *reader, JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  if (strlen (text) > BH_SCRIPT_SIZE_MAX)
    tell (reader,
          BH_SCRIPT_PROBLEM_LIMIT,
          NULL,
          _ ("The script is too large: %u KiB of at most %u. Make two of it."),
          (guint) (strlen (text) / 1024),
          BH_SCRIPT_SIZE_MAX / 1024);
}

BhScript *
bh_script_from_node (JsonNode *node, GPtrArray *problems)
{
  BhScript *script;
  BhScriptReader reader = {NULL, problems, NULL};

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    tell (&reader, BH_SCRIPT_PROBLEM_SHAPE, NULL, _ ("A script is a JSON object, in { }."));
    return NULL;
  }
  script = reader.script = bh_script_new_empty (node);
  bh_script_check_members (&reader, json_node_get_object (node), "", script_members);
  read_head (&reader, json_node_get_object (node));
  read_steps (&reader, json_node_get_object (node));
  g_ptr_array_add (script->languages, NULL);
  join_ways (script);
  check_size (&reader, node);
  bh_script_check (script, problems);
  return script;
}

BhScript *
bh_script_read (const char *text, gsize length, GPtrArray *problems)
{
  BhScriptReader reader = {NULL, problems, NULL};
  g_autoptr (GError) error = NULL;
  g_autofree char *whole = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (length > BH_SCRIPT_INPUT_MAX) {
    tell (&reader, BH_SCRIPT_PROBLEM_LIMIT, NULL, _ ("The file is too large for a script."));
    return NULL;
  }
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0) {
    text += 3;
    length -= 3;
  }
  if (bh_json_check (text, length, DEPTH, &error)) {
    whole = g_strndup (text, length);
    node = json_from_string (whole, &error);
  }
  if (node == NULL) {
    tell (&reader,
          BH_SCRIPT_PROBLEM_SHAPE,
          NULL,
          _ ("This is no JSON: %s."),
          error != NULL ? error->message : _ ("it is empty"));
    return NULL;
  }
  return bh_script_from_node (node, problems);
}
