/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/callback-window.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "desktop/model/dial-check.h"
#include "desktop/model/zone-time.h"

typedef struct {
  BhDeskCampaign *work;
  BhClock *clock;
  BhPromise promise;  /* its strings are owned */
  BhDialCheck *check; /* who knows where the number is; NULL: nobody has to */
  GtkEditable *when;
  GtkEditable *note;
  GtkLabel *both;
  GtkSwitch *team;
  AdwMessageDialog *dialog;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  if (ask->check != NULL)
    g_signal_handlers_disconnect_by_data (ask->check, ask);
  g_clear_object (&ask->check);
  g_object_unref (ask->work);
  g_object_unref (ask->clock);
  g_free ((char *) ask->promise.number);
  g_free ((char *) ask->promise.name);
  g_free ((char *) ask->promise.customer);
  g_free ((char *) ask->promise.contact);
  g_free ((char *) ask->promise.record);
  g_free ((char *) ask->promise.zone);
  g_free (ask);
}

static void
on_typed (Ask *ask)
{
  gint64 now_us = bh_clock_now (ask->clock);
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autofree char *why = NULL;
  gint64 due = 0;
  gboolean good =
      bh_zone_time_parse (gtk_editable_get_text (ask->when), ask->promise.zone, now_us, &due, &why);

  ask->promise.due = good ? due : 0;
  adw_message_dialog_set_response_enabled (ask->dialog, "promise", good);
  if (good) {
    g_autofree char *place = bh_zone_time_place (ask->promise.zone);
    g_autofree char *there = bh_zone_time_text (due, ask->promise.zone, now_us);
    g_autofree char *here = bh_zone_time_text (due, g_time_zone_get_identifier (local), now_us);
    /* Translators: a time where the customer is, and the same where the agent is */
    g_autofree char *text = g_strdup_printf (_ ("%s %s  ·  here %s"), place, there, here);
    gtk_label_set_label (ask->both, text);
  } else {
    gtk_label_set_label (ask->both, why);
  }
}

static void
on_zone (Ask *ask)
{
  g_autofree char *zone = NULL;

  g_object_get (ask->check, "zone", &zone, NULL);
  if (zone == NULL)
    return;
  g_free ((char *) ask->promise.zone);
  ask->promise.zone = g_steal_pointer (&zone);
  on_typed (ask);
}

/* Of a caller without a card nothing is recorded, but the number says where it is. */
static void
look_for_zone (Ask *ask, BhDesk *desk)
{
  ask->check = bh_dial_check_new (desk);
  g_signal_connect_swapped (ask->check, "notify::zone", G_CALLBACK (on_zone), ask);
  bh_dial_check_look (ask->check, ask->promise.number);
}

static void
on_response (Ask *ask, const char *response)
{
  if (!g_str_equal (response, "promise") || ask->promise.due == 0)
    return;
  ask->promise.to_team = gtk_switch_get_active (ask->team);
  ask->promise.note = gtk_editable_get_text (ask->note);
  bh_desk_campaign_promise (ask->work, &ask->promise);
  ask->promise.note = NULL;
}

static GtkWidget *
entry (GtkBox *box, const char *name, const char *label, const char *text)
{
  GtkWidget *title = gtk_label_new (label);
  GtkWidget *own = gtk_entry_new ();

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_editable_set_text (GTK_EDITABLE (own), text);
  gtk_widget_set_name (own, name);
  gtk_entry_set_activates_default (GTK_ENTRY (own), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (own), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_box_append (box, title);
  gtk_box_append (box, own);
  return own;
}

static GtkWidget *
make_form (Ask *ask)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_ ("Anybody of the team may call"));
  /* Translators: ways to type a time; keep the words as bh_zone_time_parse() reads them */
  GtkWidget *hint = gtk_label_new (_ ("Like 15:30, tomorrow 9:00, 24.11. 15:30, +30m, +2h, +3d"));

  ask->when =
      GTK_EDITABLE (entry (box, "callback-when", _ ("When, by the customer's clock"), "+1h"));
  ask->both = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (ask->both, 0);
  gtk_label_set_wrap (ask->both, TRUE);
  gtk_widget_set_name (GTK_WIDGET (ask->both), "callback-both");
  gtk_box_append (box, GTK_WIDGET (ask->both));
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_widget_add_css_class (hint, "bh-small");
  gtk_widget_add_css_class (hint, "bh-dim");
  gtk_box_append (box, hint);
  ask->note = GTK_EDITABLE (entry (box, "callback-note", _ ("What about"), ""));
  ask->team = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_name (GTK_WIDGET (ask->team), "callback-team");
  gtk_accessible_update_property (GTK_ACCESSIBLE (ask->team),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Anybody of the team may call"),
                                  -1);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (ask->team));
  gtk_box_append (box, row);
  return GTK_WIDGET (box);
}

void
bh_callback_window_open (GtkWindow *parent,
                         BhDeskCampaign *work,
                         BhDesk *desk,
                         const BhPromise *promise)
{
  Ask *ask = g_new0 (Ask, 1);
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autofree char *heading =
      g_strdup_printf (_ ("Call %s again"),
                       promise->name != NULL ? promise->name : promise->number);

  ask->work = g_object_ref (work);
  ask->clock = g_object_ref (bh_desk_get_clock (desk));
  ask->promise =
      (BhPromise){.number = g_strdup (promise->number),
                  .name = g_strdup (promise->name),
                  .customer = g_strdup (promise->customer),
                  .contact = g_strdup (promise->contact),
                  .record = g_strdup (promise->record),
                  .zone = g_strdup (promise->zone != NULL ? promise->zone
                                                          : g_time_zone_get_identifier (local))};
  ask->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, NULL));
  adw_message_dialog_add_responses (ask->dialog,
                                    "cancel",
                                    _ ("_Cancel"),
                                    "promise",
                                    _ ("_Promise the call"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ask->dialog, "promise", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ask->dialog, "promise");
  adw_message_dialog_set_close_response (ask->dialog, "cancel");
  adw_message_dialog_set_extra_child (ask->dialog, make_form (ask));
  gtk_window_set_modal (GTK_WINDOW (ask->dialog), FALSE);
  g_object_set_data_full (G_OBJECT (ask->dialog), "bh-ask", ask, ask_free);
  g_signal_connect_swapped (ask->when, "changed", G_CALLBACK (on_typed), ask);
  g_signal_connect_swapped (ask->dialog, "response", G_CALLBACK (on_response), ask);
  on_typed (ask);
  if (promise->zone == NULL)
    look_for_zone (ask, desk);
  gtk_window_present (GTK_WINDOW (ask->dialog));
  gtk_widget_grab_focus (GTK_WIDGET (ask->when));
}
