/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-ami.h"

#include <string.h>

#define USERNAME  "bellhop"
#define SECRET    "secret"
#define CHALLENGE "106428452"

typedef struct {
  char *uid;
  char *linked;
  char *channel;
  char *number;
  char *exten;
  char *bridge;
  int state;
} Leg;

typedef struct {
  char *queue;
  char *interface;
} Member;

typedef struct {
  char *response;
  char *message;
} Answer;

struct _BhFakeAmi {
  GSocketService *service;
  guint16 port;
  GPtrArray *clients;
  guint n_connections;
  gboolean rejects_login;
  gboolean is_booting;
  gboolean is_frozen;
  GTlsCertificate *certificate;
  char *greeting;
  char *date;
  char *time;
  GPtrArray *legs;
  GPtrArray *members;
  GHashTable *denied;
  GHashTable *lacking;
  GHashTable *ignored;
  GHashTable *answers;    /* action -> Answer */
  GHashTable *interrupts; /* action -> text */
  GHashTable *counts;     /* action -> GUINT */
  GHashTable *last;       /* action -> GHashTable of headers */
};

typedef struct {
  BhFakeAmi *fake;
  GIOStream *connection;
  GCancellable *cancellable; /* cancelled: this client is no more */
  GSource *source;
  GString *received;
  gboolean is_logged_in;
} Client;

typedef GHashTable Headers;

static const char *
get (Headers *headers, const char *key)
{
  return g_hash_table_lookup (headers, key);
}

static guint
case_hash (gconstpointer key)
{
  g_autofree char *lower = g_ascii_strdown (key, -1);
  return g_str_hash (lower);
}

static gboolean
case_equal (gconstpointer a, gconstpointer b)
{
  return g_ascii_strcasecmp (a, b) == 0;
}

/* ---- sending ---- */

static void
send_text (Client *client, const char *text)
{
  GOutputStream *out = g_io_stream_get_output_stream (client->connection);
  if (!client->fake->is_frozen)
    g_output_stream_write_all (out, text, strlen (text), NULL, NULL, NULL);
}

static void G_GNUC_PRINTF (2, 3) send_format (Client *client, const char *format, ...)
{
  va_list values;
  va_start (values, format);
  g_autofree char *text = g_strdup_vprintf (format, values);
  va_end (values);
  send_text (client, text);
}

static void
send_event (BhFakeAmi *self, const char *text)
{
  for (guint i = 0; i < self->clients->len; i++) {
    Client *client = self->clients->pdata[i];
    if (client->is_logged_in)
      send_text (client, text);
  }
}

static void G_GNUC_PRINTF (2, 3) send_event_format (BhFakeAmi *self, const char *format, ...)
{
  va_list values;
  va_start (values, format);
  g_autofree char *text = g_strdup_vprintf (format, values);
  va_end (values);
  send_event (self, text);
}

static void
respond (Client *client, Headers *action, const char *response, const char *rest)
{
  const char *id = get (action, "ActionID");
  send_format (client, "Response: %s\r\n", response);
  if (id != NULL)
    send_format (client, "ActionID: %s\r\n", id);
  send_format (client, "%s\r\n", rest);
}

static void
begin_list (Client *client, Headers *action, const char *what)
{
  g_autofree char *rest = g_strdup_printf ("EventList: start\r\nMessage: %s will follow\r\n", what);
  respond (client, action, "Success", rest);
}

static void
end_list (Client *client, Headers *action, const char *event, guint n)
{
  send_format (client,
               "Event: %s\r\nActionID: %s\r\nEventList: Complete\r\nListItems: %u\r\n\r\n",
               event,
               get (action, "ActionID"),
               n);
}

/* ---- actions ---- */

static char *
describe_leg (const Leg *leg)
{
  return g_strdup_printf ("Channel: %s\r\nChannelState: %d\r\nChannelStateDesc: x\r\n"
                          "CallerIDNum: %s\r\nCallerIDName: <unknown>\r\n"
                          "ConnectedLineNum: <unknown>\r\nConnectedLineName: <unknown>\r\n"
                          "Language: en\r\nAccountCode: \r\nContext: from-trunk\r\nExten: %s\r\n"
                          "Priority: 1\r\nUniqueid: %s\r\nLinkedid: %s\r\n",
                          leg->channel,
                          leg->state,
                          leg->number,
                          leg->exten,
                          leg->uid,
                          leg->linked);
}

static void
send_fully_booted (Client *client)
{
  send_text (client,
             "Event: FullyBooted\r\nPrivilege: system,all\r\nUptime: 1\r\nLastReload: 1\r\n"
             "Status: Fully Booted\r\n\r\n");
}

static void
on_challenge (Client *client, Headers *action)
{
  respond (client, action, "Success", "Challenge: " CHALLENGE "\r\n");
}

static void
on_login (Client *client, Headers *action)
{
  g_autofree char *key = g_compute_checksum_for_string (G_CHECKSUM_MD5, CHALLENGE SECRET, -1);
  BhFakeAmi *self = client->fake;
  if (self->rejects_login || g_strcmp0 (get (action, "Username"), USERNAME) != 0 ||
      g_strcmp0 (get (action, "Key"), key) != 0) {
    respond (client, action, "Error", "Message: Authentication failed\r\n");
    g_io_stream_close (client->connection, NULL, NULL);
    return;
  }
  client->is_logged_in = TRUE;
  respond (client, action, "Success", "Message: Authentication accepted\r\n");
  if (!self->is_booting)
    send_fully_booted (client);
}

static void
on_ping (Client *client, Headers *action)
{
  respond (client, action, "Success", "Ping: Pong\r\nTimestamp: 1795298060.812001\r\n");
}

static void
on_core_status (Client *client, Headers *action)
{
  BhFakeAmi *self = client->fake;
  g_autofree char *rest = g_strdup_printf (
      "CoreStartupDate: %s\r\nCoreStartupTime: %s\r\nCoreReloadDate: %s\r\nCoreReloadTime: %s\r\n"
      "CoreCurrentCalls: 0\r\nCoreProcessedCalls: 0\r\n",
      self->date,
      self->time,
      self->date,
      self->time);
  respond (client, action, "Success", rest);
}

static void
on_core_settings (Client *client, Headers *action)
{
  respond (client, action, "Success", "AMIversion: 11.0.0\r\nAsteriskVersion: 22.10.1\r\n");
}

static void
on_core_show_channels (Client *client, Headers *action)
{
  BhFakeAmi *self = client->fake;
  begin_list (client, action, "Channels");
  for (guint i = 0; i < self->legs->len; i++) {
    const Leg *leg = self->legs->pdata[i];
    g_autofree char *text = describe_leg (leg);
    send_format (client,
                 "Event: CoreShowChannel\r\nActionID: %s\r\n%s"
                 "Application: Queue\r\nApplicationData: support,tT\r\nDuration: 00:00:03\r\n"
                 "BridgeId: %s\r\n\r\n",
                 get (action, "ActionID"),
                 text,
                 leg->bridge != NULL ? leg->bridge : "");
  }
  end_list (client, action, "CoreShowChannelsComplete", self->legs->len);
}

static void
on_queue_status (Client *client, Headers *action)
{
  BhFakeAmi *self = client->fake;
  begin_list (client, action, "Queue status");
  for (guint i = 0; i < self->members->len; i++) {
    const Member *member = self->members->pdata[i];
    send_format (client,
                 "Event: QueueParams\r\nQueue: %s\r\nMax: 0\r\nActionID: %s\r\n\r\n"
                 "Event: QueueMember\r\nQueue: %s\r\nName: %s\r\nLocation: %s\r\n"
                 "StateInterface: %s\r\nMembership: static\r\nPenalty: 0\r\nStatus: 1\r\n"
                 "Paused: 0\r\nPausedReason: \r\nActionID: %s\r\n\r\n",
                 member->queue,
                 get (action, "ActionID"),
                 member->queue,
                 member->interface,
                 member->interface,
                 member->interface,
                 get (action, "ActionID"));
  }
  end_list (client, action, "QueueStatusComplete", self->members->len);
}

static void
on_parked_calls (Client *client, Headers *action)
{
  begin_list (client, action, "Parked calls");
  end_list (client, action, "ParkedCallsComplete", 0);
}

static void
on_device_state_list (Client *client, Headers *action)
{
  begin_list (client, action, "Device State Changes");
  end_list (client, action, "DeviceStateListComplete", 0);
}

static const char *const known[] = {"Hangup",
                                    "BlindTransfer",
                                    "Atxfer",
                                    "CancelAtxfer",
                                    "Bridge",
                                    "Originate",
                                    "PlayDTMF",
                                    "QueueAdd",
                                    "QueuePause",
                                    "QueuePenalty",
                                    "QueueRemove",
                                    "PJSIPNotify"};

static void
on_list_commands (Client *client, Headers *action)
{
  g_autoptr (GString) rest = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (!g_hash_table_contains (client->fake->denied, known[i]) &&
        !g_hash_table_contains (client->fake->lacking, known[i]))
      g_string_append_printf (rest, "%s: Does that.  (Priv: call,all)\r\n", known[i]);
  respond (client, action, "Success", rest->str);
}

static void
on_other (Client *client, Headers *action)
{
  const char *name = get (action, "Action");
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (name, known[i]) == 0) {
      respond (client, action, "Success", "Message: Done\r\n");
      return;
    }
  respond (client, action, "Error", "Message: Invalid/unknown command\r\n");
}

static void
act (Client *client, Headers *action, const char *name)
{
  static const struct {
    const char *name;
    void (*func) (Client *client, Headers *action);
  } actions[] = {
      {"Challenge", on_challenge},
      {"Login", on_login},
      {"Ping", on_ping},
      {"CoreStatus", on_core_status},
      {"CoreSettings", on_core_settings},
      {"CoreShowChannels", on_core_show_channels},
      {"QueueStatus", on_queue_status},
      {"ParkedCalls", on_parked_calls},
      {"DeviceStateList", on_device_state_list},
      {"ListCommands", on_list_commands},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (strcmp (name, actions[i].name) == 0) {
      actions[i].func (client, action);
      return;
    }
  on_other (client, action);
}

static void
note (BhFakeAmi *self, Headers *action, const char *name)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, name));
  g_hash_table_replace (self->counts, g_strdup (name), GUINT_TO_POINTER (n + 1));
  g_hash_table_replace (self->last, g_strdup (name), g_hash_table_ref (action));
}

static void
take_action (Client *client, Headers *action)
{
  BhFakeAmi *self = client->fake;
  const char *name = get (action, "Action");
  if (name == NULL) {
    respond (client, action, "Error", "Message: Missing action in request\r\n");
    return;
  }
  note (self, action, name);
  const Answer *answer = g_hash_table_lookup (self->answers, name);
  const char *interrupt = g_hash_table_lookup (self->interrupts, name);
  if (interrupt != NULL)
    send_text (client, interrupt);
  gboolean is_login = strcmp (name, "Login") == 0 || strcmp (name, "Challenge") == 0;
  if (g_hash_table_contains (self->ignored, name))
    return;
  if ((!client->is_logged_in && !is_login) || g_hash_table_contains (self->denied, name)) {
    respond (client, action, "Error", "Message: Permission denied\r\n");
  } else if (g_hash_table_contains (self->lacking, name)) {
    respond (client, action, "Error", "Message: Invalid/unknown command\r\n");
  } else if (answer != NULL) {
    g_autofree char *rest = g_strdup_printf ("Message: %s\r\n", answer->message);
    respond (client, action, answer->response, rest);
  } else {
    act (client, action, name);
  }
}

/* ---- connections ---- */

static void
client_free (gpointer data)
{
  Client *client = data;
  if (client->source != NULL) {
    g_source_destroy (client->source);
    g_source_unref (client->source);
  }
  g_io_stream_close (client->connection, NULL, NULL);
  g_cancellable_cancel (client->cancellable);
  g_object_unref (client->cancellable);
  g_object_unref (client->connection);
  g_string_free (client->received, TRUE);
  g_free (client);
}

/* As Asterisk does: a line ends at CR LF or LF, an empty one ends the action. */
static void
take_actions (Client *client)
{
  char *end;
  while ((end = strstr (client->received->str, "\r\n\r\n")) != NULL) {
    g_autoptr (GHashTable) action = g_hash_table_new_full (case_hash, case_equal, g_free, g_free);
    gsize length = (gsize) (end - client->received->str);
    g_autofree char *block = g_strndup (client->received->str, length);
    g_auto (GStrv) lines = g_strsplit_set (block, "\r\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
      char *colon = strchr (lines[i], ':');
      if (colon == NULL)
        continue;
      *colon = '\0';
      if (!g_hash_table_contains (action, lines[i]))
        g_hash_table_insert (action, g_strdup (lines[i]), g_strdup (g_strchug (colon + 1)));
    }
    g_string_erase (client->received, 0, (gssize) length + 4);
    take_action (client, action);
  }
}

static gboolean
on_readable (GObject *stream, gpointer data)
{
  Client *client = data;
  char buffer[4096];
  gssize n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream),
                                                       buffer,
                                                       sizeof buffer,
                                                       NULL,
                                                       NULL);
  if (n <= 0) {
    g_ptr_array_remove (client->fake->clients, client);
    return G_SOURCE_REMOVE;
  }
  g_string_append_len (client->received, buffer, n);
  take_actions (client);
  return G_SOURCE_CONTINUE;
}

static void
listen_to (Client *client)
{
  GInputStream *in = g_io_stream_get_input_stream (client->connection);
  client->source = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (in), NULL);
  g_source_set_callback (client->source, G_SOURCE_FUNC (on_readable), client, NULL);
  g_source_attach (client->source, g_main_context_get_thread_default ());
}

static void
greet (Client *client)
{
  if (*client->fake->greeting != '\0')
    send_format (client, "%s\r\n", client->fake->greeting);
  listen_to (client);
}

static void
on_handshake (GObject *object, GAsyncResult *result, gpointer data)
{
  Client *client = data;
  g_autoptr (GError) error = NULL;
  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (object), result, &error))
    greet (client);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_ptr_array_remove (client->fake->clients, client);
}

static void
secure (Client *client)
{
  g_autoptr (GError) error = NULL;
  GIOStream *tls =
      g_tls_server_connection_new (client->connection, client->fake->certificate, &error);
  g_assert_no_error (error);
  g_object_unref (client->connection);
  client->connection = tls;
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls),
                                    G_PRIORITY_DEFAULT,
                                    client->cancellable,
                                    on_handshake,
                                    client);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  BhFakeAmi *self = data;
  Client *client = g_new0 (Client, 1);
  client->fake = self;
  client->connection = G_IO_STREAM (g_object_ref (connection));
  client->received = g_string_new (NULL);
  client->cancellable = g_cancellable_new ();
  self->n_connections++;
  g_ptr_array_add (self->clients, client);
  if (self->is_frozen)
    return TRUE;
  if (self->certificate != NULL)
    secure (client);
  else
    greet (client);
  return TRUE;
}

/* ---- the world ---- */

static void
leg_free (gpointer data)
{
  Leg *leg = data;
  g_free (leg->uid);
  g_free (leg->linked);
  g_free (leg->channel);
  g_free (leg->number);
  g_free (leg->exten);
  g_free (leg->bridge);
  g_free (leg);
}

static void
member_free (gpointer data)
{
  Member *member = data;
  g_free (member->queue);
  g_free (member->interface);
  g_free (member);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;
  g_free (answer->response);
  g_free (answer->message);
  g_free (answer);
}

static Leg *
find_leg (BhFakeAmi *self, const char *uid)
{
  for (guint i = 0; i < self->legs->len; i++) {
    Leg *leg = self->legs->pdata[i];
    if (strcmp (leg->uid, uid) == 0)
      return leg;
  }
  g_assert_not_reached ();
}

static void
tell_leg (BhFakeAmi *self, const char *event, const Leg *leg, const char *more)
{
  g_autofree char *text = describe_leg (leg);
  send_event_format (self, "Event: %s\r\nPrivilege: call,all\r\n%s%s\r\n", event, text, more);
}

static void
add_leg (BhFakeAmi *self,
         const char *uid,
         const char *linked,
         const char *device,
         const char *number,
         const char *exten,
         int state)
{
  Leg *leg = g_new0 (Leg, 1);
  leg->uid = g_strdup (uid);
  leg->linked = g_strdup (linked);
  leg->channel = g_strdup_printf ("%s-%08x", device, self->legs->len);
  leg->number = g_strdup (number);
  leg->exten = g_strdup (exten);
  leg->state = state;
  g_ptr_array_add (self->legs, leg);
  tell_leg (self, "Newchannel", leg, "");
}

void
bh_fake_ami_call_arrives (BhFakeAmi *self, const char *uid, const char *number, const char *did)
{
  add_leg (self, uid, uid, "PJSIP/trunk", number, did, 4);
}

void
bh_fake_ami_call_rings (BhFakeAmi *self, const char *uid, const char *caller, const char *device)
{
  add_leg (self, uid, caller, device, strchr (device, '/') + 1, "s", 0);
}

void
bh_fake_ami_bridge (BhFakeAmi *self, const char *bridge, const char *one, const char *other)
{
  const char *uids[] = {one, other};
  for (guint i = 0; i < 2; i++) {
    Leg *leg = find_leg (self, uids[i]);
    g_autofree char *more = g_strdup_printf ("BridgeUniqueid: %s\r\nBridgeType: basic\r\n", bridge);
    g_free (leg->bridge);
    leg->bridge = g_strdup (bridge);
    leg->state = 6;
    tell_leg (self, "BridgeEnter", leg, more);
  }
}

void
bh_fake_ami_hang_up (BhFakeAmi *self, const char *uid, int cause)
{
  Leg *leg = find_leg (self, uid);
  g_autofree char *more = g_strdup_printf ("Cause: %d\r\nCause-txt: x\r\n", cause);
  tell_leg (self, "Hangup", leg, more);
  g_ptr_array_remove (self->legs, leg);
}

void
bh_fake_ami_add_member (BhFakeAmi *self, const char *queue, const char *interface)
{
  Member *member = g_new0 (Member, 1);
  member->queue = g_strdup (queue);
  member->interface = g_strdup (interface);
  g_ptr_array_add (self->members, member);
}

/* ---- how it is ---- */

void
bh_fake_ami_reject_login (BhFakeAmi *self, gboolean rejects)
{
  self->rejects_login = rejects;
}

void
bh_fake_ami_set_greeting (BhFakeAmi *self, const char *line)
{
  g_free (self->greeting);
  self->greeting = g_strdup (line);
}

void
bh_fake_ami_use_tls (BhFakeAmi *self, const char *pem_file)
{
  g_autoptr (GError) error = NULL;
  self->certificate = g_tls_certificate_new_from_file (pem_file, &error);
  g_assert_no_error (error);
}

void
bh_fake_ami_set_boot (BhFakeAmi *self, const char *date, const char *time)
{
  g_free (self->date);
  g_free (self->time);
  self->date = g_strdup (date);
  self->time = g_strdup (time);
}

void
bh_fake_ami_set_booting (BhFakeAmi *self)
{
  self->is_booting = TRUE;
}

void
bh_fake_ami_boot (BhFakeAmi *self)
{
  self->is_booting = FALSE;
  for (guint i = 0; i < self->clients->len; i++) {
    Client *client = self->clients->pdata[i];
    if (client->is_logged_in)
      send_fully_booted (client);
  }
}

void
bh_fake_ami_deny (BhFakeAmi *self, const char *action)
{
  g_hash_table_add (self->denied, g_strdup (action));
}

void
bh_fake_ami_lack (BhFakeAmi *self, const char *action)
{
  g_hash_table_add (self->lacking, g_strdup (action));
}

void
bh_fake_ami_ignore (BhFakeAmi *self, const char *action)
{
  g_hash_table_add (self->ignored, g_strdup (action));
}

void
bh_fake_ami_answer (BhFakeAmi *self, const char *action, const char *response, const char *message)
{
  Answer *answer = g_new0 (Answer, 1);
  answer->response = g_strdup (response);
  answer->message = g_strdup (message);
  g_hash_table_replace (self->answers, g_strdup (action), answer);
}

void
bh_fake_ami_interrupt (BhFakeAmi *self, const char *action, const char *text)
{
  g_hash_table_replace (self->interrupts, g_strdup (action), g_strdup (text));
}

/* ---- what happens ---- */

void
bh_fake_ami_say (BhFakeAmi *self, const char *text)
{
  send_event (self, text);
}

void
bh_fake_ami_freeze (BhFakeAmi *self)
{
  self->is_frozen = TRUE;
  for (guint i = 0; i < self->clients->len; i++) {
    Client *client = self->clients->pdata[i];
    if (client->source != NULL)
      g_source_destroy (client->source);
    g_clear_pointer (&client->source, g_source_unref);
  }
}

void
bh_fake_ami_thaw (BhFakeAmi *self)
{
  self->is_frozen = FALSE;
  bh_fake_ami_drop (self);
}

void
bh_fake_ami_drop (BhFakeAmi *self)
{
  g_ptr_array_set_size (self->clients, 0);
}

void
bh_fake_ami_restart (BhFakeAmi *self, const char *date, const char *time)
{
  send_event (self,
              "Event: Shutdown\r\nPrivilege: system,all\r\nShutdown: Cleanly\r\nRestart: True\r\n"
              "\r\n");
  bh_fake_ami_drop (self);
  g_ptr_array_set_size (self->legs, 0);
  bh_fake_ami_set_boot (self, date, time);
}

/* ---- what it has seen ---- */

guint
bh_fake_ami_count (BhFakeAmi *self, const char *action)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, action));
}

const char *
bh_fake_ami_last (BhFakeAmi *self, const char *action, const char *key)
{
  Headers *headers = g_hash_table_lookup (self->last, action);
  return headers != NULL ? get (headers, key) : NULL;
}

guint
bh_fake_ami_get_n_connections (BhFakeAmi *self)
{
  return self->n_connections;
}

guint16
bh_fake_ami_get_port (BhFakeAmi *self)
{
  return self->port;
}

static GHashTable *
new_table (GDestroyNotify free_value)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_value);
}

BhFakeAmi *
bh_fake_ami_new (void)
{
  BhFakeAmi *self = g_new0 (BhFakeAmi, 1);
  g_autoptr (GError) error = NULL;
  self->clients = g_ptr_array_new_with_free_func (client_free);
  self->legs = g_ptr_array_new_with_free_func (leg_free);
  self->members = g_ptr_array_new_with_free_func (member_free);
  self->denied = new_table (NULL);
  self->lacking = new_table (NULL);
  self->ignored = new_table (NULL);
  self->answers = new_table (answer_free);
  self->interrupts = new_table (g_free);
  self->counts = new_table (NULL);
  self->last = new_table ((GDestroyNotify) g_hash_table_unref);
  bh_fake_ami_set_greeting (self, "Asterisk Call Manager/11.0.0");
  bh_fake_ami_set_boot (self, "2026-11-21", "21:35:46");
  self->service = g_socket_service_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service),
                                 address,
                                 G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP,
                                 NULL,
                                 &bound,
                                 &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  return self;
}

void
bh_fake_ami_free (BhFakeAmi *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_clear_object (&self->certificate);
  g_ptr_array_unref (self->clients);
  g_ptr_array_unref (self->legs);
  g_ptr_array_unref (self->members);
  g_hash_table_unref (self->denied);
  g_hash_table_unref (self->lacking);
  g_hash_table_unref (self->ignored);
  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->interrupts);
  g_hash_table_unref (self->counts);
  g_hash_table_unref (self->last);
  g_free (self->greeting);
  g_free (self->date);
  g_free (self->time);
  g_free (self);
}
