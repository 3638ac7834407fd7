/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bellhop-esl"

#include "server/pbx/esl/esl-session.h"

#include <string.h>

#include "server/pbx/esl/esl-list.h"
#include "server/pbx/esl/esl-normalize.h"
#include "server/pbx/esl/esl-own.h"
#include "server/pbx/esl/esl-parser.h"
#include "server/pbx/esl/esl-writer.h"
#include "server/pbx/link/link-connection.h"
#include "server/pbx/link/link-source.h"
#include "server/pbx/link/link-status.h"

#define LIST_SLACK 17 /* readable bytes behind a list's text, and its NUL */

typedef enum {
  STEP_OFF,
  STEP_CONNECT,
  STEP_GREETING,
  STEP_AUTH,
  STEP_SUBSCRIBE,
  STEP_LEARN,
  STEP_LIVE,
  STEP_PAUSE,
} Step;

/* What was sent, and whose answer is due. */
typedef enum {
  ASKED_AUTH,
  ASKED_EVENTS, /* all of them */
  ASKED_EVENT,  /* one; text = its name */
  ASKED_VERSION,
  ASKED_CALLCENTER,
  ASKED_CHANNELS, /* the lists */
  ASKED_QUEUES,
  ASKED_LIST, /* another; text = what it is of */
  ASKED_MARK, /* between the lists; see esl-own.h */
  ASKED_END,
  ASKED_PING,
  ASKED_MEND, /* text = whom */
  ASKED_JOB,  /* text = its id */
} AskedKind;

typedef struct {
  AskedKind kind;
  char *text;
} Asked;

struct _BhEslSession {
  const BhEslConfig *config;
  const BhPbxListener *listener;
  BhEslJobFunc job;
  gpointer user_data;
  BhLinkRecorder *recorder;
  BhLinkConnection *connection;
  BhEslParser *parser;
  BhEslNormalize *normalize;
  Step step;
  GSource *limit;     /* of the step, or the end of the pause */
  GSource *heartbeat; /* while live */
  BhLinkStatus status;
  char *version;
  char **allowed; /* APIs, of a user with limited rights; NULL: all */
  GQueue asked;   /* of Asked, in the order of their answers */
  guint n_lists;  /* of these, that belong to the snapshot */
  guint n_denied; /* events that the account may not hear */
  gboolean has_callcenter;
  gint64 heard_us;    /* when the last bytes came */
  gint64 whole_us;    /* when the last whole message came */
  gint64 asked_us;    /* when the last question was sent */
  gint64 beat_us;     /* when the heartbeat last looked */
  gint64 snapshot_us; /* when the last one was whole */
  gint64 partial_us;  /* since when a frame waits for its end; 0: none does */
  guint n_pings;      /* on their way */
  BhEslStats stats;
};

static void connect_now (BhEslSession *self);

static void
asked_free (gpointer data)
{
  Asked *asked = data;
  g_free (asked->text);
  g_free (asked);
}

/* ---- the link's state ---- */

static void G_GNUC_PRINTF (3, 4)
    say (BhEslSession *self, BhPbxLinkState state, const char *format, ...)
{
  va_list values;
  va_start (values, format);
  g_autofree char *sentence = g_strdup_vprintf (format, values);
  va_end (values);
  bh_link_status_set (&self->status, state, sentence);
}

/* What a connection counts is kept when it goes. */
static void
drop_connection (BhEslSession *self)
{
  bh_link_source_clear (&self->limit);
  bh_link_source_clear (&self->heartbeat);
  if (self->connection != NULL) {
    gsize turn = bh_link_connection_get_largest_turn (self->connection);
    self->stats.largest_turn = MAX (self->stats.largest_turn, turn);
    bh_link_connection_close (g_steal_pointer (&self->connection));
  }
  g_queue_clear_full (&self->asked, asked_free);
  g_clear_pointer (&self->allowed, g_strfreev);
  self->n_lists = self->n_denied = self->n_pings = 0;
  self->has_callcenter = FALSE;
  self->partial_us = 0;
}

static gboolean
on_pause_over (gpointer data)
{
  BhEslSession *self = data;
  bh_link_source_clear (&self->limit);
  connect_now (self);
  return G_SOURCE_REMOVE;
}

/* This try has failed: say so, and try again after a pause. */
static void G_GNUC_PRINTF (4, 5)
    fail (BhEslSession *self, BhPbxLinkState state, guint at_least_ms, const char *format, ...)
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
  bh_esl_normalize_link_down (self->normalize, sentence);
  bh_link_status_set (&self->status, state, sentence);
  if (self->listener->batch_end != NULL)
    self->listener->batch_end (self->user_data);
}

#define WHERE_FORMAT "FreeSWITCH at %s:%u"
#define WHERE(self)  (self)->config->host, (self)->config->port

static gboolean
on_step_too_long (gpointer data)
{
  static const char *const what[] = {
      [STEP_CONNECT] = "the network connection was not made",
      [STEP_GREETING] = "it did not greet: is this the event socket of a FreeSWITCH",
      [STEP_AUTH] = "it did not answer the login",
      [STEP_SUBSCRIBE] = "it did not answer which events it will tell",
      [STEP_LEARN] = "it did not tell its calls and queues",
  };
  BhEslSession *self = data;
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
enter (BhEslSession *self, Step step, guint limit_ms)
{
  self->step = step;
  bh_link_source_clear (&self->limit);
  self->limit = bh_link_source_after (limit_ms, on_step_too_long, self);
}

/* ---- sending ---- */

/* Sends @bytes (taken; NULL with @error set: it could not be made) and notes whose answer is due.
 */
static gboolean
ask_bytes (BhEslSession *self, AskedKind kind, const char *text, GBytes *bytes, GError **error)
{
  g_autoptr (GBytes) owned = bytes;
  if (owned == NULL || !bh_link_connection_send (self->connection, owned, error))
    return FALSE;
  Asked *asked = g_new (Asked, 1);
  *asked = (Asked){kind, g_strdup (text)};
  g_queue_push_tail (&self->asked, asked);
  return TRUE;
}

static void
ask (BhEslSession *self, AskedKind kind, const char *text, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  if (!ask_bytes (self, kind, text, bytes, &error))
    g_warning ("PBX %s: %s", self->config->name, error->message);
}

static void
ask_api (BhEslSession *self, AskedKind kind, const char *text, const char *line)
{
  ask (self, kind, text, bh_esl_writer_api (line));
}

static void
ask_mark (BhEslSession *self, AskedKind kind, const char *mark)
{
  g_autofree char *line = g_strconcat ("echo ", mark, NULL);
  ask_api (self, kind, "what was asked (echo)", line);
}

static void
ask_list (BhEslSession *self, AskedKind kind, const char *what, const char *mark, const char *line)
{
  self->n_lists++;
  ask_mark (self, ASKED_MARK, mark);
  ask_api (self, kind, what, line);
}

static void
send_auth (BhEslSession *self)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = bh_esl_writer_auth (self->config->username, self->config->secret, &error);
  if (!ask_bytes (self, ASKED_AUTH, NULL, bytes, &error))
    fail (self, BH_PBX_LINK_REFUSED, self->config->refused_min_ms, "%s", error->message);
}

/* ---- the snapshot ---- */

static void
ask_snapshot (BhEslSession *self)
{
  ask_mark (self, ASKED_MARK, BH_ESL_MARK_BEGIN);
  ask_list (self, ASKED_CHANNELS, "calls", BH_ESL_LIST_CHANNELS, "show channels as json");
  ask_list (self, ASKED_LIST, "bridges", BH_ESL_LIST_CALLS, "show calls as json");
  ask_list (self, ASKED_LIST, "phones", BH_ESL_LIST_PHONES, "show registrations as json");
  if (!self->has_callcenter)
    return;
  ask_list (self, ASKED_LIST, "agents", BH_ESL_LIST_AGENTS, "callcenter_config agent list");
  ask_list (self, ASKED_LIST, "tiers", BH_ESL_LIST_TIERS, "callcenter_config tier list");
  ask_list (self, ASKED_QUEUES, "queues", BH_ESL_LIST_QUEUES, "callcenter_config queue list");
}

/* A copy that may be cut up: the normaliser reads the message too. */
static BhEslList *
list_of (const char *text, char **copy)
{
  gsize length = strlen (text);
  *copy = g_malloc0 (length + LIST_SLACK);
  memcpy (*copy, text, length);
  return bh_esl_list_new (*copy, length);
}

/* One more question for each row of a list: COMMAND, the value of @column, @rest. */
static void
ask_for_each (BhEslSession *self,
              const char *text,
              const char *column,
              const char *mark,
              const char *command,
              const char *rest)
{
  g_autofree char *copy = NULL;
  g_autoptr (BhEslList) list = list_of (text, &copy);
  while (bh_esl_list_next (list)) {
    const char *value = bh_esl_list_get (list, column);
    if (!bh_esl_is_word (value))
      continue;
    g_autofree char *line = g_strconcat (command, " ", value, rest, NULL);
    g_autofree char *marked = g_strconcat (mark, value, NULL);
    ask_list (self, ASKED_LIST, column, marked, line);
  }
}

static void
mend_stale_agents (BhEslSession *self)
{
  for (;;) {
    g_autofree char *agent = bh_esl_normalize_take_stale_agent (self->normalize);
    if (agent == NULL)
      return;
    if (self->config->watch_only || !bh_esl_is_word (agent))
      continue;
    g_warning ("PBX %s: mod_callcenter believes an agent in a call that does not exist, and offers "
               "none: set back to Waiting.",
               self->config->name);
    g_autofree char *line =
        g_strconcat ("callcenter_config agent set state ", agent, " Waiting", NULL);
    ask_api (self, ASKED_MEND, agent, line);
  }
}

/* ---- steps ---- */

static void
learn (BhEslSession *self)
{
  enter (self, STEP_LEARN, self->config->snapshot_ms);
  say (self, BH_PBX_LINK_LEARNING, WHERE_FORMAT " is telling its calls and queues.", WHERE (self));
  ask_api (self, ASKED_VERSION, NULL, "version");
  ask_api (self, ASKED_CALLCENTER, NULL, "callcenter_config queue count");
  ask (self, ASKED_JOB, BH_ESL_OWN_BOOT, bh_esl_writer_job ("uptime", BH_ESL_OWN_BOOT));
}

static void
lose (BhEslSession *self, const char *why)
{
  bh_link_source_clear (&self->heartbeat);
  fail (self, BH_PBX_LINK_LOST, 0, WHERE_FORMAT " %s. Bellhop keeps trying.", WHERE (self), why);
}

/* Why the link is to be given up now, or NULL. */
static const char *
find_trouble (BhEslSession *self, gint64 now_us)
{
  gint64 ping_us = (gint64) self->config->ping_ms * 1000;
  if (now_us - self->heard_us >= 3 * ping_us)
    return "has been silent: the link is lost";
  if (self->partial_us != 0 &&
      now_us - self->partial_us >= (gint64) self->config->snapshot_ms * 1000)
    return "began a message and does not end it: the link is lost";
  if (self->n_pings > 0 && now_us - self->asked_us >= (gint64) self->config->behind_ms * 1000)
    return "tells more than Bellhop can read: the link was given up, so that it need not wait";
  return NULL;
}

static gboolean
on_heartbeat (gpointer data)
{
  BhEslSession *self = data;
  gint64 now_us = g_get_monotonic_time ();
  gint64 ping_us = (gint64) self->config->ping_ms * 1000;
  if (now_us - self->beat_us >= ping_us)
    self->heard_us = self->asked_us = now_us; /* it was us who stood still */
  self->beat_us = now_us;
  const char *trouble = find_trouble (self, now_us);
  if (trouble != NULL) {
    lose (self, trouble);
    return G_SOURCE_REMOVE;
  }
  if (self->n_pings == 0 && now_us - self->asked_us >= ping_us) {
    self->asked_us = now_us;
    self->n_pings++;
    ask_api (self, ASKED_PING, NULL, "uptime");
  }
  if (self->n_lists == 0 &&
      now_us - self->snapshot_us >= (gint64) self->config->refresh_ms * 1000) {
    self->snapshot_us = now_us;
    ask_snapshot (self);
  }
  return G_SOURCE_CONTINUE;
}

static void
go_live (BhEslSession *self)
{
  self->step = STEP_LIVE;
  self->status.failures = 0;
  bh_link_source_clear (&self->limit);
  self->asked_us = self->beat_us = g_get_monotonic_time ();
  self->heartbeat = bh_link_source_after (MAX (self->config->ping_ms / 6, 1), on_heartbeat, self);
  say (self, BH_PBX_LINK_LIVE, "Connected to FreeSWITCH %s at %s:%u.", self->version, WHERE (self));
}

/* ---- answers ---- */

static gboolean
is_denied (const char *text)
{
  return g_str_has_prefix (text, "-ERR permission denied");
}

static void
forbidden (BhEslSession *self, const char *what)
{
  fail (self,
        BH_PBX_LINK_FORBIDDEN,
        self->config->refused_min_ms,
        "The user \"%s\" may not %s on " WHERE_FORMAT
        ": add it to esl-allowed-api or esl-allowed-events of that user in the directory, and "
        "reloadxml.",
        self->config->username != NULL ? self->config->username : "",
        what,
        WHERE (self));
}

static void
on_auth (BhEslSession *self, BhEslMessage *message, const char *text)
{
  if (!bh_esl_text_is_ok (text)) {
    fail (self,
          BH_PBX_LINK_REFUSED,
          self->config->refused_min_ms,
          WHERE_FORMAT " refused the %s: check %s.",
          WHERE (self),
          self->config->username != NULL ? "user or its password" : "password",
          self->config->username != NULL ? "the user's esl-password in the directory"
                                         : "password in event_socket.conf.xml");
    return;
  }
  const char *allowed = bh_esl_message_get (message, "Allowed-API");
  if (allowed != NULL)
    self->allowed = g_strsplit (allowed, " ", -1);
  enter (self, STEP_SUBSCRIBE, self->config->step_ms);
  ask (self, ASKED_EVENTS, NULL, bh_esl_writer_subscribe (bh_esl_normalize_get_subscription ()));
}

/* Which of them the account may not hear is told only when they are asked one by one. */
static void
ask_each_event (BhEslSession *self)
{
  g_auto (GStrv) names = g_strsplit (bh_esl_normalize_get_subscription (), " ", -1);
  gboolean is_custom = FALSE;
  for (guint i = 0; names[i] != NULL; i++) {
    if (strcmp (names[i], "CUSTOM") == 0) {
      is_custom = TRUE;
      continue;
    }
    g_autofree char *name = g_strconcat (is_custom ? "CUSTOM " : "", names[i], NULL);
    ask (self, ASKED_EVENT, name, bh_esl_writer_subscribe (name));
  }
}

static void
on_events (BhEslSession *self, const char *text)
{
  if (bh_esl_text_is_ok (text))
    learn (self);
  else
    ask_each_event (self);
}

/* Without the channels' events and the ends of jobs there is no model; the rest is only missed. */
static void
on_one_event (BhEslSession *self, const char *name, const char *text)
{
  gboolean is_needed = g_str_has_prefix (name, "CHANNEL_") || strcmp (name, "BACKGROUND_JOB") == 0;
  gboolean is_ok = bh_esl_text_is_ok (text);
  if (!is_ok && is_needed) {
    g_autofree char *what = g_strconcat ("hear the event ", name, NULL);
    forbidden (self, what);
    return;
  }
  if (!is_ok)
    g_warning ("PBX %s: the user may not hear the event %s: add it to esl-allowed-events.",
               self->config->name,
               name);
  const Asked *next = g_queue_peek_head (&self->asked);
  if (next == NULL || next->kind != ASKED_EVENT)
    learn (self);
}

/* "FreeSWITCH Version 1.10.12-release+git~2024... (git a88d069 ...)" */
static void
on_version (BhEslSession *self, const char *text)
{
  static const char before[] = "Version ";
  const char *from = strstr (text, before);
  if (from == NULL || !bh_esl_text_is_ok (text))
    return;
  from += strlen (before);
  g_free (self->version);
  self->version = g_strndup (from, strcspn (from, " +~(\n"));
}

static void
on_callcenter (BhEslSession *self, const char *text)
{
  if (is_denied (text)) {
    forbidden (self, "ask for the queues (callcenter_config)");
    return;
  }
  self->has_callcenter = strstr (text, "Command not found") == NULL;
  if (!self->has_callcenter)
    g_warning ("PBX %s: it has no queues: is mod_callcenter loaded?", self->config->name);
}

/* The last list's answer may ask for more: the end is asked for when none is due. */
static void
on_list (BhEslSession *self, const Asked *asked, const char *text)
{
  gboolean is_ok = bh_esl_text_is_ok (text);
  self->n_lists--;
  if (is_denied (text)) {
    g_autofree char *what = g_strdup_printf ("list the %s", asked->text);
    forbidden (self, what);
    return;
  }
  if (asked->kind == ASKED_CHANNELS && is_ok)
    ask_for_each (self, text, "uuid", BH_ESL_LIST_CHANNEL, "uuid_dump", " json");
  else if (asked->kind == ASKED_QUEUES && is_ok)
    ask_for_each (self,
                  text,
                  "name",
                  BH_ESL_LIST_MEMBERS,
                  "callcenter_config queue list members",
                  "");
  if (self->n_lists == 0)
    ask_mark (self, ASKED_END, BH_ESL_MARK_END);
}

static void
on_mark (BhEslSession *self, const Asked *asked, const char *text)
{
  if (is_denied (text)) {
    forbidden (self, "have its words said back (echo)");
    return;
  }
  if (asked->kind != ASKED_END)
    return;
  self->stats.snapshots++;
  self->snapshot_us = g_get_monotonic_time ();
  mend_stale_agents (self);
  if (self->step == STEP_LEARN)
    go_live (self);
}

/* An event that tells the boot id has come, or will not: then the first one tells it. */
static void
on_boot_told (BhEslSession *self)
{
  if (self->step == STEP_LEARN && self->n_lists == 0)
    ask_snapshot (self);
}

static void
on_job (BhEslSession *self, const char *job, BhEslJobStage stage, const char *text)
{
  if (strcmp (job, BH_ESL_OWN_BOOT) != 0)
    self->job (job, stage, text, self->user_data);
  else if (stage != BH_ESL_JOB_TAKEN)
    on_boot_told (self);
}

static void
on_pong (BhEslSession *self)
{
  gint64 took = g_get_monotonic_time () - self->asked_us;
  self->n_pings -= self->n_pings > 0;
  self->stats.round_trip_us = took;
  self->stats.max_round_trip_us = MAX (self->stats.max_round_trip_us, took);
}

static void
take_answer (BhEslSession *self, BhEslMessage *message)
{
  const char *text = bh_esl_message_text (message);
  g_autofree Asked *asked = g_queue_pop_head (&self->asked);
  if (asked == NULL) {
    g_warning ("PBX %s: an answer came that nothing was asked for.", self->config->name);
    return;
  }
  g_autofree char *about = asked->text;
  switch (asked->kind) {
  case ASKED_AUTH:
    on_auth (self, message, text);
    break;
  case ASKED_EVENTS:
    on_events (self, text);
    break;
  case ASKED_EVENT:
    on_one_event (self, about, text);
    break;
  case ASKED_VERSION:
    on_version (self, text);
    break;
  case ASKED_CALLCENTER:
    on_callcenter (self, text);
    break;
  case ASKED_CHANNELS:
  case ASKED_QUEUES:
  case ASKED_LIST:
    on_list (self, asked, text);
    break;
  case ASKED_MARK:
  case ASKED_END:
    on_mark (self, asked, text);
    break;
  case ASKED_PING:
    on_pong (self);
    break;
  case ASKED_MEND:
    break;
  case ASKED_JOB:
    on_job (self, about, bh_esl_text_is_ok (text) ? BH_ESL_JOB_TAKEN : BH_ESL_JOB_REFUSED, text);
    break;
  }
}

/* ---- what comes ---- */

static void
on_rejected (BhEslSession *self)
{
  fail (self,
        BH_PBX_LINK_REFUSED,
        self->config->refused_min_ms,
        WHERE_FORMAT " lets nobody in from this machine's address: add it to the list named by "
                     "apply-inbound-acl in event_socket.conf.xml, and reload mod_event_socket.",
        WHERE (self));
}

/* The same words for a reload of the module and for the end of FreeSWITCH: which it was is told by
 * the boot id of the next connection. */
static void
on_disconnect (BhEslSession *self, const char *text)
{
  g_autofree char *why = g_strndup (text, strcspn (text, "\n"));
  fail (self,
        bh_link_status_broken (&self->status, self->step == STEP_LIVE),
        0,
        WHERE_FORMAT " ends the connection: \"%s\" Bellhop keeps trying.",
        WHERE (self),
        why);
}

static void
on_greeted (BhEslSession *self)
{
  if (self->step != STEP_GREETING)
    return;
  enter (self, STEP_AUTH, self->config->step_ms);
  send_auth (self);
}

static void
take_event (BhEslSession *self, BhEslMessage *message)
{
  if (strcmp (bh_esl_message_name (message, NULL), "BACKGROUND_JOB") != 0)
    return;
  const char *job = bh_esl_message_get (message, "Job-UUID");
  if (job != NULL)
    on_job (self, job, BH_ESL_JOB_DONE, bh_esl_message_text (message));
}

static void
take_message (BhEslSession *self, BhEslMessage *message)
{
  BhLinkConnection *mine = self->connection;
  bh_esl_normalize_feed (self->normalize, message, g_get_real_time ());
  if (self->connection != mine)
    return; /* the listener stopped us */
  switch (message->kind) {
  case BH_ESL_MESSAGE_EVENT:
    take_event (self, message);
    break;
  case BH_ESL_MESSAGE_REPLY:
  case BH_ESL_MESSAGE_API_RESPONSE:
    take_answer (self, message);
    break;
  case BH_ESL_MESSAGE_AUTH_REQUEST:
    on_greeted (self);
    break;
  case BH_ESL_MESSAGE_REJECTION:
    on_rejected (self);
    break;
  case BH_ESL_MESSAGE_DISCONNECT:
    on_disconnect (self, bh_esl_message_text (message));
    break;
  case BH_ESL_MESSAGE_OTHER:
    break;
  }
}

/* ---- the connection ---- */

static void
on_connected (gpointer data)
{
  BhEslSession *self = data;
  enter (self, STEP_GREETING, self->config->step_ms);
}

static void
note_rest (BhEslSession *self, gint64 now_us)
{
  if (bh_esl_parser_get_pending (self->parser) == 0)
    self->partial_us = 0;
  else if (self->partial_us == 0 || self->whole_us > self->partial_us)
    self->partial_us = now_us;
}

static void
take_bytes (BhEslSession *self, const char *bytes, gsize length)
{
  BhLinkConnection *mine = self->connection; /* a listener may stop us, and start us anew */
  gint64 now_us = g_get_monotonic_time ();
  self->heard_us = now_us;
  while (length > 0 && self->connection == mine) {
    gsize taken = bh_esl_parser_feed (self->parser, bytes, length);
    bytes += taken;
    length -= taken;
    for (BhEslMessage *message;
         self->connection == mine && (message = bh_esl_parser_next (self->parser)) != NULL;) {
      self->whole_us = now_us;
      take_message (self, message);
    }
  }
  if (self->connection == mine)
    note_rest (self, now_us);
}

static void
on_received (const char *bytes, gsize length, gpointer data)
{
  BhEslSession *self = data;
  BhLinkConnection *mine = self->connection;
  take_bytes (self, bytes, length);
  const char *fault = self->connection == mine ? bh_esl_parser_get_fault (self->parser) : NULL;
  if (fault == NULL)
    return;
  gboolean is_stranger = self->step == STEP_GREETING;
  fail (self,
        bh_link_status_broken (&self->status, self->step == STEP_LIVE),
        is_stranger ? self->config->refused_min_ms : 0,
        "What " WHERE_FORMAT " sends cannot be read: %s.%s Bellhop keeps trying.",
        WHERE (self),
        fault,
        is_stranger ? " Is this the port of its event socket?" : "");
}

static void
on_drained (gpointer data)
{
  BhEslSession *self = data;
  if (self->listener->batch_end != NULL)
    self->listener->batch_end (self->user_data);
}

static void
on_closed (const char *why, gpointer data)
{
  BhEslSession *self = data;
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
connect_now (BhEslSession *self)
{
  static const BhLinkConnectionHandler handler = {on_connected, on_received, on_drained, on_closed};
  const BhLinkAddress address = {self->config->host,
                                 self->config->port,
                                 self->config->tls,
                                 self->config->tls_ca_file,
                                 self->config->stuck_ms};
  bh_esl_parser_reset (self->parser);
  self->stats.attempts++;
  enter (self, STEP_CONNECT, self->config->step_ms);
  if (self->status.state == BH_PBX_LINK_OFF)
    say (self, BH_PBX_LINK_CONNECTING, "Connecting to " WHERE_FORMAT ".", WHERE (self));
  self->connection = bh_link_connection_new (&address, self->recorder, &handler, self);
}

/* ---- public ---- */

static void
on_event (const BhPbxEvent *event, gpointer data)
{
  BhEslSession *self = data;
  if (self->listener->event != NULL)
    self->listener->event (event, self->user_data);
}

BhEslSession *
bh_esl_session_new (const BhEslConfig *config,
                    const BhPbxListener *listener,
                    BhEslJobFunc job,
                    gpointer user_data)
{
  BhEslSession *self = g_new0 (BhEslSession, 1);
  self->config = config;
  self->listener = listener;
  self->job = job;
  self->user_data = user_data;
  self->parser = bh_esl_parser_new (NULL);
  self->normalize = bh_esl_normalize_new (on_event, self);
  self->version = g_strdup ("");
  bh_link_status_init (&self->status,
                       G_LOG_DOMAIN,
                       config->name,
                       listener,
                       user_data,
                       config->seed);
  self->status.retry_min_ms = config->retry_min_ms;
  self->status.retry_max_ms = config->retry_max_ms;
  g_queue_init (&self->asked);
  return self;
}

void
bh_esl_session_free (BhEslSession *self)
{
  drop_connection (self);
  g_clear_pointer (&self->recorder, bh_link_recorder_free);
  bh_esl_parser_free (self->parser);
  bh_esl_normalize_free (self->normalize);
  g_free (self->version);
  bh_link_status_clear (&self->status);
  g_free (self);
}

void
bh_esl_session_start (BhEslSession *self)
{
  g_autoptr (GError) error = NULL;
  const BhEslConfig *config = self->config;
  if (self->step != STEP_OFF)
    return;
  if (config->record_path != NULL && self->recorder == NULL) {
    self->recorder =
        bh_link_recorder_new (config->record_path, ".esl", config->record_limit, &error);
    if (self->recorder == NULL)
      g_warning ("PBX %s: %s", config->name, error->message);
  }
  connect_now (self);
}

void
bh_esl_session_stop (BhEslSession *self)
{
  if (self->step == STEP_OFF)
    return;
  drop_connection (self);
  self->step = STEP_OFF;
  self->status.failures = 0;
  bh_esl_normalize_link_down (self->normalize, "The link to the PBX was stopped.");
  bh_link_status_set (&self->status, BH_PBX_LINK_OFF, "The link to the PBX was stopped.");
}

BhPbxLinkState
bh_esl_session_get_link (const BhEslSession *self, const char **sentence)
{
  if (sentence != NULL)
    *sentence = self->status.sentence;
  return self->status.state;
}

gboolean
bh_esl_session_do (BhEslSession *self, const char *line, const char *job, GError **error)
{
  if (self->step != STEP_LIVE) {
    g_set_error (error, BH_LINK_ERROR, BH_LINK_ERROR_CLOSED, "%s", self->status.sentence);
    return FALSE;
  }
  return ask_bytes (self, ASKED_JOB, job, bh_esl_writer_job (line, job), error);
}

gboolean
bh_esl_session_may (const BhEslSession *self, const char *api)
{
  if (self->step != STEP_LIVE)
    return FALSE;
  if (!self->has_callcenter && strcmp (api, "callcenter_config") == 0)
    return FALSE;
  return self->allowed == NULL || g_strv_contains ((const char *const *) self->allowed, api);
}

const char *
bh_esl_session_get_version (const BhEslSession *self)
{
  return self->version;
}

const char *
bh_esl_session_agent_at (const BhEslSession *self, const char *device)
{
  return bh_esl_normalize_agent_at (self->normalize, device);
}

void
bh_esl_session_get_stats (const BhEslSession *self, BhEslStats *stats)
{
  const BhEslParserStats *parser = bh_esl_parser_get_stats (self->parser);
  const BhEslNormalizeStats *normalize = bh_esl_normalize_get_stats (self->normalize);
  *stats = self->stats;
  stats->bytes = parser->bytes;
  stats->messages = parser->messages;
  stats->faults = parser->faults;
  stats->events = normalize->events;
  stats->unwanted = normalize->unwanted;
  stats->broken = normalize->broken;
  stats->repaired = normalize->repaired;
  if (self->connection != NULL)
    stats->largest_turn =
        MAX (stats->largest_turn, bh_link_connection_get_largest_turn (self->connection));
}
