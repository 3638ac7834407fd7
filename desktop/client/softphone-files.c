/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/softphone-files.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "desktop/client/client-error.h"

/* Where Debian and Fedora keep the modules. */
static const char *const module_dirs[] = {"/usr/lib/baresip/modules",
                                          "/usr/lib64/baresip/modules",
                                          "/usr/local/lib/baresip/modules"};
static const char *const file_names[] = {"config", "accounts", "contacts", "uuid"};

static const char *
module_dir (const BhSoftphoneSettings *settings)
{
  for (guint i = 0; settings->modules == NULL && i < G_N_ELEMENTS (module_dirs); i++)
    if (g_file_test (module_dirs[i], G_FILE_TEST_IS_DIR))
      return module_dirs[i];
  return settings->modules ? settings->modules : module_dirs[0];
}

static char *
audio_module (const char *audio)
{
  const char *comma = strchr (audio, ',');

  return comma ? g_strndup (audio, (gsize) (comma - audio)) : g_strdup (audio);
}

static void
append_audio_modules (GString *text, const char *source, const char *player)
{
  g_autofree char *in = audio_module (source);
  g_autofree char *out = audio_module (player);

  g_string_append_printf (text, "module %s.so\n", in);
  if (!g_str_equal (in, out))
    g_string_append_printf (text, "module %s.so\n", out);
}

static void
append_modules (GString *text, const char *source, const char *player)
{
  static const char *const codecs[] = {"opus", "g722", "g711", "uuid"};

  for (guint i = 0; i < G_N_ELEMENTS (codecs); i++)
    g_string_append_printf (text, "module %s.so\n", codecs[i]);
  append_audio_modules (text, source, player);
  g_string_append (text, "module_tmp account.so\nmodule_app menu.so\nmodule_app ctrl_tcp.so\n");
  /* says how loud it is, as events; not as a picture on its terminal */
  g_string_append (text, "module vumeter.so\nvumeter_stderr no\n");
}

/* One call at a time: who rings meanwhile is told "busy", so that a queue goes on to the next agent
 * and nothing rings in the ear of somebody who talks. No act of Bellhop needs a second one: a
 * consultation is made by the phone system for the leg that is there, and it dials only for who is
 * in no call. With two, baresip's hangup and hold would mean the one that rings. */
char *
bh_softphone_config_text (const BhSoftphoneSettings *settings, guint16 control_port)
{
  const char *source = settings->microphone ? settings->microphone : BH_SOFTPHONE_USUAL_SOUND;
  const char *player = settings->loudspeaker ? settings->loudspeaker : BH_SOFTPHONE_USUAL_SOUND;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "module_path %s\n", module_dir (settings));
  append_modules (text, source, player);
  g_string_append_printf (text, "ctrl_tcp_listen 127.0.0.1:%u\n", (guint) control_port);
  if (settings->listen)
    g_string_append_printf (text, "sip_listen %s\n", settings->listen);
  g_string_append_printf (text,
                          "audio_source %s\naudio_player %s\naudio_alert %s\n"
                          "ring_aufile none\ncall_max_calls 1\n",
                          source,
                          player,
                          player);
  return g_string_free (text, FALSE);
}

static gboolean
is_plain (const char *value)
{
  for (const char *at = value ? value : ""; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at) || strchr ("\"'<>;, \\", *at) != NULL)
      return FALSE;
  return TRUE;
}

/* A password may hold nearly anything; in quotes only these end it. */
static gboolean
is_quotable (const char *value)
{
  for (const char *at = value ? value : ""; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at) || *at == '"' || *at == '\\')
      return FALSE;
  return TRUE;
}

char *
bh_softphone_account_text (const BhSoftphoneSettings *settings, GError **error)
{
  const char *user = settings->user ? settings->user : "";
  g_autofree char *auth = NULL;

  if (*user == '\0' || !is_plain (user) || !is_plain (settings->server) ||
      !is_plain (settings->transport) || !is_quotable (settings->password)) {
    g_set_error_literal (
        error,
        BH_CLIENT_ERROR,
        BH_CLIENT_ERROR_SOFTPHONE,
        _ ("The softphone's account holds a letter that it must not hold. Check server, "
           "extension and password on the sign-in page."));
    return NULL;
  }
  /* With a user and no password baresip would ask for one on its terminal, for ever. */
  if (settings->password && *settings->password)
    auth = g_strdup_printf (";auth_user=%s;auth_pass=\"%s\"", user, settings->password);
  return g_strdup_printf ("<sip:%s@%s;transport=%s>%s;answermode=manual;regint=%d\n",
                          user,
                          settings->server ? settings->server : "127.0.0.1",
                          settings->transport ? settings->transport : "udp",
                          auth ? auth : "",
                          settings->unregistered ? 0 : 120);
}

static char *
make_folder (GError **error)
{
  g_autofree char *parent = g_build_filename (g_get_user_runtime_dir (), "bellhop", NULL);
  char *folder = g_build_filename (parent, "softphone-XXXXXX", NULL);

  if (g_mkdir_with_parents (parent, 0700) == 0 && g_mkdtemp_full (folder, 0700) != NULL)
    return folder;
  g_set_error (error,
               BH_CLIENT_ERROR,
               BH_CLIENT_ERROR_SOFTPHONE,
               _ ("The softphone's folder %s cannot be made: %s."),
               folder,
               g_strerror (errno));
  g_free (folder);
  return NULL;
}

static gboolean
write_file (const char *folder, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) cause = NULL;

  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &cause))
    return TRUE;
  g_set_error (error,
               BH_CLIENT_ERROR,
               BH_CLIENT_ERROR_SOFTPHONE,
               _ ("The softphone's files cannot be written: %s."),
               cause->message);
  return FALSE;
}

char *
bh_softphone_files_write (const BhSoftphoneSettings *settings, guint16 control_port, GError **error)
{
  g_autofree char *config = bh_softphone_config_text (settings, control_port);
  g_autofree char *account = bh_softphone_account_text (settings, error);
  g_autofree char *folder = account ? make_folder (error) : NULL;

  if (folder == NULL)
    return NULL;
  if (write_file (folder, "config", config, error) &&
      write_file (folder, "accounts", account, error) && write_file (folder, "contacts", "", error))
    return g_steal_pointer (&folder);
  bh_softphone_files_remove (folder);
  return NULL;
}

void
bh_softphone_files_remove (const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (file_names); i++) {
    g_autofree char *path = g_build_filename (folder, file_names[i], NULL);
    g_unlink (path);
  }
  g_rmdir (folder);
}

guint16
bh_softphone_free_port (void)
{
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  if (socket == NULL || !g_socket_bind (socket, address, FALSE, NULL))
    return 0;
  bound = g_socket_get_local_address (socket, NULL);
  return bound ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)) : 0;
}
