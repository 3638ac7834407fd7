/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/document.h"

#include <string.h>

#include "server/kb/picture.h"
#include "server/kb/plain.h"

G_DEFINE_QUARK (bh - kb - error - quark, bh_kb_error)

typedef struct {
  char **lines;
  guint at; /* the line that is read next, from 0 */
  BhKbDocument *document;
  guint *line; /* for the complaint */
} Reading;

static gboolean G_GNUC_PRINTF (4, 5)
    refuse (Reading *reading, guint line, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  *reading->line = line + 1;
  g_set_error_literal (error, BH_KB_ERROR, BH_KB_ERROR_DOCUMENT, text);
  return FALSE;
}

/* ---- what an article may be */

static gboolean
is_language (const char *text)
{
  return g_regex_match_simple ("^[a-z]{2,3}(_[A-Z][A-Za-z]{1,3})?$", text, 0, 0);
}

char *
bh_kb_language (const char *text)
{
  g_autofree char *language = g_ascii_strdown (text, -1);
  char *place = strchr (g_strdelimit (language, "-", '_'), '_');

  /* a script has one capital letter (zh_Hans), a country has all */
  if (place != NULL)
    for (gsize i = 1; place[i] != '\0' && (i == 1 || strlen (place) <= 3); i++)
      place[i] = g_ascii_toupper (place[i]);
  return is_language (language) ? g_steal_pointer (&language) : NULL;
}

gboolean
bh_kb_is_date (const char *text)
{
  int year, month, day;

  if (!g_regex_match_simple ("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", text, 0, 0))
    return FALSE;
  year = (int) g_ascii_strtoll (text, NULL, 10);
  month = (int) g_ascii_strtoll (text + 5, NULL, 10);
  day = (int) g_ascii_strtoll (text + 8, NULL, 10);
  return month >= 1 && month <= 12 &&
         g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

static gboolean
is_id (const char *text)
{
  return g_uuid_string_is_valid (text);
}

static char *
picture_complaint (char **names)
{
  if (g_strv_length (names) > BH_KB_PICTURES_MAX)
    return g_strdup_printf (
        "there are more than %d pictures. Make two articles of it and link them",
        BH_KB_PICTURES_MAX);
  for (guint i = 0; names[i] != NULL; i++)
    if (g_utf8_strlen (names[i], -1) > BH_KB_PICTURE_NAME_MAX)
      return g_strdup_printf ("the name of the picture \"%.40s…\" is longer than %d characters. "
                              "Rename the file",
                              names[i],
                              BH_KB_PICTURE_NAME_MAX);
  return NULL;
}

char *
bh_kb_complaint (const char *title, const char *language, const char *body)
{
  g_autoptr (BhKbPlain) plain = NULL;

  if (title != NULL && g_utf8_strlen (title, -1) > BH_KB_TITLE_MAX)
    return g_strdup_printf ("the title is longer than %d characters. Shorten it", BH_KB_TITLE_MAX);
  if (language != NULL && !is_language (language))
    return g_strdup_printf ("\"%s\" is no language. Write it as in en, de or zh_CN", language);
  if (body == NULL)
    return NULL;
  if (g_utf8_strlen (body, -1) > BH_KB_BODY_MAX)
    return g_strdup_printf (
        "the text is longer than %d characters. Make two articles of it and link them",
        BH_KB_BODY_MAX);
  plain = bh_kb_plain_new (body);
  if (plain->remote_image != NULL)
    return g_strdup_printf ("the image \"%s\" lies elsewhere. Put it beside the articles and name "
                            "the file alone",
                            plain->remote_image);
  return picture_complaint (plain->pictures);
}

/* ---- front matter */

static char **
read_list (const char *text)
{
  g_autofree char *bare = g_strdup (text);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_auto (GStrv) parts = NULL;

  g_strstrip (bare);
  if (*bare == '[' && g_str_has_suffix (bare, "]")) {
    bare[strlen (bare) - 1] = '\0';
    *bare = ' ';
  }
  parts = g_regex_split_simple (",|，|、", bare, 0, 0);
  for (guint i = 0; parts[i] != NULL; i++) {
    char *item = g_strstrip (parts[i]);
    gsize n = strlen (item);
    if (n >= 2 && (*item == '"' || *item == '\'') && item[n - 1] == *item) {
      item[n - 1] = '\0';
      item++;
    }
    if (*item != '\0')
      g_ptr_array_add (items, g_strdup (item));
  }
  g_ptr_array_add (items, NULL);
  return (char **) g_ptr_array_steal (items, NULL);
}

static char *
read_scalar (const char *text)
{
  g_auto (GStrv) one = g_new0 (char *, 2);
  gsize n;

  one[0] = g_strstrip (g_strdup (text));
  n = strlen (one[0]);
  if (n >= 2 && (*one[0] == '"' || *one[0] == '\'') && one[0][n - 1] == *one[0])
    return g_strndup (one[0] + 1, n - 2);
  return g_steal_pointer (&one[0]);
}

typedef struct {
  const char *key;
  gsize offset; /* of the member */
  gboolean list;
  gboolean (*is_right) (const char *text);
  const char *cure;
} Key;

#define MEMBER(name) G_STRUCT_OFFSET (BhKbDocument, name)
static const Key keys[] = {
    {"id", MEMBER (id), FALSE, is_id, "Leave the line out, or write the UUID of an export"},
    {"language", MEMBER (language), FALSE, is_language, "Write it as in en, de or zh_CN"},
    {"owner", MEMBER (owner), FALSE, NULL, NULL},
    {"review", MEMBER (review), FALSE, bh_kb_is_date, "Write the day as in 2027-03-01"},
    {"tags", MEMBER (tags), TRUE, NULL, NULL},
    {"queues", MEMBER (queues), TRUE, NULL, NULL},
    {"reasons", MEMBER (reasons), TRUE, NULL, NULL},
    {"steps", MEMBER (steps), TRUE, NULL, NULL},
};
#define KNOWN_KEYS "id, language, owner, review, tags, queues, reasons, steps"

static const Key *
find_key (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].key, name))
      return &keys[i];
  return NULL;
}

static gboolean
check_list (Reading *reading, char **items, const char *name, GError **error)
{
  if (g_strv_length (items) > BH_KB_TAGS_MAX)
    return refuse (reading,
                   reading->at,
                   error,
                   "%s: there are more than %d. Keep those that people search",
                   name,
                   BH_KB_TAGS_MAX);
  for (guint i = 0; items[i] != NULL; i++)
    if (g_utf8_strlen (items[i], -1) > BH_KB_TAG_MAX)
      return refuse (reading,
                     reading->at,
                     error,
                     "%s: \"%.40s…\" is longer than %d characters. Shorten it",
                     name,
                     items[i],
                     BH_KB_TAG_MAX);
  return TRUE;
}

static gboolean
take_value (Reading *reading, const Key *key, const char *text, GError **error)
{
  gpointer *member = (gpointer *) (gpointer) ((char *) reading->document + key->offset);
  g_autofree char *value = NULL;

  if (key->list) {
    g_strfreev (*member);
    *member = read_list (text);
    return check_list (reading, *member, key->key, error);
  }
  value = read_scalar (text);
  if (key->is_right == is_language) {
    char *language = bh_kb_language (value);
    if (language != NULL) {
      g_free (value);
      value = language;
    }
  }
  if (*value == '\0')
    return TRUE;
  if (key->is_right != NULL && !key->is_right (value))
    return refuse (reading,
                   reading->at,
                   error,
                   "%s: \"%s\" is none. %s",
                   key->key,
                   value,
                   key->cure);
  g_free (*member);
  *member = g_steal_pointer (&value);
  return TRUE;
}

static gboolean
take_line (Reading *reading, char *line, GError **error)
{
  char *colon = strchr (line, ':');
  g_autofree char *name = NULL;
  const Key *key;

  if (*g_strstrip (line) == '\0' || *line == '#')
    return TRUE;
  if (colon == NULL)
    return refuse (reading,
                   reading->at,
                   error,
                   "\"%.60s\" is no \"key: value\". Mend the line",
                   line);
  name = g_strstrip (g_strndup (line, (gsize) (colon - line)));
  key = find_key (name);
  if (key == NULL)
    return refuse (reading,
                   reading->at,
                   error,
                   "there is no key \"%.60s\". Known are " KNOWN_KEYS,
                   name);
  return take_value (reading, key, colon + 1, error);
}

static gboolean
read_front_matter (Reading *reading, GError **error)
{
  if (reading->lines[0] == NULL || !g_str_equal (g_strchomp (reading->lines[0]), "---"))
    return TRUE;
  for (reading->at = 1; reading->lines[reading->at] != NULL; reading->at++) {
    char *line = g_strchomp (reading->lines[reading->at]);
    if (g_str_equal (line, "---")) {
      reading->at++;
      return TRUE;
    }
    if (!take_line (reading, line, error))
      return FALSE;
  }
  return refuse (reading, 0, error, "the front matter has no end. Close it with a line \"---\"");
}

/* ---- title and body */

static gboolean
is_fence (const char *line)
{
  return g_regex_match_simple ("^ {0,3}(```|~~~)", line, 0, 0);
}

static gboolean
is_heading (const char *line, const char *next, gboolean *two_lines)
{
  /* the line after is to be left out as well when it underlines */
  *two_lines = next != NULL && line[strspn (line, " \t")] != '\0' &&
               g_regex_match_simple ("^ {0,3}(=+|-+)\\s*$", next, 0, 0);
  return *two_lines || g_regex_match_simple ("^ {0,3}#{1,6}([ \t]|$)", line, 0, 0);
}

static char *
plain_title (const char *line, const char *under)
{
  g_autofree char *both = g_strdup_printf ("%s\n%s\n", line, under != NULL ? under : "");
  g_autoptr (BhKbPlain) plain = bh_kb_plain_new (both);

  return g_strdup (g_strstrip (plain->headings));
}

static gboolean
read_body (Reading *reading, GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  gboolean fenced = FALSE;

  for (guint i = reading->at; reading->lines[i] != NULL; i++) {
    const char *line = reading->lines[i];
    const char *next = reading->lines[i + 1];
    gboolean two_lines;
    fenced ^= is_fence (line);
    if (reading->document->title == NULL && !fenced && is_heading (line, next, &two_lines)) {
      reading->document->title = plain_title (line, two_lines ? next : NULL);
      reading->at = i;
      i += two_lines;
      continue;
    }
    g_string_append (body, line);
    g_string_append_c (body, '\n');
  }
  if (reading->document->title == NULL)
    return refuse (reading, reading->at, error, "there is no heading. Begin with \"# Title\"");
  if (*reading->document->title == '\0')
    return refuse (reading,
                   reading->at,
                   error,
                   "the first heading is empty. Write the title in it");
  reading->document->body = g_strdup (g_strstrip (body->str));
  return TRUE;
}

static guint
line_of (const char *text, gsize offset)
{
  guint line = 0;

  for (gsize i = 0; i < offset; i++)
    line += text[i] == '\n';
  return line;
}

static gboolean
check_bytes (Reading *reading, const char *text, gsize length, GError **error)
{
  const char *end;

  if (g_utf8_validate_len (text, length, &end))
    return TRUE;
  return refuse (reading,
                 line_of (text, (gsize) (end - text)),
                 error,
                 "this is not UTF-8. Save the file in UTF-8");
}

static gboolean
check_document (Reading *reading, GError **error)
{
  const BhKbDocument *document = reading->document;
  g_autofree char *complaint =
      bh_kb_complaint (document->title, document->language, document->body);
  guint line = reading->at;

  if (complaint == NULL)
    return TRUE;
  for (guint i = 0; strstr (complaint, "image") != NULL && reading->lines[i] != NULL; i++)
    if (g_regex_match_simple ("!\\[[^]]*\\]\\(\\s*<?([a-z][a-z0-9+.-]*:|//)",
                              reading->lines[i],
                              0,
                              0)) {
      line = i;
      break;
    }
  return refuse (reading, line, error, "%s", complaint);
}

static void
fill_lists (BhKbDocument *document)
{
  char ***lists[] = {&document->tags, &document->queues, &document->reasons, &document->steps};

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (*lists[i] == NULL)
      *lists[i] = g_new0 (char *, 1);
}

BhKbDocument *
bh_kb_document_read (const char *text, gsize length, guint *line, GError **error)
{
  g_autoptr (BhKbDocument) document = g_new0 (BhKbDocument, 1);
  Reading reading = {.document = document, .line = line};
  g_autoptr (GString) whole = NULL;
  g_auto (GStrv) lines = NULL;

  if (!check_bytes (&reading, text, length, error))
    return NULL;
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0) {
    text += 3;
    length -= 3;
  }
  whole = g_string_new_len (text, (gssize) length);
  g_string_replace (whole, "\r\n", "\n", 0);
  lines = g_strsplit (whole->str, "\n", -1);
  reading.lines = lines;
  if (!read_front_matter (&reading, error) || !read_body (&reading, error) ||
      !check_document (&reading, error))
    return NULL;
  fill_lists (document);
  return g_steal_pointer (&document);
}

/* One line: what a desk sent may have more, and the rest would be read as keys. */
static void
write_value (GString *out, const char *key, const char *value)
{
  g_autofree char *line = value != NULL ? g_strdup (value) : NULL;

  if (line == NULL || *g_strstrip (line) == '\0')
    return;
  for (char *c = line; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  g_string_append_printf (out, "%s: %s\n", key, line);
}

char *
bh_kb_document_write (const BhKbDocument *document)
{
  GString *out = g_string_new ("---\n");

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    gpointer value = *(gpointer *) (gpointer) ((char *) document + keys[i].offset);
    g_autofree char *list = keys[i].list && value != NULL ? g_strjoinv (", ", value) : NULL;
    write_value (out, keys[i].key, keys[i].list ? list : value);
  }
  g_string_append_printf (out, "---\n# %s\n\n%s\n", document->title, document->body);
  return g_string_free (out, FALSE);
}

void
bh_kb_document_free (BhKbDocument *document)
{
  if (document == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    gpointer value = *(gpointer *) (gpointer) ((char *) document + keys[i].offset);
    if (keys[i].list)
      g_strfreev (value);
    else
      g_free (value);
  }
  g_free (document->title);
  g_free (document->body);
  g_free (document);
}
