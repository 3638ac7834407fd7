/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/kb/atoms.h"
#include "server/kb/document.h"
#include "server/kb/plain.h"
#include "server/kb/query.h"
#include "server/kb/terms.h"
#include "tests/fuzz/fuzz.h"

static void
ignore_term (const char *term, gpointer data)
{
  g_assert_cmpuint (strlen (term), >, 0);
  for (const char *c = term; *c != '\0'; c++)
    g_assert_null (strchr ("'\\:&|!<>() ", *c)); /* nothing in a tsquery needs escaping */
}

/* Every atom lies in the text, after the one before. */
static void
check_atoms (const char *text)
{
  g_autoptr (GArray) atoms = bh_kb_atoms (text, 5000);
  glong length = g_utf8_strlen (text, -1);
  guint end = 0;

  for (guint i = 0; i < atoms->len; i++) {
    const BhKbAtom *atom = &g_array_index (atoms, BhKbAtom, i);
    g_assert_cmpuint (atom->start, >=, end);
    g_assert_cmpuint (atom->end, >, atom->start);
    g_assert_cmpint (atom->end, <=, length);
    end = atom->end;
    bh_kb_terms_each (atoms, i, NULL, ignore_term, NULL);
  }
}

static void
check_query (const char *text)
{
  g_autoptr (BhKbQuery) query = bh_kb_query_new (text, NULL);
  g_autofree char *words = bh_kb_query_words_args (query);
  g_autofree char *args = NULL;

  bh_kb_query_take_words (query, text); /* an answer that is none */
  args = bh_kb_query_search_args (query, 10);
  g_assert_nonnull (words);
  g_assert_nonnull (args);
}

/* A document that can be read is the same after it was written and read again. */
static void
check_document (const char *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  guint line = 0;
  g_autoptr (BhKbDocument) document = bh_kb_document_read (data, size, &line, &error);
  g_autoptr (BhKbDocument) again = NULL;
  g_autofree char *written = NULL;

  g_assert_true ((document == NULL) == (error != NULL));
  if (document == NULL) {
    g_assert_cmpuint (line, >, 0);
    return;
  }
  g_assert_true (g_utf8_validate (document->title, -1, NULL));
  written = bh_kb_document_write (document);
  again = bh_kb_document_read (written, strlen (written), &line, NULL);
  g_assert_nonnull (again);
  g_assert_cmpstr (again->title, ==, document->title);
  g_assert_cmpstr (again->body, ==, document->body);
}

/* What people write and search: files with front matter, Markdown, words of any script. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *raw = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (raw, -1);
  g_autoptr (BhKbPlain) plain = bh_kb_plain_new (text);

  g_assert_true (g_utf8_validate (plain->text, -1, NULL));
  check_document ((const char *) data, size);
  check_atoms (text);
  check_query (text);
  return 0;
}
