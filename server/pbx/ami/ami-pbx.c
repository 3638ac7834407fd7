/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-ami"

#include "server/pbx/ami/ami-pbx.h"

#include "server/pbx/ami/ami-actions.h"
#include "server/pbx/ami/ami-session.h"

/* A command waits in two stages: for its answer, and, a dial, for the end of its ringing. Each has
 * a time limit, so that an answer that never comes (an Asterisk that restarts does not send one)
 * leaves nobody waiting. */

#define DIAL_GRACE_MS 10000 /* behind the ringing: Asterisk's own time to say how it ended */
#define DIAL_RING_MS  30000

typedef struct {
  BhAmiPbx *pbx;
  char *request;
  char *leg; /* of a dial: the one that Asterisk makes for it */
  gboolean is_dial;
  gboolean is_taken; /* the answer was good, the dial goes on */
  guint ring_ms;
  int cause; /* why a dial's leg ends */
  BhDialResult result;
  GSource *limit;
} Command;

struct _BhAmiPbx {
  GObject parent_instance;
  BhAmiConfig *config;
  GPtrArray *allowed;
  BhAmiSession *session;
  const BhPbxListener *listener;
  gpointer user_data;
  GHashTable *commands; /* request -> Command */
  guint n_dials;        /* of these */
  guint64 sent;
  guint64 refused;
  guint64 lost;
};

static void bh_ami_pbx_port_init (BhPbxPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BhAmiPbx,
                               bh_ami_pbx,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_PBX_PORT, bh_ami_pbx_port_init))

static void
command_free (gpointer data)
{
  Command *command = data;
  if (command->is_dial)
    command->pbx->n_dials--;
  if (command->limit != NULL) {
    g_source_destroy (command->limit);
    g_source_unref (command->limit);
  }
  g_free (command->request);
  g_free (command->leg);
  g_free (command);
}

static void
give (BhAmiPbx *self, const BhPbxEvent *event)
{
  if (self->listener != NULL && self->listener->event != NULL)
    self->listener->event (event, self->user_data);
}

static void
give_batch_end (BhAmiPbx *self)
{
  if (self->listener != NULL && self->listener->batch_end != NULL)
    self->listener->batch_end (self->user_data);
}

/* ---- answers ---- */

static void
finish_dial (Command *command, BhPbxEvent *event)
{
  BhAmiPbx *self = command->pbx;
  g_autofree char *request = g_strdup (command->request);
  g_autofree char *leg = g_strdup (command->leg);
  event->request = request;
  if (event->leg == NULL)
    event->leg = leg;
  event->cause = command->cause;
  g_hash_table_remove (self->commands, request);
  give (self, event);
}

static void
fail_command (Command *command, const char *why)
{
  BhAmiPbx *self = command->pbx;
  self->lost++;
  if (command->is_taken) {
    finish_dial (command, &(BhPbxEvent){.kind = BH_PBX_ORIGINATE_DONE, .text = why});
    return;
  }
  g_autofree char *request = g_strdup (command->request);
  g_hash_table_remove (self->commands, request);
  give (self, &(BhPbxEvent){.kind = BH_PBX_COMMAND_DONE, .request = request, .text = why});
}

static gboolean
on_too_long (gpointer data)
{
  Command *command = data;
  g_autoptr (BhAmiPbx) self = g_object_ref (command->pbx);
  fail_command (command, "The PBX did not answer in time.");
  give_batch_end (self);
  return G_SOURCE_REMOVE;
}

static void
set_limit (Command *command, guint ms)
{
  if (command->limit != NULL) {
    g_source_destroy (command->limit);
    g_source_unref (command->limit);
  }
  command->limit = g_timeout_source_new (ms);
  g_source_set_callback (command->limit, on_too_long, command, NULL);
  g_source_attach (command->limit, g_main_context_get_thread_default ());
}

/* A good answer to a dial is its beginning. */
static void
take_command_done (BhAmiPbx *self, const BhPbxEvent *event)
{
  Command *command = g_hash_table_lookup (self->commands, event->request);
  if (command == NULL || command->is_taken)
    return; /* too late: it was given up */
  if (command->is_dial && event->ok) {
    command->is_taken = TRUE;
    set_limit (command, command->ring_ms + DIAL_GRACE_MS);
  } else {
    g_hash_table_remove (self->commands, event->request);
  }
  give (self, event);
}

/* OriginateResponse says Reason 0 for busy, not registered and unknown alike: the leg knows. */
static BhDialResult
result_of_cause (int cause)
{
  switch (cause) {
  case 17:
    return BH_DIAL_BUSY;
  case 18:
  case 19:
    return BH_DIAL_NO_ANSWER;
  case 21:
    return BH_DIAL_REJECTED;
  case 34:
  case 38:
  case 42:
    return BH_DIAL_CONGESTION;
  default:
    return BH_DIAL_UNAVAILABLE;
  }
}

static void
take_originate_done (BhAmiPbx *self, const BhPbxEvent *event)
{
  Command *command = g_hash_table_lookup (self->commands, event->request);
  if (command == NULL || !command->is_dial)
    return;
  BhPbxEvent done = *event;
  if (!done.ok && done.dial_result == BH_DIAL_NONE)
    done.dial_result = command->result != BH_DIAL_NONE ? command->result
                                                       : result_of_cause (command->cause);
  finish_dial (command, &done);
}

/* What is heard of a dial's own leg before Asterisk says how the dial ended. */
static void
note_leg (BhAmiPbx *self, const char *leg, int cause, BhDialResult result)
{
  GHashTableIter iter;
  gpointer value;
  if (self->n_dials == 0 || leg == NULL)
    return;
  g_hash_table_iter_init (&iter, self->commands);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Command *command = value;
    if (!command->is_dial || !g_str_equal (command->leg, leg))
      continue;
    command->cause = cause != 0 ? cause : command->cause;
    command->result = result != BH_DIAL_NONE ? result : command->result;
  }
}

static void
fail_all (BhAmiPbx *self, const char *why)
{
  g_autoptr (GList) requests = g_hash_table_get_keys (self->commands);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (GList *l = requests; l != NULL; l = l->next)
    g_ptr_array_add (names, g_strdup (l->data));
  for (guint i = 0; i < names->len; i++) {
    Command *command = g_hash_table_lookup (self->commands, names->pdata[i]);
    if (command != NULL)
      fail_command (command, why);
  }
}

/* ---- the session ---- */

static void
on_event (const BhPbxEvent *event, gpointer data)
{
  BhAmiPbx *self = data;
  switch (event->kind) {
  case BH_PBX_COMMAND_DONE:
    take_command_done (self, event);
    break;
  case BH_PBX_ORIGINATE_DONE:
    take_originate_done (self, event);
    break;
  case BH_PBX_LINK_DOWN:
    fail_all (self, "The link to the PBX was lost before it answered.");
    give (self, event);
    break;
  case BH_PBX_LEG_HANGUP_ASKED:
  case BH_PBX_LEG_ENDED:
    note_leg (self, event->leg, event->cause, BH_DIAL_NONE);
    give (self, event);
    break;
  case BH_PBX_DIAL_ENDED:
    note_leg (self, event->other_leg, 0, event->dial_result);
    give (self, event);
    break;
  default:
    give (self, event);
    break;
  }
}

static void
on_batch_end (gpointer data)
{
  give_batch_end (data);
}

static void
on_link (BhPbxLinkState state, const char *sentence, gpointer data)
{
  BhAmiPbx *self = data;
  if (self->listener != NULL && self->listener->link != NULL)
    self->listener->link (state, sentence, self->user_data);
}

/* ---- the port ---- */

static void
start (BhPbxPort *port)
{
  bh_ami_session_start (BH_AMI_PBX (port)->session);
}

static void
stop (BhPbxPort *port)
{
  BhAmiPbx *self = BH_AMI_PBX (port);
  fail_all (self, "The link to the PBX was stopped.");
  bh_ami_session_stop (self->session);
}

static void
set_listener (BhPbxPort *port, const BhPbxListener *listener, gpointer user_data)
{
  BhAmiPbx *self = BH_AMI_PBX (port);
  self->listener = listener;
  self->user_data = user_data;
}

static BhPbxLinkState
get_link (BhPbxPort *port, const char **sentence)
{
  return bh_ami_session_get_link (BH_AMI_PBX (port)->session, sentence);
}

static guint
get_capabilities (BhPbxPort *port, BhDeviceProfile profile)
{
  BhAmiPbx *self = BH_AMI_PBX (port);
  guint can = 0;
  for (int op = 0; op < BH_PBX_OP_N && !self->config->watch_only; op++) {
    int needed = bh_ami_actions_needed ((BhPbxOp) op, profile, self->config);
    gboolean may_dial = self->allowed->len > 0 || !bh_ami_actions_dials ((BhPbxOp) op);
    if (needed >= 0 && may_dial && bh_ami_session_may (self->session, (BhAmiAction) needed))
      can |= BH_PBX_CAN (op);
  }
  return can;
}

static gboolean
check_state (BhAmiPbx *self, const BhPbxCommand *command, GError **error)
{
  const char *sentence = NULL;
  if (self->config->watch_only) {
    g_set_error (error,
                 BH_PBX_ERROR,
                 BH_PBX_ERROR_WATCH_ONLY,
                 "Bellhop only watches the PBX %s (watch_only): nothing is sent to it.",
                 self->config->name);
    return FALSE;
  }
  if (bh_ami_session_get_link (self->session, &sentence) != BH_PBX_LINK_LIVE) {
    g_set_error_literal (error, BH_PBX_ERROR, BH_PBX_ERROR_LINK, sentence);
    return FALSE;
  }
  if (g_hash_table_size (self->commands) >= BH_AMI_PBX_MAX_COMMANDS) {
    g_set_error_literal (error,
                         BH_PBX_ERROR,
                         BH_PBX_ERROR_BUSY,
                         "Too many commands wait for the PBX's answers. Try again.");
    return FALSE;
  }
  if (command->request != NULL && g_hash_table_contains (self->commands, command->request)) {
    g_set_error_literal (error,
                         BH_PBX_ERROR,
                         BH_PBX_ERROR_ARGUMENT,
                         "A command with this request id waits for its answer.");
    return FALSE;
  }
  return TRUE;
}

static void
remember (BhAmiPbx *self, const BhPbxCommand *order)
{
  Command *command = g_new0 (Command, 1);
  command->pbx = self;
  command->request = g_strdup (order->request);
  command->is_dial = order->op == BH_PBX_OP_DIAL;
  command->leg = command->is_dial ? bh_ami_actions_leg_of (order->request) : NULL;
  command->ring_ms = order->timeout_ms > 0 ? order->timeout_ms : DIAL_RING_MS;
  self->n_dials += command->is_dial != FALSE;
  set_limit (command, self->config->command_ms);
  g_hash_table_insert (self->commands, command->request, command);
}

static gboolean
send_command (BhAmiPbx *self, const BhPbxCommand *order, GError **error)
{
  g_autoptr (GError) fault = NULL;
  if (!check_state (self, order, error))
    return FALSE;
  g_autoptr (GBytes) bytes = bh_ami_actions_build (order, self->config, self->allowed, error);
  if (bytes == NULL)
    return FALSE;
  if (!bh_ami_session_send (self->session, bytes, &fault)) {
    g_set_error_literal (error, BH_PBX_ERROR, BH_PBX_ERROR_LINK, fault->message);
    return FALSE;
  }
  remember (self, order);
  return TRUE;
}

static gboolean
command (BhPbxPort *port, const BhPbxCommand *order, GError **error)
{
  BhAmiPbx *self = BH_AMI_PBX (port);
  gboolean sent = send_command (self, order, error);
  if (sent)
    self->sent++;
  else
    self->refused++;
  return sent;
}

static void
bh_ami_pbx_port_init (BhPbxPortInterface *iface)
{
  iface->start = start;
  iface->stop = stop;
  iface->set_listener = set_listener;
  iface->get_link = get_link;
  iface->get_capabilities = get_capabilities;
  iface->command = command;
}

static void
bh_ami_pbx_finalize (GObject *object)
{
  BhAmiPbx *self = BH_AMI_PBX (object);
  g_clear_pointer (&self->commands, g_hash_table_unref);
  g_clear_pointer (&self->session, bh_ami_session_free);
  g_clear_pointer (&self->allowed, g_ptr_array_unref);
  g_clear_pointer (&self->config, bh_ami_config_free);
  G_OBJECT_CLASS (bh_ami_pbx_parent_class)->finalize (object);
}

static void
bh_ami_pbx_class_init (BhAmiPbxClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bh_ami_pbx_finalize;
}

static void
bh_ami_pbx_init (BhAmiPbx *self)
{
  self->commands = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, command_free);
}

BhAmiPbx *
bh_ami_pbx_new (const BhAmiConfig *config, GError **error)
{
  static const BhPbxListener listener = {on_event, on_batch_end, on_link};
  if (!bh_ami_config_check (config, error))
    return NULL;
  BhAmiPbx *self = g_object_new (BH_TYPE_AMI_PBX, NULL);
  self->config = bh_ami_config_copy (config);
  self->allowed = bh_ami_actions_compile (config->dial_allow);
  self->session = bh_ami_session_new (self->config, &listener, self);
  return self;
}

void
bh_ami_pbx_get_stats (BhAmiPbx *self, BhAmiStats *stats)
{
  bh_ami_session_get_stats (self->session, stats);
  stats->commands = self->sent;
  stats->refused_commands = self->refused;
  stats->lost_commands = self->lost;
}

const char *
bh_ami_pbx_get_version (BhAmiPbx *self)
{
  return bh_ami_session_get_version (self->session);
}
