/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "server/ctl/client.h"
#include "server/ctl/doctor.h"
#include "server/pbx/ami/ami-parser.h"
#include "server/pbx/ami/ami-writer.h"

/* A PBX, asked with the account that bellhopd uses. Only questions: Challenge, Login, ListCommands
 * (which lists what this account may do), CoreSettings, QueueStatus, and a UserEvent to hear
 * ourselves, where the account may send one. */

#define PATIENCE_S 5

typedef struct {
  BhDoctor *doctor;
  const BhConfigPbx *pbx;
  char *check; /* "pbx main" */
  GSocketConnection *connection;
  BhAmiParser *parser;
  GHashTable *commands; /* names that the account may use */
  gboolean booted;      /* FullyBooted came: read has system */
  gboolean heard;       /* our own UserEvent came: read has user */
  gint64 skew_us;       /* our clock - the PBX's; G_MININT64: it stamps nothing */
  char *version;
  guint wrap_ups; /* members with a wrap-up time of the PBX */
} Talk;

static void
talk_clear (Talk *talk)
{
  g_free (talk->check);
  g_clear_object (&talk->connection);
  g_clear_pointer (&talk->parser, bh_ami_parser_free);
  g_clear_pointer (&talk->commands, g_hash_table_unref);
  g_free (talk->version);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Talk, talk_clear)

static void G_GNUC_PRINTF (4, 5)
    say (Talk *talk, BhDoctorLevel level, const char *cure, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  bh_doctor_say (talk->doctor, level, talk->check, cure, "%s", text);
}

/* ---- talking */

static gboolean
send (Talk *talk, BhAmiWriter *writer, GError **error)
{
  g_autoptr (GBytes) bytes = bh_ami_writer_finish (writer, error);
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (talk->connection));

  return bytes != NULL && g_output_stream_write_all (out,
                                                     g_bytes_get_data (bytes, NULL),
                                                     g_bytes_get_size (bytes),
                                                     NULL,
                                                     NULL,
                                                     error);
}

/* The next message, or NULL with an error: the end, or nothing for some seconds. */
static BhAmiMessage *
receive (Talk *talk, GError **error)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (talk->connection));
  BhAmiMessage *message;

  while ((message = bh_ami_parser_next (talk->parser)) == NULL) {
    gsize room;
    char *buffer = bh_ami_parser_reserve (talk->parser, &room);
    gssize n = g_input_stream_read (in, buffer, room, NULL, error);
    if (n < 0)
      return NULL;
    if (n == 0) {
      g_set_error (error, BH_CTL_ERROR, BH_CTL_ERROR_REFUSED, "it closed the connection");
      return NULL;
    }
    bh_ami_parser_commit (talk->parser, (gsize) n);
  }
  return message;
}

static const char *
get (BhAmiMessage *message, BhAmiKey key)
{
  const char *value = bh_ami_message_get (message, key);
  return value != NULL ? value : "";
}

static void
note_event (Talk *talk, BhAmiMessage *message)
{
  const char *stamp = get (message, BH_AMI_KEY_TIMESTAMP);

  if (g_ascii_strcasecmp (message->name, "FullyBooted") == 0)
    talk->booted = TRUE;
  if (g_ascii_strcasecmp (message->name, "UserEvent") == 0 &&
      g_str_equal (get (message, BH_AMI_KEY_USER_EVENT), "BellhopDoctor"))
    talk->heard = TRUE;
  if (*stamp != '\0')
    talk->skew_us = g_get_real_time () - (gint64) (g_ascii_strtod (stamp, NULL) * G_USEC_PER_SEC);
}

/* Sends; then reads until the answer, which is given to @take, and the list's end, if it is one. */
typedef void (*TakeFunc) (Talk *talk, BhAmiMessage *message);

static gboolean
ask (Talk *talk,
     BhAmiWriter *writer,
     const char *id,
     const char *end,
     TakeFunc take,
     GError **error)
{
  BhAmiMessage *message;
  gboolean ok = FALSE;

  if (!send (talk, writer, error))
    return FALSE;
  while ((message = receive (talk, error)) != NULL) {
    if (message->kind == BH_AMI_MESSAGE_EVENT)
      note_event (talk, message);
    if (!g_str_equal (get (message, BH_AMI_KEY_ACTION_ID), id))
      continue;
    if (take != NULL)
      take (talk, message);
    if (message->kind == BH_AMI_MESSAGE_RESPONSE) {
      ok = g_ascii_strcasecmp (message->name, "Success") == 0 ||
           g_ascii_strcasecmp (message->name, "Goodbye") == 0;
      if (!ok) {
        g_set_error (error,
                     BH_CTL_ERROR,
                     BH_CTL_ERROR_REFUSED,
                     "%s",
                     get (message, BH_AMI_KEY_MESSAGE));
        return FALSE;
      }
      if (end == NULL)
        return TRUE;
    } else if (end != NULL && g_ascii_strcasecmp (message->name, end) == 0) {
      return TRUE;
    }
  }
  return FALSE;
}

/* ---- the way in */

static gboolean
connect_to (Talk *talk, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_timeout (client, PATIENCE_S);
  g_socket_client_set_tls (client, talk->pbx->tls);
  talk->connection = g_socket_client_connect_to_host (client,
                                                      talk->pbx->host,
                                                      (guint16) talk->pbx->port,
                                                      NULL,
                                                      error);
  return talk->connection != NULL;
}

static void
keep_challenge (Talk *talk, BhAmiMessage *message)
{
  g_free (talk->version); /* borrowed for a moment */
  talk->version = g_strdup (get (message, BH_AMI_KEY_CHALLENGE));
}

static gboolean
log_in (Talk *talk, GError **error)
{
  g_autofree char *secret = bh_config_pbx_read_secret (talk->pbx, error);
  g_autoptr (BhAmiWriter) challenge = bh_ami_writer_new ("Challenge", "bh-doctor-1");
  g_autoptr (BhAmiWriter) login = bh_ami_writer_new ("Login", "bh-doctor-2");
  g_autofree char *both = NULL;
  g_autofree char *key = NULL;

  bh_ami_writer_add (challenge, "AuthType", "MD5");
  if (secret == NULL || !ask (talk, challenge, "bh-doctor-1", NULL, keep_challenge, error))
    return FALSE;
  both = g_strconcat (talk->version, secret, NULL);
  key = g_compute_checksum_for_string (G_CHECKSUM_MD5, both, -1);
  bh_ami_writer_add (login, "AuthType", "MD5");
  bh_ami_writer_add (login, "Username", talk->pbx->user);
  bh_ami_writer_add (login, "Key", key);
  bh_ami_writer_add (login, "Events", "system,user");
  return ask (talk, login, "bh-doctor-2", NULL, NULL, error);
}

/* ---- rights */

static void
keep_commands (Talk *talk, BhAmiMessage *message)
{
  const BhAmiHeader *header;

  for (guint i = 0; (header = bh_ami_message_header (message, i)) != NULL; i++)
    if (strstr (header->value, "(Priv:") != NULL)
      g_hash_table_add (talk->commands, g_ascii_strdown (header->name, -1));
}

/* What Bellhop does with each, and the right that grants it. */
static const struct {
  const char *action;
  const char *right;
  gboolean watching; /* also needed to watch */
} needed[] = {
    {"CoreShowChannels", "reporting", TRUE},
    {"DeviceStateList", "reporting", TRUE},
    {"Originate", "originate", FALSE},
    {"Hangup", "call", FALSE},
    {"BlindTransfer", "call", FALSE},
    {"Atxfer", "call", FALSE},
    {"PlayDTMF", "call", FALSE},
    {"QueueAdd", "agent", FALSE},
    {"QueuePause", "agent", FALSE},
    {"QueueRemove", "agent", FALSE},
};
static const char *const dangerous[] = {"Command", "UpdateConfig", "ModuleLoad", "AGI", "DBPut"};

static gboolean
may (const Talk *talk, const char *action)
{
  g_autofree char *name = g_ascii_strdown (action, -1);
  return g_hash_table_contains (talk->commands, name);
}

static void
check_rights (Talk *talk)
{
  g_autoptr (GString) more = g_string_new (NULL);
  guint missing = 0;

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++) {
    g_autofree char *cure = g_strdup_printf ("add %s to \"write\" of [%s] in manager.conf",
                                             needed[i].right,
                                             talk->pbx->user);
    if ((talk->pbx->watch_only && !needed[i].watching) || may (talk, needed[i].action))
      continue;
    say (talk, BH_DOCTOR_FAIL, cure, "the account may not do %s", needed[i].action);
    missing++;
  }
  if (missing == 0)
    say (talk,
         BH_DOCTOR_OK,
         NULL,
         "the account may do all that Bellhop needs%s",
         talk->pbx->watch_only ? " to watch" : "");
  for (guint i = 0; i < G_N_ELEMENTS (dangerous); i++)
    if (may (talk, dangerous[i]))
      g_string_append_printf (more, "%s%s", more->len > 0 ? ", " : "", dangerous[i]);
  if (more->len > 0)
    say (talk,
         BH_DOCTOR_WARN,
         "take system, command, config and agi out of \"write\": each is the machine itself to who "
         "learns the secret",
         "the account may do more than Bellhop needs: %s",
         more->str);
}

static void
check_events (Talk *talk)
{
  g_autoptr (BhAmiWriter) shout = bh_ami_writer_new ("UserEvent", "bh-doctor-5");
  g_autoptr (BhAmiWriter) ping = bh_ami_writer_new ("Ping", "bh-doctor-6");

  bh_ami_writer_add (shout, "UserEvent", "BellhopDoctor");
  if (!talk->booted)
    say (talk,
         BH_DOCTOR_FAIL,
         "add system to \"read\" of the account in manager.conf",
         "FullyBooted did not come, so a restart would not be understood");
  if (may (talk, "UserEvent") && ask (talk, shout, "bh-doctor-5", NULL, NULL, NULL) &&
      ask (talk, ping, "bh-doctor-6", NULL, NULL, NULL) && !talk->heard)
    say (talk,
         BH_DOCTOR_WARN,
         "add user to \"read\" of the account in manager.conf",
         "UserEvents are not told: attached data of the dialplan will be missing");
}

static void
check_clock (Talk *talk)
{
  double seconds = (double) talk->skew_us / G_USEC_PER_SEC;

  if (talk->skew_us == G_MININT64)
    say (talk,
         BH_DOCTOR_WARN,
         "set timestampevents = yes in manager.conf, [general]",
         "the PBX does not stamp its events, so its clock cannot be compared");
  else if (ABS (seconds) > 2)
    say (talk,
         BH_DOCTOR_WARN,
         "run an NTP client on both machines",
         "its clock is %.1f s %s ours",
         ABS (seconds),
         seconds > 0 ? "behind" : "ahead of");
  else
    say (talk, BH_DOCTOR_OK, NULL, "its clock agrees with ours to %.3f s", ABS (seconds));
}

/* ---- the dialplan */

/* Asks for an extension that nobody has: the answer says whether the context is there, and is short
 * however long that is. */
static gboolean
lacks_context (Talk *talk, const char *context, guint number)
{
  g_autofree char *id = g_strdup_printf ("bh-doctor-context-%u", number);
  g_autoptr (BhAmiWriter) show = bh_ami_writer_new ("ShowDialPlan", id);
  g_autoptr (GError) error = NULL;

  bh_ami_writer_add (show, "Context", context);
  bh_ami_writer_add (show, "Extension", "bh-doctor");
  return !ask (talk, show, id, "ShowDialPlanComplete", NULL, &error) &&
         g_error_matches (error, BH_CTL_ERROR, BH_CTL_ERROR_REFUSED) &&
         strstr (error->message, "Did not find context") != NULL;
}

/* A number that is dialed in a context that is not there goes nowhere, and no event says why. */
static void
check_contexts (Talk *talk)
{
  const struct {
    const char *option;
    const char *context;
  } contexts[] = {
      {"dial_context", talk->pbx->dial_context},
      {"transfer_context", talk->pbx->transfer_context},
      {"talk_context", talk->pbx->talk_context},
      {"hold_context", talk->pbx->hold_context},
      {"supervise_context", talk->pbx->supervise_context},
  };
  guint found = 0, missing = 0;

  if (talk->pbx->watch_only || !may (talk, "ShowDialPlan"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (contexts); i++) {
    g_autofree char *cure = NULL;
    if (contexts[i].context == NULL || *contexts[i].context == '\0')
      continue;
    found++;
    if (!lacks_context (talk, contexts[i].context, i))
      continue;
    missing++;
    cure = g_strdup_printf ("write [%s] into extensions.conf and \"dialplan reload\", or set %s",
                            contexts[i].context,
                            contexts[i].option);
    say (talk,
         BH_DOCTOR_FAIL,
         cure,
         "%s = %s: there is no such context in the dialplan",
         contexts[i].option,
         contexts[i].context);
  }
  if (found > 0 && missing == 0)
    say (talk, BH_DOCTOR_OK, NULL, "the dialplan has all %u contexts that are configured", found);
}

/* ---- what it is */

static void
keep_version (Talk *talk, BhAmiMessage *message)
{
  if (message->kind != BH_AMI_MESSAGE_RESPONSE)
    return;
  g_free (talk->version);
  talk->version = g_strdup (get (message, BH_AMI_KEY_ASTERISK_VERSION));
}

/* CVE-2024-42365: who may originate could write files. */
static gboolean
is_unsafe (guint64 major, guint64 minor)
{
  return (major == 18 && minor < 24) || (major == 20 && minor < 9) || (major == 21 && minor < 4) ||
         major == 19 || major < 18;
}

static void
check_version (Talk *talk)
{
  char *rest = NULL;
  guint64 major = g_ascii_strtoull (talk->version, &rest, 10);
  guint64 minor = rest != NULL && *rest == '.' ? g_ascii_strtoull (rest + 1, NULL, 10) : 0;

  if (major > 0 && major < 16)
    say (talk, BH_DOCTOR_FAIL, "use Asterisk 16 or newer", "it is Asterisk %s", talk->version);
  else if (major > 0 && is_unsafe (major, minor) && !talk->pbx->watch_only)
    say (talk,
         BH_DOCTOR_WARN,
         "update it, or guard the secret well: CVE-2024-42365 lets an account that may originate "
         "write files",
         "it is Asterisk %s",
         talk->version);
  else
    say (talk, BH_DOCTOR_OK, NULL, "it is Asterisk %s", talk->version);
}

static void
keep_member (Talk *talk, BhAmiMessage *message)
{
  const BhAmiHeader *header;

  if (g_ascii_strcasecmp (message->name, "QueueMember") != 0)
    return;
  for (guint i = 0; (header = bh_ami_message_header (message, i)) != NULL; i++)
    if (g_ascii_strcasecmp (header->name, "Wrapuptime") == 0 &&
        g_ascii_strtoll (header->value, NULL, 10) > 0)
      talk->wrap_ups++;
}

static void
check_members (Talk *talk)
{
  g_autoptr (BhAmiWriter) writer = bh_ami_writer_new ("QueueStatus", "bh-doctor-7");
  g_autoptr (GError) error = NULL;

  if (!ask (talk, writer, "bh-doctor-7", "QueueStatusComplete", keep_member, &error))
    say (talk,
         BH_DOCTOR_FAIL,
         "load app_queue, or grant the account its rights",
         "QueueStatus was not answered: %s",
         error->message);
  else if (talk->wrap_ups > 0 && talk->doctor->config->wrap_up_s > 0)
    say (talk,
         BH_DOCTOR_WARN,
         "set wrapuptime = 0 in queues.conf: Bellhop does the wrap-up",
         "%u queue members have a wrap-up time of the PBX besides ours",
         talk->wrap_ups);
}

static void
look_around (Talk *talk)
{
  g_autoptr (BhAmiWriter) commands = bh_ami_writer_new ("ListCommands", "bh-doctor-3");
  g_autoptr (BhAmiWriter) settings = bh_ami_writer_new ("CoreSettings", "bh-doctor-4");
  g_autoptr (GError) error = NULL;

  if (!ask (talk, commands, "bh-doctor-3", NULL, keep_commands, &error) ||
      !ask (talk, settings, "bh-doctor-4", NULL, keep_version, &error)) {
    say (talk,
         BH_DOCTOR_FAIL,
         "grant reporting in \"write\" of the account in manager.conf",
         "it would not say what the account may do: %s",
         error->message);
    return;
  }
  check_version (talk);
  check_rights (talk);
  check_events (talk);
  check_clock (talk);
  check_members (talk);
  check_contexts (talk);
}

void
bh_doctor_check_asterisk (BhDoctor *doctor, const BhConfigPbx *pbx)
{
  g_auto (Talk) talk = {.doctor = doctor, .pbx = pbx, .skew_us = G_MININT64};
  g_autoptr (GError) error = NULL;

  talk.check = g_strdup_printf ("pbx %s", pbx->name);
  talk.parser = bh_ami_parser_new (NULL);
  talk.commands = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!connect_to (&talk, &error)) {
    say (&talk,
         BH_DOCTOR_FAIL,
         "check host and port, that manager.conf has enabled = yes and binds there, and the "
         "firewall between",
         "%s:%" G_GINT64_FORMAT " cannot be reached: %s",
         pbx->host,
         pbx->port,
         error->message);
    return;
  }
  if (!log_in (&talk, &error)) {
    say (&talk,
         BH_DOCTOR_FAIL,
         "check user and secret against manager.conf, its permit lines, and \"manager reload\"",
         "the login as \"%s\" failed: %s",
         pbx->user,
         error->message);
    return;
  }
  say (&talk,
       BH_DOCTOR_OK,
       NULL,
       "logged in as \"%s\" at %s:%" G_GINT64_FORMAT,
       pbx->user,
       pbx->host,
       pbx->port);
  look_around (&talk);
}
