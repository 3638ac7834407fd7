/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Waiting in a test: for an asynchronous answer, or until something holds, with a limit that fails
 * the test. */

/* The callback to hand over, with a GAsyncResult * that begins as NULL as its data. */
void bh_await_callback (GObject *source, GAsyncResult *result, gpointer data);
/* Runs the main context until *result is there; takes nothing: the caller unrefs it. */
GAsyncResult *bh_await (GAsyncResult **result);

typedef gboolean (*BhAwaitFunc) (gpointer data);
/* Runs the main context until @func says TRUE. */
void bh_await_until (BhAwaitFunc func, gpointer data);
/* Runs the main context for that long: only where nothing must happen. */
void bh_await_ms (guint ms);
