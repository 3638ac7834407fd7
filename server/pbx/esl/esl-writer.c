/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-writer.h"

#include <string.h>

#define MAX_NAME      60 /* characters of a person's name */
#define NO_BREAK      "\xc2\xa0"
#define ENTERPRISE    ":_:" /* begins another dial string (switch_types.h) */
#define WORD_SPECIALS "._-/@:*#+"

struct _BhEslWriter {
  GString *line;
  gboolean in_variables;
  GError *error;
};

static gboolean
is_word_char (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalnum ((char) c) || (c != 0 && strchr (WORD_SPECIALS, (int) c) != NULL);
  return g_unichar_isgraph (c) && !g_unichar_isspace (c);
}

gboolean
bh_esl_is_word (const char *text)
{
  if (text == NULL || *text == '\0' || strlen (text) > BH_ESL_WRITER_MAX_WORD ||
      !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!is_word_char (g_utf8_get_char (text)) || g_str_has_prefix (text, ENTERPRISE))
      return FALSE;
  return TRUE;
}

BhEslWriter *
bh_esl_writer_new (const char *words)
{
  BhEslWriter *self = g_new0 (BhEslWriter, 1);
  self->line = g_string_new (words);
  return self;
}

void
bh_esl_writer_free (BhEslWriter *self)
{
  g_string_free (self->line, TRUE);
  g_clear_error (&self->error);
  g_free (self);
}

void
bh_esl_writer_fixed (BhEslWriter *self, const char *words)
{
  g_string_append_c (self->line, ' ');
  g_string_append (self->line, words);
}

void
bh_esl_writer_join (BhEslWriter *self, const char *what, const char *value)
{
  if (self->error != NULL)
    return;
  if (bh_esl_is_word (value))
    g_string_append (self->line, value);
  else
    g_set_error (&self->error,
                 BH_ESL_ERROR,
                 BH_ESL_ERROR_VALUE,
                 "The %s cannot be sent to the PBX: it is empty, too long, or holds a blank, a "
                 "control character or another sign that means something to FreeSWITCH.",
                 what);
}

void
bh_esl_writer_word (BhEslWriter *self, const char *what, const char *value)
{
  g_string_append_c (self->line, ' ');
  bh_esl_writer_join (self, what, value);
}

static void
begin_variable (BhEslWriter *self, const char *name)
{
  g_string_append (self->line, self->in_variables ? "," : " {");
  self->in_variables = TRUE;
  g_string_append (self->line, name);
  g_string_append_c (self->line, '=');
}

void
bh_esl_writer_variable (BhEslWriter *self, const char *name, const char *value)
{
  begin_variable (self, name);
  bh_esl_writer_join (self, name, value);
}

void
bh_esl_writer_end_variables (BhEslWriter *self)
{
  if (self->in_variables)
    g_string_append_c (self->line, '}');
  else
    g_string_append_c (self->line, ' ');
  self->in_variables = FALSE;
}

/* Between two words stands a no-break space, which parts no arguments. */
static char *
make_plain (const char *text)
{
  GString *plain = g_string_new (NULL);
  gboolean gap = FALSE;
  for (guint n = 0; *text != '\0' && n < MAX_NAME; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);
    if (!is_word_char (c) || c == ':') {
      gap = plain->len > 0;
      continue;
    }
    if (gap)
      g_string_append (plain, NO_BREAK);
    gap = FALSE;
    g_string_append_unichar (plain, c);
    n++;
  }
  return g_string_free (plain, FALSE);
}

void
bh_esl_writer_variable_name (BhEslWriter *self, const char *name, const char *text)
{
  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return;
  g_autofree char *plain = make_plain (text);
  if (*plain == '\0')
    return;
  begin_variable (self, name);
  g_string_append (self->line, plain);
}

char *
bh_esl_writer_finish (BhEslWriter *self, GError **error)
{
  if (self->error == NULL && self->line->len > BH_ESL_WRITER_MAX_LINE)
    g_set_error_literal (&self->error,
                         BH_ESL_ERROR,
                         BH_ESL_ERROR_VALUE,
                         "The command is too long for the PBX.");
  if (self->error == NULL)
    return g_strdup (self->line->str);
  g_propagate_error (error, g_steal_pointer (&self->error));
  return NULL;
}

/* ---- lines as bytes ---- */

static GBytes *
to_bytes (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

GBytes *
bh_esl_writer_api (const char *line)
{
  return to_bytes (g_strdup_printf ("api %s\n\n", line));
}

GBytes *
bh_esl_writer_job (const char *line, const char *job)
{
  return to_bytes (g_strdup_printf ("bgapi %s\nJob-UUID: %s\n\n", line, job));
}

static gboolean
is_one_line (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text < 0x20 || *text == 0x7f)
      return FALSE;
  return TRUE;
}

GBytes *
bh_esl_writer_auth (const char *username, const char *secret, GError **error)
{
  if (is_one_line (secret) && (username == NULL || bh_esl_is_word (username)))
    return to_bytes (username == NULL ? g_strdup_printf ("auth %s\n\n", secret)
                                      : g_strdup_printf ("userauth %s:%s\n\n", username, secret));
  g_set_error_literal (error,
                       BH_ESL_ERROR,
                       BH_ESL_ERROR_VALUE,
                       "The PBX's user or password holds a sign that cannot be sent.");
  return NULL;
}

GBytes *
bh_esl_writer_subscribe (const char *names)
{
  return to_bytes (g_strdup_printf ("event json %s\n\n", names));
}
