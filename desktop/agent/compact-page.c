/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/compact-page.h"

#include "desktop/agent/call-bar.h"
#include "desktop/agent/softphone-bar.h"
#include "desktop/agent/state-button.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/notice-bar.h"
#include "desktop/widgets/timer-label.h"

#include <glib/gi18n.h>

struct _BhCompactPage {
  BhContactView parent_instance;

  BhStateButton *states;
  GtkWidget *hang_up;
  BhContactItem *ringing;
};

enum { PROP_RINGING = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhCompactPage, bh_compact_page, BH_TYPE_CONTACT_VIEW)

/* Which keys the contact has now. */
static char *
acts_of (GObject *object, BhContactState state)
{
  switch (state) {
  case BH_CONTACT_OFFERED:
    return g_strdup ("ring");
  case BH_CONTACT_CONSULT:
    return g_strdup ("consult");
  case BH_CONTACT_WRAP_UP:
  case BH_CONTACT_ENDED:
  case BH_CONTACT_LEFT:
    return g_strdup ("over");
  case BH_CONTACT_DIALING:
  case BH_CONTACT_TALKING:
  case BH_CONTACT_HOLD:
  case BH_CONTACT_WATCHED:
  default:
    return g_strdup ("call");
  }
}

static char *
also_rings (GObject *object, const char *title)
{
  return title != NULL ? g_strdup_printf (_ ("%s is ringing"), title) : NULL;
}

static void
bh_compact_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, BH_COMPACT_PAGE (object)->ringing);
}

static void
bh_compact_page_dispose (GObject *object)
{
  g_clear_object (&BH_COMPACT_PAGE (object)->ringing);
  G_OBJECT_CLASS (bh_compact_page_parent_class)->dispose (object);
}

static void
bh_compact_page_class_init (BhCompactPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_NOTICE_BAR);
  g_type_ensure (BH_TYPE_SOFTPHONE_BAR);
  g_type_ensure (BH_TYPE_STATE_BUTTON);
  g_type_ensure (BH_TYPE_TIMER_LABEL);
  object_class->get_property = bh_compact_page_get_property;
  object_class->dispose = bh_compact_page_dispose;
  props[PROP_RINGING] = g_param_spec_object ("ringing",
                                             NULL,
                                             NULL,
                                             BH_TYPE_CONTACT_ITEM,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/compact-page.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhCompactPage, states);
  gtk_widget_class_bind_template_child (widget_class, BhCompactPage, hang_up);
  gtk_widget_class_bind_template_callback (widget_class, acts_of);
  gtk_widget_class_bind_template_callback (widget_class, also_rings);
}

static void
bh_compact_page_init (BhCompactPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bh_compact_page_set_ringing (BhCompactPage *self, BhContactItem *ringing)
{
  g_return_if_fail (BH_IS_COMPACT_PAGE (self));
  if (g_set_object (&self->ringing, ringing))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RINGING]);
}

void
bh_compact_page_open_states (BhCompactPage *self)
{
  g_return_if_fail (BH_IS_COMPACT_PAGE (self));
  bh_state_button_open (self->states);
}

void
bh_compact_page_set_armed (BhCompactPage *self, gboolean armed)
{
  g_return_if_fail (BH_IS_COMPACT_PAGE (self));
  bh_call_bar_arm (self->hang_up, armed);
}
