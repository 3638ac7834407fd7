/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/server-address.h"

#include <gio/gio.h>

#include "desktop/client/client-error.h"

static gboolean
fail (GError **error, const char *typed, const char *why)
{
  g_set_error (error,
               BH_CLIENT_ERROR,
               BH_CLIENT_ERROR_SERVER_ADDRESS,
               "“%s” is not a server's address: %s. Write HOST or HOST:PORT, for example "
               "desk.example.org:%d.",
               typed,
               why,
               BH_SERVER_PORT);
  return FALSE;
}

static gboolean
is_host (const char *host)
{
  return *host != '\0' && (g_hostname_is_ip_address (host) ||
                           strspn (host,
                                   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "0123456789-._") == strlen (host));
}

static gboolean
check_port (const char *port, const char *typed, GError **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (port, 10, 1, 65535, &number, NULL))
    return fail (error, typed, "the port must be a number from 1 to 65535");
  return TRUE;
}

/* "[v6]", "[v6]:port", "v6", "host", "host:port" */
static gboolean
split (const char *text, char **host, char **port)
{
  const char *colon = strrchr (text, ':');
  const char *bracket = strchr (text, ']');

  if (text[0] == '[' && bracket != NULL) {
    *host = g_strndup (text + 1, (gsize) (bracket - text - 1));
    *port = bracket[1] == ':' ? g_strdup (bracket + 2) : NULL;
    return bracket[1] == ':' || bracket[1] == '\0';
  }
  if (colon == NULL || strchr (text, ':') != colon) { /* none, or a bare IPv6 address */
    *host = g_strdup (text);
    *port = NULL;
  } else {
    *host = g_strndup (text, (gsize) (colon - text));
    *port = g_strdup (colon + 1);
  }
  return TRUE;
}

char *
bh_server_address_parse (const char *typed, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (typed ? typed : ""));
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;
  const char *rest = g_str_has_prefix (text, "tcp://") ? text + strlen ("tcp://") : text;

  if (g_str_has_prefix (text, "ipc://") && text[strlen ("ipc://")] == '/')
    return g_steal_pointer (&text);
  if (!split (rest, &host, &port) || !is_host (host)) {
    fail (error, text, *text ? "that is no host name" : "it is empty");
    return NULL;
  }
  if (port && !check_port (port, text, error))
    return NULL;
  return g_strdup_printf (strchr (host, ':') ? "tcp://[%s]:%s" : "tcp://%s:%s",
                          host,
                          port ? port : G_STRINGIFY (BH_SERVER_PORT));
}

char *
bh_server_address_name (const char *endpoint)
{
  return g_strdup (g_str_has_prefix (endpoint, "tcp://") ? endpoint + strlen ("tcp://") : endpoint);
}
