/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/unsaved.h"

#include <json-glib/json-glib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/note-journal.h"

struct BhUnsaved {
  BhNoteJournal *journal; /* NULL: could not be opened */
  char *user;
  GHashTable *held; /* keys that a window has */
};

BhUnsaved *
bh_unsaved_new (void)
{
  BhUnsaved *self = g_new0 (BhUnsaved, 1);

  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
bh_unsaved_close (BhUnsaved *self)
{
  g_clear_object (&self->journal);
  g_clear_pointer (&self->user, g_free);
}

void
bh_unsaved_free (BhUnsaved *self)
{
  bh_unsaved_close (self);
  g_hash_table_unref (self->held);
  g_free (self);
}

/* In a folder of its own: the file is named after the user, as the notes' is. */
void
bh_unsaved_open (BhUnsaved *self, BhDesk *desk, const char *dir, const char *user)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *own =
      dir != NULL ? g_build_filename (dir, "editors", NULL)
                  : g_build_filename (g_get_user_state_dir (), "bellhop", "editors", NULL);

  if (g_strcmp0 (self->user, user) == 0 && self->journal != NULL)
    return;
  bh_unsaved_close (self);
  self->user = g_strdup (user);
  self->journal = bh_note_journal_open (own, user, &error);
  if (self->journal == NULL)
    g_info ("%s", error->message);
  else
    bh_desk_tell_damaged (desk, self->journal);
}

char *
bh_desk_unsaved_begin (BhDesk *desk, const char *kind)
{
  g_autofree char *id = g_uuid_string_random ();
  char *key = g_strconcat (kind, "/", id, NULL);

  bh_desk_unsaved_hold (desk, key);
  return key;
}

void
bh_desk_unsaved_hold (BhDesk *desk, const char *key)
{
  g_hash_table_add (desk->unsaved->held, g_strdup (key));
}

void
bh_desk_unsaved_leave (BhDesk *desk, const char *key)
{
  g_hash_table_remove (desk->unsaved->held, key);
}

char *
bh_desk_unsaved_find (BhDesk *desk, const char *kind)
{
  BhUnsaved *self = desk->unsaved;
  g_autofree char *prefix = g_strconcat (kind, "/", NULL);
  g_autoptr (GPtrArray) keys = NULL;
  const char *newest = NULL;

  if (self->journal == NULL)
    return NULL;
  keys = bh_note_journal_list (self->journal);
  for (guint i = 0; i < keys->len; i++) {
    const char *key = keys->pdata[i];
    if (g_str_has_prefix (key, prefix) && !g_hash_table_contains (self->held, key) &&
        (newest == NULL || bh_desk_unsaved_at (desk, key) > bh_desk_unsaved_at (desk, newest)))
      newest = key;
  }
  return g_strdup (newest);
}

gboolean
bh_desk_unsaved_put (BhDesk *desk, const char *key, const BhUnsavedField *fields)
{
  BhUnsaved *self = desk->unsaved;
  const BhNoteStamp stamp = {0, 0, bh_clock_now (desk->clock)};
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  for (; fields->name != NULL; fields++)
    json_object_set_string_member (object, fields->name, fields->text != NULL ? fields->text : "");
  json_node_take_object (node, object);
  text = json_to_string (node, FALSE);
  if (self->journal != NULL && bh_note_journal_put (self->journal, key, &stamp, text, &error))
    return TRUE;
  if (error != NULL)
    g_info ("%s", error->message);
  return FALSE;
}

char *
bh_desk_unsaved_dup (BhDesk *desk, const char *key, const char *name)
{
  BhUnsaved *self = desk->unsaved;
  const char *text = self->journal != NULL ? bh_note_journal_get (self->journal, key, NULL) : NULL;
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;
  const char *held = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
                         ? bh_json_string (json_node_get_object (node), name)
                         : NULL;

  return g_strdup (held != NULL ? held : "");
}

gint64
bh_desk_unsaved_at (BhDesk *desk, const char *key)
{
  BhUnsaved *self = desk->unsaved;
  BhNoteStamp stamp = {0, 0, 0};

  if (self->journal != NULL)
    bh_note_journal_get (self->journal, key, &stamp);
  return stamp.at;
}

void
bh_desk_unsaved_drop (BhDesk *desk, const char *key)
{
  if (desk->unsaved->journal != NULL)
    bh_note_journal_done (desk->unsaved->journal, key);
}
