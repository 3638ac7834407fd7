/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-store"
#include "server/store/cluster-control.h"

#include <errno.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "server/store/pg-blocking.h"
#include "server/store/store-error.h"

#define START_LIMIT_S   "120" /* recovery after a crash under load takes its time */
#define ORPHAN_LIMIT_MS 15000

static const char *const settings[] = {
    "listen_addresses=", /* no TCP */
    "port=5432",
    "max_connections=40",
    "jit=off", /* compiling a plan costs more than our queries take */
    "shared_buffers=128MB",
    "max_wal_size=1GB",
    "random_page_cost=1.1", /* no installation of today has a disk with arms */
    "timezone=UTC",
    "log_timezone=UTC",
    "log_min_messages=warning",
    "logging_collector=on",
    "log_directory=../log",
    "log_filename=postgres-%a.log",
    "log_truncate_on_rotation=on",
    "log_rotation_age=1d",
    "log_rotation_size=0",
};

static void
become (gpointer data)
{
  const BhClusterFiles *files = data;

  /* In the child, between fork and exec: nothing but system calls. Failing to drop must not start a
   * server as root, and it cannot: PostgreSQL itself refuses. */
  if (files->drop &&
      (setgroups (1, &files->gid) != 0 || setgid (files->gid) != 0 || setuid (files->uid) != 0))
    _exit (126);
  umask (077);
}

/* The last lines of a text, on one line, for an error message. */
static char *
last_words (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_auto (GStrv) lines = g_strsplit (stripped, "\n", -1);
  guint n = g_strv_length (lines);
  g_autofree char *joined = g_strjoinv ("; ", lines + (n > 3 ? n - 3 : 0));

  return g_utf8_make_valid (joined, -1);
}

/* Runs one of PostgreSQL's programs as its user, waits, and makes an error of a failure. */
static gboolean
run_program (const BhClusterFiles *files, GError **error, const char *program, ...)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *home = g_strconcat ("HOME=", files->base, NULL);
  /* Nothing of our own environment (PGDATA, PGPORT, LD_...) may reach the server. */
  char *environ_[] = {(char *) "LC_ALL=C.UTF-8",
                      (char *) "TZ=UTC",
                      (char *) "PATH=/usr/bin:/bin",
                      home,
                      NULL};
  g_autofree char *output = NULL;
  va_list args;

  g_ptr_array_add (argv, g_build_filename (files->programs, program, NULL));
  va_start (args, program);
  for (const char *arg = va_arg (args, const char *); arg != NULL;
       arg = va_arg (args, const char *))
    g_ptr_array_add (argv, g_strdup (arg));
  va_end (args);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_set_environ (launcher, environ_);
  g_subprocess_launcher_set_cwd (launcher, "/");
  g_subprocess_launcher_set_child_setup (launcher, become, (gpointer) files, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, error);
  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, error))
    return FALSE;
  if (!g_subprocess_get_successful (process)) {
    g_autofree char *words = last_words (output);

    g_set_error (error,
                 BH_STORE_ERROR,
                 BH_STORE_ERROR_PROGRAMS,
                 "PostgreSQL's %s failed: %s",
                 program,
                 words);
    return FALSE;
  }
  return TRUE;
}

static int
remove_entry (const char *path, const struct stat *info, int type, struct FTW *place)
{
  return remove (path);
}

/* Into a folder beside, and renamed when it is whole: a start that is killed half way leaves
 * nothing that looks like data. */
static gboolean
make_data (const BhClusterFiles *files, GError **error)
{
  g_autofree char *fresh = g_strconcat (files->data, ".new", NULL);

  nftw (fresh, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  if (g_mkdir (fresh, 0700) != 0 || !bh_cluster_files_give (files, fresh, error)) {
    if (error != NULL && *error == NULL)
      g_set_error (error,
                   BH_STORE_ERROR,
                   BH_STORE_ERROR_FOLDER,
                   "The folder %s cannot be made: %s.",
                   fresh,
                   g_strerror (errno));
    return FALSE;
  }
  if (!run_program (files,
                    error,
                    "initdb",
                    "-D",
                    fresh,
                    "-U",
                    "bellhop",
                    "-A",
                    "trust", /* who can enter the socket's folder (mode 0700) is the owner */
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                    files->fsync ? NULL : "--no-sync",
                    NULL))
    return FALSE;
  if (g_rename (fresh, files->data) != 0) {
    g_set_error (error,
                 BH_STORE_ERROR,
                 BH_STORE_ERROR_FOLDER,
                 "%s cannot be renamed to %s: %s.",
                 fresh,
                 files->data,
                 g_strerror (errno));
    return FALSE;
  }
  return TRUE;
}

char *
bh_cluster_control_conninfo (const BhClusterFiles *files, const char *database)
{
  g_autoptr (GString) host = g_string_new (files->socket);

  g_string_replace (host, "\\", "\\\\", 0);
  g_string_replace (host, "'", "\\'", 0);
  return g_strdup_printf ("host='%s' port=5432 user=bellhop dbname=%s", host->str, database);
}

/* pg_ctl hands this to a shell. */
static char *
server_options (const BhClusterFiles *files)
{
  g_autoptr (GString) options = g_string_new (NULL);
  /* a list, where a comma would part two folders */
  g_autofree char *folder = g_strdup_printf ("unix_socket_directories=\"%s\"", files->socket);
  g_autofree char *quoted = g_shell_quote (folder);

  g_string_append_printf (options, "-c %s", quoted);
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    g_string_append_printf (options, " -c %s", settings[i]);
  if (!files->fsync)
    g_string_append (options, " -c fsync=off -c full_page_writes=off");
  return g_string_free (g_steal_pointer (&options), FALSE);
}

/* Waits until that process ends, at most @limit_ms. */
static gboolean
wait_for_end (GPid pid, int limit_ms)
{
  int fd = (int) syscall (SYS_pidfd_open, pid, 0);
  struct pollfd watched = {.fd = fd, .events = POLLIN};
  gboolean ended;

  if (fd < 0)
    return errno == ESRCH;
  ended = poll (&watched, 1, limit_ms) > 0;
  close (fd);
  return ended;
}

/* Some process that works in the data folder; 0: none. When a server is killed, its children live
 * on for a moment, and a new server beside them would spoil the data. */
static GPid
find_orphan (const BhClusterFiles *files)
{
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  g_autofree char *real = realpath (files->data, NULL);
  const char *name;

  while (proc != NULL && real != NULL && (name = g_dir_read_name (proc)) != NULL) {
    g_autofree char *link = g_strconcat ("/proc/", name, "/cwd", NULL);
    g_autofree char *folder = g_ascii_isdigit (*name) ? g_file_read_link (link, NULL) : NULL;

    if (folder != NULL && g_str_equal (folder, real))
      return (GPid) g_ascii_strtoll (name, NULL, 10);
  }
  return 0;
}

/* A pid file of a dead server is in the way when its number is somebody else's now; nobody works in
 * the folder: away with it. */
static gboolean
clear_remains (const BhClusterFiles *files, GError **error)
{
  g_autofree char *pid_file = g_build_filename (files->data, "postmaster.pid", NULL);
  g_autofree char *socket_lock = g_build_filename (files->socket, ".s.PGSQL.5432.lock", NULL);
  gint64 deadline = g_get_monotonic_time () + ORPHAN_LIMIT_MS * 1000;
  GPid orphan;

  while ((orphan = find_orphan (files)) != 0) {
    if (g_get_monotonic_time () > deadline) {
      g_set_error (error,
                   BH_STORE_ERROR,
                   BH_STORE_ERROR_PROGRAMS,
                   "Process %d of an earlier PostgreSQL still works in %s. End it (kill %d), then "
                   "try again.",
                   orphan,
                   files->data,
                   orphan);
      return FALSE;
    }
    wait_for_end (orphan, 200);
  }
  g_unlink (pid_file);
  g_unlink (socket_lock);
  return TRUE;
}

/* The server's own reason lies in its log, not in what pg_ctl says. */
static void
add_reason (const BhClusterFiles *files, GError **error)
{
  g_autoptr (GDateTime) today = g_date_time_new_now_utc ();
  g_autofree char *name = g_date_time_format (today, "postgres-%a.log");
  g_autofree char *folder = g_path_get_dirname (files->log);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;

  if (error == NULL || *error == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    return;
  words = last_words (text);
  g_prefix_error (error,
                  "PostgreSQL in %s does not start; its log (%s) ends: %s. ",
                  files->data,
                  path,
                  words);
}

static gboolean
start_server (const BhClusterFiles *files, GError **error)
{
  g_autofree char *options = server_options (files);
  gboolean started;

  started = clear_remains (files, error) && run_program (files,
                                                         error,
                                                         "pg_ctl",
                                                         "start",
                                                         "-w",
                                                         "-t",
                                                         START_LIMIT_S,
                                                         "-D",
                                                         files->data,
                                                         "-l",
                                                         files->log,
                                                         "-o",
                                                         options,
                                                         NULL);
  if (!started)
    add_reason (files, error);
  return started;
}

/* TRUE when the server that runs is one that we can go on with. */
static gboolean
take_over (const BhClusterFiles *files, GPid pid)
{
  for (int waited_ms = 0; waited_ms < 30000 && !bh_cluster_files_is_ready (files); waited_ms += 100)
    if (wait_for_end (pid, 100))
      return FALSE;
  return bh_cluster_files_is_ready (files);
}

static gboolean
make_database (const BhClusterFiles *files, GError **error)
{
  g_autofree char *conninfo = bh_cluster_control_conninfo (files, "postgres");
  g_autoptr (PGconn) conn = bh_pg_connect_blocking (conninfo, "bellhop cluster", error);
  g_autoptr (GError) local = NULL;
  g_autofree char *there = NULL;
  g_autoptr (PGresult) made = NULL;

  if (conn == NULL)
    return FALSE;
  there = bh_pg_get_blocking (conn,
                              "SELECT 1 FROM pg_database WHERE datname = 'bellhop'",
                              0,
                              NULL,
                              &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (there == NULL)
    made = bh_pg_exec_blocking (conn, "CREATE DATABASE bellhop", 0, NULL, error);
  return there != NULL || made != NULL;
}

/* One that runs and answers; one that dies just now, or does not answer, is none. */
static gboolean
go_on_with (const BhClusterFiles *files, GPid pid)
{
  g_autoptr (GError) error = NULL;

  if (pid == 0 || !take_over (files, pid))
    return FALSE;
  if (!make_database (files, &error)) {
    g_info ("The PostgreSQL that runs in %s is of no use: %s", files->data, error->message);
    return FALSE;
  }
  g_info ("The private PostgreSQL in %s runs already: taken over", files->data);
  return TRUE;
}

GPid
bh_cluster_control_start (const BhClusterFiles *files, GError **error)
{
  g_autofree char *version = g_build_filename (files->data, "PG_VERSION", NULL);
  GPid pid = bh_cluster_files_read_pid (files);

  if (!g_file_test (version, G_FILE_TEST_EXISTS) && !make_data (files, error))
    return 0;
  if (go_on_with (files, pid))
    return pid;
  if (!bh_cluster_control_stop (files, error) || !start_server (files, error) ||
      !make_database (files, error))
    return 0;
  return bh_cluster_files_read_pid (files);
}

/* One that lies in TMPDIR is not left behind. */
static gboolean
leave_socket_folder (const BhClusterFiles *files)
{
  if (!g_str_has_prefix (files->socket, files->base))
    g_rmdir (files->socket);
  return TRUE;
}

gboolean
bh_cluster_control_stop (const BhClusterFiles *files, GError **error)
{
  g_autoptr (GError) slow = NULL;
  GPid pid = bh_cluster_files_read_pid (files);

  if (pid == 0)
    return TRUE;
  /* pg_ctl looks at the pid file, which goes a moment before the process does */
  if (run_program (files,
                   &slow,
                   "pg_ctl",
                   "stop",
                   "-m",
                   "fast",
                   "-w",
                   "-t",
                   "60",
                   "-D",
                   files->data,
                   NULL))
    return wait_for_end (pid, 5000) && leave_socket_folder (files);
  /* it may have died of itself meanwhile */
  if (wait_for_end (pid, 200))
    return TRUE;
  g_warning ("The private PostgreSQL does not stop (%s); told to drop everything", slow->message);
  return run_program (files,
                      error,
                      "pg_ctl",
                      "stop",
                      "-m",
                      "immediate",
                      "-w",
                      "-t",
                      "20",
                      "-D",
                      files->data,
                      NULL);
}
