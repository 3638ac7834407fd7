/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-list.h"

#include "server/pbx/esl/esl-json.h"
#include "server/pbx/esl/esl-message.h"

#define MAX_COLUMNS 64

struct _BhEslList {
  char *at; /* where the next row begins; NULL: it is no list */
  char *end;
  gboolean is_json;
  guint n_columns;
  int wide; /* the column that may hold a | itself, or -1 */
  char *columns[MAX_COLUMNS];
  char *values[MAX_COLUMNS];
  BhEslMessage row; /* of JSON */
};

/* ---- JSON: {"row_count":2,"rows":[{...},{...}]} ---- */

static char *
find_rows (char *at, char *end)
{
  static const char rows[] = "\"rows\":[";
  char *found = g_strstr_len (at, end - at, rows);
  return found != NULL ? found + strlen (rows) : end;
}

static gboolean
next_object (BhEslList *self)
{
  char *at = self->at;
  while (at < self->end && *at != '{' && *at != ']')
    at++;
  if (at >= self->end || *at == ']')
    return FALSE;
  char *behind = bh_esl_json_skip_nested (at, self->end);
  if (behind == NULL)
    return FALSE;
  bh_esl_message_set (&self->row, BH_ESL_MESSAGE_EVENT, BH_ESL_FORM_JSON, at, behind);
  self->at = behind;
  return TRUE;
}

/* ---- lines ---- */

static char *
take_line (BhEslList *self)
{
  if (self->at >= self->end)
    return NULL;
  char *line = self->at;
  char *lf = memchr (line, '\n', (gsize) (self->end - line));
  char *end = lf != NULL ? lf : self->end;
  *end = '\0';
  self->at = end + 1;
  return line;
}

/* How many there are; no more than MAX_COLUMNS are kept. */
static guint
cut_line (char *line, char **fields)
{
  guint n = 0;
  for (char *next = line; next != NULL; n++) {
    char *bar = strchr (next, '|');
    if (n < MAX_COLUMNS)
      fields[n] = next;
    if (bar != NULL)
      *bar = '\0';
    next = bar != NULL ? bar + 1 : NULL;
  }
  return n;
}

static guint
count_fields (const char *line)
{
  guint n = 1;
  for (; *line != '\0'; line++)
    n += *line == '|';
  return n;
}

/* A contact may be "user/1001|user/1002", and a caller's name anything: what is too much belongs
 * there. */
static void
hide_bars (const BhEslList *self, char *line)
{
  guint extra = count_fields (line) - self->n_columns;
  int column = 0;
  for (char *at = line; *at != '\0' && extra > 0; at++) {
    if (*at != '|')
      continue;
    if (column < self->wide) {
      column++;
      continue;
    }
    *at = '\1';
    extra--;
  }
}

static gboolean
next_line (BhEslList *self)
{
  for (char *line; (line = take_line (self)) != NULL;) {
    guint n = count_fields (line);
    if (n < self->n_columns || (n > self->n_columns && self->wide < 0))
      continue;
    if (n > self->n_columns)
      hide_bars (self, line);
    cut_line (line, self->values);
    if (n > self->n_columns)
      g_strdelimit (self->values[self->wide], "\1", '|');
    return TRUE;
  }
  return FALSE;
}

static void
take_columns (BhEslList *self)
{
  static const char *const wide[] = {"contact", "cid_name"};
  char *line = take_line (self);
  self->n_columns = line != NULL ? cut_line (line, self->columns) : 0;
  if (self->n_columns < 2 || self->n_columns > MAX_COLUMNS)
    self->n_columns = 0;
  for (guint i = 0; i < self->n_columns; i++)
    for (guint w = 0; w < G_N_ELEMENTS (wide); w++)
      if (strcmp (self->columns[i], wide[w]) == 0)
        self->wide = (int) i;
}

/* ---- both ---- */

BhEslList *
bh_esl_list_new (char *text, gsize length)
{
  BhEslList *self = g_new0 (BhEslList, 1);
  self->at = text;
  self->end = text + length;
  self->wide = -1;
  if (!bh_esl_text_is_ok (text)) {
    self->at = NULL;
    return self;
  }
  self->is_json = length > 0 && *text == '{';
  if (self->is_json)
    self->at = find_rows (text, self->end);
  else if (!g_str_has_prefix (text, "+OK"))
    take_columns (self);
  else
    self->at = self->end;
  return self;
}

void
bh_esl_list_free (BhEslList *self)
{
  g_free (self);
}

gboolean
bh_esl_list_next (BhEslList *self)
{
  if (self->at == NULL || (!self->is_json && self->n_columns == 0))
    return FALSE;
  return self->is_json ? next_object (self) : next_line (self);
}

const char *
bh_esl_list_get (BhEslList *self, const char *column)
{
  if (self->is_json)
    return bh_esl_message_get (&self->row, column);
  for (guint i = 0; i < self->n_columns; i++)
    if (strcmp (self->columns[i], column) == 0)
      return self->values[i];
  return NULL;
}

gboolean
bh_esl_list_is_sound (const BhEslList *self)
{
  return self->at != NULL;
}
