/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-pbx"

#include "server/pbx/link/link-recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

enum { RECEIVED, TIMES, SENT, N_FILES };

struct _BhLinkRecorder {
  int fds[N_FILES];
  char *path;
  guint64 limit;
  guint64 total;
  guint64 offset; /* within the connection */
  gboolean is_stopped;
};

void
bh_link_recorder_free (BhLinkRecorder *self)
{
  for (int i = 0; i < N_FILES; i++)
    if (self->fds[i] >= 0)
      close (self->fds[i]);
  g_free (self->path);
  g_free (self);
}

BhLinkRecorder *
bh_link_recorder_new (const char *path, const char *ending, guint64 limit, GError **error)
{
  const char *const endings[N_FILES] = {ending, ".tidx", ".actions"};
  g_autoptr (BhLinkRecorder) self = g_new0 (BhLinkRecorder, 1);
  self->path = g_strdup (path);
  self->limit = limit;
  for (int i = 0; i < N_FILES; i++)
    self->fds[i] = -1;
  for (int i = 0; i < N_FILES; i++) {
    g_autofree char *file = g_strconcat (path, endings[i], NULL);
    self->fds[i] = g_open (file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (self->fds[i] < 0) {
      int saved = errno;
      g_set_error (error,
                   G_FILE_ERROR,
                   g_file_error_from_errno (saved),
                   "Cannot record the PBX's feed into %s: %s.",
                   file,
                   g_strerror (saved));
      return NULL;
    }
  }
  return g_steal_pointer (&self);
}

static void
stop (BhLinkRecorder *self, const char *why)
{
  self->is_stopped = TRUE;
  g_warning ("The recording %s ends here: %s.", self->path, why);
}

static void
put (BhLinkRecorder *self, int file, const char *bytes, gsize length)
{
  while (length > 0 && !self->is_stopped) {
    gssize written = write (self->fds[file], bytes, length);
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0) {
      stop (self, g_strerror (errno));
      return;
    }
    bytes += written;
    length -= (gsize) written;
  }
}

static void
put_time (BhLinkRecorder *self, char kind, gint64 at_us, const guint64 *offset, gsize length)
{
  char line[128];
  int n = g_snprintf (line,
                      sizeof line,
                      "%c %" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT " ",
                      kind,
                      at_us / G_USEC_PER_SEC,
                      at_us % G_USEC_PER_SEC);
  if (offset != NULL)
    n += g_snprintf (line + n, sizeof line - n, "%" G_GUINT64_FORMAT " ", *offset);
  n += g_snprintf (line + n, sizeof line - n, "%" G_GSIZE_FORMAT "\n", length);
  put (self, TIMES, line, (gsize) n);
}

void
bh_link_recorder_connected (BhLinkRecorder *self)
{
  self->offset = 0;
}

void
bh_link_recorder_received (BhLinkRecorder *self, gint64 at_us, const char *bytes, gsize length)
{
  if (self->is_stopped || length == 0)
    return;
  if (self->total + length > self->limit) {
    stop (self, "it has reached its limit");
    return;
  }
  put (self, RECEIVED, bytes, length);
  put_time (self, 'S', at_us, &self->offset, length);
  self->offset += length;
  self->total += length;
}

void
bh_link_recorder_sent (BhLinkRecorder *self, gint64 at_us, const char *bytes, gsize length)
{
  if (self->is_stopped || length == 0)
    return;
  put (self, SENT, bytes, length);
  put_time (self, 'C', at_us, NULL, length);
}

gboolean
bh_link_recorder_is_stopped (const BhLinkRecorder *self)
{
  return self->is_stopped;
}
