/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/match-view.h"

#include "desktop/agent/match-card.h"
#include "desktop/agent/notes-view.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"

#include <glib/gi18n.h>

/* More than this many are not cards side by side any more but a list; digit keys end there too. */
#define MAX_CARDS 9

struct _BhMatchView {
  BhContactView parent_instance;
  GtkFlowBox *cards;
  GtkLabel *hint;
  BhNotesView *notes;
  GSignalGroup *customers;
};

G_DEFINE_FINAL_TYPE (BhMatchView, bh_match_view, BH_TYPE_CONTACT_VIEW)

static gboolean
is_fact_same (GListModel *customers, const char *name)
{
  g_autofree char *first = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (customers); i++) {
    g_autoptr (GObject) customer = g_list_model_get_item (customers, i);
    g_autofree char *text = NULL;
    g_object_get (customer, name, &text, NULL);
    if (i == 0)
      first = g_steal_pointer (&text);
    else if (g_strcmp0 (first, text) != 0)
      return FALSE;
  }
  return TRUE;
}

static guint
facts_that_differ (GListModel *customers)
{
  static const struct {
    const char *name;
    guint fact;
  } facts[] = {{"company", BH_MATCH_COMPANY},
               {"tier-label", BH_MATCH_TIER},
               {"language-label", BH_MATCH_LANGUAGE}};
  guint differs = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++) {
    if (!is_fact_same (customers, facts[i].name))
      differs |= facts[i].fact;
  }
  return differs;
}

/* Who was in touch last is the likeliest to call again. */
static guint
find_likely (GListModel *customers)
{
  guint likely = GTK_INVALID_LIST_POSITION;
  gint64 latest = 0;

  for (guint i = 0; i < g_list_model_get_n_items (customers); i++) {
    g_autoptr (BhCustomer) customer = g_list_model_get_item (customers, i);
    if (bh_customer_get_last_contact (customer) > latest) {
      latest = bh_customer_get_last_contact (customer);
      likely = i;
    }
  }
  return likely;
}

static void
rebuild (BhMatchView *self)
{
  BhContactItem *contact = bh_contact_view_get_contact (self);
  GListModel *customers =
      contact != NULL ? bh_card_get_customers (bh_contact_item_get_card (contact)) : NULL;
  guint n = customers != NULL ? MIN (g_list_model_get_n_items (customers), MAX_CARDS) : 0;
  guint differs = n > 1 ? facts_that_differ (customers) : 0;
  guint likely = n > 1 ? find_likely (customers) : GTK_INVALID_LIST_POSITION;
  g_autofree char *hint = g_strdup_printf (_ ("Press 1 to %u, or ask for the company"), n);
  GtkWidget *child;

  gtk_label_set_label (self->hint, n > 0 ? hint : "");
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->cards))) != NULL)
    gtk_flow_box_remove (self->cards, child);
  for (guint i = 0; i < n; i++) {
    g_autoptr (BhCustomer) customer = g_list_model_get_item (customers, i);
    GtkWidget *card = g_object_new (BH_TYPE_MATCH_CARD,
                                    "desk",
                                    bh_contact_view_get_desk (self),
                                    "customer",
                                    customer,
                                    "position",
                                    i + 1,
                                    "differs",
                                    differs,
                                    "likely",
                                    i == likely,
                                    NULL);
    gtk_flow_box_append (self->cards, card);
    /* The card's own button takes the focus; the cell around it would be a stop without a name. */
    gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
  }
  gtk_flow_box_set_min_children_per_line (self->cards, CLAMP (n, 1, 3));
  gtk_flow_box_set_max_children_per_line (self->cards, CLAMP (n, 1, 3));
}

static void
bh_match_view_contact_changed (BhContactView *view, BhContactItem *contact)
{
  BhMatchView *self = BH_MATCH_VIEW (view);

  if (self->customers == NULL)
    return;
  g_signal_group_set_target (
      self->customers,
      contact != NULL ? bh_card_get_customers (bh_contact_item_get_card (contact)) : NULL);
  rebuild (self);
}

static void
bh_match_view_dispose (GObject *object)
{
  g_clear_object (&BH_MATCH_VIEW (object)->customers);
  G_OBJECT_CLASS (bh_match_view_parent_class)->dispose (object);
}

static void
bh_match_view_class_init (BhMatchViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_NOTES_VIEW);
  G_OBJECT_CLASS (klass)->dispose = bh_match_view_dispose;
  BH_CONTACT_VIEW_CLASS (klass)->contact_changed = bh_match_view_contact_changed;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/match-view.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback_full (widget_class,
                                                "who_words",
                                                G_CALLBACK (bh_contact_view_who));
  gtk_widget_class_bind_template_child (widget_class, BhMatchView, cards);
  gtk_widget_class_bind_template_child (widget_class, BhMatchView, hint);
  gtk_widget_class_bind_template_child (widget_class, BhMatchView, notes);
}

static void
bh_match_view_init (BhMatchView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->customers = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->customers, "items-changed", G_CALLBACK (rebuild), self);
}

gboolean
bh_match_view_choose (BhMatchView *self, guint position)
{
  GtkFlowBoxChild *cell;
  g_autoptr (BhCustomer) customer = NULL;

  g_return_val_if_fail (BH_IS_MATCH_VIEW (self), FALSE);
  cell = position > 0 ? gtk_flow_box_get_child_at_index (self->cards, (int) position - 1) : NULL;
  if (cell == NULL)
    return FALSE;
  g_object_get (gtk_flow_box_child_get_child (cell), "customer", &customer, NULL);
  return gtk_widget_activate_action (GTK_WIDGET (self),
                                     "win.attach-customer",
                                     "s",
                                     bh_customer_get_id (customer));
}

void
bh_match_view_focus_notes (BhMatchView *self)
{
  g_return_if_fail (BH_IS_MATCH_VIEW (self));
  bh_notes_view_focus (self->notes);
}

void
bh_match_view_insert_note (BhMatchView *self, const char *text)
{
  g_return_if_fail (BH_IS_MATCH_VIEW (self));
  bh_notes_view_insert (self->notes, text);
}
