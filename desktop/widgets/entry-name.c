/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/entry-name.h"

#include <glib/gi18n-lib.h>

/* The eye of a password row. */
static void
name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) || GTK_IS_IMAGE (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Show or hide the password"),
                                    -1);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

void
bh_entry_name_from_title (AdwEntryRow *row)
{
  GtkEditable *text;

  g_return_if_fail (ADW_IS_ENTRY_ROW (row));
  text = gtk_editable_get_delegate (GTK_EDITABLE (row));
  gtk_accessible_update_property (GTK_ACCESSIBLE (text),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                                  -1);
  if (ADW_IS_PASSWORD_ENTRY_ROW (row))
    name_buttons (GTK_WIDGET (row));
}
