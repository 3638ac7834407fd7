/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-esl"

#include "server/pbx/esl/esl-pbx.h"

#include <string.h>

#include "server/pbx/esl/esl-actions.h"
#include "server/pbx/esl/esl-consults.h"
#include "server/pbx/esl/esl-own.h"
#include "server/pbx/esl/esl-route.h"
#include "server/pbx/esl/esl-rules.h"
#include "server/pbx/esl/esl-session.h"
#include "server/pbx/link/link-checks.h"
#include "server/pbx/link/link-commands.h"

/* A command is a plan of one or more lines, each a job; the next is sent when FreeSWITCH has done
 * the last. Who waits for the answer is BhLinkCommands' business, with its time limit: a plan whose
 * command was given up goes on, so that nobody is left parked. */

typedef struct {
  char *request; /* of ours: begins with bh- */
  BhPbxOp op;    /* BH_PBX_OP_N: of ours */
  char *agent;   /* of a consult: its leg */
  char *member;  /* of an order about an agent of queues, else NULL */
  BhEslPlan *plan;
  guint at; /* the line that is on its way */
} Run;

/* FreeSWITCH does each job in a thread of its own, in any order: what is said of one agent waits
 * for what was said of him before, or who signed in and is ready ends up on a break. */
typedef struct {
  GQueue waiting; /* of Run */
  gint64 since;   /* the run before them was begun; a lost one holds nobody up for ever */
} Turn;

struct _BhEslPbx {
  GObject parent_instance;
  BhEslConfig *config;
  GPtrArray *allowed;
  GPtrArray *routes;
  BhEslSession *session;
  const BhPbxListener *listener;
  gpointer user_data;
  BhLinkCommands *commands;
  BhEslConsults *consults;
  GHashTable *runs;  /* job -> Run */
  GHashTable *turns; /* member -> Turn, while something is on its way for him */
  guint n_own;       /* plans of ours, for their ids */
  guint64 sent;
  guint64 refused;
};

static void bh_esl_pbx_port_init (BhPbxPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BhEslPbx,
                               bh_esl_pbx,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_PBX_PORT, bh_esl_pbx_port_init))

static void
run_free (gpointer data)
{
  Run *run = data;
  g_free (run->request);
  g_free (run->agent);
  g_free (run->member);
  bh_esl_plan_free (run->plan);
  g_free (run);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static void
turn_free (gpointer data)
{
  Turn *turn = data;
  g_queue_clear_full (&turn->waiting, run_free);
  g_free (turn);
}

/* What FreeSWITCH said, without its line end and what only programs read; NULL: nothing. */
static char *
make_words (const char *text)
{
  g_autofree char *line = g_strndup (text, strcspn (text, "\n"));
  const char *from = line;
  if (g_str_has_prefix (from, "-ERR "))
    from += strlen ("-ERR ");
  else if (g_str_has_prefix (from, "+OK"))
    from += strlen ("+OK");
  while (*from == ' ')
    from++;
  return *from != '\0' ? g_strdup (from) : NULL;
}

/* ---- answers ---- */

static void
answer (BhEslPbx *self, const char *request, gboolean ok, const char *text)
{
  g_autofree char *words = make_words (text);
  bh_link_commands_take (self->commands,
                         &(BhPbxEvent){.kind = BH_PBX_COMMAND_DONE,
                                       .request = request,
                                       .ok = ok != FALSE,
                                       .text = words});
}

/* "+OK UUID", or "-ERR CAUSE". */
static void
end_dial (BhEslPbx *self, const Run *run, const char *text)
{
  gboolean ok = bh_esl_text_is_ok (text);
  g_autofree char *words = make_words (text);
  g_autofree char *leg = bh_esl_actions_leg_of (run->request);
  BhPbxEvent event = {.kind = BH_PBX_ORIGINATE_DONE,
                      .request = run->request,
                      .leg = leg,
                      .ok = ok != FALSE,
                      .text = words,
                      .dial_result = ok ? BH_DIAL_ANSWERED : bh_esl_dial_result (words),
                      .cause = ok ? 0 : bh_esl_cause (words)};
  bh_link_commands_take (self->commands, &event);
}

/* ---- running plans ---- */

/* A call rings for as long as it does: that FreeSWITCH began it is the answer to its command. */
static gboolean
is_call (const Run *run)
{
  return run->op == BH_PBX_OP_DIAL || run->op == BH_PBX_OP_CONSULT || run->op == BH_PBX_OP_LISTEN ||
         run->op == BH_PBX_OP_WHISPER || run->op == BH_PBX_OP_BARGE;
}

static gboolean
is_at_last (const Run *run)
{
  return run->at + 1 == run->plan->lines->len;
}

static char *
job_of (const Run *run)
{
  if (!is_at_last (run))
    return g_strdup_printf (BH_ESL_OWN_STEP "%u-%s", run->at, run->request);
  return is_call (run) ? g_strconcat (BH_ESL_OWN_DIAL, run->request, NULL)
                       : g_strdup (run->request);
}

/* Takes @run; FALSE: it could not be sent. */
static gboolean
send_line (BhEslPbx *self, Run *run, GError **error)
{
  g_autoptr (Run) owned = run;
  g_autofree char *job = job_of (run);
  if (!bh_esl_session_do (self->session, run->plan->lines->pdata[run->at], job, error))
    return FALSE;
  g_hash_table_replace (self->runs, g_steal_pointer (&job), g_steal_pointer (&owned));
  return TRUE;
}

/* Takes @run, which may have to wait; FALSE: it could not be sent. */
static gboolean
begin (BhEslPbx *self, Run *run, GError **error)
{
  gint64 now = g_get_monotonic_time ();
  if (run->member == NULL)
    return send_line (self, run, error);
  Turn *turn = g_hash_table_lookup (self->turns, run->member);
  if (turn != NULL && now - turn->since < (gint64) self->config->command_ms * 1000) {
    g_queue_push_tail (&turn->waiting, run);
    return TRUE;
  }
  turn = g_new0 (Turn, 1);
  turn->since = now;
  g_hash_table_replace (self->turns, g_strdup (run->member), turn);
  return send_line (self, run, error);
}

/* What waited for a run that is over. */
static void
next_turn (BhEslPbx *self, const char *member)
{
  Turn *turn = member != NULL ? g_hash_table_lookup (self->turns, member) : NULL;
  while (turn != NULL) {
    g_autoptr (GError) error = NULL;
    Run *run = g_queue_pop_head (&turn->waiting);
    if (run == NULL) {
      g_hash_table_remove (self->turns, member);
      return;
    }
    g_autofree char *request = g_strdup (run->request);
    turn->since = g_get_monotonic_time ();
    if (send_line (self, run, &error))
      return;
    answer (self, request, FALSE, error->message);
  }
}

static Run *
run_new (const char *request, BhPbxOp op, const char *agent, BhEslPlan *plan)
{
  Run *run = g_new0 (Run, 1);
  run->request = g_strdup (request);
  run->op = op;
  run->agent = g_strdup (agent);
  run->plan = plan;
  return run;
}

/* Something that nobody asked for, but that has to follow; takes @plan, which may be NULL. */
static void
do_ourselves (BhEslPbx *self, BhEslPlan *plan, GError *error)
{
  g_autoptr (GError) fault = error;
  g_autofree char *request = g_strdup_printf ("bh-own-%u", ++self->n_own);
  if (plan != NULL)
    send_line (self, run_new (request, BH_PBX_OP_N, NULL, plan), &fault);
  if (fault != NULL)
    g_warning ("PBX %s: what has to follow was not done: %s", self->config->name, fault->message);
}

/* ---- consults ---- */

static BhEslCall
call_in (const BhEslConsult *consult)
{
  return (BhEslCall){consult->customer, consult->consulted, consult->number, consult->is_answered};
}

/* The consulted party has answered, or will not: the agent is joined to it, or to the customer. */
static void
go_on_with_consult (BhEslPbx *self, const char *agent, gboolean ok)
{
  BhEslConsult *consult = bh_esl_consults_of (self->consults, agent);
  GError *error = NULL;
  if (consult == NULL || consult->is_over)
    return;
  consult->is_answered = ok;
  const BhEslCall call = call_in (consult);
  BhEslPlan *plan = ok ? bh_esl_actions_ask (agent, &call, &error)
                       : bh_esl_actions_return (agent, &call, &error);
  if (!ok)
    bh_esl_consults_remove (self->consults, consult);
  do_ourselves (self, plan, error);
}

/* One of three is gone. An agent who hangs up hands the customer over; to a customer who waits the
 * agent returns when the other party goes; without a customer nobody is left for the agent. */
static void
leave_consult (BhEslPbx *self, const char *leg)
{
  const BhEslOrders orders = {self->config, self->allowed, self->routes};
  BhEslConsult *consult = bh_esl_consults_with (self->consults, leg);
  GError *error = NULL;
  if (consult == NULL)
    return;
  const BhEslCall call = call_in (consult);
  gboolean is_agent = strcmp (consult->agent, leg) == 0;
  if (!consult->is_over && g_strcmp0 (consult->customer, leg) == 0) {
    g_clear_pointer (&consult->customer, g_free);
    return;
  }
  if (!consult->is_over && is_agent)
    do_ourselves (self, bh_esl_actions_hand_over (&call, &orders, &error), error);
  else if (!consult->is_over && consult->is_answered)
    do_ourselves (self, bh_esl_actions_return (consult->agent, &call, &error), error);
  else if (!consult->is_over)
    return; /* it never answered: the end of its job says so too, and goes on from there */
  bh_esl_consults_remove (self->consults, consult);
}

static void
begin_consult (BhEslPbx *self, const BhPbxCommand *order, const BhEslCall *call)
{
  g_autofree char *leg = bh_esl_actions_leg_of (order->request);
  bh_esl_consults_add (self->consults, order->leg, call->customer, leg, order->number);
}

static gboolean
ends_consult (BhPbxOp op)
{
  return op == BH_PBX_OP_CONSULT_COMPLETE || op == BH_PBX_OP_CONSULT_CANCEL ||
         op == BH_PBX_OP_CONFERENCE;
}

static void
note_consult (BhEslPbx *self, const BhPbxCommand *order, const BhEslCall *call)
{
  BhEslConsult *consult = bh_esl_consults_of (self->consults, order->leg);
  if (order->op == BH_PBX_OP_CONSULT)
    begin_consult (self, order, call);
  else if (consult != NULL && order->other_leg == NULL && ends_consult (order->op))
    consult->is_over = TRUE;
}

/* ---- jobs ---- */

/* What could not be completed or cancelled goes on. */
static void
take_up_consult (BhEslPbx *self, const Run *run)
{
  BhEslConsult *consult = bh_esl_consults_of (self->consults, run->agent);
  if (consult != NULL && ends_consult (run->op))
    consult->is_over = FALSE;
}

static void
end_run (BhEslPbx *self, const Run *run, gboolean ok, const char *text)
{
  if (run->op == BH_PBX_OP_DIAL)
    end_dial (self, run, text);
  else if (run->op == BH_PBX_OP_CONSULT)
    go_on_with_consult (self, run->agent, ok);
  else if (run->op == BH_PBX_OP_N && !ok)
    g_warning ("PBX %s: what has to follow was not done: %s", self->config->name, text);
  if (!is_call (run))
    answer (self, run->request, ok, text);
}

/* A plan breaks off: a consult leaves nobody parked. */
static void
break_off (BhEslPbx *self, const Run *run, const char *text)
{
  answer (self, run->request, FALSE, text);
  take_up_consult (self, run);
  if (run->op == BH_PBX_OP_CONSULT)
    go_on_with_consult (self, run->agent, FALSE);
  else if (run->op == BH_PBX_OP_N)
    g_warning ("PBX %s: what has to follow was not done: %s", self->config->name, text);
}

/* The next line; left out is what depends on one that failed. */
static void
go_on (BhEslPbx *self, Run *run, gboolean ok)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *request = g_strdup (run->request);
  g_autofree char *member = g_strdup (run->member);
  run->at++;
  if (!ok && (run->plan->dependent >> run->at & 1) != 0)
    run->at++;
  if (!send_line (self, run, &error)) {
    answer (self, request, FALSE, error->message);
    next_turn (self, member);
  }
}

static void
finish_line (BhEslPbx *self, Run *run, const char *text)
{
  gboolean ok = bh_esl_text_is_ok (text);
  gboolean is_optional = (run->plan->optional >> run->at & 1) != 0;
  if (!is_at_last (run) && (ok || is_optional)) {
    go_on (self, run, ok);
    return;
  }
  if (is_at_last (run))
    end_run (self, run, ok || is_optional, text);
  else
    break_off (self, run, text);
  next_turn (self, run->member);
  run_free (run);
}

static void
on_job (const char *job, BhEslJobStage stage, const char *text, gpointer data)
{
  BhEslPbx *self = data;
  Run *run = g_hash_table_lookup (self->runs, job);
  if (run == NULL)
    return; /* another listener's */
  if (stage == BH_ESL_JOB_TAKEN) {
    if (is_call (run) && is_at_last (run))
      answer (self, run->request, TRUE, "");
    return;
  }
  g_autofree char *key = NULL;
  g_hash_table_steal_extended (self->runs, job, (gpointer *) &key, NULL);
  if (stage == BH_ESL_JOB_REFUSED && is_call (run) && is_at_last (run)) {
    break_off (self, run, text);
    run_free (run);
  } else {
    finish_line (self, run, text);
  }
}

/* ---- the session ---- */

/* The adapter's own bookkeeping of an answer is the one that counts: it knows which it sent. */
static void
on_event (const BhPbxEvent *event, gpointer data)
{
  BhEslPbx *self = data;
  if (event->kind == BH_PBX_COMMAND_DONE || event->kind == BH_PBX_ORIGINATE_DONE)
    return;
  bh_esl_consults_take (self->consults, event);
  if (event->kind == BH_PBX_LINK_DOWN) {
    g_hash_table_remove_all (self->runs);
    g_hash_table_remove_all (self->turns);
    bh_esl_consults_clear (self->consults);
  }
  bh_link_commands_take (self->commands, event);
  if (event->kind == BH_PBX_LEG_ENDED)
    leave_consult (self, event->leg);
}

static void
on_batch_end (gpointer data)
{
  BhEslPbx *self = data;
  bh_link_commands_batch_end (self->commands);
}

static void
on_link (BhPbxLinkState state, const char *sentence, gpointer data)
{
  BhEslPbx *self = data;
  if (self->listener != NULL && self->listener->link != NULL)
    self->listener->link (state, sentence, self->user_data);
}

/* ---- the port ---- */

static void
start (BhPbxPort *port)
{
  bh_esl_session_start (BH_ESL_PBX (port)->session);
}

static void
stop (BhPbxPort *port)
{
  BhEslPbx *self = BH_ESL_PBX (port);
  g_hash_table_remove_all (self->runs);
  g_hash_table_remove_all (self->turns);
  bh_link_commands_fail_all (self->commands, "The link to the PBX was stopped.");
  bh_esl_session_stop (self->session);
}

static void
set_listener (BhPbxPort *port, const BhPbxListener *listener, gpointer user_data)
{
  BhEslPbx *self = BH_ESL_PBX (port);
  self->listener = listener;
  self->user_data = user_data;
  bh_link_commands_set_listener (self->commands, listener, user_data);
}

static BhPbxLinkState
get_link (BhPbxPort *port, const char **sentence)
{
  return bh_esl_session_get_link (BH_ESL_PBX (port)->session, sentence);
}

static guint
get_capabilities (BhPbxPort *port, BhDeviceProfile profile)
{
  BhEslPbx *self = BH_ESL_PBX (port);
  guint can = 0;
  for (int op = 0; op < BH_PBX_OP_N && !self->config->watch_only; op++) {
    const char *api = bh_esl_actions_needed ((BhPbxOp) op, profile, self->config);
    gboolean may_dial = self->allowed->len > 0 || !bh_esl_actions_dials ((BhPbxOp) op);
    gboolean has_route = self->routes->len > 0 || op != BH_PBX_OP_CONSULT;
    if (api != NULL && may_dial && has_route && bh_esl_session_may (self->session, api))
      can |= BH_PBX_CAN (op);
  }
  return can;
}

static gboolean
check_number (BhPbxPort *port, const char *number, GError **error)
{
  return bh_link_check_number (number, BH_ESL_PBX (port)->allowed, error);
}

static gboolean
check_state (BhEslPbx *self, const BhPbxCommand *order, GError **error)
{
  const char *sentence = NULL;
  BhPbxLinkState link = bh_esl_session_get_link (self->session, &sentence);
  return bh_link_check_ready (self->config->name,
                              self->config->watch_only,
                              link,
                              sentence,
                              error) &&
         bh_link_commands_check (self->commands, order, error);
}

static BhEslCall
call_of (BhEslPbx *self, const BhPbxCommand *order)
{
  const BhEslConsult *consult = bh_esl_consults_of (self->consults, order->leg);
  if (consult == NULL || consult->is_over || order->op == BH_PBX_OP_DTMF)
    return (BhEslCall){.customer = bh_esl_consults_peer (self->consults, order->leg)};
  return call_in (consult);
}

static gboolean
send_command (BhEslPbx *self, const BhPbxCommand *order, GError **error)
{
  const BhEslOrders orders = {self->config, self->allowed, self->routes};
  g_autoptr (GError) fault = NULL;
  if (!check_state (self, order, error))
    return FALSE;
  const BhEslCall call = call_of (self, order);
  BhEslPlan *plan = bh_esl_actions_build (order, &call, &orders, error);
  if (plan == NULL)
    return FALSE;
  Run *run = run_new (order->request, order->op, order->leg, plan);
  run->member = g_strdup (order->member);
  if (!begin (self, run, &fault)) {
    g_set_error_literal (error, BH_PBX_ERROR, BH_PBX_ERROR_LINK, fault->message);
    return FALSE;
  }
  g_autofree char *leg = order->op == BH_PBX_OP_DIAL ? bh_esl_actions_leg_of (order->request)
                                                     : NULL;
  bh_link_commands_add (self->commands, order, leg, self->config->command_ms);
  note_consult (self, order, &call);
  return TRUE;
}

/* Who signs in is a phone; the integrator may have named its agent otherwise, and that one is
 * meant: another beside it would be offered each call twice. */
static gboolean
command (BhPbxPort *port, const BhPbxCommand *order, GError **error)
{
  BhEslPbx *self = BH_ESL_PBX (port);
  BhPbxCommand named = *order;
  const char *agent = order->member != NULL ? bh_esl_session_agent_at (self->session, order->member)
                                            : NULL;
  g_autofree char *member = g_strdup (agent != NULL ? agent : order->member);
  named.member = member;
  gboolean sent = send_command (self, &named, error);
  if (sent)
    self->sent++;
  else
    self->refused++;
  return sent;
}

static void
bh_esl_pbx_port_init (BhPbxPortInterface *iface)
{
  iface->start = start;
  iface->stop = stop;
  iface->set_listener = set_listener;
  iface->get_link = get_link;
  iface->get_capabilities = get_capabilities;
  iface->command = command;
  iface->check_number = check_number;
}

static void
bh_esl_pbx_finalize (GObject *object)
{
  BhEslPbx *self = BH_ESL_PBX (object);
  g_clear_pointer (&self->session, bh_esl_session_free);
  g_clear_pointer (&self->commands, bh_link_commands_free);
  g_clear_pointer (&self->consults, bh_esl_consults_free);
  g_clear_pointer (&self->runs, g_hash_table_unref);
  g_clear_pointer (&self->turns, g_hash_table_unref);
  g_clear_pointer (&self->routes, g_ptr_array_unref);
  g_clear_pointer (&self->allowed, g_ptr_array_unref);
  g_clear_pointer (&self->config, bh_esl_config_free);
  G_OBJECT_CLASS (bh_esl_pbx_parent_class)->finalize (object);
}

static void
bh_esl_pbx_class_init (BhEslPbxClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bh_esl_pbx_finalize;
}

static void
bh_esl_pbx_init (BhEslPbx *self)
{
  self->commands = bh_link_commands_new (G_OBJECT (self));
  self->consults = bh_esl_consults_new ();
  self->runs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, run_free);
  self->turns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, turn_free);
}

BhEslPbx *
bh_esl_pbx_new (const BhEslConfig *config, GError **error)
{
  static const BhPbxListener listener = {on_event, on_batch_end, on_link};
  if (!bh_esl_config_check (config, error))
    return NULL;
  g_autoptr (GPtrArray) routes = bh_esl_routes_new (config->routes, error);
  if (routes == NULL)
    return NULL;
  BhEslPbx *self = g_object_new (BH_TYPE_ESL_PBX, NULL);
  self->config = bh_esl_config_copy (config);
  self->allowed = bh_link_patterns_new (config->dial_allow);
  self->routes = g_steal_pointer (&routes);
  self->session = bh_esl_session_new (self->config, &listener, on_job, self);
  return self;
}

void
bh_esl_pbx_get_stats (BhEslPbx *self, BhEslStats *stats)
{
  bh_esl_session_get_stats (self->session, stats);
  stats->commands = self->sent;
  stats->refused_commands = self->refused;
  stats->lost_commands = bh_link_commands_get_lost (self->commands);
}

const char *
bh_esl_pbx_get_version (BhEslPbx *self)
{
  return bh_esl_session_get_version (self->session);
}
