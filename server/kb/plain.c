/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/kb/plain.h"

#include <md4c.h>
#include <string.h>

#include "server/kb/entity.h"
#include "server/kb/picture.h"

#define NO_BREAK_SPACE 0xa0
#define MAYBE_TAG      "\x01"
#define TAG_REST       "(?:\\s[^>\x01]{0,500})?/?>"

typedef struct {
  GString *headings;
  GString *text;
  char *remote_image;
  GPtrArray *pictures;
  gboolean in_heading;
} Reading;

static void
put (Reading *reading, const char *text, gsize length)
{
  if (reading->in_heading)
    g_string_append_len (reading->headings, text, (gssize) length);
  g_string_append_len (reading->text, text, (gssize) length);
}

static int
enter_block (MD_BLOCKTYPE type, void *detail, void *data)
{
  Reading *reading = data;

  reading->in_heading |= type == MD_BLOCK_H;
  return 0;
}

static int
leave_block (MD_BLOCKTYPE type, void *detail, void *data)
{
  Reading *reading = data;

  switch (type) {
  case MD_BLOCK_H:
    g_string_append_c (reading->headings, '\n');
    g_string_append_c (reading->text, '\n');
    reading->in_heading = FALSE;
    break;
  case MD_BLOCK_TD:
  case MD_BLOCK_TH:
    g_string_append_c (reading->text, ' ');
    break;
  case MD_BLOCK_P:
  case MD_BLOCK_LI:
  case MD_BLOCK_TR:
  case MD_BLOCK_CODE:
    if (reading->text->len > 0 && reading->text->str[reading->text->len - 1] != '\n')
      g_string_append_c (reading->text, '\n');
    break;
  default:
    break;
  }
  return 0;
}

static gboolean
is_remote (const char *address)
{
  g_autofree char *scheme = g_uri_parse_scheme (address);

  return scheme != NULL || g_str_has_prefix (address, "//");
}

/* Takes @name. */
static void
add_picture (Reading *reading, char *name)
{
  if (reading->pictures->len > BH_KB_PICTURES_MAX ||
      g_ptr_array_find_with_equal_func (reading->pictures, name, g_str_equal, NULL))
    g_free (name);
  else
    g_ptr_array_add (reading->pictures, name);
}

static int
enter_span (MD_SPANTYPE type, void *detail, void *data)
{
  Reading *reading = data;
  const MD_SPAN_IMG_DETAIL *image = detail;
  g_autofree char *address = NULL;

  if (type != MD_SPAN_IMG || image->src.size == 0)
    return 0;
  address = g_strndup (image->src.text, image->src.size);
  if (!is_remote (address))
    add_picture (reading, g_steal_pointer (&address));
  else if (reading->remote_image == NULL)
    reading->remote_image = g_steal_pointer (&address);
  return 0;
}

static int
leave_span (MD_SPANTYPE type, void *detail, void *data)
{
  return 0;
}

static void
put_entity (Reading *reading, const char *text, gsize length)
{
  gunichar c = bh_kb_entity (text, length);
  char utf8[8] = "";

  if (c == 0)
    put (reading, text, length);
  else if (c == NO_BREAK_SPACE)
    put (reading, " ", 1);
  else
    put (reading, utf8, (gsize) g_unichar_to_utf8 (c, utf8));
}

static gboolean
is_bare (gunichar c)
{
  return c >= 0x80 && !g_unichar_isspace (c);
}

/* Where a tag may begin, until the whole text is there: "<" in code and "&lt;" are no such place.
 */
static void
put_marked (Reading *reading, const char *text, gsize length)
{
  const char *end = text + length;
  const char *open;

  while ((open = memchr (text, '<', (gsize) (end - text))) != NULL) {
    put (reading, text, (gsize) (open - text));
    put (reading, MAYBE_TAG, 1);
    text = open + 1;
  }
  put (reading, text, (gsize) (end - text));
}

/* Asterisks that open or close nothing: in a script without spaces a "**" between a bracket and a
 * letter is no emphasis to CommonMark, though its author meant one. */
static void
put_words (Reading *reading, const char *text, gsize length)
{
  const char *rest = text;
  const char *end = text + length;
  const char *stars;

  while ((stars = g_strstr_len (rest, end - rest, "**")) != NULL) {
    gboolean meant = stars + 2 < end && is_bare (g_utf8_get_char (stars + 2));
    const char *so_far;
    put_marked (reading, rest, (gsize) (stars - rest));
    so_far = reading->text->str + reading->text->len;
    if (reading->text->len > 0)
      meant |= is_bare (g_utf8_get_char (g_utf8_prev_char (so_far)));
    if (!meant)
      put (reading, stars, 2);
    rest = stars + 2;
  }
  put_marked (reading, rest, (gsize) (end - rest));
}

static int
take_text (MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
  Reading *reading = data;

  switch (type) {
  case MD_TEXT_BR:
  case MD_TEXT_SOFTBR:
    put (reading, "\n", 1);
    break;
  case MD_TEXT_NULLCHAR:
    put (reading, "\xef\xbf\xbd", 3);
    break;
  case MD_TEXT_ENTITY:
    put_entity (reading, text, size);
    break;
  case MD_TEXT_NORMAL:
    put_words (reading, text, size);
    break;
  default:
    put (reading, text, size);
  }
  return 0;
}

/* The desktop draws no HTML, and nobody searches for its tags: what stands between them is the
 * text. What only looks like a tag ("<Enter>") is text as well. */
static char *
without_tags (char *text /* (transfer full) */)
{
  static const char *const tags[][2] = {
      {MAYBE_TAG
       "/?(?:b|i|u|s|em|strong|span|a|font|small|big|code|kbd|sub|sup|mark|del|ins|q)" TAG_REST,
       ""},
      {MAYBE_TAG
       "/?(?:p|div|br|hr|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|caption|col|"
       "colgroup|pre|blockquote|img|section|article|header|footer|nav|aside|main|center|details|"
       "summary|figure|figcaption|video|audio|source|iframe|form|label|input|button|style|"
       "script)" TAG_REST,
       " "},
      {MAYBE_TAG, "<"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (tags) && strstr (text, MAYBE_TAG) != NULL; i++) {
    g_autoptr (GRegex) regex = g_regex_new (tags[i][0], G_REGEX_CASELESS, 0, NULL);
    char *rest = g_regex_replace_literal (regex, text, -1, 0, tags[i][1], 0, NULL);
    if (rest == NULL)
      continue;
    g_free (text);
    text = rest;
  }
  return text;
}

BhKbPlain *
bh_kb_plain_new (const char *markdown)
{
  const MD_PARSER parser = {0,
                            MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH |
                                MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_NOHTMLBLOCKS |
                                MD_FLAG_NOHTMLSPANS,
                            enter_block,
                            leave_block,
                            enter_span,
                            leave_span,
                            take_text,
                            NULL,
                            NULL};
  Reading reading = {.headings = g_string_new (NULL),
                     .text = g_string_new (NULL),
                     .pictures = g_ptr_array_new ()};
  BhKbPlain *plain = g_new0 (BhKbPlain, 1);

  md_parse (markdown, (MD_SIZE) strlen (markdown), &parser, &reading);
  plain->headings = without_tags (g_string_free (reading.headings, FALSE));
  plain->text = without_tags (g_string_free (reading.text, FALSE));
  plain->remote_image = reading.remote_image;
  g_ptr_array_add (reading.pictures, NULL);
  plain->pictures = (char **) g_ptr_array_free (reading.pictures, FALSE);
  return plain;
}

void
bh_kb_plain_free (BhKbPlain *plain)
{
  if (plain == NULL)
    return;
  g_free (plain->headings);
  g_free (plain->text);
  g_free (plain->remote_image);
  g_strfreev (plain->pictures);
  g_free (plain);
}
