/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-notify.h"
#include "desktop/agent/agent-window-private.h"

#include <glib/gi18n.h>

#include "desktop/agent/callback-window.h"
#include "desktop/agent/preview-page.h"
#include "desktop/agent/task-list.h"

/* Outbound work: the record of a campaign fills the middle while nothing else does, and calls that
 * were promised remind. Nothing here moves the focus. */

static gboolean
has_record (BhAgentWindow *self)
{
  return bh_desk_campaign_get_record (self->work) != NULL &&
         bh_desk_get_current (self->desk) == NULL;
}

static gboolean
was_called (BhAgentWindow *self)
{
  return has_record (self) &&
         bh_campaign_record_get_dialed (bh_desk_campaign_get_record (self->work));
}

static gboolean
may_skip (BhAgentWindow *self)
{
  return has_record (self) && !was_called (self);
}

static gboolean
may_dial_record (BhAgentWindow *self)
{
  return may_skip (self) && !bh_desk_get_watch_only (self->desk) &&
         bh_campaign_record_get_number (bh_desk_campaign_get_record (self->work)) != NULL;
}

static gboolean
has_campaign (BhAgentWindow *self)
{
  return bh_desk_campaign_get_campaign (self->work) != NULL;
}

static gboolean
has_somebody (BhAgentWindow *self)
{
  return bh_desk_get_current (self->desk) != NULL || has_record (self);
}

/* ---- acts */

static void
on_join (GtkWidget *window, const char *name, GVariant *target)
{
  bh_desk_campaign_join (BH_AGENT_WINDOW (window)->work, g_variant_get_string (target, NULL));
}

static void
on_leave (GtkWidget *window, const char *name, GVariant *target)
{
  bh_desk_campaign_leave (BH_AGENT_WINDOW (window)->work);
}

static void
on_dial (GtkWidget *window, const char *name, GVariant *target)
{
  bh_desk_campaign_dial (BH_AGENT_WINDOW (window)->work);
}

static void
on_skip (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_desk_campaign_wait (self->work);
  bh_preview_page_ask_reason (BH_PREVIEW_PAGE (self->preview));
}

static void
on_result (GtkWidget *window, const char *name, GVariant *target)
{
  bh_preview_page_ask_result (BH_PREVIEW_PAGE (BH_AGENT_WINDOW (window)->preview));
}

static BhPromise
promise_of_record (BhCampaignRecord *record)
{
  return (BhPromise){.number = bh_campaign_record_get_number (record),
                     .name = bh_campaign_record_get_name (record),
                     .customer = bh_campaign_record_get_customer (record),
                     .record = bh_campaign_record_get_id (record),
                     .zone = bh_campaign_record_get_zone (record)};
}

/* The record in the middle, else the contact: an inbound one too. */
static void
on_callback (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhContactItem *contact = bh_desk_get_current (self->desk);
  BhCampaignRecord *record = bh_desk_campaign_get_record (self->work);
  BhPromise promise = {0};

  if (record != NULL)
    promise = promise_of_record (record);
  if (contact != NULL) {
    BhCard *card = bh_contact_item_get_card (contact);
    BhCustomer *customer = bh_card_get_customer (card);
    promise.contact = bh_contact_item_get_id (contact);
    if (record == NULL) {
      promise.number = bh_contact_item_get_number (contact);
      promise.name = bh_contact_item_get_title (contact);
      promise.customer = customer != NULL ? bh_customer_get_id (customer) : NULL;
      promise.zone = customer != NULL ? bh_customer_get_time_zone (customer) : NULL;
    }
  }
  bh_desk_campaign_wait (self->work);
  bh_callback_window_open (GTK_WINDOW (self), self->work, self->desk, &promise);
}

/* A campaign's promise is kept by the campaign: with the record on the screen, its rules and its
 * result. */
static void
call_record_of (BhAgentWindow *self, BhTask *task)
{
  BhCampaignRecord *record = bh_desk_campaign_get_record (self->work);

  if (record == NULL)
    bh_desk_campaign_call_task (self->work, bh_task_get_id (task));
  else if (g_strcmp0 (bh_campaign_record_get_id (record), bh_task_get_record (task)) == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.record-dial", NULL);
  else
    bh_agent_window_toast (self, _ ("Decide about the person on your screen first."));
}

static void
on_task_call (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  const char *id = g_variant_get_string (target, NULL);
  BhTask *task = bh_desk_campaign_find_task (self->work, id);

  if (task == NULL)
    return;
  if (bh_task_get_record (task) != NULL) {
    call_record_of (self, task);
    return;
  }
  bh_desk_campaign_change_task (self->work, id, "take");
  gtk_widget_activate_action (window, "win.dial-number", "s", bh_task_get_number (task));
}

static void
on_task_done (GtkWidget *window, const char *name, GVariant *target)
{
  BhDeskCampaign *work = BH_AGENT_WINDOW (window)->work;

  bh_desk_campaign_change_task (work, g_variant_get_string (target, NULL), "done");
}

static void
on_tasks (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  if (!bh_task_list_focus (BH_TASK_LIST (self->task_list)))
    bh_agent_window_toast (self, _ ("There is nothing to be done."));
}

const BhWindowAct bh_window_campaign_acts[] = {
    {"win.campaign-join", "s", on_join, NULL},
    {"win.campaign-leave", NULL, on_leave, has_campaign},
    {"win.record-dial", NULL, on_dial, may_dial_record},
    {"win.record-skip", NULL, on_skip, may_skip},
    {"win.record-result", NULL, on_result, was_called},
    {"win.record-callback", NULL, on_callback, has_record},
    {"win.callback", NULL, on_callback, has_somebody},
    {"win.task-call", "s", on_task_call, NULL},
    {"win.task-done", "s", on_task_done, NULL},
    {"win.tasks", NULL, on_tasks, NULL},
    {NULL},
};

static const struct {
  guint keyval;
  const char *action;
} record_keys[] = {{GDK_KEY_d, "win.record-dial"},
                   {GDK_KEY_s, "win.record-skip"},
                   {GDK_KEY_c, "win.record-callback"},
                   {GDK_KEY_r, "win.record-result"}};

/* As GTK matches its own shortcuts: the letter itself, else the key that has it on another of the
 * person's keyboard layouts (a Cyrillic one has no d). */
static const char *
action_of (GdkEvent *event)
{
  const char *action = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (record_keys); i++)
    switch (gdk_key_event_matches (event, record_keys[i].keyval, 0)) {
    case GDK_KEY_MATCH_EXACT:
      return record_keys[i].action;
    case GDK_KEY_MATCH_PARTIAL:
      action = record_keys[i].action;
      break;
    default:
      break;
    }
  return action;
}

/* One letter each, while the record is in the middle and nobody writes. */
gboolean
bh_agent_window_record_key (BhAgentWindow *self, GdkEvent *event)
{
  const char *action = event != NULL ? action_of (event) : NULL;

  if (action == NULL || !has_record (self) || bh_agent_window_is_typing (self) ||
      g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "preview") != 0)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
  return GDK_EVENT_STOP;
}

/* Between two records the page stays: the desk of who waits does not flash up for a moment. */
static gboolean
is_between_records (BhAgentWindow *self)
{
  return bh_desk_campaign_get_awaiting (self->work) && bh_desk_get_current (self->desk) == NULL &&
         gtk_stack_get_visible_child (self->pages) == self->preview;
}

gboolean
bh_agent_window_shows_record (BhAgentWindow *self)
{
  return self->preview != NULL && (has_record (self) || is_between_records (self));
}

/* ---- reminders */

static void
on_reminder (BhAgentWindow *self, BhTask *task)
{
  g_autofree char *words = g_strdup_printf (_ ("Call %s now"), bh_task_get_name (task));

  bh_agent_window_toast_act (self,
                             words,
                             _ ("Call"),
                             "win.task-call",
                             g_variant_new_string (bh_task_get_id (task)));
  bh_agent_window_notify_task (self, task, words);
}

static void
on_shown (GtkWidget *preview, gpointer window)
{
  bh_desk_campaign_shown (BH_AGENT_WINDOW (window)->work);
}

/* Also for who is ready again with a record on the screen. */
static void
on_record (BhAgentWindow *self)
{
  bh_agent_window_update_page (self);
  if (gtk_widget_get_mapped (self->preview))
    bh_desk_campaign_shown (self->work);
}

/* The pane has its knowledge only once it has the desk. */
static void
on_knowledge_set (BhAgentWindow *self)
{
  BhKnowledge *knowledge = bh_knowledge_pane_get_knowledge (self->knowledge);

  if (knowledge != NULL)
    bh_empty_page_follow (self->empty_page, self->work, knowledge);
}

void
bh_agent_window_init_campaign (BhAgentWindow *self)
{
  self->work = bh_desk_campaign_new (self->desk);
  self->task_list = bh_task_list_new (self->work, self->desk);
  bh_palette_set_work (self->palette, self->work);
  bh_side_bar_set_tasks (self->side_bar, self->task_list);
  self->preview = bh_preview_page_new (self->work, self->desk);
  gtk_stack_add_named (self->pages, self->preview, "preview");
#define LISTEN(object, name, func)                                                                 \
  g_signal_connect_object (object, name, G_CALLBACK (func), self, G_CONNECT_SWAPPED)
  LISTEN (self->work, "notify::record", on_record);
  LISTEN (bh_desk_get_agent (self->desk), "notify::state", on_record);
  LISTEN (self->work, "notify::awaiting", bh_agent_window_update_page);
  LISTEN (self->work, "notify::campaign", bh_agent_window_update_actions);
  LISTEN (self->work, "reminder", on_reminder);
  LISTEN (self->work, "failed", bh_agent_window_toast);
  LISTEN (self->knowledge, "notify::knowledge", on_knowledge_set);
#undef LISTEN
  on_knowledge_set (self);
  g_signal_connect_object (self->preview, "map", G_CALLBACK (on_shown), self, 0);
}
