/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/store/password.h"
#include "server/store/pg-blocking.h"
#include "server/store/users.h"

/* user add, passwd, list. A password is never an argument: it would show in the list of processes
 * and in the shell's history. */

typedef struct {
  char *config, *full_name, *language, *device, *extension, *profile;
  char **roles, **queues;
  gboolean json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->config);
  g_free (options->full_name);
  g_free (options->language);
  g_free (options->device);
  g_free (options->extension);
  g_free (options->profile);
  g_strfreev (options->roles);
  g_strfreev (options->queues);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static const char explanation[] =
    "The password is asked for, or read from standard input: one line.\n\n"
    "Exit codes: 0 done; 1 refused, nothing was changed; 2 wrong usage or configuration.";

/* One line from standard input, unseen where a person types it. Owned; NULL: there was none. */
static char *
read_line (const char *prompt)
{
  char line[BH_PASSWORD_MAX + 2];
  struct termios as_it_was, quiet;
  gboolean person = isatty (STDIN_FILENO) && tcgetattr (STDIN_FILENO, &as_it_was) == 0;
  if (person) {
    quiet = as_it_was;
    quiet.c_lflag &= ~(tcflag_t) ECHO;
    fprintf (stderr, "%s: ", prompt);
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  char *got = fgets (line, sizeof line, stdin);
  if (person) {
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &as_it_was);
    fputc ('\n', stderr);
  }
  if (got == NULL)
    return NULL;
  line[strcspn (line, "\r\n")] = '\0';
  char *copy = g_strdup (line);
  explicit_bzero (line, sizeof line);
  return copy;
}

static char *
read_password (void)
{
  g_autofree char *first = read_line ("Password");
  if (first == NULL || !isatty (STDIN_FILENO))
    return g_steal_pointer (&first);
  g_autofree char *again = read_line ("Again");
  return g_strcmp0 (first, again) == 0 ? g_steal_pointer (&first) : NULL;
}

static void
wipe (char *password)
{
  if (password != NULL)
    explicit_bzero (password, strlen (password));
  g_free (password);
}

static int
fail_with (const GError *error)
{
  return bh_ctl_fail (BH_CTL_FAILED, "%s", error->message);
}

int
bh_ctl_user_add (int argc, char **argv)
{
  g_auto (Options) options = {0};
  g_autoptr (GError) error = NULL;
  static const char *const agent[] = {"agent", NULL};
  int code = BH_CTL_USAGE;
  const GOptionEntry entries[] = {
      {"config",
       'c',
       0,
       G_OPTION_ARG_FILENAME,
       &options.config,
       "The server's configuration file",
       "FILE"},
      {"full-name", 0, 0, G_OPTION_ARG_STRING, &options.full_name, "As colleagues see it", "NAME"},
      {"role",
       0,
       0,
       G_OPTION_ARG_STRING_ARRAY,
       &options.roles,
       "agent (default), supervisor, admin, integration; may be repeated",
       "ROLE"},
      {"device", 0, 0, G_OPTION_ARG_STRING, &options.device, "The usual phone", "PJSIP/1001"},
      {"extension",
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.extension,
       "What colleagues dial (the device's number)",
       "1001"},
      {"profile",
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.profile,
       "How the phone is answered: manual (default), notify, softphone",
       "PROFILE"},
      {"queue",
       0,
       0,
       G_OPTION_ARG_STRING_ARRAY,
       &options.queues,
       "A queue to join at sign-in; may be repeated",
       "QUEUE"},
      {"language", 0, 0, G_OPTION_ARG_STRING, &options.language, "Such as en or zh_CN", "LANGUAGE"},
      {NULL},
  };
  if (!bh_ctl_parse (entries, explanation, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (
        BH_CTL_USAGE,
        "user add: name one user: bellhopctl user add alice --device PJSIP/1001 --queue support");
  g_autoptr (PGconn) conn = bh_ctl_open_database (options.config, NULL, &error);
  if (conn == NULL)
    return fail_with (error);
  char *password = read_password ();
  if (password == NULL)
    return bh_ctl_fail (BH_CTL_FAILED,
                        "no password was given, or the two differ; nothing was changed");
  BhUserSpec user = {.name = argv[1],
                     .full_name = options.full_name,
                     .password = password,
                     .language = options.language,
                     .device = options.device,
                     .extension = options.extension,
                     .profile = options.profile,
                     .roles = options.roles != NULL ? (const char *const *) options.roles : agent,
                     .queues = (const char *const *) options.queues};
  gboolean ok = bh_user_add_blocking (conn, &user, &error);
  wipe (password);
  if (!ok)
    return fail_with (error);
  printf ("%s is a user now.\n", argv[1]);
  return BH_CTL_OK;
}

int
bh_ctl_user_passwd (int argc, char **argv)
{
  g_auto (Options) options = {0};
  g_autoptr (GError) error = NULL;
  int code = BH_CTL_USAGE;
  const GOptionEntry entries[] = {
      {"config",
       'c',
       0,
       G_OPTION_ARG_FILENAME,
       &options.config,
       "The server's configuration file",
       "FILE"},
      {NULL},
  };
  if (!bh_ctl_parse (entries, explanation, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "user passwd: name one user: bellhopctl user passwd alice");
  g_autoptr (PGconn) conn = bh_ctl_open_database (options.config, NULL, &error);
  if (conn == NULL)
    return fail_with (error);
  char *password = read_password ();
  if (password == NULL)
    return bh_ctl_fail (BH_CTL_FAILED,
                        "no password was given, or the two differ; nothing was changed");
  gboolean ok = bh_user_set_password_blocking (conn, argv[1], password, &error);
  wipe (password);
  if (!ok)
    return fail_with (error);
  printf ("The password of %s is changed.\n", argv[1]);
  return BH_CTL_OK;
}

static const char *
member (JsonObject *user, const char *name)
{
  const char *text = json_object_get_string_member_with_default (user, name, NULL);
  return text != NULL ? text : "";
}

static char *
join_names (JsonArray *list, const char *of)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    const char *text = of == NULL ? json_array_get_string_element (list, i)
                                  : member (json_array_get_object_element (list, i), of);
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "", text);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
print_users (JsonArray *users)
{
  printf ("%-12s %-20s %-12s %-10s %-20s %s\n",
          "NAME",
          "FULL NAME",
          "DEVICE",
          "PROFILE",
          "ROLES",
          "QUEUES");
  for (guint i = 0; i < json_array_get_length (users); i++) {
    JsonObject *user = json_array_get_object_element (users, i);
    g_autofree char *roles = join_names (json_object_get_array_member (user, "roles"), NULL);
    g_autofree char *queues = join_names (json_object_get_array_member (user, "queues"), "queue");
    printf ("%-12s %-20s %-12s %-10s %-20s %s%s\n",
            member (user, "name"),
            member (user, "full_name"),
            member (user, "device"),
            member (user, "profile"),
            roles,
            queues,
            json_object_get_boolean_member_with_default (user, "disabled", FALSE) ? " (disabled)"
                                                                                  : "");
  }
}

int
bh_ctl_user_list (int argc, char **argv)
{
  g_auto (Options) options = {0};
  g_autoptr (GError) error = NULL;
  int code = BH_CTL_USAGE;
  const GOptionEntry entries[] = {
      {"config",
       'c',
       0,
       G_OPTION_ARG_FILENAME,
       &options.config,
       "The server's configuration file",
       "FILE"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &options.json, "For programs: JSON", NULL},
      {NULL},
  };
  if (!bh_ctl_parse (entries, NULL, &argc, &argv, &code))
    return code;
  if (argc != 1)
    return bh_ctl_fail (BH_CTL_USAGE, "user list takes no arguments");
  g_autoptr (PGconn) conn = bh_ctl_open_database (options.config, NULL, &error);
  g_autofree char *text = conn == NULL ? NULL : bh_user_list_blocking (conn, &error);
  if (text == NULL)
    return fail_with (error);
  if (options.json) {
    puts (text);
    return BH_CTL_OK;
  }
  g_autoptr (JsonNode) node = json_from_string (text, &error);
  if (node == NULL)
    return fail_with (error);
  print_users (json_node_get_array (node));
  return BH_CTL_OK;
}
