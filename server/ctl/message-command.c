/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>

#include "server/ctl/client.h"
#include "server/ctl/ctl.h"

/* message send TEXT: to one agent, to a queue's, or to everybody; as from a supervisor. */

typedef struct {
  char *config;
  char *socket;
  char *to;
  char *queue;
  gboolean all;
  gboolean urgent;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->config);
  g_free (options->socket);
  g_free (options->to);
  g_free (options->queue);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static char *
audience (const Options *options)
{
  if (options->to != NULL)
    return g_strconcat ("agent:", options->to, NULL);
  return options->queue != NULL ? g_strconcat ("queue:", options->queue, NULL) : g_strdup ("all");
}

static int
deliver (const Options *options, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) result = NULL;
  g_autofree char *to = audience (options);
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "to", to);
  json_object_set_string_member (args, "body", text);
  json_object_set_boolean_member (args, "urgent", options->urgent);
  result = bh_ctl_ask (options->socket, options->config, "message.send", args, &error);
  if (result == NULL)
    return bh_ctl_fail_with (error);
  printf ("sent; %" G_GINT64_FORMAT " of them signed in now\n",
          json_object_get_int_member_with_default (result, "reached", 0));
  return BH_CTL_OK;
}

int
bh_ctl_message_send (int argc, char **argv)
{
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {
      {"to", 0, 0, G_OPTION_ARG_STRING, &options.to, "To one agent", "USER"},
      {"queue", 0, 0, G_OPTION_ARG_STRING, &options.queue, "To the agents of a queue", "QUEUE"},
      {"all", 0, 0, G_OPTION_ARG_NONE, &options.all, "To all agents", NULL},
      {"urgent", 0, 0, G_OPTION_ARG_NONE, &options.urgent, "Stands out, before others", NULL},
      BH_CTL_OPTION_SOCKET (&options.socket),
      BH_CTL_OPTION_CONFIG (&options.config),
      {NULL},
  };
  int code;

  if (!bh_ctl_parse (entries,
                     "Who is away finds it at the next sign-in. TEXT has at most 500 characters.\n"
                     "Exit codes: 0 sent; 1 the server refused; 2 wrong usage; 3 bellhopd does not "
                     "answer.",
                     &argc,
                     &argv,
                     &code))
    return code;
  if ((options.to != NULL) + (options.queue != NULL) + options.all != 1)
    return bh_ctl_fail (BH_CTL_USAGE, "say one of --to USER, --queue QUEUE, --all");
  if (argc != 2 || *argv[1] == '\0')
    return bh_ctl_fail (BH_CTL_USAGE,
                        "write one text, in quotes. See bellhopctl message send --help");
  return deliver (&options, argv[1]);
}
