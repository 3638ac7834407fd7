/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The one door of this folder to a worker thread: for what would block the main loop (a connection
 * being made, a password being hashed, PostgreSQL being started). @func touches nothing but the
 * task's data, which is its own; the callback of @task is called in the main context that the task
 * was made in. */
void bh_worker_run (GTask *task, GTaskThreadFunc func);

/* Waits until no worker runs any more, @ms at most; FALSE: one does. A program that ends while one
 * still reads its compiled-in data crashes on its way out. */
gboolean bh_worker_wait (guint ms);
