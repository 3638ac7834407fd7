/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on tells screen readers which pages of the stacks and revealers below root are not
 * shown. GTK 4.8 calls every page of a stack visible, so that a reader would walk through the
 * buttons of all pages. Finds what is there now; call it when the tree is built. */
void bh_hidden_pages_follow (GtkWidget *root);

G_END_DECLS
