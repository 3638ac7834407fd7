/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BH_AGENT_SCHEMA "org.bellhop.Agent"

/* The agent's settings, also when the program runs from its build folder and nothing is installed.
 * Never NULL; aborts only when the schema is nowhere, which is a broken installation. */
GSettings *bh_agent_settings_new (void);

/* Where translations lie: beside the installed program, or in the build folder when it runs there.
 * (transfer full) */
char *bh_agent_locale_dir (void);

G_END_DECLS
