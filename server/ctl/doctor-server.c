/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "protocol/transport/zmq-socket.h"
#include "server/crm/phone-number.h"
#include "server/ctl/client.h"
#include "server/ctl/database.h"
#include "server/ctl/doctor.h"

/* Files and folders, the running server, its ports, its database. */

/* ---- files */

static void
check_secrecy (BhDoctor *doctor, const char *path, const char *what)
{
  g_autofree char *cure = g_strdup_printf ("chmod o-rwx %s", path);
  GStatBuf about;

  if (g_stat (path, &about) == 0 && (about.st_mode & 0007) != 0)
    bh_doctor_say (doctor,
                   BH_DOCTOR_WARN,
                   "files",
                   cure,
                   "everybody may read %s, which holds %s",
                   path,
                   what);
}

static void
check_space (BhDoctor *doctor, const char *path)
{
  struct statvfs about;
  guint64 free_mib;

  if (statvfs (path, &about) != 0)
    return;
  free_mib = (guint64) about.f_bavail * about.f_frsize >> 20;
  if (free_mib < 1024)
    bh_doctor_say (doctor,
                   free_mib < 100 ? BH_DOCTOR_FAIL : BH_DOCTOR_WARN,
                   "disk",
                   "make room: the outbox and the embedded database live there",
                   "%" G_GUINT64_FORMAT " MiB are free at %s",
                   free_mib,
                   path);
  else
    bh_doctor_say (doctor,
                   BH_DOCTOR_OK,
                   "disk",
                   NULL,
                   "%" G_GUINT64_FORMAT " MiB are free at %s",
                   free_mib,
                   path);
}

static void
check_state_dir (BhDoctor *doctor)
{
  const char *path = doctor->config->state_dir;
  g_autofree char *cure = g_strdup_printf ("chmod go-rw %s", path);
  GStatBuf about;

  if (g_stat (path, &about) != 0) {
    bh_doctor_say (doctor,
                   doctor->server_runs ? BH_DOCTOR_FAIL : BH_DOCTOR_WARN,
                   "files",
                   "bellhopd makes it at its first start, where it may",
                   "%s: %s",
                   path,
                   g_strerror (errno));
    return;
  }
  if ((about.st_mode & 0066) != 0)
    bh_doctor_say (doctor,
                   BH_DOCTOR_FAIL,
                   "files",
                   cure,
                   "others may read or write the state folder %s",
                   path);
  else
    bh_doctor_say (doctor,
                   BH_DOCTOR_OK,
                   "files",
                   NULL,
                   "the state folder %s is its owner's alone",
                   path);
  check_space (doctor, path);
}

void
bh_doctor_check_files (BhDoctor *doctor)
{
  const BhConfig *config = doctor->config;
  gboolean holds_secret = config->store_conninfo != NULL;

  for (guint i = 0; i < config->pbxs->len; i++) {
    const BhConfigPbx *pbx = g_ptr_array_index (config->pbxs, i);
    holds_secret |= pbx->secret != NULL;
    if (pbx->secret_file != NULL)
      check_secrecy (doctor, pbx->secret_file, "the PBX's secret");
  }
  if (holds_secret)
    check_secrecy (doctor, config->file, "secrets");
  check_state_dir (doctor);
  if (bh_phone_region_is_known (config->home_region))
    bh_doctor_say (doctor,
                   BH_DOCTOR_OK,
                   "numbers",
                   NULL,
                   "numbers without a country code are of %s",
                   config->home_region);
}

/* ---- the running server */

static void
check_counts (BhDoctor *doctor, JsonObject *status)
{
  gint64 parked = json_object_get_int_member_with_default (status, "records_parked", 0);
  gint64 broken = json_object_get_int_member_with_default (status, "outbox_broken", 0);
  gint64 drift_ms = json_object_get_int_member_with_default (status, "clock_drift_ms", 0);

  if (parked > 0)
    bh_doctor_say (doctor,
                   BH_DOCTOR_WARN,
                   "records",
                   "look into the table parked_record: it says why",
                   "%" G_GINT64_FORMAT " records were refused by the database since the start",
                   parked);
  if (broken > 0)
    bh_doctor_say (doctor,
                   BH_DOCTOR_WARN,
                   "records",
                   "check the disk under the state folder",
                   "%" G_GINT64_FORMAT " records in the outbox were found broken",
                   broken);
  if (ABS (drift_ms) > 1000)
    bh_doctor_say (doctor,
                   BH_DOCTOR_WARN,
                   "clock",
                   "run an NTP client (systemd-timesyncd, chrony)",
                   "the machine's clock was set by %" G_GINT64_FORMAT
                   " ms while calls were going on",
                   drift_ms);
}

/* Which kinds of events came: a class of events that is not granted is only missing. */
static void
check_seen (BhDoctor *doctor, JsonObject *status)
{
  static const struct {
    const char *kind;
    const char *class;
    const char *what;
  } kinds[] = {{"leg_new", "call", "call"},
               {"member_changed", "agent", "change of a queue's member"}};
  JsonObject *seen = json_object_has_member (status, "seen")
                         ? json_object_get_object_member (status, "seen")
                         : NULL;

  for (guint i = 0; seen != NULL && i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *cure =
        g_strdup_printf ("make a test call; if nothing comes, add %s to \"read\" of the account in "
                         "manager.conf",
                         kinds[i].class);
    if (json_object_get_int_member_with_default (seen, kinds[i].kind, 0) == 0)
      bh_doctor_say (doctor,
                     BH_DOCTOR_WARN,
                     "events",
                     cure,
                     "no %s was seen since the start",
                     kinds[i].what);
  }
}

static void
check_links (BhDoctor *doctor, JsonObject *status)
{
  JsonArray *links = json_object_get_array_member (status, "links");

  for (guint i = 0; i < json_array_get_length (links); i++) {
    JsonObject *link = json_array_get_object_element (links, i);
    const char *state = json_object_get_string_member (link, "state");
    gboolean up = g_str_equal (state, "up") || g_str_equal (state, "watch_only");
    bh_doctor_say (doctor,
                   up ? BH_DOCTOR_OK : BH_DOCTOR_FAIL,
                   "link",
                   up ? NULL : "see the checks of the PBX below",
                   "%s: %s",
                   json_object_get_string_member (link, "pbx"),
                   json_object_get_string_member (link, "message"));
  }
}

static void
check_port (BhDoctor *doctor)
{
  g_autoptr (BhZmqContext) context = bh_zmq_context_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BhZmqSocket) socket = bh_zmq_socket_new (context, BH_ZMQ_ROUTER, &error);

  if (socket != NULL && bh_zmq_socket_bind (socket, doctor->config->endpoint, &error))
    bh_doctor_say (doctor, BH_DOCTOR_OK, "port", NULL, "%s is free", doctor->config->endpoint);
  else
    bh_doctor_say (doctor,
                   BH_DOCTOR_FAIL,
                   "port",
                   "stop who has it (ss -ltnp), or set another endpoint in [server]",
                   "bellhopd could not listen at %s: %s",
                   doctor->config->endpoint,
                   error->message);
}

void
bh_doctor_check_server (BhDoctor *doctor)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) status = bh_ctl_ask (NULL, doctor->config_file, "status", NULL, &error);

  doctor->server_runs = status != NULL;
  if (status == NULL) {
    bh_doctor_say (doctor,
                   BH_DOCTOR_WARN,
                   "server",
                   "systemctl start bellhopd",
                   "%s",
                   error->message);
    check_port (doctor);
    return;
  }
  bh_doctor_say (doctor,
                 BH_DOCTOR_OK,
                 "server",
                 NULL,
                 "bellhopd %s serves %s",
                 json_object_get_string_member (status, "version"),
                 json_object_get_string_member_with_default (status, "endpoint", "nobody"));
  check_links (doctor, status);
  check_counts (doctor, status);
  check_seen (doctor, status);
}

/* ---- the database */

static void
check_version (BhDoctor *doctor, PGconn *conn)
{
  int version = PQserverVersion (conn);

  if (version < 130000)
    bh_doctor_say (doctor,
                   BH_DOCTOR_FAIL,
                   "database",
                   "use PostgreSQL 13 or newer",
                   "the server is PostgreSQL %d.%d",
                   version / 10000,
                   version % 10000);
  else
    bh_doctor_say (doctor,
                   BH_DOCTOR_OK,
                   "database",
                   NULL,
                   "PostgreSQL %d.%d answers",
                   version / 10000,
                   version % 10000);
}

static gboolean
ask_flag (PGconn *conn, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = bh_pg_get_blocking (conn, sql, 0, NULL, &error);

  return g_strcmp0 (text, "t") == 0;
}

static void
check_rights (BhDoctor *doctor, PGconn *conn)
{
  if (!ask_flag (conn, "SELECT has_schema_privilege (current_schema (), 'CREATE')"))
    bh_doctor_say (doctor,
                   BH_DOCTOR_FAIL,
                   "database",
                   "GRANT CREATE, USAGE ON SCHEMA public TO the account in conninfo",
                   "the account may not make tables");
  if (!ask_flag (conn, "SELECT to_regclass ('schema_migration') IS NOT NULL"))
    bh_doctor_say (doctor,
                   BH_DOCTOR_WARN,
                   "database",
                   "start bellhopd: it makes the tables",
                   "there are no tables yet");
}

static void
check_content (BhDoctor *doctor, PGconn *conn)
{
  g_autofree char *migrations =
      bh_pg_get_blocking (conn, "SELECT count(*) FROM schema_migration", 0, NULL, NULL);
  g_autofree char *size =
      bh_pg_get_blocking (conn,
                          "SELECT pg_size_pretty (pg_database_size (current_database ()))",
                          0,
                          NULL,
                          NULL);
  g_autofree char *parked =
      bh_pg_get_blocking (conn, "SELECT count(*) FROM parked_record", 0, NULL, NULL);

  if (migrations == NULL)
    return;
  bh_doctor_say (doctor,
                 BH_DOCTOR_OK,
                 "database",
                 NULL,
                 "%s migrations, %s",
                 migrations,
                 size != NULL ? size : "size unknown");
  if (parked != NULL && !g_str_equal (parked, "0"))
    bh_doctor_say (doctor,
                   BH_DOCTOR_WARN,
                   "database",
                   "SELECT kind, reason FROM parked_record tells why",
                   "%s records were refused and are parked",
                   parked);
}

void
bh_doctor_check_database (BhDoctor *doctor)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *conninfo = bh_ctl_conninfo (doctor->config);
  g_autoptr (PGconn) conn = NULL;
  gboolean embedded = g_str_equal (doctor->config->store_mode, "embedded");

  if (embedded && !doctor->server_runs) {
    bh_doctor_say (doctor,
                   BH_DOCTOR_WARN,
                   "database",
                   "start bellhopd, then look again",
                   "the embedded database runs while bellhopd does");
    return;
  }
  conn = bh_pg_connect_blocking (conninfo, "bellhopctl doctor", &error);
  if (conn == NULL) {
    bh_doctor_say (doctor,
                   BH_DOCTOR_FAIL,
                   "database",
                   embedded ? "wait a moment after the first start; then see the log of bellhopd"
                            : "mend conninfo in [store], or start the database server",
                   "%s",
                   error->message);
    return;
  }
  check_version (doctor, conn);
  check_rights (doctor, conn);
  check_content (doctor, conn);
}
