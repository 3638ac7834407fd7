/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @changes: of BhScriptChange, as a list to read: a page's title, what changed on it below. */
GtkWidget *bh_script_changes_view_new (GPtrArray *changes);

G_END_DECLS
