/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/bus/session-door.h"
#include "server/crm/dial-data.h"
#include "server/daemon/backend.h"
#include "server/daemon/config-diff.h"
#include "server/daemon/log.h"
#include "server/daemon/notify.h"
#include "server/daemon/switches.h"
#include "server/engine/desk.h"
#include "server/outbox/outbox.h"

/* clang-format off */
G_DEFINE_QUARK (bh-daemon-error-quark, bh_daemon_error)
/* clang-format on */

/* In the order of making; taken down in the opposite one. */
struct BhDaemon {
  BhConfig *config;    /* as it was read last */
  BhConfig *made_with; /* at the start */
  int lock;            /* -1: not held */
  BhCurveKeys keys;
  BhOutbox *outbox;
  BhBackend *backend; /* PostgreSQL, customers */
  BhClock *clock;
  BhEngine *engine;
  BhDialRules *dial_rules;
  BhDesk *desk;
  BhSessionDoor *door;
  GMainLoop *loop;
  GPtrArray *sources; /* of GSource */
};

/* ---- folders and the lock */

static gboolean
make_folder (const char *path, int mode, const char *what, GError **error)
{
  gboolean was_there = g_file_test (path, G_FILE_TEST_IS_DIR);
  /* our umask lets nobody pass, but the database's user must; a folder that was made for us stays
   * as it is */
  if (g_mkdir_with_parents (path, mode) == 0 && (was_there || g_chmod (path, mode) == 0) &&
      g_access (path, R_OK | W_OK | X_OK) == 0)
    return TRUE;
  g_set_error (error,
               BH_DAEMON_ERROR,
               BH_DAEMON_ERROR_FOLDER,
               "the folder %s (%s) cannot be used: %s. Make it, owned by the user that bellhopd "
               "runs as, or name another one",
               path,
               what,
               g_strerror (errno));
  return FALSE;
}

static char *
read_owner (int fd)
{
  char text[32] = "";

  if (pread (fd, text, sizeof text - 1, 0) <= 0)
    return g_strdup ("unknown");
  text[strcspn (text, "\n")] = '\0';
  return g_strdup (text);
}

static gboolean
take_lock (BhDaemon *daemon, GError **error)
{
  g_autofree char *path = g_build_filename (daemon->config->state_dir, "bellhopd.lock", NULL);
  g_autofree char *me = g_strdup_printf ("%d\n", getpid ());
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0) {
    g_set_error (error,
                 BH_DAEMON_ERROR,
                 BH_DAEMON_ERROR_FOLDER,
                 "%s cannot be opened: %s",
                 path,
                 g_strerror (errno));
    return FALSE;
  }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0) {
    g_autofree char *owner = read_owner (fd);
    close (fd);
    g_set_error (error,
                 BH_DAEMON_ERROR,
                 BH_DAEMON_ERROR_IN_USE,
                 "another bellhopd (process %s) has the state folder %s. Stop it, or give this one "
                 "another state_dir",
                 owner,
                 daemon->config->state_dir);
    return FALSE;
  }
  if (ftruncate (fd, 0) != 0 || pwrite (fd, me, strlen (me), 0) < 0)
    g_warning ("%s: the process id could not be written", path);
  daemon->lock = fd;
  return TRUE;
}

static gboolean
prepare (BhDaemon *daemon, GError **error)
{
  const BhConfig *config = daemon->config;
  g_autofree char *keys = g_build_filename (config->state_dir, "session.key", NULL);
  gboolean made;

  /* root's embedded database runs as another user, who must be able to pass through */
  if (!make_folder (config->state_dir, geteuid () == 0 ? 0711 : 0700, "state_dir", error) ||
      !make_folder (config->runtime_dir, 0700, "runtime_dir", error) ||
      !take_lock (daemon, error) ||
      !bh_curve_keys_load_or_create (keys, &daemon->keys, &made, error))
    return FALSE;
  if (config->record_dir != NULL && !make_folder (config->record_dir, 0700, "record", error))
    return FALSE;
  if (made)
    g_info ("The server's key was made: %s", keys);
  return TRUE;
}

/* ---- the parts */

static gboolean
open_outbox (BhDaemon *daemon, GError **error)
{
  g_autofree char *path = g_build_filename (daemon->config->state_dir, "outbox.db", NULL);
  const BhOutboxOptions options = {.max_bytes = daemon->config->outbox_limit_mib << 20};

  daemon->outbox = bh_outbox_new (path, &options, error);
  return daemon->outbox != NULL;
}

static gboolean
add_pbxs (BhDaemon *daemon, GError **error)
{
  const BhConfig *config = daemon->config;

  for (guint i = 0; i < config->pbxs->len; i++) {
    const BhConfigPbx *pbx = g_ptr_array_index (config->pbxs, i);
    g_autoptr (BhPbxPort) port = bh_switch_new (config, pbx, error);
    if (port == NULL)
      return FALSE;
    bh_engine_add_pbx (daemon->engine,
                       &(BhEnginePbxSettings){.name = pbx->name,
                                              .kind = pbx->kind,
                                              .device = pbx->device,
                                              .dial_ring_ms = (guint) pbx->dial_ring_s * 1000,
                                              .port = port,
                                              .watch_only = pbx->watch_only,
                                              .trunks = (const char *const *) pbx->trunks});
  }
  if (config->pbxs->len == 0)
    g_warning ("No PBX is configured: add a section [pbx NAME]");
  return TRUE;
}

static void
make_engine (BhDaemon *daemon)
{
  const BhEngineSettings settings = {
      .clock = daemon->clock,
      .store = BH_STORE_PORT (daemon->outbox),
      .crm = bh_backend_get_crm (daemon->backend),
      .model = {.wrap_up_us = daemon->config->wrap_up_s * G_USEC_PER_SEC,
                .return_us = daemon->config->grace_s * G_USEC_PER_SEC,
                .track_agents = TRUE},
  };

  daemon->engine = bh_engine_new (&settings);
}

static void
add_status (JsonObject *status, gpointer data)
{
  BhDaemon *daemon = data;
  g_autofree char *fingerprint = bh_curve_fingerprint (daemon->keys.public_key);
  const char *endpoint = bh_session_door_get_endpoint (daemon->door);

  json_object_set_string_member (status, "fingerprint", fingerprint);
  json_object_set_string_member (status, "key", daemon->keys.public_key);
  if (endpoint != NULL)
    json_object_set_string_member (status, "endpoint", endpoint);
  bh_backend_add_status (daemon->backend, status);
  json_object_set_int_member (status, "clock_drift_ms", bh_clock_get_drift (daemon->clock) / 1000);
}

static BhDialNumber *
read_number (const char *text, gpointer data)
{
  const BhConfig *config = ((BhDaemon *) data)->config;
  return bh_dial_data_read_number (text, config->home_region, config->dial_outside);
}

static BhDialPurpose
dial_purpose (const BhConfig *config)
{
  BhDialPurpose purpose = BH_DIAL_SERVICE;
  bh_dial_purpose_from_string (config->dial_purpose, &purpose);
  return purpose;
}

static BhDeskSettings
desk_settings (BhDaemon *daemon)
{
  const BhConfig *config = daemon->config;

  return (BhDeskSettings){
      .engine = daemon->engine,
      .directory = bh_backend_get_directory (daemon->backend),
      .crm = bh_backend_get_crm (daemon->backend),
      .home_region = config->home_region,
      .dial_rules = daemon->dial_rules,
      .read_number = read_number,
      .read_number_data = daemon,
      .dial_purpose = dial_purpose (config),
      .wrap_up_s = config->wrap_up_s,
      .wrap_up_limit_s = config->wrap_up_limit_s,
      .session_hours = config->session_hours,
      .status = add_status,
      .status_data = daemon,
  };
}

static void
label_queues (BhDaemon *daemon)
{
  for (guint i = 0; i < daemon->config->queues->len; i++) {
    const BhConfigQueue *queue = g_ptr_array_index (daemon->config->queues, i);
    bh_desk_set_queue_label (daemon->desk, queue->queue, queue->label);
    bh_desk_set_queue_extension (daemon->desk, queue->queue, queue->extension);
  }
}

static void
on_backend (const char *state, const char *message, gint64 backlog, gpointer data)
{
  BhDaemon *daemon = data;

  if (daemon->desk != NULL)
    bh_desk_set_store (daemon->desk, state, message, backlog);
}

static gboolean
open_door (BhDaemon *daemon, GError **error)
{
  g_autofree char *local = g_build_filename (daemon->config->runtime_dir, "session.ipc", NULL);
  BhSessionDoorSettings settings;

  bh_session_door_settings_init (&settings);
  settings.endpoint = daemon->config->endpoint;
  settings.local_path = local;
  settings.keys = &daemon->keys;
  settings.server = "bellhopd/" BH_VERSION;
  settings.grace_ms = (guint) daemon->config->grace_s * 1000;
  daemon->door = bh_session_door_new (&settings);
  bh_desk_set_door (daemon->desk, bh_session_door_get_door (daemon->door));
  return bh_session_door_start (daemon->door, bh_desk_get_funcs (), daemon->desk, error);
}

/* ---- start and stop */

BhDaemon *
bh_daemon_new (BhConfig *config)
{
  BhDaemon *daemon = g_new0 (BhDaemon, 1);

  daemon->config = daemon->made_with = config;
  daemon->lock = -1;
  daemon->loop = g_main_loop_new (NULL, FALSE);
  daemon->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) g_source_unref);
  return daemon;
}

gboolean
bh_daemon_start (BhDaemon *daemon, GError **error)
{
  BhDeskSettings settings;

  if (!prepare (daemon, error) || !open_outbox (daemon, error))
    return FALSE;
  daemon->backend = bh_backend_new (daemon->config, daemon->outbox, on_backend, daemon);
  daemon->clock = bh_clock_new (NULL);
  make_engine (daemon);
  daemon->dial_rules = bh_dial_data_load_rules (daemon->config->dial_rules, error);
  if (daemon->dial_rules == NULL || !add_pbxs (daemon, error))
    return FALSE;
  settings = desk_settings (daemon);
  daemon->desk = bh_desk_new (&settings);
  label_queues (daemon);
  if (!open_door (daemon, error))
    return FALSE;
  bh_backend_start (daemon->backend);
  bh_engine_start (daemon->engine);
  g_message ("bellhopd %s serves %s", BH_VERSION, bh_session_door_get_endpoint (daemon->door));
  return TRUE;
}

/* First nobody can ask any more, then nobody tells any more, then what is on the way is written. */
static void
stop (BhDaemon *daemon)
{
  if (daemon->door != NULL)
    bh_session_door_stop (daemon->door);
  if (daemon->engine != NULL)
    bh_engine_stop (daemon->engine);
  if (daemon->backend != NULL)
    bh_backend_stop (daemon->backend);
  if (daemon->outbox != NULL && !bh_outbox_close (daemon->outbox))
    g_critical ("Some records could not be written to disk");
}

void
bh_daemon_free (BhDaemon *daemon)
{
  if (daemon == NULL)
    return;
  for (guint i = 0; i < daemon->sources->len; i++)
    g_source_destroy (g_ptr_array_index (daemon->sources, i));
  g_ptr_array_unref (daemon->sources);
  g_clear_pointer (&daemon->desk, bh_desk_free);
  g_clear_pointer (&daemon->door, bh_session_door_free);
  g_clear_pointer (&daemon->dial_rules, bh_dial_rules_free);
  g_clear_pointer (&daemon->engine, bh_engine_free);
  g_clear_pointer (&daemon->clock, bh_clock_free);
  g_clear_pointer (&daemon->backend, bh_backend_free);
  g_clear_object (&daemon->outbox);
  bh_curve_keys_clear (&daemon->keys);
  if (daemon->lock >= 0)
    close (daemon->lock);
  g_main_loop_unref (daemon->loop);
  if (daemon->config != daemon->made_with)
    bh_config_free (daemon->config);
  bh_config_free (daemon->made_with);
  g_free (daemon);
}

/* ---- running */

static void
forget_queues (BhDaemon *daemon)
{
  for (guint i = 0; i < daemon->config->queues->len; i++) {
    const BhConfigQueue *queue = g_ptr_array_index (daemon->config->queues, i);
    bh_desk_set_queue_label (daemon->desk, queue->queue, NULL);
    bh_desk_set_queue_extension (daemon->desk, queue->queue, NULL);
  }
}

/* Log, queues and session_hours are taken at once; what else has changed since the start is told.
 */
static void
reload (BhDaemon *daemon)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) config = bh_config_load (daemon->config->file, &error);

  if (config == NULL) {
    g_warning ("The configuration was not taken, the old one stays: %s", error->message);
    return;
  }
  g_auto (GStrv) later = bh_config_needs_restart (daemon->made_with, config);
  forget_queues (daemon);
  if (daemon->config != daemon->made_with)
    bh_config_free (daemon->config);
  daemon->config = g_steal_pointer (&config);
  bh_log_open (daemon->config->log_level, daemon->config->log_to);
  bh_desk_set_session_hours (daemon->desk, daemon->config->session_hours);
  label_queues (daemon);
  if (*later != NULL) {
    g_autofree char *list = g_strjoinv (", ", later);
    g_warning ("The configuration was read again. Restart bellhopd for what waits for it: %s",
               list);
  } else {
    g_message ("The configuration was read again, and all of it holds");
  }
}

static gboolean
on_hangup (gpointer data)
{
  bh_notify_reloading ();
  reload (data);
  bh_notify_ready ();
  return G_SOURCE_CONTINUE;
}

static gboolean
on_end (gpointer data)
{
  bh_daemon_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_alive (gpointer data)
{
  bh_notify_alive ();
  return G_SOURCE_CONTINUE;
}

/* One sentence for `systemctl status`; and while nothing is measured, the wall clock counts. */
static gboolean
on_look (gpointer data)
{
  BhDaemon *daemon = data;
  GPtrArray *pbxs = bh_engine_get_pbxs (daemon->engine);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) contacts = g_ptr_array_new ();

  bh_model_list_contacts (bh_engine_get_model (daemon->engine), contacts);
  for (guint i = 0; i < pbxs->len; i++) {
    const BhEnginePbx *pbx = g_ptr_array_index (pbxs, i);
    g_string_append_printf (text, "%s: %s. ", pbx->name, bh_pbx_link_state_to_string (pbx->link));
  }
  g_string_append_printf (text,
                          "Database: %s. %u contacts.",
                          bh_backend_get_state (daemon->backend),
                          contacts->len);
  bh_notify_status (text->str);
  if (contacts->len == 0)
    bh_clock_settle (daemon->clock);
  return G_SOURCE_CONTINUE;
}

static void
add_source (BhDaemon *daemon, GSource *source, GSourceFunc func)
{
  g_source_set_callback (source, func, daemon, NULL);
  g_source_attach (source, NULL);
  g_ptr_array_add (daemon->sources, source);
}

void
bh_daemon_run (BhDaemon *daemon)
{
  guint alive_ms = bh_notify_alive_every_ms ();

  add_source (daemon, g_unix_signal_source_new (SIGTERM), on_end);
  add_source (daemon, g_unix_signal_source_new (SIGINT), on_end);
  add_source (daemon, g_unix_signal_source_new (SIGHUP), on_hangup);
  add_source (daemon, g_timeout_source_new (5000), on_look);
  if (alive_ms > 0)
    add_source (daemon, g_timeout_source_new (alive_ms), on_alive);
  bh_notify_ready ();
  g_main_loop_run (daemon->loop);
  bh_notify_stopping ();
  g_message ("bellhopd stops");
  stop (daemon);
}

void
bh_daemon_quit (BhDaemon *daemon)
{
  g_main_loop_quit (daemon->loop);
}
