/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/softphone.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/prctl.h>

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/client/netstring.h"
#include "desktop/client/softphone-account.h"
#include "desktop/client/softphone-files.h"
#include "desktop/client/softphone-words.h"

/* A start is a chain: files, process, control socket, registration. The GTask `start` is there from
 * the first to the last; whatever breaks ends it, and later breaks change only the state. */

#define CONNECT_EVERY_MS 100
#define CONNECT_TRIES    80
#define DEFAULT_TIMEOUT  5000
#define RESTARTS         3         /* of a baresip that was ready and stopped, per start */
#define SET_DEVICE       "device"  /* our token for it */
#define ASK_REGISTRATION "reginfo" /* baresip's command, and our token for it */

typedef struct {
  GTask *task;
  BhSoftphoneCommand command;
  char *token;
  gboolean said_yes;
} Pending;

struct _BhSoftphone {
  GObject parent;

  BhSoftphoneState state;
  char *message;
  BhSoftphoneCall call;
  char *call_id; /* baresip's, or NULL where it says none */
  char *peer;
  gboolean muted;
  double levels[2]; /* of the microphone, of the other end */
  char *missing;    /* which device is not there, in words */
  char *trouble;    /* what baresip says of its devices, in words */

  BhSoftphoneAccount *account; /* NULL: somebody else started baresip */
  gboolean was_ready;          /* since it was launched */
  guint restarts;
  GTask *start;
  gboolean registers;
  guint timeout_ms;
  char *folder;
  GSubprocess *process;
  guint16 port;
  guint tries;
  GCancellable *cancellable; /* of everything under way */
  GSocketConnection *connection;
  BhNetstring *netstring;
  GQueue commands; /* of Pending, oldest first */
  guint last_token;
  GSource *timer; /* connect again, or give up waiting */
};

enum {
  PROP_STATE = 1,
  PROP_MESSAGE,
  PROP_CALL,
  PROP_PEER,
  PROP_MUTED,
  PROP_SOUND,
  PROP_LEVEL_IN,
  PROP_LEVEL_OUT,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

BH_ENUM_DEFINE (BhSoftphoneState, bh_softphone_state, BH_SOFTPHONE_TABLE)
BH_ENUM_DEFINE (BhSoftphoneCall, bh_softphone_call, BH_SOFTPHONE_CALL_TABLE)
G_DEFINE_FINAL_TYPE (BhSoftphone, bh_softphone, G_TYPE_OBJECT)

/* What is under way must not keep the phone alive: its owner letting go of it ends it. */
static gpointer
weak_new (BhSoftphone *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  return weak;
}

/* (transfer full) NULL: the phone is gone. Frees @data. */
static BhSoftphone *
weak_take (gpointer data)
{
  GWeakRef *weak = data;
  BhSoftphone *self = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  return self;
}

static void connect_control (BhSoftphone *self);
static gboolean launch (BhSoftphone *self, GError **error);
static void ask_registration (BhSoftphone *self);
static void read_more (BhSoftphone *self);

static void
pending_free (Pending *pending)
{
  g_clear_object (&pending->task);
  g_free (pending->token);
  g_free (pending);
}

static void
set_state (BhSoftphone *self, BhSoftphoneState state, const char *message)
{
  if (g_strcmp0 (self->message, message) != 0) {
    g_free (self->message);
    self->message = g_strdup (message);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MESSAGE]);
  }
  if (self->state != state) {
    self->state = state;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  }
}

static void
set_muted (BhSoftphone *self, gboolean muted)
{
  if (self->muted == muted)
    return;
  self->muted = muted;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MUTED]);
}

static void
set_level (BhSoftphone *self, guint prop, double level)
{
  double *old = &self->levels[prop - PROP_LEVEL_IN];

  if (ABS (*old - level) < 0.01)
    return;
  *old = level;
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
set_sound (BhSoftphone *self, char **field, const char *text)
{
  if (g_strcmp0 (*field, text) == 0)
    return;
  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SOUND]);
}

static void
set_call (BhSoftphone *self, BhSoftphoneCall call, const char *peer)
{
  if (g_strcmp0 (self->peer, peer) != 0) {
    g_free (self->peer);
    self->peer = g_strdup (peer);
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PEER]);
  }
  if (self->call != call) {
    self->call = call;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CALL]);
  }
  if (call == BH_SOFTPHONE_CALL_NONE) {
    g_clear_pointer (&self->call_id, g_free);
    set_muted (self, FALSE);
    set_sound (self, &self->trouble, NULL);
    set_level (self, PROP_LEVEL_IN, 0);
    set_level (self, PROP_LEVEL_OUT, 0);
  }
}

static void
clear_timer (BhSoftphone *self)
{
  if (self->timer)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
set_timer (BhSoftphone *self, guint delay_ms, GSourceFunc func)
{
  clear_timer (self);
  self->timer = g_timeout_source_new (delay_ms);
  g_source_set_callback (self->timer, func, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
fail_commands (BhSoftphone *self, const char *message)
{
  Pending *pending;

  while ((pending = g_queue_pop_head (&self->commands)) != NULL) {
    g_task_return_new_error (pending->task,
                             BH_CLIENT_ERROR,
                             BH_CLIENT_ERROR_SOFTPHONE,
                             "%s",
                             message);
    pending_free (pending);
  }
}

/* Lets go of process, socket and files; what is under way is told @message. */
static void
tear_down (BhSoftphone *self, const char *message)
{
  clear_timer (self);
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->connection)
    g_io_stream_close (G_IO_STREAM (self->connection), NULL, NULL);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->netstring, bh_netstring_free);
  if (self->process)
    g_subprocess_send_signal (self->process, SIGTERM);
  g_clear_object (&self->process);
  if (self->folder)
    bh_softphone_files_remove (self->folder);
  g_clear_pointer (&self->folder, g_free);
  fail_commands (self, message);
  set_call (self, BH_SOFTPHONE_CALL_NONE, NULL);
}

static void
break_down (BhSoftphone *self, BhClientErrorCode code, const char *message)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->start);
  g_autofree char *own = g_strdup (message);

  tear_down (self, own);
  set_state (self, BH_SOFTPHONE_FAILED, own);
  if (task)
    g_task_return_new_error (task, BH_CLIENT_ERROR, (int) code, "%s", own);
}

/* One that had come up and stopped comes up again, as a rule: the agent need not do it. One that
 * does not, or does so again and again, is told of. */
static void
start_again (BhSoftphone *self)
{
  const char *stopped = _ ("The softphone baresip stopped.");
  g_autoptr (GError) error = NULL;

  if (self->account == NULL || !self->was_ready || self->restarts >= RESTARTS) {
    break_down (self, BH_CLIENT_ERROR_SOFTPHONE, stopped);
    return;
  }
  self->restarts++;
  self->was_ready = FALSE;
  tear_down (self, stopped);
  self->cancellable = g_cancellable_new ();
  self->tries = 0;
  set_state (self, BH_SOFTPHONE_STARTING, stopped);
  if (launch (self, &error))
    connect_control (self);
  else
    break_down (self, (BhClientErrorCode) error->code, error->message);
}

static void
become_ready (BhSoftphone *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->start);

  self->was_ready = TRUE;
  clear_timer (self);
  /* baresip has read its files; the password in them would outlive a desktop that is killed. */
  if (self->folder)
    bh_softphone_files_remove (self->folder);
  set_state (self, BH_SOFTPHONE_READY, NULL);
  if (task)
    g_task_return_boolean (task, TRUE);
}

/* The command that waits for an event rather than for its reply. */
static void
finish_answer (BhSoftphone *self, gboolean established)
{
  for (GList *l = self->commands.head; l != NULL; l = l->next) {
    Pending *pending = l->data;
    if (pending->command != BH_SOFTPHONE_ANSWER)
      continue;
    g_queue_delete_link (&self->commands, l);
    if (established)
      g_task_return_boolean (pending->task, TRUE);
    else
      g_task_return_new_error (pending->task,
                               BH_CLIENT_ERROR,
                               BH_CLIENT_ERROR_SOFTPHONE,
                               _ ("The call ended before it was answered."));
    pending_free (pending);
    return;
  }
}

static void
on_register_fail (BhSoftphone *self, const char *why)
{
  g_autofree char *message = g_strdup_printf (
      _ ("The softphone could not register at the phone system: %s. Check server, extension and "
         "password on the sign-in page."),
      why ? why : _ ("no reason given"));

  if (self->start)
    break_down (self, BH_CLIENT_ERROR_SOFTPHONE, message);
  else
    set_state (self, BH_SOFTPHONE_REGISTERING, message); /* it tries again by itself */
}

/* Whether an event is about another call than the one at hand: that one rings or ends beside it. */
static gboolean
is_another (BhSoftphone *self, const char *id)
{
  return self->call != BH_SOFTPHONE_CALL_NONE && self->call_id != NULL && id != NULL &&
         !g_str_equal (self->call_id, id);
}

static void
begin_call (BhSoftphone *self, JsonObject *event, BhSoftphoneCall call)
{
  g_autofree char *peer = bh_softphone_words_peer (bh_json_string (event, "peeruri"));
  const char *id = bh_json_string (event, "id");

  if (id != NULL) {
    g_free (self->call_id);
    self->call_id = g_strdup (id);
  }
  set_call (self, call, peer);
}

/* What is said or heard is lost from now on, and nothing else tells of it. @why: owned, or NULL:
 * nothing is. */
static void
on_trouble (BhSoftphone *self, char *why)
{
  g_autofree char *own = why;
  g_autofree char *text =
      own ? g_strdup_printf (_ ("The softphone lost its microphone or loudspeaker (%s)."),
                             *own ? own : _ ("no reason given"))
          : NULL;

  if (text)
    set_sound (self, &self->trouble, text);
}

static void
take_call_event (BhSoftphone *self, const char *type, JsonObject *event)
{
  gboolean another = is_another (self, bh_json_string (event, "id"));

  if (g_strcmp0 (type, "CALL_ESTABLISHED") == 0) {
    begin_call (self, event, BH_SOFTPHONE_CALL_TALKING); /* also another: it is heard from now on */
    finish_answer (self, TRUE);
  } else if (another) {
    return;
  } else if (g_strcmp0 (type, "CALL_INCOMING") == 0) {
    begin_call (self, event, BH_SOFTPHONE_CALL_RINGING);
  } else if (g_strcmp0 (type, "CALL_RINGING") == 0 || g_strcmp0 (type, "CALL_PROGRESS") == 0) {
    begin_call (self, event, BH_SOFTPHONE_CALL_DIALING);
  } else if (g_strcmp0 (type, "CALL_CLOSED") == 0) {
    set_call (self, BH_SOFTPHONE_CALL_NONE, NULL);
    finish_answer (self, FALSE);
  } else if (g_strcmp0 (type, "AUDIO_ERROR") == 0) {
    on_trouble (self, bh_softphone_words_lost (bh_json_string (event, "param")));
  } else if (g_strcmp0 (type, "VU_TX_REPORT") == 0) {
    set_level (self, PROP_LEVEL_IN, bh_softphone_words_level (bh_json_string (event, "param")));
  } else if (g_strcmp0 (type, "VU_RX_REPORT") == 0) {
    set_level (self, PROP_LEVEL_OUT, bh_softphone_words_level (bh_json_string (event, "param")));
  }
}

static void
take_event (BhSoftphone *self, JsonObject *event)
{
  const char *type = bh_json_string (event, "type");

  if (g_strcmp0 (type, "REGISTER_OK") == 0)
    become_ready (self);
  else if (g_strcmp0 (type, "REGISTER_FAIL") == 0)
    on_register_fail (self, bh_json_string (event, "param"));
  else
    take_call_event (self, type, event);
}

static GList *
find_command (BhSoftphone *self, const char *token)
{
  for (GList *l = self->commands.head; l != NULL; l = l->next)
    if (g_strcmp0 (((Pending *) l->data)->token, token) == 0)
      return l;
  return NULL;
}

/* @said: "call muted" or "call un-muted"; baresip knows only the way round. */
static void
show_command (BhSoftphone *self, BhSoftphoneCommand command, const char *said)
{
  if (command == BH_SOFTPHONE_HOLD)
    set_call (self, BH_SOFTPHONE_CALL_HELD, self->peer);
  else if (command == BH_SOFTPHONE_RETRIEVE)
    set_call (self, BH_SOFTPHONE_CALL_TALKING, self->peer);
  else if (command == BH_SOFTPHONE_MUTE)
    set_muted (self, said && strstr (said, "muted") && !strstr (said, "un-muted"));
  else if (command == BH_SOFTPHONE_DIAL && self->call == BH_SOFTPHONE_CALL_NONE)
    set_call (self, BH_SOFTPHONE_CALL_DIALING, NULL); /* who it is, the events say */
}

/* "> sip:1001@pbx.example.org  OK  Asterisk Expires 119s", with colours in between. */
static void
take_registration (BhSoftphone *self, const char *data)
{
  if (self->state == BH_SOFTPHONE_REGISTERING && data && strstr (data, "OK "))
    become_ready (self);
}

static void
take_response (BhSoftphone *self, JsonObject *response)
{
  GList *link = find_command (self, bh_json_string (response, "token"));
  const char *data = bh_json_string (response, "data");
  gboolean ok = bh_json_bool (response, "ok");
  Pending *pending;

  if (g_strcmp0 (bh_json_string (response, "token"), ASK_REGISTRATION) == 0)
    take_registration (self, data);
  if (g_strcmp0 (bh_json_string (response, "token"), SET_DEVICE) == 0)
    on_trouble (self, bh_softphone_words_unset (data));
  if (link == NULL)
    return;
  pending = link->data;
  if (ok && pending->command == BH_SOFTPHONE_ANSWER && self->call != BH_SOFTPHONE_CALL_TALKING) {
    pending->said_yes = TRUE; /* CALL_ESTABLISHED will say whether it is true */
    return;
  }
  g_queue_delete_link (&self->commands, link);
  if (ok) {
    show_command (self, pending->command, data);
    g_task_return_boolean (pending->task, TRUE);
  } else {
    g_task_return_new_error (pending->task,
                             BH_CLIENT_ERROR,
                             BH_CLIENT_ERROR_SOFTPHONE,
                             _ ("The softphone did not do it: %s"),
                             data && *data ? data : _ ("it did not say why"));
  }
  pending_free (pending);
}

static void
take_payload (BhSoftphone *self, const char *payload)
{
  g_autoptr (JsonNode) node = json_from_string (payload, NULL);
  JsonObject *object = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (bh_json_bool (object, "event"))
    take_event (self, object);
  else if (bh_json_bool (object, "response"))
    take_response (self, object);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhSoftphone) self = weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize n = bytes ? g_bytes_get_size (bytes) : 0;
  char *payload;

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      self->connection == NULL || /* or it is that of the next one */
      G_INPUT_STREAM (source) != g_io_stream_get_input_stream (G_IO_STREAM (self->connection)))
    return;
  if (n > 0)
    bh_netstring_feed (self->netstring, g_bytes_get_data (bytes, NULL), n);
  while (self->netstring && (payload = bh_netstring_next (self->netstring)) != NULL) {
    take_payload (self, payload);
    g_free (payload);
  }
  if (self->netstring == NULL)
    return;
  if (n == 0 || bh_netstring_is_broken (self->netstring))
    start_again (self);
  else
    read_more (self);
}

static void
read_more (BhSoftphone *self)
{
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)),
                                   4096,
                                   G_PRIORITY_DEFAULT,
                                   self->cancellable,
                                   on_read,
                                   weak_new (self));
}

static gboolean
on_register_timeout (gpointer data)
{
  BhSoftphone *self = data;

  break_down (
      self,
      BH_CLIENT_ERROR_SOFTPHONE,
      _ ("The phone system did not answer the softphone's registration. Check the phone system on "
         "the sign-in page, and the network."));
  return G_SOURCE_REMOVE;
}

static gboolean
on_connect_again (gpointer data)
{
  BhSoftphone *self = data;

  clear_timer (self);
  connect_control (self);
  return G_SOURCE_REMOVE;
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhSoftphone) self = weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (connection == NULL && ++self->tries < CONNECT_TRIES && self->process != NULL) {
    set_timer (self, CONNECT_EVERY_MS, on_connect_again);
    return;
  }
  if (connection == NULL) {
    break_down (self,
                BH_CLIENT_ERROR_SOFTPHONE,
                _ ("The softphone baresip does not open its control socket. Is its module ctrl_tcp "
                   "installed (Debian: baresip-core)?"));
    return;
  }
  self->connection = g_steal_pointer (&connection);
  self->netstring = bh_netstring_new ();
  read_more (self);
  if (!self->registers) {
    become_ready (self);
    return;
  }
  set_state (self, BH_SOFTPHONE_REGISTERING, self->message);
  set_timer (self, self->timeout_ms, on_register_timeout);
  ask_registration (self);
}

static void
connect_control (BhSoftphone *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client,
                                         "127.0.0.1",
                                         self->port,
                                         self->cancellable,
                                         on_connected,
                                         weak_new (self));
}

static void
on_exited (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhSoftphone) self = weak_take (data);

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  if (self && self->process == G_SUBPROCESS (source))
    start_again (self);
}

/* Between fork and exec: the phone gets a signal when the desktop dies, however that happens. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static gboolean
spawn (BhSoftphone *self, const char *program, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                 G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) cause = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, &cause, program, "-f", self->folder, NULL);
  if (self->process == NULL) {
    g_set_error (error,
                 BH_CLIENT_ERROR,
                 BH_CLIENT_ERROR_NO_SOFTPHONE,
                 _ ("The softphone %s cannot be started: %s. Install it (Debian: baresip-core)."),
                 program,
                 cause->message);
    return FALSE;
  }
  g_subprocess_wait_async (self->process, NULL, on_exited, weak_new (self));
  return TRUE;
}

static gboolean
launch (BhSoftphone *self, GError **error)
{
  const BhSoftphoneSettings *settings = bh_softphone_account_get (self->account);
  g_autofree char *program =
      g_find_program_in_path (settings->program ? settings->program : "baresip");

  if (program == NULL) {
    g_set_error (error,
                 BH_CLIENT_ERROR,
                 BH_CLIENT_ERROR_NO_SOFTPHONE,
                 _ ("The softphone %s is not installed. Install it (Debian: baresip-core)."),
                 settings->program ? settings->program : "baresip");
    return FALSE;
  }
  self->port = bh_softphone_free_port ();
  self->folder = bh_softphone_files_write (settings, self->port, error);
  return self->folder != NULL && spawn (self, program, error);
}

static GTask *
begin (BhSoftphone *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  tear_down (self, _ ("The softphone is started anew."));
  self->cancellable = g_cancellable_new ();
  self->tries = 0;
  set_state (self, BH_SOFTPHONE_STARTING, NULL);
  self->restarts = 0;
  self->was_ready = FALSE;
  g_clear_pointer (&self->account, bh_softphone_account_free);
  return g_task_new (self, cancellable, callback, data);
}

void
bh_softphone_start_async (BhSoftphone *self,
                          const BhSoftphoneSettings *settings,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (BH_IS_SOFTPHONE (self) && settings != NULL && self->start == NULL);

  self->start = begin (self, cancellable, callback, user_data);
  self->registers = !settings->unregistered;
  self->timeout_ms = settings->timeout_ms ? settings->timeout_ms : DEFAULT_TIMEOUT;
  self->account = bh_softphone_account_new (settings);
  if (launch (self, &error))
    connect_control (self);
  else
    break_down (self, (BhClientErrorCode) error->code, error->message);
}

void
bh_softphone_attach_async (BhSoftphone *self,
                           guint16 port,
                           guint timeout_ms,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (BH_IS_SOFTPHONE (self) && self->start == NULL);

  self->start = begin (self, NULL, callback, user_data);
  self->registers = TRUE;
  self->timeout_ms = timeout_ms;
  self->port = port;
  connect_control (self);
}

gboolean
bh_softphone_start_finish (BhSoftphone *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bh_softphone_stop (BhSoftphone *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (BH_IS_SOFTPHONE (self));

  task = g_steal_pointer (&self->start);
  tear_down (self, _ ("The softphone was switched off."));
  g_clear_pointer (&self->account, bh_softphone_account_free);
  set_state (self, BH_SOFTPHONE_OFF, NULL);
  if (task)
    g_task_return_new_error (task,
                             BH_CLIENT_ERROR,
                             BH_CLIENT_ERROR_SOFTPHONE,
                             _ ("The softphone was switched off."));
}

static gboolean
on_command_timeout (gpointer data)
{
  BhSoftphone *self = data;
  Pending *oldest = g_queue_peek_head (&self->commands);
  gboolean said_yes = oldest && oldest->said_yes;

  clear_timer (self);
  fail_commands (self,
                 said_yes
                     ? _ ("The softphone could not answer: its microphone or loudspeaker cannot be "
                          "opened. Check the sound settings.")
                     : _ ("The softphone does not answer."));
  return G_SOURCE_REMOVE;
}

static char *
make_command (const char *name, const char *text, const char *token)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *json = NULL;

  json_object_set_string_member (object, "command", name);
  if (text)
    json_object_set_string_member (object, "params", text);
  json_object_set_string_member (object, "token", token);
  json = json_to_string (node, FALSE);
  return bh_netstring_encode (json);
}

static void
tell (BhSoftphone *self, const char *name, const char *text, const char *token)
{
  g_autofree char *frame = make_command (name, text, token);

  if (!g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (self->connection)),
                                  frame,
                                  strlen (frame),
                                  NULL,
                                  NULL,
                                  NULL))
    start_again (self);
}

/* A phone system that is near may have accepted the registration before there was anybody at the
 * control socket to hear of it. */
static void
ask_registration (BhSoftphone *self)
{
  tell (self, ASK_REGISTRATION, NULL, ASK_REGISTRATION);
}

static const char *
name_of (BhSoftphoneCommand command)
{
  static const char *const names[] = {
      [BH_SOFTPHONE_ANSWER] = "accept",
      [BH_SOFTPHONE_HANG_UP] = "hangup",
      [BH_SOFTPHONE_HOLD] = "hold",
      [BH_SOFTPHONE_RETRIEVE] = "resume",
      [BH_SOFTPHONE_DTMF] = "sndcode",
      [BH_SOFTPHONE_MUTE] = "mute",
      [BH_SOFTPHONE_DIAL] = "dial",
  };

  return names[command];
}

static gboolean
is_allowed (BhSoftphoneCommand command, const char *text)
{
  if (command == BH_SOFTPHONE_DTMF)
    return text && *text && strspn (text, "0123456789*#ABCD") == strlen (text);
  return command != BH_SOFTPHONE_DIAL || (text && *text);
}

void
bh_softphone_command_async (BhSoftphone *self,
                            BhSoftphoneCommand command,
                            const char *text,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Pending *pending;

  g_task_set_source_tag (task, bh_softphone_command_async);
  if (self->connection == NULL || !is_allowed (command, text)) {
    g_task_return_new_error (task,
                             BH_CLIENT_ERROR,
                             BH_CLIENT_ERROR_SOFTPHONE,
                             "%s",
                             self->connection ? _ ("That cannot be sent as tones.")
                                              : _ ("The softphone is not running."));
    return;
  }
  pending = g_new0 (Pending, 1);
  pending->task = g_steal_pointer (&task);
  pending->command = command;
  pending->token = g_strdup_printf ("t%u", ++self->last_token);
  g_queue_push_tail (&self->commands, pending);
  set_timer (self, self->timeout_ms, on_command_timeout);
  tell (self, name_of (command), text, pending->token);
}

gboolean
bh_softphone_command_finish (BhSoftphone *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
bh_softphone_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  BhSoftphone *self = BH_SOFTPHONE (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_MESSAGE:
    g_value_set_string (value, self->message);
    break;
  case PROP_CALL:
    g_value_set_enum (value, self->call);
    break;
  case PROP_PEER:
    g_value_set_string (value, self->peer);
    break;
  case PROP_MUTED:
    g_value_set_boolean (value, self->muted);
    break;
  case PROP_SOUND:
    g_value_set_string (value, bh_softphone_get_sound (self));
    break;
  case PROP_LEVEL_IN:
  case PROP_LEVEL_OUT:
    g_value_set_double (value, self->levels[id - PROP_LEVEL_IN]);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
bh_softphone_dispose (GObject *object)
{
  BhSoftphone *self = BH_SOFTPHONE (object);

  bh_softphone_stop (self);
  G_OBJECT_CLASS (bh_softphone_parent_class)->dispose (object);
}

static void
bh_softphone_finalize (GObject *object)
{
  BhSoftphone *self = BH_SOFTPHONE (object);

  g_free (self->message);
  g_free (self->call_id);
  g_free (self->peer);
  g_free (self->missing);
  g_free (self->trouble);
  G_OBJECT_CLASS (bh_softphone_parent_class)->finalize (object);
}

static void
bh_softphone_class_init (BhSoftphoneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bh_softphone_get_property;
  object_class->dispose = bh_softphone_dispose;
  object_class->finalize = bh_softphone_finalize;
  props[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, BH_TYPE_SOFTPHONE_STATE, BH_SOFTPHONE_OFF, flags);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  props[PROP_CALL] =
      g_param_spec_enum ("call", NULL, NULL, BH_TYPE_SOFTPHONE_CALL, BH_SOFTPHONE_CALL_NONE, flags);
  props[PROP_PEER] = g_param_spec_string ("peer", NULL, NULL, NULL, flags);
  props[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, flags);
  props[PROP_SOUND] = g_param_spec_string ("sound", NULL, NULL, NULL, flags);
  props[PROP_LEVEL_IN] = g_param_spec_double ("level-in", NULL, NULL, 0, 1, 0, flags);
  props[PROP_LEVEL_OUT] = g_param_spec_double ("level-out", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
bh_softphone_init (BhSoftphone *self)
{
  g_queue_init (&self->commands);
}

BhSoftphone *
bh_softphone_new (void)
{
  return g_object_new (BH_TYPE_SOFTPHONE, NULL);
}

BhSoftphoneState
bh_softphone_get_state (BhSoftphone *self)
{
  g_return_val_if_fail (BH_IS_SOFTPHONE (self), BH_SOFTPHONE_OFF);
  return self->state;
}

const char *
bh_softphone_get_message (BhSoftphone *self)
{
  g_return_val_if_fail (BH_IS_SOFTPHONE (self), NULL);
  return self->message;
}

BhSoftphoneCall
bh_softphone_get_call (BhSoftphone *self)
{
  g_return_val_if_fail (BH_IS_SOFTPHONE (self), BH_SOFTPHONE_CALL_NONE);
  return self->call;
}

const char *
bh_softphone_get_peer (BhSoftphone *self)
{
  g_return_val_if_fail (BH_IS_SOFTPHONE (self), NULL);
  return self->peer;
}

gboolean
bh_softphone_get_muted (BhSoftphone *self)
{
  g_return_val_if_fail (BH_IS_SOFTPHONE (self), FALSE);
  return self->muted;
}

const char *
bh_softphone_get_sound (BhSoftphone *self)
{
  g_return_val_if_fail (BH_IS_SOFTPHONE (self), NULL);
  return self->missing ? self->missing : self->trouble;
}

void
bh_softphone_set_missing (BhSoftphone *self, const char *sentence)
{
  g_return_if_fail (BH_IS_SOFTPHONE (self));
  set_sound (self, &self->missing, sentence);
}

void
bh_softphone_set_devices (BhSoftphone *self, const char *microphone, const char *loudspeaker)
{
  g_return_if_fail (BH_IS_SOFTPHONE (self));

  if (self->account)
    bh_softphone_account_set_sound (self->account, microphone, loudspeaker);
  if (self->connection == NULL)
    return;
  tell (self, "ausrc", microphone ? microphone : BH_SOFTPHONE_USUAL_SOUND, SET_DEVICE);
  if (self->connection != NULL)
    tell (self, "auplay", loudspeaker ? loudspeaker : BH_SOFTPHONE_USUAL_SOUND, SET_DEVICE);
  set_sound (self, &self->trouble, NULL); /* if they are no better, baresip says so again */
}
