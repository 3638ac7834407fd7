/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/database.h"

#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/store/cluster.h"

static gboolean
is_embedded (const BhConfig *config)
{
  return g_str_equal (config->store_mode, "embedded");
}

char *
bh_ctl_conninfo (const BhConfig *config)
{
  g_autoptr (BhCluster) cluster = NULL;

  if (!is_embedded (config))
    return g_strdup (config->store_conninfo);
  cluster = bh_cluster_new (config->state_dir);
  return g_strdup (bh_cluster_get_conninfo (cluster));
}

/* ---- The server's own database is there when the server says so: right after its first start that
 * takes some seconds. */

#define WAIT_ROUNDS   300
#define DOWN_ROUNDS   25 /* one that is down for so long in a row is not about to come up */
#define WAIT_ROUND_MS 200

static gboolean
quit (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
pass_time (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_timeout_add (WAIT_ROUND_MS, quit, loop);
  g_main_loop_run (loop);
}

static gboolean
wait_for_store (const char *config, GError **error)
{
  g_autoptr (BhCtlClient) client = bh_ctl_client_open (NULL, config, NULL, NULL, error);

  for (guint i = 0, down = 0; client != NULL && i < WAIT_ROUNDS; i++) {
    g_autoptr (JsonObject) status = bh_ctl_client_ask (client, "status", NULL, error);
    JsonObject *store = status != NULL ? json_object_get_object_member (status, "store") : NULL;
    const char *state = store != NULL ? json_object_get_string_member (store, "state") : NULL;
    if (store == NULL || g_str_equal (state, "up"))
      return store != NULL;
    down = g_strcmp0 (state, "down") == 0 ? down + 1 : 0;
    if (i + 1 == WAIT_ROUNDS || down == DOWN_ROUNDS) {
      g_set_error (error,
                   BH_CTL_ERROR,
                   BH_CTL_ERROR_REFUSED,
                   "the database is not there: %s",
                   json_object_get_string_member (store, "message"));
      return FALSE;
    }
    pass_time ();
  }
  return FALSE;
}

PGconn *
bh_ctl_database (const char *config, GError **error)
{
  g_autoptr (BhConfig) read = bh_config_load (config != NULL ? config : BH_CTL_CONFIG, error);
  g_autofree char *conninfo = NULL;
  PGconn *conn;

  if (read == NULL || (is_embedded (read) && !wait_for_store (config, error)))
    return NULL;
  conninfo = bh_ctl_conninfo (read);
  conn = bh_pg_connect_blocking (conninfo, "bellhopctl", error);
  if (conn == NULL && is_embedded (read))
    g_prefix_error (error,
                    "the server's own database does not answer this user; be root, or the "
                    "user that bellhopd runs as. ");
  return conn;
}
