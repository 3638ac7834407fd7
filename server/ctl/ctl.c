/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/ctl.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static const BhCtlCommand commands[] = {
    {"status", "", "Say how the server, its PBXs and its database are", bh_ctl_status},
    {"calls", "", "List the contacts that are going on", bh_ctl_calls},
    {"agents", "", "List the agents and what they do", bh_ctl_agents},
    {"tail", "", "Show what happens, as it happens", bh_ctl_tail},
    {"agent list", "", "List the agents and what they do", bh_ctl_agents},
    {"agent sign-out", "NAME", "Sign an agent out who cannot", bh_ctl_agent_sign_out},
    {"message send", "TEXT", "Tell one agent, a queue's, or all something", bh_ctl_message_send},
    {"user add", "NAME", "Make a user; the password is asked for", bh_ctl_user_add},
    {"user change", "NAME", "Change a user's name, phone, roles or queues", bh_ctl_user_change},
    {"user passwd", "NAME", "Change a user's password", bh_ctl_user_passwd},
    {"user list", "", "List the users", bh_ctl_user_list},
    {"import customers",
     "FILE",
     "Bring in customers from a CSV file, all or none",
     bh_ctl_import_customers},
    {"script check", "FILE…", "Say what is wrong with scripts", bh_ctl_script_check},
    {"script import", "FILE…", "Keep and publish scripts", bh_ctl_script_import},
    {"script export", "NAME", "Write a script to standard output", bh_ctl_script_export},
    {"script list", "", "All scripts, and who gets them", bh_ctl_script_list},
    {"script assign", "NAME", "Say which contacts get a script", bh_ctl_script_assign},
    {"script answers", "CONTACT", "What was answered with a contact", bh_ctl_script_answers},
    {"kb import", "FOLDER", "Bring in articles from Markdown files, all or none", bh_ctl_kb_import},
    {"kb export", "FOLDER", "Write the articles to Markdown files", bh_ctl_kb_export},
    {"kb search", "TEXT…", "Search the knowledge base", bh_ctl_kb_search},
    {"kb synonyms import",
     "FILE",
     "Bring in words that mean the same, a group a line",
     bh_ctl_kb_synonyms_import},
    {"dnc add", "NUMBER", "Put a number on a do-not-call list", bh_ctl_dnc_add},
    {"dnc remove", "NUMBER", "Take a number off a do-not-call list", bh_ctl_dnc_remove},
    {"dnc list", "", "List who is not to be called", bh_ctl_dnc_list},
    {"dnc import", "FILE", "Bring in a do-not-call list, all or none", bh_ctl_dnc_import},
    {"dial check", "NUMBER", "Say whether a number may be dialed, and why not", bh_ctl_dial_check},
    {"campaign create", "NAME", "Make a campaign", bh_ctl_campaign_create},
    {"campaign change", "NAME", "Change a campaign, close it", bh_ctl_campaign_change},
    {"campaign list", "", "List the campaigns, and how far each is", bh_ctl_campaign_list},
    {"campaign import",
     "FILE",
     "Bring in a list of people to be called, all or none",
     bh_ctl_campaign_import},
    {"campaign export", "NAME", "Write a campaign's list with its results", bh_ctl_campaign_export},
    {"campaign start", "NAME", "Hand out records", bh_ctl_campaign_start},
    {"campaign pause", "NAME", "Hand out none for now", bh_ctl_campaign_pause},
    {"campaign reopen", "NAME", "Judge again what rules refused", bh_ctl_campaign_reopen},
    {"consent add", "NUMBER", "Note that somebody agreed to be called", bh_ctl_consent_add},
    {"consent remove", "NUMBER", "Note that a consent is withdrawn", bh_ctl_consent_remove},
    {"consent list", "", "List the consents", bh_ctl_consent_list},
    {"consent import", "FILE", "Bring in consents, all or none", bh_ctl_consent_import},
    {"disposition list",
     "",
     "List what agents can choose at a contact's end",
     bh_ctl_disposition_list},
    {"disposition import",
     "FILE",
     "Bring in a tree of results, all or none",
     bh_ctl_disposition_import},
    {"doctor", "", "Look at everything, say what is wrong and the cure", bh_ctl_doctor},
    {"replay", "FILE…", "Show what Bellhop makes of a recorded feed of a PBX", bh_ctl_replay},
};

static void
print_help (FILE *out)
{
  fprintf (out, "Usage: bellhopctl COMMAND [OPTIONS] [ARGUMENTS]\n\nCommands:\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *left = g_strdup_printf ("%s %s", commands[i].name, commands[i].arguments);
    int unseen = (int) (strlen (left) - g_utf8_strlen (left, -1)); /* bytes that take no column */
    fprintf (out, "  %-*s %s\n", 28 + unseen, left, commands[i].summary);
  }
  fprintf (out,
           "\n\"bellhopctl COMMAND --help\" tells of one.\n\n"
           "Exit codes: 0 done; 1 tried and failed; 2 wrong usage or unreadable input; "
           "3 bellhopd does not answer.\n");
}

/* How many of the words after the program's name are the command's name; 0: another command. */
static int
matches (const BhCtlCommand *command, int argc, char **argv)
{
  g_auto (GStrv) words = g_strsplit (command->name, " ", 3);
  int n = (int) g_strv_length (words);

  for (int i = 0; i < n; i++)
    if (i + 1 >= argc || !g_str_equal (argv[i + 1], words[i]))
      return 0;
  return n;
}

static int
run (const BhCtlCommand *command, int words, int argc, char **argv)
{
  g_autofree char *name = g_strdup_printf ("bellhopctl %s", command->name);
  g_autofree char **rest = g_new0 (char *, argc - words + 1);

  rest[0] = name;
  for (int i = words + 1; i < argc; i++)
    rest[i - words] = argv[i];
  return command->run (argc - words, rest);
}

static int
unknown (int argc, char **argv)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_has_prefix (commands[i].name, argv[1]) && commands[i].name[strlen (argv[1])] == ' ') {
      fprintf (stderr, "bellhopctl: \"%s\" needs another word:\n", argv[1]);
      for (; i < G_N_ELEMENTS (commands) && g_str_has_prefix (commands[i].name, argv[1]); i++)
        fprintf (stderr, "  bellhopctl %s %s\n", commands[i].name, commands[i].arguments);
      return BH_CTL_USAGE;
    }
  fprintf (stderr, "bellhopctl: there is no command \"%s\"\n\n", argv[1]);
  print_help (stderr);
  return BH_CTL_USAGE;
}

int
bh_ctl_main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  if (argc < 2) {
    print_help (stderr);
    return BH_CTL_USAGE;
  }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") ||
      g_str_equal (argv[1], "help")) {
    print_help (stdout);
    return BH_CTL_OK;
  }
  if (g_str_equal (argv[1], "--version")) {
    printf ("bellhopctl %s\n", BH_VERSION);
    return BH_CTL_OK;
  }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    int words = matches (&commands[i], argc, argv);
    if (words > 0)
      return run (&commands[i], words, argc, argv);
  }
  return unknown (argc, argv);
}

static const BhCtlCommand *
find_by_program (const char *program)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_has_suffix (program, commands[i].name) &&
        strlen (program) == strlen ("bellhopctl ") + strlen (commands[i].name))
      return &commands[i];
  return NULL;
}

gboolean
bh_ctl_parse (const GOptionEntry *entries, const char *more, int *argc, char ***argv, int *code)
{
  const BhCtlCommand *command = find_by_program ((*argv)[0]);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean help = FALSE;
  const GOptionEntry own[] = {
      {"help", 'h', 0, G_OPTION_ARG_NONE, &help, "Show this", NULL},
      {NULL},
  };

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, own, NULL);
  g_option_context_set_description (context, more);
  if (!g_option_context_parse (context, argc, argv, &error)) {
    *code = bh_ctl_fail (BH_CTL_USAGE, "%s. See %s --help", error->message, (*argv)[0]);
    return FALSE;
  }
  if (help) {
    g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);
    const char *options = strstr (text, "\n\n");
    printf ("Usage: %s [OPTIONS] %s\n\n%s.%s",
            (*argv)[0],
            command->arguments,
            command->summary,
            options != NULL ? options : "\n");
    *code = BH_CTL_OK;
    return FALSE;
  }
  return TRUE;
}

int
bh_ctl_fail (int code, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  fprintf (stderr, "bellhopctl: %s\n", text);
  return code;
}
