/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/dial-rules.h"

#include <string.h>

#include "server/core/key-lines.h"

/* clang-format off */
G_DEFINE_QUARK (bh-dial-rules-error-quark, bh_dial_rules_error)
/* clang-format on */

/* Sections are gathered over all files first, so that a later file may change one key of a rule;
 * then each rule is made of its keys by the table below. */

typedef struct {
  const char *file;
  guint line;
  char *value;
} Said;

typedef struct {
  char *name; /* "rule fr-hours" */
  const char *file;
  guint line;
  GHashTable *keys; /* key -> Said */
} Section;

typedef struct {
  BhDialRules *rules;
  GPtrArray *sections; /* of Section */
  GString *problems;
} Reader;

static void G_GNUC_PRINTF (4, 5)
    complain (Reader *reader, const char *file, guint line, const char *format, ...)
{
  va_list args;

  g_string_append (reader->problems, reader->problems->len > 0 ? "\n" : "");
  g_string_append_printf (reader->problems, "%s:%u: ", file, line);
  va_start (args, format);
  g_string_append_vprintf (reader->problems, format, args);
  va_end (args);
  g_string_append_c (reader->problems, '.');
}

/* ---- values: each sets a member of a rule from text, or says in @why what is wrong */

typedef gboolean (*Setter) (gpointer member, const char *text, char **why);

static gboolean
set_text (gpointer member, const char *text, char **why)
{
  *(char **) member = g_strdup (text);
  return TRUE;
}

static gboolean
set_words (gpointer member, const char *text, char **why)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (kept, parts[i]);
  *(char ***) member = g_strv_builder_end (kept);
  return TRUE;
}

static gboolean
set_prefixes (gpointer member, const char *text, char **why)
{
  set_words (member, text, why);
  for (char **prefix = *(char ***) member; *prefix != NULL; prefix++)
    if (**prefix != '+' || strlen (*prefix) < 2 || strlen (*prefix) > 16 ||
        (*prefix)[1 + strspn (*prefix + 1, "0123456789")] != '\0') {
      *why = g_strdup_printf ("\"%s\" is not the begin of a number. Write +1305;+1786", *prefix);
      return FALSE;
    }
  return TRUE;
}

static gboolean
set_countries (gpointer member, const char *text, char **why)
{
  g_auto (GStrv) words = NULL;

  set_words (&words, text, why);
  for (char **word = words; *word != NULL; word++)
    if (strlen (*word) != 2 || !g_ascii_isupper ((*word)[0]) || !g_ascii_isupper ((*word)[1])) {
      *why = g_strdup_printf ("\"%s\" is not a country. Write two capital letters, as in FR, "
                              "several as in FR; RE",
                              *word);
      return FALSE;
    }
  if (words[0] == NULL) {
    *why = g_strdup ("names no country. Write two capital letters, as in FR");
    return FALSE;
  }
  *(char ***) member = g_steal_pointer (&words);
  return TRUE;
}

static gboolean
set_purpose (gpointer member, const char *text, char **why)
{
  if (bh_dial_purpose_from_string (text, member))
    return TRUE;
  *why = g_strdup_printf ("\"%s\" is not a purpose. Write any, service or marketing", text);
  return FALSE;
}

static gboolean
set_modes (gpointer member, const char *text, char **why)
{
  g_auto (GStrv) words = NULL;
  guint modes = 0;

  set_words (&words, text, why);
  for (guint i = 0; words[i] != NULL; i++) {
    BhDialMode mode;
    if (!bh_dial_mode_from_string (words[i], &mode)) {
      *why = g_strdup_printf ("\"%s\" is not a way of dialing. There are manual, preview, "
                              "progressive and predictive",
                              words[i]);
      return FALSE;
    }
    modes |= 1u << mode;
  }
  *(guint *) member = modes;
  return TRUE;
}

static gboolean
set_day (gpointer member, const char *text, char **why)
{
  if (bh_dial_day_parse (text, member))
    return TRUE;
  *why = g_strdup_printf ("\"%s\" is not a day. Write it as in 2026-08-11", text);
  return FALSE;
}

static gboolean
set_checked (gpointer member, const char *text, char **why)
{
  gint64 day;
  return set_day (&day, text, why) && set_text (member, text, why);
}

static gboolean
set_flag (gpointer member, const char *text, char **why)
{
  *(gboolean *) member = g_str_equal (text, "yes");
  if (g_str_equal (text, "yes") || g_str_equal (text, "no"))
    return TRUE;
  *why = g_strdup_printf ("\"%s\" is neither yes nor no", text);
  return FALSE;
}

static gboolean
set_unknown (gpointer member, const char *text, char **why)
{
  *(gboolean *) member = g_str_equal (text, "allow");
  if (g_str_equal (text, "allow") || g_str_equal (text, "refuse"))
    return TRUE;
  *why = g_strdup_printf ("\"%s\" is neither allow nor refuse", text);
  return FALSE;
}

static gboolean
set_number (gpointer member, const char *text, char **why)
{
  guint64 number;

  if (g_ascii_string_to_unsigned (text, 10, 1, 1000000, &number, NULL)) {
    *(gint64 *) member = (gint64) number;
    return TRUE;
  }
  *why = g_strdup_printf ("\"%s\" is not a number from 1 on", text);
  return FALSE;
}

static gboolean
set_period (gpointer member, const char *text, char **why)
{
  static const struct {
    const char *unit;
    gint64 seconds;
  } units[] = {{"second", 1}, {"minute", 60}, {"hour", 3600}, {"day", 86400}};
  g_auto (GStrv) words = g_strsplit (text, " ", 3);
  guint64 number;

  if (g_str_equal (text, "for ever")) {
    *(gint64 *) member = BH_DIAL_NEVER;
    return TRUE;
  }
  if (g_strv_length (words) == 2 &&
      g_ascii_string_to_unsigned (words[0], 10, 1, 1000000, &number, NULL))
    for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
      const char *rest =
          g_str_has_prefix (words[1], units[i].unit) ? words[1] + strlen (units[i].unit) : "?";
      if (*rest == '\0' || g_str_equal (rest, "s")) {
        *(gint64 *) member = (gint64) number * units[i].seconds;
        return TRUE;
      }
    }
  *why =
      g_strdup_printf ("\"%s\" is not a time. Write it as in 30 days, 72 hours or for ever", text);
  return FALSE;
}

/* "3 %" or "2.5 %", in thousandths. */
static gboolean
set_share (gpointer member, const char *text, char **why)
{
  char *end = NULL;
  double share = g_ascii_strtod (text, &end);

  if (end != text && share > 0 && share <= 100 && g_str_equal (g_strchug (end), "%")) {
    *(gint64 *) member = (gint64) (share * 10 + 0.5);
    return TRUE;
  }
  *why = g_strdup_printf ("\"%s\" is not a share. Write it as in 3 %%", text);
  return FALSE;
}

#define DAY_SETTER(name, day)                                                                      \
  static gboolean set_##name (gpointer week, const char *text, char **why)                         \
  {                                                                                                \
    return bh_dial_week_set (week, day, text, why);                                                \
  }
DAY_SETTER (monday, 0)
DAY_SETTER (tuesday, 1)
DAY_SETTER (wednesday, 2)
DAY_SETTER (thursday, 3)
DAY_SETTER (friday, 4)
DAY_SETTER (saturday, 5)
DAY_SETTER (sunday, 6)

static gboolean
set_weekdays (gpointer week, const char *text, char **why)
{
  for (guint day = 0; day < 5; day++)
    if (!bh_dial_week_set (week, day, text, why))
      return FALSE;
  return TRUE;
}

static gboolean
set_every_day (gpointer week, const char *text, char **why)
{
  return set_weekdays (week, text, why) && bh_dial_week_set (week, 5, text, why) &&
         bh_dial_week_set (week, 6, text, why);
}

static gboolean
set_holidays (gpointer week, const char *text, char **why)
{
  ((BhDialWeek *) week)->holidays = TRUE;
  return bh_dial_week_set (week, BH_DIAL_HOLIDAY, text, why);
}

/* ---- the table of keys. What is needed by a kind must be there; what is of other kinds must not.
 */

#define OF(kind)  (1u << BH_DIAL_KIND_##kind)
#define EVERY     ((1u << BH_DIAL_KIND_N) - 1)
#define AT(what)  offsetof (BhDialRule, what)
#define SOMETIMES 0

static const struct {
  const char *key;
  Setter set;
  gsize offset;
  guint kinds;
  guint needed; /* by these kinds */
} keys[] = {
    /* the wider days first: a narrower one then says something else for its own */
    {"every_day", set_every_day, AT (week), OF (HOURS), SOMETIMES},
    {"weekdays", set_weekdays, AT (week), OF (HOURS), SOMETIMES},
    {"monday", set_monday, AT (week), OF (HOURS), SOMETIMES},
    {"tuesday", set_tuesday, AT (week), OF (HOURS), SOMETIMES},
    {"wednesday", set_wednesday, AT (week), OF (HOURS), SOMETIMES},
    {"thursday", set_thursday, AT (week), OF (HOURS), SOMETIMES},
    {"friday", set_friday, AT (week), OF (HOURS), SOMETIMES},
    {"saturday", set_saturday, AT (week), OF (HOURS), SOMETIMES},
    {"sunday", set_sunday, AT (week), OF (HOURS), SOMETIMES},
    {"holidays", set_holidays, AT (week), OF (HOURS), SOMETIMES},
    {"title", set_text, AT (title), EVERY, EVERY},
    {"country", set_countries, AT (countries), EVERY, SOMETIMES},
    {"prefixes", set_prefixes, AT (prefixes), EVERY, SOMETIMES},
    {"region", set_text, AT (region), EVERY, SOMETIMES},
    {"purpose", set_purpose, AT (purpose), EVERY, SOMETIMES},
    {"modes", set_modes, AT (modes), EVERY, SOMETIMES},
    {"campaign", set_text, AT (campaign), EVERY, SOMETIMES},
    {"source", set_text, AT (source), EVERY, EVERY},
    {"url", set_text, AT (url), EVERY, SOMETIMES},
    {"checked", set_checked, AT (checked), EVERY, SOMETIMES},
    {"from", set_day, AT (from), EVERY, SOMETIMES},
    {"until", set_day, AT (until), EVERY, SOMETIMES},
    {"unless", set_words, AT (unless), EVERY, SOMETIMES},
    {"when_unknown",
     set_unknown,
     AT (let_unknown),
     OF (ATTEMPTS) | OF (PAUSE) | OF (LIST) | OF (REGISTER) | OF (CONSENT),
     SOMETIMES},
    {"refuse", set_words, AT (refuse), OF (NUMBER), OF (NUMBER)},
    {"lists", set_words, AT (lists), OF (LIST) | OF (REGISTER), OF (LIST) | OF (REGISTER)},
    {"outcomes", set_words, AT (outcomes), OF (PAUSE), OF (PAUSE)},
    {"consent", set_text, AT (consent), OF (CONSENT), OF (CONSENT)},
    {"max", set_number, AT (max), OF (ATTEMPTS), OF (ATTEMPTS)},
    {"share", set_share, AT (max), OF (ABANDONED), OF (ABANDONED)},
    {"period",
     set_period,
     AT (period_s),
     OF (ATTEMPTS) | OF (PAUSE) | OF (ABANDONED),
     OF (ATTEMPTS) | OF (PAUSE) | OF (ABANDONED)},
    {"max_age", set_period, AT (max_age_s), OF (REGISTER), OF (REGISTER)},
    {"answer_within", set_period, AT (answer_s), OF (ABANDONED), SOMETIMES},
    {"ring_at_least", set_period, AT (ring_s), OF (ABANDONED), SOMETIMES},
    {"each_campaign", set_flag, AT (own), OF (ATTEMPTS) | OF (ABANDONED), SOMETIMES},
    {"demand", set_text, AT (demand), OF (DUTY) | OF (CALLER_ID), OF (DUTY) | OF (CALLER_ID)},
};

static gboolean
key_is_known (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].key, key))
      return TRUE;
  return g_str_equal (key, "kind") || g_str_equal (key, "enabled");
}

/* ---- gathering */

static void
said_free (gpointer data)
{
  g_free (((Said *) data)->value);
  g_free (data);
}

static void
section_free (gpointer data)
{
  Section *section = data;

  g_free (section->name);
  g_hash_table_unref (section->keys);
  g_free (section);
}

static gboolean
name_is_good (const char *name)
{
  gsize good = strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
  return good > 0 && good <= 64 && name[good] == '\0';
}

/* NULL after a complaint. */
static Section *
need_section (Reader *reader, const char *file, const BhKeyLine *line)
{
  gboolean good = (g_str_has_prefix (line->name, "rule ") && name_is_good (line->name + 5)) ||
                  (g_str_has_prefix (line->name, "holidays ") && strlen (line->name) == 11);
  Section *section;

  if (!good) {
    complain (reader,
              file,
              line->line,
              "[%.64s]: there is no such section. Write [rule NAME] or [holidays FR]",
              line->name);
    return NULL;
  }
  for (guint i = 0; i < reader->sections->len; i++) {
    section = g_ptr_array_index (reader->sections, i);
    if (g_str_equal (section->name, line->name))
      return section;
  }
  section = g_new0 (Section, 1);
  section->name = g_strdup (line->name);
  section->file = file;
  section->line = line->line;
  section->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, said_free);
  g_ptr_array_add (reader->sections, section);
  return section;
}

static void
take_pair (Reader *reader, const char *file, Section *section, const BhKeyLine *pair)
{
  const Said *before = g_hash_table_lookup (section->keys, pair->name);
  Said *said;

  if (before != NULL && before->file == file) {
    complain (reader,
              file,
              pair->line,
              "[%s] %s: is said twice, first in line %u. Remove one of the two",
              section->name,
              pair->name,
              before->line);
    return;
  }
  if (!g_utf8_validate (pair->value, -1, NULL) || *pair->value == '\0') {
    complain (reader,
              file,
              pair->line,
              "[%s] %s: is %s. Mend it, or remove the line",
              section->name,
              pair->name,
              *pair->value == '\0' ? "empty" : "not UTF-8");
    return;
  }
  said = g_new (Said, 1);
  *said = (Said){file, pair->line, g_strdup (pair->value)};
  g_hash_table_replace (section->keys, g_strdup (pair->name), said);
}

static void
take_text (Reader *reader, const BhDialText *text)
{
  g_autofree char *valid = g_utf8_make_valid (text->text, -1);
  g_autoptr (GArray) lines = bh_key_lines_parse (valid);
  Section *section = NULL;
  gboolean passing = FALSE; /* below a section that was refused */

  for (guint i = 0; i < lines->len; i++) {
    const BhKeyLine *line = &g_array_index (lines, BhKeyLine, i);
    if (line->kind == BH_KEY_LINE_SECTION) {
      section = need_section (reader, text->name, line);
      passing = section == NULL;
    } else if (line->kind == BH_KEY_LINE_ODD || (section == NULL && !passing)) {
      complain (reader,
                text->name,
                line->line,
                "\"%.64s\" is not understood. Write [rule NAME], and below it key = value",
                line->name);
    } else if (!passing) {
      take_pair (reader, text->name, section, line);
    }
  }
}

/* ---- making */

static void
read_key (Reader *reader, const Section *section, BhDialRule *rule, guint key)
{
  const Said *said = g_hash_table_lookup (section->keys, keys[key].key);
  g_autofree char *why = NULL;

  if (said == NULL) {
    if ((keys[key].needed & 1u << rule->kind) != 0)
      complain (reader,
                section->file,
                section->line,
                "[%s] %s: is missing. Every rule of the kind %s has it",
                section->name,
                keys[key].key,
                bh_dial_kind_to_string (rule->kind));
    return;
  }
  if ((keys[key].kinds & 1u << rule->kind) == 0)
    why = g_strdup_printf ("says nothing to a rule of the kind %s. Remove the line",
                           bh_dial_kind_to_string (rule->kind));
  else
    keys[key].set ((char *) rule + keys[key].offset, said->value, &why);
  if (why != NULL)
    complain (reader, said->file, said->line, "[%s] %s: %s", section->name, keys[key].key, why);
}

static void
check_keys (Reader *reader, const Section *section)
{
  g_autoptr (GList) names =
      g_list_sort (g_hash_table_get_keys (section->keys), (GCompareFunc) strcmp);

  for (GList *name = names; name != NULL; name = name->next)
    if (!key_is_known (name->data)) {
      const Said *said = g_hash_table_lookup (section->keys, name->data);
      complain (reader,
                said->file,
                said->line,
                "[%s] %.64s: there is no such key. Remove the line",
                section->name,
                (const char *) name->data);
    }
}

static void
check_rule (Reader *reader, const Section *section, const BhDialRule *rule)
{
  const char *problem = NULL;

  if (rule->from > rule->until)
    problem = "until: is before from";
  if (rule->kind == BH_DIAL_KIND_ATTEMPTS && rule->period_s == BH_DIAL_NEVER)
    problem = "period: attempts are counted in a time that ends";
  if (rule->prefixes != NULL && rule->countries == NULL)
    problem = "prefixes: need the country that they are in";
  if (problem != NULL)
    complain (reader, section->file, section->line, "[%s] %s", section->name, problem);
}

static void
make_rule (Reader *reader, const Section *section)
{
  const Said *kind = g_hash_table_lookup (section->keys, "kind");
  const Said *enabled = g_hash_table_lookup (section->keys, "enabled");
  BhDialRule *rule = g_new0 (BhDialRule, 1);
  gboolean on = TRUE;
  g_autofree char *why = NULL;

  rule->id = g_strdup (section->name + strlen ("rule "));
  rule->from = G_MININT64;
  rule->until = G_MAXINT64;
  if (enabled != NULL && !set_flag (&on, enabled->value, &why))
    complain (reader, enabled->file, enabled->line, "[%s] enabled: %s", section->name, why);
  check_keys (reader, section);
  if (kind == NULL || !bh_dial_kind_from_string (kind->value, &rule->kind))
    complain (reader,
              kind != NULL ? kind->file : section->file,
              kind != NULL ? kind->line : section->line,
              "[%s] kind: %s%.64s. See data/dial/README.md for the kinds",
              section->name,
              kind != NULL ? "there is no kind " : "is missing",
              kind != NULL ? kind->value : "");
  else
    for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
      read_key (reader, section, rule, i);
  check_rule (reader, section, rule);
  if (on)
    g_ptr_array_add (reader->rules->rules, rule);
  else
    bh_dial_rule_free (rule);
}

/* ---- holidays */

static gboolean
add_holiday (BhDialHolidays *holidays, const char *key, const char *word)
{
  gint64 day, from_easter;
  guint in_year;
  int days;

  if (g_str_equal (key, "dates") && bh_dial_day_parse (word, &day)) {
    g_array_append_val (holidays->dates, day);
    return TRUE;
  }
  /* 2024 has a 29 February */
  g_autofree char *leap = g_strdup_printf ("2024-%.8s", word);
  if (g_str_equal (key, "yearly") && bh_dial_day_parse (leap, &day)) {
    in_year = (guint) (g_ascii_digit_value (word[0]) * 1000 + g_ascii_digit_value (word[1]) * 100 +
                       g_ascii_digit_value (word[3]) * 10 + g_ascii_digit_value (word[4]));
    g_array_append_val (holidays->yearly, in_year);
    return TRUE;
  }
  if (g_str_equal (key, "easter") &&
      g_ascii_string_to_signed (*word == '+' ? word + 1 : word, 10, -70, 70, &from_easter, NULL)) {
    days = (int) from_easter;
    g_array_append_val (holidays->easter, days);
    return TRUE;
  }
  return FALSE;
}

static void
make_holidays (Reader *reader, const Section *section)
{
  BhDialHolidays *holidays = bh_dial_holidays_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, section->keys);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const Said *said = value;
    g_auto (GStrv) words = NULL;
    if (g_str_equal (key, "source") || g_str_equal (key, "url") || g_str_equal (key, "checked"))
      continue;
    set_words (&words, said->value, NULL);
    for (guint i = 0; words[i] != NULL; i++)
      if (!add_holiday (holidays, key, words[i]))
        complain (reader,
                  said->file,
                  said->line,
                  "[%s] %.64s: \"%.64s\" is not understood. Write dates = 2026-12-25, "
                  "yearly = 12-25 or easter = +1",
                  section->name,
                  (const char *) key,
                  words[i]);
  }
  g_hash_table_replace (reader->rules->holidays,
                        g_strdup (section->name + strlen ("holidays ")),
                        holidays);
}

/* ---- public */

static void
make_all (Reader *reader)
{
  for (guint i = 0; i < reader->sections->len; i++) {
    const Section *section = g_ptr_array_index (reader->sections, i);
    if (g_str_has_prefix (section->name, "rule "))
      make_rule (reader, section);
    else
      make_holidays (reader, section);
  }
  for (guint i = 0; i < reader->rules->rules->len; i++) {
    BhDialRule *rule = g_ptr_array_index (reader->rules->rules, i);
    if (rule->countries != NULL)
      rule->off = g_hash_table_lookup (reader->rules->holidays, rule->countries[0]);
  }
}

BhDialRules *
bh_dial_rules_parse (const BhDialText *texts, guint n, GError **error)
{
  g_autoptr (BhDialRules) rules = g_new (BhDialRules, 1);
  g_autoptr (GPtrArray) sections = g_ptr_array_new_with_free_func (section_free);
  g_autoptr (GString) problems = g_string_new (NULL);
  Reader reader = {rules, sections, problems};

  rules->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) bh_dial_rule_free);
  rules->holidays = g_hash_table_new_full (g_str_hash,
                                           g_str_equal,
                                           g_free,
                                           (GDestroyNotify) bh_dial_holidays_free);
  for (guint i = 0; i < n; i++)
    take_text (&reader, &texts[i]);
  make_all (&reader);
  if (problems->len == 0)
    return g_steal_pointer (&rules);
  g_set_error_literal (error, BH_DIAL_RULES_ERROR, 0, problems->str);
  return NULL;
}

void
bh_dial_rules_free (BhDialRules *rules)
{
  g_ptr_array_unref (rules->rules);
  g_hash_table_unref (rules->holidays);
  g_free (rules);
}

const BhDialRule *
bh_dial_rules_find (const BhDialRules *rules, const char *id)
{
  for (guint i = 0; i < rules->rules->len; i++) {
    const BhDialRule *rule = g_ptr_array_index (rules->rules, i);
    if (g_str_equal (rule->id, id))
      return rule;
  }
  return NULL;
}
