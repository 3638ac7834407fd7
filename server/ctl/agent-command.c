/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>

#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/listing.h"

/* agent sign-out NAME: who went home and left the desktop, or whose state is stuck. */

typedef struct {
  char *config;
  char *socket;
  char *reason;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->config);
  g_free (options->socket);
  g_free (options->reason);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static int
sign_out (const Options *options, const char *agent)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) result = NULL;
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "agent", agent);
  json_object_set_string_member (args, "reason", options->reason);
  result = bh_ctl_ask (options->socket, options->config, "agent.sign_out", args, &error);
  if (result == NULL)
    return bh_ctl_fail_with (error);
  printf ("%s is signed out; they were %s%s\n",
          agent,
          bh_ctl_text_of (result, "was"),
          json_object_get_boolean_member_with_default (result, "desktop", FALSE)
              ? ", and the desktop says why"
              : ", and no desktop was there");
  return BH_CTL_OK;
}

int
bh_ctl_agent_sign_out (int argc, char **argv)
{
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {
      {"reason", 0, 0, G_OPTION_ARG_STRING, &options.reason, "Why; the agent reads it", "TEXT"},
      BH_CTL_OPTION_SOCKET (&options.socket),
      BH_CTL_OPTION_CONFIG (&options.config),
      {NULL},
  };
  int code;

  if (!bh_ctl_parse (entries,
                     "A call that the agent has goes on. What was typed is kept on the agent's "
                     "machine and at the server.\n"
                     "Exit codes: 0 done; 1 nobody of that name is signed in, or the server "
                     "refused; 2 wrong usage; 3 bellhopd does not answer.",
                     &argc,
                     &argv,
                     &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one agent. See bellhopctl agent sign-out --help");
  if (options.reason == NULL || *options.reason == '\0')
    return bh_ctl_fail (BH_CTL_USAGE, "--reason: say why; the agent reads it");
  return sign_out (&options, argv[1]);
}
