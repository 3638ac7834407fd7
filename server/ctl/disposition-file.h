/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ctl/table.h"

/* A file with a tree of results, CSV or JSON, read and held against what can be seen without a
 * database; every fault is said on standard error, with its place. */

typedef struct {
  BhCtlTable table; /* its faults are those of a JSON file, too */
  GString *rows;    /* JSON: an array of rows, as bh_dispositions_import_blocking takes them */
  GPtrArray *codes; /* in their order */
  GPtrArray *places;
} BhDispositionFile;

void bh_disposition_file_init (BhDispositionFile *self, const char *file);
void bh_disposition_file_clear (BhDispositionFile *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BhDispositionFile, bh_disposition_file_clear)

/* FALSE after faults. A name that ends in ".json" is JSON, "-" and all others are CSV. */
gboolean bh_disposition_file_read (BhDispositionFile *self);
/* A fault that the database found. @code: or NULL. */
void bh_disposition_file_fault (BhDispositionFile *self, const char *code, const char *message);
