/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* The program: its options, the desk, the window, and what notifications can ask for. */
#define BH_TYPE_AGENT_APPLICATION (bh_agent_application_get_type ())
G_DECLARE_FINAL_TYPE (BhAgentApplication,
                      bh_agent_application,
                      BH,
                      AGENT_APPLICATION,
                      AdwApplication)

/* @feed: where messages come from. The application keeps it. */
BhAgentApplication *bh_agent_application_new (BhFeed *feed);

/* Loads resources, style and icons; for tests, which have no application. Idempotent. */
void bh_agent_init_style (void);

G_END_DECLS
