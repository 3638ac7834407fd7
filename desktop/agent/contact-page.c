/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/contact-page.h"

#include "desktop/agent/consult-bar.h"
#include "desktop/agent/customer-header.h"
#include "desktop/agent/disposition-picker.h"
#include "desktop/agent/match-view.h"
#include "desktop/agent/matter-row.h"
#include "desktop/agent/notes-view.h"
#include "desktop/agent/read-out-card.h"
#include "desktop/agent/refusal-bar.h"
#include "desktop/agent/time-line.h"
#include "desktop/agent/unknown-view.h"
#include "desktop/agent/wrap-up-bar.h"
#include "desktop/widgets/closures.h"

#include <glib/gi18n.h>

struct _BhContactPage {
  BhContactView parent_instance;

  BhCallBar *call_bar;
  GtkStack *body;
  GtkStack *left;
  GtkListBox *matters;
  BhTimeLine *time_line;
  GtkLabel *n_matters;
  BhNotesView *notes;
  BhReadOutCard *read_out;
  BhDispositionPicker *disposition;
  BhMatchView *matches;
  BhUnknownView *unknown;
  BhScriptView *script;
  BhRefusalBar *answer_refusals;
  BhRefusalBar *result_refusals;
  BhSplitView *split;

  GSignalGroup *card_signals;
  GSignalGroup *contact_signals;
  GSignalGroup *matter_signals;
  gboolean searching;   /* asked for another customer than the card shows */
  BhContactState state; /* the last one seen, to see wrap-up begin */
};

G_DEFINE_FINAL_TYPE (BhContactPage, bh_contact_page, BH_TYPE_CONTACT_VIEW)

static gboolean
is_over_state (BhContactState state)
{
  return state == BH_CONTACT_WRAP_UP || state == BH_CONTACT_ENDED || state == BH_CONTACT_LEFT;
}

static char *
bar_of (GObject *object, BhContactState state)
{
  return g_strdup (is_over_state (state) ? "wrap-up" : "call");
}

static BhCard *
get_card (BhContactPage *self)
{
  BhContactItem *contact = bh_contact_view_get_contact (self);

  return contact != NULL ? bh_contact_item_get_card (contact) : NULL;
}

static void
update_pages (BhContactPage *self)
{
  BhCard *card = get_card (self);
  gboolean many;
  gboolean known;

  if (card == NULL)
    return;
  known = bh_card_get_customer (card) != NULL;
  many = bh_card_get_status (card) == BH_CARD_MANY && !known;
  gtk_stack_set_visible_child_name (self->body, many && !self->searching ? "matches" : "card");
  gtk_stack_set_visible_child_name (self->left, known && !self->searching ? "known" : "unknown");
}

static void
on_customer_changed (BhContactPage *self)
{
  self->searching = FALSE;
  update_pages (self);
}

static void
update_counts (BhContactPage *self)
{
  BhCard *card = get_card (self);
  g_autofree char *matters = NULL;
  guint n;

  if (card == NULL)
    return;
  n = g_list_model_get_n_items (bh_card_get_matters (card));
  matters = g_strdup_printf ("%u", n);
  gtk_label_set_label (self->n_matters, n > 0 ? matters : "");
}

/* Notes and result are what there is to do once the call is over: the focus goes there, unless the
 * person is already writing something. */
static void
on_state_changed (BhContactPage *self)
{
  BhContactItem *contact = bh_contact_view_get_contact (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  BhContactState state = bh_contact_item_get_state (contact);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean began = state == BH_CONTACT_WRAP_UP && self->state != BH_CONTACT_WRAP_UP;

  self->state = state;
  if (!began || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (focus == NULL || !(GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus)))
    bh_contact_page_focus_disposition (self);
}

static void
on_script_changed (BhContactPage *self)
{
  BhContactItem *contact = bh_contact_view_get_contact (self);

  bh_script_view_set_player (self->script,
                             contact != NULL ? bh_contact_item_get_script (contact) : NULL);
}

/* An article that the script names is opened beside the contact. */
static void
on_article (BhContactPage *self, const char *article, const char *search)
{
  if (article != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.kb-open", "s", article);
  else if (search != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.kb-search", "s", search);
}

static void
bh_contact_page_contact_changed (BhContactView *view, BhContactItem *contact)
{
  BhContactPage *self = BH_CONTACT_PAGE (view);
  BhDesk *desk = bh_contact_view_get_desk (self);
  BhCard *card = get_card (self);

  if (self->card_signals == NULL)
    return;
  self->searching = FALSE;
  bh_read_out_card_show (self->read_out, NULL);
  self->state = contact != NULL ? bh_contact_item_get_state (contact) : BH_CONTACT_ENDED;
  g_signal_group_set_target (self->contact_signals, contact);
  g_signal_group_set_target (self->card_signals, card);
  g_signal_group_set_target (self->matter_signals,
                             card != NULL ? bh_card_get_matters (card) : NULL);
  bh_item_row_bind (self->matters,
                    card != NULL ? bh_card_get_matters (card) : NULL,
                    BH_TYPE_MATTER_ROW,
                    desk);
  update_pages (self);
  update_counts (self);
  on_script_changed (self);
}

static void
bh_contact_page_dispose (GObject *object)
{
  BhContactPage *self = BH_CONTACT_PAGE (object);

  g_clear_object (&self->card_signals);
  g_clear_object (&self->contact_signals);
  g_clear_object (&self->matter_signals);
  G_OBJECT_CLASS (bh_contact_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, call_bar);
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, body);
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, left);
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, matters);
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, time_line);
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, n_matters);
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, read_out);
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, notes);
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, disposition);
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, matches);
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, unknown);
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, script);
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, answer_refusals);
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, result_refusals);
  gtk_widget_class_bind_template_child (widget_class, BhContactPage, split);
}

static void
bh_contact_page_class_init (BhContactPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_CALL_BAR);
  g_type_ensure (BH_TYPE_CONSULT_BAR);
  g_type_ensure (BH_TYPE_CUSTOMER_HEADER);
  g_type_ensure (BH_TYPE_DISPOSITION_PICKER);
  g_type_ensure (BH_TYPE_MATCH_VIEW);
  g_type_ensure (BH_TYPE_NOTES_VIEW);
  g_type_ensure (BH_TYPE_READ_OUT_CARD);
  g_type_ensure (BH_TYPE_REFUSAL_BAR);
  g_type_ensure (BH_TYPE_SCRIPT_VIEW);
  g_type_ensure (BH_TYPE_SPLIT_VIEW);
  g_type_ensure (BH_TYPE_TIME_LINE);
  g_type_ensure (BH_TYPE_UNKNOWN_VIEW);
  g_type_ensure (BH_TYPE_WRAP_UP_BAR);
  G_OBJECT_CLASS (klass)->dispose = bh_contact_page_dispose;
  BH_CONTACT_VIEW_CLASS (klass)->contact_changed = bh_contact_page_contact_changed;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/contact-page.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, bar_of);
  gtk_widget_class_bind_template_callback (widget_class, on_article);
  bind_children (widget_class);
}

static void
bh_contact_page_init (BhContactPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->state = BH_CONTACT_ENDED;
  self->contact_signals = g_signal_group_new (BH_TYPE_CONTACT_ITEM);
  g_signal_group_connect_swapped (self->contact_signals,
                                  "notify::state",
                                  G_CALLBACK (on_state_changed),
                                  self);
  g_signal_group_connect_swapped (self->contact_signals,
                                  "notify::script",
                                  G_CALLBACK (on_script_changed),
                                  self);
  self->card_signals = g_signal_group_new (BH_TYPE_CARD);
  g_signal_group_connect_swapped (self->card_signals,
                                  "notify::status",
                                  G_CALLBACK (update_pages),
                                  self);
  g_signal_group_connect_swapped (self->card_signals,
                                  "notify::customer",
                                  G_CALLBACK (on_customer_changed),
                                  self);
  self->matter_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->matter_signals,
                                  "items-changed",
                                  G_CALLBACK (update_counts),
                                  self);
}

BhCallBar *
bh_contact_page_get_call_bar (BhContactPage *self)
{
  g_return_val_if_fail (BH_IS_CONTACT_PAGE (self), NULL);
  return self->call_bar;
}

void
bh_contact_page_focus_notes (BhContactPage *self)
{
  g_return_if_fail (BH_IS_CONTACT_PAGE (self));
  if (gtk_widget_get_mapped (GTK_WIDGET (self->matches)))
    bh_match_view_focus_notes (self->matches);
  else
    bh_notes_view_focus (self->notes);
}

gboolean
bh_contact_page_focus_refusal (BhContactPage *self)
{
  g_return_val_if_fail (BH_IS_CONTACT_PAGE (self), FALSE);
  return bh_refusal_bar_focus (self->answer_refusals) ||
         bh_refusal_bar_focus (self->result_refusals);
}

void
bh_contact_page_insert_note (BhContactPage *self, const char *text)
{
  g_return_if_fail (BH_IS_CONTACT_PAGE (self));
  if (gtk_widget_get_mapped (GTK_WIDGET (self->matches)))
    bh_match_view_insert_note (self->matches, text);
  else
    bh_notes_view_insert (self->notes, text);
}

void
bh_contact_page_read_out (BhContactPage *self, const char *text)
{
  g_return_if_fail (BH_IS_CONTACT_PAGE (self));
  bh_read_out_card_show (self->read_out, text);
}

gboolean
bh_contact_page_is_reading_out (BhContactPage *self)
{
  g_return_val_if_fail (BH_IS_CONTACT_PAGE (self), FALSE);
  return bh_read_out_card_is_shown (self->read_out);
}

void
bh_contact_page_focus_disposition (BhContactPage *self)
{
  g_return_if_fail (BH_IS_CONTACT_PAGE (self));
  bh_disposition_picker_focus (self->disposition);
}

void
bh_contact_page_find_customer (BhContactPage *self, gboolean make_new)
{
  g_return_if_fail (BH_IS_CONTACT_PAGE (self));
  self->searching = TRUE;
  update_pages (self);
  if (make_new)
    bh_unknown_view_focus_new (self->unknown);
  else
    bh_unknown_view_focus_search (self->unknown);
}

void
bh_contact_page_show_card (BhContactPage *self)
{
  g_return_if_fail (BH_IS_CONTACT_PAGE (self));
  self->searching = FALSE;
  update_pages (self);
}

gboolean
bh_contact_page_choose (BhContactPage *self, guint digit)
{
  g_return_val_if_fail (BH_IS_CONTACT_PAGE (self), FALSE);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self->matches)))
    return FALSE;
  if (digit != 0)
    return bh_match_view_choose (self->matches, digit);
  bh_contact_page_find_customer (self, TRUE);
  return TRUE;
}

BhScriptView *
bh_contact_page_get_script (BhContactPage *self)
{
  g_return_val_if_fail (BH_IS_CONTACT_PAGE (self), NULL);
  return self->script;
}

void
bh_contact_page_search_history (BhContactPage *self)
{
  g_return_if_fail (BH_IS_CONTACT_PAGE (self));
  bh_contact_page_show_card (self);
  bh_time_line_focus_search (self->time_line);
}

BhSplitView *
bh_contact_page_get_split (BhContactPage *self)
{
  g_return_val_if_fail (BH_IS_CONTACT_PAGE (self), NULL);
  return self->split;
}
