/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-outbox.h"

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/desk-script.h"
#include "desktop/model/note-journal.h"

typedef struct {
  JsonObject *about; /* with "op" and "args" of the request */
  gint64 edit;
  gint64 due_us; /* not sent before: somebody is typing */
  gboolean in_flight;
  gboolean kept; /* in the journal */
} Entry;

struct BhScriptOutbox {
  BhDesk *desk;
  BhNoteJournal *journal; /* NULL: could not be opened */
  char *user;
  GHashTable *entries; /* key -> Entry */
  GPtrArray *order;    /* keys, in the order of their first putting */
  gint64 edits;
  gboolean live;
  guint timer;
  GCancellable *cancellable;
  BhScriptSent sent;
  gpointer user_data;
};

typedef struct {
  BhScriptOutbox *outbox;
  char *key;
  gint64 edit;
} Handle;

static void
handle_free (Handle *handle)
{
  g_free (handle->key);
  g_free (handle);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Handle, handle_free)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  json_object_unref (entry->about);
  g_free (entry);
}

BhScriptOutbox *
bh_script_outbox_new (BhDesk *desk, BhScriptSent sent, gpointer user_data)
{
  BhScriptOutbox *self = g_new0 (BhScriptOutbox, 1);

  self->desk = desk;
  self->sent = sent;
  self->user_data = user_data;
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  self->order = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();
  return self;
}

void
bh_script_outbox_close (BhScriptOutbox *self)
{
  if (self->timer)
    bh_clock_cancel (self->desk->clock, self->timer);
  self->timer = 0;
  g_hash_table_remove_all (self->entries);
  g_ptr_array_set_size (self->order, 0);
  g_clear_object (&self->journal);
  g_clear_pointer (&self->user, g_free);
}

void
bh_script_outbox_release (BhScriptOutbox *self)
{
  for (guint i = self->order->len; i-- > 0;) {
    const char *key = g_ptr_array_index (self->order, i);
    if (!((Entry *) g_hash_table_lookup (self->entries, key))->kept)
      continue;
    g_hash_table_remove (self->entries, key);
    g_ptr_array_remove_index (self->order, i);
  }
  g_clear_object (&self->journal);
  g_clear_pointer (&self->user, g_free);
}

void
bh_script_outbox_free (BhScriptOutbox *self)
{
  g_cancellable_cancel (self->cancellable);
  bh_script_outbox_close (self);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->order);
  g_hash_table_unref (self->entries);
  g_free (self);
}

static Entry *
put (BhScriptOutbox *self, const char *key, JsonObject *about)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->about = about;
  entry->edit = ++self->edits;
  if (!g_hash_table_contains (self->entries, key))
    g_ptr_array_add (self->order, g_strdup (key));
  g_hash_table_replace (self->entries, g_strdup (key), entry);
  return entry;
}

static void
restore_one (BhScriptOutbox *self, const char *key)
{
  g_autoptr (JsonNode) node =
      json_from_string (bh_note_journal_get (self->journal, key, NULL), NULL);
  JsonObject *kept = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                   : NULL;

  if (kept != NULL && bh_json_string (kept, "op") != NULL && bh_json_object (kept, "args") != NULL)
    put (self, key, json_object_ref (kept))->kept = TRUE;
  else
    bh_note_journal_done (self->journal, key);
}

static char *
text_of (JsonObject *about)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, about);
  return json_to_string (node, FALSE);
}

static gboolean
keep (BhScriptOutbox *self, const char *key, Entry *entry, GError **error)
{
  const BhNoteStamp stamp = {.edit = entry->edit, .at = bh_clock_now (self->desk->clock)};
  g_autofree char *text = text_of (entry->about);

  entry->kept =
      self->journal != NULL && bh_note_journal_put (self->journal, key, &stamp, text, error);
  return entry->kept;
}

/* What came while there was no file. */
static void
keep_unkept (BhScriptOutbox *self)
{
  for (guint i = 0; i < self->order->len; i++) {
    const char *key = g_ptr_array_index (self->order, i);
    Entry *entry = g_hash_table_lookup (self->entries, key);
    if (!entry->kept)
      keep (self, key, entry, NULL);
  }
}

/* In a folder of its own: the file is named after the user, as the notes' is. */
void
bh_script_outbox_open (BhScriptOutbox *self, const char *dir, const char *user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  g_autofree char *own =
      dir != NULL ? g_build_filename (dir, "scripts", NULL)
                  : g_build_filename (g_get_user_state_dir (), "bellhop", "scripts", NULL);

  if (g_strcmp0 (self->user, user) == 0 && self->journal != NULL)
    return;
  if (self->user != NULL && !g_str_equal (self->user, user))
    bh_script_outbox_close (self);
  g_free (self->user);
  self->user = g_strdup (user);
  self->journal = bh_note_journal_open (own, user, &error);
  if (self->journal == NULL) {
    g_info ("%s", error->message);
    return;
  }
  bh_desk_tell_damaged (self->desk, self->journal);
  keys = bh_note_journal_list (self->journal);
  for (guint i = 0; i < keys->len; i++)
    if (!g_hash_table_contains (self->entries, g_ptr_array_index (keys, i)))
      restore_one (self, g_ptr_array_index (keys, i));
  keep_unkept (self);
}

/* It is on the disk until the caller says bh_note_journal_done(). */
static void
take_out (BhScriptOutbox *self, const char *key)
{
  guint place;

  if (g_ptr_array_find_with_equal_func (self->order, key, g_str_equal, &place))
    g_ptr_array_remove_index (self->order, place);
  g_hash_table_remove (self->entries, key);
}

/* Worth another try: it is the way there that failed, or the server's disk. */
static gboolean
is_passing (const GError *error)
{
  static const BhClientErrorCode passing[] = {BH_CLIENT_ERROR_SERVER_AWAY,
                                              BH_CLIENT_ERROR_NOT_LOGGED_IN,
                                              BH_CLIENT_ERROR_TIMEOUT,
                                              BH_CLIENT_ERROR_STORE_AWAY,
                                              BH_CLIENT_ERROR_BUSY,
                                              BH_CLIENT_ERROR_INTERNAL};

  for (guint i = 0; i < G_N_ELEMENTS (passing); i++)
    if (g_error_matches (error, BH_CLIENT_ERROR, (int) passing[i]))
      return TRUE;
  return error->domain != BH_CLIENT_ERROR;
}

static void send_all (BhScriptOutbox *self);

static void
on_due (gpointer data)
{
  BhScriptOutbox *self = data;

  self->timer = 0;
  send_all (self);
}

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Handle) handle = data;
  BhScriptOutbox *self = handle->outbox;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_feed_request_finish (BH_FEED (source), result, &error);
  g_autoptr (JsonObject) about = NULL;
  Entry *entry;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* we are gone */
  entry = g_hash_table_lookup (self->entries, handle->key);
  if (entry == NULL || entry->edit != handle->edit)
    return; /* something newer is under way */
  entry->in_flight = FALSE;
  if (reply == NULL && is_passing (error)) {
    if (self->timer == 0)
      self->timer = bh_clock_after (self->desk->clock, BH_SCRIPT_RETRY_MS, on_due, self);
    return;
  }
  about = json_object_ref (entry->about);
  take_out (self, handle->key);
  self->sent (handle->key, about, error, self->user_data);
  /* Only now: who keeps what was refused has it on the disk. */
  if (self->journal != NULL && !g_hash_table_contains (self->entries, handle->key))
    bh_note_journal_done (self->journal, handle->key);
}

static void
send_entry (BhScriptOutbox *self, const char *key, Entry *entry)
{
  Handle *handle = g_new0 (Handle, 1);

  *handle = (Handle){self, g_strdup (key), entry->edit};
  entry->in_flight = TRUE;
  bh_feed_request_async (self->desk->feed,
                         bh_json_string (entry->about, "op"),
                         bh_json_object (entry->about, "args"),
                         self->cancellable,
                         on_reply,
                         handle);
}

static void
send_all (BhScriptOutbox *self)
{
  gint64 now_us = bh_clock_now (self->desk->clock);
  gint64 next_us = G_MAXINT64;

  for (guint i = 0; self->live && i < self->order->len; i++) {
    const char *key = g_ptr_array_index (self->order, i);
    Entry *entry = g_hash_table_lookup (self->entries, key);
    if (entry->due_us > now_us)
      next_us = MIN (next_us, entry->due_us);
    else if (!entry->in_flight)
      send_entry (self, key, entry);
  }
  if (next_us != G_MAXINT64 && self->timer == 0)
    self->timer =
        bh_clock_after (self->desk->clock, (guint) ((next_us - now_us) / 1000) + 1, on_due, self);
}

void
bh_script_outbox_set_live (BhScriptOutbox *self, gboolean live)
{
  if (self->live == live)
    return;
  self->live = live;
  send_all (self);
}

gboolean
bh_script_outbox_is_live (BhScriptOutbox *self)
{
  return self->live;
}

gboolean
bh_script_outbox_put (BhScriptOutbox *self, const char *key, JsonObject *about, guint settle_ms)
{
  g_autoptr (GError) error = NULL;
  Entry *entry = put (self, key, about);
  gboolean kept = keep (self, key, entry, &error);

  if (kept && !self->live) /* the disk is all there is */
    kept = bh_note_journal_sync (self->journal, &error);
  if (error != NULL)
    g_info ("%s", error->message);
  if (settle_ms > 0)
    entry->due_us = bh_clock_now (self->desk->clock) + settle_ms * (gint64) 1000;
  send_all (self);
  return kept;
}

void
bh_script_outbox_flush (BhScriptOutbox *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Entry *) value)->due_us = 0;
  send_all (self);
}

JsonObject *
bh_script_outbox_find (BhScriptOutbox *self, const char *key)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  return entry != NULL ? bh_json_object (entry->about, "args") : NULL;
}

guint
bh_script_outbox_count (BhScriptOutbox *self, const char *prefix)
{
  guint n = 0;

  for (guint i = 0; i < self->order->len; i++)
    n += g_str_has_prefix (g_ptr_array_index (self->order, i), prefix);
  return n;
}
