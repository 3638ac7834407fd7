/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/markdown-table.h"

#include <string.h>

#define GAP 2

struct BhMarkdownTable {
  GPtrArray *rows; /* of GPtrArray of GString */
};

static void
cell_free (gpointer cell)
{
  g_string_free (cell, TRUE);
}

static void
row_free (gpointer row)
{
  g_ptr_array_unref (row);
}

BhMarkdownTable *
bh_markdown_table_new (void)
{
  BhMarkdownTable *self = g_new0 (BhMarkdownTable, 1);

  self->rows = g_ptr_array_new_with_free_func (row_free);
  return self;
}

void
bh_markdown_table_free (BhMarkdownTable *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static GPtrArray *
last_row (BhMarkdownTable *self)
{
  return self->rows->len > 0 ? g_ptr_array_index (self->rows, self->rows->len - 1) : NULL;
}

void
bh_markdown_table_begin_row (BhMarkdownTable *self)
{
  g_ptr_array_add (self->rows, g_ptr_array_new_with_free_func (cell_free));
}

void
bh_markdown_table_begin_cell (BhMarkdownTable *self)
{
  GPtrArray *row = last_row (self);

  if (row != NULL)
    g_ptr_array_add (row, g_string_new (NULL));
}

void
bh_markdown_table_add (BhMarkdownTable *self, const char *text, gssize length)
{
  GPtrArray *row = last_row (self);

  if (row != NULL && row->len > 0)
    g_string_append_len (g_ptr_array_index (row, row->len - 1), text, length);
}

static const char *
cell_at (GPtrArray *row, guint column)
{
  return column < row->len ? ((GString *) g_ptr_array_index (row, column))->str : "";
}

static guint
width_of (const char *text)
{
  guint width = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c)) {
    gunichar character = g_utf8_get_char (c);
    width += g_unichar_iszerowidth (character) ? 0 : g_unichar_iswide (character) ? 2 : 1;
  }
  return width;
}

/* How wide each column is, and all of them together. */
static guint *
measure (BhMarkdownTable *self, guint n_columns, guint *total)
{
  guint *widths = g_new0 (guint, n_columns + 1);

  for (guint r = 0; r < self->rows->len; r++)
    for (guint c = 0; c < n_columns; c++)
      widths[c] = MAX (widths[c], width_of (cell_at (g_ptr_array_index (self->rows, r), c)));
  *total = 0;
  for (guint c = 0; c < n_columns; c++)
    *total += widths[c] + (c > 0 ? GAP : 0);
  return widths;
}

static void
add_times (GString *text, const char *what, guint times)
{
  for (guint i = 0; i < times; i++)
    g_string_append (text, what);
}

static void
line_up (BhMarkdownTable *self, guint n_columns, const guint *widths, guint total, GString *text)
{
  for (guint r = 0; r < self->rows->len; r++) {
    GPtrArray *row = g_ptr_array_index (self->rows, r);
    for (guint c = 0; c < n_columns; c++) {
      const char *cell = cell_at (row, c);
      g_string_append (text, cell);
      if (c + 1 < n_columns)
        add_times (text, " ", widths[c] - width_of (cell) + GAP);
    }
    g_string_append_c (text, '\n');
    if (r == 0) {
      add_times (text, "─", total);
      g_string_append_c (text, '\n');
    }
  }
}

static void
tell (BhMarkdownTable *self, guint n_columns, GString *text)
{
  GPtrArray *heads = g_ptr_array_index (self->rows, 0);

  for (guint r = 1; r < self->rows->len; r++) {
    GPtrArray *row = g_ptr_array_index (self->rows, r);
    for (guint c = 0; c < n_columns; c++) {
      const char *head = cell_at (heads, c);
      if (*cell_at (row, c) == '\0')
        continue;
      g_string_append_printf (text,
                              "%s%s%s%s\n",
                              c == 0 ? "▪ " : "  ",
                              head,
                              *head != '\0' ? ": " : "",
                              cell_at (row, c));
    }
  }
}

char *
bh_markdown_table_to_text (BhMarkdownTable *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_columns = self->rows->len > 0 ? ((GPtrArray *) g_ptr_array_index (self->rows, 0))->len
                                        : 0;
  guint total;
  g_autofree guint *widths = measure (self, n_columns, &total);

  if (n_columns > 0 && (total <= BH_MARKDOWN_TABLE_WIDTH || self->rows->len < 2))
    line_up (self, n_columns, widths, total, text);
  else if (n_columns > 0)
    tell (self, n_columns, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
