/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-text.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  const char *at;
  guint position; /* of *at, in characters from 1 */
} Reader;

/* One piece of the text: some plain bytes, or a placeholder. */
typedef struct {
  const char *plain;
  gsize length;
  char *name, *fallback;
  guint position;
  gboolean is_broken;
} Piece;

static void
piece_clear (Piece *piece)
{
  g_clear_pointer (&piece->name, g_free);
  g_clear_pointer (&piece->fallback, g_free);
}

static void
go_on (Reader *reader, gsize length)
{
  reader->position += (guint) g_utf8_strlen (reader->at, (gssize) length);
  reader->at += length;
}

static void
read_placeholder (Reader *reader, Piece *piece)
{
  const char *end = strpbrk (reader->at + 1, "{}\n");
  g_autofree char *inside = NULL;
  char *bar;

  if (end == NULL || *end != '}') {
    piece->is_broken = TRUE;
    piece->plain = reader->at;
    piece->length = 1;
    go_on (reader, 1);
    return;
  }
  inside = g_strndup (reader->at + 1, (gsize) (end - reader->at - 1));
  bar = strchr (inside, '|');
  if (bar != NULL) {
    *bar = '\0';
    piece->fallback = g_strdup (bar + 1);
  }
  piece->name = g_strdup (g_strstrip (inside));
  go_on (reader, (gsize) (end + 1 - reader->at));
}

/* FALSE: the text is over. */
static gboolean
next_piece (Reader *reader, Piece *piece)
{
  *piece = (Piece){.position = reader->position};
  if (*reader->at == '\0')
    return FALSE;
  if (reader->at[0] == '{' && reader->at[1] != '{') {
    read_placeholder (reader, piece);
    return TRUE;
  }
  piece->plain = reader->at;
  if (*reader->at == '{') {
    piece->length = 1;
    go_on (reader, 2);
  } else {
    piece->length = strcspn (reader->at, "{");
    go_on (reader, piece->length);
  }
  return TRUE;
}

void
bh_script_text_each (const char *text,
                     BhScriptPlaceholderFound found,
                     BhScriptComplain complain,
                     gpointer data)
{
  Reader reader = {text, 1};
  Piece piece;

  while (next_piece (&reader, &piece)) {
    if (piece.is_broken)
      complain (piece.position,
                _ ("This brace is not closed. Write {name}, or {{ for a brace itself."),
                data);
    else if (piece.name != NULL && *piece.name == '\0')
      complain (piece.position, _ ("These braces hold no name. Write {customer.name}."), data);
    else if (piece.name != NULL)
      found (piece.name, piece.fallback, piece.position, data);
    piece_clear (&piece);
  }
}

static void
clear_spot (gpointer data)
{
  g_free (((BhScriptSpot *) data)->name);
}

/* Takes nothing. */
static void
put (GString *out, GArray *spots, const Piece *piece, const char *value, gboolean missing)
{
  const BhScriptSpot spot = {(guint) g_utf8_strlen (out->str, (gssize) out->len),
                             (guint) g_utf8_strlen (value, -1),
                             missing,
                             g_strdup (piece->name)};

  g_array_append_val (spots, spot);
  g_string_append (out, value);
}

static void
put_placeholder (GString *out,
                 GArray *spots,
                 const Piece *piece,
                 BhScriptSay say,
                 BhScriptSay title,
                 gpointer data)
{
  g_autofree char *value = say (piece->name, data);
  g_autofree char *called = NULL;
  g_autofree char *mark = NULL;

  if (value == NULL && piece->fallback != NULL)
    value = g_strdup (piece->fallback);
  if (value != NULL) {
    put (out, spots, piece, value, FALSE);
    return;
  }
  called = title (piece->name, data);
  mark = g_strdup_printf ("[%s]", called != NULL ? called : piece->name);
  put (out, spots, piece, mark, TRUE);
}

char *
bh_script_text_render (const char *text,
                       BhScriptSay say,
                       BhScriptSay title,
                       gpointer data,
                       GArray **spots)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (BhScriptSpot));
  GString *out = g_string_new (NULL);
  Reader reader = {text, 1};
  Piece piece;

  g_array_set_clear_func (found, clear_spot);
  while (next_piece (&reader, &piece)) {
    if (piece.name != NULL)
      put_placeholder (out, found, &piece, say, title, data);
    else
      g_string_append_len (out, piece.plain, (gssize) piece.length);
    piece_clear (&piece);
  }
  if (spots != NULL)
    *spots = g_steal_pointer (&found);
  return g_string_free (out, FALSE);
}
