/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-ami"

#include "server/pbx/ami/ami-session.h"

#include <string.h>

#include "server/pbx/ami/ami-normalize.h"
#include "server/pbx/ami/ami-parser.h"
#include "server/pbx/ami/ami-writer.h"
#include "server/pbx/link/link-connection.h"
#include "server/pbx/link/link-source.h"
#include "server/pbx/link/link-status.h"

/* Classes of events (manager.conf): call and agent carry calls, system FullyBooted and Shutdown,
 * user UserEvent, dtmf digits. Left out: dialplan (VarSet, Newexten: two thirds of all), reporting
 * (RTCP), security, cdr. */
#define EVENT_MASK "system,call,agent,user,dtmf"

#define ID_CHALLENGE BH_AMI_OWN_PREFIX "challenge"
#define ID_STATUS    BH_AMI_OWN_PREFIX "status"
#define ID_SETTINGS  BH_AMI_OWN_PREFIX "settings"
#define ID_RIGHTS    BH_AMI_OWN_PREFIX "rights"
#define ID_PING      BH_AMI_OWN_PREFIX "ping"
#define ID_CHANNELS  BH_AMI_OWN_SNAPSHOT "channels"
#define ID_QUEUES    BH_AMI_OWN_SNAPSHOT "queues"
#define ID_PARKED    BH_AMI_OWN_SNAPSHOT "parked"
#define ID_DEVICES   BH_AMI_OWN_SNAPSHOT "devices"

BH_NICK_DEFINE (BhAmiAction, bh_ami_action, BH_AMI_ACTIONS_TABLE)

typedef enum {
  STEP_OFF,
  STEP_CONNECT,
  STEP_GREETING,
  STEP_CHALLENGE,
  STEP_LOGIN,
  STEP_BOOT,
  STEP_LEARN,
  STEP_LIVE,
  STEP_PAUSE,
} Step;

struct _BhAmiSession {
  const BhAmiConfig *config;
  const BhPbxListener *listener;
  gpointer user_data;
  BhLinkRecorder *recorder;
  BhLinkConnection *connection;
  BhAmiParser *parser;
  BhAmiNormalize *normalize;
  Step step;
  GSource *limit;     /* of the step, or the end of the pause */
  GSource *heartbeat; /* while live */
  BhLinkStatus status;
  char *version;
  guint rights;         /* bits of BhAmiAction */
  gint64 heard_us;      /* when the last bytes came */
  gint64 asked_us;      /* when the last ping was sent */
  gint64 beat_us;       /* when the heartbeat last looked */
  gboolean is_learning; /* a snapshot is under way */
  gboolean looks_again; /* and is to be taken once more */
  gboolean has_calls;   /* the list of channels came to its end */
  BhAmiStats stats;
};

static void connect_now (BhAmiSession *self);

/* ---- the link's state ---- */

static void G_GNUC_PRINTF (3, 4)
    say (BhAmiSession *self, BhPbxLinkState state, const char *format, ...)
{
  va_list values;
  va_start (values, format);
  g_autofree char *sentence = g_strdup_vprintf (format, values);
  va_end (values);
  bh_link_status_set (&self->status, state, sentence);
}

/* What a connection counts is kept when it goes. */
static void
drop_connection (BhAmiSession *self)
{
  bh_link_source_clear (&self->limit);
  bh_link_source_clear (&self->heartbeat);
  if (self->connection != NULL) {
    gsize turn = bh_link_connection_get_largest_turn (self->connection);
    self->stats.largest_turn = MAX (self->stats.largest_turn, turn);
    bh_link_connection_close (g_steal_pointer (&self->connection));
  }
  self->rights = 0;
  self->is_learning = FALSE;
}

static gboolean
on_pause_over (gpointer data)
{
  BhAmiSession *self = data;
  bh_link_source_clear (&self->limit);
  connect_now (self);
  return G_SOURCE_REMOVE;
}

/* This try has failed: say so, and try again after a pause. */
static void G_GNUC_PRINTF (4, 5)
    fail (BhAmiSession *self, BhPbxLinkState state, guint at_least_ms, const char *format, ...)
{
  va_list values;
  va_start (values, format);
  g_autofree char *sentence = g_strdup_vprintf (format, values);
  va_end (values);
  if (self->step == STEP_LIVE)
    self->stats.losses++;
  drop_connection (self);
  self->step = STEP_PAUSE;
  self->limit =
      bh_link_source_after (bh_link_status_fail (&self->status, at_least_ms), on_pause_over, self);
  bh_ami_normalize_link_down (self->normalize, sentence);
  bh_link_status_set (&self->status, state, sentence);
  if (self->listener->batch_end != NULL)
    self->listener->batch_end (self->user_data);
}

#define WHERE_FORMAT "Asterisk at %s:%u"
#define WHERE(self)  (self)->config->host, (self)->config->port

static gboolean
on_step_too_long (gpointer data)
{
  static const char *const what[] = {
      [STEP_CONNECT] = "the network connection was not made",
      [STEP_GREETING] = "it did not greet: is this the manager port of Asterisk",
      [STEP_CHALLENGE] = "it did not answer the challenge",
      [STEP_LOGIN] = "it did not answer the login",
      [STEP_LEARN] = "it did not tell its calls and queues",
  };
  BhAmiSession *self = data;
  bh_link_source_clear (&self->limit);
  fail (self,
        bh_link_status_broken (&self->status, self->step == STEP_LIVE),
        0,
        WHERE_FORMAT " does not answer: %s. Bellhop keeps trying.",
        WHERE (self),
        what[self->step]);
  return G_SOURCE_REMOVE;
}

static void
enter (BhAmiSession *self, Step step, guint limit_ms)
{
  self->step = step;
  bh_link_source_clear (&self->limit);
  self->limit = bh_link_source_after (limit_ms, on_step_too_long, self);
}

/* ---- sending ---- */

static void
send_writer (BhAmiSession *self, BhAmiWriter *writer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) action = bh_ami_writer_finish (writer, &error);
  if (action == NULL || !bh_link_connection_send (self->connection, action, &error))
    g_warning ("PBX %s: %s", self->config->name, error->message);
}

static void
ask (BhAmiSession *self, const char *action, const char *id)
{
  g_autoptr (BhAmiWriter) writer = bh_ami_writer_new (action, id);
  send_writer (self, writer);
}

static void
send_challenge (BhAmiSession *self)
{
  g_autoptr (BhAmiWriter) writer = bh_ami_writer_new ("Challenge", ID_CHALLENGE);
  bh_ami_writer_add (writer, "AuthType", "MD5");
  send_writer (self, writer);
}

/* Key = MD5 of the challenge and the secret (manager.c, authenticate): the secret stays here. */
static void
send_login (BhAmiSession *self, const char *challenge)
{
  g_autofree char *both = g_strconcat (challenge, self->config->secret, NULL);
  g_autofree char *key = g_compute_checksum_for_string (G_CHECKSUM_MD5, both, -1);
  g_autoptr (BhAmiWriter) writer = bh_ami_writer_new ("Login", BH_AMI_OWN_LOGIN);
  bh_ami_writer_add (writer, "AuthType", "MD5");
  bh_ami_writer_add (writer, "Username", self->config->username);
  bh_ami_writer_add (writer, "Key", key);
  bh_ami_writer_add (writer, "Events", EVENT_MASK);
  send_writer (self, writer);
}

/* Asterisk works off the actions of a session one after another, so the last answer is the end. */
static void
ask_snapshot (BhAmiSession *self)
{
  self->is_learning = TRUE;
  self->looks_again = FALSE;
  self->has_calls = FALSE;
  ask (self, "Ping", BH_AMI_OWN_BEGIN);
  ask (self, "CoreShowChannels", ID_CHANNELS);
  ask (self, "QueueStatus", ID_QUEUES);
  ask (self, "ParkedCalls", ID_PARKED);
  ask (self, "DeviceStateList", ID_DEVICES);
  ask (self, "Ping", BH_AMI_OWN_END);
}

/* ---- steps ---- */

static void
learn (BhAmiSession *self)
{
  enter (self, STEP_LEARN, self->config->snapshot_ms);
  say (self, BH_PBX_LINK_LEARNING, WHERE_FORMAT " is telling its calls and queues.", WHERE (self));
  ask (self, "CoreStatus", ID_STATUS);
  ask (self, "CoreSettings", ID_SETTINGS);
  ask (self, "ListCommands", ID_RIGHTS);
  ask_snapshot (self);
}

/* An account without read=system never hears FullyBooted: go on, but say what is missing. */
static gboolean
on_boot_too_long (gpointer data)
{
  BhAmiSession *self = data;
  bh_link_source_clear (&self->limit);
  g_warning ("PBX %s: Asterisk did not say within %u s that it has finished its start. If it has, "
             "the account \"%s\" lacks read = system in manager.conf.",
             self->config->name,
             self->config->boot_ms / 1000,
             self->config->username);
  learn (self);
  return G_SOURCE_REMOVE;
}

static void
wait_for_boot (BhAmiSession *self)
{
  self->step = STEP_BOOT;
  bh_link_source_clear (&self->limit);
  self->limit = bh_link_source_after (self->config->boot_ms, on_boot_too_long, self);
  say (self, BH_PBX_LINK_BOOTING, WHERE_FORMAT " has not finished its start.", WHERE (self));
}

static gboolean
on_heartbeat (gpointer data)
{
  BhAmiSession *self = data;
  gint64 now_us = g_get_monotonic_time ();
  gint64 ping_us = (gint64) self->config->ping_ms * 1000;
  if (now_us - self->beat_us >= ping_us)
    self->heard_us = now_us; /* it was us who stood still: the PBX had no chance to answer */
  self->beat_us = now_us;
  if (now_us - self->heard_us >= 3 * ping_us) {
    bh_link_source_clear (&self->heartbeat);
    fail (self,
          BH_PBX_LINK_LOST,
          0,
          WHERE_FORMAT " has been silent for %.1f s: the link is lost. Bellhop keeps trying.",
          WHERE (self),
          (double) (now_us - self->heard_us) / G_USEC_PER_SEC);
    return G_SOURCE_REMOVE;
  }
  if (now_us - self->asked_us >= ping_us) {
    self->asked_us = now_us;
    ask (self, "Ping", ID_PING);
  }
  return G_SOURCE_CONTINUE;
}

static void
go_live (BhAmiSession *self)
{
  self->step = STEP_LIVE;
  self->status.failures = 0;
  bh_link_source_clear (&self->limit);
  self->asked_us = self->beat_us = g_get_monotonic_time ();
  self->heartbeat = bh_link_source_after (MAX (self->config->ping_ms / 6, 1), on_heartbeat, self);
  say (self,
       BH_PBX_LINK_LIVE,
       "Connected to Asterisk %s at %s:%u.",
       bh_ami_session_get_version (self),
       WHERE (self));
}

/* ---- what comes ---- */

static gboolean
is_denied (BhAmiMessage *message)
{
  const char *text = bh_ami_message_get (message, BH_AMI_KEY_MESSAGE);
  return text != NULL && g_ascii_strcasecmp (text, "Permission denied") == 0;
}

static void
forbidden (BhAmiSession *self, const char *action)
{
  fail (self,
        BH_PBX_LINK_FORBIDDEN,
        self->config->refused_min_ms,
        "The account \"%s\" may not %s on " WHERE_FORMAT
        ": give it write = reporting in manager.conf and reload the manager.",
        self->config->username,
        action,
        WHERE (self));
}

static void
on_challenged (BhAmiSession *self, BhAmiMessage *message, gboolean ok)
{
  const char *challenge = bh_ami_message_get (message, BH_AMI_KEY_CHALLENGE);
  if (self->step != STEP_CHALLENGE)
    return;
  if (ok && challenge != NULL) {
    enter (self, STEP_LOGIN, self->config->step_ms);
    send_login (self, challenge);
    return;
  }
  fail (self,
        BH_PBX_LINK_REFUSED,
        self->config->refused_min_ms,
        WHERE_FORMAT " does not offer the MD5 login that keeps the secret off the network.",
        WHERE (self));
}

static void
on_logged_in (BhAmiSession *self, BhAmiMessage *message, gboolean ok)
{
  if (self->step != STEP_LOGIN)
    return;
  if (ok) {
    wait_for_boot (self);
    return;
  }
  fail (self,
        BH_PBX_LINK_REFUSED,
        self->config->refused_min_ms,
        WHERE_FORMAT
        " refused the account \"%s\": the name or the secret is wrong, or manager.conf "
        "does not permit this machine's address. Bellhop tries again, slowly.",
        WHERE (self),
        self->config->username);
}

static void
on_status (BhAmiSession *self, BhAmiMessage *message, gboolean ok)
{
  if (!ok)
    forbidden (self, "ask for the state of the PBX (CoreStatus)");
}

static void
on_settings (BhAmiSession *self, BhAmiMessage *message, gboolean ok)
{
  const char *version = bh_ami_message_get (message, BH_AMI_KEY_ASTERISK_VERSION);
  if (version != NULL && g_utf8_validate (version, -1, NULL)) {
    g_free (self->version);
    self->version = g_strdup (version);
  }
}

/* Each header is an action that the account may do. */
static void
on_rights (BhAmiSession *self, BhAmiMessage *message, gboolean ok)
{
  BhAmiHeader *header;
  for (guint i = 0; (header = bh_ami_message_header (message, i)) != NULL; i++)
    for (int action = 0; action < BH_AMI_ACTION_N; action++)
      if (g_ascii_strcasecmp (header->name, bh_ami_action_to_string ((BhAmiAction) action)) == 0)
        self->rights |= 1u << action;
}

static void
on_channels (BhAmiSession *self, BhAmiMessage *message, gboolean ok)
{
  if (!ok)
    forbidden (self, "list the calls (CoreShowChannels)");
}

static void
on_queues (BhAmiSession *self, BhAmiMessage *message, gboolean ok)
{
  if (!ok && is_denied (message))
    forbidden (self, "list the queues (QueueStatus)");
  else if (!ok)
    g_warning ("PBX %s: it has no queues: is app_queue loaded?", self->config->name);
}

static void
on_devices (BhAmiSession *self, BhAmiMessage *message, gboolean ok)
{
  if (!ok && is_denied (message))
    forbidden (self, "list the states of devices (DeviceStateList)");
}

static void
on_snapshot_end (BhAmiSession *self, BhAmiMessage *message, gboolean ok)
{
  self->is_learning = FALSE;
  self->stats.snapshots++;
  if (!self->has_calls)
    fail (self,
          bh_link_status_broken (&self->status, self->step == STEP_LIVE),
          0,
          WHERE_FORMAT " does not answer: it did not tell its calls. Bellhop keeps trying.",
          WHERE (self));
  else if (self->looks_again)
    ask_snapshot (self);
  else if (self->step == STEP_LEARN)
    go_live (self);
}

static void
on_pong (BhAmiSession *self, BhAmiMessage *message, gboolean ok)
{
  gint64 took = g_get_monotonic_time () - self->asked_us;
  self->stats.round_trip_us = took;
  self->stats.max_round_trip_us = MAX (self->stats.max_round_trip_us, took);
}

static void
take_answer (BhAmiSession *self, BhAmiMessage *message)
{
  static const struct {
    const char *id;
    void (*func) (BhAmiSession *self, BhAmiMessage *message, gboolean ok);
  } answers[] = {
      {ID_CHALLENGE, on_challenged},
      {BH_AMI_OWN_LOGIN, on_logged_in},
      {ID_STATUS, on_status},
      {ID_SETTINGS, on_settings},
      {ID_RIGHTS, on_rights},
      {ID_CHANNELS, on_channels},
      {ID_QUEUES, on_queues},
      {ID_DEVICES, on_devices},
      {ID_PING, on_pong},
      {BH_AMI_OWN_END, on_snapshot_end},
  };
  const char *id = bh_ami_message_get (message, BH_AMI_KEY_ACTION_ID);
  if (id == NULL || !g_str_has_prefix (id, BH_AMI_OWN_PREFIX))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    if (strcmp (id, answers[i].id) == 0)
      answers[i].func (self, message, g_ascii_strcasecmp (message->name, "Error") != 0);
}

static void
take_greeting (BhAmiSession *self, BhAmiMessage *message)
{
  if (self->step != STEP_GREETING)
    return;
  if (!g_str_has_prefix (message->name, "Asterisk Call Manager")) {
    fail (self,
          BH_PBX_LINK_UNREACHABLE,
          self->config->refused_min_ms,
          "What answers at %s:%u is not the manager of an Asterisk. Check host and port.",
          WHERE (self));
    return;
  }
  enter (self, STEP_CHALLENGE, self->config->step_ms);
  send_challenge (self);
}

/* Behind a login: go on. Later: a module was loaded or the world began anew; look again. */
static void
on_fully_booted (BhAmiSession *self)
{
  if (self->step == STEP_BOOT)
    learn (self);
  else if (self->is_learning)
    self->looks_again = TRUE;
  else if (self->step == STEP_LIVE)
    ask_snapshot (self);
}

static void
take_event (BhAmiSession *self, const char *name)
{
  if (strcmp (name, "FullyBooted") == 0)
    on_fully_booted (self);
  else if (strcmp (name, "CoreShowChannelsComplete") == 0)
    self->has_calls = TRUE;
}

static void
take_message (BhAmiSession *self, BhAmiMessage *message)
{
  bh_ami_normalize_feed (self->normalize, message);
  if (self->connection == NULL)
    return; /* the listener stopped us */
  if (message->kind == BH_AMI_MESSAGE_GREETING)
    take_greeting (self, message);
  else if (message->kind == BH_AMI_MESSAGE_RESPONSE)
    take_answer (self, message);
  else if (message->kind == BH_AMI_MESSAGE_EVENT)
    take_event (self, message->name);
}

/* ---- the connection ---- */

static void
on_connected (gpointer data)
{
  BhAmiSession *self = data;
  enter (self, STEP_GREETING, self->config->step_ms);
}

static void
on_received (const char *bytes, gsize length, gpointer data)
{
  BhAmiSession *self = data;
  BhLinkConnection *mine = self->connection; /* a listener may stop us, and start us anew */
  self->heard_us = g_get_monotonic_time ();
  while (length > 0 && self->connection == mine) {
    gsize taken = bh_ami_parser_feed (self->parser, bytes, length);
    bytes += taken;
    length -= taken;
    for (BhAmiMessage *message;
         self->connection == mine && (message = bh_ami_parser_next (self->parser)) != NULL;)
      take_message (self, message);
  }
}

static void
on_drained (gpointer data)
{
  BhAmiSession *self = data;
  if (self->listener->batch_end != NULL)
    self->listener->batch_end (self->user_data);
}

static void
on_closed (const char *why, gpointer data)
{
  BhAmiSession *self = data;
  if (self->step == STEP_CONNECT)
    fail (self,
          bh_link_status_broken (&self->status, self->step == STEP_LIVE),
          0,
          WHERE_FORMAT " cannot be reached: %s. Bellhop keeps trying.",
          WHERE (self),
          why);
  else
    fail (self,
          bh_link_status_broken (&self->status, self->step == STEP_LIVE),
          0,
          "%s (" WHERE_FORMAT "). Bellhop keeps trying.",
          why,
          WHERE (self));
}

static void
connect_now (BhAmiSession *self)
{
  static const BhLinkConnectionHandler handler = {on_connected, on_received, on_drained, on_closed};
  bh_ami_parser_reset (self->parser);
  self->stats.attempts++;
  enter (self, STEP_CONNECT, self->config->step_ms);
  if (self->status.state == BH_PBX_LINK_OFF)
    say (self, BH_PBX_LINK_CONNECTING, "Connecting to " WHERE_FORMAT ".", WHERE (self));
  const BhLinkAddress address = {self->config->host,
                                 self->config->port,
                                 self->config->tls,
                                 self->config->tls_ca_file};
  self->connection = bh_link_connection_new (&address, self->recorder, &handler, self);
}

/* ---- public ---- */

static void
on_event (const BhPbxEvent *event, gpointer data)
{
  BhAmiSession *self = data;
  if (self->listener->event != NULL)
    self->listener->event (event, self->user_data);
}

BhAmiSession *
bh_ami_session_new (const BhAmiConfig *config, const BhPbxListener *listener, gpointer user_data)
{
  BhAmiSession *self = g_new0 (BhAmiSession, 1);
  self->config = config;
  self->listener = listener;
  self->user_data = user_data;
  self->parser = bh_ami_parser_new (NULL);
  self->normalize = bh_ami_normalize_new (on_event, self);
  self->version = g_strdup ("");
  bh_link_status_init (&self->status,
                       G_LOG_DOMAIN,
                       config->name,
                       listener,
                       user_data,
                       config->seed);
  self->status.retry_min_ms = config->retry_min_ms;
  self->status.retry_max_ms = config->retry_max_ms;
  return self;
}

void
bh_ami_session_free (BhAmiSession *self)
{
  drop_connection (self);
  g_clear_pointer (&self->recorder, bh_link_recorder_free);
  bh_ami_parser_free (self->parser);
  bh_ami_normalize_free (self->normalize);
  g_free (self->version);
  bh_link_status_clear (&self->status);
  g_free (self);
}

void
bh_ami_session_start (BhAmiSession *self)
{
  g_autoptr (GError) error = NULL;
  if (self->step != STEP_OFF)
    return;
  if (self->config->record_path != NULL && self->recorder == NULL) {
    self->recorder = bh_link_recorder_new (self->config->record_path,
                                           ".ami",
                                           self->config->record_limit,
                                           &error);
    if (self->recorder == NULL)
      g_warning ("PBX %s: %s", self->config->name, error->message);
  }
  connect_now (self);
}

void
bh_ami_session_stop (BhAmiSession *self)
{
  if (self->step == STEP_OFF)
    return;
  drop_connection (self);
  self->step = STEP_OFF;
  self->status.failures = 0;
  bh_ami_normalize_link_down (self->normalize, "The link to the PBX was stopped.");
  bh_link_status_set (&self->status, BH_PBX_LINK_OFF, "The link to the PBX was stopped.");
}

BhPbxLinkState
bh_ami_session_get_link (const BhAmiSession *self, const char **sentence)
{
  if (sentence != NULL)
    *sentence = self->status.sentence;
  return self->status.state;
}

gboolean
bh_ami_session_send (BhAmiSession *self, GBytes *action, GError **error)
{
  if (self->step != STEP_LIVE) {
    g_set_error (error, BH_LINK_ERROR, BH_LINK_ERROR_CLOSED, "%s", self->status.sentence);
    return FALSE;
  }
  return bh_link_connection_send (self->connection, action, error);
}

gboolean
bh_ami_session_may (const BhAmiSession *self, BhAmiAction action)
{
  return self->step == STEP_LIVE && (self->rights & (1u << action)) != 0;
}

const char *
bh_ami_session_get_version (const BhAmiSession *self)
{
  return self->version;
}

void
bh_ami_session_get_stats (const BhAmiSession *self, BhAmiStats *stats)
{
  const BhAmiParserStats *parser = bh_ami_parser_get_stats (self->parser);
  const BhAmiNormalizeStats *normalize = bh_ami_normalize_get_stats (self->normalize);
  *stats = self->stats;
  stats->bytes = parser->bytes;
  stats->messages = parser->messages;
  stats->skipped_blocks = parser->big_blocks + parser->long_lines + parser->many_headers;
  stats->events = normalize->events;
  stats->unwanted = normalize->unwanted;
  stats->unheard = normalize->unheard;
  if (self->connection != NULL)
    stats->largest_turn =
        MAX (stats->largest_turn, bh_link_connection_get_largest_turn (self->connection));
}
