/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/palette-sources.h"

#include "desktop/agent/target.h"
#include "desktop/model/article-hit.h"
#include "desktop/model/customer.h"
#include "desktop/model/desk-recent.h"
#include "desktop/model/past-call.h"
#include "desktop/model/tel-link.h"
#include "desktop/model/time-text.h"

#include <glib/gi18n.h>

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
  { "act", N_("Call this number"), NULL, "bh-dial-symbolic", NULL, "win.call-number" },
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
  { "act", N_("Take the script's result"), N_("what its end suggests"), "bh-check-symbolic", "<Alt>Return", "win.script-result" },
  { "act", N_("What was not taken"), N_("by the server: try again, copy, dismiss"), "bh-warning-symbolic", "<Control><Shift>r", "win.refusals" },
  { "act", N_("Try a script"), N_("without a call; nothing is kept"), "bh-note-symbolic", NULL, "win.script-try" },
  { "act", N_("Write scripts"), N_("steps, questions, flow chart; try, publish"), "bh-note-symbolic", NULL, "win.script-editor" },
  { "act", N_("Find the customer"), NULL, "system-search-symbolic", "<Control>f", "win.find-customer" },
  { "act", N_("New customer"), NULL, "bh-person-add-symbolic", "<Control><Shift>c", "win.new-customer" },
  { "act", N_("Be ready"), NULL, "bh-ready-symbolic", NULL, "win.set-state", "ready" },
  { "act", N_("Choose my state"), NULL, "bh-not-ready-symbolic", "F6", "win.state-menu" },
  { "act", N_("Call the record"), N_("of the campaign"), "bh-talking-symbolic", "d", "win.record-dial" },
  { "act", N_("Skip the record"), N_("of the campaign"), "bh-transfer-symbolic", "s", "win.record-skip" },
  { "act", N_("Result of the record"), N_("that was called before the server was started anew"), "bh-check-symbolic", "r", "win.record-result" },
  { "act", N_("Promise a call"), N_("to this customer, at a time"), "bh-clock-symbolic", "<Control><Shift>b", "win.callback" },
  { "act", N_("Consents of the customer"), N_("what may be called about; agreed, taken back"), "bh-check-symbolic", "<Control><Shift>p", "win.consents" },
  { "act", N_("Do not call again"), N_("on the house's do-not-call list"), "bh-warning-symbolic", "<Control><Shift>x", "win.do-not-call" },
  { "act", N_("Tasks"), N_("calls that were promised"), "bh-clock-symbolic", "<Control>o", "win.tasks" },
  { "act", N_("Leave the campaign"), NULL, "bh-flag-symbolic", NULL, "win.campaign-leave" },
  { "act", N_("Widths of the columns"), N_("then the arrow keys"), "bh-sidebar-symbolic", "<Control><Shift>w", "win.widths" },
  { "act", N_("Compact window"), N_("small, above the others"), "view-restore-symbolic", "F11", "win.compact" },
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

/* The window answers whether an act is possible: a class action that is off cannot be activated.
 * GTK 4.8 has no question for it; a button that names the action knows. */
static gboolean
is_possible (GtkWidget *widget, const char *action, const char *target)
{
  GtkWidget *probe = g_object_ref_sink (gtk_button_new ());
  gboolean enabled;

  if (target != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (probe), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (probe), action);
  gtk_widget_set_parent (probe, widget);
  enabled = gtk_widget_get_root (widget) != NULL && gtk_widget_get_sensitive (probe);
  gtk_widget_unparent (probe);
  g_object_unref (probe);
  return enabled;
}

/* ---- acts */

void
bh_palette_add_acts (GListStore *store, GtkWidget *widget)
{
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++) {
    BhPaletteFacts facts = acts[i];
    if (!is_possible (widget, facts.action, facts.target))
      continue;
    facts.title = _ (facts.title);
    facts.subtitle = facts.subtitle != NULL ? _ (facts.subtitle) : NULL;
    facts.words = facts.subtitle;
    facts.does = C_ ("palette", "do it");
    add (store, &facts);
  }
}

/* ---- calls */

/* Who talks consults, or sends the call there with the Control key, as in the transfer list; who
 * does not is asked with the number filled in. FALSE: neither is possible. */
static gboolean
set_call (BhPaletteFacts *facts, GtkWidget *widget, const char *to, const char *number)
{
  gboolean consult = is_possible (widget, "win.consult-to", to);
  gboolean send = is_possible (widget, "win.transfer-to", to);

  if (!consult && !send && !is_possible (widget, "win.dial-number", number))
    return FALSE;
  if (!consult && !send) {
    facts->action = "win.dial-number";
    facts->target = number;
    facts->does = C_ ("palette", "call");
    return TRUE;
  }
  facts->action = consult ? "win.consult-to" : NULL;
  facts->target = to;
  facts->does = consult ? C_ ("palette", "consult") : NULL;
  facts->other_action = send ? "win.transfer-to" : NULL;
  facts->other_target = to;
  facts->other_does = send ? C_ ("palette", "send at once") : NULL;
  return TRUE;
}

void
bh_palette_add_number (GListStore *store, GtkWidget *widget, const char *text)
{
  g_autofree char *shown = NULL;
  BhPaletteFacts facts = {"number", NULL, NULL, "bh-dial-symbolic"};

  if (bh_tel_count_digits (text) < 3)
    return;
  shown = bh_number_text (text);
  facts.title = shown;
  if (set_call (&facts, widget, text, text))
    add (store, &facts);
}

static void
add_target (GListStore *store, GtkWidget *widget, BhTarget *target, const char *number)
{
  g_autofree char *subtitle = NULL;
  g_autofree char *presence = NULL;
  g_autofree char *both = NULL;
  gboolean is_queue = g_str_equal (bh_target_get_kind (target), "queue");
  BhPaletteFacts facts = {bh_target_get_kind (target), bh_target_get_title (target)};

  g_object_get (target, "subtitle", &subtitle, "presence", &presence, NULL);
  both = subtitle != NULL ? g_strjoin ("  ·  ", subtitle, presence, NULL) : g_strdup (presence);
  facts.subtitle = both;
  facts.icon_name = is_queue ? "bh-queue-symbolic" : "bh-person-symbolic";
  /* The extension, not the presence: "re" must not find all who are ready. */
  facts.words = is_queue ? NULL : subtitle;
  if (set_call (&facts, widget, bh_target_get_to (target), number))
    add (store, &facts);
}

void
bh_palette_add_colleagues (GListStore *store, GtkWidget *widget, BhDesk *desk)
{
  GListModel *colleagues = bh_desk_get_colleagues (desk);

  for (guint i = 0; i < g_list_model_get_n_items (colleagues); i++) {
    g_autoptr (BhColleague) colleague = g_list_model_get_item (colleagues, i);
    g_autoptr (BhTarget) target = bh_target_new_person (colleague);
    if (bh_colleague_get_extension (colleague) != NULL)
      add_target (store, widget, target, bh_colleague_get_extension (colleague));
  }
}

void
bh_palette_add_queues (GListStore *store, GtkWidget *widget, BhDesk *desk)
{
  GListModel *queues = bh_desk_get_queues (desk);

  for (guint i = 0; i < g_list_model_get_n_items (queues); i++) {
    g_autoptr (BhQueueItem) queue = g_list_model_get_item (queues, i);
    g_autoptr (BhTarget) target = bh_target_new_queue (queue);
    /* The dial list finds it by its name. */
    add_target (store, widget, target, bh_target_get_title (target));
  }
}

/* ---- contacts */

void
bh_palette_add_contacts (GListStore *store, GtkWidget *widget, BhDesk *desk)
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
    facts.does = C_ ("palette", "show");
    facts.words = facts.subtitle;
    add (store, &facts);
  }
}

typedef struct {
  const char *title;
  const char *queue;
  const char *result;
  const char *number;
  const char *words; /* the number, as it is read */
  gint64 at_us;
} Recent;

static void
add_recent (GListStore *store, GtkWidget *widget, const Recent *recent, gint64 now_us)
{
  g_autofree char *when = bh_time_text_when (recent->at_us, now_us);
  const char *parts[] = {when, recent->queue, recent->result};
  g_autoptr (GString) subtitle = g_string_new (NULL);
  BhPaletteFacts facts = {"recent", recent->title};

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (subtitle, "%s%s", subtitle->len > 0 ? "  ·  " : "", parts[i]);
  facts.subtitle = subtitle->str;
  facts.icon_name = "bh-clock-symbolic";
  facts.words = recent->words;
  if (recent->number != NULL && set_call (&facts, widget, recent->number, recent->number))
    add (store, &facts);
}

/* What this desk saw itself is shown as it saw it. */
static gboolean
is_here (BhDesk *desk, BhPastCall *call)
{
  GListModel *recent = bh_desk_get_recent (desk);
  const char *id = bh_past_call_get_contact (call);

  for (guint i = 0; i < g_list_model_get_n_items (recent); i++) {
    g_autoptr (BhContactItem) contact = g_list_model_get_item (recent, i);
    if (g_strcmp0 (bh_contact_item_get_id (contact), id) == 0)
      return TRUE;
  }
  return id != NULL && bh_desk_find_contact (desk, id) != NULL;
}

static void
add_past (GListStore *store, GtkWidget *widget, BhDesk *desk, gint64 now_us)
{
  GListModel *past = bh_desk_get_past (desk);

  for (guint i = 0; i < g_list_model_get_n_items (past); i++) {
    g_autoptr (BhPastCall) call = g_list_model_get_item (past, i);
    const Recent recent = {bh_past_call_get_name (call),
                           bh_past_call_get_queue (call),
                           bh_past_call_get_result (call),
                           bh_past_call_get_number (call),
                           bh_past_call_get_number_text (call),
                           bh_past_call_get_at (call)};
    if (!is_here (desk, call))
      add_recent (store, widget, &recent, now_us);
  }
}

void
bh_palette_add_recent (GListStore *store, GtkWidget *widget, BhDesk *desk)
{
  GListModel *recent = bh_desk_get_recent (desk);
  gint64 now_us = bh_clock_now (bh_desk_get_clock (desk));

  for (guint i = 0; i < g_list_model_get_n_items (recent); i++) {
    g_autoptr (BhContactItem) contact = g_list_model_get_item (recent, i);
    const Recent row = {bh_contact_item_get_title (contact),
                        bh_contact_item_get_queue (contact),
                        bh_contact_item_get_disposition_label (contact),
                        bh_contact_item_get_number (contact),
                        bh_contact_item_get_number_text (contact),
                        bh_contact_item_get_since (contact)};
    add_recent (store, widget, &row, now_us);
  }
  add_past (store, widget, desk, now_us);
}

/* ---- outbound work */

void
bh_palette_add_tasks (GListStore *store, GtkWidget *widget, BhDeskCampaign *work)
{
  GListModel *tasks = bh_desk_campaign_get_tasks (work);

  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++) {
    g_autoptr (BhTask) task = g_list_model_get_item (tasks, i);
    g_autofree char *when = NULL;
    BhPaletteFacts facts = {"task", bh_task_get_name (task)};

    g_object_get (task, "when", &when, NULL);
    facts.subtitle = when;
    facts.icon_name = "bh-clock-symbolic";
    facts.action = "win.task-call";
    facts.target = bh_task_get_id (task);
    facts.does = C_ ("palette", "call");
    facts.words = bh_task_get_number (task);
    if (is_possible (widget, "win.dial-number", bh_task_get_number (task)))
      add (store, &facts);
  }
}

void
bh_palette_add_campaigns (GListStore *store, BhDeskCampaign *work)
{
  GListModel *campaigns = bh_desk_campaign_get_campaigns (work);

  for (guint i = 0; i < g_list_model_get_n_items (campaigns); i++) {
    g_autoptr (BhRecordLine) campaign = g_list_model_get_item (campaigns, i);
    BhPaletteFacts facts = {"campaign", bh_record_line_get_title (campaign)};
    facts.icon_name = "bh-flag-symbolic";
    facts.action = "win.campaign-join";
    facts.target = bh_record_line_get_key (campaign);
    facts.does = C_ ("palette", "join");
    add (store, &facts);
  }
}

/* ---- what the server found */

void
bh_palette_add_customers (GListStore *store, GtkWidget *widget, GListModel *found)
{
  for (guint i = 0; i < g_list_model_get_n_items (found); i++) {
    g_autoptr (BhCustomer) customer = g_list_model_get_item (found, i);
    g_autofree char *number = NULL;
    const char *id = bh_customer_get_id (customer);
    BhPaletteFacts facts = {"customer",
                            bh_customer_get_name (customer),
                            bh_customer_get_company (customer),
                            "bh-person-symbolic"};

    g_object_get (customer, "number", &number, NULL);
    if (number != NULL && is_possible (widget, "win.dial-number", number)) {
      facts.action = "win.dial-number";
      facts.target = number;
      facts.does = C_ ("palette", "call");
    }
    if (is_possible (widget, "win.attach-customer", id)) {
      facts.other_action = "win.attach-customer";
      facts.other_target = id;
      /* Translators: the contact on the screen is with the customer that is chosen */
      facts.other_does = C_ ("palette", "is this contact's customer");
    }
    if (facts.action != NULL || facts.other_action != NULL)
      add (store, &facts);
  }
}

void
bh_palette_add_articles (GListStore *store, GtkWidget *widget, GListModel *found)
{
  for (guint i = 0; i < g_list_model_get_n_items (found); i++) {
    g_autoptr (BhArticleHit) hit = g_list_model_get_item (found, i);
    g_autofree char *category = NULL;
    BhPaletteFacts facts = {"article", bh_article_hit_get_title (hit)};

    g_object_get (hit, "category", &category, NULL);
    facts.subtitle = category;
    facts.icon_name = "bh-book-symbolic";
    facts.action = "win.kb-open";
    facts.target = bh_article_hit_get_article (hit);
    facts.does = C_ ("palette", "read");
    add (store, &facts);
  }
}
