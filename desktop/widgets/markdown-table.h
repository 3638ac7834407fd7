/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A table as text, for a narrow pane. One that fits is lined up in columns of characters (a Han
 * character takes two); of a wider one each row is told cell by cell with the head of its column.
 */
typedef struct BhMarkdownTable BhMarkdownTable;

/* What is wider is told, in columns of a fixed font. */
#define BH_MARKDOWN_TABLE_WIDTH 40

BhMarkdownTable *bh_markdown_table_new (void);
void bh_markdown_table_free (BhMarkdownTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhMarkdownTable, bh_markdown_table_free)

/* The first row holds the heads. */
void bh_markdown_table_begin_row (BhMarkdownTable *self);
void bh_markdown_table_begin_cell (BhMarkdownTable *self);
void bh_markdown_table_add (BhMarkdownTable *self, const char *text, gssize length);

/* Lines, each with its end. (transfer full) */
char *bh_markdown_table_to_text (BhMarkdownTable *self);

G_END_DECLS
