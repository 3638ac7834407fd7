/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-refusals.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/error-text.h"
#include "desktop/model/note-journal.h"

struct BhDeskRefusals {
  BhDesk *desk;
  BhNoteJournal *journal; /* NULL: could not be opened */
  char *user;
  BhKeyedList *list;
};

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  gint64 first, second;

  g_object_get ((gpointer) a, "at", &first, NULL);
  g_object_get ((gpointer) b, "at", &second, NULL);
  return (first > second) - (first < second);
}

BhDeskRefusals *
bh_desk_refusals_new (BhDesk *desk)
{
  BhDeskRefusals *self = g_new0 (BhDeskRefusals, 1);

  self->desk = desk;
  self->list =
      bh_keyed_list_new (BH_TYPE_REFUSAL, (BhKeyFunc) (GCallback) bh_refusal_get_id, compare);
  return self;
}

void
bh_desk_refusals_close (BhDeskRefusals *self)
{
  bh_keyed_list_clear (self->list);
  g_clear_object (&self->journal);
  g_clear_pointer (&self->user, g_free);
}

void
bh_desk_refusals_release (BhDeskRefusals *self)
{
  if (self->journal != NULL)
    bh_desk_refusals_close (self);
}

void
bh_desk_refusals_free (BhDeskRefusals *self)
{
  bh_desk_refusals_close (self);
  bh_keyed_list_free (self->list);
  g_free (self);
}

/* ---- what is kept */

static void
keep (BhDeskRefusals *self, const char *id, JsonObject *about)
{
  const BhNoteStamp stamp = {.at = bh_clock_now (self->desk->clock)};
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  json_node_set_object (node, about);
  text = json_to_string (node, FALSE);
  if (self->journal != NULL && !bh_note_journal_put (self->journal, id, &stamp, text, &error))
    g_info ("%s", error->message);
}

static void
forget (BhDeskRefusals *self, const char *id)
{
  if (self->journal != NULL)
    bh_note_journal_done (self->journal, id);
  bh_keyed_list_remove (self->list, id);
}

static void
show (BhDeskRefusals *self, const char *id, JsonObject *about, gint64 at)
{
  g_autoptr (BhRefusal) refusal = bh_refusal_new (id, about, at);

  if (refusal == NULL) {
    forget (self, id);
    return;
  }
  bh_keyed_list_remove (self->list, id);
  bh_keyed_list_put (self->list, refusal);
  while (bh_keyed_list_get_n (self->list) > BH_REFUSALS_MAX) {
    g_autofree char *oldest = g_strdup (bh_refusal_get_id (bh_keyed_list_get (self->list, 0)));
    forget (self, oldest);
  }
}

static void
restore (BhDeskRefusals *self, const char *id)
{
  BhNoteStamp stamp = {0, 0, 0};
  const char *text = bh_note_journal_get (self->journal, id, &stamp);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonObject *about = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                    : NULL;

  if (about == NULL) {
    bh_note_journal_done (self->journal, id);
    return;
  }
  if (bh_json_string (about, "reason") == NULL)
    json_object_set_string_member (
        about,
        "reason",
        _ ("Bellhop ended before the server answered, so it may be missing there."));
  show (self, id, about, stamp.at);
}

/* What came while there was no file. */
static void
keep_unkept (BhDeskRefusals *self)
{
  for (guint i = 0; i < bh_keyed_list_get_n (self->list); i++) {
    BhRefusal *refusal = bh_keyed_list_get (self->list, i);
    keep (self, bh_refusal_get_id (refusal), bh_refusal_get_kept (refusal));
  }
}

/* In a folder of its own: the file is named after the user, as the notes' is. */
void
bh_desk_refusals_open (BhDeskRefusals *self, const char *dir, const char *user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *own =
      dir != NULL ? g_build_filename (dir, "refused", NULL)
                  : g_build_filename (g_get_user_state_dir (), "bellhop", "refused", NULL);

  if (g_strcmp0 (self->user, user) == 0 && self->journal != NULL)
    return;
  if (self->user != NULL && !g_str_equal (self->user, user))
    bh_desk_refusals_close (self);
  g_free (self->user);
  self->user = g_strdup (user);
  self->journal = bh_note_journal_open (own, user, &error);
  if (self->journal == NULL) {
    g_info ("%s", error->message);
    return;
  }
  bh_desk_tell_damaged (self->desk, self->journal);
  keep_unkept (self);
  ids = bh_note_journal_list (self->journal);
  for (guint i = 0; i < ids->len; i++)
    restore (self, ids->pdata[i]);
}

/* ---- what comes and goes */

static void
set (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

JsonObject *
bh_desk_refusals_about (BhContactItem *contact,
                        const char *kind,
                        const char *subject,
                        const char *text,
                        const char *op,
                        JsonObject *args)
{
  JsonObject *about = json_object_new ();
  g_autofree char *title = NULL;

  g_object_get (contact, "title", &title, NULL);
  set (about, "kind", kind);
  set (about, "contact", bh_contact_item_get_id (contact));
  set (about, "title", title != NULL ? title : "");
  set (about, "subject", subject);
  set (about, "text", text != NULL ? text : "");
  set (about, "op", op);
  if (args != NULL)
    json_object_set_object_member (about, "args", json_object_ref (args));
  return about;
}

void
bh_desk_refusals_begin (BhDeskRefusals *self, const char *id, JsonObject *about)
{
  keep (self, id, about);
}

void
bh_desk_refusals_put (BhDeskRefusals *self, const char *id, JsonObject *about, const GError *error)
{
  g_autoptr (GError) said = bh_error_translate (error, self->desk->language);
  g_autoptr (GError) disk = NULL;

  json_object_set_string_member (about, "reason", said->message);
  keep (self, id, about);
  /* nothing sends it to the server's disk: this one is all there is */
  if (self->journal != NULL && !bh_note_journal_sync (self->journal, &disk))
    g_info ("%s", disk->message);
  show (self, id, about, bh_clock_now (self->desk->clock));
  bh_desk_refusals_mark (self, bh_json_string (about, "contact"));
}

static void
settle (BhDeskRefusals *self, const char *id)
{
  BhRefusal *refusal = bh_keyed_list_find (self->list, id);
  g_autofree char *contact = refusal != NULL ? g_strdup (bh_refusal_get_contact (refusal)) : NULL;

  forget (self, id);
  if (contact != NULL)
    bh_desk_refusals_mark (self, contact);
}

void
bh_desk_refusals_settle (BhDeskRefusals *self, const char *id)
{
  settle (self, id);
}

void
bh_desk_refusals_mark (BhDeskRefusals *self, const char *contact)
{
  BhContactItem *item = contact != NULL ? bh_desk_find_contact (self->desk, contact) : NULL;
  const char *trouble = NULL;

  if (item == NULL)
    return;
  for (guint i = 0; i < bh_keyed_list_get_n (self->list) && trouble == NULL; i++) {
    BhRefusal *refusal = bh_keyed_list_get (self->list, i);
    if (g_strcmp0 (bh_refusal_get_contact (refusal), contact) == 0)
      trouble = bh_refusal_get_sentence (refusal);
  }
  if (trouble == NULL && bh_desk_notes_is_refused (self->desk->notes, contact))
    trouble = bh_contact_item_get_note_message (item);
  bh_contact_item_set_trouble (item, trouble);
}

/* ---- a person's */

GListModel *
bh_desk_get_refusals (BhDesk *desk)
{
  g_return_val_if_fail (BH_IS_DESK (desk), NULL);

  return bh_keyed_list_get_model (desk->refusals->list);
}

BhRefusal *
bh_desk_find_refusal (BhDesk *desk, const char *id)
{
  g_return_val_if_fail (BH_IS_DESK (desk) && id != NULL, NULL);

  return bh_keyed_list_find (desk->refusals->list, id);
}

void
bh_desk_dismiss_refusal (BhDesk *desk, const char *id)
{
  g_return_if_fail (BH_IS_DESK (desk) && id != NULL);

  settle (desk->refusals, id);
}

/* The one journal has it before the other one forgets it. */
void
bh_desk_retry_refusal (BhDesk *desk, const char *id)
{
  BhRefusal *refusal = bh_desk_find_refusal (desk, id);
  g_autoptr (BhRefusal) keep_it = refusal != NULL ? g_object_ref (refusal) : NULL;

  if (refusal == NULL)
    return;
  if (g_strcmp0 (bh_refusal_get_kind (refusal), "note") == 0)
    bh_desk_notes_write_again (desk->notes,
                               bh_refusal_get_contact (refusal),
                               bh_refusal_get_text (refusal));
  else if (bh_refusal_get_op (refusal) != NULL && bh_refusal_get_args (refusal) != NULL)
    bh_desk_scripts_send_again (desk->scripts, id, bh_refusal_get_kept (refusal));
  settle (desk->refusals, id);
}
