/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/dial-popover.h"

#include "desktop/agent/target-list.h"
#include "desktop/model/dial-check.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/keypad.h"

#include <glib/gi18n.h>

struct _BhDialPopover {
  GtkPopover parent_instance;

  BhTargetList *targets;
  BhDesk *desk;
  BhDialCheck *check;
  char *number; /* to begin with */
};

enum { PROP_DESK = 1, PROP_CHECK, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhDialPopover, bh_dial_popover, GTK_TYPE_POPOVER)

static void
on_call (BhDialPopover *self)
{
  BhTarget *target = bh_target_list_get_selected (self->targets);

  if (target == NULL)
    return;
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.dial-to", "s", bh_target_get_to (target));
}

static void
on_digit (BhDialPopover *self, const char *digit)
{
  bh_target_list_append (self->targets, digit);
}

/* Whether it may be called is said while it is typed. */
static void
on_typed (BhDialPopover *self)
{
  if (self->check != NULL)
    bh_dial_check_look (self->check, bh_target_list_get_text (self->targets));
}

static char *
there (GObject *object, const char *time)
{
  return time != NULL && *time != '\0' ? g_strdup_printf (_ ("%s there"), time) : NULL;
}

static void
on_show (BhDialPopover *self)
{
  bh_target_list_start (self->targets, self->number);
  g_clear_pointer (&self->number, g_free);
}

static void
bh_dial_popover_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhDialPopover *self = BH_DIAL_POPOVER (object);

  if (id == PROP_CHECK)
    g_value_set_object (value, self->check);
  else
    g_value_set_object (value, self->desk);
}

static void
bh_dial_popover_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhDialPopover *self = BH_DIAL_POPOVER (object);

  if (!g_set_object (&self->desk, g_value_get_object (value)))
    return;
  g_clear_object (&self->check);
  self->check = self->desk != NULL ? bh_dial_check_new (self->desk) : NULL;
  g_object_notify_by_pspec (object, pspec);
  g_object_notify_by_pspec (object, props[PROP_CHECK]);
}

static void
bh_dial_popover_dispose (GObject *object)
{
  BhDialPopover *self = BH_DIAL_POPOVER (object);

  g_clear_object (&self->check);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->number, g_free);
  G_OBJECT_CLASS (bh_dial_popover_parent_class)->dispose (object);
}

static void
bh_dial_popover_class_init (BhDialPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_DIAL_CHECK);
  g_type_ensure (BH_TYPE_KEYPAD);
  g_type_ensure (BH_TYPE_TARGET_LIST);
  object_class->get_property = bh_dial_popover_get_property;
  object_class->set_property = bh_dial_popover_set_property;
  object_class->dispose = bh_dial_popover_dispose;
  props[PROP_DESK] =
      g_param_spec_object ("desk",
                           NULL,
                           NULL,
                           BH_TYPE_DESK,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_CHECK] = g_param_spec_object ("check",
                                           NULL,
                                           NULL,
                                           BH_TYPE_DIAL_CHECK,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/dial-popover.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhDialPopover, targets);
  gtk_widget_class_bind_template_callback (widget_class, on_call);
  gtk_widget_class_bind_template_callback (widget_class, on_digit);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, there);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
}

static void
bh_dial_popover_init (BhDialPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bh_dial_popover_open (BhDialPopover *self, const char *number)
{
  g_return_if_fail (BH_IS_DIAL_POPOVER (self));
  g_free (self->number);
  self->number = g_strdup (number);
  gtk_popover_popup (GTK_POPOVER (self));
}
