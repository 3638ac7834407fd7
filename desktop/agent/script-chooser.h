/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* Which script is to be tried: those that the person may read. The chosen one opens in a test
 * player, and this window goes. */
#define BH_TYPE_SCRIPT_CHOOSER (bh_script_chooser_get_type ())
G_DECLARE_FINAL_TYPE (BhScriptChooser, bh_script_chooser, BH, SCRIPT_CHOOSER, AdwWindow)

GtkWidget *bh_script_chooser_new (GtkWindow *parent, BhDesk *desk);

G_END_DECLS
