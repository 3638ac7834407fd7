/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-condition-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* The words of a condition. */

typedef struct {
  const char *at;
  guint position; /* of *at, in characters from 1 */
  GArray *tokens;
} Reader;

static const char *const words[] = {"and", "or", "not", "in", "is", "empty", "true", "false", NULL};
static const char *const signs[] = {"==", "!=", "<=", ">=", "<", ">", "(", ")", "[", "]", ","};

static void
clear (gpointer data)
{
  g_free (((BhToken *) data)->text);
}

/* Takes @text; goes on by @length bytes. */
static void
push (Reader *reader, BhTokenKind kind, char *text, double number, gsize length)
{
  const BhToken token = {kind, reader->position, text, number};

  g_array_append_val (reader->tokens, token);
  reader->position += (guint) g_utf8_strlen (reader->at, (gssize) length);
  reader->at += length;
}

static void
push_bad (Reader *reader, const char *message)
{
  push (reader, BH_TOKEN_BAD, g_strdup (message), 0, 0);
}

static gboolean
read_text (Reader *reader)
{
  const char quote = *reader->at;
  g_autoptr (GString) text = g_string_new (NULL);
  const char *at = reader->at + 1;

  for (; *at != '\0' && *at != quote; at++) {
    if (*at == '\\' && at[1] != '\0')
      at++;
    g_string_append_c (text, *at);
  }
  if (*at == '\0') {
    push_bad (reader, _ ("This text has no closing quotation mark. Add one."));
    return FALSE;
  }
  push (reader, BH_TOKEN_TEXT, g_strdup (text->str), 0, (gsize) (at + 1 - reader->at));
  return TRUE;
}

static gboolean
read_number (Reader *reader)
{
  gsize length = strspn (reader->at, "0123456789.-");
  g_autofree char *text = g_strndup (reader->at, length);
  double number;

  if (!bh_script_is_number (text, &number)) {
    push_bad (reader, _ ("This is no number. Write it as in 12 or 12.5."));
    return FALSE;
  }
  push (reader, BH_TOKEN_NUMBER, g_steal_pointer (&text), number, length);
  return TRUE;
}

static void
read_name (Reader *reader)
{
  gsize length =
      strspn (reader->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");
  char *text = g_strndup (reader->at, length);

  push (reader, g_strv_contains (words, text) ? BH_TOKEN_WORD : BH_TOKEN_NAME, text, 0, length);
}

static gboolean
read_sign (Reader *reader)
{
  g_autofree char *message = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (reader->at, signs[i])) {
      push (reader, BH_TOKEN_SIGN, g_strdup (signs[i]), 0, strlen (signs[i]));
      return TRUE;
    }
  if (*reader->at == '=')
    push_bad (reader, _ ("One = compares nothing. Write ==."));
  else {
    message =
        g_strdup_printf (_ ("“%.*s” has no meaning in a condition. Put texts between quotation "
                            "marks."),
                         (int) (g_utf8_next_char (reader->at) - reader->at),
                         reader->at);
    push_bad (reader, message);
  }
  return FALSE;
}

static gboolean
read_one (Reader *reader)
{
  if (*reader->at == '"' || *reader->at == '\'')
    return read_text (reader);
  if (g_ascii_isdigit (*reader->at) || *reader->at == '-' || *reader->at == '.')
    return read_number (reader);
  if (!g_ascii_isalpha (*reader->at) && *reader->at != '_')
    return read_sign (reader);
  read_name (reader);
  return TRUE;
}

GArray *
bh_script_tokens (const char *text)
{
  Reader reader = {text, 1, g_array_new (FALSE, FALSE, sizeof (BhToken))};

  g_array_set_clear_func (reader.tokens, clear);
  for (;;) {
    while (g_ascii_isspace (*reader.at)) {
      reader.at++;
      reader.position++;
    }
    if (*reader.at == '\0') {
      push (&reader, BH_TOKEN_END, NULL, 0, 0);
      break;
    }
    if (!read_one (&reader))
      break;
  }
  return reader.tokens;
}
