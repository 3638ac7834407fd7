/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/picture-decode.h"

#include <string.h>

/* Two of the largest, or a score of the usual ones; a dot counts as much as an icon, so that there
 * are never many to look through. */
#define KEPT_BYTES  (48 * 1024 * 1024)
#define LEAST_BYTES (256 * 1024)
#define MAX_SIDE    2048

typedef struct {
  char *hash;
  GBytes *bytes;
  int width, height;
} Job;

typedef struct {
  char *hash;
  GdkTexture *texture;
} Kept;

/* Of the main loop's thread; the one used last at the end. */
static GQueue kept = G_QUEUE_INIT;
static gsize kept_bytes;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->hash);
  g_bytes_unref (job->bytes);
  g_free (job);
}

/* ---- what is kept */

static gsize
size_of (GdkTexture *texture)
{
  gsize bytes =
      (gsize) gdk_texture_get_width (texture) * (gsize) gdk_texture_get_height (texture) * 4;

  return MAX (bytes, LEAST_BYTES);
}

GdkTexture *
bh_picture_decoded (const char *hash)
{
  for (GList *l = kept.head; l != NULL; l = l->next) {
    Kept *one = l->data;
    if (g_str_equal (one->hash, hash)) {
      g_queue_unlink (&kept, l);
      g_queue_push_tail_link (&kept, l);
      return one->texture;
    }
  }
  return NULL;
}

static void
keep (const char *hash, GdkTexture *texture)
{
  Kept *one;

  if (bh_picture_decoded (hash) != NULL)
    return;
  one = g_new0 (Kept, 1);
  one->hash = g_strdup (hash);
  one->texture = g_object_ref (texture);
  g_queue_push_tail (&kept, one);
  kept_bytes += size_of (texture);
  while (kept_bytes > KEPT_BYTES) {
    one = g_queue_pop_head (&kept);
    kept_bytes -= size_of (one->texture);
    g_object_unref (one->texture);
    g_free (one->hash);
    g_free (one);
  }
}

/* ---- in a thread */

static const char *
type_of (const guint8 *data, gsize length)
{
  if (length >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "png";
  return length >= 2 && data[0] == 0xff && data[1] == 0xd8 ? "jpeg" : NULL;
}

/* Before a pixel is made: what is not as it was said becomes nothing, which ends the loader. */
static void
on_size (GdkPixbufLoader *loader, int width, int height, const Job *job)
{
  double scale = MIN (1.0, (double) MAX_SIDE / MAX (width, height));

  if (width != job->width || height != job->height)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
  else if (scale < 1.0)
    gdk_pixbuf_loader_set_size (loader,
                                MAX (1, (int) (width * scale)),
                                MAX (1, (int) (height * scale)));
}

static GdkPixbuf *
decode (const Job *job, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (job->bytes, &length);
  const char *type = type_of (data, length);
  g_autoptr (GdkPixbufLoader) loader = NULL;
  GdkPixbuf *pixbuf;
  gboolean read;

  if (type == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "neither PNG nor JPEG");
    return NULL;
  }
  loader = gdk_pixbuf_loader_new_with_type (type, error);
  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size), (gpointer) job);
  read = gdk_pixbuf_loader_write (loader, data, length, error);
  if (!gdk_pixbuf_loader_close (loader, read ? error : NULL) || !read)
    return NULL;
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no picture");
  return pixbuf != NULL ? g_object_ref (pixbuf) : NULL;
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = decode (data, &error);

  if (pixbuf == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, gdk_texture_new_for_pixbuf (pixbuf), g_object_unref);
}

void
bh_picture_decode_async (const char *hash,
                         GBytes *bytes,
                         int width,
                         int height,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->hash = g_strdup (hash);
  job->bytes = g_bytes_ref (bytes);
  job->width = width;
  job->height = height;
  g_task_set_task_data (task, job, job_free);
  /* lint: ok, a large picture takes longer than a frame */
  g_task_run_in_thread (task, run);
}

GdkTexture *
bh_picture_decode_finish (GAsyncResult *result, GError **error)
{
  const Job *job = g_task_get_task_data (G_TASK (result));
  GdkTexture *texture = g_task_propagate_pointer (G_TASK (result), error);

  if (texture != NULL)
    keep (job->hash, texture);
  return texture;
}
