/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/task-list.h"

#include "desktop/agent/record-line-row.h"
#include "desktop/agent/task-row.h"
#include "desktop/widgets/closures.h"

struct _BhTaskList {
  AdwBin parent_instance;

  GtkListBox *tasks;
  GtkListBox *campaigns;
  GtkWidget *tasks_part;
  GtkWidget *campaigns_part;
  BhDeskCampaign *work;
};

enum { PROP_WORK = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhTaskList, bh_task_list, ADW_TYPE_BIN)

static void
update (BhTaskList *self)
{
  GListModel *campaigns = bh_desk_campaign_get_campaigns (self->work);
  GListModel *tasks = bh_desk_campaign_get_tasks (self->work);

  gtk_widget_set_visible (self->tasks_part, g_list_model_get_n_items (tasks) > 0);
  gtk_widget_set_visible (self->campaigns_part,
                          g_list_model_get_n_items (campaigns) > 0 &&
                              bh_desk_campaign_get_campaign (self->work) == NULL);
}

static void
on_task (BhTaskList *self, GtkListBoxRow *row)
{
  const char *id = bh_task_get_id (bh_item_row_get_item (row));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.task-call", "s", id);
}

static void
on_campaign (BhTaskList *self, GtkListBoxRow *row)
{
  const char *name = bh_record_line_get_key (bh_item_row_get_item (row));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.campaign-join", "s", name);
}

static double
fraction (GObject *object, gint64 per_mille)
{
  return (double) per_mille / 1000.;
}

/* With a record in the middle it is said there. */
static gboolean
says (GObject *object, const char *message, BhCampaignRecord *record)
{
  return record == NULL && message != NULL && *message != '\0';
}

static void
bh_task_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, BH_TASK_LIST (object)->work);
}

static void
bh_task_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BH_TASK_LIST (object)->work = g_value_dup_object (value);
}

static void
bh_task_list_dispose (GObject *object)
{
  g_clear_object (&BH_TASK_LIST (object)->work);
  G_OBJECT_CLASS (bh_task_list_parent_class)->dispose (object);
}

static void
bh_task_list_class_init (BhTaskListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_DESK_CAMPAIGN);
  object_class->get_property = bh_task_list_get_property;
  object_class->set_property = bh_task_list_set_property;
  object_class->dispose = bh_task_list_dispose;
  props[PROP_WORK] =
      g_param_spec_object ("work",
                           NULL,
                           NULL,
                           BH_TYPE_DESK_CAMPAIGN,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/task-list.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhTaskList, tasks);
  gtk_widget_class_bind_template_child (widget_class, BhTaskList, campaigns);
  gtk_widget_class_bind_template_child (widget_class, BhTaskList, tasks_part);
  gtk_widget_class_bind_template_child (widget_class, BhTaskList, campaigns_part);
  gtk_widget_class_bind_template_callback (widget_class, on_task);
  gtk_widget_class_bind_template_callback (widget_class, on_campaign);
  gtk_widget_class_bind_template_callback (widget_class, fraction);
  gtk_widget_class_bind_template_callback (widget_class, says);
}

static void
bh_task_list_init (BhTaskList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
listen (BhTaskList *self, gpointer object, const char *name)
{
  g_signal_connect_object (object,
                           name,
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

GtkWidget *
bh_task_list_new (BhDeskCampaign *work, BhDesk *desk)
{
  BhTaskList *self = g_object_new (BH_TYPE_TASK_LIST, "work", work, NULL);
  GListModel *tasks = bh_desk_campaign_get_tasks (work);
  GListModel *campaigns = bh_desk_campaign_get_campaigns (work);

  bh_item_row_bind (self->tasks, tasks, BH_TYPE_TASK_ROW, desk);
  bh_item_row_bind (self->campaigns, campaigns, BH_TYPE_RECORD_LINE_ROW, desk);
  listen (self, tasks, "items-changed");
  listen (self, campaigns, "items-changed");
  listen (self, work, "notify::campaign");
  update (self);
  return GTK_WIDGET (self);
}

gboolean
bh_task_list_focus (BhTaskList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->tasks, 0);

  if (row == NULL && gtk_widget_get_mapped (self->campaigns_part))
    row = gtk_list_box_get_row_at_index (self->campaigns, 0);
  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}
