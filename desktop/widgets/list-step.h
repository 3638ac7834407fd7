/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Selects the next (@step 1) or previous (-1) row of a list while the focus stays in the entry
 * above it, the first row if none is selected, and scrolls so that it is seen. */
void bh_list_step (GtkListBox *list, int step);

G_END_DECLS
