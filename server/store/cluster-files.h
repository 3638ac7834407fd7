/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sys/types.h>

/* Where a private cluster keeps what, and whose it is. A value: worker threads carry a copy. */
typedef struct {
  char *base;   /* STATE/pg, 0711: the owner's and ours */
  char *data;   /* PGDATA */
  char *socket; /* folder of the socket, 0700 */
  char *log;
  char *lock;     /* held by the process that owns the cluster, for as long as it lives */
  char *programs; /* folder of initdb, pg_ctl, postgres; NULL until found */
  uid_t uid;      /* who runs PostgreSQL */
  gid_t gid;
  gboolean drop; /* we are root, and become uid for it */
  gboolean fsync;
} BhClusterFiles;

BhClusterFiles *bh_cluster_files_new (const char *state_dir);
BhClusterFiles *bh_cluster_files_copy (const BhClusterFiles *self);
void bh_cluster_files_free (BhClusterFiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhClusterFiles, bh_cluster_files_free)

/* Finds the programs and the user, makes the folders, checks that the user can reach them.
 * Blocking. */
gboolean bh_cluster_files_prepare (BhClusterFiles *self, GError **error);

/* The lock's descriptor, or -1 when another process owns the cluster. Closing it gives the lock up;
 * so does death. */
int bh_cluster_files_lock (const BhClusterFiles *self, GError **error);

/* From postmaster.pid: the server's process if that process runs and is PostgreSQL, else 0. */
GPid bh_cluster_files_read_pid (const BhClusterFiles *self);
/* Does that process listen in our socket folder and say that it is ready? */
gboolean bh_cluster_files_is_ready (const BhClusterFiles *self);

/* Hands a file or folder that we made to the user who runs PostgreSQL. */
gboolean bh_cluster_files_give (const BhClusterFiles *self, const char *path, GError **error);
