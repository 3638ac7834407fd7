/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* A line of a list: properties key (string; NULL: it is only read), title, note, tail (strings),
 * tone (string: "good", "error", "warning" or NULL), icon (string or NULL). */
#define BH_TYPE_RECORD_LINE (bh_record_line_get_type ())
G_DECLARE_FINAL_TYPE (BhRecordLine, bh_record_line, BH, RECORD_LINE, BhItem)

typedef struct {
  const char *key;
  const char *title;
  const char *note;
  const char *tail;
  const char *tone;
  const char *icon;
} BhRecordLineInit;
BhRecordLine *bh_record_line_new (const BhRecordLineInit *init);
/* Do they read the same? */
gboolean bh_record_line_equal (BhRecordLine *self, BhRecordLine *other);
const char *bh_record_line_get_key (BhRecordLine *self);
const char *bh_record_line_get_title (BhRecordLine *self);

G_END_DECLS
