/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/time-line.h"

#include "desktop/agent/history-cell.h"
#include "desktop/model/desk-commands.h"
#include "desktop/model/history-search.h"
#include "desktop/widgets/gradual-list.h"

#include <glib/gi18n.h>

/* The next page is asked for when less than so many views are left below what is seen. */
#define VIEWS_AHEAD 2
/* So many rows are made in a frame; and so many GtkListView makes about what is seen (it has no
 * word for how many). */
#define ROWS_A_FRAME 12
#define ROWS_OF_VIEW 240
/* The server counts no further. */
#define COUNTED_UP_TO 1000

struct _BhTimeLine {
  BhContactView parent_instance;

  GtkLabel *count;
  GtkToggleButton *find;
  GtkEditable *entry;
  GtkDropDown *kind;
  GtkStack *pages;
  GtkLabel *placeholder;
  GtkListView *list;
  GtkSingleSelection *selection;
  BhGradualList *shown; /* of the entries, as many as there are rows for */
  GtkAdjustment *scroll;

  BhHistorySearch *search; /* made with the first question */
  BhCard *card;            /* whose contacts these are */
  GSignalGroup *card_signals;
  GSignalGroup *entry_signals;
  GCancellable *bringing; /* a page of the card itself is on its way */
};

G_DEFINE_FINAL_TYPE (BhTimeLine, bh_time_line, BH_TYPE_CONTACT_VIEW)

/* In the order of the drop-down. */
static const char *const kinds[] = {NULL, "inbound", "outbound", "missed", "noted", "mine"};

static const char *
get_text (BhTimeLine *self)
{
  return gtk_editable_get_text (self->entry);
}

static const char *
get_kind (BhTimeLine *self)
{
  return kinds[MIN (gtk_drop_down_get_selected (self->kind), G_N_ELEMENTS (kinds) - 1)];
}

static gboolean
is_searching (BhTimeLine *self)
{
  return *get_text (self) != '\0' || get_kind (self) != NULL;
}

static GListModel *
get_entries (BhTimeLine *self)
{
  if (self->card == NULL)
    return NULL;
  return is_searching (self) && self->search != NULL ? bh_history_search_get_entries (self->search)
                                                     : bh_card_get_history (self->card);
}

static gboolean
has_more (BhTimeLine *self)
{
  return is_searching (self) ? self->search != NULL && bh_history_search_get_more (self->search)
                             : bh_card_get_history_more (self->card);
}

/* How many there are, not how many were brought. */
static char *
count_words (BhTimeLine *self, guint n)
{
  guint seen = (guint) bh_card_get_seen_before (self->card);

  if (is_searching (self))
    return g_strdup_printf (has_more (self) ? ngettext ("%u+ found", "%u+ found", n)
                                            : ngettext ("%u found", "%u found", n),
                            n);
  if (has_more (self) && seen >= COUNTED_UP_TO)
    return g_strdup_printf (
        ngettext ("more than %u contact", "more than %u contacts", MAX (n, seen)),
        MAX (n, seen));
  n = has_more (self) ? MAX (n, seen) : n;
  return n > 0 ? g_strdup_printf (ngettext ("%u contact", "%u contacts", n), n) : g_strdup ("");
}

static const char *
why_empty (BhTimeLine *self)
{
  const char *message = self->search != NULL ? bh_history_search_get_message (self->search) : NULL;

  if (!is_searching (self))
    return _ ("The first contact");
  if (message != NULL)
    return message;
  return self->search != NULL && bh_history_search_get_searching (self->search)
             ? _ ("Searching…")
             : _ ("Nothing like that");
}

static void
update (BhTimeLine *self)
{
  GListModel *entries = get_entries (self);
  guint n = entries != NULL ? g_list_model_get_n_items (entries) : 0;
  g_autofree char *words = self->card != NULL ? count_words (self, n) : g_strdup ("");

  gtk_label_set_label (self->count, words);
  gtk_label_set_label (self->placeholder, why_empty (self));
  gtk_stack_set_visible_child_name (self->pages, n > 0 ? "list" : "nothing");
}

static void
show_entries (BhTimeLine *self)
{
  GListModel *entries = get_entries (self);

  bh_gradual_list_set_source (self->shown, entries);
  g_signal_group_set_target (self->entry_signals, entries);
  update (self);
}

static void
on_brought (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhTimeLine) self = data;
  g_autoptr (GError) error = NULL;

  bh_desk_command_finish (BH_DESK (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->bringing);
  if (self->card != NULL)
    update (self);
}

static void
bring_more (BhTimeLine *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);

  if (is_searching (self)) {
    if (self->search != NULL)
      bh_history_search_more (self->search);
    return;
  }
  if (self->bringing != NULL || bh_desk_get_feed_state (desk) != BH_FEED_LIVE)
    return;
  self->bringing = g_cancellable_new ();
  bh_desk_history_more_async (desk,
                              bh_contact_view_get_contact (self),
                              self->bringing,
                              on_brought,
                              g_object_ref (self));
}

/* The next page comes before the person has read this one. */
static void
on_scrolled (BhTimeLine *self)
{
  double page = gtk_adjustment_get_page_size (self->scroll);
  double left =
      gtk_adjustment_get_upper (self->scroll) - gtk_adjustment_get_value (self->scroll) - page;

  if (self->card == NULL || page <= 0 || !gtk_widget_get_mapped (GTK_WIDGET (self->list)) ||
      bh_gradual_list_is_growing (self->shown))
    return;
  if (left < VIEWS_AHEAD * page && bh_card_get_customer (self->card) != NULL && has_more (self))
    bring_more (self);
}

static void
ask (BhTimeLine *self)
{
  BhCustomer *customer = self->card != NULL ? bh_card_get_customer (self->card) : NULL;

  if (customer != NULL && is_searching (self)) {
    if (self->search == NULL) {
      self->search = bh_history_search_new (bh_contact_view_get_desk (self));
      g_signal_connect_object (self->search,
                               "notify",
                               G_CALLBACK (update),
                               self,
                               G_CONNECT_SWAPPED);
    }
    bh_history_search_ask (self->search,
                           bh_customer_get_id (customer),
                           get_text (self),
                           get_kind (self));
  } else if (self->search != NULL) {
    bh_history_search_clear (self->search);
  }
  show_entries (self);
}

static void
on_question_changed (BhTimeLine *self)
{
  if (self->selection != NULL)
    ask (self);
}

static void
forget_question (BhTimeLine *self)
{
  gtk_editable_set_text (self->entry, "");
  gtk_drop_down_set_selected (self->kind, 0);
  gtk_toggle_button_set_active (self->find, FALSE);
}

static void
on_stop_search (BhTimeLine *self)
{
  forget_question (self);
  ask (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
on_find_toggled (BhTimeLine *self)
{
  if (gtk_toggle_button_get_active (self->find))
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else if (is_searching (self))
    on_stop_search (self);
}

/* From what is typed down to what was found. */
static gboolean
on_entry_key (BhTimeLine *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  return GDK_EVENT_STOP;
}

static void
on_activated (BhTimeLine *self, guint position)
{
  g_autoptr (BhHistoryEntry) entry =
      g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  bh_history_entry_set_open (entry, !bh_history_entry_get_open (entry));
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, BhTimeLine *self)
{
  gtk_list_item_set_child (item, bh_history_cell_new ());
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, BhTimeLine *self)
{
  GtkWidget *cell = gtk_list_item_get_child (item);
  BhClock *clock = bh_desk_get_clock (bh_contact_view_get_desk (self));
  g_autofree char *words = NULL;

  bh_history_cell_show (BH_HISTORY_CELL (cell),
                        gtk_list_item_get_item (item),
                        bh_clock_now (clock));
  /* GTK 4.8 gives a list item no name of its own. */
  words = bh_history_cell_words (BH_HISTORY_CELL (cell));
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (cell)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words,
                                  -1);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, BhTimeLine *self)
{
  bh_history_cell_show (BH_HISTORY_CELL (gtk_list_item_get_child (item)), NULL, 0);
}

static void
on_customer_changed (BhTimeLine *self)
{
  if (self->bringing != NULL)
    g_cancellable_cancel (self->bringing);
  g_clear_object (&self->bringing);
  forget_question (self);
  if (self->search != NULL)
    bh_history_search_clear (self->search);
  show_entries (self);
  gtk_adjustment_set_value (self->scroll, 0);
}

static void
bh_time_line_contact_changed (BhContactView *view, BhContactItem *contact)
{
  BhTimeLine *self = BH_TIME_LINE (view);

  if (self->selection == NULL)
    return;
  self->card = contact != NULL ? bh_contact_item_get_card (contact) : NULL;
  g_signal_group_set_target (self->card_signals, self->card);
  on_customer_changed (self);
}

static void
bh_time_line_dispose (GObject *object)
{
  BhTimeLine *self = BH_TIME_LINE (object);

  if (self->bringing != NULL)
    g_cancellable_cancel (self->bringing);
  g_clear_object (&self->bringing);
  g_clear_object (&self->card_signals);
  g_clear_object (&self->entry_signals);
  g_clear_object (&self->search);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  self->card = NULL;
  G_OBJECT_CLASS (bh_time_line_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BhTimeLine, count);
  gtk_widget_class_bind_template_child (widget_class, BhTimeLine, find);
  gtk_widget_class_bind_template_child (widget_class, BhTimeLine, entry);
  gtk_widget_class_bind_template_child (widget_class, BhTimeLine, kind);
  gtk_widget_class_bind_template_child (widget_class, BhTimeLine, pages);
  gtk_widget_class_bind_template_child (widget_class, BhTimeLine, placeholder);
  gtk_widget_class_bind_template_child (widget_class, BhTimeLine, list);
  gtk_widget_class_bind_template_child (widget_class, BhTimeLine, scroll);
}

static void
bh_time_line_class_init (BhTimeLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bh_time_line_dispose;
  BH_CONTACT_VIEW_CLASS (klass)->contact_changed = bh_time_line_contact_changed;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/time-line.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_question_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_find_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_key);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
  gtk_widget_class_bind_template_callback (widget_class, on_scrolled);
}

static void
watch (BhTimeLine *self)
{
  self->card_signals = g_signal_group_new (BH_TYPE_CARD);
  g_signal_group_connect_swapped (self->card_signals,
                                  "notify::customer",
                                  G_CALLBACK (on_customer_changed),
                                  self);
  g_signal_group_connect_swapped (self->card_signals,
                                  "notify::history-more",
                                  G_CALLBACK (update),
                                  self);
  g_signal_group_connect_swapped (self->card_signals,
                                  "notify::seen-before",
                                  G_CALLBACK (update),
                                  self);
  self->entry_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->entry_signals, "items-changed", G_CALLBACK (update), self);
}

static void
bh_time_line_init (BhTimeLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->shown = bh_gradual_list_new (GTK_WIDGET (self->list), ROWS_A_FRAME, ROWS_OF_VIEW);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->shown)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  watch (self);
  update (self);
}

void
bh_time_line_focus_search (BhTimeLine *self)
{
  g_return_if_fail (BH_IS_TIME_LINE (self));
  gtk_toggle_button_set_active (self->find, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
