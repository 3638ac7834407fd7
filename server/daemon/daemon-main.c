/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/crm/dial-data.h"
#include "server/daemon/daemon.h"
#include "server/daemon/log.h"
#include "server/daemon/switches.h"
#include "server/store/worker.h"

#define LAST_WORK_MS 10000 /* a connection that is being made gives up before */
#define CONFIG_FILE  "/etc/bellhop/bellhopd.conf"

typedef struct {
  char *file;
  gboolean check;
  gboolean version;
} Options;

static gboolean
parse (Options *options, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
      {"config",
       'c',
       0,
       G_OPTION_ARG_FILENAME,
       &options->file,
       "The configuration (" CONFIG_FILE ")",
       "FILE"},
      {"check-config",
       0,
       0,
       G_OPTION_ARG_NONE,
       &options->check,
       "Read the configuration, say what is wrong with it, and end",
       NULL},
      {"version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Say which version this is", NULL},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- the Bellhop server");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (
      context,
      "Exit codes: 0 ended as asked; 1 it could not start; 2 wrong usage or configuration.");
  if (!g_option_context_parse (context, argc, argv, &error)) {
    fprintf (stderr, "bellhopd: %s. See bellhopd --help\n", error->message);
    return FALSE;
  }
  if (*argc > 1) {
    fprintf (stderr, "bellhopd: \"%s\" is not understood. See bellhopd --help\n", (*argv)[1]);
    return FALSE;
  }
  return TRUE;
}

static int
serve (BhConfig *config)
{
  g_autoptr (BhDaemon) daemon = NULL;
  g_autoptr (GError) error = NULL;

  umask (0077); /* whatever is made holds customers' data */
  bh_log_open (config->log_level, config->log_to);
  daemon = bh_daemon_new (config);
  if (!bh_daemon_start (daemon, &error)) {
    fprintf (stderr, "bellhopd: %s\n", error->message);
    return 1;
  }
  bh_daemon_run (daemon);
  g_clear_pointer (&daemon, bh_daemon_free);
  if (!bh_worker_wait (LAST_WORK_MS))
    _exit (0); /* what a worker still uses may not be taken apart */
  return 0;
}

int
bh_daemon_main (int argc, char **argv)
{
  Options options = {0};
  g_autofree char *file = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BhDialRules) rules = NULL;
  BhConfig *config;

  setlocale (LC_ALL, "");
  if (!parse (&options, &argc, &argv))
    return 2;
  file = options.file != NULL ? options.file : g_strdup (CONFIG_FILE);
  if (options.version) {
    printf ("bellhopd %s\n", BH_VERSION);
    return 0;
  }
  config = bh_config_load (file, &error);
  if (config == NULL) {
    fprintf (stderr, "%s\n", error->message);
    return 2;
  }
  if (!options.check)
    return serve (config);
  if (!bh_switches_check (config, &error)) {
    fprintf (stderr, "%s: %s\n", file, error->message);
    bh_config_free (config);
    return 2;
  }
  rules = bh_dial_data_load_rules (config->dial_rules, &error);
  if (rules == NULL) {
    fprintf (stderr, "%s\n", error->message);
    bh_config_free (config);
    return 2;
  }
  printf ("%s: no mistakes, %u PBX%s\n",
          file,
          config->pbxs->len,
          config->pbxs->len == 1 ? "" : "s");
  bh_config_free (config);
  return 0;
}
