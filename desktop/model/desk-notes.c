/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-notes.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/model/colleague.h"
#include "desktop/model/contact-item-private.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/error-text.h"
#include "desktop/model/note-draft.h"
#include "desktop/model/note-journal.h"
#include "desktop/model/note-merge.h"

typedef struct {
  char *id; /* NULL = all */
  BhNotesDone func;
  gpointer user_data;
} Waiter;

struct BhDeskNotes {
  BhDesk *desk;
  BhNoteJournal *journal; /* NULL: could not be opened */
  GError *journal_error;  /* why */
  char *dir;
  char *user;
  GHashTable *drafts; /* id -> BhNoteDraft */
  GPtrArray *waiters; /* of Waiter */
  gboolean live;
  guint timer; /* sends what waits */
  gboolean is_retry;
  GCancellable *cancellable; /* of the requests on their way: cancelled when we go */
};

/* What a reply needs to find its draft again, if it is still there. */
typedef struct {
  BhDeskNotes *notes;
  char *id;
} Handle;

static void on_due (gpointer data);
static void show (BhDeskNotes *self, BhNoteDraft *draft, gint64 saved_at_us);

static void
waiter_free (Waiter *waiter)
{
  g_free (waiter->id);
  g_free (waiter);
}

BhDeskNotes *
bh_desk_notes_new (BhDesk *desk)
{
  BhDeskNotes *self = g_new0 (BhDeskNotes, 1);

  self->desk = desk;
  self->drafts =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) bh_note_draft_free);
  self->waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);
  self->cancellable = g_cancellable_new ();
  return self;
}

static void
set_timer (BhDeskNotes *self, guint delay_ms)
{
  if (self->timer)
    bh_clock_cancel (self->desk->clock, self->timer);
  self->timer = delay_ms ? bh_clock_after (self->desk->clock, delay_ms, on_due, self) : 0;
  self->is_retry = delay_ms == BH_NOTE_RETRY_MS;
}

void
bh_desk_notes_close (BhDeskNotes *self)
{
  set_timer (self, 0);
  g_hash_table_remove_all (self->drafts);
  g_clear_object (&self->journal);
  g_clear_error (&self->journal_error);
  g_clear_pointer (&self->dir, g_free);
  g_clear_pointer (&self->user, g_free);
}

/* Its words are nowhere but here. */
static gboolean
is_unsafe (BhDeskNotes *self, const BhNoteDraft *draft)
{
  return draft->dirty && (self->journal == NULL || draft->disk_error != NULL);
}

void
bh_desk_notes_release (BhDeskNotes *self)
{
  GHashTableIter iter;
  gpointer value;

  set_timer (self, 0);
  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!is_unsafe (self, value))
      g_hash_table_iter_remove (&iter);
  g_clear_object (&self->journal);
  g_clear_error (&self->journal_error);
  g_clear_pointer (&self->dir, g_free);
  g_clear_pointer (&self->user, g_free);
}

void
bh_desk_notes_free (BhDeskNotes *self)
{
  g_cancellable_cancel (self->cancellable);
  bh_desk_notes_close (self);
  g_ptr_array_unref (self->waiters);
  g_hash_table_unref (self->drafts);
  g_object_unref (self->cancellable);
  g_free (self);
}

static BhNoteDraft *
ensure_draft (BhDeskNotes *self, const char *id)
{
  BhNoteDraft *draft = g_hash_table_lookup (self->drafts, id);

  if (draft == NULL) {
    draft = bh_note_draft_new (id);
    g_hash_table_insert (self->drafts, draft->id, draft);
  }
  return draft;
}

static gboolean
keep (BhDeskNotes *self, BhNoteDraft *draft, GError **error)
{
  const BhNoteStamp stamp = {draft->base, draft->edit, draft->typed_at};

  g_clear_error (&draft->disk_error);
  if (bh_note_journal_put (self->journal, draft->id, &stamp, draft->text, &draft->disk_error))
    return TRUE;
  g_propagate_error (error, g_error_copy (draft->disk_error));
  return FALSE;
}

/* What was typed while the file could not be read stays, with what stands in the file. */
static char *
combine (const BhNoteDraft *draft, const BhNoteStamp *stamp, const char *text)
{
  if (draft->dirty)
    return bh_note_merge (draft->base_body, draft->text, text);
  if (stamp->base < draft->base)
    return bh_note_merge (NULL, text, draft->text);
  return g_strdup (text);
}

static void
restore (BhDeskNotes *self)
{
  g_autoptr (GPtrArray) ids = bh_note_journal_list (self->journal);

  for (guint i = 0; i < ids->len; i++) {
    BhNoteDraft *draft = ensure_draft (self, g_ptr_array_index (ids, i));
    BhNoteStamp stamp = {0, 0, 0};
    const char *text = bh_note_journal_get (self->journal, draft->id, &stamp);
    g_autofree char *combined = combine (draft, &stamp, text);
    gint64 edit = g_str_equal (combined, text) ? stamp.edit : MAX (stamp.edit, draft->edit) + 1;

    bh_note_draft_type (draft, combined, stamp.at);
    draft->base = MAX (draft->base, stamp.base);
    draft->edit = MAX (edit, 1);
    if (draft->contact != NULL)
      bh_contact_item_set_note (draft->contact, draft->text);
  }
}

/* What was typed while there was no file. */
static void
keep_unkept (BhDeskNotes *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhNoteDraft *draft = value;
    const char *kept = bh_note_journal_get (self->journal, draft->id, NULL);
    if (!draft->dirty)
      continue;
    if (g_strcmp0 (kept, draft->text) != 0)
      keep (self, draft, NULL);
    else
      g_clear_error (&draft->disk_error);
    show (self, draft, 0);
  }
}

/* What another program, or the disk, kept from us is tried again. */
static gboolean
open_journal (BhDeskNotes *self)
{
  g_clear_error (&self->journal_error);
  self->journal = bh_note_journal_open (self->dir, self->user, &self->journal_error);
  if (self->journal == NULL) {
    g_info ("%s", self->journal_error->message);
    return FALSE;
  }
  bh_desk_tell_damaged (self->desk, self->journal);
  restore (self);
  keep_unkept (self);
  return TRUE;
}

void
bh_desk_notes_open (BhDeskNotes *self, const char *dir, const char *user)
{
  if (g_strcmp0 (self->user, user) == 0)
    return;
  if (self->user != NULL)
    bh_desk_notes_close (self);
  self->dir = g_strdup (dir);
  self->user = g_strdup (user);
  if (!open_journal (self))
    set_timer (self, BH_NOTE_RETRY_MS);
}

/* What the person is told under the note. */
static void
say_state (BhDeskNotes *self, BhNoteDraft *draft, gint64 saved_at_us)
{
  g_autoptr (GError) error = NULL;

  if (!draft->dirty)
    bh_contact_item_set_note_state (draft->contact,
                                    *draft->text ? BH_NOTE_SAVED : BH_NOTE_EMPTY,
                                    saved_at_us,
                                    NULL);
  else if (is_unsafe (self, draft)) {
    error = bh_error_translate (self->journal ? draft->disk_error : self->journal_error,
                                self->desk->language);
    bh_contact_item_set_note_state (draft->contact,
                                    BH_NOTE_UNSAFE,
                                    0,
                                    error ? error->message : NULL);
  } else if (draft->error && (draft->refused || !self->live)) {
    error = bh_error_translate (draft->error, self->desk->language);
    bh_contact_item_set_note_state (draft->contact, BH_NOTE_KEPT, 0, error->message);
  } else if (!self->live)
    bh_contact_item_set_note_state (draft->contact,
                                    BH_NOTE_KEPT,
                                    0,
                                    _ ("Kept on this machine until the server is back."));
  else
    bh_contact_item_set_note_state (draft->contact, BH_NOTE_SAVING, 0, NULL);
}

static void
show (BhDeskNotes *self, BhNoteDraft *draft, gint64 saved_at_us)
{
  if (draft->contact == NULL)
    return;
  say_state (self, draft, saved_at_us);
  bh_desk_refusals_mark (self->desk->refusals, draft->id);
}

static gboolean
is_unsent (BhDeskNotes *self, const char *id, const GError **error)
{
  GHashTableIter iter;
  gpointer value;
  gboolean unsent = FALSE;

  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhNoteDraft *draft = value;
    if (!draft->dirty || (id && !g_str_equal (id, draft->id)))
      continue;
    unsent = TRUE;
    if (error && draft->error)
      *error = draft->error;
  }
  return unsent;
}

/* Why a waiter need not wait longer although something is unsent; NULL: it is on its way. */
static GError *
why_unsent (BhDeskNotes *self, const GError *error)
{
  if (!self->live)
    return g_error_new_literal (BH_CLIENT_ERROR,
                                BH_CLIENT_ERROR_SERVER_AWAY,
                                "The server is away; the note is kept on this machine.");
  /* A note that was changed elsewhere is merged and sent again by itself. */
  if (error == NULL || g_error_matches (error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_STALE))
    return NULL;
  return g_error_copy (error);
}

/* Tells those who wait for the notes to be sent, once they are or cannot be. */
static void
tell_waiters (BhDeskNotes *self)
{
  for (guint i = self->waiters->len; i-- > 0;) {
    Waiter *waiter = g_ptr_array_index (self->waiters, i);
    const GError *error = NULL;
    gboolean unsent = is_unsent (self, waiter->id, &error);
    g_autoptr (GError) why = unsent ? why_unsent (self, error) : NULL;
    BhNotesDone func = waiter->func;
    gpointer user_data = waiter->user_data;

    if (unsent && why == NULL)
      continue;
    g_ptr_array_remove_index (self->waiters, i);
    func (why, user_data);
  }
}

static void
give_contact (BhNoteDraft *draft, BhContactItem *contact)
{
  g_set_object (&draft->contact, contact);
}

static void
handle_free (Handle *handle)
{
  g_free (handle->id);
  g_free (handle);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Handle, handle_free)

static void
saved (BhDeskNotes *self, BhNoteDraft *draft, JsonObject *result)
{
  gint64 saved_at = bh_json_time (result, "saved_at");

  if (bh_note_draft_saved (draft, bh_json_int (result, "revision", draft->base))) {
    if (self->journal)
      bh_note_journal_done (self->journal, draft->id);
    show (self, draft, saved_at ? saved_at : bh_clock_now (self->desk->clock));
  } else {
    set_timer (self, BH_NOTE_DELAY_MS);
    show (self, draft, 0);
  }
}

/* A person has put its contact away: the words wait with what else was not taken. */
static void
hand_over (BhDeskNotes *self, BhNoteDraft *draft)
{
  g_autofree char *id = g_strdup (draft->id);
  g_autofree char *key = g_strconcat (id, " @note", NULL);
  g_autoptr (JsonObject) about = NULL;

  if (draft->contact == NULL)
    give_contact (draft, bh_desk_ensure_contact (self->desk, id));
  about = bh_desk_refusals_about (draft->contact, "note", NULL, draft->text, NULL, NULL);
  bh_desk_refusals_put (self->desk->refusals, key, about, draft->error);
  bh_desk_notes_dismiss (self, id);
}

/* Nobody shows this contact any more, and the server does not take its note: bring it on the desk,
 * so that a person can see the words and do something about them. */
static void
bring_back (BhDeskNotes *self, BhNoteDraft *draft)
{
  if (bh_desk_find_contact (self->desk, draft->id) != NULL)
    return;
  if (draft->contact == NULL)
    give_contact (draft, bh_desk_ensure_contact (self->desk, draft->id));
  bh_contact_item_refresh_title (draft->contact);
  bh_contact_item_end (draft->contact, bh_clock_now (self->desk->clock));
  bh_contact_item_set_note (draft->contact, draft->text);
  bh_desk_list_contact (self->desk, draft->contact);
}

static void
refused (BhDeskNotes *self, BhNoteDraft *draft, const GError *error)
{
  bh_note_draft_failed (draft, error);
  if (draft->refused && draft->left) {
    hand_over (self, draft);
    return;
  }
  if (draft->refused)
    bring_back (self, draft);
  else if (self->timer == 0)
    set_timer (self, BH_NOTE_RETRY_MS);
  show (self, draft, 0);
}

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Handle) handle = data;
  BhDeskNotes *self = handle->notes;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_feed_request_finish (BH_FEED (source), result, &error);
  BhNoteDraft *draft;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* we are gone */
  draft = g_hash_table_lookup (self->drafts, handle->id);
  if (draft == NULL || draft->in_flight == NULL)
    return;
  if (reply)
    saved (self, draft, reply);
  else
    refused (self, draft, error);
  tell_waiters (self);
}

static gboolean
is_too_long (BhDeskNotes *self, BhNoteDraft *draft)
{
  g_autoptr (GError) error = NULL;

  if (g_utf8_strlen (draft->text, -1) <= BH_NOTE_MAX)
    return FALSE;
  error = g_error_new (BH_CLIENT_ERROR,
                       BH_CLIENT_ERROR_TOO_LARGE,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "The note is longer than %d letter: shorten it.",
                                    "The note is longer than %d letters: shorten it.",
                                    BH_NOTE_MAX),
                       BH_NOTE_MAX);
  refused (self, draft, error);
  return TRUE;
}

static void
set_pen (BhDeskNotes *self, const BhNoteDraft *draft, JsonObject *args)
{
  g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (draft->typed_at / G_USEC_PER_SEC);
  g_autoptr (GDateTime) at = g_date_time_add (second, draft->typed_at % G_USEC_PER_SEC);
  g_autofree char *text = g_date_time_format (at, "%Y-%m-%dT%H:%M:%S.%fZ");

  if (self->journal == NULL)
    return;
  json_object_set_string_member (args, "pen", bh_note_journal_get_pen (self->journal));
  json_object_set_int_member (args, "edit", draft->edit);
  if (draft->typed_at > 0)
    json_object_set_string_member (args, "typed_at", text);
}

static void
send_draft (BhDeskNotes *self, BhNoteDraft *draft)
{
  g_autoptr (JsonObject) args = NULL;
  Handle *handle;

  if (is_too_long (self, draft))
    return;
  args = json_object_new ();
  handle = g_new0 (Handle, 1);
  handle->notes = self;
  handle->id = g_strdup (draft->id);
  json_object_set_string_member (args, "contact", draft->id);
  json_object_set_string_member (args, "body", bh_note_draft_send (draft));
  json_object_set_int_member (args, "base", draft->base);
  set_pen (self, draft, args);
  bh_feed_request_async (self->desk->feed,
                         "contact.note",
                         args,
                         self->cancellable,
                         on_reply,
                         handle);
}

/* What could not be written is written again; *wants_disk: it could not be even now. */
static void
write_again (BhDeskNotes *self, const GError *why, gboolean *wants_disk)
{
  GHashTableIter iter;
  gpointer value;

  *wants_disk = FALSE;
  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhNoteDraft *draft = value;
    if (!draft->dirty)
      continue;
    if (why == NULL && draft->disk_error != NULL)
      keep (self, draft, NULL);
    else if (why != NULL && draft->disk_error == NULL)
      draft->disk_error = g_error_copy (why);
    *wants_disk = *wants_disk || draft->disk_error != NULL;
    show (self, draft, 0);
  }
}

/* A disk may lose what is only in the machine's memory; while the server is away, the disk is all
 * there is. */
static void
keep_on_disk (BhDeskNotes *self)
{
  g_autoptr (GError) error = NULL;
  gboolean wants_disk = FALSE;

  if (self->journal == NULL)
    return;
  write_again (self, NULL, &wants_disk);
  if (!bh_note_journal_sync (self->journal, &error)) {
    g_info ("%s", error->message);
    write_again (self, error, &wants_disk);
  }
  if (wants_disk && self->timer == 0)
    set_timer (self, BH_NOTE_RETRY_MS);
}

static void
send_all (BhDeskNotes *self)
{
  g_autoptr (GPtrArray) due = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  if (!self->live) {
    /* also what is on its way: nobody knows whether it arrived */
    if (is_unsent (self, NULL, NULL))
      keep_on_disk (self);
    return;
  }
  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhNoteDraft *draft = value;
    if (draft->dirty && draft->in_flight == NULL && !draft->refused)
      g_ptr_array_add (due, draft);
  }
  for (guint i = 0; i < due->len; i++)
    send_draft (self, g_ptr_array_index (due, i));
}

static void
on_due (gpointer data)
{
  BhDeskNotes *self = data;

  self->timer = 0;
  if (self->user != NULL && self->journal == NULL) {
    if (open_journal (self))
      bh_desk_open_files (self->desk);
    else
      set_timer (self, BH_NOTE_RETRY_MS);
  }
  send_all (self);
}

/* What was refused is worth another try: the world has changed, or a person asks. */
static void
forgive (BhDeskNotes *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhNoteDraft *draft = value;
    draft->refused = FALSE;
    g_clear_error (&draft->error);
  }
}

void
bh_desk_notes_set_live (BhDeskNotes *self, gboolean live)
{
  GHashTableIter iter;
  gpointer value;

  if (self->live == live)
    return;
  self->live = live;
  forgive (self);
  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((BhNoteDraft *) value)->dirty)
      show (self, value, 0);
  send_all (self);
  tell_waiters (self);
}

gboolean
bh_desk_notes_type (BhDeskNotes *self, BhContactItem *contact, const char *text, GError **error)
{
  BhNoteDraft *draft = ensure_draft (self, bh_contact_item_get_id (contact));
  gboolean kept = FALSE;

  give_contact (draft, contact);
  if (g_str_equal (draft->text, text))
    return TRUE; /* a widget that shows what we told it */
  bh_note_draft_type (draft, text, bh_clock_now (self->desk->clock));
  if (self->journal)
    kept = keep (self, draft, error);
  else
    g_set_error_literal (error,
                         BH_CLIENT_ERROR,
                         BH_CLIENT_ERROR_STATE_FILE,
                         self->journal_error ? self->journal_error->message
                                             : "Nobody is signed in: the note is kept nowhere.");
  bh_contact_item_keep_note (contact, text);
  show (self, draft, 0);
  if (self->timer == 0 || self->is_retry)
    set_timer (self, BH_NOTE_DELAY_MS);
  return kept;
}

static gboolean
is_ours (BhDeskNotes *self, JsonObject *data)
{
  const char *pen = bh_json_string (data, "pen");

  return pen && self->journal && g_str_equal (pen, bh_note_journal_get_pen (self->journal));
}

/* TRUE: it is a colleague's, whose words stand beside one's own. */
static gboolean
take_colleagues (BhDeskNotes *self, BhContactItem *contact, JsonObject *data)
{
  const char *author = bh_json_string (data, "author");
  BhColleague *colleague;

  if (author == NULL || g_strcmp0 (author, bh_desk_get_user_name (self->desk)) == 0)
    return FALSE;
  colleague = bh_keyed_list_find (self->desk->colleagues, author);
  bh_contact_item_take_colleague_note (contact,
                                       author,
                                       colleague ? bh_colleague_get_full_name (colleague) : author,
                                       data);
  return TRUE;
}

void
bh_desk_notes_take (BhDeskNotes *self, BhContactItem *contact, JsonObject *data)
{
  BhNoteDraft *draft;
  const char *body = bh_json_string (data, "body") ? bh_json_string (data, "body") : "";
  gint64 revision = bh_json_int (data, "revision", 0);
  gboolean was_dirty, changes;

  if (take_colleagues (self, contact, data))
    return;
  draft = ensure_draft (self, bh_contact_item_get_id (contact));
  was_dirty = draft->dirty;
  give_contact (draft, contact);
  changes = is_ours (self, data)
                ? bh_note_draft_ours (draft, body, revision, bh_json_int (data, "edit", 0))
                : bh_note_draft_theirs (draft, body, revision);
  if (changes)
    bh_contact_item_set_note (contact, draft->text);
  if (draft->dirty && self->journal)
    keep (self, draft, NULL);
  else if (was_dirty && self->journal)
    bh_note_journal_done (self->journal, draft->id);
  show (self, draft, bh_json_time (data, "saved_at"));
  if (draft->dirty && draft->in_flight == NULL)
    set_timer (self, BH_NOTE_DELAY_MS);
  tell_waiters (self);
}

void
bh_desk_notes_contact_known (BhDeskNotes *self, BhContactItem *contact)
{
  BhNoteDraft *draft = g_hash_table_lookup (self->drafts, bh_contact_item_get_id (contact));

  if (draft == NULL || draft->contact == contact)
    return;
  give_contact (draft, contact);
  bh_contact_item_set_note (contact, draft->text);
  show (self, draft, 0);
}

void
bh_desk_notes_merge (BhDeskNotes *self, const char *id, const char *into)
{
  BhNoteDraft *from = g_hash_table_lookup (self->drafts, id);
  BhContactItem *contact = bh_desk_ensure_contact (self->desk, into);
  BhNoteDraft *to;
  g_autofree char *text = NULL;

  if (from == NULL || *from->text == '\0')
    return;
  to = ensure_draft (self, into);
  text = *to->text ? g_strconcat (to->text, "\n", from->text, NULL) : g_strdup (from->text);
  bh_contact_item_set_note (contact, text);
  bh_desk_notes_type (self, contact, text, NULL);
  bh_desk_notes_dismiss (self, id);
}

void
bh_desk_notes_contact_gone (BhDeskNotes *self, const char *id)
{
  BhNoteDraft *draft = g_hash_table_lookup (self->drafts, id);

  if (draft && !draft->dirty)
    g_hash_table_remove (self->drafts, id);
}

void
bh_desk_notes_reopen (BhDeskNotes *self, BhContactItem *contact)
{
  BhNoteDraft *draft = ensure_draft (self, bh_contact_item_get_id (contact));

  give_contact (draft, contact);
  draft->left = FALSE;
  if (draft->dirty)
    return;
  g_free (draft->text);
  draft->text = g_strdup (bh_contact_item_get_note (contact));
}

void
bh_desk_notes_leave (BhDeskNotes *self, const char *id)
{
  BhNoteDraft *draft = g_hash_table_lookup (self->drafts, id);

  if (draft == NULL || !draft->dirty) {
    bh_desk_notes_dismiss (self, id);
    return;
  }
  draft->left = TRUE;
  if (draft->refused)
    hand_over (self, draft);
}

void
bh_desk_notes_write_again (BhDeskNotes *self, const char *id, const char *text)
{
  BhContactItem *contact = bh_desk_ensure_contact (self->desk, id);
  BhNoteDraft *draft = ensure_draft (self, id);
  g_autofree char *whole = *draft->text != '\0' && !g_str_equal (draft->text, text)
                               ? g_strconcat (draft->text, "\n", text, NULL)
                               : g_strdup (text);

  bh_contact_item_set_note (contact, whole);
  bh_desk_notes_type (self, contact, whole, NULL);
  draft->left = bh_desk_find_contact (self->desk, id) == NULL;
}

gboolean
bh_desk_notes_is_refused (BhDeskNotes *self, const char *id)
{
  BhNoteDraft *draft = g_hash_table_lookup (self->drafts, id);

  return draft != NULL && draft->dirty && draft->refused;
}

void
bh_desk_notes_dismiss (BhDeskNotes *self, const char *id)
{
  if (self->journal)
    bh_note_journal_done (self->journal, id);
  g_hash_table_remove (self->drafts, id);
  tell_waiters (self);
}

gboolean
bh_desk_notes_has_unsent (BhDeskNotes *self, const char *id)
{
  return is_unsent (self, id, NULL);
}

void
bh_desk_notes_flush (BhDeskNotes *self, const char *id, BhNotesDone func, gpointer user_data)
{
  Waiter *waiter = g_new0 (Waiter, 1);

  waiter->id = g_strdup (id);
  waiter->func = func;
  waiter->user_data = user_data;
  g_ptr_array_add (self->waiters, waiter);
  forgive (self);
  send_all (self);
  tell_waiters (self);
}
