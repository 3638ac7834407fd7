/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-private.h"

#include "desktop/agent/agent-window-compact.h"
#include "desktop/agent/agent-window-notify.h"
#include "desktop/agent/agent-window-refusal.h"
#include "desktop/agent/message-bar.h"
#include "desktop/agent/preview-page.h"
#include "desktop/agent/settings.h"
#include "desktop/model/desk-commands.h"
#include "desktop/model/desk-recent.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/hidden-pages.h"
#include "desktop/widgets/notice-bar.h"
#include "desktop/widgets/toast-name.h"

#include <glib/gi18n.h>

enum { PROP_DESK = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

/* How long a toast stays; there must be time to reach a button. */
#define TOAST_S     8
#define TOAST_ACT_S 10

G_DEFINE_FINAL_TYPE (BhAgentWindow, bh_agent_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
is_ringing_page (BhContactItem *contact)
{
  /* what was announced is being read already, and stays where it is when it rings */
  return bh_contact_item_get_state (contact) == BH_CONTACT_OFFERED &&
         bh_contact_item_get_sender (contact) == NULL &&
         bh_card_get_status (bh_contact_item_get_card (contact)) != BH_CARD_MANY;
}

/* Only the page that is shown follows the contact: a pop paints one page, not two. */
void
bh_agent_window_update_page (BhAgentWindow *self)
{
  BhContactItem *contact = bh_desk_get_current (self->desk);
  gboolean ringing = contact != NULL && is_ringing_page (contact);
  gboolean record = bh_agent_window_shows_record (self);

  if (!record && self->preview != NULL)
    bh_preview_page_leave (BH_PREVIEW_PAGE (self->preview));
  g_object_set (self->ringing, "contact", ringing ? contact : NULL, NULL);
  g_object_set (self->contact_page, "contact", ringing ? NULL : contact, NULL);
  gtk_stack_set_visible_child_name (self->pages,
                                    record            ? "preview"
                                    : contact == NULL ? "empty"
                                    : ringing         ? "ringing"
                                                      : "contact");
  bh_agent_window_update_actions (self);
}

/* A person who writes about one contact is not carried off to another one that begins to ring. */
static gboolean
must_stay (BhAgentWindow *self, BhContactItem *contact)
{
  return self->shown != NULL && contact != NULL && bh_agent_window_is_typing (self) &&
         (bh_contact_item_get_state (contact) == BH_CONTACT_OFFERED ||
          bh_contact_item_get_state (contact) == BH_CONTACT_COMING) &&
         bh_desk_find_contact (self->desk, bh_contact_item_get_id (self->shown)) == self->shown;
}

/* While the desk is being told at sign-in, nobody has looked at anything yet. */
static void
remember_contact (BhAgentWindow *self, BhContactItem *contact)
{
  gboolean signed_in;

  g_object_get (self->desk, "signed-in", &signed_in, NULL);
  if (signed_in && contact != NULL)
    g_settings_set_string (self->settings, "last-contact", bh_contact_item_get_id (contact));
}

static void
on_current_changed (BhAgentWindow *self)
{
  BhContactItem *contact = bh_desk_get_current (self->desk);

  if (must_stay (self, contact)) {
    bh_desk_set_current (self->desk, self->shown);
    return;
  }
  remember_contact (self, contact);
  g_set_object (&self->shown, contact);
  g_signal_group_set_target (self->current_signals, contact);
  g_signal_group_set_target (self->card_signals,
                             contact != NULL ? bh_contact_item_get_card (contact) : NULL);
  bh_agent_window_update_page (self);
}

static void
on_contacts_changed (BhAgentWindow *self)
{
  g_signal_group_set_target (self->offered_signals, bh_agent_window_find_offered (self));
  bh_agent_window_watch_ear (self);
  bh_agent_window_update_actions (self);
}

/* The desk chooses what is most worth looking at; who was looking at something else goes on there,
 * unless a call rings. */
static void
show_last_contact (BhAgentWindow *self)
{
  g_autofree char *id = g_settings_get_string (self->settings, "last-contact");
  BhContactItem *last = bh_desk_find_contact (self->desk, id);

  if (last != NULL && bh_agent_window_find_offered (self) == NULL)
    bh_desk_set_current (self->desk, last);
}

static void
on_ready_at_once (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhAgentWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!bh_desk_command_finish (BH_DESK (source), result, &error))
    bh_agent_window_toast (self, error->message);
}

static void
on_signed_in_changed (BhAgentWindow *self)
{
  gboolean signed_in;

  g_object_get (self->desk, "signed-in", &signed_in, NULL);
  bh_agent_window_follow_compact (self, signed_in);
  if (signed_in)
    show_last_contact (self);
  self->dialed_here &= signed_in;
  if (!signed_in)
    bh_sign_in_page_focus (self->sign_in);
  else if (bh_sign_in_page_wants_ready (self->sign_in))
    bh_desk_set_state_async (self->desk,
                             BH_AGENT_READY,
                             NULL,
                             NULL,
                             on_ready_at_once,
                             g_object_ref (self));
  bh_agent_window_update_actions (self);
}

static void
on_ended (BhAgentWindow *self, const char *text)
{
  bh_sign_in_page_say (self->sign_in, text);
}

static char *
live_words (GObject *object, BhFeedState feed, BhLinkState link)
{
  if (feed != BH_FEED_LIVE)
    return g_strdup (C_ ("live light", "Away"));
  if (link == BH_LINK_WATCH_ONLY)
    return g_strdup (C_ ("live light", "Watching"));
  return g_strdup (link == BH_LINK_UP || link == BH_LINK_UNKNOWN ? C_ ("live light", "Live")
                                                                 : C_ ("live light", "No phones"));
}

static gboolean
is_live (BhFeedState feed, BhLinkState link)
{
  return feed == BH_FEED_LIVE &&
         (link == BH_LINK_UP || link == BH_LINK_WATCH_ONLY || link == BH_LINK_UNKNOWN);
}

static char *
live_icon (GObject *object, BhFeedState feed, BhLinkState link)
{
  return g_strdup (is_live (feed, link) ? "bh-live-symbolic" : "bh-away-symbolic");
}

static char **
live_classes (GObject *object, BhFeedState feed, BhLinkState link)
{
  const char *classes[] = {"bh-live",
                           is_live (feed, link) ? "bh-good-text" : "bh-warning-text",
                           NULL};

  return g_strdupv ((char **) classes);
}

static void
bh_agent_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GTK_WIDGET_CLASS (bh_agent_window_parent_class)->size_allocate (widget, width, height, baseline);
  bh_agent_window_frame_allocated (BH_AGENT_WINDOW (widget), width);
}

/* Digits choose a card where there are cards to choose from; whoever types gets them first. */
static gboolean
on_key (GtkEventController *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        BhAgentWindow *self)
{
  int digit = g_unichar_digit_value (gdk_keyval_to_unicode (keyval));

  if (digit < 0)
    return bh_agent_window_record_key (self, gtk_event_controller_get_current_event (controller));
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  return bh_contact_page_choose (self->contact_page, (guint) digit);
}

static void
connect_desk (BhAgentWindow *self)
{
  g_signal_connect_object (self->desk,
                           "notify::current",
                           G_CALLBACK (on_current_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk,
                           "notify::signed-in",
                           G_CALLBACK (on_signed_in_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk,
                           "notify::feed-state",
                           G_CALLBACK (bh_agent_window_update_actions),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk,
                           "notify::link-state",
                           G_CALLBACK (bh_agent_window_update_actions),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (bh_desk_get_agent (self->desk),
                           "notify",
                           G_CALLBACK (bh_agent_window_update_actions),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (bh_desk_get_contacts (self->desk),
                           "items-changed",
                           G_CALLBACK (on_contacts_changed),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (bh_desk_get_past (self->desk),
                           "items-changed",
                           G_CALLBACK (bh_agent_window_update_actions),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "ended", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk,
                           "login-failed",
                           G_CALLBACK (on_ended),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
bh_agent_window_constructed (GObject *object)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (object);

  G_OBJECT_CLASS (bh_agent_window_parent_class)->constructed (object);
  connect_desk (self);
  bh_agent_window_watch_pops (self);
  bh_agent_window_init_knowledge (self);
  bh_agent_window_init_wrap (self);
  bh_agent_window_init_refusals (self);
  bh_agent_window_init_campaign (self);
  on_contacts_changed (self);
  on_current_changed (self);
  on_signed_in_changed (self);
  bh_hidden_pages_follow (GTK_WIDGET (self));
}

static void
bh_agent_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, BH_AGENT_WINDOW (object)->desk);
}

static void
bh_agent_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BH_AGENT_WINDOW (object)->desk = g_value_dup_object (value);
}

static void
bh_agent_window_dispose (GObject *object)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (object);

  g_clear_handle_id (&self->disarm, g_source_remove);
  g_clear_handle_id (&self->fold, g_source_remove);
  g_clear_handle_id (&self->offer, g_source_remove);
  g_clear_object (&self->current_signals);
  g_clear_object (&self->card_signals);
  g_clear_object (&self->offered_signals);
  g_clear_object (&self->script_signals);
  if (self->dial_popover != NULL) {
    /* An open popover holds on to its window. */
    gtk_popover_popdown (GTK_POPOVER (self->dial_popover));
    gtk_widget_unparent (GTK_WIDGET (self->dial_popover));
    self->dial_popover = NULL;
  }
  g_clear_weak_pointer (&self->focus_before);
  g_clear_weak_pointer (&self->focus_before_edge);
  bh_agent_window_dispose_compact (self);
  if (self->article_editor != NULL)
    gtk_window_destroy (GTK_WINDOW (self->article_editor));
  g_clear_weak_pointer (&self->article_editor);
  g_clear_object (&self->shown);
  G_OBJECT_CLASS (bh_agent_window_parent_class)->dispose (object);
  g_clear_object (&self->work);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->taken_number, g_free);
  g_clear_object (&self->desk);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/agent-window.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, root);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, sign_in);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, state_button);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, dial_button);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, side_bar);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, side_pane);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, side_bar_toggle);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, knowledge_flap);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, knowledge_toggle);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, right_pane);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, knowledge_pane);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, knowledge);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, live);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, quiet);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, ear_bar);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, empty_page);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, ringing);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, contact_page);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, refusal_bar);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, dial_popover);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, palette);
  gtk_widget_class_bind_template_child (widget_class, BhAgentWindow, compact_page);
  gtk_widget_class_bind_template_callback (widget_class, live_words);
  gtk_widget_class_bind_template_callback (widget_class, live_icon);
  gtk_widget_class_bind_template_callback (widget_class, live_classes);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
}

static void
bh_agent_window_class_init (BhAgentWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_COMPACT_PAGE);
  g_type_ensure (BH_TYPE_CONTACT_PAGE);
  g_type_ensure (BH_TYPE_DIAL_POPOVER);
  g_type_ensure (BH_TYPE_EAR_BAR);
  g_type_ensure (BH_TYPE_EMPTY_PAGE);
  g_type_ensure (BH_TYPE_KNOWLEDGE_PANE);
  g_type_ensure (BH_TYPE_MESSAGE_BAR);
  g_type_ensure (BH_TYPE_NOTICE_BAR);
  g_type_ensure (BH_TYPE_PALETTE);
  g_type_ensure (BH_TYPE_REFUSAL_BAR);
  g_type_ensure (BH_TYPE_RINGING_PAGE);
  g_type_ensure (BH_TYPE_SIDE_BAR);
  g_type_ensure (BH_TYPE_SIDE_PANE);
  g_type_ensure (BH_TYPE_MIDDLE_PANE);
  g_type_ensure (BH_TYPE_SIGN_IN_PAGE);
  g_type_ensure (BH_TYPE_STATE_BUTTON);
  object_class->constructed = bh_agent_window_constructed;
  object_class->get_property = bh_agent_window_get_property;
  object_class->set_property = bh_agent_window_set_property;
  object_class->dispose = bh_agent_window_dispose;
  widget_class->size_allocate = bh_agent_window_size_allocate;
  props[PROP_DESK] =
      g_param_spec_object ("desk",
                           NULL,
                           NULL,
                           BH_TYPE_DESK,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  bind_template (widget_class);
  bh_agent_window_install_actions (klass);
}

static void
bh_agent_window_init (BhAgentWindow *self)
{
  self->current_signals = g_signal_group_new (BH_TYPE_CONTACT_ITEM);
  g_signal_group_connect_swapped (self->current_signals,
                                  "notify",
                                  G_CALLBACK (bh_agent_window_update_actions),
                                  self);
  g_signal_group_connect_swapped (self->current_signals,
                                  "notify::state",
                                  G_CALLBACK (bh_agent_window_update_page),
                                  self);
  self->card_signals = g_signal_group_new (BH_TYPE_CARD);
  g_signal_group_connect_swapped (self->card_signals,
                                  "notify::status",
                                  G_CALLBACK (bh_agent_window_update_page),
                                  self);
  self->offered_signals = g_signal_group_new (BH_TYPE_CONTACT_ITEM);
  g_signal_group_connect_swapped (self->offered_signals,
                                  "notify",
                                  G_CALLBACK (bh_agent_window_update_actions),
                                  self);
  self->settings = bh_agent_settings_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->dial_popover), self->dial_button);
  bh_agent_window_init_frame (self);
  bh_agent_window_init_compact (self);
  bh_toast_name_close_buttons (self->toasts);
  g_settings_bind (self->settings, "do-not-disturb", self->quiet, "visible", G_SETTINGS_BIND_GET);
  bh_agent_window_init_script (self);
}

BhAgentWindow *
bh_agent_window_new (GtkApplication *application, BhDesk *desk)
{
  g_return_val_if_fail (BH_IS_DESK (desk), NULL);
  return g_object_new (BH_TYPE_AGENT_WINDOW, "application", application, "desk", desk, NULL);
}

BhDesk *
bh_agent_window_get_desk (BhAgentWindow *self)
{
  g_return_val_if_fail (BH_IS_AGENT_WINDOW (self), NULL);
  return self->desk;
}

BhSignInPage *
bh_agent_window_get_sign_in_page (BhAgentWindow *self)
{
  g_return_val_if_fail (BH_IS_AGENT_WINDOW (self), NULL);
  return self->sign_in;
}

void
bh_agent_window_toast_act (BhAgentWindow *self,
                           const char *text,
                           const char *label,
                           const char *action,
                           GVariant *target)
{
  AdwToast *toast;
  g_autofree char *escaped = NULL;

  g_return_if_fail (BH_IS_AGENT_WINDOW (self));
  escaped = g_markup_escape_text (text, -1);
  toast = adw_toast_new (escaped);
  adw_toast_set_timeout (toast, label != NULL ? TOAST_ACT_S : TOAST_S);
  adw_toast_set_button_label (toast, label);
  adw_toast_set_action_name (toast, action);
  if (target != NULL)
    adw_toast_set_action_target_value (toast, target);
  /* What was done last is told at once; what it takes the place of comes back after it. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
bh_agent_window_toast (BhAgentWindow *self, const char *text)
{
  bh_agent_window_toast_act (self, text, NULL, NULL, NULL);
}

void
bh_agent_window_offer_to_dial (BhAgentWindow *self, const char *number)
{
  g_return_if_fail (BH_IS_AGENT_WINDOW (self));
  if (gtk_widget_is_sensitive (self->dial_button))
    bh_dial_popover_open (self->dial_popover, number);
}
