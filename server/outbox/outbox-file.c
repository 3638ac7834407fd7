/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-outbox"
#include "server/outbox/outbox-file.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/outbox/outbox-salvage.h"
#include "server/outbox/outbox.h"

/* Pages of the log that are moved into the file. */
#define WAL_PAGES 128

/* Each record carries a checksum of all that it is, made before SQLite sees it: what a disk or a
 * cosmic ray did to it is found when it is read. Each also carries a number without holes, so that
 * it can be said how many are missing. */

enum {
  SQL_BEGIN,
  SQL_COMMIT,
  SQL_ROLLBACK,
  SQL_APPEND,
  SQL_PUT_OPEN,
  SQL_REMOVE_OPEN,
  SQL_EACH_OPEN,
  SQL_READ,
  SQL_COUNT,
  SQL_TRIM_COUNT,
  SQL_TRIM,
  SQL_DROP,
  SQL_GET_META,
  SQL_SET_META,
  N_SQL
};

static const char *const sql_texts[N_SQL] = {
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",
    [SQL_APPEND] = "INSERT INTO record (position, number, kind, key, body, sum) VALUES (?1, ?2, "
                   "?3, ?4, ?5, ?6)",
    [SQL_PUT_OPEN] =
        "INSERT INTO open (kind, id, first, last, body, sum) VALUES (?1, ?2, ?3, ?3, ?4, ?5)"
        " ON CONFLICT (kind, id) DO UPDATE SET last = excluded.last, body = excluded.body, sum = "
        "excluded.sum"
        " WHERE excluded.last >= last",
    [SQL_REMOVE_OPEN] = "DELETE FROM open WHERE kind = ?1 AND id = ?2",
    [SQL_EACH_OPEN] = "SELECT kind, id, last, body, sum FROM open ORDER BY first, id",
    [SQL_READ] = "SELECT position, number, kind, key, body, sum FROM record WHERE position > ?1"
                 " ORDER BY position LIMIT ?2",
    [SQL_COUNT] =
        "SELECT count(*), total(length(body)), max(position), max(number), min(number) FROM record",
    [SQL_TRIM_COUNT] =
        "SELECT count(*), total(length(body)), 0, max(number) FROM record WHERE position <= ?1",
    [SQL_TRIM] = "DELETE FROM record WHERE position <= ?1",
    [SQL_DROP] = "DELETE FROM record WHERE position = ?1",
    [SQL_GET_META] = "SELECT value, sum FROM meta WHERE key = ?1",
    [SQL_SET_META] = "INSERT INTO meta (key, value, sum) VALUES (?1, ?2, ?3)"
                     " ON CONFLICT (key) DO UPDATE SET value = excluded.value, sum = excluded.sum",
};

static const char schema[] =
    "PRAGMA auto_vacuum = incremental;"
    "PRAGMA journal_mode = WAL;"
    /* each commit is on the disk before it is told */
    "PRAGMA synchronous = FULL;"
    "PRAGMA cell_size_check = ON;"
    /* plain tables, whose rows bh_outbox_salvage() can find */
    "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL, sum INTEGER NOT "
    "NULL);"
    "CREATE TABLE IF NOT EXISTS record (position INTEGER PRIMARY KEY, number INTEGER NOT NULL, "
    "kind TEXT NOT NULL,"
    "  key TEXT, body BLOB NOT NULL, sum INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS open (kind TEXT NOT NULL, id TEXT NOT NULL, first INTEGER NOT "
    "NULL, last INTEGER NOT NULL,"
    "  body BLOB NOT NULL, sum INTEGER NOT NULL, UNIQUE (kind, id));";

struct BhOutboxFile {
  sqlite3 *db;
  sqlite3_stmt *statements[N_SQL];
  char *path;
  char *id;
  gint64 last_number;    /* of the newest record ever appended */
  gint64 trimmed_number; /* of the newest that was forgotten */
};

/* FNV-1a of 64 bits: every step can be undone, so a changed bit always changes the sum. */
static gint64
add_to_sum (gint64 sum, gconstpointer data, gsize size)
{
  const guint8 *bytes = data;
  guint64 h = (guint64) sum;

  for (gsize i = 0; i < size; i++)
    h = (h ^ bytes[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return (gint64) h;
}

static gint64
sum_of (const char *kind, const char *key, guint64 position, gconstpointer body, gsize size)
{
  gint64 sum = (gint64) G_GUINT64_CONSTANT (0xcbf29ce484222325);

  sum = add_to_sum (sum, &position, sizeof position);
  sum = add_to_sum (sum, kind, strlen (kind) + 1);
  if (key != NULL)
    sum = add_to_sum (sum, key, strlen (key) + 1);
  return add_to_sum (sum, body, size);
}

static gboolean
take_error (BhOutboxFile *self, GError **error)
{
  int code = sqlite3_errcode (self->db);
  gboolean full = code == SQLITE_FULL || code == SQLITE_NOMEM;

  g_set_error (error,
               BH_OUTBOX_ERROR,
               full ? BH_OUTBOX_ERROR_FULL : BH_OUTBOX_ERROR_OPEN,
               "%s cannot be written: %s. Make room on that disk, and see that it can be written.",
               self->path,
               sqlite3_errmsg (self->db));
  return FALSE;
}

static sqlite3_stmt *
statement (BhOutboxFile *self, int which)
{
  if (self->statements[which] == NULL)
    sqlite3_prepare_v3 (self->db,
                        sql_texts[which],
                        -1,
                        SQLITE_PREPARE_PERSISTENT,
                        &self->statements[which],
                        NULL);
  else
    sqlite3_reset (self->statements[which]);
  return self->statements[which];
}

/* Runs a statement that gives no rows. */
static gboolean
run (BhOutboxFile *self, sqlite3_stmt *bound, GError **error)
{
  gboolean done = bound != NULL && sqlite3_step (bound) == SQLITE_DONE;

  if (!done)
    take_error (self, error);
  if (bound != NULL)
    sqlite3_reset (bound);
  return done;
}

static char *
get_meta (BhOutboxFile *self, const char *key)
{
  sqlite3_stmt *get = statement (self, SQL_GET_META);
  const char *found;
  char *value = NULL;

  sqlite3_bind_text (get, 1, key, -1, SQLITE_STATIC);
  if (get != NULL && sqlite3_step (get) == SQLITE_ROW) {
    found = (const char *) sqlite3_column_text (get, 0);
    if (found != NULL &&
        sum_of (key, NULL, 0, found, strlen (found)) == sqlite3_column_int64 (get, 1))
      value = g_strdup (found);
  }
  sqlite3_reset (get);
  return value;
}

static gboolean
has_meta (BhOutboxFile *self, const char *key)
{
  g_autofree char *value = get_meta (self, key);

  return value != NULL;
}

static gint64
get_meta_number (BhOutboxFile *self, const char *key)
{
  g_autofree char *value = get_meta (self, key);

  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
}

static gboolean
set_meta (BhOutboxFile *self, const char *key, const char *value, GError **error)
{
  sqlite3_stmt *set = statement (self, SQL_SET_META);

  sqlite3_bind_text (set, 1, key, -1, SQLITE_STATIC);
  sqlite3_bind_text (set, 2, value, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (set, 3, sum_of (key, NULL, 0, value, strlen (value)));
  return run (self, set, error);
}

static gboolean
set_meta_number (BhOutboxFile *self, const char *key, gint64 number, GError **error)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return set_meta (self, key, value, error);
}

static void
close_db (BhOutboxFile *self)
{
  for (int i = 0; i < N_SQL; i++)
    g_clear_pointer (&self->statements[i], sqlite3_finalize);
  sqlite3_close (self->db);
  self->db = NULL;
}

void
bh_outbox_file_close (BhOutboxFile *self)
{
  close_db (self);
  g_free (self->path);
  g_free (self->id);
  g_free (self);
}

/* Small enough for the thorough check, which reads everything. */
static gboolean
is_small (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 && info.st_size < (64 << 20);
}

/* Customers' data: nobody else's to read, whatever the umask; SQLite makes its log as the file is.
 */
static void
make_private (const char *path)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    return; /* SQLite will say why */
  (void) !fchmod (fd, 0600);
  close (fd);
}

/* What lies in the WAL hangs on one chain of checksums: it is kept short. And it is cut off, not
 * written over: where frames of an earlier round lie below, a frame that was only begun when we
 * were killed looks like one that rotted. */
static int
on_commit (void *unused, sqlite3 *db, const char *name, int pages)
{
  if (pages >= WAL_PAGES)
    sqlite3_wal_checkpoint_v2 (db, name, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  return SQLITE_OK; /* what could not be moved yet is moved another time */
}

/* Opens or makes a file; TRUE when SQLite finds nothing wrong with it. */
static gboolean
open_db (BhOutboxFile *self, const char *path, GError **error)
{
  sqlite3_stmt *quick = NULL;
  gboolean sound = TRUE;

  make_private (path);
  if (sqlite3_open_v2 (path,
                       &self->db,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                       NULL) != SQLITE_OK)
    return take_error (self, error);
  /* Not even a reader beside us: a second daemon on the same file is told so, and there is no
   * shared-memory file to go wrong. */
  sqlite3_exec (self->db, "PRAGMA locking_mode = EXCLUSIVE", NULL, NULL, NULL);
  if (sqlite3_exec (self->db, schema, NULL, NULL, NULL) != SQLITE_OK)
    return take_error (self, error);
  sqlite3_wal_hook (self->db, on_commit, NULL); /* instead of SQLite's own, which writes over */
  if (sqlite3_prepare_v2 (self->db,
                          is_small (path) ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)",
                          -1,
                          &quick,
                          NULL) != SQLITE_OK ||
      sqlite3_step (quick) != SQLITE_ROW || !g_str_equal (sqlite3_column_text (quick, 0), "ok")) {
    g_set_error (error, BH_OUTBOX_ERROR, BH_OUTBOX_ERROR_OPEN, "%s is damaged", path);
    sound = FALSE;
  }
  sqlite3_finalize (quick);
  /* a column whose name has changed is damage as well */
  for (int i = 0; sound && i < N_SQL; i++)
    sound = statement (self, i) != NULL || take_error (self, error);
  return sound;
}

/* One row of SQL_READ, or NULL when its checksum says that it is not what was written. *number is
 * set in any case. */
static BhRecord *
row_to_record (sqlite3_stmt *row, gint64 *number)
{
  guint64 position = (guint64) sqlite3_column_int64 (row, 0);
  const char *kind = (const char *) sqlite3_column_text (row, 2);
  const char *key = (const char *) sqlite3_column_text (row, 3);
  gconstpointer body = sqlite3_column_blob (row, 4);
  gsize size = (gsize) sqlite3_column_bytes (row, 4);
  g_autoptr (GBytes) bytes = NULL;
  BhRecordKind known;

  *number = sqlite3_column_int64 (row, 1);
  if (kind == NULL || !bh_record_kind_from_string (kind, &known) ||
      sum_of (kind, key, position, body, size) != sqlite3_column_int64 (row, 5))
    return NULL;
  bytes = g_bytes_new (body, size);
  return bh_record_new (position, known, key, bytes);
}

static gboolean
run_trim (BhOutboxFile *self, guint64 position)
{
  sqlite3_stmt *trim = statement (self, SQL_TRIM);

  sqlite3_bind_int64 (trim, 1, (gint64) position);
  return run (self, trim, NULL);
}

static gboolean
drop_record (BhOutboxFile *self, guint64 position)
{
  sqlite3_stmt *drop = statement (self, SQL_DROP);

  sqlite3_bind_int64 (drop, 1, (gint64) position);
  return run (self, drop, NULL);
}

GPtrArray *
bh_outbox_file_read (BhOutboxFile *self, guint64 after, guint max, guint *corrupt, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) bh_record_free);
  g_autoptr (GArray) broken = g_array_new (FALSE, FALSE, sizeof (guint64));
  sqlite3_stmt *read = statement (self, SQL_READ);
  int step = SQLITE_ERROR;

  sqlite3_bind_int64 (read, 1, (gint64) after);
  sqlite3_bind_int64 (read, 2, max);
  while (read != NULL && (step = sqlite3_step (read)) == SQLITE_ROW) {
    gint64 number;
    BhRecord *record = row_to_record (read, &number);
    guint64 position = (guint64) sqlite3_column_int64 (read, 0);

    if (record != NULL)
      g_ptr_array_add (records, record);
    else
      g_array_append_val (broken, position);
  }
  if (step != SQLITE_DONE)
    take_error (self, error);
  sqlite3_reset (read);
  for (guint i = 0; i < broken->len; i++)
    drop_record (self, g_array_index (broken, guint64, i));
  *corrupt = broken->len;
  if (broken->len > 0)
    g_warning ("%u records of %s were not what was written, and are skipped",
               broken->len,
               self->path);
  return step == SQLITE_DONE ? g_steal_pointer (&records) : NULL;
}

guint
bh_outbox_file_each_open (BhOutboxFile *self, BhOutboxOpenFunc func, gpointer user_data)
{
  sqlite3_stmt *each = statement (self, SQL_EACH_OPEN);
  guint broken = 0;

  while (each != NULL && sqlite3_step (each) == SQLITE_ROW) {
    const char *kind = (const char *) sqlite3_column_text (each, 0);
    const char *id = (const char *) sqlite3_column_text (each, 1);
    g_autoptr (GBytes) body =
        g_bytes_new (sqlite3_column_blob (each, 3), (gsize) sqlite3_column_bytes (each, 3));

    if (kind != NULL && id != NULL &&
        sum_of (kind,
                id,
                (guint64) sqlite3_column_int64 (each, 2),
                g_bytes_get_data (body, NULL),
                g_bytes_get_size (body)) == sqlite3_column_int64 (each, 4))
      func (kind, id, body, user_data);
    else
      broken++;
  }
  sqlite3_reset (each);
  return broken;
}

const char *
bh_outbox_file_get_id (BhOutboxFile *self)
{
  return self->id;
}

gboolean
bh_outbox_file_begin (BhOutboxFile *self, GError **error)
{
  return run (self, statement (self, SQL_BEGIN), error);
}

static gboolean
append_with_number (BhOutboxFile *self, const BhRecord *record, gint64 number, GError **error)
{
  sqlite3_stmt *append = statement (self, SQL_APPEND);
  const char *kind = bh_record_kind_to_string (record->kind);
  gsize size;
  gconstpointer body = g_bytes_get_data (record->body, &size);

  sqlite3_bind_int64 (append, 1, (gint64) record->position);
  sqlite3_bind_int64 (append, 2, number);
  sqlite3_bind_text (append, 3, kind, -1, SQLITE_STATIC);
  sqlite3_bind_text (append, 4, record->key, -1, SQLITE_STATIC);
  sqlite3_bind_blob64 (append, 5, body != NULL ? body : "", size, SQLITE_STATIC);
  sqlite3_bind_int64 (append, 6, sum_of (kind, record->key, record->position, body, size));
  return run (self, append, error);
}

gboolean
bh_outbox_file_append (BhOutboxFile *self, const BhRecord *record, GError **error)
{
  if (!append_with_number (self, record, self->last_number + 1, error))
    return FALSE;
  self->last_number++;
  return TRUE;
}

gboolean
bh_outbox_file_put_open (BhOutboxFile *self,
                         const char *kind,
                         const char *id,
                         GBytes *body,
                         guint64 position,
                         GError **error)
{
  sqlite3_stmt *put = statement (self, SQL_PUT_OPEN);
  gsize size;
  gconstpointer data = g_bytes_get_data (body, &size);

  sqlite3_bind_text (put, 1, kind, -1, SQLITE_STATIC);
  sqlite3_bind_text (put, 2, id, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (put, 3, (gint64) position);
  sqlite3_bind_blob64 (put, 4, data != NULL ? data : "", size, SQLITE_STATIC);
  sqlite3_bind_int64 (put, 5, sum_of (kind, id, position, data, size));
  return run (self, put, error);
}

gboolean
bh_outbox_file_remove_open (BhOutboxFile *self, const char *kind, const char *id, GError **error)
{
  sqlite3_stmt *gone = statement (self, SQL_REMOVE_OPEN);

  sqlite3_bind_text (gone, 1, kind, -1, SQLITE_STATIC);
  sqlite3_bind_text (gone, 2, id, -1, SQLITE_STATIC);
  return run (self, gone, error);
}

gboolean
bh_outbox_file_trim (BhOutboxFile *self,
                     guint64 position,
                     guint *records,
                     gint64 *bytes,
                     GError **error)
{
  sqlite3_stmt *count = statement (self, SQL_TRIM_COUNT);
  sqlite3_stmt *trim = statement (self, SQL_TRIM);

  sqlite3_bind_int64 (count, 1, (gint64) position);
  if (count != NULL && sqlite3_step (count) == SQLITE_ROW) {
    *records += (guint) sqlite3_column_int64 (count, 0);
    *bytes += (gint64) sqlite3_column_double (count, 1);
    self->trimmed_number = MAX (self->trimmed_number, sqlite3_column_int64 (count, 3));
  }
  sqlite3_reset (count);
  sqlite3_bind_int64 (trim, 1, (gint64) position);
  return run (self, trim, error) &&
         set_meta_number (self, "acknowledged", (gint64) position, error) &&
         set_meta_number (self, "trimmed_number", self->trimmed_number, error);
}

gboolean
bh_outbox_file_commit (BhOutboxFile *self, guint64 last_position, GError **error)
{
  return set_meta_number (self, "last_position", (gint64) last_position, error) &&
         set_meta_number (self, "last_number", self->last_number, error) &&
         run (self, statement (self, SQL_COMMIT), error);
}

void
bh_outbox_file_rollback (BhOutboxFile *self)
{
  /* SQLite may have rolled back by itself: then there is nothing to do. */
  if (sqlite3_get_autocommit (self->db) == 0)
    run (self, statement (self, SQL_ROLLBACK), NULL);
  self->trimmed_number = get_meta_number (self, "trimmed_number");
  self->last_number = MAX (get_meta_number (self, "last_number"), self->trimmed_number);
}

void
bh_outbox_file_limit_pages (BhOutboxFile *self, gint pages)
{
  g_autofree char *sql =
      g_strdup_printf ("PRAGMA max_page_count = %d", pages > 0 ? pages : 1073741823);

  sqlite3_exec (self->db, sql, NULL, NULL, NULL);
}

/* ---- opening, and what to do with a broken file ---- */

typedef struct {
  BhOutboxFile *whole;
  GHashTable *meta; /* newest values, by key */
  guint found;
} Rescue;

static gboolean
is_of (const BhSalvageRow *row, const char *types)
{
  if (row->n_columns != strlen (types))
    return FALSE;
  for (guint i = 0; i < row->n_columns; i++) {
    BhSalvageType type = row->columns[i].type;

    if (types[i] != "NITB"[type] &&
        !(types[i] == 'K' && (type == BH_SALVAGE_NULL || type == BH_SALVAGE_TEXT)))
      return FALSE;
  }
  return TRUE;
}

static char *
text_of (const BhSalvageRow *row, guint column)
{
  if (row->columns[column].type == BH_SALVAGE_NULL)
    return NULL;
  return g_strndup (row->columns[column].data, row->columns[column].size);
}

static void
rescue_record (Rescue *rescue, const BhSalvageRow *row)
{
  g_autofree char *kind = text_of (row, 2);
  g_autofree char *key = text_of (row, 3);
  guint64 position = (guint64) row->rowid;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (BhRecord) record = NULL;
  BhRecordKind known;

  if (!bh_record_kind_from_string (kind, &known) ||
      sum_of (kind, key, position, row->columns[4].data, row->columns[4].size) !=
          row->columns[5].integer)
    return;
  body = g_bytes_new (row->columns[4].data, row->columns[4].size);
  record = bh_record_new (position, known, key, body);
  /* one that is there already is refused by the table */
  if (append_with_number (rescue->whole, record, row->columns[1].integer, NULL))
    rescue->found++;
}

static void
rescue_open (Rescue *rescue, const BhSalvageRow *row)
{
  g_autofree char *kind = text_of (row, 0);
  g_autofree char *id = text_of (row, 1);
  guint64 last = (guint64) row->columns[3].integer;
  g_autoptr (GBytes) body = NULL;

  if (sum_of (kind, id, last, row->columns[4].data, row->columns[4].size) !=
      row->columns[5].integer)
    return;
  body = g_bytes_new (row->columns[4].data, row->columns[4].size);
  bh_outbox_file_put_open (rescue->whole, kind, id, body, last, NULL);
}

static void
rescue_meta (Rescue *rescue, const BhSalvageRow *row)
{
  g_autofree char *key = text_of (row, 0);
  g_autofree char *value = text_of (row, 1);
  const char *known = g_hash_table_lookup (rescue->meta, key);

  if (sum_of (key, NULL, 0, value, strlen (value)) != row->columns[2].integer)
    return;
  /* an older value may lie about: these numbers only grow */
  if (known == NULL || g_ascii_strtoll (value, NULL, 10) > g_ascii_strtoll (known, NULL, 10))
    g_hash_table_replace (rescue->meta, g_steal_pointer (&key), g_steal_pointer (&value));
}

static void
rescue_row (const BhSalvageRow *row, gpointer data)
{
  if (is_of (row, "NITKBI"))
    rescue_record (data, row);
  else if (is_of (row, "TTIIBI"))
    rescue_open (data, row);
  else if (is_of (row, "TTI"))
    rescue_meta (data, row);
}

/* Everything that can still be found in a file that is @path, or was, brought into the open one.
 * Within a transaction. */
static guint
rescue_from (BhOutboxFile *self, const char *path)
{
  g_autoptr (GHashTable) meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Rescue rescue = {self, meta, 0};
  GHashTableIter iter;
  gpointer key;
  gpointer value;
  guint64 trimmed;

  bh_outbox_salvage (path, rescue_row, &rescue);
  g_hash_table_iter_init (&iter, meta);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    g_autofree char *known = get_meta (self, key);

    if (known == NULL || g_ascii_strtoll (value, NULL, 10) > g_ascii_strtoll (known, NULL, 10))
      set_meta (self, key, value, NULL);
  }
  /* what had reached the database and was deleted is not needed again */
  trimmed = (guint64) get_meta_number (self, "acknowledged");
  run_trim (self, trimmed);
  return rescue.found;
}

/* PATH and PATH-wal become PATH.broken-N and PATH.broken-N-wal. */
static char *
move_aside (const char *path, GError **error)
{
  g_autofree char *aside = NULL;
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *aside_wal = NULL;
  guint n = 1;

  do {
    g_free (aside);
    aside = g_strdup_printf ("%s.broken-%u", path, n++);
  } while (g_file_test (aside, G_FILE_TEST_EXISTS));
  aside_wal = g_strconcat (aside, "-wal", NULL);
  if (g_rename (path, aside) != 0) {
    g_set_error (error,
                 BH_OUTBOX_ERROR,
                 BH_OUTBOX_ERROR_OPEN,
                 "%s is damaged and cannot be moved aside. Move it away by hand and start again.",
                 path);
    return NULL;
  }
  g_rename (wal, aside_wal);
  return g_steal_pointer (&aside);
}

static gboolean
start_anew (BhOutboxFile *self, GError **error)
{
  g_autofree char *aside = NULL;

  close_db (self);
  aside = move_aside (self->path, error);
  if (aside == NULL || !open_db (self, self->path, error) || !bh_outbox_file_begin (self, error))
    return FALSE;
  g_warning ("%s was damaged: moved to %s; what can be read of it is carried over",
             self->path,
             aside);
  rescue_from (self, aside);
  return run (self, statement (self, SQL_COMMIT), error);
}

/* SQLite drops without a word what a broken WAL hides. A copy of it, made before SQLite saw it, is
 * searched. */
static void
rescue_wal (BhOutboxFile *self, const char *copy)
{
  g_autofree char *copied_wal = g_strconcat (copy, "-wal", NULL);

  if (bh_outbox_file_begin (self, NULL)) {
    guint found = rescue_from (self, copy);

    run (self, statement (self, SQL_COMMIT), NULL);
    g_warning ("The log of %s was damaged: %u records were brought back out of it",
               self->path,
               found);
  }
  g_unlink (copied_wal);
}

static char *
copy_broken_wal (const char *path)
{
  g_autofree char *copy = g_strconcat (path, ".rescue", NULL);
  g_autofree char *from = g_strconcat (path, "-wal", NULL);
  g_autofree char *to = g_strconcat (copy, "-wal", NULL);
  g_autofree char *data = NULL;
  gsize size;

  if (!bh_outbox_wal_is_broken (path) || !g_file_get_contents (from, &data, &size, NULL) ||
      !g_file_set_contents (to, data, (gssize) size, NULL))
    return NULL;
  return g_steal_pointer (&copy);
}

static gboolean
is_locked (BhOutboxFile *self)
{
  int code = self->db != NULL ? sqlite3_errcode (self->db) : SQLITE_OK;

  return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

/* What is there, and how many of the numbers that should be there are not. */
static void
take_stock (BhOutboxFile *self, BhOutboxFound *found)
{
  sqlite3_stmt *count;
  guint64 highest = 0;
  gint64 highest_number = 0;
  gint64 lowest_number = 0;

  /* what lies there has arrived already, or its position is not what was written: nobody would ever
   * read it */
  run_trim (self, (guint64) get_meta_number (self, "acknowledged"));
  count = statement (self, SQL_COUNT);
  if (count != NULL && sqlite3_step (count) == SQLITE_ROW) {
    found->records = (guint) sqlite3_column_int64 (count, 0);
    found->bytes = (gint64) sqlite3_column_double (count, 1);
    highest = (guint64) sqlite3_column_int64 (count, 2);
    highest_number = sqlite3_column_int64 (count, 3);
    lowest_number = sqlite3_column_int64 (count, 4);
  }
  sqlite3_reset (count);
  /* what lies before the first that is there was forgotten in order, as far as one can know */
  self->trimmed_number = get_meta_number (self, "trimmed_number");
  if (found->records > 0 && !has_meta (self, "last_number"))
    self->trimmed_number = MAX (self->trimmed_number, lowest_number - 1);
  self->last_number =
      MAX (get_meta_number (self, "last_number"), MAX (highest_number, self->trimmed_number));
  found->acknowledged = (guint64) get_meta_number (self, "acknowledged");
  found->last_position =
      MAX ((guint64) get_meta_number (self, "last_position"), MAX (highest, found->acknowledged));
  if (self->last_number - self->trimmed_number > found->records)
    found->corrupt += (guint64) (self->last_number - self->trimmed_number - found->records);
}

static gboolean
ensure_id (BhOutboxFile *self, GError **error)
{
  self->id = get_meta (self, "id");
  if (self->id != NULL)
    return TRUE;
  self->id = g_uuid_string_random ();
  return set_meta (self, "id", self->id, error);
}

BhOutboxFile *
bh_outbox_file_open (const char *path, BhOutboxFound *found, GError **error)
{
  g_autoptr (BhOutboxFile) self = g_new0 (BhOutboxFile, 1);
  g_autoptr (GError) damage = NULL;
  g_autofree char *wal_copy = copy_broken_wal (path);

  memset (found, 0, sizeof *found);
  self->path = g_strdup (path);
  if (!open_db (self, path, &damage)) {
    gboolean locked = is_locked (self);

    if (locked || !g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
      g_set_error (error,
                   BH_OUTBOX_ERROR,
                   BH_OUTBOX_ERROR_OPEN,
                   locked ? "%s is in use by another Bellhop (%s). Stop that one, or choose "
                            "another state folder."
                          : "%s cannot be opened (%s). Check the state folder and its rights.",
                   path,
                   damage->message);
      return NULL;
    }
    if (!start_anew (self, error))
      return NULL;
  }
  if (wal_copy != NULL)
    rescue_wal (self, wal_copy);
  take_stock (self, found);
  if (!ensure_id (self, error))
    return NULL;
  return g_steal_pointer (&self);
}
