/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/sign-in-page.h"

#include "desktop/agent/settings.h"
#include "desktop/model/sign-in-cause.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/entry-name.h"

#include <glib/gi18n.h>

/* The wire words of the profiles, in the order of the combo row; the first is "as set up". */
static const char *const profiles[] = {"", "manual", "notify", "softphone"};
#define SOFTPHONE 3

struct _BhSignInPage {
  BhContactView parent_instance;

  GtkWidget *said;
  GtkLabel *said_label;
  AdwEntryRow *server;
  AdwEntryRow *user;
  AdwPasswordEntryRow *password;
  AdwEntryRow *device;
  AdwComboRow *profile;
  AdwEntryRow *phone_server;
  AdwPasswordEntryRow *phone_password;
  GtkWidget *wrong[5]; /* a line below what caused it, by BhSignInCause */
  GtkWidget *key_part;
  GtkLabel *fingerprint;
  GtkWidget *refuse;
  GtkSwitch *ready_at_once;
  BhActButton *go;
  GtkSpinner *spinner;

  GSettings *settings;
  GCancellable *cancellable; /* while signing in */
  gulong key_handler;
};

G_DEFINE_FINAL_TYPE (BhSignInPage, bh_sign_in_page, BH_TYPE_CONTACT_VIEW)

static const char *
text_of (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
clear_wrong (BhSignInPage *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->wrong); i++)
    gtk_widget_set_visible (self->wrong[i], FALSE);
  gtk_widget_set_visible (self->key_part, FALSE);
}

static void
say_wrong (BhSignInPage *self, BhSignInCause cause, const char *text)
{
  GtkWidget *const fields[] = {GTK_WIDGET (self->server),
                               GTK_WIDGET (self->password),
                               GTK_WIDGET (self->device),
                               GTK_WIDGET (self->profile),
                               NULL};
  GtkWidget *label = gtk_widget_get_last_child (
      gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (self->wrong[cause])));

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->wrong[cause]),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text,
                                  -1);
  gtk_widget_set_visible (self->wrong[cause], TRUE);
  if (fields[cause] != NULL)
    gtk_widget_grab_focus (fields[cause]);
}

static void
set_busy (BhSignInPage *self, gboolean busy)
{
  g_object_set (self->go,
                "text",
                busy ? _ ("Cancel") : _ ("Sign in"),
                "key",
                busy ? "Escape" : "Return",
                NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->server), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->user), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->password), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->device), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->profile), !busy);
}

static void
remember (BhSignInPage *self)
{
  g_settings_set_string (self->settings, "server", text_of (self->server));
  g_settings_set_string (self->settings, "user", text_of (self->user));
  g_settings_set_string (self->settings, "device", text_of (self->device));
  g_settings_set_string (self->settings,
                         "profile",
                         profiles[adw_combo_row_get_selected (self->profile)]);
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhSignInPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean held = bh_desk_sign_in_finish (BH_DESK (source), result, &error);

  g_clear_object (&self->cancellable);
  set_busy (self, FALSE);
  gtk_widget_set_visible (self->key_part, FALSE);
  if (held) {
    remember (self);
    /* The password is for this sign-in only; the client keeps what it needs to come back. */
    gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    say_wrong (self, bh_sign_in_cause (error), error->message);
  }
}

static gboolean
is_missing (BhSignInPage *self, gpointer row, BhSignInCause cause, const char *text)
{
  if (*text_of (row) != '\0')
    return FALSE;
  say_wrong (self, cause, text);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return TRUE;
}

void
bh_sign_in_page_start (BhSignInPage *self)
{
  BhSignIn what = {0};

  g_return_if_fail (BH_IS_SIGN_IN_PAGE (self));
  if (self->cancellable != NULL)
    return;
  clear_wrong (self);
  bh_sign_in_page_say (self, NULL);
  if (is_missing (self, self->server, BH_SIGN_IN_SERVER, _ ("Give the server's address.")) ||
      is_missing (self, self->user, BH_SIGN_IN_PASSWORD, _ ("Give your name.")) ||
      is_missing (self, self->password, BH_SIGN_IN_PASSWORD, _ ("Give your password.")))
    return;
  what.server = text_of (self->server);
  what.user = text_of (self->user);
  what.password = text_of (self->password);
  what.device = *text_of (self->device) != '\0' ? text_of (self->device) : NULL;
  what.profile = profiles[adw_combo_row_get_selected (self->profile)];
  if (*what.profile == '\0')
    what.profile = NULL;
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  bh_desk_sign_in_async (bh_contact_view_get_desk (self),
                         &what,
                         self->cancellable,
                         on_signed_in,
                         g_object_ref (self));
}

static gboolean
is_softphone (GObject *object, guint selected)
{
  return selected == SOFTPHONE;
}

static void
on_go (BhSignInPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else
    bh_sign_in_page_start (self);
}

static gboolean
on_key (BhSignInPage *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Escape || self->cancellable == NULL)
    return GDK_EVENT_PROPAGATE;
  g_cancellable_cancel (self->cancellable);
  return GDK_EVENT_STOP;
}

static void
on_server_key (BhSignInPage *self, const char *server, const char *fingerprint)
{
  /* For tests and demos on one machine; a person compares. */
  if (g_getenv ("BELLHOP_TRUST_NEW_KEY") != NULL) {
    bh_desk_confirm_key (bh_contact_view_get_desk (self), TRUE);
    return;
  }
  gtk_label_set_label (self->fingerprint, fingerprint);
  gtk_widget_set_visible (self->key_part, TRUE);
  /* The keys are on the answer that does no harm: trust is given, not run into. */
  gtk_widget_grab_focus (self->refuse);
}

static void
on_trust (BhSignInPage *self)
{
  gtk_widget_set_visible (self->key_part, FALSE);
  bh_desk_confirm_key (bh_contact_view_get_desk (self), TRUE);
}

static void
on_refuse (BhSignInPage *self)
{
  gtk_widget_set_visible (self->key_part, FALSE);
  bh_desk_confirm_key (bh_contact_view_get_desk (self), FALSE);
}

static void
on_desk_set (BhSignInPage *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);

  if (desk != NULL)
    g_signal_connect_object (desk,
                             "server-key",
                             G_CALLBACK (on_server_key),
                             self,
                             G_CONNECT_SWAPPED);
}

static void
bh_sign_in_page_dispose (GObject *object)
{
  BhSignInPage *self = BH_SIGN_IN_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (bh_sign_in_page_parent_class)->dispose (object);
}

static void
bind_wrong (GtkWidgetClass *widget_class)
{
  static const char *const names[] = {"wrong_server",
                                      "wrong_password",
                                      "wrong_device",
                                      "wrong_profile",
                                      "wrong_other"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_class_bind_template_child_full (
        widget_class,
        names[i],
        FALSE,
        (gssize) (G_STRUCT_OFFSET (BhSignInPage, wrong) + i * sizeof (GtkWidget *)));
}

static void
bh_sign_in_page_class_init (BhSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  G_OBJECT_CLASS (klass)->dispose = bh_sign_in_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, said);
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, said_label);
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, server);
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, user);
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, device);
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, profile);
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, phone_server);
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, phone_password);
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, key_part);
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, fingerprint);
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, refuse);
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, ready_at_once);
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, go);
  gtk_widget_class_bind_template_child (widget_class, BhSignInPage, spinner);
  bind_wrong (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
  gtk_widget_class_bind_template_callback (widget_class, is_softphone);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, on_trust);
  gtk_widget_class_bind_template_callback (widget_class, on_refuse);
}

static void
bh_sign_in_page_init (BhSignInPage *self)
{
  g_autofree char *server = NULL;
  g_autofree char *user = NULL;
  g_autofree char *device = NULL;
  g_autofree char *profile = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  bh_entry_name_from_title (self->server);
  bh_entry_name_from_title (self->user);
  bh_entry_name_from_title (ADW_ENTRY_ROW (self->password));
  bh_entry_name_from_title (self->device);
  bh_entry_name_from_title (self->phone_server);
  bh_entry_name_from_title (ADW_ENTRY_ROW (self->phone_password));
  g_signal_connect (self, "notify::desk", G_CALLBACK (on_desk_set), NULL);
  self->settings = bh_agent_settings_new ();
  server = g_settings_get_string (self->settings, "server");
  user = g_settings_get_string (self->settings, "user");
  device = g_settings_get_string (self->settings, "device");
  profile = g_settings_get_string (self->settings, "profile");
  bh_sign_in_page_fill (self, server, user, device, profile, NULL);
  g_settings_bind (self->settings,
                   "phone-server",
                   self->phone_server,
                   "text",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings,
                   "ready-at-once",
                   self->ready_at_once,
                   "active",
                   G_SETTINGS_BIND_DEFAULT);
}

static void
fill (gpointer row, const char *text)
{
  if (text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (row), text);
}

void
bh_sign_in_page_fill (BhSignInPage *self,
                      const char *server,
                      const char *user,
                      const char *device,
                      const char *profile,
                      const char *password)
{
  g_return_if_fail (BH_IS_SIGN_IN_PAGE (self));
  fill (self->server, server);
  fill (self->user, user);
  fill (self->device, device);
  fill (self->password, password);
  for (guint i = 0; profile != NULL && i < G_N_ELEMENTS (profiles); i++) {
    if (g_str_equal (profiles[i], profile))
      adw_combo_row_set_selected (self->profile, i);
  }
}

void
bh_sign_in_page_say (BhSignInPage *self, const char *text)
{
  g_return_if_fail (BH_IS_SIGN_IN_PAGE (self));
  gtk_label_set_label (self->said_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->said, text != NULL);
}

void
bh_sign_in_page_focus (BhSignInPage *self)
{
  gpointer rows[] = {self->server, self->user, self->password};

  g_return_if_fail (BH_IS_SIGN_IN_PAGE (self));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (*text_of (rows[i]) == '\0') {
      gtk_widget_grab_focus (rows[i]);
      return;
    }
  }
  gtk_widget_grab_focus (GTK_WIDGET (self->go));
}

gboolean
bh_sign_in_page_wants_ready (BhSignInPage *self)
{
  g_return_val_if_fail (BH_IS_SIGN_IN_PAGE (self), FALSE);
  return gtk_switch_get_active (self->ready_at_once);
}

const char *
bh_sign_in_page_get_server (BhSignInPage *self)
{
  g_return_val_if_fail (BH_IS_SIGN_IN_PAGE (self), "");
  return text_of (self->server);
}

const char *
bh_sign_in_page_get_phone_server (BhSignInPage *self)
{
  g_return_val_if_fail (BH_IS_SIGN_IN_PAGE (self), "");
  return text_of (self->phone_server);
}

char *
bh_sign_in_page_take_phone_password (BhSignInPage *self)
{
  char *password;

  g_return_val_if_fail (BH_IS_SIGN_IN_PAGE (self), NULL);
  password = g_strdup (text_of (self->phone_password));
  gtk_editable_set_text (GTK_EDITABLE (self->phone_password), "");
  return password;
}
