/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/message-bar.h"

#include "desktop/agent/dial-link.h"
#include "desktop/model/desk-messages.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/key-cap.h"

#include <glib/gi18n.h>

struct _BhMessageBar {
  BhContactView parent_instance;

  GtkRevealer *revealer;
  GtkWidget *bar;
  GtkWidget *sign;
  GtkLabel *from;
  GtkLabel *body;
  GtkLabel *more;
};

G_DEFINE_FINAL_TYPE (BhMessageBar, bh_message_bar, BH_TYPE_CONTACT_VIEW)

static void
show_next (BhMessageBar *self, BhMessage *message, guint n)
{
  gboolean urgent = bh_message_get_urgent (message);
  g_autofree char *from = NULL;
  g_autofree char *more = NULL;
  g_autofree char *body = bh_dial_link_markup (bh_message_get_body (message));

  /* Translators: before an urgent message; %s is who wrote it */
  from = urgent ? g_strdup_printf (_ ("Urgent, from %s"), bh_message_get_from (message))
                : g_strdup_printf (_ ("From %s"), bh_message_get_from (message));
  more = n > 1 ? g_strdup_printf (ngettext ("%u more", "%u more", n - 1), n - 1) : NULL;
  gtk_label_set_label (self->from, from);
  gtk_label_set_label (self->body, body);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->body), bh_message_get_body (message));
  gtk_label_set_label (self->more, more != NULL ? more : "");
  gtk_widget_set_visible (self->sign, urgent);
  if (urgent)
    gtk_widget_add_css_class (self->bar, "urgent");
  else
    gtk_widget_remove_css_class (self->bar, "urgent");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  from,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  bh_message_get_body (message),
                                  -1);
}

static void
on_messages_changed (BhMessageBar *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);
  BhMessage *next = bh_desk_next_message (desk);

  if (next != NULL)
    show_next (self, next, bh_desk_count_unread (desk));
  gtk_revealer_set_reveal_child (self->revealer, next != NULL);
}

static void
on_desk_set (BhMessageBar *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);

  if (desk == NULL)
    return;
  g_signal_connect_object (desk,
                           "messages-changed",
                           G_CALLBACK (on_messages_changed),
                           self,
                           G_CONNECT_SWAPPED);
  on_messages_changed (self);
}

static void
bh_message_bar_class_init (BhMessageBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_KEY_CAP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/message-bar.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhMessageBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, BhMessageBar, bar);
  gtk_widget_class_bind_template_child (widget_class, BhMessageBar, sign);
  gtk_widget_class_bind_template_child (widget_class, BhMessageBar, from);
  gtk_widget_class_bind_template_child (widget_class, BhMessageBar, body);
  gtk_widget_class_bind_template_child (widget_class, BhMessageBar, more);
}

static void
bh_message_bar_init (BhMessageBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bh_dial_link_follow (self->body);
  g_signal_connect (self, "notify::desk", G_CALLBACK (on_desk_set), NULL);
}
