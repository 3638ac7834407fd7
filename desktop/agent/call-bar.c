/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/call-bar.h"

#include "desktop/agent/softphone-bar.h"
#include "desktop/agent/transfer-popover.h"
#include "desktop/model/desk-commands.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/keypad.h"
#include "desktop/widgets/timer-label.h"

#include <glib/gi18n.h>

struct _BhCallBar {
  BhContactView parent_instance;

  GtkWidget *hold;
  GtkWidget *transfer;
  GtkWidget *keypad_button;
  GtkWidget *hang_up;
  GtkWidget *transfer_popover;
  GtkWidget *keypad_popover;
  GtkLabel *sent_digits;
  BhKeypad *keypad;
};

G_DEFINE_FINAL_TYPE (BhCallBar, bh_call_bar, BH_TYPE_CONTACT_VIEW)

static char *
slot_of (GObject *object, BhContactState state)
{
  return g_strdup (state == BH_CONTACT_OFFERED ? "answer" : "state");
}

static char *
hold_reason (GObject *object, BhContactState state, const char *hold, const char *retrieve)
{
  return g_strdup (state == BH_CONTACT_HOLD ? retrieve : hold);
}

static char *
transfer_reason (GObject *object, gboolean blind, const char *why_blind, const char *why_consult)
{
  return g_strdup (why_consult != NULL && *why_consult != '\0' ? why_consult : why_blind);
}

static void
on_digit (BhCallBar *self, const char *digit)
{
  g_autofree char *shown = g_strconcat (gtk_label_get_label (self->sent_digits), digit, NULL);

  gtk_label_set_label (self->sent_digits, shown);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.dtmf", "s", digit);
}

static gboolean
on_keypad_key (BhCallBar *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  return bh_keypad_press (self->keypad, gdk_keyval_to_unicode (keyval));
}

static void
on_keypad_closed (BhCallBar *self)
{
  gtk_label_set_label (self->sent_digits, "");
}

static void
bh_call_bar_contact_changed (BhContactView *view, BhContactItem *contact)
{
  BhCallBar *self = BH_CALL_BAR (view);

  if (self->transfer_popover == NULL)
    return;
  gtk_popover_popdown (GTK_POPOVER (self->transfer_popover));
  gtk_popover_popdown (GTK_POPOVER (self->keypad_popover));
}

static void
bh_call_bar_dispose (GObject *object)
{
  BhCallBar *self = BH_CALL_BAR (object);

  /* A popover is a child that no container knows: it must go before the button that it hangs on. */
  g_clear_pointer (&self->transfer_popover, gtk_widget_unparent);
  g_clear_pointer (&self->keypad_popover, gtk_widget_unparent);
  G_OBJECT_CLASS (bh_call_bar_parent_class)->dispose (object);
}

static void
bh_call_bar_class_init (BhCallBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_KEYPAD);
  g_type_ensure (BH_TYPE_SOFTPHONE_BAR);
  g_type_ensure (BH_TYPE_TIMER_LABEL);
  g_type_ensure (BH_TYPE_TRANSFER_POPOVER);
  G_OBJECT_CLASS (klass)->dispose = bh_call_bar_dispose;
  BH_CONTACT_VIEW_CLASS (klass)->contact_changed = bh_call_bar_contact_changed;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/call-bar.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhCallBar, hold);
  gtk_widget_class_bind_template_child (widget_class, BhCallBar, transfer);
  gtk_widget_class_bind_template_child (widget_class, BhCallBar, keypad_button);
  gtk_widget_class_bind_template_child (widget_class, BhCallBar, hang_up);
  gtk_widget_class_bind_template_child (widget_class, BhCallBar, transfer_popover);
  gtk_widget_class_bind_template_child (widget_class, BhCallBar, keypad_popover);
  gtk_widget_class_bind_template_child (widget_class, BhCallBar, sent_digits);
  gtk_widget_class_bind_template_child (widget_class, BhCallBar, keypad);
  gtk_widget_class_bind_template_callback (widget_class, slot_of);
  gtk_widget_class_bind_template_callback (widget_class, hold_reason);
  gtk_widget_class_bind_template_callback (widget_class, transfer_reason);
  gtk_widget_class_bind_template_callback (widget_class, on_digit);
  gtk_widget_class_bind_template_callback (widget_class, on_keypad_key);
  gtk_widget_class_bind_template_callback (widget_class, on_keypad_closed);
}

static void
bh_call_bar_init (BhCallBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (self->transfer_popover, self->transfer);
  gtk_widget_set_parent (self->keypad_popover, self->keypad_button);
}

gboolean
bh_call_bar_open_transfer (BhCallBar *self)
{
  g_return_val_if_fail (BH_IS_CALL_BAR (self), FALSE);
  if (!gtk_widget_is_sensitive (self->transfer) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return FALSE;
  gtk_popover_popup (GTK_POPOVER (self->transfer_popover));
  return TRUE;
}

gboolean
bh_call_bar_open_keypad (BhCallBar *self)
{
  g_return_val_if_fail (BH_IS_CALL_BAR (self), FALSE);
  if (!gtk_widget_is_sensitive (self->keypad_button) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return FALSE;
  gtk_popover_popup (GTK_POPOVER (self->keypad_popover));
  return TRUE;
}

void
bh_call_bar_arm (GtkWidget *hang_up, gboolean armed)
{
  if (armed)
    gtk_widget_add_css_class (hang_up, "armed");
  else
    gtk_widget_remove_css_class (hang_up, "armed");
  g_object_set (hang_up, "text", armed ? _ ("Again to hang up") : _ ("Hang up"), NULL);
}

void
bh_call_bar_set_armed (BhCallBar *self, gboolean armed)
{
  g_return_if_fail (BH_IS_CALL_BAR (self));
  bh_call_bar_arm (self->hang_up, armed);
}
