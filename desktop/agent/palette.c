/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/palette.h"

#include "desktop/agent/palette-item.h"
#include "desktop/agent/palette-row.h"
#include "desktop/model/colleague.h"
#include "desktop/model/desk-commands.h"
#include "desktop/widgets/key-cap.h"
#include "desktop/widgets/list-step.h"

#include <glib/gi18n.h>

#define MAX_CUSTOMERS 5
#define MAX_SHOWN     12

struct _BhPalette {
  BhContactView parent_instance;

  GtkEntry *entry;
  GtkListBox *list;
  GtkLabel *n_found;
  GListStore *known;     /* acts, contacts, colleagues: made when it opens */
  GListStore *customers; /* what the server found for the letters */
  GtkCustomFilter *filter;
  GListModel *shown;
  GCancellable *searching;
  GtkWidget *focus_before; /* weak: where the person was */
};

G_DEFINE_FINAL_TYPE (BhPalette, bh_palette, BH_TYPE_CONTACT_VIEW)

/* clang-format off */
static const BhPaletteFacts acts[] = { /* table */
  { "act", N_("Answer"), NULL, "bh-talking-symbolic", "F9", "win.answer" },
  { "act", N_("Decline"), NULL, "bh-hangup-symbolic", NULL, "win.decline" },
  { "act", N_("Hold or retrieve"), NULL, "bh-hold-symbolic", "F7", "win.hold" },
  { "act", N_("Transfer"), NULL, "bh-transfer-symbolic", "F8", "win.transfer" },
  { "act", N_("Hand over"), N_("to the colleague who is consulted"), "bh-consult-symbolic", "F8", "win.consult-complete" },
  { "act", N_("Conference"), N_("customer and colleague together"), "bh-conference-symbolic", "<Shift>F8", "win.conference" },
  { "act", N_("Back to the customer"), N_("the consultation ends"), "bh-retrieve-symbolic", "F7", "win.consult-cancel" },
  { "act", N_("Keypad"), N_("send digits into the call"), "bh-keypad-symbolic", "<Control>t", "win.keypad" },
  { "act", N_("Hang up"), NULL, "bh-hangup-symbolic", "F12", "win.hang-up-now" },
  { "act", N_("New call"), NULL, "bh-dial-symbolic", "<Control>n", "win.dial" },
  { "act", N_("Call again"), N_("the number dialed last"), "bh-dial-symbolic", "<Control>r", "win.redial" },
  { "act", N_("Do not disturb"), N_("no notifications; calls ring as before"), "bh-away-symbolic", "<Control><Shift>d", "win.do-not-disturb" },
  { "act", N_("Search the time line"), NULL, "system-search-symbolic", "<Control>h", "win.history-search" },
  { "act", N_("Microphone off or on"), N_("of the softphone"), "bh-mic-symbolic", "<Control><Shift>m", "win.mute" },
  { "act", N_("Write notes"), NULL, "bh-note-symbolic", "<Control>m", "win.notes" },
  { "act", N_("Choose the result"), NULL, "bh-tree-symbolic", "<Control>d", "win.disposition" },
  { "act", N_("Finish the contact"), NULL, "bh-check-symbolic", "<Control>Return", "win.finish" },
  { "act", N_("30 s more"), N_("for wrap-up"), "bh-plus-symbolic", "<Control>e", "win.extend" },
  { "act", N_("Next step of the script"), NULL, "bh-note-symbolic", "<Alt>Right", "win.script-next" },
  { "act", N_("Step before"), N_("of the script; answers stay"), "bh-note-symbolic", "<Alt>Left", "win.script-back" },
  { "act", N_("Answer the script's questions"), NULL, "bh-note-symbolic", "<Alt>Down", "win.script-focus" },
  { "act", N_("Flow chart of the script"), N_("where you are, and jump"), "bh-tree-symbolic", "<Control>j", "win.script-chart" },
  { "act", N_("Write scripts"), N_("steps, questions, flow chart; try, publish"), "bh-note-symbolic", NULL, "win.script-editor" },
  { "act", N_("Find the customer"), NULL, "system-search-symbolic", "<Control>f", "win.find-customer" },
  { "act", N_("New customer"), NULL, "bh-person-add-symbolic", "<Control><Shift>c", "win.new-customer" },
  { "act", N_("Be ready"), NULL, "bh-ready-symbolic", NULL, "win.set-state", "ready" },
  { "act", N_("Choose my state"), NULL, "bh-not-ready-symbolic", "F6", "win.state-menu" },
  { "act", N_("Keyboard shortcuts"), NULL, "bh-keypad-symbolic", "<Control>question", "win.show-help-overlay" },
  { "act", N_("Sign out"), NULL, "bh-logged-out-symbolic", "<Control><Shift>q", "win.sign-out" },
};
/* clang-format on */

static void
add (GListStore *store, const BhPaletteFacts *facts)
{
  g_autoptr (BhPaletteItem) item = bh_palette_item_new (facts);

  g_list_store_append (store, item);
}

/* The window answers whether an act is possible: a class action that is off cannot be activated. */
static gboolean
is_enabled (BhPalette *self, const char *action)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *probe = gtk_button_new ();
  gboolean enabled;

  /* GTK 4.8 has no question for it; a button that names the action knows. */
  g_object_ref_sink (probe);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (probe), action);
  gtk_widget_set_parent (probe, GTK_WIDGET (self));
  enabled = window != NULL && gtk_widget_get_sensitive (probe);
  gtk_widget_unparent (probe);
  g_object_unref (probe);
  return enabled;
}

static void
add_acts (BhPalette *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++) {
    BhPaletteFacts facts = acts[i];
    if (facts.target == NULL && !is_enabled (self, facts.action))
      continue;
    facts.title = _ (facts.title);
    facts.subtitle = facts.subtitle != NULL ? _ (facts.subtitle) : NULL;
    add (self->known, &facts);
  }
}

static void
add_contacts (BhPalette *self, BhDesk *desk)
{
  GListModel *contacts = bh_desk_get_contacts (desk);

  for (guint i = 0; i < g_list_model_get_n_items (contacts); i++) {
    g_autoptr (BhContactItem) contact = g_list_model_get_item (contacts, i);
    g_autofree char *key = i < 9 ? g_strdup_printf ("<Control>%u", i + 1) : NULL;
    BhPaletteFacts facts = {"contact",
                            bh_contact_item_get_title (contact),
                            bh_contact_state_word (bh_contact_item_get_state (contact)),
                            "bh-talking-symbolic",
                            key,
                            "win.show-contact",
                            bh_contact_item_get_id (contact)};
    add (self->known, &facts);
  }
}

static void
add_colleagues (BhPalette *self, BhDesk *desk)
{
  GListModel *colleagues = bh_desk_get_colleagues (desk);

  for (guint i = 0; i < g_list_model_get_n_items (colleagues); i++) {
    g_autoptr (BhColleague) colleague = g_list_model_get_item (colleagues, i);
    const char *extension = bh_colleague_get_extension (colleague);
    g_autofree char *subtitle = g_strjoin ("  ·  ",
                                           extension != NULL ? extension : "",
                                           bh_agent_word (bh_colleague_get_state (colleague)),
                                           NULL);
    BhPaletteFacts facts = {"person",
                            bh_colleague_get_full_name (colleague),
                            subtitle,
                            "bh-person-symbolic",
                            NULL,
                            "win.dial-number",
                            extension};
    if (extension != NULL)
      add (self->known, &facts);
  }
}

static void
on_customers (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhPalette) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) found = bh_desk_search_customers_finish (BH_DESK (source), result, &error);

  if (found == NULL || self->customers == NULL)
    return;
  g_list_store_remove_all (self->customers);
  for (guint i = 0; i < g_list_model_get_n_items (found); i++) {
    g_autoptr (BhCustomer) customer = g_list_model_get_item (found, i);
    g_autofree char *number = NULL;
    BhPaletteFacts facts = {"customer",
                            bh_customer_get_name (customer),
                            bh_customer_get_company (customer),
                            "bh-person-symbolic",
                            NULL,
                            "win.dial-number",
                            NULL};
    g_object_get (customer, "number", &number, NULL);
    facts.target = number;
    if (number != NULL)
      add (self->customers, &facts);
  }
}

static void
search_customers (BhPalette *self, const char *text)
{
  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_list_store_remove_all (self->customers);
  if (g_utf8_strlen (text, -1) < 2)
    return;
  self->searching = g_cancellable_new ();
  bh_desk_search_customers_async (bh_contact_view_get_desk (self),
                                  text,
                                  MAX_CUSTOMERS,
                                  self->searching,
                                  on_customers,
                                  g_object_ref (self));
}

static gboolean
fits (gpointer item, gpointer data)
{
  BhPalette *self = BH_PALETTE (data);

  return bh_palette_item_matches (item, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
on_shown_changed (BhPalette *self)
{
  guint n = g_list_model_get_n_items (self->shown);
  g_autofree char *words = g_strdup_printf (ngettext ("%u found", "%u found", n), n);

  gtk_label_set_label (self->n_found, words);
  if (gtk_list_box_get_selected_row (self->list) == NULL)
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

static void
on_text_changed (BhPalette *self)
{
  if (self->filter == NULL || !gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  gtk_list_box_unselect_all (self->list);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  search_customers (self, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  on_shown_changed (self);
}

static void
run (BhPalette *self, BhPaletteItem *item)
{
  g_autoptr (BhPaletteItem) kept = g_object_ref (item);
  const char *target = bh_palette_item_get_target (kept);

  bh_palette_close (self);
  if (target != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), bh_palette_item_get_action (kept), "s", target);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), bh_palette_item_get_action (kept), NULL);
}

static void
on_row_activated (BhPalette *self, GtkListBoxRow *row)
{
  run (self, bh_item_row_get_item (row));
}

static gboolean
on_key (BhPalette *self, guint keyval, guint keycode, GdkModifierType state)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  switch (keyval) {
  case GDK_KEY_Down:
  case GDK_KEY_Up:
    bh_list_step (self->list, keyval == GDK_KEY_Down ? 1 : -1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    if (row != NULL)
      run (self, bh_item_row_get_item (row));
    return GDK_EVENT_STOP;
  case GDK_KEY_Escape:
    bh_palette_close (self);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static void
set_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  static const char *const sections[][2] = {{"act", N_ ("Acts")},
                                            {"contact", N_ ("Contacts now")},
                                            {"person", N_ ("Colleagues")},
                                            {"customer", N_ ("Customers")}};
  const char *section = bh_palette_item_get_section (bh_item_row_get_item (row));
  GtkWidget *label = NULL;

  if (before == NULL ||
      !g_str_equal (section, bh_palette_item_get_section (bh_item_row_get_item (before)))) {
    for (gsize i = 0; i < G_N_ELEMENTS (sections); i++) {
      if (g_str_equal (sections[i][0], section))
        label = gtk_label_new (_ (sections[i][1]));
    }
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_widget_add_css_class (label, "bh-caption");
    gtk_widget_set_margin_top (label, 8);
    gtk_widget_set_margin_bottom (label, 2);
    gtk_widget_set_margin_start (label, 18);
  }
  gtk_list_box_row_set_header (row, label);
}

static void
on_desk_set (BhPalette *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);
  GListStore *all;

  if (desk == NULL || self->shown != NULL)
    return;
  all = g_list_store_new (G_TYPE_LIST_MODEL);
  g_list_store_append (all,
                       gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->known)),
                                                  g_object_ref (GTK_FILTER (self->filter))));
  g_list_store_append (all, self->customers);
  self->shown = G_LIST_MODEL (
      gtk_slice_list_model_new (G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (all))),
                                0,
                                MAX_SHOWN));
  bh_item_row_bind (self->list, self->shown, BH_TYPE_PALETTE_ROW, desk);
  gtk_list_box_set_header_func (self->list, set_header, NULL, NULL);
  g_signal_connect_object (self->shown,
                           "items-changed",
                           G_CALLBACK (on_shown_changed),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
bh_palette_dispose (GObject *object)
{
  BhPalette *self = BH_PALETTE (object);

  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  if (self->shown != NULL) {
    g_signal_handlers_disconnect_by_data (self->shown, self);
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  }
  g_clear_weak_pointer (&self->focus_before);
  g_clear_object (&self->searching);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->known);
  g_clear_object (&self->customers);
  G_OBJECT_CLASS (bh_palette_parent_class)->dispose (object);
}

static void
bh_palette_class_init (BhPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_KEY_CAP);
  G_OBJECT_CLASS (klass)->dispose = bh_palette_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/palette.ui");
  gtk_widget_class_bind_template_child (widget_class, BhPalette, entry);
  gtk_widget_class_bind_template_child (widget_class, BhPalette, list);
  gtk_widget_class_bind_template_child (widget_class, BhPalette, n_found);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, bh_palette_close);
}

static void
bh_palette_init (BhPalette *self)
{
  self->known = g_list_store_new (BH_TYPE_PALETTE_ITEM);
  self->customers = g_list_store_new (BH_TYPE_PALETTE_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = gtk_custom_filter_new (fits, self, NULL);
  g_signal_connect (self, "notify::desk", G_CALLBACK (on_desk_set), NULL);
}

void
bh_palette_open (BhPalette *self)
{
  BhDesk *desk;
  GtkRoot *root;

  g_return_if_fail (BH_IS_PALETTE (self));
  desk = bh_contact_view_get_desk (self);
  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (!gtk_widget_get_visible (GTK_WIDGET (self)) && root != NULL)
    g_set_weak_pointer (&self->focus_before, gtk_root_get_focus (root));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  g_list_store_remove_all (self->known);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  add_acts (self);
  add_contacts (self, desk);
  add_colleagues (self, desk);
  on_text_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
bh_palette_close (BhPalette *self)
{
  g_return_if_fail (BH_IS_PALETTE (self));
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (self->focus_before != NULL && gtk_widget_get_mapped (self->focus_before))
    gtk_widget_grab_focus (self->focus_before);
  g_clear_weak_pointer (&self->focus_before);
}
