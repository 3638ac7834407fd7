/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/waiting-cards.h"

#include "desktop/agent/task-row.h"
#include "desktop/model/article-hit.h"
#include "desktop/model/task.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/tag.h"

struct _BhWaitingCards {
  AdwBin parent_instance;

  GtkWidget *task_card;
  GtkLabel *task_name;
  GtkLabel *task_when;
  GtkLabel *task_note;
  GtkWidget *task_tag;
  GtkWidget *task_call;
  GtkWidget *article_card;
  GtkLabel *article_title;
  GtkLabel *article_why;
  GtkWidget *article_read;

  GListModel *tasks;
  GListModel *articles;
  GSignalGroup *task_signals; /* of the next one */
};

G_DEFINE_FINAL_TYPE (BhWaitingCards, bh_waiting_cards, ADW_TYPE_BIN)

static void
update_whole (BhWaitingCards *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self),
                          gtk_widget_get_visible (self->task_card) ||
                              gtk_widget_get_visible (self->article_card));
}

static void
say (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/* Not before there is something to aim at: GTK complains of an act without its target. */
static void
aim (GtkWidget *button, const char *action, const char *target)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

static void
show_task (BhWaitingCards *self, BhTask *task)
{
  g_autofree char *when = NULL;
  g_autofree char *there = NULL;
  g_autofree char *note = NULL;
  g_autofree char *times = NULL;
  gint64 urgency = bh_task_get_urgency (task);

  g_object_get (task, "when", &when, "there", &there, "note", &note, NULL);
  times = there != NULL && *there != '\0' ? g_strdup_printf ("%s  ·  %s", when, there)
                                          : g_strdup (when);
  say (self->task_name, bh_task_get_name (task));
  say (self->task_when, times);
  say (self->task_note, note);
  g_object_set (self->task_tag,
                "label",
                bh_task_row_urgency_word (urgency),
                "tone",
                bh_task_row_urgency_tone (urgency),
                NULL);
  aim (self->task_call, "win.task-call", bh_task_get_id (task));
}

static void
update_task (BhWaitingCards *self)
{
  g_autoptr (BhTask) task = g_list_model_get_item (self->tasks, 0);

  g_signal_group_set_target (self->task_signals, task);
  if (task != NULL)
    show_task (self, task);
  gtk_widget_set_visible (self->task_card, task != NULL);
  update_whole (self);
}

static void
on_task_changed (BhWaitingCards *self)
{
  g_autoptr (BhTask) task = g_signal_group_dup_target (self->task_signals);

  if (task != NULL)
    show_task (self, task);
}

static void
update_article (BhWaitingCards *self)
{
  g_autoptr (BhArticleHit) hit = g_list_model_get_item (self->articles, 0);
  g_autofree char *why = NULL;

  if (hit != NULL) {
    g_object_get (hit, "why", &why, NULL);
    say (self->article_title, bh_article_hit_get_title (hit));
    say (self->article_why, why);
    aim (self->article_read, "win.kb-open", bh_article_hit_get_article (hit));
  }
  gtk_widget_set_visible (self->article_card, hit != NULL);
  update_whole (self);
}

static void
bh_waiting_cards_dispose (GObject *object)
{
  BhWaitingCards *self = BH_WAITING_CARDS (object);

  g_clear_object (&self->task_signals);
  g_clear_object (&self->tasks);
  g_clear_object (&self->articles);
  G_OBJECT_CLASS (bh_waiting_cards_parent_class)->dispose (object);
}

static void
bh_waiting_cards_class_init (BhWaitingCardsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_TAG);
  G_OBJECT_CLASS (klass)->dispose = bh_waiting_cards_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/waiting-cards.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhWaitingCards, task_card);
  gtk_widget_class_bind_template_child (widget_class, BhWaitingCards, task_name);
  gtk_widget_class_bind_template_child (widget_class, BhWaitingCards, task_when);
  gtk_widget_class_bind_template_child (widget_class, BhWaitingCards, task_note);
  gtk_widget_class_bind_template_child (widget_class, BhWaitingCards, task_tag);
  gtk_widget_class_bind_template_child (widget_class, BhWaitingCards, task_call);
  gtk_widget_class_bind_template_child (widget_class, BhWaitingCards, article_card);
  gtk_widget_class_bind_template_child (widget_class, BhWaitingCards, article_title);
  gtk_widget_class_bind_template_child (widget_class, BhWaitingCards, article_why);
  gtk_widget_class_bind_template_child (widget_class, BhWaitingCards, article_read);
}

static void
bh_waiting_cards_init (BhWaitingCards *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->task_signals = g_signal_group_new (BH_TYPE_TASK);
  g_signal_group_connect_swapped (self->task_signals, "notify", G_CALLBACK (on_task_changed), self);
}

void
bh_waiting_cards_follow (BhWaitingCards *self, BhDeskCampaign *work, BhKnowledge *knowledge)
{
  g_return_if_fail (BH_IS_WAITING_CARDS (self) && self->tasks == NULL);
  g_return_if_fail (BH_IS_DESK_CAMPAIGN (work) && BH_IS_KNOWLEDGE (knowledge));
  self->tasks = g_object_ref (bh_desk_campaign_get_tasks (work));
  self->articles = g_object_ref (bh_knowledge_get_suggestions (knowledge));
  g_signal_connect_object (self->tasks,
                           "items-changed",
                           G_CALLBACK (update_task),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->articles,
                           "items-changed",
                           G_CALLBACK (update_article),
                           self,
                           G_CONNECT_SWAPPED);
  update_task (self);
  update_article (self);
}
