/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/consent-window.h"

#include <glib/gi18n.h>

#include "desktop/agent/record-line-row.h"

#define MOST_HEIGHT 220

typedef struct {
  BhConsents *consents;
  BhConsentTold told;
  GObject *data;        /* weak: it may hold this window */
  GtkDropDown *purpose; /* NULL: no more calls */
  GtkEditable *words;
  AdwMessageDialog *dialog;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_object_unref (ask->consents);
  g_clear_weak_pointer (&ask->data);
  g_free (ask);
}

typedef struct {
  BhConsentTold told;
  GObject *data;
  const char *words;
} Wait;

static void
on_kept (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Wait *wait = data;
  g_autoptr (GObject) owner = wait->data;
  g_autoptr (GError) error = NULL;
  gboolean kept = bh_desk_command_finish (BH_DESK (source), result, &error);

  wait->told (owner, kept ? wait->words : error->message);
}

static Wait *
wait_new (Ask *ask, const char *words)
{
  Wait *wait = g_new (Wait, 1);

  *wait = (Wait){ask->told, g_object_ref (ask->data), words};
  return wait;
}

static void
on_response (Ask *ask, const char *response)
{
  const char *words = gtk_editable_get_text (ask->words);
  gboolean given = g_str_equal (response, "give");

  if (g_str_equal (response, "cancel") || *words == '\0' || ask->data == NULL)
    return;
  if (ask->purpose == NULL)
    bh_consents_stop_async (ask->consents,
                            words,
                            NULL,
                            on_kept,
                            wait_new (ask, _ ("Kept: the number is not called any more.")));
  else
    bh_consents_tell_async (
        ask->consents,
        bh_consent_purposes[gtk_drop_down_get_selected (ask->purpose)],
        given,
        words,
        NULL,
        on_kept,
        wait_new (ask, given ? _ ("The consent is kept.") : _ ("The consent is taken back.")));
}

/* Without what proves it, it is none. */
static void
on_typed (Ask *ask)
{
  static const char *const responses[] = {"give", "take-back", "stop"};
  gboolean said = *gtk_editable_get_text (ask->words) != '\0';

  for (gsize i = 0; i < G_N_ELEMENTS (responses); i++)
    if (adw_message_dialog_has_response (ask->dialog, responses[i]))
      adw_message_dialog_set_response_enabled (ask->dialog, responses[i], said);
}

static GtkWidget *
named (GtkBox *box, GtkWidget *own, const char *name, const char *label)
{
  GtkWidget *title = gtk_label_new (label);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_set_name (own, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (own), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_box_append (box, title);
  gtk_box_append (box, own);
  return own;
}

static GtkEditable *
add_entry (GtkBox *box, const char *label, const char *text)
{
  GtkWidget *own = named (box, gtk_entry_new (), "consent-source", label);

  gtk_editable_set_text (GTK_EDITABLE (own), text);
  gtk_entry_set_max_length (GTK_ENTRY (own), 200);
  gtk_entry_set_activates_default (GTK_ENTRY (own), TRUE);
  return GTK_EDITABLE (own);
}

static GtkDropDown *
add_purposes (GtkBox *box)
{
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);
  GtkWidget *own;

  for (guint i = 0; bh_consent_purposes[i] != NULL; i++)
    gtk_string_list_append (words, bh_consent_purpose_words (bh_consent_purposes[i]));
  own = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&words)), NULL);
  return GTK_DROP_DOWN (named (box, own, "consent-purpose", _ ("To what")));
}

static void
add_lines (GtkBox *box, BhDesk *desk, BhConsents *consents)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *none = gtk_label_new (_ ("No consent is recorded"));

  gtk_widget_set_name (list, "consent-lines");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Consents"),
                                  -1);
  gtk_widget_add_css_class (list, "card");
  gtk_widget_add_css_class (list, "bh-card");
  gtk_widget_add_css_class (list, "bh-rows");
  gtk_widget_set_overflow (list, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_margin_bottom (scrolled, 6);
  gtk_widget_add_css_class (none, "bh-dim");
  gtk_list_box_set_placeholder (GTK_LIST_BOX (list), none);
  bh_item_row_bind (GTK_LIST_BOX (list),
                    bh_consents_get_lines (consents),
                    BH_TYPE_RECORD_LINE_ROW,
                    desk);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_box_append (box, scrolled);
}

static Ask *
begin (GtkWindow *parent,
       BhConsents *consents,
       const char *heading,
       BhConsentTold told,
       GObject *data)
{
  Ask *ask = g_new0 (Ask, 1);

  ask->consents = g_object_ref (consents);
  ask->told = told;
  g_set_weak_pointer (&ask->data, data);
  ask->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, NULL));
  adw_message_dialog_add_response (ask->dialog, "cancel", _ ("_Cancel"));
  adw_message_dialog_set_close_response (ask->dialog, "cancel");
  gtk_window_set_modal (GTK_WINDOW (ask->dialog), FALSE);
  g_object_set_data_full (G_OBJECT (ask->dialog), "bh-ask", ask, ask_free);
  return ask;
}

static void
end (Ask *ask, GtkBox *form, GtkWidget *focus)
{
  adw_message_dialog_set_extra_child (ask->dialog, GTK_WIDGET (form));
  g_signal_connect_swapped (ask->words, "changed", G_CALLBACK (on_typed), ask);
  g_signal_connect_swapped (ask->dialog, "response", G_CALLBACK (on_response), ask);
  on_typed (ask);
  gtk_window_present (GTK_WINDOW (ask->dialog));
  gtk_widget_grab_focus (focus);
}

void
bh_consent_window_open (GtkWindow *parent,
                        BhDesk *desk,
                        BhConsents *consents,
                        const char *name,
                        BhConsentTold told,
                        GObject *data)
{
  /* Translators: %s is a customer's name */
  g_autofree char *heading = g_strdup_printf (_ ("Consents of %s"), name);
  Ask *ask = begin (parent, consents, heading, told, data);
  GtkBox *form = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));

  add_lines (form, desk, consents);
  ask->purpose = add_purposes (form);
  ask->words =
      add_entry (form, _ ("What proves it, as “said so in this call” or a form's number"), "");
  adw_message_dialog_add_responses (ask->dialog,
                                    "take-back",
                                    _ ("_Took it back"),
                                    "give",
                                    _ ("_Agreed"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ask->dialog, "give", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ask->dialog, "give");
  end (ask, form, GTK_WIDGET (ask->purpose));
}

void
bh_consent_window_stop (GtkWindow *parent,
                        BhConsents *consents,
                        const char *name,
                        BhConsentTold told,
                        GObject *data)
{
  /* Translators: %s is a customer's name */
  g_autofree char *heading = g_strdup_printf (_ ("Do not call %s again?"), name);
  Ask *ask = begin (parent, consents, heading, told, data);
  GtkBox *form = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));

  adw_message_dialog_set_body (ask->dialog,
                               _ ("The number goes on the house's do-not-call list. Only an "
                                  "administrator takes it off again."));
  ask->words = add_entry (form, _ ("Why, in the customer's words"), _ ("asked for it"));
  adw_message_dialog_add_response (ask->dialog, "stop", _ ("_Do not call again"));
  adw_message_dialog_set_response_appearance (ask->dialog, "stop", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ask->dialog, "stop");
  end (ask, form, GTK_WIDGET (ask->words));
}
