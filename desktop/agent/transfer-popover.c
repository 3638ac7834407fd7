/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/transfer-popover.h"

#include "desktop/agent/target-list.h"
#include "desktop/model/dial-check.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/key-cap.h"

#include <glib/gi18n.h>

struct _BhTransferPopover {
  GtkPopover parent_instance;

  BhTargetList *targets;
  GtkWidget *consult;
  GtkWidget *blind;
  BhDesk *desk;
  BhDialCheck *check;
  BhContactItem *contact;
};

enum { PROP_DESK = 1, PROP_CONTACT, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhTransferPopover, bh_transfer_popover, GTK_TYPE_POPOVER)

static void
send_to (BhTransferPopover *self, BhTarget *target, const char *action)
{
  if (target == NULL)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), action, "s", bh_target_get_to (target));
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_consult (BhTransferPopover *self)
{
  if (gtk_widget_is_sensitive (self->consult))
    send_to (self, bh_target_list_get_selected (self->targets), "win.consult-to");
}

static void
on_blind (BhTransferPopover *self)
{
  if (gtk_widget_is_sensitive (self->blind))
    send_to (self, bh_target_list_get_selected (self->targets), "win.transfer-to");
}

static void
on_target (BhTransferPopover *self, BhTarget *target, gboolean second)
{
  if (second)
    on_blind (self);
  else
    on_consult (self);
}

/* A number outside is judged as one that is dialed: why not is said before it is chosen. */
static void
on_judged (BhTransferPopover *self)
{
  bh_target_list_set_why_not (self->targets, bh_dial_check_get_message (self->check));
}

static void
on_typed (BhTransferPopover *self)
{
  if (self->check == NULL)
    return;
  bh_dial_check_look (self->check, bh_target_list_get_text (self->targets));
  on_judged (self); /* the row is a new one */
}

static void
follow (BhTransferPopover *self)
{
  g_clear_object (&self->check);
  if (self->desk == NULL)
    return;
  self->check = bh_dial_check_new (self->desk);
  g_signal_connect_object (self->check,
                           "notify::message",
                           G_CALLBACK (on_judged),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
on_show (BhTransferPopover *self)
{
  bh_target_list_start (self->targets, "");
}

static char *
what_they_hear (GObject *object, const char *title)
{
  g_autofree char *key = bh_key_cap_label ("F7");

  /* Translators: the second is a key */
  return g_strdup_printf (_ ("%s hears music until you come back (%s)."), title, key);
}

static void
bh_transfer_popover_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhTransferPopover *self = BH_TRANSFER_POPOVER (object);

  g_value_set_object (value, id == PROP_DESK ? (gpointer) self->desk : (gpointer) self->contact);
}

static void
bh_transfer_popover_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhTransferPopover *self = BH_TRANSFER_POPOVER (object);
  gboolean changed = id == PROP_DESK ? g_set_object (&self->desk, g_value_get_object (value))
                                     : g_set_object (&self->contact, g_value_get_object (value));

  if (!changed)
    return;
  if (id == PROP_DESK)
    follow (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
bh_transfer_popover_dispose (GObject *object)
{
  BhTransferPopover *self = BH_TRANSFER_POPOVER (object);

  g_clear_object (&self->check);
  g_clear_object (&self->desk);
  g_clear_object (&self->contact);
  G_OBJECT_CLASS (bh_transfer_popover_parent_class)->dispose (object);
}

static void
bh_transfer_popover_class_init (BhTransferPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_TARGET_LIST);
  object_class->get_property = bh_transfer_popover_get_property;
  object_class->set_property = bh_transfer_popover_set_property;
  object_class->dispose = bh_transfer_popover_dispose;
  props[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, BH_TYPE_DESK, flags);
  props[PROP_CONTACT] = g_param_spec_object ("contact", NULL, NULL, BH_TYPE_CONTACT_ITEM, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bellhop/Agent/transfer-popover.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhTransferPopover, targets);
  gtk_widget_class_bind_template_child (widget_class, BhTransferPopover, consult);
  gtk_widget_class_bind_template_child (widget_class, BhTransferPopover, blind);
  gtk_widget_class_bind_template_callback (widget_class, on_consult);
  gtk_widget_class_bind_template_callback (widget_class, on_blind);
  gtk_widget_class_bind_template_callback (widget_class, on_target);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
  gtk_widget_class_bind_template_callback (widget_class, what_they_hear);
}

static void
bh_transfer_popover_init (BhTransferPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
