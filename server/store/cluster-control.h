/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/store/cluster-files.h"

/* Making, starting and stopping the private PostgreSQL with its own programs. Blocking, for a
 * worker thread; the caller holds the owner's lock and has prepared the files. */

/* The process of a server that is ready, with the database "bellhop" in it; 0 with error. A server
 * that runs already is taken over. */
GPid bh_cluster_control_start (const BhClusterFiles *files, GError **error);

/* TRUE also when none runs. */
gboolean bh_cluster_control_stop (const BhClusterFiles *files, GError **error);

/* libpq's way to a database of the cluster, owned. */
char *bh_cluster_control_conninfo (const BhClusterFiles *files, const char *database);
