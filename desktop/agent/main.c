/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>

#include "desktop/agent/agent-application.h"
#include "desktop/agent/settings.h"
#include "desktop/client/client.h"

int
main (int argc, char **argv)
{
  const BhClientSettings settings = {.program = "bellhop/" BH_VERSION};
  g_autofree char *locale_dir = bh_agent_locale_dir ();
  g_autoptr (BhClient) client = NULL;
  g_autoptr (BhAgentApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Bellhop");
  client = bh_client_new (&settings);
  application = bh_agent_application_new (BH_FEED (client));
  return g_application_run (G_APPLICATION (application), argc, argv);
}
