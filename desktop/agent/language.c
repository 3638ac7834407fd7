/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/language.h"

#include "desktop/agent/settings.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

/* Where the locale is plain "C", gettext asks no catalogue at all. */
static void
ask_catalogues (void)
{
  const char *messages = setlocale (LC_MESSAGES, NULL);

  if (messages == NULL || g_str_equal (messages, "C") || g_str_equal (messages, "POSIX"))
    setlocale (LC_ALL, "C.UTF-8");
}

static gboolean
wants_pseudo (int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    if (g_str_equal (argv[i], "--"))
      return FALSE;
    if (g_str_equal (argv[i], "--pseudo"))
      return TRUE;
  }
  return FALSE;
}

void
bh_agent_init_language (int argc, char **argv)
{
  g_autofree char *locale_dir = bh_agent_locale_dir ();
  gboolean pseudo = wants_pseudo (argc, argv);

  if (pseudo)
    g_setenv ("LANGUAGE", BH_LANGUAGE_PSEUDO, TRUE);
  setlocale (LC_ALL, "");
  if (pseudo)
    ask_catalogues ();
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
