/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/consult-bar.h"

#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"

#include <glib/gi18n.h>

struct _BhConsultBar {
  BhContactView parent_instance;
};

G_DEFINE_FINAL_TYPE (BhConsultBar, bh_consult_bar, BH_TYPE_CONTACT_VIEW)

static char *
who (GObject *object, const char *name, const char *number)
{
  return g_strdup (name != NULL && *name != '\0' ? name : number);
}

static char *
how (GObject *object, const char *state, const char *caller)
{
  if (g_strcmp0 (state, "talking") == 0)
    return g_strdup_printf (_ ("is with you. %s hears music."), caller);
  return g_strdup_printf (_ ("is being called. %s hears music."), caller);
}

static void
bh_consult_bar_class_init (BhConsultBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/consult-bar.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, who);
  gtk_widget_class_bind_template_callback (widget_class, how);
}

static void
bh_consult_bar_init (BhConsultBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
