/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/picture-shelf.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "desktop/client/json-get.h"
#include "desktop/model/desk-ask.h"

#define KEPT_BYTES (8 * 1024 * 1024)
#define LEAST      (8 * 1024)  /* that one counts for, so that there are never many */
#define MAX_WANTED 256         /* pictures that are waited for; more are refused */
#define PIECE      (30 * 1000) /* of one that is sent; its base64 fits into a frame */

typedef struct {
  char *hash;
  GPtrArray *tasks; /* who waits for it */
  GByteArray *bytes;
} Fetch;

struct _BhPictureShelf {
  GObject parent;

  BhDesk *desk;     /* owns us */
  GHashTable *kept; /* hash -> GBytes */
  GQueue order;     /* their hashes, the one used last at the end */
  gsize kept_bytes;
  GQueue wanted; /* of Fetch; the first is under way */
};

G_DEFINE_FINAL_TYPE (BhPictureShelf, bh_picture_shelf, G_TYPE_OBJECT)

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  g_free (fetch->hash);
  g_ptr_array_unref (fetch->tasks);
  g_byte_array_unref (fetch->bytes);
  g_free (fetch);
}

/* ---- what is kept */

static void
use (BhPictureShelf *self, const char *hash)
{
  GList *link = g_queue_find_custom (&self->order, hash, (GCompareFunc) strcmp);

  g_queue_unlink (&self->order, link);
  g_queue_push_tail_link (&self->order, link);
}

static gsize
weight (GBytes *bytes)
{
  return MAX (g_bytes_get_size (bytes), LEAST);
}

static void
keep (BhPictureShelf *self, const char *hash, GBytes *bytes)
{
  if (g_hash_table_contains (self->kept, hash))
    return;
  g_hash_table_insert (self->kept, g_strdup (hash), g_bytes_ref (bytes));
  g_queue_push_tail (&self->order, g_strdup (hash));
  self->kept_bytes += weight (bytes);
  while (self->kept_bytes > KEPT_BYTES) {
    g_autofree char *oldest = g_queue_pop_head (&self->order);
    self->kept_bytes -= weight (g_hash_table_lookup (self->kept, oldest));
    g_hash_table_remove (self->kept, oldest);
  }
}

/* ---- from the server */

static void next_piece (BhPictureShelf *self);

static void
end_fetch (BhPictureShelf *self, GBytes *bytes, const GError *error)
{
  Fetch *fetch = g_queue_pop_head (&self->wanted);

  if (bytes != NULL)
    keep (self, fetch->hash, bytes);
  if (!g_queue_is_empty (&self->wanted)) /* before anybody asks for more */
    next_piece (self);
  for (guint i = 0; i < fetch->tasks->len; i++) {
    GTask *task = g_ptr_array_index (fetch->tasks, i);
    if (bytes != NULL)
      g_task_return_pointer (task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
    else
      g_task_return_error (task, g_error_copy (error));
  }
  fetch_free (fetch);
}

static void
fail_fetch (BhPictureShelf *self)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR,
                                                  G_IO_ERROR_INVALID_DATA,
                                                  _ ("The server sent something else."));

  end_fetch (self, NULL, error);
}

static void
end_whole (BhPictureShelf *self, Fetch *fetch)
{
  g_autofree char *hash =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256, fetch->bytes->data, fetch->bytes->len);
  g_autoptr (GBytes) bytes = g_bytes_new (fetch->bytes->data, fetch->bytes->len);

  if (g_str_equal (hash, fetch->hash))
    end_fetch (self, bytes, NULL);
  else
    fail_fetch (self);
}

static void
on_piece (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhPictureShelf) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);
  Fetch *fetch = g_queue_peek_head (&self->wanted);
  gint64 size = reply != NULL ? bh_json_int (reply, "size", 0) : 0;
  const char *text = reply != NULL ? bh_json_string (reply, "data") : NULL;
  g_autofree guint8 *piece = NULL;
  gsize length = 0;

  if (reply == NULL) {
    end_fetch (self, NULL, error);
    return;
  }
  if (text != NULL)
    piece = g_base64_decode (text, &length);
  if (length == 0 || size > BH_PICTURE_MAX_BYTES || fetch->bytes->len + length > (gsize) size) {
    fail_fetch (self);
    return;
  }
  g_byte_array_append (fetch->bytes, piece, (guint) length);
  if (fetch->bytes->len == (gsize) size)
    end_whole (self, fetch);
  else
    next_piece (self);
}

static void
next_piece (BhPictureShelf *self)
{
  Fetch *fetch = g_queue_peek_head (&self->wanted);
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "picture", fetch->hash);
  json_object_set_int_member (args, "offset", fetch->bytes->len);
  bh_desk_ask_async (self->desk, "kb.picture", args, NULL, on_piece, g_object_ref (self));
}

static Fetch *
find_wanted (BhPictureShelf *self, const char *hash)
{
  for (GList *l = self->wanted.head; l != NULL; l = l->next) {
    Fetch *fetch = l->data;
    if (g_str_equal (fetch->hash, hash))
      return fetch;
  }
  return NULL;
}

static void
want (BhPictureShelf *self, const char *hash, GTask *task)
{
  Fetch *fetch = find_wanted (self, hash);

  if (fetch == NULL) {
    fetch = g_new0 (Fetch, 1);
    fetch->hash = g_strdup (hash);
    fetch->bytes = g_byte_array_new ();
    fetch->tasks = g_ptr_array_new_with_free_func (g_object_unref);
    g_queue_push_tail (&self->wanted, fetch);
    if (self->wanted.length == 1)
      next_piece (self);
  }
  g_ptr_array_add (fetch->tasks, g_object_ref (task));
}

void
bh_picture_shelf_fetch_async (BhPictureShelf *self, const char *hash, BH_COMMAND_END)
{
  g_autoptr (GTask) task = NULL;
  GBytes *bytes;

  g_return_if_fail (BH_IS_PICTURE_SHELF (self));

  task = g_task_new (self, cancellable, callback, user_data);
  bytes = g_hash_table_lookup (self->kept, hash);
  if (bytes != NULL) {
    use (self, hash);
    g_task_return_pointer (task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
  } else if (self->wanted.length >= MAX_WANTED && find_wanted (self, hash) == NULL) {
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_BUSY,
                             "%s",
                             _ ("Too many pictures are waited for already."));
  } else {
    want (self, hash, task);
  }
}

GBytes *
bh_picture_shelf_fetch_finish (BhPictureShelf *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- to the server */

typedef struct {
  GBytes *bytes;
  char *hash;
  gsize sent;
} Put;

static void
put_free (gpointer data)
{
  Put *put = data;

  g_clear_pointer (&put->bytes, g_bytes_unref);
  g_free (put->hash);
  g_free (put);
}

/* What anybody can see before it is sent; the server looks closer. */
static gboolean
check (GBytes *bytes, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  gboolean png = length >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0;
  gboolean jpeg = length >= 4 && data[0] == 0xff && data[1] == 0xd8;

  if (length > BH_PICTURE_MAX_BYTES) {
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_INVALID_DATA,
                 _ ("The picture has more than %d KiB. Save it smaller."),
                 BH_PICTURE_MAX_BYTES / 1024);
    return FALSE;
  }
  if (!png && !jpeg) {
    g_set_error_literal (error,
                         G_IO_ERROR,
                         G_IO_ERROR_INVALID_DATA,
                         _ ("That is neither a PNG nor a JPEG picture."));
    return FALSE;
  }
  return TRUE;
}

static void send_piece (GTask *task);

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  BhPictureShelf *self = g_task_get_source_object (task);
  Put *put = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);
  BhPicture *picture;

  if (reply == NULL) {
    g_task_return_error (task, error);
    return;
  }
  if (put->sent < g_bytes_get_size (put->bytes)) {
    send_piece (task);
    return;
  }
  picture = bh_picture_new (reply);
  if (picture == NULL || !g_str_equal (bh_picture_get_hash (picture), put->hash)) {
    g_clear_object (&picture);
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_INVALID_DATA,
                             "%s",
                             _ ("The server did not take the picture."));
    return;
  }
  keep (self, put->hash, put->bytes);
  g_task_return_pointer (task, picture, g_object_unref);
}

static void
send_piece (GTask *task)
{
  BhPictureShelf *self = g_task_get_source_object (task);
  Put *put = g_task_get_task_data (task);
  gsize size;
  const guint8 *data = g_bytes_get_data (put->bytes, &size);
  gsize length = MIN (PIECE, size - put->sent);
  g_autofree char *text = g_base64_encode (data + put->sent, length);
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "picture", put->hash);
  json_object_set_int_member (args, "size", (gint64) size);
  json_object_set_int_member (args, "offset", (gint64) put->sent);
  json_object_set_string_member (args, "data", text);
  put->sent += length;
  bh_desk_ask_async (self->desk,
                     "kb.picture_put",
                     args,
                     g_task_get_cancellable (task),
                     on_sent,
                     g_object_ref (task));
}

static void
begin_put (GTask *task, GBytes *bytes)
{
  Put *put = g_task_get_task_data (task);
  GError *error = NULL;

  if (!check (bytes, &error)) {
    g_task_return_error (task, error);
    return;
  }
  put->bytes = g_bytes_ref (bytes);
  put->hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  send_piece (task);
}

static GTask *
put_task (BhPictureShelf *self, BH_COMMAND_END)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, g_new0 (Put, 1), put_free);
  return task;
}

void
bh_picture_shelf_put_async (BhPictureShelf *self, GBytes *bytes, BH_COMMAND_END)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BH_IS_PICTURE_SHELF (self));

  task = put_task (self, cancellable, callback, user_data);
  begin_put (task, bytes);
}

/* No more of a file is read than tells that it is too much. */
static void
read_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  GError *error = NULL;
  gsize n = 0;

  stream = g_file_read (G_FILE (data), cancellable, &error);
  g_byte_array_set_size (bytes, BH_PICTURE_MAX_BYTES + 1);
  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream),
                                                  bytes->data,
                                                  bytes->len,
                                                  &n,
                                                  cancellable,
                                                  &error)) {
    g_task_return_error (task, error);
    return;
  }
  g_task_return_pointer (task, g_bytes_new (bytes->data, n), (GDestroyNotify) g_bytes_unref);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else
    begin_put (task, bytes);
}

void
bh_picture_shelf_put_file_async (BhPictureShelf *self, GFile *file, BH_COMMAND_END)
{
  GTask *task;
  g_autoptr (GTask) reading = NULL;

  g_return_if_fail (BH_IS_PICTURE_SHELF (self));

  task = put_task (self, cancellable, callback, user_data);
  reading = g_task_new (self, cancellable, on_read, task);
  g_task_set_task_data (reading, g_object_ref (file), g_object_unref);
  /* lint: ok, the file may lie on a slow share, and the desk must not wait for it */
  g_task_run_in_thread (reading, read_file);
}

BhPicture *
bh_picture_shelf_put_finish (BhPictureShelf *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- the object */

static void
bh_picture_shelf_finalize (GObject *object)
{
  BhPictureShelf *self = BH_PICTURE_SHELF (object);

  g_queue_clear_full (&self->wanted, fetch_free);
  g_queue_clear_full (&self->order, g_free);
  g_hash_table_unref (self->kept);
  G_OBJECT_CLASS (bh_picture_shelf_parent_class)->finalize (object);
}

static void
bh_picture_shelf_class_init (BhPictureShelfClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_picture_shelf_finalize;
}

static void
bh_picture_shelf_init (BhPictureShelf *self)
{
  self->kept =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

BhPictureShelf *
bh_picture_shelf_of (BhDesk *desk)
{
  BhPictureShelf *self;

  g_return_val_if_fail (BH_IS_DESK (desk), NULL);

  self = g_object_get_data (G_OBJECT (desk), "bh-picture-shelf");
  if (self == NULL) {
    self = g_object_new (BH_TYPE_PICTURE_SHELF, NULL);
    self->desk = desk;
    g_object_set_data_full (G_OBJECT (desk), "bh-picture-shelf", self, g_object_unref);
  }
  return self;
}
