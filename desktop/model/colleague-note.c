/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/colleague-note.h"

#include "desktop/client/json-get.h"

enum {
  PROP_AUTHOR = 1,
  PROP_NAME,
  PROP_BODY,
  PROP_SAVED_AT,
};

static const BhItemField fields[] = {
    {"author", bh_item_string},
    {"name", bh_item_string},
    {"body", bh_item_string},
    {"saved-at", bh_item_int},
};

struct _BhColleagueNote {
  BhItem parent;

  gint64 revision;
};

G_DEFINE_FINAL_TYPE (BhColleagueNote, bh_colleague_note, BH_TYPE_ITEM)

static void
bh_colleague_note_class_init (BhColleagueNoteClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_colleague_note_init (BhColleagueNote *self)
{
}

void
bh_colleague_note_update (BhColleagueNote *self,
                          const char *author,
                          const char *name,
                          JsonObject *data)
{
  gint64 revision = bh_json_int (data, "revision", 0);

  if (revision < self->revision)
    return;
  self->revision = revision;
  g_object_freeze_notify (G_OBJECT (self));
  bh_item_set_string (self, PROP_AUTHOR, author);
  bh_item_set_string (self, PROP_NAME, name);
  bh_item_set_string (self, PROP_BODY, bh_json_string (data, "body"));
  bh_item_set_int (self, PROP_SAVED_AT, bh_json_time (data, "saved_at"));
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
bh_colleague_note_get_author (BhColleagueNote *self)
{
  return bh_item_get_string (self, PROP_AUTHOR);
}

const char *
bh_colleague_note_get_name (BhColleagueNote *self)
{
  return bh_item_get_string (self, PROP_NAME);
}

const char *
bh_colleague_note_get_body (BhColleagueNote *self)
{
  return bh_item_get_string (self, PROP_BODY);
}

gint64
bh_colleague_note_get_saved_at (BhColleagueNote *self)
{
  return bh_item_get_int (self, PROP_SAVED_AT);
}
