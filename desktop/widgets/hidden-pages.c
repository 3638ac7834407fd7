/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/hidden-pages.h"

static void
set_hidden (GtkWidget *widget, gboolean hidden)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, hidden, -1);
}

static void
on_page_changed (GtkStack *stack)
{
  GtkWidget *shown = gtk_stack_get_visible_child (stack);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    set_hidden (child, child != shown);
}

static void
on_revealed_changed (GtkRevealer *revealer)
{
  GtkWidget *child = gtk_revealer_get_child (revealer);

  if (child != NULL)
    set_hidden (child, !gtk_revealer_get_reveal_child (revealer));
}

void
bh_hidden_pages_follow (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  if (GTK_IS_STACK (root)) {
    g_signal_connect (root, "notify::visible-child", G_CALLBACK (on_page_changed), NULL);
    on_page_changed (GTK_STACK (root));
  } else if (GTK_IS_REVEALER (root)) {
    g_signal_connect (root, "notify::reveal-child", G_CALLBACK (on_revealed_changed), NULL);
    on_revealed_changed (GTK_REVEALER (root));
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    bh_hidden_pages_follow (child);
}
