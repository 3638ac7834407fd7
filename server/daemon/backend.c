/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/backend.h"

#include "server/crm/local-crm.h"
#include "server/outbox/outbox.h"
#include "server/store/store.h"

struct BhBackend {
  BhOutbox *outbox;
  BhStore *store;
  BhCrmPort *crm;
  BhBackendFunc func;
  gpointer data;
  gulong changed;
  guint look; /* how much waits is asked every so often */
};

#define LOOK_MS 2000
#define STOP_MS 30000

static void
tell (BhBackend *backend)
{
  const char *problem = bh_store_port_get_problem (BH_STORE_PORT (backend->outbox));
  BhOutboxFigures figures;

  bh_outbox_get_figures (backend->outbox, &figures);
  backend->func (bh_store_state_to_string (bh_store_get_state (backend->store)),
                 problem != NULL ? problem : bh_store_get_sentence (backend->store),
                 figures.records,
                 backend->data);
}

static void
on_changed (GObject *store, BhBackend *backend)
{
  g_log_structured (G_LOG_DOMAIN,
                    bh_store_get_state (backend->store) == BH_STORE_DOWN ? G_LOG_LEVEL_WARNING
                                                                         : G_LOG_LEVEL_INFO,
                    "TOPIC",
                    "database",
                    "MESSAGE",
                    "%s",
                    bh_store_get_sentence (backend->store));
  tell (backend);
}

static gboolean
on_look (gpointer data)
{
  tell (data);
  return G_SOURCE_CONTINUE;
}

BhBackend *
bh_backend_new (const BhConfig *config, BhOutbox *outbox, BhBackendFunc func, gpointer data)
{
  BhBackend *backend = g_new0 (BhBackend, 1);
  gboolean external = g_str_equal (config->store_mode, "external");

  backend->outbox = g_object_ref (outbox);
  backend->store = bh_store_new (BH_RECORD_SOURCE (outbox),
                                 external ? config->store_conninfo : NULL,
                                 config->state_dir);
  for (guint i = 0; i < config->queues->len; i++) {
    const BhConfigQueue *queue = g_ptr_array_index (config->queues, i);
    bh_store_add_queue (backend->store, queue->queue, queue->label);
  }
  bh_store_set_fsync (backend->store, config->store_fsync);
  backend->crm =
      BH_CRM_PORT (bh_local_crm_new (bh_store_get_directory (backend->store), config->home_region));
  backend->func = func;
  backend->data = data;
  return backend;
}

void
bh_backend_free (BhBackend *backend)
{
  if (backend == NULL)
    return;
  g_clear_handle_id (&backend->look, g_source_remove);
  g_clear_signal_handler (&backend->changed, backend->store);
  g_object_unref (backend->crm);
  g_object_unref (backend->store);
  g_object_unref (backend->outbox);
  g_free (backend);
}

void
bh_backend_start (BhBackend *backend)
{
  backend->changed = g_signal_connect (backend->store, "changed", G_CALLBACK (on_changed), backend);
  backend->look = g_timeout_add (LOOK_MS, on_look, backend);
  bh_store_start (backend->store);
  tell (backend);
}

static void
on_stopped (GObject *store, GAsyncResult *result, gpointer loop)
{
  g_autoptr (GError) error = NULL;

  if (!bh_store_stop_finish (BH_STORE (store), result, &error))
    g_warning ("The database did not stop as it should: %s", error->message);
  g_main_loop_quit (loop);
}

static gboolean
on_late (gpointer loop)
{
  g_warning ("The database does not stop; bellhopd ends without it");
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

void
bh_backend_stop (BhBackend *backend)
{
  GMainLoop *loop = g_main_loop_new (NULL, FALSE);
  guint late = g_timeout_add (STOP_MS, on_late, loop);

  g_clear_handle_id (&backend->look, g_source_remove);
  g_clear_signal_handler (&backend->changed, backend->store);
  bh_store_stop_async (backend->store, on_stopped, loop);
  g_main_loop_run (loop);
  g_source_remove (late);
  g_main_loop_unref (loop);
}

BhDirectoryPort *
bh_backend_get_directory (BhBackend *backend)
{
  return bh_store_get_directory (backend->store);
}

BhCrmPort *
bh_backend_get_crm (BhBackend *backend)
{
  return backend->crm;
}

const char *
bh_backend_get_state (BhBackend *backend)
{
  return bh_store_state_to_string (bh_store_get_state (backend->store));
}

void
bh_backend_add_status (BhBackend *backend, JsonObject *status)
{
  BhStoreWriterFigures written;
  BhOutboxFigures kept;

  bh_outbox_get_figures (backend->outbox, &kept);
  bh_store_get_figures (backend->store, &written);
  json_object_set_int_member (status, "outbox_records", kept.records);
  json_object_set_int_member (status, "outbox_bytes", kept.bytes);
  json_object_set_int_member (status, "outbox_refused", (gint64) kept.refused);
  json_object_set_int_member (status, "outbox_broken", (gint64) kept.corrupt);
  json_object_set_int_member (status, "records_written", (gint64) written.written);
  json_object_set_int_member (status, "records_parked", (gint64) written.parked);
}
