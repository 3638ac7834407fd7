/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/worker.h"

void
bh_worker_run (GTask *task, GTaskThreadFunc func)
{
  g_task_run_in_thread (task, func); /* lint: ok, what blocks may not run in the main loop */
}
