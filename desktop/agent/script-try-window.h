/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/script-view.h"

G_BEGIN_DECLS

/* Plays a script without a call: the card as agents see it, and beside it what the script knows of
 * the moment, to be changed as one likes. Nothing of it is stored or sent. Keys as in a contact. */
#define BH_TYPE_SCRIPT_TRY_WINDOW (bh_script_try_window_get_type ())
G_DECLARE_FINAL_TYPE (BhScriptTryWindow, bh_script_try_window, BH, SCRIPT_TRY_WINDOW, AdwWindow)

/* @document: of a script without a fault, else NULL is returned; @agent: what {agent.name} is. */
GtkWidget *bh_script_try_window_new (GtkWindow *parent, const char *document, const char *agent);
BhScriptView *bh_script_try_window_get_view (BhScriptTryWindow *self);

G_END_DECLS
