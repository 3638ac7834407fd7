/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/agent-window-compact.h"
#include "desktop/agent/agent-window-refusal.h"
#include "desktop/model/desk-commands.h"
#include "desktop/model/desk-wrap.h"

#include <glib/gi18n.h>

/* Every act of the window is an action here: with a key in the table below, and enabled exactly
 * while it is possible. Buttons, menus, the palette and notifications only name them. */

/* The second press of the hang-up key counts this long after the first. A key that is held down
 * repeats after half a second, so holding it hangs up too. */
#define ARMED_MS 2000
#define MORE_S   30

/* clang-format off */
static const BhActionKey keys[] = {
  { "win.state-menu",          { "F6" } },
  { "win.hold-or-back",        { "F7" } },
  { "win.transfer-or-complete", { "F8" } },
  { "win.conference",          { "<Shift>F8" } },
  { "win.answer",              { "F9" } },
  { "win.hang-up",             { "F12" } },
  { "win.keypad",              { "<Control>t" } },
  { "win.mute",                { "<Control><Shift>m" } },
  { "win.dial",                { "<Control>n" } },
  { "win.redial",              { "<Control>r" } },
  { "win.do-not-disturb",      { "<Control><Shift>d" } },
  { "win.notes",               { "<Control>m" } },
  { "win.disposition",         { "<Control>d" } },
  { "win.finish",              { "<Control>Return", "<Control>KP_Enter" } },
  { "win.extend",              { "<Control>e" } },
  { "win.correct",             { "<Control>u" } },
  { "win.read-message",        { "<Control><Shift>g" } },
  { "win.refusals",            { "<Control><Shift>r" } },
  { "win.my-day",              { "<Control>g" } },
  { "win.find-customer",       { "<Control>f" } },
  { "win.new-customer",        { "<Control><Shift>c" } },
  { "win.history-search",      { "<Control>h" } },
  { "win.palette",             { "<Control>k" } },
  { "win.compact",             { "F11" } },
  { "win.side-bar",            { "<Control>b" } },
  { "win.widths",              { "<Control><Shift>w" } },
  { "win.knowledge",           { "<Control>l" } },
  { "win.kb-insert",           { "<Control>i" } },
  { "win.kb-read-out",         { "<Control><Shift>l" } },
  { "win.kb-copy-link",        { "<Control><Shift>k" } },
  { "win.kb-vote(true)",       { "<Control><Shift>y" } },
  { "win.kb-vote(false)",      { "<Control><Shift>j" } },
  { "win.kb-gap",              { "<Control><Shift>n" } },
  { "win.script-next",         { "<Alt>Right" } },
  { "win.script-back",         { "<Alt>Left" } },
  { "win.script-focus",        { "<Alt>Down" } },
  { "win.script-chart",        { "<Control>j" } },
  { "win.script-result",       { "<Alt>Return" } },
  { "win.kb-write",            { "<Control><Shift>e" } },
  { "win.callback",            { "<Control><Shift>b" } },
  { "win.tasks",               { "<Control>o" } },
  { "win.consents",            { "<Control><Shift>p" } },
  { "win.do-not-call",         { "<Control><Shift>x" } },
  { "win.contact(1)",          { "<Control>1" } },
  { "win.contact(2)",          { "<Control>2" } },
  { "win.contact(3)",          { "<Control>3" } },
  { "win.contact(4)",          { "<Control>4" } },
  { "win.contact(5)",          { "<Control>5" } },
  { "win.contact(6)",          { "<Control>6" } },
  { "win.contact(7)",          { "<Control>7" } },
  { "win.contact(8)",          { "<Control>8" } },
  { "win.contact(9)",          { "<Control>9" } },
  { "win.sign-out",            { "<Control><Shift>q" } },
  { "win.show-help-overlay",   { "<Control>question", "<Control>slash" } },
  { "app.preferences",         { "<Control>comma" } },
  { "app.quit",                { "<Control>q" } },
  { NULL, { NULL } },
};
/* clang-format on */

const BhActionKey *
bh_agent_window_keys (void)
{
  return keys;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhAgentWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!bh_desk_command_finish (BH_DESK (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    bh_agent_window_toast (self, error->message);
}

/* How every command ends: an error is said in a toast. */
#define AND_SAY(self) NULL, on_done, g_object_ref (self)

BhContactItem *
bh_agent_window_find_offered (BhAgentWindow *self)
{
  BhContactItem *current = bh_desk_get_current (self->desk);
  GListModel *contacts = bh_desk_get_contacts (self->desk);

  if (current != NULL && bh_contact_item_get_state (current) == BH_CONTACT_OFFERED)
    return current;
  for (guint i = 0; i < g_list_model_get_n_items (contacts); i++) {
    g_autoptr (BhContactItem) contact = g_list_model_get_item (contacts, i);
    if (bh_contact_item_get_state (contact) == BH_CONTACT_OFFERED)
      return contact; /* the list keeps it */
  }
  return NULL;
}

static BhContactItem *
current_of (gpointer window)
{
  return bh_desk_get_current (BH_AGENT_WINDOW (window)->desk);
}

/* Whose call the keys act on: usually the page's own. */
static BhContactItem *
call_of (gpointer window)
{
  return bh_agent_window_find_call (BH_AGENT_WINDOW (window));
}

/* The page of that call, for what is done on it. */
static BhCallBar *
show_call (gpointer window)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhContactItem *call = call_of (self);

  if (call != NULL && call != bh_desk_get_current (self->desk))
    bh_desk_set_current (self->desk, call);
  return bh_contact_page_get_call_bar (self->contact_page);
}

static void
on_state_menu (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  if (self->is_compact)
    bh_compact_page_open_states (self->compact_page);
  else
    bh_state_button_open (self->state_button);
}

/* "ready", or "not_ready:" and a reason's code. */
static void
on_set_state (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  const char *text = g_variant_get_string (target, NULL);
  const char *colon = strchr (text, ':');

  if (g_str_equal (text, "ready"))
    bh_desk_set_state_async (self->desk, BH_AGENT_READY, NULL, AND_SAY (self));
  else
    bh_desk_set_state_async (self->desk,
                             BH_AGENT_NOT_READY,
                             colon != NULL && colon[1] != '\0' ? colon + 1 : NULL,
                             AND_SAY (self));
}

static void
on_keep_state (GtkWidget *window, const char *name, GVariant *target)
{
  bh_desk_keep_state_async (BH_AGENT_WINDOW (window)->desk, AND_SAY (window));
}

static void
on_flushed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhAgentWindow) self = data;

  /* What could not be sent lies in a file here and is sent at the next sign-in. */
  bh_desk_command_finish (BH_DESK (source), result, NULL);
  bh_sign_in_page_say (self->sign_in, NULL);
  bh_desk_sign_out (self->desk);
}

static void
on_sign_out (GtkWidget *window, const char *name, GVariant *target)
{
  bh_desk_flush_notes_async (BH_AGENT_WINDOW (window)->desk,
                             NULL,
                             on_flushed,
                             g_object_ref (window));
}

static void
on_answer (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhContactItem *contact = bh_agent_window_find_offered (self);

  if (contact == NULL)
    return;
  bh_desk_set_current (self->desk, contact);
  bh_desk_answer_async (self->desk, contact, AND_SAY (self));
}

static void
on_decline (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhContactItem *contact = bh_agent_window_find_offered (self);

  if (contact != NULL)
    bh_desk_hang_up_async (self->desk, contact, AND_SAY (self));
}

static void
on_hold (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhContactItem *contact = call_of (self);

  if (bh_contact_item_get_state (contact) == BH_CONTACT_HOLD)
    bh_desk_retrieve_async (self->desk, contact, AND_SAY (self));
  else
    bh_desk_hold_async (self->desk, contact, AND_SAY (self));
}

static void
on_consult_cancel (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_desk_consult_cancel_async (self->desk, call_of (self), AND_SAY (self));
}

static void
on_consult_complete (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_desk_consult_complete_async (self->desk, call_of (self), AND_SAY (self));
}

static void
on_conference (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_desk_conference_async (self->desk, current_of (self), AND_SAY (self));
}

static gboolean
can (gpointer window, BhCallOp op)
{
  BhContactItem *contact = op == BH_CALL_FINISH ? current_of (window) : call_of (window);

  return contact != NULL && bh_contact_item_can (contact, op);
}

/* One key for holding, and, while a colleague is consulted, for coming back. */
static void
on_hold_or_back (GtkWidget *window, const char *name, GVariant *target)
{
  if (can (window, BH_CALL_CONSULT_CANCEL))
    on_consult_cancel (window, name, target);
  else
    on_hold (window, name, target);
}

static void
on_transfer (GtkWidget *window, const char *name, GVariant *target)
{
  bh_call_bar_open_transfer (show_call (window));
}

static void
on_transfer_or_complete (GtkWidget *window, const char *name, GVariant *target)
{
  if (can (window, BH_CALL_CONSULT_COMPLETE))
    on_consult_complete (window, name, target);
  else
    on_transfer (window, name, target);
}

static void
on_transfer_to (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_desk_transfer_async (self->desk,
                          call_of (self),
                          g_variant_get_string (target, NULL),
                          AND_SAY (self));
}

static void
on_consult_to (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_desk_consult_async (self->desk,
                         call_of (self),
                         g_variant_get_string (target, NULL),
                         AND_SAY (self));
}

static void
set_armed (BhAgentWindow *self, gboolean armed)
{
  bh_call_bar_set_armed (bh_contact_page_get_call_bar (self->contact_page), armed);
  bh_ear_bar_set_armed (self->ear_bar, armed);
  bh_compact_page_set_armed (self->compact_page, armed);
}

static void
disarm (gpointer data)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (data);

  g_clear_handle_id (&self->disarm, g_source_remove);
  set_armed (self, FALSE);
}

static void
on_armed_long (gpointer data)
{
  BH_AGENT_WINDOW (data)->disarm = 0;
  disarm (data);
}

static void
on_hang_up_now (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  disarm (self);
  bh_desk_hang_up_async (self->desk, call_of (self), AND_SAY (self));
}

/* What reaches a customer's ear cannot be undone: the key must be pressed twice, or held. */
static void
on_hang_up (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  if (self->disarm != 0) {
    on_hang_up_now (window, name, target);
    return;
  }
  set_armed (self, TRUE);
  self->disarm = g_timeout_add_once (ARMED_MS, on_armed_long, self);
}

static void
on_keypad (GtkWidget *window, const char *name, GVariant *target)
{
  bh_call_bar_open_keypad (show_call (window));
}

static void
on_dtmf (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_desk_dtmf_async (self->desk,
                      call_of (self),
                      g_variant_get_string (target, NULL),
                      AND_SAY (self));
}

static void
on_dial (GtkWidget *window, const char *name, GVariant *target)
{
  bh_agent_window_offer_to_dial (BH_AGENT_WINDOW (window),
                                 target != NULL ? g_variant_get_string (target, NULL) : NULL);
}

static void
on_dial_to (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_agent_window_remember_dialed (self, g_variant_get_string (target, NULL));
  bh_desk_dial_async (self->desk, g_variant_get_string (target, NULL), NULL, AND_SAY (self));
}

static void
on_notes (GtkWidget *window, const char *name, GVariant *target)
{
  bh_contact_page_focus_notes (BH_AGENT_WINDOW (window)->contact_page);
}

static void
on_disposition (GtkWidget *window, const char *name, GVariant *target)
{
  bh_contact_page_focus_disposition (BH_AGENT_WINDOW (window)->contact_page);
}

static void
on_set_disposition (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  const char *code = g_variant_get_string (target, NULL);

  /* what is refused is told beside it, with what can be done (refusal-bar) */
  bh_desk_set_disposition_async (self->desk,
                                 current_of (self),
                                 *code != '\0' ? code : NULL,
                                 NULL,
                                 NULL,
                                 NULL);
}

static void
on_finish (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  const char *missing = bh_desk_missing (self->desk, current_of (self));

  if (missing != NULL && bh_contact_item_get_state (current_of (self)) == BH_CONTACT_WRAP_UP) {
    bh_contact_page_focus_disposition (self->contact_page);
    bh_agent_window_toast (self, missing);
    return;
  }
  bh_desk_finish_contact_async (self->desk, current_of (self), AND_SAY (self));
}

static void
on_extend (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_desk_extend_async (self->desk, current_of (self), MORE_S, AND_SAY (self));
}

static void
on_find_customer (GtkWidget *window, const char *name, GVariant *target)
{
  bh_contact_page_find_customer (BH_AGENT_WINDOW (window)->contact_page, FALSE);
}

static void
on_new_customer (GtkWidget *window, const char *name, GVariant *target)
{
  bh_contact_page_find_customer (BH_AGENT_WINDOW (window)->contact_page, TRUE);
}

static void
on_show_card (GtkWidget *window, const char *name, GVariant *target)
{
  bh_contact_page_show_card (BH_AGENT_WINDOW (window)->contact_page);
}

static void
on_attach_customer (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_agent_window_offer_undo_customer (self, current_of (self));
  bh_desk_attach_customer_async (self->desk,
                                 current_of (self),
                                 g_variant_get_string (target, NULL),
                                 AND_SAY (self));
}

static void
on_attach_number (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_desk_attach_number_async (self->desk,
                               current_of (self),
                               g_variant_get_string (target, NULL),
                               AND_SAY (self));
}

static void
on_detach_customer (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_agent_window_offer_undo_customer (self, current_of (self));
  bh_desk_attach_customer_async (self->desk, current_of (self), NULL, AND_SAY (self));
}

static void
on_create_customer (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhContactItem *contact = current_of (self);
  BhNewCustomer customer = {0};

  g_variant_get (target, "(&s&s)", &customer.name, &customer.company);
  if (*customer.company == '\0')
    customer.company = NULL;
  customer.number = bh_contact_item_get_number (contact);
  bh_desk_create_customer_async (self->desk, contact, &customer, AND_SAY (self));
}

static void
on_copy_number (GtkWidget *window, const char *name, GVariant *target)
{
  const char *number = bh_contact_item_get_number (current_of (window));

  if (number != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (window), number);
}

static void
on_history_more (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);

  bh_desk_history_more_async (self->desk, current_of (self), AND_SAY (self));
}

static void
on_history_search (GtkWidget *window, const char *name, GVariant *target)
{
  bh_contact_page_search_history (BH_AGENT_WINDOW (window)->contact_page);
}

static void
on_show_contact (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  BhContactItem *contact = bh_desk_find_contact (self->desk, g_variant_get_string (target, NULL));

  /* Asked for by name: nothing is being carried off. */
  gtk_root_set_focus (GTK_ROOT (self), NULL);
  if (contact != NULL)
    bh_desk_set_current (self->desk, contact);
}

static void
on_contact (GtkWidget *window, const char *name, GVariant *target)
{
  BhAgentWindow *self = BH_AGENT_WINDOW (window);
  guint position = (guint) g_variant_get_int32 (target) - 1;
  g_autoptr (BhContactItem) contact =
      g_list_model_get_item (bh_desk_get_contacts (self->desk), position);

  gtk_root_set_focus (GTK_ROOT (self), NULL);
  if (contact != NULL)
    bh_desk_set_current (self->desk, contact);
}

static void
on_palette (GtkWidget *window, const char *name, GVariant *target)
{
  bh_palette_open (BH_AGENT_WINDOW (window)->palette);
}

/* When an action is possible: an op of the contact in the middle, or one of these. */
typedef enum {
  NEEDS_OP = 0,
  NEEDS_NOTHING,
  NEEDS_DESK,
  NEEDS_CONTACT,
  NEEDS_OFFER,
  NEEDS_ANSWER,
  NEEDS_HOLD,
  NEEDS_HOLD_OR_BACK,
  NEEDS_TRANSFER,
  NEEDS_TRANSFER_OR_COMPLETE,
  NEEDS_FINISH,
  NEEDS_WRAP_UP,
  NEEDS_CUSTOMER,
  NEEDS_PENDING,
  NEEDS_DIAL,
} Need;

/* clang-format off */
static const struct {
  const char *name;
  const char *parameter;
  GtkWidgetActionActivateFunc func;
  Need need;
  BhCallOp op;
} acts[] = { /* table */
  { "win.state-menu",           NULL,   on_state_menu,          NEEDS_DESK },
  { "win.set-state",            "s",    on_set_state,           NEEDS_DESK },
  { "win.keep-state",           NULL,   on_keep_state,          NEEDS_PENDING },
  { "win.sign-out",             NULL,   on_sign_out,            NEEDS_DESK },
  { "win.answer",               NULL,   on_answer,              NEEDS_ANSWER },
  { "win.decline",              NULL,   on_decline,             NEEDS_OFFER },
  { "win.hold",                 NULL,   on_hold,                NEEDS_HOLD },
  { "win.hold-or-back",         NULL,   on_hold_or_back,        NEEDS_HOLD_OR_BACK },
  { "win.transfer",             NULL,   on_transfer,            NEEDS_TRANSFER },
  { "win.transfer-or-complete", NULL,   on_transfer_or_complete, NEEDS_TRANSFER_OR_COMPLETE },
  { "win.transfer-to",          "s",    on_transfer_to,         NEEDS_OP, BH_CALL_TRANSFER },
  { "win.consult-to",           "s",    on_consult_to,          NEEDS_OP, BH_CALL_CONSULT },
  { "win.consult-complete",     NULL,   on_consult_complete,    NEEDS_OP, BH_CALL_CONSULT_COMPLETE },
  { "win.consult-cancel",       NULL,   on_consult_cancel,      NEEDS_OP, BH_CALL_CONSULT_CANCEL },
  { "win.conference",           NULL,   on_conference,          NEEDS_OP, BH_CALL_CONFERENCE },
  { "win.hang-up",              NULL,   on_hang_up,             NEEDS_OP, BH_CALL_HANGUP },
  { "win.hang-up-now",          NULL,   on_hang_up_now,         NEEDS_OP, BH_CALL_HANGUP },
  { "win.keypad",               NULL,   on_keypad,              NEEDS_OP, BH_CALL_DTMF },
  { "win.dtmf",                 "s",    on_dtmf,                NEEDS_OP, BH_CALL_DTMF },
  { "win.dial",                 NULL,   on_dial,                NEEDS_DIAL },
  { "win.dial-number",          "s",    on_dial,                NEEDS_DIAL },
  { "win.dial-to",              "s",    on_dial_to,             NEEDS_DIAL },
  { "win.notes",                NULL,   on_notes,               NEEDS_CONTACT },
  { "win.disposition",          NULL,   on_disposition,         NEEDS_CONTACT },
  { "win.set-disposition",      "s",    on_set_disposition,     NEEDS_CONTACT },
  { "win.finish",               NULL,   on_finish,              NEEDS_FINISH },
  { "win.extend",               NULL,   on_extend,              NEEDS_WRAP_UP },
  { "win.find-customer",        NULL,   on_find_customer,       NEEDS_CONTACT },
  { "win.new-customer",         NULL,   on_new_customer,        NEEDS_CONTACT },
  { "win.show-card",            NULL,   on_show_card,           NEEDS_CONTACT },
  { "win.attach-customer",      "s",    on_attach_customer,     NEEDS_CONTACT },
  { "win.attach-number",        "s",    on_attach_number,       NEEDS_CONTACT },
  { "win.detach-customer",      NULL,   on_detach_customer,     NEEDS_CUSTOMER },
  { "win.create-customer",      "(ss)", on_create_customer,     NEEDS_CONTACT },
  { "win.copy-number",          NULL,   on_copy_number,         NEEDS_CONTACT },
  { "win.history-more",         NULL,   on_history_more,        NEEDS_CUSTOMER },
  { "win.history-search",       NULL,   on_history_search,      NEEDS_CUSTOMER },
  { "win.show-contact",         "s",    on_show_contact,        NEEDS_DESK },
  { "win.contact",              "i",    on_contact,             NEEDS_DESK },
  { "win.palette",              NULL,   on_palette,             NEEDS_DESK },
};
/* clang-format on */

static gboolean
can_hold (BhAgentWindow *self)
{
  BhContactItem *contact = call_of (self);

  return contact != NULL &&
         bh_contact_item_can (contact,
                              bh_contact_item_get_state (contact) == BH_CONTACT_HOLD
                                  ? BH_CALL_RETRIEVE
                                  : BH_CALL_HOLD);
}

static gboolean
can_transfer (BhAgentWindow *self)
{
  return can (self, BH_CALL_TRANSFER) || can (self, BH_CALL_CONSULT);
}

static gboolean
can_finish (BhAgentWindow *self)
{
  BhContactItem *contact = current_of (self);
  BhContactState state = contact != NULL ? bh_contact_item_get_state (contact) : BH_CONTACT_OFFERED;

  return can (self, BH_CALL_FINISH) || state == BH_CONTACT_ENDED || state == BH_CONTACT_LEFT;
}

static gboolean
is_possible_offer (BhAgentWindow *self, BhCallOp op)
{
  BhContactItem *offered = bh_agent_window_find_offered (self);

  return offered != NULL && bh_contact_item_can (offered, op);
}

static gboolean
is_possible (BhAgentWindow *self, Need need, BhCallOp op, gboolean signed_in)
{
  BhContactItem *contact = current_of (self);

  switch (need) {
  case NEEDS_OP:
    return can (self, op);
  case NEEDS_NOTHING:
    return TRUE;
  case NEEDS_DESK:
    return signed_in;
  case NEEDS_CONTACT:
    return contact != NULL;
  case NEEDS_OFFER:
    return is_possible_offer (self, BH_CALL_HANGUP);
  case NEEDS_ANSWER:
    return is_possible_offer (self, BH_CALL_ANSWER);
  case NEEDS_HOLD:
    return can_hold (self);
  case NEEDS_HOLD_OR_BACK:
    return can_hold (self) || can (self, BH_CALL_CONSULT_CANCEL);
  case NEEDS_TRANSFER:
    return can_transfer (self);
  case NEEDS_TRANSFER_OR_COMPLETE:
    return can_transfer (self) || can (self, BH_CALL_CONSULT_COMPLETE);
  case NEEDS_FINISH:
    return can_finish (self);
  case NEEDS_WRAP_UP:
    return contact != NULL && bh_contact_item_get_state (contact) == BH_CONTACT_WRAP_UP;
  case NEEDS_CUSTOMER:
    return contact != NULL && bh_card_get_customer (bh_contact_item_get_card (contact)) != NULL;
  case NEEDS_PENDING:
    return bh_agent_state_get_has_pending (bh_desk_get_agent (self->desk));
  case NEEDS_DIAL:
  default:
    return signed_in && bh_desk_allows (self->desk, "call.dial") &&
           bh_desk_get_feed_state (self->desk) == BH_FEED_LIVE &&
           bh_desk_why_no_calls (self->desk) == NULL;
  }
}

static char *
why_not_dial (BhAgentWindow *self)
{
  if (bh_desk_get_feed_state (self->desk) != BH_FEED_LIVE)
    return g_strdup (_ ("The server is away: use the phone itself."));
  if (bh_desk_why_no_calls (self->desk) != NULL)
    return g_strdup (bh_desk_why_no_calls (self->desk));
  if (bh_desk_get_watch_only (self->desk))
    return g_strdup (_ ("Bellhop only watches here: use the phone itself."));
  return g_strdup (_ ("You are not allowed to dial from here."));
}

/* The acts that live in files of their own. */
static const BhWindowAct *const areas[] = {
    bh_window_compact_acts,
    bh_window_consent_acts,
    bh_window_dial_acts,
    bh_window_frame_acts,
    bh_window_knowledge_acts,
    bh_window_campaign_acts,
    bh_window_refusal_acts,
    bh_window_script_acts,
    bh_window_softphone_acts,
    bh_window_wrap_acts,
};

/* GTK tells all its observers whatever it is told: only what became different is said. */
static void
set_possible (BhAgentWindow *self, guint position, const char *name, gboolean possible)
{
  g_assert (position < BH_WINDOW_MAX_ACTS);
  if (self->impossible[position] != possible)
    return;
  self->impossible[position] = !possible;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), name, possible);
}

/* Every property of a contact that changes leads here, some fifty for each message. */
void
bh_agent_window_update_actions (BhAgentWindow *self)
{
  gboolean signed_in;
  guint position = 0;
  g_autofree char *reason = NULL;

  g_object_get (self->desk, "signed-in", &signed_in, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    set_possible (self,
                  position++,
                  acts[i].name,
                  is_possible (self, acts[i].need, acts[i].op, signed_in));
  for (gsize i = 0; i < G_N_ELEMENTS (areas); i++)
    for (const BhWindowAct *act = areas[i]; act->name != NULL; act++)
      set_possible (self,
                    position++,
                    act->name,
                    signed_in && (act->is_possible == NULL || act->is_possible (self)));
  bh_agent_window_update_ear (self);
  bh_agent_window_update_compact (self);
  bh_agent_window_fit_rows (self);
  bh_agent_window_offer_taken_number (self);
  reason = why_not_dial (self);
  g_object_set (self->dial_button, "reason", reason, NULL);
}

/* Where every act begins, whatever asked for it. */
static void
run (GtkWidget *window, const char *name, GVariant *target)
{
  bh_agent_window_make_room (BH_AGENT_WINDOW (window), name);
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_str_equal (acts[i].name, name)) {
      acts[i].func (window, name, target);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (areas); i++)
    for (const BhWindowAct *act = areas[i]; act->name != NULL; act++)
      if (g_str_equal (act->name, name)) {
        act->func (window, name, target);
        return;
      }
}

void
bh_agent_window_install_actions (BhAgentWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    gtk_widget_class_install_action (widget_class, acts[i].name, acts[i].parameter, run);
  for (gsize i = 0; i < G_N_ELEMENTS (areas); i++)
    for (const BhWindowAct *act = areas[i]; act->name != NULL; act++)
      gtk_widget_class_install_action (widget_class, act->name, act->parameter, run);
}
