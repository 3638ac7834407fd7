/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/store/users.h"

/* user add, change, passwd, list. A password comes from the terminal (twice, without echo) or is
 * the first line of standard input; never from the command line, where everybody can read it. */

#define PASSWORD_MAX 1024

static char *
read_line (void)
{
  char line[PASSWORD_MAX + 2] = "";
  char *text;

  if (fgets (line, sizeof line, stdin) == NULL)
    return NULL;
  line[strcspn (line, "\r\n")] = '\0';
  text = g_strdup (line);
  sodium_memzero (line, sizeof line);
  return text;
}

static void
free_password (char *password)
{
  if (password != NULL)
    sodium_memzero (password, strlen (password));
  g_free (password);
}

static char *
prompt (const char *text)
{
  struct termios normal, silent;
  char *line;

  fprintf (stderr, "%s: ", text);
  tcgetattr (STDIN_FILENO, &normal);
  silent = normal;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
  line = read_line ();
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &normal);
  fprintf (stderr, "\n");
  return line;
}

/* NULL after a complaint. */
static char *
ask_password (const char *user)
{
  g_autofree char *text = g_strdup_printf ("Password of %s", user);
  char *once, *twice;

  if (!isatty (STDIN_FILENO)) {
    once = read_line ();
    if (once == NULL)
      bh_ctl_fail (BH_CTL_USAGE, "no password: give it in the first line of standard input");
    return once;
  }
  once = prompt (text);
  twice = prompt ("Again");
  if (g_strcmp0 (once, twice) != 0) {
    bh_ctl_fail (BH_CTL_USAGE, "the two are not the same; nothing was changed");
    g_clear_pointer (&once, free_password);
  }
  free_password (twice);
  return once;
}

typedef struct {
  char *config;
  gboolean json;
  char *full_name;
  char *language;
  char *device;
  char *extension;
  char *profile;
  char **roles;
  char **queues;
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

/* ---- add, change */

static BhUserSpec
spec_of (const Options *options, const char *name)
{
  return (BhUserSpec){.name = name,
                      .full_name = options->full_name,
                      .language = options->language,
                      .device = options->device,
                      .extension = options->extension,
                      .profile = options->profile,
                      .roles = (const char *const *) options->roles,
                      .queues = (const char *const *) options->queues};
}

static int
add (const Options *options, const char *name)
{
  static const char *const agent[] = {"agent", NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = bh_ctl_database (options->config, &error);
  BhUserSpec user = spec_of (options, name);
  char *password;
  gboolean added;

  if (conn == NULL)
    return bh_ctl_fail_with (error);
  password = ask_password (name);
  if (password == NULL)
    return BH_CTL_USAGE;
  if (user.roles == NULL)
    user.roles = agent;
  user.password = password;
  added = bh_user_add_blocking (conn, &user, &error);
  free_password (password);
  if (!added)
    return bh_ctl_fail_with (error);
  printf ("User %s was added\n", name);
  return BH_CTL_OK;
}

static int
change (const Options *options, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = bh_ctl_database (options->config, &error);
  BhUserSpec user = spec_of (options, name);

  if (conn == NULL || !bh_user_change_blocking (conn, &user, &error))
    return bh_ctl_fail_with (error);
  printf ("User %s was changed; it holds from the next sign-in on\n", name);
  return BH_CTL_OK;
}

/* The options of both are the same: what a user is. */
static int
run_with_user (int argc,
               char **argv,
               const char *summary,
               int (*run) (const Options *options, const char *name))
{
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {
      {"full-name", 0, 0, G_OPTION_ARG_STRING, &options.full_name, "As people see it", "TEXT"},
      {"role",
       0,
       0,
       G_OPTION_ARG_STRING_ARRAY,
       &options.roles,
       "agent, editor, supervisor, admin or integration; may be repeated (agent)",
       "ROLE"},
      {"device",
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.device,
       "The usual phone, as in PJSIP/1001",
       "DEVICE"},
      {"extension",
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.extension,
       "What colleagues dial (the device's number)",
       "NUMBER"},
      {"profile",
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.profile,
       "How the phone can be told to answer: manual, notify or softphone (manual)",
       "PROFILE"},
      {"queue",
       0,
       0,
       G_OPTION_ARG_STRING_ARRAY,
       &options.queues,
       "A queue to join at sign-in, with its penalty if it has one; may be repeated",
       "QUEUE[:PENALTY]"},
      {"language", 0, 0, G_OPTION_ARG_STRING, &options.language, "As in zh_CN", "LANGUAGE"},
      BH_CTL_OPTION_CONFIG (&options.config),
      {NULL},
  };
  int code;

  if (!bh_ctl_parse (entries, summary, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one user. See bellhopctl user list");
  return run (&options, argv[1]);
}

int
bh_ctl_user_add (int argc, char **argv)
{
  return run_with_user (argc,
                        argv,
                        "The password is asked for, or read from the first line of standard input.",
                        add);
}

int
bh_ctl_user_change (int argc, char **argv)
{
  return run_with_user (
      argc,
      argv,
      "What is not named stays. Roles and queues that are named take the place of "
      "the old ones.",
      change);
}

/* ---- passwd */

int
bh_ctl_user_passwd (int argc, char **argv)
{
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {BH_CTL_OPTION_CONFIG (&options.config), {NULL}};
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  char *password;
  gboolean set;
  int code;

  if (!bh_ctl_parse (entries,
                     "The password is asked for, or read from the first line of standard input.",
                     &argc,
                     &argv,
                     &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one user. See bellhopctl user passwd --help");
  conn = bh_ctl_database (options.config, &error);
  if (conn == NULL)
    return bh_ctl_fail_with (error);
  password = ask_password (argv[1]);
  if (password == NULL)
    return BH_CTL_USAGE;
  set = bh_user_set_password_blocking (conn, argv[1], password, &error);
  free_password (password);
  if (!set)
    return bh_ctl_fail_with (error);
  printf ("The password of %s was changed\n", argv[1]);
  return BH_CTL_OK;
}

/* ---- list */

static char *
words_of (JsonObject *user, const char *member, const char *inner)
{
  JsonArray *array = json_object_get_array_member (user, member);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);
    JsonObject *object = inner != NULL ? json_node_get_object (element) : NULL;
    gint64 penalty = object != NULL ? json_object_get_int_member_with_default (object, "penalty", 0)
                                    : 0;
    const char *word = object != NULL ? json_object_get_string_member (object, inner)
                                      : json_node_get_string (element);
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", word);
    if (penalty != 0)
      g_string_append_printf (text, ":%" G_GINT64_FORMAT, penalty);
  }
  return g_strdup (text->str);
}

static void
print_user (JsonObject *user)
{
  g_autofree char *roles = words_of (user, "roles", NULL);
  g_autofree char *queues = words_of (user, "queues", "queue");
  const char *device = json_object_get_string_member_with_default (user, "device", NULL);

  printf ("%-14s %-20s %-14s %-24s %-20s%s\n",
          json_object_get_string_member (user, "name"),
          json_object_get_string_member_with_default (user, "full_name", ""),
          device != NULL ? device : "",
          roles,
          queues,
          json_object_get_boolean_member_with_default (user, "disabled", FALSE) ? " disabled" : "");
}

int
bh_ctl_user_list (int argc, char **argv)
{
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {
      BH_CTL_OPTION_JSON (&options.json),
      BH_CTL_OPTION_CONFIG (&options.config),
      {NULL},
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *users;
  int code;

  if (!bh_ctl_parse (entries, NULL, &argc, &argv, &code))
    return code;
  conn = bh_ctl_database (options.config, &error);
  if (conn == NULL)
    return bh_ctl_fail_with (error);
  text = bh_user_list_blocking (conn, &error);
  node = text != NULL ? json_from_string (text, &error) : NULL;
  if (node == NULL)
    return bh_ctl_fail_with (error);
  if (options.json) {
    puts (text);
    return BH_CTL_OK;
  }
  printf ("%-14s %-20s %-14s %-24s %s\n", "USER", "NAME", "PHONE", "ROLES", "QUEUES");
  users = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (users); i++)
    print_user (json_array_get_object_element (users, i));
  return BH_CTL_OK;
}
