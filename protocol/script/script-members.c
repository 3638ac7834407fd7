/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* Members of a script's objects, each of its kind or told as a problem. */

char *
bh_script_place (const char *place, const char *member)
{
  return *place == '\0' ? g_strdup (member) : g_strdup_printf ("%s.%s", place, member);
}

static void G_GNUC_PRINTF (5, 6) tell (BhScriptReader *reader,
                                       BhScriptProblemKind kind,
                                       const char *place,
                                       const char *member,
                                       const char *format,
                                       ...)
{
  g_autofree char *field = bh_script_place (place, member);
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  bh_script_problems_add (reader->problems, kind, reader->step, field, 0, "%s", message);
}

static gboolean
is_known (const BhScriptMember *known, const char *name)
{
  for (; known->name != NULL; known++)
    if (g_str_equal (known->name, name))
      return TRUE;
  return FALSE;
}

void
bh_script_check_members (BhScriptReader *reader,
                         JsonObject *object,
                         const char *place,
                         const BhScriptMember *known)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *name = names; name != NULL; name = name->next)
    if (!is_known (known, name->data))
      tell (reader,
            BH_SCRIPT_PROBLEM_SHAPE,
            place,
            name->data,
            _ ("Nothing here is called “%s”. Correct the word or leave it out."),
            (const char *) name->data);
  for (; known->name != NULL; known++)
    if (known->required && !json_object_has_member (object, known->name))
      tell (reader,
            BH_SCRIPT_PROBLEM_SHAPE,
            place,
            known->name,
            _ ("“%s” is missing. Add it."),
            known->name);
}

static gboolean
is_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* NULL: it has been told. */
static const char *
checked_text (BhScriptReader *reader,
              JsonNode *node,
              const char *place,
              const char *member,
              guint longest)
{
  const char *text;

  if (!is_text (node)) {
    tell (reader, BH_SCRIPT_PROBLEM_SHAPE, place, member, _ ("This must be a text."));
    return NULL;
  }
  text = json_node_get_string (node);
  if (g_utf8_strlen (text, -1) <= (glong) longest)
    return text;
  tell (reader,
        BH_SCRIPT_PROBLEM_LIMIT,
        place,
        member,
        _ ("This is too long: at most %u characters. Shorten it."),
        longest);
  return NULL;
}

const char *
bh_script_member_text (BhScriptReader *reader,
                       JsonObject *object,
                       const char *place,
                       const char *member,
                       guint longest)
{
  JsonNode *node = json_object_get_member (object, member);

  return node == NULL ? NULL : checked_text (reader, node, place, member, longest);
}

static void
add_language (BhScript *script, const char *language)
{
  GPtrArray *languages = script->languages;

  for (guint i = 0; i < languages->len; i++)
    if (g_strcmp0 (languages->pdata[i], language) == 0)
      return;
  g_ptr_array_add (languages, g_strdup (language));
}

static void
add_words (BhScriptReader *reader,
           BhScriptWords *words,
           JsonObject *texts,
           const char *language,
           const char *place,
           guint longest)
{
  const char *text =
      checked_text (reader, json_object_get_member (texts, language), place, language, longest);

  if (!bh_script_is_language (language))
    tell (reader,
          BH_SCRIPT_PROBLEM_SHAPE,
          place,
          language,
          _ ("“%s” is no language. Write it as in de or zh_CN."),
          language);
  else if (text != NULL) {
    add_language (reader->script, language);
    bh_script_words_add (words,
                         g_str_equal (language, reader->script->language) ? "" : language,
                         text);
  }
}

BhScriptWords *
bh_script_member_words (BhScriptReader *reader,
                        JsonObject *object,
                        const char *place,
                        const char *member,
                        guint longest)
{
  JsonNode *node = json_object_get_member (object, member);
  g_autoptr (BhScriptWords) words = NULL;
  g_autoptr (GList) languages = NULL;
  g_autofree char *inside = NULL;

  if (node == NULL)
    return NULL;
  words = bh_script_words_new ();
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    const char *text = checked_text (reader, node, place, member, longest);
    if (text != NULL)
      bh_script_words_add (words, "", text);
    return g_steal_pointer (&words);
  }
  inside = bh_script_place (place, member);
  languages = json_object_get_members (json_node_get_object (node));
  if (languages == NULL)
    tell (reader, BH_SCRIPT_PROBLEM_SHAPE, place, member, _ ("There is no text in any language."));
  for (GList *language = languages; language != NULL; language = language->next)
    add_words (reader, words, json_node_get_object (node), language->data, inside, longest);
  return g_steal_pointer (&words);
}

gboolean
bh_script_member_flag (BhScriptReader *reader,
                       JsonObject *object,
                       const char *place,
                       const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL)
    return FALSE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  tell (reader, BH_SCRIPT_PROBLEM_SHAPE, place, member, _ ("This must be true or false."));
  return FALSE;
}

gboolean
bh_script_member_number (BhScriptReader *reader,
                         JsonObject *object,
                         const char *place,
                         const char *member,
                         double *number)
{
  JsonNode *node = json_object_get_member (object, member);
  BhScriptValue value;

  if (node == NULL)
    return FALSE;
  bh_script_value_of_node (&value, node);
  if (value.kind == BH_SCRIPT_VALUE_NUMBER && fabs (value.number) <= 1e12) {
    *number = value.number;
    return TRUE;
  }
  tell (reader, BH_SCRIPT_PROBLEM_SHAPE, place, member, _ ("This must be a number."));
  return FALSE;
}

JsonArray *
bh_script_member_list (BhScriptReader *reader,
                       JsonObject *object,
                       const char *place,
                       const char *member,
                       guint most)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *list;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    tell (reader, BH_SCRIPT_PROBLEM_SHAPE, place, member, _ ("This must be a list, in [ ]."));
    return NULL;
  }
  list = json_node_get_array (node);
  if (json_array_get_length (list) <= most)
    return list;
  tell (reader,
        BH_SCRIPT_PROBLEM_LIMIT,
        place,
        member,
        _ ("These are too many: at most %u. Split them."),
        most);
  return NULL;
}

JsonObject *
bh_script_list_object (BhScriptReader *reader, JsonArray *list, guint i, const char *place)
{
  JsonNode *node = json_array_get_element (list, i);

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  tell (reader, BH_SCRIPT_PROBLEM_SHAPE, "", place, _ ("This must be an object, in { }."));
  return NULL;
}

typedef struct {
  BhScriptReader *reader;
  const char *field;
} Place;

static void
complain (guint position, const char *message, gpointer data)
{
  const Place *place = data;

  bh_script_problems_add (place->reader->problems,
                          BH_SCRIPT_PROBLEM_CONDITION,
                          place->reader->step,
                          place->field,
                          position,
                          "%s",
                          message);
}

BhScriptCondition *
bh_script_member_condition (BhScriptReader *reader,
                            JsonObject *object,
                            const char *place,
                            const char *member)
{
  g_autofree char *field = bh_script_place (place, member);
  const char *text =
      bh_script_member_text (reader, object, place, member, BH_SCRIPT_CONDITION_LENGTH);
  Place where = {reader, field};

  return text == NULL ? NULL : bh_script_condition_parse (text, complain, &where);
}
