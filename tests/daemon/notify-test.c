/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/notify.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

typedef struct {
  char *dir;
  char *path;
  int fd;
} Manager;

/* Stands in for systemd. */
static void
manager_open (Manager *manager, gconstpointer data)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};

  manager->dir = g_dir_make_tmp ("bh-notify-XXXXXX", NULL);
  manager->path = g_build_filename (manager->dir, "notify", NULL);
  manager->fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  g_strlcpy (address.sun_path, manager->path, sizeof address.sun_path);
  g_assert_cmpint (bind (manager->fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_setenv ("NOTIFY_SOCKET", manager->path, TRUE);
}

static void
manager_close (Manager *manager, gconstpointer data)
{
  g_unsetenv ("NOTIFY_SOCKET");
  close (manager->fd);
  g_unlink (manager->path);
  g_rmdir (manager->dir);
  g_free (manager->path);
  g_free (manager->dir);
}

static void
assert_told (Manager *manager, const char *expected)
{
  char text[200] = "";
  gssize n = recv (manager->fd, text, sizeof text - 1, 0);

  g_assert_cmpint (n, >, 0);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_told (Manager *manager, gconstpointer data)
{
  char text[200] = "";

  bh_notify_ready ();
  assert_told (manager, "READY=1");
  bh_notify_status ("two\nlines");
  assert_told (manager, "STATUS=two lines");
  bh_notify_alive ();
  assert_told (manager, "WATCHDOG=1");
  bh_notify_stopping ();
  assert_told (manager, "STOPPING=1");
  bh_notify_reloading ();
  g_assert_cmpint (recv (manager->fd, text, sizeof text - 1, 0), >, 0);
  g_assert_true (g_str_has_prefix (text, "RELOADING=1\nMONOTONIC_USEC="));
}

static void
test_nobody (void)
{
  g_unsetenv ("NOTIFY_SOCKET");
  bh_notify_ready ();
  g_setenv ("NOTIFY_SOCKET", "/nonexistent/socket", TRUE);
  bh_notify_ready ();
  g_unsetenv ("NOTIFY_SOCKET");
}

static void
test_watchdog (void)
{
  g_autofree char *me = g_strdup_printf ("%d", getpid ());

  g_unsetenv ("WATCHDOG_USEC");
  g_assert_cmpuint (bh_notify_alive_every_ms (), ==, 0);
  g_setenv ("WATCHDOG_USEC", "30000000", TRUE);
  g_assert_cmpuint (bh_notify_alive_every_ms (), ==, 15000);
  g_setenv ("WATCHDOG_PID", "1", TRUE);
  g_assert_cmpuint (bh_notify_alive_every_ms (), ==, 0);
  g_setenv ("WATCHDOG_PID", me, TRUE);
  g_assert_cmpuint (bh_notify_alive_every_ms (), ==, 15000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/daemon/notify/told", Manager, NULL, manager_open, test_told, manager_close);
  g_test_add_func ("/daemon/notify/nobody", test_nobody);
  g_test_add_func ("/daemon/notify/watchdog", test_watchdog);
  return g_test_run ();
}
