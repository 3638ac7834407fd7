/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-application.h"

#include "desktop/agent/act-keys.h"
#include "desktop/agent/agent-resources.h"
#include "desktop/agent/agent-window.h"
#include "desktop/agent/preferences-window.h"
#include "desktop/agent/settings.h"
#include "desktop/agent/sound-watch.h"
#include "desktop/agent/text-size.h"
#include "desktop/agent/trace.h"
#include "desktop/model/desk-commands.h"
#include "desktop/model/desk-softphone.h"
#include "desktop/model/tel-link.h"
#include "desktop/widgets/theme.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The longest password that is read; more is not a password. */
#define MAX_PASSWORD 1024

struct _BhAgentApplication {
  AdwApplication parent_instance;

  BhFeed *feed;
  BhDesk *desk;
  BhSoftphone *softphone; /* while this machine is the phone */
  BhSoundWatch *sound;    /* of its devices, as long */
  BhAgentWindow *window;  /* owned by GTK; cleared when it goes */
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (BhAgentApplication, bh_agent_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
    {"server", 's', 0, G_OPTION_ARG_STRING, NULL, N_ ("Server to sign in to"), N_ ("HOST[:PORT]")},
    {"user", 'u', 0, G_OPTION_ARG_STRING, NULL, N_ ("Name to sign in with"), N_ ("NAME")},
    {"device", 'd', 0, G_OPTION_ARG_STRING, NULL, N_ ("Extension of your phone"), N_ ("NUMBER")},
    {"profile",
     0,
     0,
     G_OPTION_ARG_STRING,
     NULL,
     N_ ("How the phone is told what to do"),
     "manual|notify|softphone"},
    {"password-fd",
     0,
     0,
     G_OPTION_ARG_INT,
     NULL,
     N_ ("Read the password from this file descriptor and sign in"),
     N_ ("FD")},
    {"pseudo", /* bh_agent_init_language() has heeded it */
     0,
     0,
     G_OPTION_ARG_NONE,
     NULL,
     N_ ("Show words of a made-up language, to find what is not translatable"),
     NULL},
    {"version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Say the version and end"), NULL},
    {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, N_ ("[tel:NUMBER]")},
    {NULL},
};

void
bh_agent_init_style (void)
{
  static gboolean done;

  bh_theme_init ();
  if (!done)
    g_resources_register (bh_agent_get_resource ());
  done = TRUE;
}

static char *
first_line (char *text)
{
  text[strcspn (text, "\r\n")] = '\0';
  return text;
}

static char *
read_password_fd (int fd)
{
  g_autofree char *text = g_malloc0 (MAX_PASSWORD + 1);
  gsize n = 0;

  while (n < MAX_PASSWORD) {
    gssize got =
        read (fd, text + n, MAX_PASSWORD - n); /* lint: ok, at start, before the loop runs */
    if (got <= 0)
      break;
    n += (gsize) got;
  }
  return first_line (g_steal_pointer (&text));
}

/* Never on the command line, where everybody can read it. */
static char *
find_password (GVariantDict *given)
{
  const char *path = g_getenv ("BELLHOP_PASSWORD_FILE");
  g_autofree char *text = NULL;
  int fd = -1;

  if (given != NULL && g_variant_dict_lookup (given, "password-fd", "i", &fd) && fd >= 0)
    return read_password_fd (fd);
  if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  return first_line (g_steal_pointer (&text));
}

static void
fill_sign_in (BhAgentApplication *self, GVariantDict *given)
{
  BhSignInPage *page = bh_agent_window_get_sign_in_page (self->window);
  g_autofree char *password = find_password (given);
  const char *server = NULL;
  const char *user = NULL;
  const char *device = NULL;
  const char *profile = NULL;

  if (given != NULL) {
    g_variant_dict_lookup (given, "server", "&s", &server);
    g_variant_dict_lookup (given, "user", "&s", &user);
    g_variant_dict_lookup (given, "device", "&s", &device);
    g_variant_dict_lookup (given, "profile", "&s", &profile);
  }
  bh_sign_in_page_fill (page, server, user, device, profile, password);
  if (password != NULL)
    bh_sign_in_page_start (page);
  else
    bh_sign_in_page_focus (page);
}

static void
on_softphone_started (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhAgentApplication) self = data;
  g_autoptr (GError) error = NULL;

  if (!bh_softphone_start_finish (BH_SOFTPHONE (source), result, &error) && self->window != NULL)
    bh_agent_window_toast (self->window, error->message);
}

/* "host:5570" and "tcp://host:5570" are on "host". */
static char *
host_of (const char *server)
{
  const char *start = strstr (server, "://");
  const char *host = start != NULL ? start + 3 : server;

  return g_strndup (host, strcspn (host, ":/"));
}

static char *
find_phone_password (BhSignInPage *page)
{
  const char *path = g_getenv ("BELLHOP_SIP_PASSWORD_FILE");
  g_autofree char *text = NULL;

  if (path != NULL && g_file_get_contents (path, &text, NULL, NULL))
    return first_line (g_steal_pointer (&text));
  return bh_sign_in_page_take_phone_password (page);
}

static void
start_softphone (BhAgentApplication *self)
{
  BhSignInPage *page = bh_agent_window_get_sign_in_page (self->window);
  const char *device = bh_desk_get_device (self->desk);
  const char *slash = device != NULL ? strrchr (device, '/') : NULL;
  const char *phone_server = bh_sign_in_page_get_phone_server (page);
  g_autofree char *host = host_of (bh_sign_in_page_get_server (page));
  g_autofree char *microphone = g_settings_get_string (self->settings, "softphone-microphone");
  g_autofree char *loudspeaker = g_settings_get_string (self->settings, "softphone-loudspeaker");
  g_autofree char *password = find_phone_password (page);
  BhSoftphoneSettings settings = {.server = *phone_server != '\0' ? phone_server : host,
                                  .user = slash != NULL ? slash + 1 : device,
                                  .password = password,
                                  .microphone = *microphone != '\0' ? microphone : NULL,
                                  .loudspeaker = *loudspeaker != '\0' ? loudspeaker : NULL};

  self->softphone = bh_softphone_new ();
  bh_desk_set_softphone (self->desk, self->softphone);
  bh_softphone_start_async (self->softphone,
                            &settings,
                            NULL,
                            on_softphone_started,
                            g_object_ref (self));
  self->sound = bh_sound_watch_new (self->softphone, self->settings);
}

static void
stop_softphone (BhAgentApplication *self)
{
  if (self->softphone == NULL)
    return;
  g_clear_pointer (&self->sound, bh_sound_watch_free);
  bh_desk_set_softphone (self->desk, NULL);
  bh_softphone_stop (self->softphone);
  g_clear_object (&self->softphone);
}

/* This machine is the phone as long as somebody is signed in whose device has that profile. */
static void
on_signed_in_changed (BhAgentApplication *self)
{
  gboolean signed_in;

  g_object_get (self->desk, "signed-in", &signed_in, NULL);
  if (!signed_in)
    stop_softphone (self);
  else if (self->softphone == NULL && self->window != NULL &&
           g_strcmp0 (bh_desk_get_profile (self->desk), "softphone") == 0)
    start_softphone (self);
}

static void
follow_color_scheme (BhAgentApplication *self)
{
  g_autofree char *scheme = g_settings_get_string (self->settings, "color-scheme");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_str_equal (scheme, "light")  ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                      : g_str_equal (scheme, "dark") ? ADW_COLOR_SCHEME_FORCE_DARK
                                                                     : ADW_COLOR_SCHEME_DEFAULT);
}

static void
add_shortcuts_window (BhAgentWindow *window)
{
  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (window),
                                           GTK_SHORTCUTS_WINDOW (bh_act_keys_make_window ()));
}

static void
ensure_window (BhAgentApplication *self)
{
  if (self->window != NULL)
    return;
  self->window = bh_agent_window_new (GTK_APPLICATION (self), self->desk);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  add_shortcuts_window (self->window);
  bh_act_keys_follow_tips (GTK_WIDGET (self->window));
}

/* Links of other programs: the last one counts, and it is only filled in. */
static void
take_links (BhAgentApplication *self, GVariantDict *given)
{
  g_autofree const char **links = NULL;

  if (given == NULL || !g_variant_dict_lookup (given, G_OPTION_REMAINING, "^a&s", &links))
    return;
  for (guint i = 0; links[i] != NULL; i++) {
    g_autofree char *number = bh_tel_link_number (links[i]);
    if (number != NULL)
      bh_agent_window_take_number (self->window, number);
    else
      bh_agent_window_toast (self->window, _ ("That link has no telephone number."));
  }
}

static int
bh_agent_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  BhAgentApplication *self = BH_AGENT_APPLICATION (application);
  gboolean is_new = self->window == NULL;

  ensure_window (self);
  if (is_new)
    fill_sign_in (self, g_application_command_line_get_options_dict (line));
  gtk_window_present (GTK_WINDOW (self->window));
  take_links (self, g_application_command_line_get_options_dict (line));
  if (is_new)
    bh_trace_painted (GTK_WIDGET (self->window), "started", NULL, NULL);
  return 0;
}

static int
bh_agent_application_handle_local_options (GApplication *application, GVariantDict *given)
{
  if (!g_variant_dict_contains (given, "version"))
    return -1;
  fputs ("bellhop " BH_VERSION "\n", stdout); /* lint: ok, it was asked for, before the loop runs */
  return 0;
}

static void
bh_agent_application_activate (GApplication *application)
{
  BhAgentApplication *self = BH_AGENT_APPLICATION (application);

  ensure_window (self);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
on_show_contact (GSimpleAction *action, GVariant *target, gpointer data)
{
  BhAgentApplication *self = BH_AGENT_APPLICATION (data);
  BhContactItem *contact = bh_desk_find_contact (self->desk, g_variant_get_string (target, NULL));

  bh_agent_application_activate (G_APPLICATION (self));
  if (contact != NULL)
    bh_desk_set_current (self->desk, contact);
}

/* Whoever pressed a button of a notification looks elsewhere: a refusal brings the window. */
static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhAgentApplication) self = data;
  g_autoptr (GError) error = NULL;

  if (bh_desk_command_finish (BH_DESK (source), result, &error))
    return;
  bh_agent_application_activate (G_APPLICATION (self));
  bh_agent_window_toast (self->window, error->message);
}

/* From the notification. */
static void
on_answer_contact (GSimpleAction *action, GVariant *target, gpointer data)
{
  BhAgentApplication *self = BH_AGENT_APPLICATION (data);
  BhContactItem *contact = bh_desk_find_contact (self->desk, g_variant_get_string (target, NULL));

  on_show_contact (action, target, data);
  if (contact != NULL && bh_contact_item_can (contact, BH_CALL_ANSWER))
    bh_desk_answer_async (self->desk, contact, NULL, on_done, g_object_ref (self));
}

/* From the notification too: only what still rings, and the window stays where it is. */
static void
on_decline_contact (GSimpleAction *action, GVariant *target, gpointer data)
{
  BhAgentApplication *self = BH_AGENT_APPLICATION (data);
  BhContactItem *contact = bh_desk_find_contact (self->desk, g_variant_get_string (target, NULL));

  if (contact != NULL && bh_contact_item_get_state (contact) == BH_CONTACT_OFFERED)
    bh_desk_hang_up_async (self->desk, contact, NULL, on_done, g_object_ref (self));
}

/* From that of a message: it is the first thing that the window says. */
static void
on_show_window (GSimpleAction *action, GVariant *target, gpointer data)
{
  bh_agent_application_activate (G_APPLICATION (data));
}

/* From that of a reminder. */
static void
on_show_tasks (GSimpleAction *action, GVariant *target, gpointer data)
{
  BhAgentApplication *self = BH_AGENT_APPLICATION (data);

  bh_agent_application_activate (G_APPLICATION (self));
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.tasks", NULL);
}

static void
on_call_task (GSimpleAction *action, GVariant *target, gpointer data)
{
  BhAgentApplication *self = BH_AGENT_APPLICATION (data);

  bh_agent_application_activate (G_APPLICATION (self));
  gtk_widget_activate_action_variant (GTK_WIDGET (self->window), "win.task-call", target);
}

static void
on_preferences (GSimpleAction *action, GVariant *target, gpointer data)
{
  BhAgentApplication *self = BH_AGENT_APPLICATION (data);
  GtkWindow *preferences = g_object_new (BH_TYPE_PREFERENCES_WINDOW,
                                         "transient-for",
                                         self->window,
                                         "modal",
                                         FALSE, /* a call may begin any moment */
                                         NULL);

  gtk_window_present (preferences);
}

static void
on_about (GSimpleAction *action, GVariant *target, gpointer data)
{
  BhAgentApplication *self = BH_AGENT_APPLICATION (data);

  adw_show_about_window (GTK_WINDOW (self->window),
                         "application-name",
                         "Bellhop",
                         "application-icon",
                         "org.bellhop.Agent",
                         "version",
                         BH_VERSION,
                         "license-type",
                         GTK_LICENSE_GPL_3_0,
                         "comments",
                         _ ("Carries the caller's story to your screen."),
                         "translator-credits",
                         _ ("translator-credits"),
                         NULL);
}

static void
on_quit (GSimpleAction *action, GVariant *target, gpointer data)
{
  BhAgentApplication *self = BH_AGENT_APPLICATION (data);

  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window));
}

static const GActionEntry app_actions[] = {
    {"show-contact", on_show_contact, "s"},
    {"answer-contact", on_answer_contact, "s"},
    {"decline-contact", on_decline_contact, "s"},
    {"show-window", on_show_window},
    {"show-tasks", on_show_tasks},
    {"call-task", on_call_task, "s"},
    {"preferences", on_preferences},
    {"about", on_about},
    {"quit", on_quit},
};

static void
bh_agent_application_startup (GApplication *application)
{
  BhAgentApplication *self = BH_AGENT_APPLICATION (application);
  g_autoptr (BhClock) clock = NULL;

  G_APPLICATION_CLASS (bh_agent_application_parent_class)->startup (application);
  bh_agent_init_style ();
  self->settings = bh_agent_settings_new ();
  g_signal_connect_object (self->settings,
                           "changed::color-scheme",
                           G_CALLBACK (follow_color_scheme),
                           self,
                           G_CONNECT_SWAPPED);
  follow_color_scheme (self);
  bh_text_size_follow (self->settings);
  clock = bh_clock_new ();
  self->desk = bh_desk_new (self->feed, clock, NULL, NULL);
  g_signal_connect_object (self->desk,
                           "notify::signed-in",
                           G_CALLBACK (on_signed_in_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_action_map_add_action_entries (G_ACTION_MAP (self),
                                   app_actions,
                                   G_N_ELEMENTS (app_actions),
                                   self);
  bh_act_keys_follow (GTK_APPLICATION (self), self->settings);
}

static void
bh_agent_application_shutdown (GApplication *application)
{
  BhAgentApplication *self = BH_AGENT_APPLICATION (application);

  bh_act_keys_unfollow ();
  if (self->desk != NULL) {
    stop_softphone (self);
    bh_desk_sign_out (self->desk);
  }
  G_APPLICATION_CLASS (bh_agent_application_parent_class)->shutdown (application);
}

static void
bh_agent_application_dispose (GObject *object)
{
  BhAgentApplication *self = BH_AGENT_APPLICATION (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->softphone);
  g_clear_object (&self->desk);
  g_clear_object (&self->feed);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (bh_agent_application_parent_class)->dispose (object);
}

static void
bh_agent_application_class_init (BhAgentApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bh_agent_application_dispose;
  application_class->startup = bh_agent_application_startup;
  application_class->shutdown = bh_agent_application_shutdown;
  application_class->activate = bh_agent_application_activate;
  application_class->command_line = bh_agent_application_command_line;
  application_class->handle_local_options = bh_agent_application_handle_local_options;
}

static void
bh_agent_application_init (BhAgentApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/* Two agents may try the program on one machine, each with a session bus; where there is none (a
 * test in a bare X server) it stands alone. */
BhAgentApplication *
bh_agent_application_new (BhFeed *feed)
{
  BhAgentApplication *self;
  gboolean alone = g_getenv ("BELLHOP_NON_UNIQUE") != NULL;

  g_return_val_if_fail (BH_IS_FEED (feed), NULL);
  self = g_object_new (BH_TYPE_AGENT_APPLICATION,
                       "application-id",
                       "org.bellhop.Agent",
                       "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | (alone ? G_APPLICATION_NON_UNIQUE : 0),
                       "resource-base-path",
                       "/org/bellhop/Agent",
                       NULL);
  self->feed = g_object_ref (feed);
  return self;
}
