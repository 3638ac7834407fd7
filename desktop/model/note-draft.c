/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/note-draft.h"

#include "desktop/client/client-error.h"
#include "desktop/model/note-merge.h"

BhNoteDraft *
bh_note_draft_new (const char *id)
{
  BhNoteDraft *self = g_new0 (BhNoteDraft, 1);

  self->id = g_strdup (id);
  self->text = g_strdup ("");
  return self;
}

void
bh_note_draft_free (BhNoteDraft *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->contact);
  g_clear_error (&self->error);
  g_clear_error (&self->disk_error);
  g_free (self->id);
  g_free (self->text);
  g_free (self->base_body);
  g_free (self->in_flight);
  g_free (self);
}

static void
set_text (char **field, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*field);
  *field = copy;
}

void
bh_note_draft_type (BhNoteDraft *self, const char *text, gint64 now_us)
{
  set_text (&self->text, text);
  /* A clock alone could go back, a count alone begins anew after a restart. */
  self->edit = MAX (self->edit + 1, now_us);
  self->typed_at = now_us;
  self->dirty = TRUE;
  self->refused = FALSE;
  self->left = FALSE;
}

const char *
bh_note_draft_send (BhNoteDraft *self)
{
  set_text (&self->in_flight, self->text);
  g_clear_error (&self->error);
  return self->in_flight;
}

static void
settle (BhNoteDraft *self)
{
  self->dirty = g_strcmp0 (self->text, self->base_body) != 0;
  if (!self->dirty)
    g_clear_error (&self->error);
}

gboolean
bh_note_draft_saved (BhNoteDraft *self, gint64 revision)
{
  if (revision >= self->base) {
    set_text (&self->base_body, self->in_flight);
    self->base = revision;
  }
  g_clear_pointer (&self->in_flight, g_free);
  g_clear_error (&self->error);
  settle (self);
  return !self->dirty;
}

void
bh_note_draft_failed (BhNoteDraft *self, const GError *error)
{
  gboolean later = bh_client_error_is_retryable (error) ||
                   g_error_matches (error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_STALE);

  g_clear_pointer (&self->in_flight, g_free);
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  self->refused = !later;
}

gboolean
bh_note_draft_theirs (BhNoteDraft *self, const char *body, gint64 revision)
{
  g_autofree char *merged = NULL;
  gboolean changes;

  if (revision < self->base || (revision == self->base && self->base_body != NULL))
    return FALSE;
  if (!self->dirty)
    merged = g_strdup (body);
  else if (g_strcmp0 (self->in_flight, body) == 0)
    merged = g_strdup (self->text); /* our own words come back: what was typed since stays */
  else
    merged = bh_note_merge (self->base_body, self->text, body);
  changes = !g_str_equal (merged, self->text);
  set_text (&self->text, merged);
  set_text (&self->base_body, body);
  self->base = revision;
  settle (self);
  return changes;
}

gboolean
bh_note_draft_ours (BhNoteDraft *self, const char *body, gint64 revision, gint64 edit)
{
  gboolean changes = !self->dirty && !g_str_equal (body, self->text);

  if (edit > self->edit || (self->dirty && edit == self->edit && !g_str_equal (body, self->text)))
    self->edit = edit + 1;
  if (revision < self->base)
    return FALSE;
  if (changes)
    set_text (&self->text, body);
  set_text (&self->base_body, body);
  self->base = revision;
  settle (self);
  return changes;
}
