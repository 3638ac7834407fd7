/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/database.h"

#include "server/ctl/client.h"
#include "server/store/cluster.h"
#include "server/store/migrate.h"
#include "server/store/pg-blocking.h"

PGconn *
bh_ctl_open_database (const char *file, BhConfig **config, GError **error)
{
  g_autoptr (BhConfig) read = bh_config_load (file != NULL ? file : BH_CTL_CONFIG, error);
  g_autoptr (PGconn) conn = NULL;
  if (read == NULL)
    return NULL;
  if (g_strcmp0 (read->store_mode, "external") == 0)
    conn = bh_pg_connect_blocking (read->store_conninfo, "bellhopctl", error);
  else {
    g_autoptr (BhCluster) cluster = bh_cluster_new (read->state_dir);
    conn = bh_pg_connect_blocking (bh_cluster_get_conninfo (cluster), "bellhopctl", error);
    if (conn == NULL)
      g_prefix_error (error, "The embedded database runs while bellhopd does; is it started? ");
  }
  if (conn == NULL || !bh_migrate_blocking (conn, NULL, error))
    return NULL;
  if (config != NULL)
    *config = g_steal_pointer (&read);
  return g_steal_pointer (&conn);
}
