/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/unknown-view.h"

#include "desktop/agent/customer-row.h"
#include "desktop/model/desk-commands.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/entry-name.h"
#include "desktop/widgets/list-step.h"

#include <glib/gi18n.h>

/* Fast typing asks once, not with every letter. */
#define SEARCH_DELAY_MS 150
#define MAX_FOUND       8

struct _BhUnknownView {
  BhContactView parent_instance;

  GtkSearchEntry *search;
  GtkListBox *found;
  GtkLabel *found_none;
  AdwEntryRow *name;
  AdwEntryRow *company;
  GtkCheckButton *add_number;
  GCancellable *searching;
};

G_DEFINE_FINAL_TYPE (BhUnknownView, bh_unknown_view, BH_TYPE_CONTACT_VIEW)

static char *
heading (GObject *object, BhCardStatus status, const char *direction)
{
  switch (status) {
  case BH_CARD_LOOKING:
    return g_strdup (_ ("Looking up the number…"));
  case BH_CARD_WITHHELD:
    return g_strdup (_ ("The number is withheld"));
  case BH_CARD_UNAVAILABLE:
    return g_strdup (_ ("The customers cannot be looked up now"));
  case BH_CARD_NONE:
  case BH_CARD_ONE:
  case BH_CARD_MANY:
  default:
    return bh_contact_view_who (object, direction);
  }
}

static char *
explanation (GObject *object,
             BhCardStatus status,
             gint64 seen,
             const char *message,
             const char *direction)
{
  if (status == BH_CARD_UNAVAILABLE && message != NULL && *message != '\0')
    return g_strdup (message);
  if (status == BH_CARD_WITHHELD)
    return g_strdup (_ ("Ask for the name, then find the customer or make a new one."));
  if (status != BH_CARD_NONE)
    return NULL;
  if (seen <= 0 && g_strcmp0 (direction, "outbound") == 0)
    return g_strdup (_ ("No customer has this number."));
  if (seen <= 0)
    return g_strdup (_ ("No customer has this number, and it has not called before."));
  return g_strdup_printf (ngettext ("No customer has this number. It called %d time before.",
                                    "No customer has this number. It called %d times before.",
                                    (gulong) seen),
                          (int) seen);
}

/* There is something to go back to: the search was asked for, not forced by an unknown number. */
static gboolean
has_card (GObject *object, BhCardStatus status, GObject *customer)
{
  return customer != NULL || status == BH_CARD_MANY;
}

static gboolean
can_look (GObject *object, BhCardStatus status)
{
  return status != BH_CARD_UNAVAILABLE;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhUnknownView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) customers =
      bh_desk_search_customers_finish (BH_DESK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  bh_item_row_bind (self->found, customers, BH_TYPE_CUSTOMER_ROW, BH_DESK (source));
  gtk_list_box_select_row (self->found, gtk_list_box_get_row_at_index (self->found, 0));
  gtk_widget_set_visible (GTK_WIDGET (self->found),
                          customers != NULL && g_list_model_get_n_items (customers) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->found_none),
                          customers == NULL || g_list_model_get_n_items (customers) == 0);
  gtk_label_set_label (self->found_none,
                       error != NULL ? error->message : _ ("Nobody is found by these letters."));
}

static void
on_search_changed (BhUnknownView *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  gtk_widget_set_visible (GTK_WIDGET (self->found_none), FALSE);
  if (*text == '\0' || desk == NULL) {
    gtk_widget_set_visible (GTK_WIDGET (self->found), FALSE);
    return;
  }
  self->searching = g_cancellable_new ();
  bh_desk_search_customers_async (desk,
                                  text,
                                  MAX_FOUND,
                                  self->searching,
                                  on_found,
                                  g_object_ref (self));
}

static void
attach (BhUnknownView *self, BhCustomer *customer)
{
  gboolean with_number = gtk_check_button_get_active (self->add_number) &&
                         gtk_widget_get_visible (GTK_WIDGET (self->add_number));

  gtk_widget_activate_action (GTK_WIDGET (self),
                              with_number ? "win.attach-number" : "win.attach-customer",
                              "s",
                              bh_customer_get_id (customer));
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
on_row_activated (BhUnknownView *self, GtkListBoxRow *row)
{
  attach (self, bh_item_row_get_item (row));
}

static void
on_search_activate (BhUnknownView *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->found);

  if (row != NULL && gtk_widget_get_visible (GTK_WIDGET (self->found)))
    attach (self, bh_item_row_get_item (row));
}

static void
on_search_next (BhUnknownView *self)
{
  bh_list_step (self->found, 1);
}

static void
on_search_previous (BhUnknownView *self)
{
  bh_list_step (self->found, -1);
}

static void
on_create (BhUnknownView *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  const char *company = gtk_editable_get_text (GTK_EDITABLE (self->company));

  if (*name == '\0') {
    gtk_widget_grab_focus (GTK_WIDGET (self->name));
    return;
  }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.create-customer", "(ss)", name, company);
}

static void
bh_unknown_view_contact_changed (BhContactView *view, BhContactItem *contact)
{
  BhUnknownView *self = BH_UNKNOWN_VIEW (view);
  const char *caller = contact != NULL ? bh_contact_item_get_caller_name (contact) : NULL;

  if (self->search == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_editable_set_text (GTK_EDITABLE (self->name), caller != NULL ? caller : "");
  gtk_editable_set_text (GTK_EDITABLE (self->company), "");
}

static void
bh_unknown_view_dispose (GObject *object)
{
  BhUnknownView *self = BH_UNKNOWN_VIEW (object);

  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  G_OBJECT_CLASS (bh_unknown_view_parent_class)->dispose (object);
}

static void
bh_unknown_view_class_init (BhUnknownViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  G_OBJECT_CLASS (klass)->dispose = bh_unknown_view_dispose;
  BH_CONTACT_VIEW_CLASS (klass)->contact_changed = bh_unknown_view_contact_changed;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/unknown-view.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhUnknownView, search);
  gtk_widget_class_bind_template_child (widget_class, BhUnknownView, found);
  gtk_widget_class_bind_template_child (widget_class, BhUnknownView, found_none);
  gtk_widget_class_bind_template_child (widget_class, BhUnknownView, name);
  gtk_widget_class_bind_template_child (widget_class, BhUnknownView, company);
  gtk_widget_class_bind_template_child (widget_class, BhUnknownView, add_number);
  gtk_widget_class_bind_template_callback (widget_class, heading);
  gtk_widget_class_bind_template_callback (widget_class, explanation);
  gtk_widget_class_bind_template_callback (widget_class, can_look);
  gtk_widget_class_bind_template_callback (widget_class, has_card);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_next);
  gtk_widget_class_bind_template_callback (widget_class, on_search_previous);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_create);
}

static void
bh_unknown_view_init (BhUnknownView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bh_entry_name_from_title (self->name);
  bh_entry_name_from_title (self->company);
  gtk_search_entry_set_search_delay (self->search, SEARCH_DELAY_MS);
}

void
bh_unknown_view_focus_search (BhUnknownView *self)
{
  g_return_if_fail (BH_IS_UNKNOWN_VIEW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

void
bh_unknown_view_focus_new (BhUnknownView *self)
{
  g_return_if_fail (BH_IS_UNKNOWN_VIEW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}
