/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-words.h"

#include <string.h>

BhScriptWords *
bh_script_words_new (void)
{
  BhScriptWords *words = g_new0 (BhScriptWords, 1);

  words->languages = g_new0 (char *, 1);
  words->texts = g_new0 (char *, 1);
  return words;
}

void
bh_script_words_free (BhScriptWords *words)
{
  g_strfreev (words->languages);
  g_strfreev (words->texts);
  g_free (words);
}

void
bh_script_words_add (BhScriptWords *words, const char *language, const char *text)
{
  guint n = words->n++;

  words->languages = g_renew (char *, words->languages, n + 2);
  words->texts = g_renew (char *, words->texts, n + 2);
  words->languages[n] = g_strdup (language);
  words->texts[n] = g_strdup (text);
  words->languages[n + 1] = words->texts[n + 1] = NULL;
}

static gboolean
same_tongue (const char *a, const char *b)
{
  gsize length = strcspn (a, "_");

  return length > 0 && length == strcspn (b, "_") && strncmp (a, b, length) == 0;
}

static const char *
find (const BhScriptWords *words, const char *language, gboolean exactly)
{
  for (guint i = 0; i < words->n; i++)
    if (exactly ? g_str_equal (words->languages[i], language)
                : same_tongue (words->languages[i], language))
      return words->texts[i];
  return NULL;
}

const char *
bh_script_words_get (const BhScriptWords *words, const char *language)
{
  const char *text = NULL;

  if (words == NULL || words->n == 0)
    return "";
  if (language != NULL && (text = find (words, language, TRUE)) == NULL)
    text = find (words, language, FALSE);
  if (text == NULL)
    text = find (words, "", TRUE);
  return text != NULL ? text : words->texts[0];
}

gboolean
bh_script_is_language (const char *text)
{
  gsize tongue = strspn (text, "abcdefghijklmnopqrstuvwxyz");

  if (tongue < 2 || tongue > 3)
    return FALSE;
  if (text[tongue] == '\0')
    return TRUE;
  return text[tongue] == '_' && strlen (text + tongue + 1) == 2 &&
         g_ascii_isupper (text[tongue + 1]) && g_ascii_isupper (text[tongue + 2]);
}
