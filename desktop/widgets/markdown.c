/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/markdown.h"

#include "desktop/model/picture.h"
#include "desktop/widgets/markdown-table.h"

#include <glib/gi18n-lib.h>
#include <md4c.h>
#include <string.h>

/* A table of a thousand columns and a thousand short rows is a short text that makes a million
 * cells: the work is counted, and who makes too much of it gets plain text. */
#define MAX_EVENTS 60000
#define MAX_DEPTH  8
#define MARGIN_PX  14
#define INDENT_PX  24

/* A list or a quote that the text is in. */
typedef struct {
  MD_BLOCKTYPE type; /* MD_BLOCK_UL, _OL, _QUOTE */
  guint number;      /* of the next item */
} Level;

typedef struct {
  GtkTextBuffer *buffer;
  GPtrArray *links;
  GArray *levels;  /* of Level */
  GPtrArray *tags; /* names of the spans that are open (static), and "" for those without */
  const char *block;
  guint n_events;
  gboolean item_begun; /* its mark is there, its text is not */
  char *address;       /* of the link that is open */
  int link_start;
  GString *picture; /* words of the picture that is open, or NULL */
  gboolean picture_is_away;
  char *picture_name;
  GListModel *pictures;   /* that there are, or NULL */
  BhMarkdownTable *table; /* that is being read, or NULL */
} Reader;

void
bh_markdown_set_colours (GtkTextBuffer *buffer, const GdkRGBA *link, const GdkRGBA *code)
{
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (buffer);
  static const char *const codes[] = {"code", "code-block"};

  if (gtk_text_tag_table_lookup (table, "link") == NULL)
    gtk_text_buffer_create_tag (buffer, "link", "underline", PANGO_UNDERLINE_SINGLE, NULL);
  g_object_set (gtk_text_tag_table_lookup (table, "link"), "foreground-rgba", link, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    if (gtk_text_tag_table_lookup (table, codes[i]) == NULL)
      gtk_text_buffer_create_tag (buffer, codes[i], "family", "monospace", "scale", 0.95, NULL);
    g_object_set (gtk_text_tag_table_lookup (table, codes[i]),
                  i == 0 ? "background-rgba" : "paragraph-background-rgba",
                  code,
                  NULL);
  }
}

static void
make_tags (GtkTextBuffer *buffer)
{
  if (gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "strong") != NULL)
    return;
  gtk_text_buffer_create_tag (buffer, "strong", "weight", PANGO_WEIGHT_BOLD, NULL);
  gtk_text_buffer_create_tag (buffer, "em", "style", PANGO_STYLE_ITALIC, NULL);
  gtk_text_buffer_create_tag (buffer, "del", "strikethrough", TRUE, NULL);
  gtk_text_buffer_create_tag (buffer, "picture", "style", PANGO_STYLE_ITALIC, "scale", 0.92, NULL);
  gtk_text_buffer_create_tag (buffer,
                              "table",
                              "family",
                              "monospace",
                              "scale",
                              0.92,
                              "pixels-above-lines",
                              2,
                              NULL);
  gtk_text_buffer_create_tag (buffer, "quote", "style", PANGO_STYLE_ITALIC, NULL);
  for (int i = 1; i <= 6; i++) {
    g_autofree char *name = g_strdup_printf ("h%d", i);
    static const double scales[] = {1.3, 1.18, 1.08, 1.0, 1.0, 1.0};
    gtk_text_buffer_create_tag (buffer,
                                name,
                                "weight",
                                PANGO_WEIGHT_BOLD,
                                "scale",
                                scales[i - 1],
                                "pixels-above-lines",
                                14,
                                NULL);
  }
}

/* ---- writing */

static void
append (Reader *reader, const char *text, gssize length, const char *tag)
{
  GtkTextIter start;
  GtkTextIter end;
  int from;

  gtk_text_buffer_get_end_iter (reader->buffer, &end);
  from = gtk_text_iter_get_offset (&end);
  gtk_text_buffer_insert (reader->buffer, &end, text, (int) length);
  gtk_text_buffer_get_iter_at_offset (reader->buffer, &start, from);
  for (guint i = 0; i < reader->tags->len; i++) {
    const char *name = g_ptr_array_index (reader->tags, i);
    if (*name != '\0')
      gtk_text_buffer_apply_tag_by_name (reader->buffer, name, &start, &end);
  }
  if (reader->block != NULL)
    gtk_text_buffer_apply_tag_by_name (reader->buffer, reader->block, &start, &end);
  if (tag != NULL)
    gtk_text_buffer_apply_tag_by_name (reader->buffer, tag, &start, &end);
}

static gboolean
at_line_start (Reader *reader)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (reader->buffer, &end);
  return gtk_text_iter_starts_line (&end);
}

static void
end_line (Reader *reader)
{
  if (!at_line_start (reader))
    append (reader, "\n", 1, NULL);
}

/* How far a block is set in; an item's first line hangs out by its mark. */
static const char *
margin_tag (Reader *reader, gboolean hanging)
{
  guint depth = MIN (reader->levels->len, MAX_DEPTH);
  g_autofree char *name = g_strdup_printf ("%s-%u", hanging ? "item" : "in", depth);
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (reader->buffer);
  PangoTabArray *tabs;
  GtkTextTag *tag = gtk_text_tag_table_lookup (table, name);

  if (tag == NULL) {
    tabs = pango_tab_array_new_with_positions (1, TRUE, PANGO_TAB_LEFT, INDENT_PX);
    tag = gtk_text_buffer_create_tag (reader->buffer,
                                      name,
                                      "left-margin",
                                      MARGIN_PX + INDENT_PX * (int) (hanging ? depth - 1 : depth),
                                      "indent",
                                      hanging ? -INDENT_PX : 0,
                                      "tabs",
                                      tabs,
                                      "pixels-above-lines",
                                      hanging ? 4 : 8,
                                      NULL);
    pango_tab_array_free (tabs);
  }
  return g_intern_string (name);
}

static void
set_margin (Reader *reader, int from, gboolean hanging)
{
  GtkTextIter start;
  GtkTextIter end;

  if (reader->levels->len == 0)
    return;
  gtk_text_buffer_get_iter_at_offset (reader->buffer, &start, from);
  gtk_text_buffer_get_end_iter (reader->buffer, &end);
  gtk_text_buffer_apply_tag_by_name (reader->buffer, margin_tag (reader, hanging), &start, &end);
}

static int
line_offset (Reader *reader)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (reader->buffer, &end);
  gtk_text_iter_set_line_offset (&end, 0);
  return gtk_text_iter_get_offset (&end);
}

/* ---- blocks */

static void
begin_item (Reader *reader)
{
  Level *level = reader->levels->len > 0
                     ? &g_array_index (reader->levels, Level, reader->levels->len - 1)
                     : NULL;
  g_autofree char *mark = NULL;

  end_line (reader);
  if (level != NULL && level->type == MD_BLOCK_OL)
    mark = g_strdup_printf ("%u.\t", level->number++);
  else
    mark = g_strdup ("•\t");
  append (reader, mark, -1, NULL);
  set_margin (reader, line_offset (reader), TRUE);
  reader->item_begun = TRUE;
}

static void
begin_level (Reader *reader, MD_BLOCKTYPE type, guint number)
{
  Level level = {type, number};

  end_line (reader);
  g_array_append_val (reader->levels, level);
}

static void
begin_paragraph (Reader *reader)
{
  if (!reader->item_begun) /* the first one goes on behind the item's mark */
    end_line (reader);
}

static void
end_paragraph (Reader *reader)
{
  GtkTextIter end;
  int from;

  gtk_text_buffer_get_end_iter (reader->buffer, &end);
  if (gtk_text_iter_starts_line (&end))
    return;
  from = line_offset (reader);
  append (reader, "\n", 1, NULL);
  if (!reader->item_begun)
    set_margin (reader, from, FALSE);
  reader->item_begun = FALSE;
}

static gboolean
is_quoted (Reader *reader)
{
  for (guint i = 0; i < reader->levels->len; i++)
    if (g_array_index (reader->levels, Level, i).type == MD_BLOCK_QUOTE)
      return TRUE;
  return FALSE;
}

static void
begin_heading (Reader *reader, guint level)
{
  static const char *const names[] = {"h1", "h2", "h3", "h4", "h5", "h6"};

  end_line (reader);
  reader->block = names[CLAMP (level, 1, 6) - 1];
}

static gboolean
too_much (Reader *reader)
{
  return ++reader->n_events > MAX_EVENTS;
}

static int
enter_block (MD_BLOCKTYPE type, void *detail, void *data)
{
  Reader *reader = data;

  switch (type) {
  case MD_BLOCK_QUOTE:
    begin_level (reader, type, 0);
    break;
  case MD_BLOCK_UL:
    begin_level (reader, type, 0);
    break;
  case MD_BLOCK_OL:
    begin_level (reader, type, ((MD_BLOCK_OL_DETAIL *) detail)->start);
    break;
  case MD_BLOCK_LI:
    begin_item (reader);
    break;
  case MD_BLOCK_H:
    begin_heading (reader, ((MD_BLOCK_H_DETAIL *) detail)->level);
    break;
  case MD_BLOCK_P:
    begin_paragraph (reader);
    break;
  case MD_BLOCK_CODE:
    end_line (reader);
    reader->block = "code-block";
    break;
  case MD_BLOCK_TABLE:
    end_line (reader);
    reader->table = bh_markdown_table_new ();
    break;
  case MD_BLOCK_TR:
    bh_markdown_table_begin_row (reader->table);
    break;
  case MD_BLOCK_TH:
  case MD_BLOCK_TD:
    bh_markdown_table_begin_cell (reader->table);
    break;
  case MD_BLOCK_HR:
    end_line (reader);
    append (reader, "⁂\n", -1, NULL);
    break;
  default:
    break;
  }
  return too_much (reader);
}

static void
end_level (Reader *reader)
{
  end_line (reader);
  if (reader->levels->len > 0)
    g_array_set_size (reader->levels, reader->levels->len - 1);
  reader->item_begun = FALSE;
}

static void
end_table (Reader *reader)
{
  g_autofree char *text = bh_markdown_table_to_text (reader->table);
  int from = line_offset (reader);

  g_clear_pointer (&reader->table, bh_markdown_table_free);
  append (reader, text, -1, "table");
  set_margin (reader, from, FALSE);
}

static int
leave_block (MD_BLOCKTYPE type, void *detail, void *data)
{
  Reader *reader = data;

  switch (type) {
  case MD_BLOCK_QUOTE:
  case MD_BLOCK_UL:
  case MD_BLOCK_OL:
    end_level (reader);
    break;
  case MD_BLOCK_LI:
  case MD_BLOCK_P:
    end_paragraph (reader);
    reader->item_begun = FALSE;
    break;
  case MD_BLOCK_H:
  case MD_BLOCK_CODE:
    end_line (reader);
    reader->block = NULL;
    break;
  case MD_BLOCK_TABLE:
    end_table (reader);
    break;
  default:
    break;
  }
  return too_much (reader);
}

/* ---- spans */

static const char *
span_tag (MD_SPANTYPE type)
{
  switch (type) {
  case MD_SPAN_EM:
    return "em";
  case MD_SPAN_STRONG:
    return "strong";
  case MD_SPAN_CODE:
    return "code";
  case MD_SPAN_DEL:
    return "del";
  case MD_SPAN_A:
    return "link";
  default:
    return "";
  }
}

static char *
address_of (const MD_ATTRIBUTE *attribute)
{
  return g_strndup (attribute->text != NULL ? attribute->text : "", attribute->size);
}

static int
end_offset (Reader *reader)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (reader->buffer, &end);
  return gtk_text_iter_get_offset (&end);
}

static void
begin_picture (Reader *reader, const MD_SPAN_IMG_DETAIL *detail)
{
  g_autofree char *address = address_of (&detail->src);
  g_autofree char *scheme = g_uri_parse_scheme (address);

  if (reader->picture != NULL)
    return;
  reader->picture = g_string_new (NULL);
  reader->picture_name = g_strdup (address);
  reader->picture_is_away = scheme != NULL || g_str_has_prefix (address, "//");
}

static int
enter_span (MD_SPANTYPE type, void *detail, void *data)
{
  Reader *reader = data;

  if (type == MD_SPAN_IMG) {
    begin_picture (reader, detail);
  } else if (type == MD_SPAN_A && reader->address == NULL) {
    reader->address = address_of (&((MD_SPAN_A_DETAIL *) detail)->href);
    reader->link_start = end_offset (reader);
  }
  g_ptr_array_add (reader->tags, (gpointer) span_tag (type));
  return too_much (reader);
}

static void
link_free (gpointer data)
{
  BhMarkdownLink *link = data;

  g_free (link->address);
  g_free (link->words);
  g_free (link);
}

static void
end_link (Reader *reader)
{
  BhMarkdownLink *link;
  int end = end_offset (reader);

  if (reader->table != NULL || end == reader->link_start) {
    g_clear_pointer (&reader->address, g_free);
    return;
  }
  link = g_new0 (BhMarkdownLink, 1);
  link->start = reader->link_start;
  link->end = end;
  link->address = g_steal_pointer (&reader->address);
  g_ptr_array_add (reader->links, link);
}

static void
put (Reader *reader, const char *text, gssize length, const char *tag)
{
  if (reader->picture != NULL)
    g_string_append_len (reader->picture, text, length);
  else if (reader->table != NULL)
    bh_markdown_table_add (reader->table, text, length);
  else
    append (reader, text, length, tag);
}

char *
bh_markdown_picture_words (const char *words)
{
  return g_strdup_printf (_ ("[Picture: %s]"), words);
}

/* A place in the text, for whoever paints it. The tags of the text around it are its own, too: its
 * line is set in as they are. */
static void
put_place (Reader *reader, const char *name, const char *words)
{
  BhMarkdownLink *link = g_new0 (BhMarkdownLink, 1);
  GtkTextIter end;

  link->start = end_offset (reader);
  link->end = link->start + 1;
  link->address = g_strdup (name);
  link->words = g_strdup (words);
  gtk_text_buffer_get_end_iter (reader->buffer, &end);
  link->anchor = gtk_text_buffer_create_child_anchor (reader->buffer, &end);
  g_ptr_array_add (reader->links, link);
}

/* Its place, or its words in its place and why it is not there. */
static void
end_picture (Reader *reader)
{
  g_autofree char *name = g_steal_pointer (&reader->picture_name);
  GString *words = g_steal_pointer (&reader->picture);
  g_autofree char *text = NULL;

  if (words == NULL)
    return;
  if (words->len == 0)
    g_string_append (words, _ ("without words"));
  if (!reader->picture_is_away && reader->table == NULL &&
      bh_pictures_find (reader->pictures, name) != NULL)
    put_place (reader, name, words->str);
  else if (reader->picture_is_away)
    text = g_strdup_printf (_ ("[Picture from elsewhere, not loaded: %s]"), words->str);
  else
    text = bh_markdown_picture_words (words->str);
  g_string_free (words, TRUE);
  if (text != NULL)
    put (reader, text, (gssize) strlen (text), "picture");
}

static int
leave_span (MD_SPANTYPE type, void *detail, void *data)
{
  Reader *reader = data;

  if (reader->tags->len > 0)
    g_ptr_array_set_size (reader->tags, (int) reader->tags->len - 1);
  if (type == MD_SPAN_IMG)
    end_picture (reader);
  else if (type == MD_SPAN_A && reader->address != NULL)
    end_link (reader);
  return too_much (reader);
}

/* ---- text */

/* "&amp;", "&#8364;" or "&#x20ac;"; what is not known stays as it is written. */
static void
put_entity (Reader *reader, const char *text, gsize length)
{
  static const struct {
    const char *entity;
    const char *text;
  } entities[] = {{"&amp;", "&"},
                  {"&lt;", "<"},
                  {"&gt;", ">"},
                  {"&quot;", "\""},
                  {"&apos;", "'"},
                  {"&nbsp;", "\xc2\xa0"},
                  {"&copy;", "©"},
                  {"&euro;", "€"}};
  g_autofree char *entity = g_strndup (text, length);
  gboolean hex = g_ascii_strncasecmp (entity, "&#x", 3) == 0;
  guint64 code = 0;
  char utf8[8] = "";

  if (g_str_has_prefix (entity, "&#"))
    code = g_ascii_strtoull (entity + (hex ? 3 : 2), NULL, hex ? 16 : 10);
  if (code > 0 && g_unichar_validate ((gunichar) MIN (code, G_MAXUINT32))) {
    put (reader, utf8, g_unichar_to_utf8 ((gunichar) code, utf8), NULL);
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
    if (g_str_equal (entities[i].entity, entity)) {
      put (reader, entities[i].text, (gssize) strlen (entities[i].text), NULL);
      return;
    }
  put (reader, text, (gssize) length, NULL);
}

static int
take_text (MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
  Reader *reader = data;

  switch (type) {
  case MD_TEXT_BR:
    put (reader, "\n", 1, NULL);
    break;
  case MD_TEXT_SOFTBR:
    put (reader, " ", 1, NULL);
    break;
  case MD_TEXT_NULLCHAR:
    put (reader, "\xef\xbf\xbd", 3, NULL);
    break;
  case MD_TEXT_ENTITY:
    put_entity (reader, text, size);
    break;
  default:
    put (reader, text, (gssize) size, is_quoted (reader) ? "quote" : NULL);
  }
  return too_much (reader);
}

static void
strip_end (GtkTextBuffer *buffer)
{
  GtkTextIter end;
  GtkTextIter last;

  gtk_text_buffer_get_end_iter (buffer, &end);
  last = end;
  while (gtk_text_iter_backward_char (&last) && gtk_text_iter_get_char (&last) == '\n')
    end = last;
  gtk_text_buffer_get_end_iter (buffer, &last);
  gtk_text_buffer_delete (buffer, &end, &last);
}

/* ---- all of it */

static void
read_all (GtkTextBuffer *buffer, const char *text, GListModel *pictures, GPtrArray *links)
{
  const MD_PARSER parser = {
      .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS |
               MD_FLAG_NOHTMLBLOCKS | MD_FLAG_NOHTMLSPANS,
      .enter_block = enter_block,
      .leave_block = leave_block,
      .enter_span = enter_span,
      .leave_span = leave_span,
      .text = take_text,
  };
  Reader reader = {.buffer = buffer,
                   .pictures = pictures,
                   .links = links,
                   .levels = g_array_new (FALSE, FALSE, sizeof (Level)),
                   .tags = g_ptr_array_new ()};

  if (md_parse (text, (MD_SIZE) strlen (text), &parser, &reader) != 0) {
    g_ptr_array_set_size (links, 0);
    gtk_text_buffer_set_text (buffer, text, -1);
  } else {
    strip_end (buffer);
  }
  g_free (reader.address);
  g_free (reader.picture_name);
  if (reader.picture != NULL)
    g_string_free (reader.picture, TRUE);
  g_clear_pointer (&reader.table, bh_markdown_table_free);
  g_array_unref (reader.levels);
  g_ptr_array_unref (reader.tags);
}

GPtrArray *
bh_markdown_fill (GtkTextBuffer *buffer, const char *markdown, GListModel *pictures)
{
  g_autofree char *text = g_utf8_make_valid (markdown != NULL ? markdown : "", -1);
  GPtrArray *links = g_ptr_array_new_with_free_func (link_free);

  make_tags (buffer);
  gtk_text_buffer_set_text (buffer, "", -1);
  if (g_utf8_strlen (text, -1) > BH_MARKDOWN_MAX) {
    char *cut = g_utf8_offset_to_pointer (text, BH_MARKDOWN_MAX);
    GtkTextIter end;
    *cut = '\0';
    read_all (buffer, text, pictures, links);
    gtk_text_buffer_get_end_iter (buffer, &end);
    gtk_text_buffer_insert (buffer, &end, "\n", 1);
    gtk_text_buffer_insert (buffer, &end, _ ("… The article is too long to be shown whole."), -1);
  } else {
    read_all (buffer, text, pictures, links);
  }
  return links;
}
