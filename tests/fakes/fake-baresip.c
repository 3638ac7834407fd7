/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-baresip.h"

#include "desktop/client/json-get.h"
#include "desktop/client/netstring.h"

#define NOT_REGISTERED                                                                             \
  "{\"response\":true,\"ok\":true,\"data\":\"> sip:a@192.0.2.7  zzz\",\"token\":\"reginfo\"}"
#define REGISTERED                                                                                 \
  "{\"response\":true,\"ok\":true,\"data\":\"> sip:a@192.0.2.7 \\u001B[32mOK \\u001B[;m PBX\","    \
  "\"token\":\"reginfo\"}"

struct FakeBaresip {
  GSocketService *service;
  guint16 port;
  GSocketConnection *peer;
  BhNetstring *netstring;
  GString *asked;
  gboolean refuses;
  gboolean mute;
  gboolean answers;
  gboolean registered;
};

void
fake_baresip_say_raw (FakeBaresip *self, const char *text)
{
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (self->peer));

  g_assert_true (g_output_stream_write_all (stream, text, strlen (text), NULL, NULL, NULL));
}

void
fake_baresip_say (FakeBaresip *self, const char *json)
{
  g_autofree char *frame = bh_netstring_encode (json);

  fake_baresip_say_raw (self, frame);
}

void
fake_baresip_event (FakeBaresip *self, const char *type, const char *param)
{
  g_autofree char *json =
      g_strdup_printf ("{\"event\":true,\"type\":\"%s\",\"class\":\"call\",\"peeruri\":"
                       "\"sip:13800138000@192.0.2.7;transport=udp\",\"param\":\"%s\"}",
                       type,
                       param);

  fake_baresip_say (self, json);
}

static void
reply (FakeBaresip *self, const char *token)
{
  g_autofree char *json =
      g_strdup_printf ("{\"response\":true,\"ok\":%s,\"data\":\"%s\",\"token\":\"%s\"}",
                       self->refuses ? "false" : "true",
                       self->refuses ? "Invalid argument" : "",
                       token);

  if (!self->mute)
    fake_baresip_say (self, json);
}

static void
take (FakeBaresip *self, const char *payload)
{
  g_autoptr (JsonNode) node = json_from_string (payload, NULL);
  JsonObject *object = json_node_get_object (node);
  const char *command = bh_json_string (object, "command");
  const char *params = bh_json_string (object, "params");

  if (g_str_equal (command, "reginfo")) {
    if (!self->mute)
      fake_baresip_say (self, self->registered ? REGISTERED : NOT_REGISTERED);
    return;
  }
  g_string_append (self->asked, command);
  if (params)
    g_string_append_printf (self->asked, "=%s", params);
  g_string_append_c (self->asked, ' ');
  reply (self, bh_json_string (object, "token"));
  if (self->answers && g_str_equal (command, "accept"))
    fake_baresip_event (self, "CALL_ESTABLISHED", "");
}

static void read_more (FakeBaresip *self);

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  FakeBaresip *self = data;
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  char *payload;

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return;
  bh_netstring_feed (self->netstring, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  while ((payload = bh_netstring_next (self->netstring)) != NULL) {
    take (self, payload);
    g_free (payload);
  }
  read_more (self);
}

static void
read_more (FakeBaresip *self)
{
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (self->peer)),
                                   1000,
                                   G_PRIORITY_DEFAULT,
                                   NULL,
                                   on_read,
                                   self);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *o, FakeBaresip *self)
{
  g_set_object (&self->peer, connection);
  read_more (self);
  return TRUE;
}

FakeBaresip *
fake_baresip_new (void)
{
  FakeBaresip *self = g_new0 (FakeBaresip, 1);

  self->service = g_socket_service_new ();
  self->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, NULL);
  self->netstring = bh_netstring_new ();
  self->asked = g_string_new (NULL);
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  g_socket_service_start (self->service);
  return self;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
fake_baresip_free (FakeBaresip *self)
{
  settle ();
  if (self->peer)
    fake_baresip_hang_up (self);
  settle ();
  g_clear_object (&self->peer);
  g_socket_service_stop (self->service);
  g_object_unref (self->service);
  bh_netstring_free (self->netstring);
  g_string_free (self->asked, TRUE);
  g_free (self);
}

guint16
fake_baresip_get_port (FakeBaresip *self)
{
  return self->port;
}

gboolean
fake_baresip_is_connected (FakeBaresip *self)
{
  return self->peer != NULL;
}

const char *
fake_baresip_get_asked (FakeBaresip *self)
{
  return self->asked->str;
}

void
fake_baresip_hang_up (FakeBaresip *self)
{
  g_io_stream_close (G_IO_STREAM (self->peer), NULL, NULL);
}

void
fake_baresip_refuse (FakeBaresip *self, gboolean refuses)
{
  self->refuses = refuses;
}

void
fake_baresip_mute (FakeBaresip *self, gboolean mute)
{
  self->mute = mute;
}

void
fake_baresip_answers (FakeBaresip *self, gboolean answers)
{
  self->answers = answers;
}

void
fake_baresip_registered (FakeBaresip *self, gboolean registered)
{
  self->registered = registered;
}
