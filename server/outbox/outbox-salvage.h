/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Reads rows out of a broken SQLite file without SQLite: at every offset of the file and of its WAL
 * it tries whether a row of a table begins there, as https://sqlite.org/fileformat2.html describes
 * one. What it finds may be no row at all, or one that was deleted long ago: the caller's checksum
 * and numbers decide. One flipped bit in a b-tree costs SQLite the rest of the tree, and one in the
 * WAL all that follows; here it costs the row that it hit. */

#define BH_SALVAGE_COLUMNS 6

typedef enum {
  BH_SALVAGE_NULL,
  BH_SALVAGE_INTEGER,
  BH_SALVAGE_TEXT,
  BH_SALVAGE_BLOB
} BhSalvageType;

typedef struct {
  gint64 rowid;
  guint n_columns;
  struct {
    BhSalvageType type;
    gint64 integer;
    const char *data; /* of text and blob; text is not 0-terminated */
    gsize size;
  } columns[BH_SALVAGE_COLUMNS];
} BhSalvageRow;

typedef void (*BhSalvageFunc) (const BhSalvageRow *row, gpointer user_data);

/* Every row of up to 6 columns, in no order, some more than once. @row lives for the duration of
 * the call. */
void bh_outbox_salvage (const char *path, BhSalvageFunc func, gpointer user_data);

/* Does the WAL beside @path hold frames of its present round that its chain of checksums does not
 * reach? Then SQLite would drop them without a word. */
gboolean bh_outbox_wal_is_broken (const char *path);
