/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-application.h"
#include "desktop/agent/language.h"
#include "desktop/client/client.h"

int
main (int argc, char **argv)
{
  const BhClientSettings settings = {.program = "bellhop/" BH_VERSION};
  g_autoptr (BhClient) client = NULL;
  g_autoptr (BhAgentApplication) application = NULL;

  bh_agent_init_language (argc, argv);
  g_set_application_name ("Bellhop");
  client = bh_client_new (&settings);
  application = bh_agent_application_new (BH_FEED (client));
  return g_application_run (G_APPLICATION (application), argc, argv);
}
