/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/worker.h"

static GMutex lock;
static GCond ended;
static guint n_running;

static GQuark
func_quark (void)
{
  return g_quark_from_static_string ("bh-worker-func");
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GTaskThreadFunc func = (GTaskThreadFunc) g_object_get_qdata (G_OBJECT (task), func_quark ());

  func (task, source, data, cancellable);
  g_mutex_lock (&lock);
  n_running--;
  g_cond_broadcast (&ended);
  g_mutex_unlock (&lock);
}

void
bh_worker_run (GTask *task, GTaskThreadFunc func)
{
  g_object_set_qdata (G_OBJECT (task), func_quark (), (gpointer) func);
  g_mutex_lock (&lock);
  n_running++;
  g_mutex_unlock (&lock);
  g_task_run_in_thread (task, run); /* lint: ok, what blocks may not run in the main loop */
}

gboolean
bh_worker_wait (guint ms)
{
  gint64 until = g_get_monotonic_time () + (gint64) ms * 1000;
  gboolean done;

  g_mutex_lock (&lock);
  while (n_running > 0 && g_cond_wait_until (&ended, &lock, until))
    ;
  done = n_running == 0;
  g_mutex_unlock (&lock);
  return done;
}
