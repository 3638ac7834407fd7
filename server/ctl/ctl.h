/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* bellhopctl: a table of commands. Each takes its own options (GOption) and returns an exit code.
 */

typedef enum {
  BH_CTL_OK = 0,
  BH_CTL_FAILED = 1,    /* it was tried, and did not work; or a check of doctor failed */
  BH_CTL_USAGE = 2,     /* wrong options, or a file that cannot be read or understood */
  BH_CTL_NO_SERVER = 3, /* bellhopd does not run, or may not be spoken to */
} BhCtlExit;

typedef struct {
  const char *name;                   /* one to three words: "replay", "user add" */
  const char *arguments;              /* as shown in help: "FILE…" */
  const char *summary;                /* one line */
  int (*run) (int argc, char **argv); /* argv[0] is "bellhopctl NAME" */
} BhCtlCommand;

int bh_ctl_main (int argc, char **argv);

/* The options of one command, parsed in place; TRUE: go on. FALSE: *@code is the exit code, all has
 * been said. @more explains below the options; NULL: nothing. */
gboolean
bh_ctl_parse (const GOptionEntry *entries, const char *more, int *argc, char ***argv, int *code);

#define BH_CTL_CONFIG "/etc/bellhop/bellhopd.conf"

/* Options that many commands have; @where: what they set. */
#define BH_CTL_OPTION_CONFIG(where)                                                                \
  {                                                                                                \
    "config", 'c', 0, G_OPTION_ARG_FILENAME, where,                                                \
        "The server's configuration file (" BH_CTL_CONFIG ")", "FILE"                              \
  }
#define BH_CTL_OPTION_SOCKET(where)                                                                \
  {                                                                                                \
    "socket", 0, 0, G_OPTION_ARG_FILENAME, where, "The server's own socket", "PATH"                \
  }
#define BH_CTL_OPTION_JSON(where)                                                                  \
  {                                                                                                \
    "json", 0, 0, G_OPTION_ARG_NONE, where, "For programs: JSON", NULL                             \
  }

/* "bellhopctl: MESSAGE" on standard error; returns @code, for `return bh_ctl_fail (...)`. */
int bh_ctl_fail (int code, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The commands that bh_ctl_main knows; one function for each file of this folder. */
int bh_ctl_status (int argc, char **argv);
int bh_ctl_calls (int argc, char **argv);
int bh_ctl_agents (int argc, char **argv);
int bh_ctl_tail (int argc, char **argv);
int bh_ctl_agent_sign_out (int argc, char **argv);
int bh_ctl_message_send (int argc, char **argv);
int bh_ctl_user_add (int argc, char **argv);
int bh_ctl_user_change (int argc, char **argv);
int bh_ctl_user_passwd (int argc, char **argv);
int bh_ctl_user_list (int argc, char **argv);
int bh_ctl_import_customers (int argc, char **argv);
int bh_ctl_dnc_add (int argc, char **argv);
int bh_ctl_dnc_remove (int argc, char **argv);
int bh_ctl_dnc_list (int argc, char **argv);
int bh_ctl_dnc_import (int argc, char **argv);
int bh_ctl_dial_check (int argc, char **argv);
int bh_ctl_campaign_create (int argc, char **argv);
int bh_ctl_campaign_change (int argc, char **argv);
int bh_ctl_campaign_list (int argc, char **argv);
int bh_ctl_campaign_import (int argc, char **argv);
int bh_ctl_campaign_export (int argc, char **argv);
int bh_ctl_campaign_start (int argc, char **argv);
int bh_ctl_campaign_pause (int argc, char **argv);
int bh_ctl_campaign_reopen (int argc, char **argv);
int bh_ctl_consent_add (int argc, char **argv);
int bh_ctl_consent_remove (int argc, char **argv);
int bh_ctl_consent_list (int argc, char **argv);
int bh_ctl_consent_import (int argc, char **argv);
int bh_ctl_disposition_list (int argc, char **argv);
int bh_ctl_disposition_import (int argc, char **argv);
int bh_ctl_doctor (int argc, char **argv);
int bh_ctl_replay (int argc, char **argv);
int bh_ctl_script_check (int argc, char **argv);
int bh_ctl_script_import (int argc, char **argv);
int bh_ctl_script_export (int argc, char **argv);
int bh_ctl_script_list (int argc, char **argv);
int bh_ctl_script_assign (int argc, char **argv);
int bh_ctl_script_answers (int argc, char **argv);
int bh_ctl_kb_import (int argc, char **argv);
int bh_ctl_kb_export (int argc, char **argv);
int bh_ctl_kb_search (int argc, char **argv);
int bh_ctl_kb_synonyms_import (int argc, char **argv);
