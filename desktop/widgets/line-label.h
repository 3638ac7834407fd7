/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Text for rows of lists that are long: takes what width it is given and asks for none beyond
 * width-chars, so that it is laid out once where a GtkLabel is laid out four times; GtkListView
 * keeps two hundred rows about what is seen. What is cut off is told by the tooltip. Properties:
 * text (string), lines (int: no more lines than these; 0 as many as it takes; 1 also never
 * breaks), width-chars (int). */
#define BH_TYPE_LINE_LABEL (bh_line_label_get_type ())
G_DECLARE_FINAL_TYPE (BhLineLabel, bh_line_label, BH, LINE_LABEL, GtkWidget)

void bh_line_label_set_text (BhLineLabel *self, const char *text);
/* Never NULL. */
const char *bh_line_label_get_text (BhLineLabel *self);
void bh_line_label_set_lines (BhLineLabel *self, int lines);

G_END_DECLS
