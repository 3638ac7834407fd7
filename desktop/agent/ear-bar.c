/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/ear-bar.h"

#include "desktop/agent/call-bar.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/timer-label.h"

#include <glib/gi18n.h>

struct _BhEarBar {
  BhContactView parent_instance;

  GtkWidget *show;
  GtkWidget *hold;
  GtkWidget *hang_up;
};

G_DEFINE_FINAL_TYPE (BhEarBar, bh_ear_bar, BH_TYPE_CONTACT_VIEW)

static char *
says (GObject *object, BhContactState state, const char *title)
{
  if (title == NULL)
    return NULL;
  switch (state) {
  case BH_CONTACT_HOLD:
    return g_strdup_printf (_ ("%s is on hold"), title);
  case BH_CONTACT_DIALING:
    return g_strdup_printf (_ ("You are calling %s"), title);
  case BH_CONTACT_CONSULT:
    return g_strdup_printf (_ ("You are asking a colleague about %s"), title);
  default:
    return g_strdup_printf (_ ("You are talking with %s"), title);
  }
}

static void
bh_ear_bar_class_init (BhEarBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_TIMER_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/ear-bar.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhEarBar, show);
  gtk_widget_class_bind_template_child (widget_class, BhEarBar, hold);
  gtk_widget_class_bind_template_child (widget_class, BhEarBar, hang_up);
  gtk_widget_class_bind_template_callback (widget_class, says);
}

static void
bh_ear_bar_init (BhEarBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
bh_ear_bar_set (BhEarBar *self, BhContactItem *contact, guint position, gboolean has_keys)
{
  g_autofree char *key = NULL;

  g_return_if_fail (BH_IS_EAR_BAR (self));
  g_object_set (self, "contact", contact, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), contact != NULL);
  if (contact == NULL)
    return;
  key = position >= 1 && position <= 9 ? g_strdup_printf ("<Control>%u", position) : NULL;
  g_object_set (self->show, "key", key, NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->show),
                                    "s",
                                    bh_contact_item_get_id (contact));
  gtk_widget_set_visible (self->hold, has_keys);
  gtk_widget_set_visible (self->hang_up, has_keys);
}

void
bh_ear_bar_set_armed (BhEarBar *self, gboolean armed)
{
  g_return_if_fail (BH_IS_EAR_BAR (self));
  bh_call_bar_arm (self->hang_up, armed);
}
