/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/note-journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"

/* A note of 1,000 letters typed one by one makes half a megabyte: then write the file anew. A long
 * text may make more before, or every tenth key would wait for the disk. */
#define COMPACT_BYTES (512 * 1024)
#define COMPACT_TIMES 50

typedef struct {
  char *text;
  BhNoteStamp stamp;
} Entry;

struct _BhNoteJournal {
  GObject parent;

  char *path;
  char *pen;
  int fd;
  gsize size;
  gsize head;          /* of the first line */
  gsize compacted;     /* its size when it was written anew last */
  gsize not_before;    /* it could not be written anew: not tried again below this size */
  gboolean torn;       /* half a line stands at its end */
  char *damaged;       /* (nullable) the copy of what could not be read */
  GHashTable *entries; /* contact id -> Entry */
};

G_DEFINE_FINAL_TYPE (BhNoteJournal, bh_note_journal, G_TYPE_OBJECT)

static void
entry_free (Entry *entry)
{
  g_free (entry->text);
  g_free (entry);
}

static void
bh_note_journal_finalize (GObject *object)
{
  BhNoteJournal *self = BH_NOTE_JOURNAL (object);

  if (self->fd >= 0)
    g_close (self->fd, NULL);
  g_free (self->path);
  g_free (self->pen);
  g_free (self->damaged);
  g_hash_table_unref (self->entries);
  G_OBJECT_CLASS (bh_note_journal_parent_class)->finalize (object);
}

static void
bh_note_journal_class_init (BhNoteJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_note_journal_finalize;
}

static void
bh_note_journal_init (BhNoteJournal *self)
{
  self->fd = -1;
  self->entries =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) entry_free);
}

static gboolean
fail (GError **error, const char *path, const char *what, int errsv)
{
  g_set_error (error,
               BH_CLIENT_ERROR,
               BH_CLIENT_ERROR_STATE_FILE,
               "Cannot %s %s, where notes are kept until the server has them: %s. Check the disk "
               "and the folder's rights.",
               what,
               path,
               g_strerror (errsv));
  return FALSE;
}

/* G_IO_ERROR_BUSY has its words already: it is not the disk. */
static void
fail_to_lock (GError **error, const char *path, int errsv)
{
  if (errsv == EWOULDBLOCK)
    g_set_error_literal (
        error,
        G_IO_ERROR,
        G_IO_ERROR_BUSY,
        _ ("Another Bellhop of yours has the notes open on this machine: close it. "
           "Until then nothing is kept here."));
  else
    fail (error, path, "lock", errsv);
}

static void
remember (BhNoteJournal *self, const char *contact, const BhNoteStamp *stamp, const char *text)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->text = g_strdup (text);
  entry->stamp = *stamp;
  g_hash_table_replace (self->entries, g_strdup (contact), entry);
}

/* FALSE: this is no line of ours. */
static gboolean
take_line (BhNoteJournal *self, const char *line)
{
  g_autoptr (JsonNode) node = json_from_string (line, NULL);
  JsonObject *object = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *contact = bh_json_string (object, "contact");
  const char *text = bh_json_string (object, "text");
  const char *pen = bh_json_string (object, "pen");
  const BhNoteStamp stamp = {bh_json_int (object, "base", 0),
                             bh_json_int (object, "edit", 0),
                             bh_json_int (object, "at", 0)};

  if (pen && g_uuid_string_is_valid (pen)) {
    g_free (self->pen);
    self->pen = g_strdup (pen);
  }
  if (contact && bh_json_bool (object, "done"))
    g_hash_table_remove (self->entries, contact);
  else if (contact && text)
    remember (self, contact, &stamp, text);
  else
    return pen != NULL;
  return TRUE;
}

/* A block that the disk lost is full of zeros: what stands behind them may be a whole line. */
static gboolean
take_bytes (BhNoteJournal *self, const char *bytes, gsize length)
{
  const char *zero = memrchr (bytes, '\0', length);
  const char *from = zero != NULL ? zero + 1 : bytes;
  g_autofree char *line = g_strndup (from, length - (gsize) (from - bytes));

  return (length == 0 || take_line (self, line)) && zero == NULL;
}

/* The file is about to be written anew without what could not be read: a person may still make
 * something of it. The newest copy stays. */
static gboolean
keep_damaged (BhNoteJournal *self, const char *content, gsize length, GError **error)
{
  g_autofree char *path = g_strconcat (self->path, ".damaged", NULL);
  g_autoptr (GError) cause = NULL;

  if (!g_file_set_contents_full (path,
                                 content,
                                 (gssize) length,
                                 G_FILE_SET_CONTENTS_CONSISTENT,
                                 0600,
                                 &cause)) {
    g_set_error (error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_STATE_FILE, "%s", cause->message);
    return FALSE;
  }
  self->damaged = g_steal_pointer (&path);
  return TRUE;
}

static gboolean
load (BhNoteJournal *self, GError **error)
{
  g_autofree char *content = NULL;
  g_autoptr (GError) cause = NULL;
  gboolean whole = TRUE;
  const char *line, *end;

  if (!g_file_get_contents (self->path, &content, &self->size, &cause)) {
    g_set_error (error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_STATE_FILE, "%s", cause->message);
    return FALSE;
  }
  /* What follows the last line end was cut off. */
  for (line = content; (end = memchr (line, '\n', self->size - (gsize) (line - content))) != NULL;
       line = end + 1)
    whole = take_bytes (self, line, (gsize) (end - line)) && whole;
  whole = whole && memchr (line, '\0', self->size - (gsize) (line - content)) == NULL;
  return whole || keep_damaged (self, content, self->size, error);
}

static char *
line_of (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *json = NULL;

  json_node_set_object (node, object);
  json = json_to_string (node, FALSE);
  return g_strconcat (json, "\n", NULL);
}

static char *
make_line (const char *contact, const BhNoteStamp *stamp, const char *text)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "contact", contact);
  json_object_set_int_member (object, "base", stamp->base);
  json_object_set_int_member (object, "edit", stamp->edit);
  json_object_set_int_member (object, "at", stamp->at);
  json_object_set_string_member (object, "text", text);
  return line_of (object);
}

static char *
make_done_line (const char *contact)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "contact", contact);
  json_object_set_boolean_member (object, "done", TRUE);
  return line_of (object);
}

static char *
make_head (BhNoteJournal *self)
{
  g_autoptr (JsonObject) object = json_object_new ();

  if (self->pen == NULL)
    self->pen = g_uuid_string_random ();
  json_object_set_string_member (object, "pen", self->pen);
  return line_of (object);
}

static gboolean
write_all (BhNoteJournal *self, int fd, const char *data, GError **error)
{
  gsize length = strlen (data);

  while (length > 0) {
    gssize n = write (fd, data, length);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return fail (error, self->path, "write", errno);
    data += n;
    length -= (gsize) n;
  }
  return TRUE;
}

/* A new name in a folder is safe only when the folder is. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  if (fsync (fd) != 0)
    g_info ("Cannot force %s to the disk: %s", folder, g_strerror (errno));
  g_close (fd, NULL);
}

/* Writes what is still needed to a new file and puts that in the old one's place. */
static gboolean
compact (BhNoteJournal *self, GError **error)
{
  g_autofree char *path = g_strconcat (self->path, ".new", NULL);
  g_autofree char *head = make_head (self);
  g_autoptr (GString) lines = g_string_new (head);
  GHashTableIter iter;
  gpointer contact, entry;
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);

  if (fd < 0)
    return fail (error, path, "make", errno);
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &contact, &entry)) {
    g_autofree char *line = make_line (contact, &((Entry *) entry)->stamp, ((Entry *) entry)->text);
    g_string_append (lines, line);
  }
  if (!write_all (self, fd, lines->str, error) || flock (fd, LOCK_EX | LOCK_NB) != 0 ||
      fdatasync (fd) != 0 || g_rename (path, self->path) != 0) {
    if (error && *error == NULL)
      fail (error, path, "write", errno);
    g_close (fd, NULL);
    g_unlink (path); /* on a full disk even that is room */
    return FALSE;
  }
  sync_folder (self->path);
  g_close (self->fd, NULL);
  self->fd = fd;
  self->size = self->compacted = lines->len;
  self->head = strlen (head);
  self->not_before = 0;
  self->torn = FALSE;
  return TRUE;
}

/* Half a line that a full disk took is taken away again, or the next one would be glued to it. */
static void
cut_off (BhNoteJournal *self)
{
  if (ftruncate (self->fd, (off_t) self->size) == 0)
    return;
  self->torn = TRUE;
  self->size = (gsize) MAX (lseek (self->fd, 0, SEEK_END), (off_t) self->size);
}

static gboolean
append (BhNoteJournal *self, const char *line, GError **error)
{
  g_autofree char *whole = g_strconcat (self->torn ? "\n" : "", line, NULL);
  g_autoptr (GError) why = NULL;

  if (!write_all (self, self->fd, whole, error)) {
    cut_off (self);
    return FALSE;
  }
  self->torn = FALSE;
  self->size += strlen (whole);
  self->compacted = MAX (self->compacted, strlen (line));
  if (self->size < MAX (COMPACT_BYTES, COMPACT_TIMES * self->compacted) ||
      self->size < self->not_before || compact (self, &why))
    return TRUE;
  /* The line is in the old file, which only grows on. */
  self->not_before = self->size + COMPACT_BYTES;
  g_info ("%s", why->message);
  return TRUE;
}

/* The user's name is in the file's name only as a digest: names may hold any character. */
static char *
make_path (const char *dir, const char *user)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, user, -1);
  g_autofree char *name = g_strdup_printf ("notes-%.16s.journal", digest);

  return g_build_filename (dir, name, NULL);
}

BhNoteJournal *
bh_note_journal_open (const char *dir, const char *user, GError **error)
{
  g_autoptr (BhNoteJournal) self = g_object_new (BH_TYPE_NOTE_JOURNAL, NULL);
  g_autofree char *own_dir = dir ? g_strdup (dir)
                                 : g_build_filename (g_get_user_state_dir (), "bellhop", NULL);

  self->path = make_path (own_dir, user);
  if (g_mkdir_with_parents (own_dir, 0700) != 0) {
    fail (error, own_dir, "make", errno);
    return NULL;
  }
  self->fd = open (self->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (self->fd < 0) {
    fail (error, self->path, "open", errno);
    return NULL;
  }
  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0) {
    fail_to_lock (error, self->path, errno);
    return NULL;
  }
  fchmod (self->fd, 0600);
  if (!load (self, error) || !compact (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
bh_note_journal_get_pen (BhNoteJournal *self)
{
  g_return_val_if_fail (BH_IS_NOTE_JOURNAL (self), NULL);

  return self->pen;
}

const char *
bh_note_journal_get_damaged (BhNoteJournal *self)
{
  g_return_val_if_fail (BH_IS_NOTE_JOURNAL (self), NULL);

  return self->damaged;
}

gboolean
bh_note_journal_put (BhNoteJournal *self,
                     const char *contact,
                     const BhNoteStamp *stamp,
                     const char *text,
                     GError **error)
{
  g_autofree char *line = NULL;

  g_return_val_if_fail (BH_IS_NOTE_JOURNAL (self), FALSE);
  g_return_val_if_fail (contact != NULL && text != NULL, FALSE);

  line = make_line (contact, stamp, text);
  remember (self, contact, stamp, text);
  return append (self, line, error);
}

void
bh_note_journal_done (BhNoteJournal *self, const char *contact)
{
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (BH_IS_NOTE_JOURNAL (self));

  if (!g_hash_table_remove (self->entries, contact))
    return;
  if (g_hash_table_size (self->entries) == 0 && ftruncate (self->fd, (off_t) self->head) == 0) {
    self->size = self->head;
    return;
  }
  /* Not written: at worst the same words are offered to the server again, which knows them. */
  line = make_done_line (contact);
  if (!append (self, line, &error))
    g_info ("%s", error->message);
}

const char *
bh_note_journal_get (BhNoteJournal *self, const char *contact, BhNoteStamp *stamp)
{
  Entry *entry;

  g_return_val_if_fail (BH_IS_NOTE_JOURNAL (self), NULL);

  entry = g_hash_table_lookup (self->entries, contact);
  if (entry && stamp)
    *stamp = entry->stamp;
  return entry ? entry->text : NULL;
}

GPtrArray *
bh_note_journal_list (BhNoteJournal *self)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer contact;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &contact, NULL))
    g_ptr_array_add (ids, g_strdup (contact));
  return ids;
}

gboolean
bh_note_journal_sync (BhNoteJournal *self, GError **error)
{
  g_return_val_if_fail (BH_IS_NOTE_JOURNAL (self), FALSE);

  if (fdatasync (self->fd) != 0)
    return fail (error, self->path, "write", errno);
  return TRUE;
}
