/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-esl.h"

#include <string.h>

#define GREETING "Content-Type: auth/request\n\n"

typedef struct {
  char *command; /* its beginning */
  char *text;
} Rule;

struct _BhFakeEsl {
  GSocketService *service;
  guint16 port;
  GPtrArray *clients;
  guint n_connections;
  gboolean is_frozen;
  char *greeting;
  char *boot;
  char *rights;
  GPtrArray *answers;    /* of Rule: the last one that fits counts */
  GPtrArray *interrupts; /* of Rule */
  GString *log;
};

typedef struct {
  BhFakeEsl *fake;
  GIOStream *connection;
  GSource *source;
  GString *received;
  gboolean is_let_in;
} Client;

static void
rule_free (gpointer data)
{
  Rule *rule = data;
  g_free (rule->command);
  g_free (rule->text);
  g_free (rule);
}

static const Rule *
find_rule (const GPtrArray *rules, const char *command)
{
  for (guint i = rules->len; i > 0; i--) {
    const Rule *rule = rules->pdata[i - 1];
    if (g_str_has_prefix (command, rule->command))
      return rule;
  }
  return NULL;
}

static void
add_rule (GPtrArray *rules, const char *command, const char *text)
{
  Rule *rule = g_new (Rule, 1);
  *rule = (Rule){g_strdup (command), g_strdup (text)};
  g_ptr_array_add (rules, rule);
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
send_reply (Client *client, const char *text)
{
  send_format (client, "Content-Type: command/reply\nReply-Text: %s\n\n", text);
}

static char *
make_event (BhFakeEsl *self, const char *name, const char *more)
{
  g_autofree char *body = g_strdup_printf ("{\"Event-Name\":\"%s\",\"Core-UUID\":\"%s\","
                                           "\"Event-Date-Timestamp\":\"1795296828153217\",%s}",
                                           name,
                                           self->boot,
                                           more);
  return g_strdup_printf ("Content-Length: %" G_GSIZE_FORMAT
                          "\nContent-Type: text/event-json\n\n%s",
                          strlen (body),
                          body);
}

static char *
make_job (BhFakeEsl *self, const char *job, const char *output)
{
  g_autofree char *escaped = g_strescape (output, NULL);
  g_autofree char *more = g_strdup_printf ("\"Job-UUID\":\"%s\",\"_body\":\"%s\"", job, escaped);
  return make_event (self, "BACKGROUND_JOB", more);
}

/* ---- answering ---- */

static void
client_close (Client *client)
{
  g_io_stream_close (client->connection, NULL, NULL);
}

static void
log_in (Client *client, const char *command)
{
  gboolean fits = g_str_has_suffix (command, " secret") || g_str_has_suffix (command, ":secret");
  client->is_let_in = fits;
  if (!fits) {
    send_reply (client, "-ERR invalid");
    send_text (client, "Content-Type: text/disconnect-notice\nContent-Length: 4\n\nBye\n");
    client_close (client);
  } else if (client->fake->rights != NULL) {
    send_format (client,
                 "Content-Type: command/reply\nReply-Text: +OK accepted\nAllowed-Events: all\n"
                 "Allowed-API: %s\nAllowed-LOG: false\n\n",
                 client->fake->rights);
  } else {
    send_reply (client, "+OK accepted");
  }
}

static const char *
output_of (const char *line)
{
  static const Rule outputs[] = {
      {(char *) "version", (char *) "FreeSWITCH Version 1.10.12-release+git~2024 (git a88d069)\n"},
      {(char *) "callcenter_config queue count", (char *) "0\n"},
      {(char *) "show ", (char *) "{\"row_count\": 0}\n"},
      {(char *) "uuid_dump", (char *) "-ERR No such channel!\n"},
      {(char *) "callcenter_config agent list", (char *) "name|contact|status|state\n+OK\n"},
      {(char *) "callcenter_config tier list", (char *) "queue|agent|state|level|position\n+OK\n"},
      {(char *) "callcenter_config queue list", (char *) "name|strategy\n+OK\n"},
      {(char *) "uptime", (char *) "302\n"},
      {(char *) "echo ", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (outputs); i++)
    if (g_str_has_prefix (line, outputs[i].command))
      return outputs[i].text != NULL ? outputs[i].text : line + strlen (outputs[i].command);
  return "+OK\n";
}

static void
run_api (Client *client, const char *line, const char *output)
{
  if (g_str_has_prefix (output, "-ERR permission denied"))
    send_reply (client, "-ERR permission denied");
  else
    send_format (client,
                 "Content-Type: api/response\nContent-Length: %" G_GSIZE_FORMAT "\n\n%s",
                 strlen (output),
                 output);
}

static void
run_job (Client *client, const char *job, const char *output)
{
  if (output != NULL && g_str_has_prefix (output, "-ERR permission denied")) {
    send_reply (client, "-ERR permission denied");
    return;
  }
  send_format (client,
               "Content-Type: command/reply\nReply-Text: +OK Job-UUID: %s\nJob-UUID: %s\n\n",
               job,
               job);
  if (output == NULL)
    return;
  g_autofree char *event = make_job (client->fake, job, output);
  send_text (client, event);
}

static void
take_command (Client *client, const char *text)
{
  BhFakeEsl *self = client->fake;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const char *command = lines[0];
  const char *job = lines[1] != NULL ? strstr (lines[1], "Job-UUID: ") : NULL;
  const Rule *rule = find_rule (self->answers, command);
  const Rule *interrupt = find_rule (self->interrupts, command);
  const char *space = strchr (command, ' ');
  const char *line = space != NULL ? space + 1 : "";
  g_string_append_printf (self->log, "%s\n", command);
  if (interrupt != NULL)
    send_text (client, interrupt->text);
  if (g_str_has_prefix (command, "bgapi ") && job != NULL)
    run_job (client, job + strlen ("Job-UUID: "), rule != NULL ? rule->text : output_of (line));
  else if (rule != NULL && rule->text == NULL)
    return;
  else if (strstr (command, "auth ") != NULL && !client->is_let_in)
    log_in (client, command);
  else if (g_str_has_prefix (command, "api "))
    run_api (client, line, rule != NULL ? rule->text : output_of (line));
  else
    send_reply (client, rule != NULL ? rule->text : "+OK event listener enabled json");
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
  g_object_unref (client->connection);
  g_string_free (client->received, TRUE);
  g_free (client);
}

static gboolean
on_readable (GObject *stream, gpointer data)
{
  Client *client = data;
  char bytes[4096];
  if (client->fake->is_frozen)
    return G_SOURCE_REMOVE;
  gssize n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream),
                                                       bytes,
                                                       sizeof bytes,
                                                       NULL,
                                                       NULL);
  if (n <= 0) {
    g_ptr_array_remove (client->fake->clients, client);
    return G_SOURCE_REMOVE;
  }
  g_string_append_len (client->received, bytes, n);
  for (char *end; (end = strstr (client->received->str, "\n\n")) != NULL;) {
    g_autofree char *command = g_strndup (client->received->str, end - client->received->str);
    g_string_erase (client->received, 0, end + 2 - client->received->str);
    take_command (client, command);
  }
  return G_SOURCE_CONTINUE;
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  BhFakeEsl *self = data;
  Client *client = g_new0 (Client, 1);
  client->fake = self;
  client->connection = g_object_ref (G_IO_STREAM (connection));
  client->received = g_string_new (NULL);
  GInputStream *in = g_io_stream_get_input_stream (client->connection);
  client->source = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (in), NULL);
  g_source_set_callback (client->source, G_SOURCE_FUNC (on_readable), client, NULL);
  g_source_attach (client->source, NULL);
  g_ptr_array_add (self->clients, client);
  self->n_connections++;
  send_text (client, self->greeting);
  return TRUE;
}

BhFakeEsl *
bh_fake_esl_new (void)
{
  BhFakeEsl *self = g_new0 (BhFakeEsl, 1);
  self->clients = g_ptr_array_new_with_free_func (client_free);
  self->answers = g_ptr_array_new_with_free_func (rule_free);
  self->interrupts = g_ptr_array_new_with_free_func (rule_free);
  self->greeting = g_strdup (GREETING);
  self->boot = g_strdup ("db354f87-4243-4e90-b9fc-30f07bc7b622");
  self->log = g_string_new (NULL);
  self->service = g_socket_service_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) got = NULL;
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service),
                                 wanted,
                                 G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP,
                                 NULL,
                                 &got,
                                 NULL);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  return self;
}

void
bh_fake_esl_free (BhFakeEsl *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_ptr_array_unref (self->clients);
  g_ptr_array_unref (self->answers);
  g_ptr_array_unref (self->interrupts);
  g_string_free (self->log, TRUE);
  g_free (self->greeting);
  g_free (self->boot);
  g_free (self->rights);
  g_free (self);
}

guint16
bh_fake_esl_get_port (BhFakeEsl *self)
{
  return self->port;
}

void
bh_fake_esl_set_greeting (BhFakeEsl *self, const char *bytes)
{
  g_free (self->greeting);
  self->greeting = g_strdup (bytes);
}

void
bh_fake_esl_set_boot (BhFakeEsl *self, const char *core_uuid)
{
  g_free (self->boot);
  self->boot = g_strdup (core_uuid);
}

void
bh_fake_esl_set_rights (BhFakeEsl *self, const char *apis)
{
  g_free (self->rights);
  self->rights = g_strdup (apis);
}

void
bh_fake_esl_answer (BhFakeEsl *self, const char *command, const char *text)
{
  add_rule (self->answers, command, text);
}

void
bh_fake_esl_interrupt (BhFakeEsl *self, const char *command, const char *bytes)
{
  add_rule (self->interrupts, command, bytes);
}

void
bh_fake_esl_say (BhFakeEsl *self, const char *bytes)
{
  for (guint i = 0; i < self->clients->len; i++)
    send_text (self->clients->pdata[i], bytes);
}

void
bh_fake_esl_event (BhFakeEsl *self, const char *name, const char *more)
{
  g_autofree char *event = make_event (self, name, more);
  bh_fake_esl_say (self, event);
}

void
bh_fake_esl_end_job (BhFakeEsl *self, const char *job, const char *output)
{
  g_autofree char *event = make_job (self, job, output);
  bh_fake_esl_say (self, event);
}

void
bh_fake_esl_freeze (BhFakeEsl *self)
{
  self->is_frozen = TRUE;
}

void
bh_fake_esl_drop (BhFakeEsl *self)
{
  g_ptr_array_set_size (self->clients, 0);
}

guint
bh_fake_esl_count (BhFakeEsl *self, const char *command)
{
  g_auto (GStrv) lines = g_strsplit (self->log->str, "\n", -1);
  guint n = 0;
  for (char **line = lines; *line != NULL; line++)
    n += **line != '\0' && g_str_has_prefix (*line, command);
  return n;
}

const char *
bh_fake_esl_get_log (BhFakeEsl *self)
{
  return self->log->str;
}

guint
bh_fake_esl_get_connections (BhFakeEsl *self)
{
  return self->n_connections;
}
