/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* A PostgreSQL of our own: data, socket and log in one state folder, reached by a Unix socket only,
 * run by an unprivileged user where we are root. It is made at the first start, taken over where a
 * former owner died and left it running, mended where it left a mess, and started again when it
 * dies under us. Nothing here blocks the main loop. */

#define BH_TYPE_CLUSTER (bh_cluster_get_type ())
G_DECLARE_FINAL_TYPE (BhCluster, bh_cluster, BH, CLUSTER, GObject)

/* @state_dir is made when it is not there. Signal "died" () when the running PostgreSQL ends
 * without having been asked to; the caller may start it again. */
BhCluster *bh_cluster_new (const char *state_dir);

/* Before the start. Without fsync a power cut can cost everything: for tests only. */
void bh_cluster_set_fsync (BhCluster *self, gboolean fsync);

/* Ready when the callback comes: the server runs, the database "bellhop" is there. One start or
 * stop at a time. */
void bh_cluster_start_async (BhCluster *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean bh_cluster_start_finish (BhCluster *self, GAsyncResult *result, GError **error);

/* A fast shutdown: open transactions are undone, nothing that was committed is lost. No error when
 * it does not run. */
void bh_cluster_stop_async (BhCluster *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean bh_cluster_stop_finish (BhCluster *self, GAsyncResult *result, GError **error);

/* How libpq reaches it; right before the start already. For the database "bellhop", and for another
 * of the same cluster. */
const char *bh_cluster_get_conninfo (BhCluster *self);
char *bh_cluster_conninfo_for (BhCluster *self, const char *database);

/* The server process, 0 while it does not run. */
GPid bh_cluster_get_pid (BhCluster *self);
