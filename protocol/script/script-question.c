/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Reads a question. */

static const BhScriptMember members[] = {
    {"id", TRUE},
    {"kind", TRUE},
    {"label", TRUE},
    {"help", FALSE},
    {"required", FALSE},
    {"show", FALSE},
    {"min", FALSE},
    {"max", FALSE},
    {"decimals", FALSE},
    {"from", FALSE},
    {"until", FALSE},
    {"max_length", FALSE},
    {"lines", FALSE},
    {"options", FALSE},
    {NULL, FALSE},
};

/* Which members belong to some kinds only. */
static const struct {
  const char *member;
  guint kinds; /* bits of BhScriptType */
} belongs[] = {
    {"min", 1 << BH_SCRIPT_NUMBER | 1 << BH_SCRIPT_RATING},
    {"max", 1 << BH_SCRIPT_NUMBER | 1 << BH_SCRIPT_RATING},
    {"decimals", 1 << BH_SCRIPT_NUMBER},
    {"from", 1 << BH_SCRIPT_DATE},
    {"until", 1 << BH_SCRIPT_DATE},
    {"max_length", 1 << BH_SCRIPT_TEXT},
    {"lines", 1 << BH_SCRIPT_TEXT},
    {"options", 1 << BH_SCRIPT_CHOICE | 1 << BH_SCRIPT_CHOICES},
};

typedef struct {
  BhScriptReader *reader;
  BhScriptQuestion *question;
  JsonObject *object;
  const char *place;
} Reading;

static void
tell (const Reading *reading, BhScriptProblemKind kind, const char *member, const char *message)
{
  g_autofree char *field = bh_script_place (reading->place, member);

  bh_script_problems_add (reading->reader->problems,
                          kind,
                          reading->reader->step,
                          field,
                          0,
                          "%s",
                          message);
}

static void
read_kind (const Reading *reading)
{
  BhScriptReader *reader = reading->reader;
  const char *kind =
      bh_script_member_text (reader, reading->object, reading->place, "kind", BH_SCRIPT_LABEL_MAX);

  if (kind == NULL || bh_script_type_from_string (kind, &reading->question->type))
    return;
  tell (reading,
        BH_SCRIPT_PROBLEM_SHAPE,
        "kind",
        _ ("This must be text, number, date, choice, choices, yes_no or rating."));
}

static void
check_belonging (const Reading *reading)
{
  for (guint i = 0; i < G_N_ELEMENTS (belongs); i++)
    if (json_object_has_member (reading->object, belongs[i].member) &&
        (belongs[i].kinds & 1u << reading->question->type) == 0)
      tell (reading,
            BH_SCRIPT_PROBLEM_SHAPE,
            belongs[i].member,
            _ ("A question of this kind has no such member. Leave it out."));
}

static void
read_bounds (const Reading *reading)
{
  BhScriptQuestion *question = reading->question;
  BhScriptReader *reader = reading->reader;
  double decimals = 0;

  question->has_min =
      bh_script_member_number (reader, reading->object, reading->place, "min", &question->min);
  question->has_max =
      bh_script_member_number (reader, reading->object, reading->place, "max", &question->max);
  bh_script_member_number (reader, reading->object, reading->place, "decimals", &decimals);
  if (decimals < 0 || decimals > 6 || decimals != floor (decimals))
    tell (reading, BH_SCRIPT_PROBLEM_LIMIT, "decimals", _ ("This must be 0 to 6."));
  else
    question->decimals = (guint) decimals;
  if (question->has_min && question->has_max && question->min > question->max)
    tell (reading, BH_SCRIPT_PROBLEM_LIMIT, "max", _ ("This is less than “min”. Exchange them."));
}

/* A scale of at most eleven marks; 1 to 5 where nothing is said. */
static void
read_scale (const Reading *reading)
{
  BhScriptQuestion *question = reading->question;

  if (question->type != BH_SCRIPT_RATING)
    return;
  question->min = question->has_min ? question->min : 1;
  question->max = question->has_max ? question->max : 5;
  question->has_min = question->has_max = TRUE;
  if (question->min < 0 || question->max > 10 || question->min >= question->max ||
      question->min != floor (question->min) || question->max != floor (question->max)) {
    tell (reading,
          BH_SCRIPT_PROBLEM_LIMIT,
          "max",
          _ ("A rating goes by whole numbers from 0 or more to 10 or less."));
    question->min = 1;
    question->max = 5;
  }
}

static char *
read_day (const Reading *reading, const char *member)
{
  const char *text = bh_script_member_text (reading->reader,
                                            reading->object,
                                            reading->place,
                                            member,
                                            BH_SCRIPT_LABEL_MAX);

  if (text == NULL || bh_script_is_date (text))
    return g_strdup (text);
  tell (reading, BH_SCRIPT_PROBLEM_SHAPE, member, _ ("This is no day. Write it as in 2026-11-24."));
  return NULL;
}

static void
read_dates (const Reading *reading)
{
  BhScriptQuestion *question = reading->question;

  question->from = read_day (reading, "from");
  question->until = read_day (reading, "until");
  if (question->from != NULL && question->until != NULL &&
      strcmp (question->from, question->until) > 0)
    tell (reading, BH_SCRIPT_PROBLEM_LIMIT, "until", _ ("This is before “from”. Exchange them."));
}

static void
read_length (const Reading *reading)
{
  double length = 500;

  bh_script_member_number (reading->reader, reading->object, reading->place, "max_length", &length);
  if (length < 1 || length > BH_SCRIPT_ANSWER_MAX || length != floor (length)) {
    tell (reading, BH_SCRIPT_PROBLEM_LIMIT, "max_length", _ ("This must be 1 to 2000."));
    length = 500;
  }
  reading->question->max_length = (guint) length;
  reading->question->lines =
      bh_script_member_flag (reading->reader, reading->object, reading->place, "lines");
}

static gboolean
has_option (const BhScriptQuestion *question, const char *value)
{
  for (guint i = 0; i < question->options->len; i++)
    if (g_str_equal (((BhScriptOption *) g_ptr_array_index (question->options, i))->value, value))
      return TRUE;
  return FALSE;
}

static void
read_option (const Reading *reading, JsonObject *object, const char *place)
{
  static const BhScriptMember known[] = {{"value", TRUE}, {"label", TRUE}, {NULL, FALSE}};
  const Reading here = {reading->reader, reading->question, object, place};
  const char *value = bh_script_member_text (reading->reader, object, place, "value", 64);
  BhScriptOption *option;

  bh_script_check_members (reading->reader, object, place, known);
  if (value == NULL)
    return;
  if (*value == '\0')
    tell (&here, BH_SCRIPT_PROBLEM_ID, "value", _ ("A choice needs a value. Write a short word."));
  else if (has_option (reading->question, value))
    tell (&here,
          BH_SCRIPT_PROBLEM_DUPLICATE,
          "value",
          _ ("There is this value already. Write another."));
  option = g_new0 (BhScriptOption, 1);
  option->value = g_strdup (value);
  option->label =
      bh_script_member_words (reading->reader, object, place, "label", BH_SCRIPT_LABEL_MAX);
  g_ptr_array_add (reading->question->options, option);
}

static void
read_options (const Reading *reading)
{
  BhScriptQuestion *question = reading->question;
  gboolean chooses = question->type == BH_SCRIPT_CHOICE || question->type == BH_SCRIPT_CHOICES;
  JsonArray *list = bh_script_member_list (reading->reader,
                                           reading->object,
                                           reading->place,
                                           "options",
                                           BH_SCRIPT_OPTIONS_MAX);
  g_autoptr (GPtrArray) values = g_ptr_array_new ();

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
    g_autofree char *place = g_strdup_printf ("%s.options[%u]", reading->place, i);
    JsonObject *object = bh_script_list_object (reading->reader, list, i, place);
    if (object != NULL)
      read_option (reading, object, place);
  }
  if (chooses && question->options->len == 0)
    tell (reading,
          BH_SCRIPT_PROBLEM_SHAPE,
          "options",
          _ ("There is nothing to choose. Add choices."));
  for (guint i = 0; i < question->options->len; i++)
    g_ptr_array_add (values, g_strdup (((BhScriptOption *) question->options->pdata[i])->value));
  g_ptr_array_add (values, NULL);
  question->values = (char **) g_ptr_array_steal (values, NULL);
}

static void
read_id (const Reading *reading)
{
  const char *id = bh_script_member_text (reading->reader,
                                          reading->object,
                                          reading->place,
                                          "id",
                                          BH_SCRIPT_LABEL_MAX);

  if (id == NULL)
    return;
  if (!bh_script_is_id (id) || strchr (id, '-') != NULL)
    tell (reading,
          BH_SCRIPT_PROBLEM_ID,
          "id",
          _ ("A question's id is letters, digits and “_”: conditions name it as answer.ID."));
  else {
    g_free (reading->question->id);
    reading->question->id = g_strdup (id);
  }
}

BhScriptQuestion *
bh_script_question_read (BhScriptReader *reader, JsonObject *object, const char *place)
{
  BhScriptQuestion *question = g_new0 (BhScriptQuestion, 1);
  const Reading reading = {reader, question, object, place};

  question->id = g_strdup ("");
  question->options = g_ptr_array_new_with_free_func (bh_script_option_free);
  bh_script_check_members (reader, object, place, members);
  read_id (&reading);
  read_kind (&reading);
  question->label = bh_script_member_words (reader, object, place, "label", BH_SCRIPT_LABEL_MAX);
  question->help = bh_script_member_words (reader, object, place, "help", BH_SCRIPT_LABEL_MAX);
  question->required = bh_script_member_flag (reader, object, place, "required");
  question->show = bh_script_member_condition (reader, object, place, "show");
  if (question->show != NULL)
    question->show_text = g_strdup (json_object_get_string_member (object, "show"));
  check_belonging (&reading);
  read_bounds (&reading);
  read_scale (&reading);
  read_dates (&reading);
  read_length (&reading);
  read_options (&reading);
  return question;
}
