/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/ringing-page.h"

#include "desktop/agent/history-row.h"
#include "desktop/agent/matter-row.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/format.h"
#include "desktop/widgets/tag.h"
#include "desktop/widgets/timer-label.h"
#include "desktop/widgets/timer-ring.h"

#include <glib/gi18n.h>

/* What is read while it rings; the rest is on the page after the answer. */
#define MAX_ROWS 3

struct _BhRingingPage {
  BhContactView parent_instance;

  GtkListBox *matters;
  GtkListBox *history;
};

G_DEFINE_FINAL_TYPE (BhRingingPage, bh_ringing_page, BH_TYPE_CONTACT_VIEW)

static char *
waited_words (GObject *object, gint64 waited_ms, gint64 waiting_since, gint64 now)
{
  g_autofree char *time = NULL;

  if (waited_ms < 0 && waiting_since == 0)
    return NULL;
  time =
      bh_format_length (waited_ms >= 0 ? waited_ms / 1000 : (now - waiting_since) / G_USEC_PER_SEC);
  return g_strdup_printf (_ ("waited %s"), time);
}

/* The time that it rings stands in a label of its own behind these words. */
static char *
rings_after (GObject *object, const char *waited)
{
  return waited != NULL ? g_strdup_printf (_ ("%s  ·  rings"), waited) : g_strdup (_ ("rings"));
}

static char *
local_time_words (GObject *object, GObject *customer, gint64 now)
{
  g_autofree char *zone = NULL;
  g_autofree char *time = NULL;

  if (customer != NULL)
    g_object_get (customer, "time-zone", &zone, NULL);
  time = bh_format_local_time (zone, now);
  return time != NULL ? g_strdup_printf (_ ("%s there"), time) : NULL;
}

static char *
page_of (GObject *object, BhCardStatus status, GObject *customer)
{
  return g_strdup (status == BH_CARD_ONE && customer != NULL ? "card" : "words");
}

static char *
words_of (GObject *object, BhCardStatus status, gint64 seen, const char *message)
{
  switch (status) {
  case BH_CARD_LOOKING:
    return g_strdup (_ ("Looking up the number…"));
  case BH_CARD_WITHHELD:
    return g_strdup (_ ("The number is withheld: ask for the name."));
  case BH_CARD_UNAVAILABLE:
    return g_strdup (message != NULL && *message != '\0'
                         ? message
                         : _ ("The customers cannot be looked up now."));
  case BH_CARD_NONE:
  case BH_CARD_ONE:
  case BH_CARD_MANY:
  default:
    if (seen <= 0)
      return g_strdup (_ ("No customer has this number, and it has not called before."));
    return g_strdup_printf (ngettext ("No customer has this number. It called %d time before.",
                                      "No customer has this number. It called %d times before.",
                                      (gulong) seen),
                            (int) seen);
  }
}

static char *
direction_words (GObject *object, const char *direction)
{
  return g_strcmp0 (direction, "internal") == 0 ? g_strdup (_ ("Colleague")) : NULL;
}

static void
bind_slice (GtkListBox *list, GListModel *model, GType type, BhDesk *desk)
{
  g_autoptr (GtkSliceListModel) slice =
      gtk_slice_list_model_new (g_object_ref (model), 0, MAX_ROWS);

  bh_item_row_bind (list, G_LIST_MODEL (slice), type, desk);
}

static void
bh_ringing_page_contact_changed (BhContactView *view, BhContactItem *contact)
{
  BhRingingPage *self = BH_RINGING_PAGE (view);
  BhDesk *desk = bh_contact_view_get_desk (self);
  BhCard *card;

  if (contact == NULL || desk == NULL)
    return;
  card = bh_contact_item_get_card (contact);
  bind_slice (self->matters, bh_card_get_matters (card), BH_TYPE_MATTER_ROW, desk);
  bind_slice (self->history, bh_card_get_history (card), BH_TYPE_HISTORY_ROW, desk);
}

static void
bh_ringing_page_class_init (BhRingingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_TAG);
  g_type_ensure (BH_TYPE_TIMER_LABEL);
  g_type_ensure (BH_TYPE_TIMER_RING);
  BH_CONTACT_VIEW_CLASS (klass)->contact_changed = bh_ringing_page_contact_changed;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/ringing-page.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhRingingPage, matters);
  gtk_widget_class_bind_template_child (widget_class, BhRingingPage, history);
  gtk_widget_class_bind_template_callback (widget_class, waited_words);
  gtk_widget_class_bind_template_callback (widget_class, rings_after);
  gtk_widget_class_bind_template_callback (widget_class, local_time_words);
  gtk_widget_class_bind_template_callback (widget_class, page_of);
  gtk_widget_class_bind_template_callback (widget_class, words_of);
  gtk_widget_class_bind_template_callback (widget_class, direction_words);
}

static void
bh_ringing_page_init (BhRingingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
