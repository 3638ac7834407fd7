/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/link/link-guard.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

struct _BhLinkGuard {
  GThread *thread;
  GMutex mutex; /* of all below */
  GCond ended;
  gboolean is_ended;
  gboolean has_cut;
  gint64 beat_us;
  gint64 limit_us;
  int fd; /* our own, so that it names no other connection later */
};

static gpointer
watch (gpointer data)
{
  BhLinkGuard *self = data;
  g_mutex_lock (&self->mutex);
  while (!self->is_ended && !self->has_cut) {
    gint64 until = self->beat_us + self->limit_us;
    if (g_cond_wait_until (&self->ended, &self->mutex, until))
      continue;
    if (g_get_monotonic_time () < self->beat_us + self->limit_us)
      continue;
    self->has_cut = TRUE;
    shutdown (self->fd, SHUT_RDWR);
  }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

BhLinkGuard *
bh_link_guard_new (int fd, guint limit_ms)
{
  BhLinkGuard *self = g_new0 (BhLinkGuard, 1);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->ended);
  self->limit_us = (gint64) limit_ms * 1000;
  self->beat_us = g_get_monotonic_time ();
  self->fd = fcntl (fd, F_DUPFD_CLOEXEC, 0);
  /* lint: ok, it must run while the main loop does not, and does nothing that can hang */
  self->thread = g_thread_new ("pbx-guard", watch, self);
  return self;
}

void
bh_link_guard_free (BhLinkGuard *self)
{
  g_mutex_lock (&self->mutex);
  self->is_ended = TRUE;
  g_cond_signal (&self->ended);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  if (self->fd >= 0)
    close (self->fd);
  g_cond_clear (&self->ended);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
bh_link_guard_beat (BhLinkGuard *self)
{
  g_mutex_lock (&self->mutex);
  self->beat_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->mutex);
}

gboolean
bh_link_guard_has_cut (BhLinkGuard *self)
{
  g_mutex_lock (&self->mutex);
  gboolean has_cut = self->has_cut;
  g_mutex_unlock (&self->mutex);
  return has_cut;
}
