/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/cluster-files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/store/store-error.h"

#define SOCKET_NAME "/.s.PGSQL.5432"
/* sun_path has 108 bytes with its 0 */
#define SOCKET_PATH_MAX 107
#define NOBODY          65534

static const char *const program_folders[] = {"/usr/lib/postgresql",
                                              "/usr/local/lib/postgresql",
                                              "/opt/postgresql"};

static gboolean G_GNUC_PRINTF (2, 3) folder_error (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (BH_STORE_ERROR, BH_STORE_ERROR_FOLDER, format, args);
  va_end (args);
  return FALSE;
}

/* A socket's path is short by law: where the state folder lies too deep, a folder in TMPDIR with a
 * name made of its path. */
static char *
choose_socket_folder (const char *base)
{
  g_autofree char *near = g_build_filename (base, "socket", NULL);
  g_autofree char *sum = NULL;
  g_autofree char *name = NULL;

  if (strlen (near) + strlen (SOCKET_NAME) <= SOCKET_PATH_MAX && strchr (near, ',') == NULL)
    return g_steal_pointer (&near);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, base, -1);
  name = g_strdup_printf ("bellhop-%.16s", sum);
  return g_build_filename (g_get_tmp_dir (), name, NULL);
}

BhClusterFiles *
bh_cluster_files_new (const char *state_dir)
{
  BhClusterFiles *self = g_new0 (BhClusterFiles, 1);
  g_autofree char *absolute = g_canonicalize_filename (state_dir, NULL);

  self->base = g_build_filename (absolute, "pg", NULL);
  self->data = g_build_filename (self->base, "data", NULL);
  self->socket = choose_socket_folder (self->base);
  self->log = g_build_filename (self->base, "log", "postgres.log", NULL);
  self->lock = g_build_filename (self->base, "owner.lock", NULL);
  self->fsync = TRUE;
  return self;
}

BhClusterFiles *
bh_cluster_files_copy (const BhClusterFiles *self)
{
  BhClusterFiles *copy = g_memdup2 (self, sizeof *self);

  copy->base = g_strdup (self->base);
  copy->data = g_strdup (self->data);
  copy->socket = g_strdup (self->socket);
  copy->log = g_strdup (self->log);
  copy->lock = g_strdup (self->lock);
  copy->programs = g_strdup (self->programs);
  return copy;
}

void
bh_cluster_files_free (BhClusterFiles *self)
{
  g_free (self->base);
  g_free (self->data);
  g_free (self->socket);
  g_free (self->log);
  g_free (self->lock);
  g_free (self->programs);
  g_free (self);
}

/* PARENT/VERSION/bin, of the wanted version or of the highest. */
static char *
find_in (const char *parent, const char *wanted)
{
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  g_autofree char *best = NULL;
  guint64 best_version = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *folder = g_build_filename (parent, name, "bin", NULL);
    g_autofree char *server = g_build_filename (folder, "postgres", NULL);
    guint64 version = g_ascii_strtoull (name, NULL, 10);

    if (!g_file_test (server, G_FILE_TEST_IS_EXECUTABLE) ||
        (wanted != NULL && !g_str_equal (name, wanted)))
      continue;
    if (version > best_version) {
      best_version = version;
      g_free (best);
      best = g_steal_pointer (&folder);
    }
  }
  return g_steal_pointer (&best);
}

/* The data folder is of one major version for good. */
static char *
read_data_version (const BhClusterFiles *self)
{
  g_autofree char *path = g_build_filename (self->data, "PG_VERSION", NULL);
  char *version = NULL;

  if (!g_file_get_contents (path, &version, NULL, NULL))
    return NULL;
  return g_strstrip (version);
}

static gboolean
find_programs (BhClusterFiles *self, GError **error)
{
  g_autofree char *version = read_data_version (self);
  g_autofree char *in_path = NULL;

  for (guint i = 0; self->programs == NULL && i < G_N_ELEMENTS (program_folders); i++)
    self->programs = find_in (program_folders[i], version);
  if (self->programs == NULL && version == NULL &&
      (in_path = g_find_program_in_path ("postgres")) != NULL)
    self->programs = g_path_get_dirname (in_path);
  if (self->programs != NULL)
    return TRUE;
  if (version != NULL)
    g_set_error (error,
                 BH_STORE_ERROR,
                 BH_STORE_ERROR_PROGRAMS,
                 "The database in %s was made by PostgreSQL %s, which is not installed. Install "
                 "the package postgresql-%s.",
                 self->data,
                 version,
                 version);
  else
    g_set_error (error,
                 BH_STORE_ERROR,
                 BH_STORE_ERROR_PROGRAMS,
                 "PostgreSQL is not installed: no programs in %s/*/bin. Install the package "
                 "postgresql, or name a "
                 "database of your own in the configuration.",
                 program_folders[0]);
  return FALSE;
}

static void
choose_user (BhClusterFiles *self)
{
  struct passwd *known;

  self->uid = geteuid ();
  self->gid = getegid ();
  self->drop = self->uid == 0;
  if (!self->drop)
    return;
  known = getpwnam ("postgres");
  self->uid = known != NULL ? known->pw_uid : NOBODY;
  self->gid = known != NULL ? known->pw_gid : NOBODY;
}

gboolean
bh_cluster_files_give (const BhClusterFiles *self, const char *path, GError **error)
{
  if (!self->drop || lchown (path, self->uid, self->gid) == 0)
    return TRUE;
  return folder_error (error,
                       "%s cannot be given to user %u: %s.",
                       path,
                       self->uid,
                       g_strerror (errno));
}

/* A folder that PostgreSQL owns. One that was there before must be a real folder of ours or of that
 * user. */
static gboolean
make_owned (const BhClusterFiles *self, const char *path, GError **error)
{
  GStatBuf info;

  if (g_mkdir (path, 0700) != 0 && errno != EEXIST)
    return folder_error (error, "The folder %s cannot be made: %s.", path, g_strerror (errno));
  if (g_lstat (path, &info) != 0 || !S_ISDIR (info.st_mode) ||
      (info.st_uid != self->uid && info.st_uid != geteuid ()))
    return folder_error (error,
                         "%s belongs to somebody else. Remove it, or choose another state folder.",
                         path);
  if (g_chmod (path, 0700) != 0 && info.st_uid == geteuid ())
    return folder_error (error, "The mode of %s cannot be set: %s.", path, g_strerror (errno));
  return bh_cluster_files_give (self, path, error);
}

static gboolean
may_enter (const BhClusterFiles *self, const GStatBuf *info)
{
  if (info->st_uid == self->uid)
    return (info->st_mode & S_IXUSR) != 0;
  if (info->st_gid == self->gid)
    return (info->st_mode & S_IXGRP) != 0;
  return (info->st_mode & S_IXOTH) != 0;
}

/* PostgreSQL's user must be able to walk down to its folders. */
static gboolean
check_path (const BhClusterFiles *self, const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  GStatBuf info;

  if (self->drop && g_stat (path, &info) == 0 && !may_enter (self, &info))
    return folder_error (error,
                         "PostgreSQL runs as user %u and cannot enter %s (mode %o). Choose a state "
                         "folder outside of it "
                         "(such as /var/lib/bellhop), or allow others to pass: chmod o+x %s.",
                         self->uid,
                         path,
                         info.st_mode & 07777,
                         path);
  return g_str_equal (parent, path) || check_path (self, parent, error);
}

gboolean
bh_cluster_files_prepare (BhClusterFiles *self, GError **error)
{
  g_autofree char *log_folder = g_path_get_dirname (self->log);
  g_autofree char *state_dir = g_path_get_dirname (self->base);

  choose_user (self);
  /* PostgreSQL's pg_ctl hands its paths to a shell, in double quotes. */
  if (strpbrk (self->base, "\"$`\\\n\r") != NULL)
    return folder_error (
        error,
        "The name of the state folder %s has characters that PostgreSQL cannot bear (\" $ ` \\). "
        "Choose another name.",
        state_dir);
  if (g_mkdir_with_parents (state_dir, 0711) != 0 || g_mkdir_with_parents (self->base, 0711) != 0)
    return folder_error (error,
                         "The folder %s cannot be made: %s.",
                         self->base,
                         g_strerror (errno));
  if (self->drop && g_chmod (self->base, 0711) != 0)
    return folder_error (error,
                         "The mode of %s cannot be set: %s.",
                         self->base,
                         g_strerror (errno));
  return find_programs (self, error) && check_path (self, self->base, error) &&
         make_owned (self, log_folder, error) && make_owned (self, self->socket, error);
}

int
bh_cluster_files_lock (const BhClusterFiles *self, GError **error)
{
  g_autofree char *owner = NULL;
  g_autofree char *us = g_strdup_printf ("%d\n", (int) getpid ());
  int fd = open (self->lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0) {
    folder_error (error, "%s cannot be opened: %s.", self->lock, g_strerror (errno));
    return -1;
  }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0) {
    close (fd);
    g_file_get_contents (self->lock, &owner, NULL, NULL);
    g_set_error (error,
                 BH_STORE_ERROR,
                 BH_STORE_ERROR_IN_USE,
                 "The state folder %s is in use by another Bellhop (process %s). Stop that one, or "
                 "choose another state "
                 "folder.",
                 self->base,
                 owner != NULL && *owner != '\0' ? g_strstrip (owner) : "unknown");
    return -1;
  }
  /* Only for people: the lock itself is the kernel's. */
  if (ftruncate (fd, 0) != 0 || write (fd, us, strlen (us)) < 0)
    g_debug ("%s cannot be written", self->lock);
  return fd;
}

static gboolean
is_server_of (const BhClusterFiles *self, GPid pid)
{
  g_autofree char *link = g_strdup_printf ("/proc/%d/cwd", (int) pid);
  g_autofree char *folder = g_file_read_link (link, NULL);
  g_autofree char *real = realpath (self->data, NULL);

  return folder != NULL && real != NULL && g_str_equal (folder, real);
}

static GStrv
read_pid_file (const BhClusterFiles *self)
{
  g_autofree char *path = g_build_filename (self->data, "postmaster.pid", NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  return g_strsplit (text, "\n", 0);
}

GPid
bh_cluster_files_read_pid (const BhClusterFiles *self)
{
  g_auto (GStrv) lines = read_pid_file (self);
  gint64 pid = lines != NULL && lines[0] != NULL ? g_ascii_strtoll (lines[0], NULL, 10) : 0;

  if (pid <= 1 || pid > G_MAXINT || (kill ((pid_t) pid, 0) != 0 && errno == ESRCH))
    return 0;
  return is_server_of (self, (GPid) pid) ? (GPid) pid : 0;
}

gboolean
bh_cluster_files_is_ready (const BhClusterFiles *self)
{
  /* process, data folder, start time, port, socket folder, address, shared memory, status */
  g_auto (GStrv) lines = read_pid_file (self);

  return lines != NULL && g_strv_length (lines) >= 8 && g_str_equal (lines[4], self->socket) &&
         g_str_has_prefix (lines[7], "ready");
}
