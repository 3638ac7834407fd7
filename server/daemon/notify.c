/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/notify.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void
tell (const char *text)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  gsize length = path != NULL ? strlen (path) : 0;
  int fd;

  if (length == 0 || length >= sizeof address.sun_path)
    return;
  memcpy (address.sun_path, path, length);
  if (address.sun_path[0] == '@') /* the abstract name space */
    address.sun_path[0] = '\0';
  fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  if (sendto (fd,
              text,
              strlen (text),
              MSG_NOSIGNAL | MSG_DONTWAIT,
              (struct sockaddr *) &address,
              offsetof (struct sockaddr_un, sun_path) + length) < 0)
    g_debug ("systemd could not be told \"%s\"", text);
  close (fd);
}

void
bh_notify_ready (void)
{
  tell ("READY=1");
}

void
bh_notify_reloading (void)
{
  g_autofree char *text =
      g_strdup_printf ("RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT, g_get_monotonic_time ());
  tell (text);
}

void
bh_notify_stopping (void)
{
  tell ("STOPPING=1");
}

void
bh_notify_status (const char *sentence)
{
  g_autofree char *text = g_strconcat ("STATUS=", sentence, NULL);

  tell (g_strdelimit (text, "\n", ' '));
}

void
bh_notify_alive (void)
{
  tell ("WATCHDOG=1");
}

guint
bh_notify_alive_every_ms (void)
{
  const char *usec = g_getenv ("WATCHDOG_USEC");
  const char *pid = g_getenv ("WATCHDOG_PID");

  if (usec == NULL || (pid != NULL && g_ascii_strtoll (pid, NULL, 10) != getpid ()))
    return 0;
  return (guint) (g_ascii_strtoull (usec, NULL, 10) / 2000);
}
