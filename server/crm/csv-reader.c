/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/crm/csv-reader.h"

#include <string.h>

G_DEFINE_QUARK (bh - csv - error - quark, bh_csv_error)

typedef enum {
  AT_FIELD, /* before a field's first character */
  IN_FIELD, /* plain */
  IN_QUOTES,
  AFTER_QUOTE, /* the quote ended the field, or is the first of two */
} State;

struct BhCsvReader {
  BhCsvRowFunc func;
  gpointer data;
  GPtrArray *fields; /* of the row, owned */
  GString *field;
  GString *head; /* the first line, until the separator is decided */
  State state;
  guint line;     /* where we are */
  guint row_line; /* where the row began */
  char separator; /* '\0': not decided */
  gboolean stopped;
  gboolean after_cr;
};

BhCsvReader *
bh_csv_reader_new (BhCsvRowFunc func, gpointer data)
{
  BhCsvReader *reader = g_new0 (BhCsvReader, 1);
  reader->func = func;
  reader->data = data;
  reader->fields = g_ptr_array_new_with_free_func (g_free);
  reader->field = g_string_new (NULL);
  reader->head = g_string_new (NULL);
  reader->line = reader->row_line = 1;
  return reader;
}

void
bh_csv_reader_free (BhCsvReader *reader)
{
  g_ptr_array_unref (reader->fields);
  g_string_free (reader->field, TRUE);
  g_string_free (reader->head, TRUE);
  g_free (reader);
}

static gboolean
fail (BhCsvReader *reader, BhCsvError code, const char *what, GError **error)
{
  reader->stopped = TRUE;
  g_set_error (error, BH_CSV_ERROR, (gint) code, "line %u: %s", reader->line, what);
  return FALSE;
}

static gboolean
end_field (BhCsvReader *reader, GError **error)
{
  if (!g_utf8_validate (reader->field->str, (gssize) reader->field->len, NULL))
    return fail (reader, BH_CSV_ERROR_UTF8, "the text is not UTF-8; save the file as UTF-8", error);
  if (reader->fields->len >= BH_CSV_MAX_FIELDS)
    return fail (reader,
                 BH_CSV_ERROR_TOO_LONG,
                 "more than 1000 fields; is the separator right?",
                 error);
  g_ptr_array_add (reader->fields, g_strdup (reader->field->str));
  g_string_truncate (reader->field, 0);
  reader->state = AT_FIELD;
  return TRUE;
}

static gboolean
end_row (BhCsvReader *reader, GError **error)
{
  gboolean blank = reader->fields->len == 0 && reader->field->len == 0 && reader->state == AT_FIELD;
  if (!blank && !end_field (reader, error))
    return FALSE;
  if (!blank) {
    guint n = reader->fields->len;
    g_ptr_array_add (reader->fields, NULL);
    if (!reader->func ((char **) reader->fields->pdata, n, reader->row_line, reader->data))
      reader->stopped = TRUE;
  }
  g_ptr_array_set_size (reader->fields, 0);
  reader->state = AT_FIELD;
  return !reader->stopped;
}

static gboolean
add (BhCsvReader *reader, char c, GError **error)
{
  if (c == '\0')
    return fail (reader, BH_CSV_ERROR_UTF8, "a NUL byte; this is not a text file", error);
  if (reader->field->len >= BH_CSV_MAX_FIELD)
    return fail (reader,
                 BH_CSV_ERROR_TOO_LONG,
                 "a field of more than 64 KiB; is a quote left open?",
                 error);
  g_string_append_c (reader->field, c);
  return TRUE;
}

static gboolean
take_line_end (BhCsvReader *reader, char c, GError **error)
{
  gboolean second = c == '\n' && reader->after_cr;
  reader->after_cr = c == '\r';
  if (second)
    return TRUE;
  if (!end_row (reader, error))
    return FALSE;
  reader->row_line = ++reader->line;
  return TRUE;
}

static gboolean
take_plain (BhCsvReader *reader, char c, GError **error)
{
  if (c == '\n' || c == '\r')
    return take_line_end (reader, c, error);
  reader->after_cr = FALSE;
  if (c == reader->separator)
    return end_field (reader, error);
  if (reader->state == AFTER_QUOTE)
    return fail (reader,
                 BH_CSV_ERROR_QUOTE,
                 "text after a closing quote; double a quote that belongs to the text",
                 error);
  if (c == '"' && reader->state == AT_FIELD) {
    reader->state = IN_QUOTES;
    return TRUE;
  }
  reader->state = IN_FIELD;
  return add (reader, c, error);
}

static gboolean
take_byte (BhCsvReader *reader, char c, GError **error)
{
  if (reader->state == AFTER_QUOTE && c == '"') {
    reader->state = IN_QUOTES;
    return add (reader, c, error);
  }
  if (reader->state != IN_QUOTES)
    return take_plain (reader, c, error);
  if (c == '"') {
    reader->state = AFTER_QUOTE;
    return TRUE;
  }
  reader->line += c == '\n';
  return add (reader, c, error);
}

static guint
count (const char *text, char c)
{
  guint n = 0;
  for (; *text != '\0'; text++)
    n += *text == c;
  return n;
}

/* What spreadsheets write as "Unicode text". */
static gboolean
is_utf16 (const GString *head)
{
  return head->len >= 2 && (memcmp (head->str, "\xff\xfe", 2) == 0 ||
                            memcmp (head->str, "\xfe\xff", 2) == 0 || head->str[1] == '\0');
}

/* A first line "sep=;", which spreadsheets write and read to agree on the separator; it is no row.
 */
static gboolean
names_separator (const char *line)
{
  return g_ascii_strncasecmp (line, "sep=", 4) == 0 && strcspn (line + 4, "\r\n") > 0 &&
         strcspn (line + 5, "\r\n") == 0;
}

static gboolean
decide (BhCsvReader *reader, GError **error)
{
  const char *head = reader->head->str;
  gsize skip = g_str_has_prefix (head, "\xef\xbb\xbf") ? 3 : 0;
  guint commas = count (head, ','), semicolons = count (head, ';'), tabs = count (head, '\t');
  if (is_utf16 (reader->head))
    return fail (reader, BH_CSV_ERROR_UTF8, "the text is UTF-16; save the file as UTF-8", error);
  if (names_separator (head + skip)) {
    reader->separator = head[skip + 4];
    reader->row_line = ++reader->line;
    skip += 5;
    skip += head[skip] == '\r';
    skip += head[skip] == '\n';
  } else {
    reader->separator = tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
  }
  for (gsize i = skip; i < reader->head->len; i++)
    if (!take_byte (reader, head[i], error))
      return FALSE;
  g_string_truncate (reader->head, 0);
  return TRUE;
}

gboolean
bh_csv_reader_feed (BhCsvReader *reader, const char *bytes, gsize length, GError **error)
{
  for (gsize i = 0; i < length; i++) {
    if (reader->stopped)
      return FALSE;
    if (reader->separator != '\0') {
      if (!take_byte (reader, bytes[i], error))
        return FALSE;
      continue;
    }
    g_string_append_c (reader->head, bytes[i]);
    gboolean full = reader->head->len >= BH_CSV_MAX_FIELD;
    if ((bytes[i] == '\n' || full) && !decide (reader, error))
      return FALSE;
  }
  return !reader->stopped;
}

gboolean
bh_csv_reader_finish (BhCsvReader *reader, GError **error)
{
  if (reader->stopped)
    return FALSE;
  if (reader->separator == '\0' && !decide (reader, error))
    return FALSE;
  if (reader->state == IN_QUOTES)
    return fail (reader, BH_CSV_ERROR_QUOTE, "a quote was opened and never closed", error);
  return end_row (reader, error) || !reader->stopped;
}
