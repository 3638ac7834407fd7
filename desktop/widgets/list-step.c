/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/list-step.h"

/* GTK scrolls to what gets the focus; here the focus stays where somebody types. */
static void
scroll_to (GtkWidget *row)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (row, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *view = scrolled ? gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled))
                             : NULL;
  GtkWidget *content = GTK_IS_VIEWPORT (view) ? gtk_viewport_get_child (GTK_VIEWPORT (view)) : NULL;
  graphene_rect_t bounds;

  if (content == NULL || !gtk_widget_compute_bounds (row, content, &bounds))
    return;
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                             bounds.origin.y,
                             bounds.origin.y + bounds.size.height);
}

void
bh_list_step (GtkListBox *list, int step)
{
  GtkListBoxRow *row;
  int index;

  g_return_if_fail (GTK_IS_LIST_BOX (list));

  row = gtk_list_box_get_selected_row (list);
  index = row != NULL ? gtk_list_box_row_get_index (row) + step : 0;
  row = index >= 0 ? gtk_list_box_get_row_at_index (list, index) : NULL;
  if (row == NULL)
    return;
  gtk_list_box_select_row (list, row);
  scroll_to (GTK_WIDGET (row));
}
