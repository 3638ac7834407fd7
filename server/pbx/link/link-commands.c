/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/link/link-commands.h"

#include "server/pbx/link/link-source.h"

#define DIAL_GRACE_MS 10000 /* behind the ringing: the PBX's own time to say how it ended */

typedef struct {
  BhLinkCommands *all;
  char *request;
  char *leg;    /* of a dial: the one that the PBX makes for it */
  char *number; /* of a dial: whom its leg is to be connected with */
  gboolean is_dial;
  gboolean is_taken; /* the answer was good, the dial goes on */
  guint ring_ms;
  int cause; /* why a dial's leg ends */
  BhDialResult result;
  GSource *limit;
} Command;

struct _BhLinkCommands {
  GObject *owner; /* not owned: it owns us */
  const BhPbxListener *listener;
  gpointer user_data;
  GHashTable *commands; /* request -> Command */
  guint n_dials;        /* of these */
  guint64 lost;
};

static void
command_free (gpointer data)
{
  Command *command = data;
  if (command->is_dial)
    command->all->n_dials--;
  bh_link_source_clear (&command->limit);
  g_free (command->request);
  g_free (command->leg);
  g_free (command->number);
  g_free (command);
}

static void
give (BhLinkCommands *self, const BhPbxEvent *event)
{
  if (self->listener != NULL && self->listener->event != NULL)
    self->listener->event (event, self->user_data);
}

void
bh_link_commands_batch_end (BhLinkCommands *self)
{
  if (self->listener != NULL && self->listener->batch_end != NULL)
    self->listener->batch_end (self->user_data);
}

/* ---- answers ---- */

static void
finish_dial (Command *command, BhPbxEvent *event)
{
  BhLinkCommands *self = command->all;
  g_autofree char *request = g_strdup (command->request);
  g_autofree char *leg = g_strdup (command->leg);
  event->request = request;
  if (event->leg == NULL)
    event->leg = leg;
  if (command->cause != 0)
    event->cause = command->cause;
  g_hash_table_remove (self->commands, request);
  give (self, event);
}

static void
fail_command (Command *command, const char *why)
{
  BhLinkCommands *self = command->all;
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
  BhLinkCommands *self = command->all;
  g_autoptr (GObject) owner = g_object_ref (self->owner);
  fail_command (command, "The PBX did not answer in time.");
  bh_link_commands_batch_end (self);
  return G_SOURCE_REMOVE;
}

static void
set_limit (Command *command, guint ms)
{
  bh_link_source_clear (&command->limit);
  command->limit = bh_link_source_after (ms, on_too_long, command);
}

/* A good answer to a dial is its beginning. */
static void
take_command_done (BhLinkCommands *self, const BhPbxEvent *event)
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

/* Asterisk's answer says the same of busy, not registered and unknown: the leg knows. */
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
take_originate_done (BhLinkCommands *self, const BhPbxEvent *event)
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

/* The dial whose own leg is @leg, or NULL. */
static Command *
find_dial (BhLinkCommands *self, const char *leg)
{
  GHashTableIter iter;
  gpointer value;
  if (self->n_dials == 0 || leg == NULL)
    return NULL;
  g_hash_table_iter_init (&iter, self->commands);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Command *command = value;
    if (command->is_dial && g_strcmp0 (command->leg, leg) == 0)
      return command;
  }
  return NULL;
}

/* What is heard of a dial's own leg before Asterisk says how the dial ended. */
static void
note_leg (BhLinkCommands *self, const char *leg, int cause, BhDialResult result)
{
  Command *command = find_dial (self, leg);
  if (command == NULL)
    return;
  command->cause = cause != 0 ? cause : command->cause;
  command->result = result != BH_DIAL_NONE ? result : command->result;
}

/* The PBX does not say what for it calls a phone: we know whom it was asked to connect it with. */
static void
give_new_leg (BhLinkCommands *self, const BhPbxEvent *event)
{
  const Command *command = find_dial (self, event->leg);
  BhPbxEvent named = *event;
  if (command != NULL) {
    named.ordered = TRUE;
    named.dialed = command->number;
  }
  give (self, &named);
}

void
bh_link_commands_fail_all (BhLinkCommands *self, const char *why)
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

void
bh_link_commands_fail (BhLinkCommands *self, const char *request, const char *why)
{
  Command *command = g_hash_table_lookup (self->commands, request);
  if (command != NULL)
    fail_command (command, why);
}

void
bh_link_commands_take (BhLinkCommands *self, const BhPbxEvent *event)
{
  switch (event->kind) {
  case BH_PBX_COMMAND_DONE:
    take_command_done (self, event);
    break;
  case BH_PBX_ORIGINATE_DONE:
    take_originate_done (self, event);
    break;
  case BH_PBX_LINK_DOWN:
    bh_link_commands_fail_all (self, "The link to the PBX was lost before it answered.");
    give (self, event);
    break;
  case BH_PBX_LEG_NEW:
    give_new_leg (self, event);
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

gboolean
bh_link_commands_check (const BhLinkCommands *self, const BhPbxCommand *order, GError **error)
{
  if (g_hash_table_size (self->commands) >= BH_LINK_COMMANDS_MAX) {
    g_set_error_literal (error,
                         BH_PBX_ERROR,
                         BH_PBX_ERROR_BUSY,
                         "Too many commands wait for the PBX's answers. Try again.");
    return FALSE;
  }
  if (order->request != NULL && g_hash_table_contains (self->commands, order->request)) {
    g_set_error_literal (error,
                         BH_PBX_ERROR,
                         BH_PBX_ERROR_ARGUMENT,
                         "A command with this request id waits for its answer.");
    return FALSE;
  }
  return TRUE;
}

void
bh_link_commands_add (BhLinkCommands *self,
                      const BhPbxCommand *order,
                      const char *leg,
                      guint limit_ms)
{
  Command *command = g_new0 (Command, 1);
  command->all = self;
  command->request = g_strdup (order->request);
  command->is_dial = order->op == BH_PBX_OP_DIAL;
  command->leg = g_strdup (leg);
  command->number = g_strdup (order->number);
  command->ring_ms = order->timeout_ms > 0 ? order->timeout_ms : BH_LINK_COMMANDS_RING_MS;
  self->n_dials += command->is_dial != FALSE;
  set_limit (command, limit_ms);
  g_hash_table_insert (self->commands, command->request, command);
}

BhLinkCommands *
bh_link_commands_new (GObject *owner)
{
  BhLinkCommands *self = g_new0 (BhLinkCommands, 1);
  self->owner = owner;
  self->commands = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, command_free);
  return self;
}

void
bh_link_commands_free (BhLinkCommands *self)
{
  g_hash_table_unref (self->commands);
  g_free (self);
}

void
bh_link_commands_set_listener (BhLinkCommands *self,
                               const BhPbxListener *listener,
                               gpointer user_data)
{
  self->listener = listener;
  self->user_data = user_data;
}

guint64
bh_link_commands_get_lost (const BhLinkCommands *self)
{
  return self->lost;
}
