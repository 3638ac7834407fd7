/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/record-line.h"

enum { PROP_KEY = 1, PROP_TITLE, PROP_NOTE, PROP_TAIL, PROP_TONE, PROP_ICON };

static const BhItemField fields[] = {
    {"key", bh_item_string},
    {"title", bh_item_string},
    {"note", bh_item_string},
    {"tail", bh_item_string},
    {"tone", bh_item_string},
    {"icon", bh_item_string},
};

struct _BhRecordLine {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhRecordLine, bh_record_line, BH_TYPE_ITEM)

static void
bh_record_line_class_init (BhRecordLineClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_record_line_init (BhRecordLine *self)
{
}

BhRecordLine *
bh_record_line_new (const BhRecordLineInit *init)
{
  BhRecordLine *self = g_object_new (BH_TYPE_RECORD_LINE, NULL);

  bh_item_set_string (self, PROP_KEY, init->key);
  bh_item_set_string (self, PROP_TITLE, init->title);
  bh_item_set_string (self, PROP_NOTE, init->note);
  bh_item_set_string (self, PROP_TAIL, init->tail);
  bh_item_set_string (self, PROP_TONE, init->tone);
  bh_item_set_string (self, PROP_ICON, init->icon);
  return self;
}

gboolean
bh_record_line_equal (BhRecordLine *self, BhRecordLine *other)
{
  for (guint id = PROP_KEY; id <= PROP_ICON; id++)
    if (g_strcmp0 (bh_item_get_string (self, id), bh_item_get_string (other, id)) != 0)
      return FALSE;
  return TRUE;
}

const char *
bh_record_line_get_key (BhRecordLine *self)
{
  return bh_item_get_string (self, PROP_KEY);
}

const char *
bh_record_line_get_title (BhRecordLine *self)
{
  return bh_item_get_string (self, PROP_TITLE);
}
