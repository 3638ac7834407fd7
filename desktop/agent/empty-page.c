/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/empty-page.h"

#include "desktop/agent/day-card.h"
#include "desktop/agent/queue-tile.h"
#include "desktop/agent/waiting-cards.h"
#include "desktop/model/queue-item.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/format.h"
#include "desktop/widgets/key-cap.h"

#include <glib/gi18n.h>

struct _BhEmptyPage {
  BhContactView parent_instance;
  GtkBox *tiles;
  GtkWidget *queues_part;
  BhWaitingCards *cards;
  GListModel *queues; /* the ones that I am in */
};

G_DEFINE_FINAL_TYPE (BhEmptyPage, bh_empty_page, BH_TYPE_CONTACT_VIEW)

/* "Good afternoon, Anna": the first of the names where names have spaces. */
static char *
greeting (GObject *object, const char *full_name, gint64 now)
{
  g_auto (GStrv) names = NULL;

  if (full_name == NULL || *full_name == '\0')
    return g_strdup (bh_format_greeting (now));
  names = g_strsplit (full_name, " ", 2);
  /* Translators: "Good afternoon, Anna" */
  return g_strdup_printf (C_ ("greeting", "%s, %s"), bh_format_greeting (now), names[0]);
}

static char *
list_of (const char *const *names, GListModel *queues)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; names != NULL && names[i] != NULL; i++) {
    const char *label = names[i];
    for (guint k = 0; queues != NULL && k < g_list_model_get_n_items (queues); k++) {
      g_autoptr (BhQueueItem) queue = g_list_model_get_item (queues, k);
      if (g_strcmp0 (bh_queue_item_get_id (queue), names[i]) == 0)
        label = bh_queue_item_get_label (queue);
    }
    if (i > 0)
      g_string_append (text, names[i + 1] != NULL ? C_ ("list", ", ") : C_ ("list", " and "));
    g_string_append (text, label);
  }
  return g_string_free (text, FALSE);
}

static char *
meaning (GObject *object,
         BhAgent state,
         const char *word,
         const char *const *names,
         GListModel *queues,
         const char *why)
{
  g_autofree char *list = list_of (names, queues);

  switch (state) {
  case BH_AGENT_READY:
    if (*list == '\0')
      return g_strdup (_ ("You are ready. The next call will appear here."));
    return g_strdup_printf (_ ("You are ready for %s. The next call will appear here."), list);
  case BH_AGENT_NOT_READY:
    if (g_strcmp0 (word, bh_agent_word (state)) == 0) /* no reason was given */
      return g_strdup (_ ("You are not ready: no call of a queue comes to you until you are."));
    return g_strdup_printf (
        _ ("You are not ready (%s): no call of a queue comes to you until you are."),
        word);
  case BH_AGENT_LOGGED_OUT:
    return g_strdup (_ ("You are signed out of the queues. Choose Ready to begin."));
  case BH_AGENT_UNKNOWN:
    return g_strdup (_ ("Your state is not known now: the telephone system cannot be heard."));
  case BH_AGENT_OFFERED:
  case BH_AGENT_TALKING:
  case BH_AGENT_HOLD:
  case BH_AGENT_CONSULT:
  case BH_AGENT_WRAP_UP:
  default:
    return g_strdup (why);
  }
}

static gboolean
may_be_ready (GObject *object, BhAgent state)
{
  return state == BH_AGENT_NOT_READY || state == BH_AGENT_LOGGED_OUT;
}

static gboolean
is_mine (gpointer item, gpointer data)
{
  g_auto (GStrv) mine = NULL;

  g_object_get (bh_desk_get_agent (BH_DESK (data)), "queues", &mine, NULL);
  return mine != NULL && g_strv_contains ((const char *const *) mine, bh_queue_item_get_id (item));
}

static void
on_my_queues_changed (GtkFilterListModel *mine)
{
  gtk_filter_changed (gtk_filter_list_model_get_filter (mine), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
rebuild_tiles (BhEmptyPage *self)
{
  guint n = g_list_model_get_n_items (self->queues);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->tiles))) != NULL)
    gtk_box_remove (self->tiles, child);
  for (guint i = 0; i < n; i++) {
    g_autoptr (BhQueueItem) queue = g_list_model_get_item (self->queues, i);
    gtk_box_append (self->tiles,
                    g_object_new (BH_TYPE_QUEUE_TILE,
                                  "desk",
                                  bh_contact_view_get_desk (self),
                                  "queue",
                                  queue,
                                  NULL));
  }
  gtk_widget_set_visible (self->queues_part, n > 0);
}

static void
on_desk_set (BhEmptyPage *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);

  if (desk == NULL || self->queues != NULL)
    return;
  self->queues = G_LIST_MODEL (
      gtk_filter_list_model_new (g_object_ref (bh_desk_get_queues (desk)),
                                 GTK_FILTER (gtk_custom_filter_new (is_mine, desk, NULL))));
  g_signal_connect_object (bh_desk_get_agent (desk),
                           "notify::queues",
                           G_CALLBACK (on_my_queues_changed),
                           self->queues,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->queues,
                           "items-changed",
                           G_CALLBACK (rebuild_tiles),
                           self,
                           G_CONNECT_SWAPPED);
  rebuild_tiles (self);
}

static void
bh_empty_page_dispose (GObject *object)
{
  g_clear_object (&BH_EMPTY_PAGE (object)->queues);
  G_OBJECT_CLASS (bh_empty_page_parent_class)->dispose (object);
}

static void
bh_empty_page_class_init (BhEmptyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_DAY_CARD);
  g_type_ensure (BH_TYPE_KEY_CAP);
  g_type_ensure (BH_TYPE_WAITING_CARDS);
  G_OBJECT_CLASS (klass)->dispose = bh_empty_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/empty-page.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhEmptyPage, tiles);
  gtk_widget_class_bind_template_child (widget_class, BhEmptyPage, queues_part);
  gtk_widget_class_bind_template_child (widget_class, BhEmptyPage, cards);
  gtk_widget_class_bind_template_callback (widget_class, greeting);
  gtk_widget_class_bind_template_callback (widget_class, meaning);
  gtk_widget_class_bind_template_callback (widget_class, may_be_ready);
}

static void
bh_empty_page_init (BhEmptyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::desk", G_CALLBACK (on_desk_set), NULL);
}

void
bh_empty_page_follow (BhEmptyPage *self, BhDeskCampaign *work, BhKnowledge *knowledge)
{
  g_return_if_fail (BH_IS_EMPTY_PAGE (self));
  bh_waiting_cards_follow (self->cards, work, knowledge);
}
