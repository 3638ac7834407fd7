/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/state-button.h"

#include "desktop/agent/state-choice.h"
#include "desktop/agent/state-row.h"
#include "desktop/model/reason.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/state-look.h"
#include "desktop/widgets/timer-label.h"

#include <glib/gi18n.h>

struct _BhStateButton {
  BhContactView parent_instance;

  GtkMenuButton *button;
  GtkListBox *list;
  GListStore *choices;
};

G_DEFINE_FINAL_TYPE (BhStateButton, bh_state_button, BH_TYPE_CONTACT_VIEW)

static gboolean
is_on_call (BhAgent state)
{
  return state == BH_AGENT_OFFERED || state == BH_AGENT_TALKING || state == BH_AGENT_HOLD ||
         state == BH_AGENT_CONSULT;
}

static char *
heading (GObject *object, BhAgent state)
{
  return g_strdup (is_on_call (state) ? _ ("After this call") : _ ("My state"));
}

static char **
button_classes (GObject *object, BhAgent state)
{
  const char *classes[] = {"bh-state-button",
                           bh_state_look_class (bh_agent_to_string (state)),
                           NULL};

  return g_strdupv ((char **) classes);
}

/* The reason's own icon while not ready. */
static char *
icon_of (GObject *object, BhAgent state, const char *reason_icon)
{
  if (state == BH_AGENT_NOT_READY && reason_icon != NULL)
    return g_strdup (bh_state_look_reason_icon (reason_icon));
  return g_strdup (bh_state_look_icon (bh_agent_to_string (state)));
}

static char *
pending_words (GObject *object, const char *label)
{
  /* Translators: the state that comes after this call: "then Lunch" */
  return label != NULL ? g_strdup_printf (_ ("then %s"), label) : NULL;
}

static void
add_choice (BhStateButton *self,
            BhAgent state,
            const char *label,
            const char *icon,
            const char *target,
            const char *key)
{
  g_autoptr (BhStateChoice) choice = bh_state_choice_new (state, label, icon, target, key);

  g_list_store_append (self->choices, choice);
}

static void
rebuild (BhStateButton *self)
{
  GListModel *reasons = bh_desk_get_reasons (bh_contact_view_get_desk (self));

  g_list_store_remove_all (self->choices);
  add_choice (self,
              BH_AGENT_READY,
              bh_agent_word (BH_AGENT_READY),
              "bh-ready-symbolic",
              "ready",
              "1");
  for (guint i = 0; i < g_list_model_get_n_items (reasons); i++) {
    g_autoptr (BhReason) reason = g_list_model_get_item (reasons, i);
    g_autofree char *target = g_strconcat ("not_ready:", bh_reason_get_code (reason), NULL);
    g_autofree char *key = i + 2 <= 9 ? g_strdup_printf ("%u", i + 2) : NULL;
    add_choice (self,
                BH_AGENT_NOT_READY,
                bh_reason_get_label (reason),
                bh_state_look_reason_icon (bh_reason_get_icon (reason)),
                target,
                key);
  }
  if (g_list_model_get_n_items (reasons) == 0)
    add_choice (self,
                BH_AGENT_NOT_READY,
                bh_agent_word (BH_AGENT_NOT_READY),
                "bh-not-ready-symbolic",
                "not_ready:",
                "2");
  add_choice (self, BH_AGENT_LOGGED_OUT, _ ("Sign out"), "bh-logged-out-symbolic", "sign-out", "0");
}

static void
choose (BhStateButton *self, BhStateChoice *choice)
{
  const char *target = bh_state_choice_get_target (choice);

  gtk_menu_button_popdown (self->button);
  if (g_str_equal (target, "sign-out"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.sign-out", NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.set-state", "s", target);
}

static void
on_row_activated (BhStateButton *self, GtkListBoxRow *row)
{
  choose (self, bh_item_row_get_item (row));
}

/* A digit is enough: F6, 1 is Ready. */
static gboolean
on_key (BhStateButton *self, guint keyval, guint keycode, GdkModifierType state)
{
  g_autofree char *digit = g_strdup_printf ("%c", (int) gdk_keyval_to_unicode (keyval) & 0x7f);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->choices)); i++) {
    g_autoptr (BhStateChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->choices), i);
    if (g_strcmp0 (bh_state_choice_get_key (choice), digit) == 0) {
      choose (self, choice);
      return GDK_EVENT_STOP;
    }
  }
  return GDK_EVENT_PROPAGATE;
}

static void
on_shown (BhStateButton *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  if (first != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (first));
}

static void
on_desk_set (BhStateButton *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);

  if (desk == NULL)
    return;
  bh_item_row_bind (self->list, G_LIST_MODEL (self->choices), BH_TYPE_STATE_ROW, desk);
  g_signal_connect_object (bh_desk_get_reasons (desk),
                           "items-changed",
                           G_CALLBACK (rebuild),
                           self,
                           G_CONNECT_SWAPPED);
  rebuild (self);
}

static void
bh_state_button_dispose (GObject *object)
{
  g_clear_object (&BH_STATE_BUTTON (object)->choices);
  G_OBJECT_CLASS (bh_state_button_parent_class)->dispose (object);
}

static void
bh_state_button_class_init (BhStateButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_TIMER_LABEL);
  G_OBJECT_CLASS (klass)->dispose = bh_state_button_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/state-button.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhStateButton, button);
  gtk_widget_class_bind_template_child (widget_class, BhStateButton, list);
  gtk_widget_class_bind_template_callback (widget_class, heading);
  gtk_widget_class_bind_template_callback (widget_class, button_classes);
  gtk_widget_class_bind_template_callback (widget_class, icon_of);
  gtk_widget_class_bind_template_callback (widget_class, pending_words);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, on_shown);
}

static void
bh_state_button_init (BhStateButton *self)
{
  self->choices = g_list_store_new (BH_TYPE_STATE_CHOICE);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::desk", G_CALLBACK (on_desk_set), NULL);
}

void
bh_state_button_open (BhStateButton *self)
{
  g_return_if_fail (BH_IS_STATE_BUTTON (self));
  gtk_menu_button_popup (self->button);
}
