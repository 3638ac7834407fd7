/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-store"
#include "server/store/cluster.h"

#include <glib-unix.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "server/store/cluster-control.h"
#include "server/store/store-error.h"
#include "server/store/worker.h"

struct _BhCluster {
  GObject parent_instance;

  BhClusterFiles *files;
  char *conninfo;
  int lock;  /* descriptor, -1: not ours */
  int pidfd; /* of the server, -1: none */
  guint pidfd_source;
  GPid pid;
  gboolean busy;       /* a start or stop is under way */
  GTask *waiting_stop; /* asked for while a start was under way */
};

enum { DIED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BhCluster, bh_cluster, G_TYPE_OBJECT)

/* What a worker is given, and brings back. */
typedef struct {
  BhClusterFiles *files;
  int lock;
  GPid pid;
} Work;

static void
work_free (Work *work)
{
  bh_cluster_files_free (work->files);
  g_free (work);
}

static void
unwatch (BhCluster *self)
{
  g_clear_handle_id (&self->pidfd_source, g_source_remove);
  if (self->pidfd >= 0)
    close (self->pidfd);
  self->pidfd = -1;
  self->pid = 0;
}

static gboolean
on_server_ended (gint fd, GIOCondition condition, gpointer user_data)
{
  BhCluster *self = user_data;
  gboolean asked = self->busy;

  self->pidfd_source = 0;
  unwatch (self);
  if (!asked) {
    g_warning ("The private PostgreSQL in %s ended by itself", self->files->data);
    g_signal_emit (self, signals[DIED], 0);
  }
  return G_SOURCE_REMOVE;
}

/* The server is no child of ours (pg_ctl detaches it, or a former owner started it): a pidfd tells
 * its end all the same. */
static void
watch (BhCluster *self, GPid pid)
{
  unwatch (self);
  self->pid = pid;
  self->pidfd = (int) syscall (SYS_pidfd_open, pid, 0);
  if (self->pidfd >= 0)
    self->pidfd_source = g_unix_fd_add (self->pidfd, G_IO_IN, on_server_ended, self);
}

static void
drop_lock (BhCluster *self)
{
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}

static void
bh_cluster_dispose (GObject *object)
{
  BhCluster *self = BH_CLUSTER (object);

  /* Nobody asked for a stop and nobody can wait for it any more: ask the server to go. */
  if (self->pid > 0)
    kill (self->pid, SIGINT);
  unwatch (self);
  drop_lock (self);
  g_clear_pointer (&self->files, bh_cluster_files_free);
  g_clear_pointer (&self->conninfo, g_free);

  G_OBJECT_CLASS (bh_cluster_parent_class)->dispose (object);
}

static void
bh_cluster_class_init (BhClusterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bh_cluster_dispose;
  signals[DIED] = g_signal_new ("died",
                                BH_TYPE_CLUSTER,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
}

static void
bh_cluster_init (BhCluster *self)
{
  self->lock = -1;
  self->pidfd = -1;
}

BhCluster *
bh_cluster_new (const char *state_dir)
{
  BhCluster *self;

  g_return_val_if_fail (state_dir != NULL, NULL);

  self = g_object_new (BH_TYPE_CLUSTER, NULL);
  self->files = bh_cluster_files_new (state_dir);
  self->conninfo = bh_cluster_conninfo_for (self, "bellhop");
  return self;
}

void
bh_cluster_set_fsync (BhCluster *self, gboolean fsync)
{
  g_return_if_fail (BH_IS_CLUSTER (self));

  self->files->fsync = fsync;
}

const char *
bh_cluster_get_conninfo (BhCluster *self)
{
  g_return_val_if_fail (BH_IS_CLUSTER (self), NULL);

  return self->conninfo;
}

char *
bh_cluster_conninfo_for (BhCluster *self, const char *database)
{
  g_return_val_if_fail (BH_IS_CLUSTER (self), NULL);

  return bh_cluster_control_conninfo (self->files, database);
}

GPid
bh_cluster_get_pid (BhCluster *self)
{
  g_return_val_if_fail (BH_IS_CLUSTER (self), 0);

  return self->pid;
}

static void
set_to_work (BhCluster *self, GTask *task)
{
  Work *work = g_new0 (Work, 1);

  self->busy = TRUE;
  work->files = bh_cluster_files_copy (self->files);
  work->lock = self->lock;
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  /* The lock that a worker takes must not be lost when its asker has gone. */
  g_task_set_check_cancellable (task, FALSE);
}

static GTask *
begin (BhCluster *self,
       gpointer tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  if (self->busy && tag == bh_cluster_stop_async && self->waiting_stop == NULL) {
    self->waiting_stop = g_steal_pointer (&task);
    return NULL;
  }
  if (self->busy) {
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_BUSY,
                             "PostgreSQL is being started or stopped already");
    return NULL;
  }
  set_to_work (self, task);
  return g_steal_pointer (&task);
}

static void
start_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;

  if (bh_cluster_files_prepare (work->files, &error) &&
      (work->lock >= 0 || (work->lock = bh_cluster_files_lock (work->files, &error)) >= 0))
    work->pid = bh_cluster_control_start (work->files, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
bh_cluster_start_async (BhCluster *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BH_IS_CLUSTER (self));

  task = begin (self, bh_cluster_start_async, cancellable, callback, user_data);
  if (task != NULL)
    bh_worker_run (task, start_thread);
}

static void
stop_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;

  /* Without the lock it is not ours to stop. */
  if (work->lock >= 0 && !bh_cluster_files_prepare (work->files, &error))
    g_task_return_error (task, error);
  else if (work->lock >= 0 && !bh_cluster_control_stop (work->files, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
run_waiting_stop (BhCluster *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->waiting_stop);

  if (task == NULL)
    return;
  set_to_work (self, task);
  bh_worker_run (task, stop_thread);
}

gboolean
bh_cluster_start_finish (BhCluster *self, GAsyncResult *result, GError **error)
{
  Work *work;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  work = g_task_get_task_data (G_TASK (result));
  if (work != NULL) {
    self->busy = FALSE;
    self->lock = work->lock;
    if (work->pid > 0)
      watch (self, work->pid);
    run_waiting_stop (self);
  }
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bh_cluster_stop_async (BhCluster *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BH_IS_CLUSTER (self));

  task = begin (self, bh_cluster_stop_async, cancellable, callback, user_data);
  if (task != NULL)
    bh_worker_run (task, stop_thread);
}

gboolean
bh_cluster_stop_finish (BhCluster *self, GAsyncResult *result, GError **error)
{
  gboolean stopped;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  stopped = g_task_propagate_boolean (G_TASK (result), error);
  if (g_task_get_task_data (G_TASK (result)) != NULL)
    self->busy = FALSE;
  if (stopped) {
    unwatch (self);
    drop_lock (self);
  }
  return stopped;
}
