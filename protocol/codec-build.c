/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/codec.h"

/* The other half of codec.h: frames are written as text, not as trees, because the same event goes
 * to many sessions and only its number differs. */

/* As a JSON string; what JSON does not need escaped stays UTF-8. Invalid UTF-8 is replaced. */
static void
append_string (GString *text, const char *value)
{
  g_autofree char *valid = g_utf8_validate (value, -1, NULL) ? NULL : g_utf8_make_valid (value, -1);

  g_string_append_c (text, '"');
  for (const char *at = valid != NULL ? valid : value; *at != '\0'; at++) {
    guchar letter = (guchar) *at;
    if (letter == '"' || letter == '\\')
      g_string_append_c (text, '\\');
    if (letter < 0x20 || letter == 0x7f)
      g_string_append_printf (text, "\\u%04x", letter);
    else
      g_string_append_c (text, (char) letter);
  }
  g_string_append_c (text, '"');
}

static void
append_member (GString *text, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_string_append_printf (text, ",\"%s\":", name);
  append_string (text, value);
}

static void
append_int (GString *text, const char *name, gint64 value)
{
  g_string_append_printf (text, ",\"%s\":%" G_GINT64_FORMAT, name, value);
}

static void
append_bool (GString *text, const char *name, gboolean value)
{
  g_string_append_printf (text, ",\"%s\":%s", name, value ? "true" : "false");
}

static char *
node_text (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  if (g_utf8_validate (text, -1, NULL))
    return g_steal_pointer (&text);
  return g_utf8_make_valid (text, -1);
}

static void
append_object (GString *text, const char *name, JsonObject *object)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;

  if (object == NULL)
    return;
  node = json_node_init_object (json_node_alloc (), object);
  json = node_text (node);
  g_string_append_printf (text, ",\"%s\":%s", name, json);
}

static GString *
begin (BhFrameType type)
{
  GString *text = g_string_sized_new (256);

  g_string_append_printf (text, "{\"type\":\"%s\"", bh_frame_type_to_string (type));
  return text;
}

static GBytes *
finish (GString *text)
{
  g_string_append_c (text, '}');
  return g_string_free_to_bytes (text);
}

char *
bh_codec_time (gint64 unix_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (unix_us / G_USEC_PER_SEC);
  g_autofree char *seconds = NULL;

  g_return_val_if_fail (unix_us >= 0 && time != NULL, g_strdup ("1970-01-01T00:00:00.000Z"));

  seconds = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");
  return g_strdup_printf ("%s.%03dZ", seconds, (int) (unix_us / 1000 % 1000));
}

gboolean
bh_codec_parse_time (const char *text, gint64 *unix_us)
{
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  if (time == NULL)
    return FALSE;
  *unix_us = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
  return TRUE;
}

GBytes *
bh_codec_hello (const char *client,
                const char *locale,
                gboolean stream,
                const char *resume_epoch,
                gint64 resume_seq)
{
  GString *text = begin (BH_FRAME_HELLO);

  g_string_append_printf (text, ",\"versions\":[%d]", BH_WIRE_VERSION);
  append_member (text, "client", client);
  append_member (text, "locale", locale);
  if (!stream)
    append_bool (text, "stream", FALSE);
  if (resume_epoch != NULL) {
    g_string_append (text, ",\"resume\":{\"epoch\":");
    append_string (text, resume_epoch);
    append_int (text, "seq", resume_seq);
    g_string_append_c (text, '}');
  }
  return finish (text);
}

GBytes *
bh_codec_request (const char *id, const char *op, JsonObject *args)
{
  GString *text = begin (BH_FRAME_REQUEST);

  append_member (text, "id", id);
  append_member (text, "op", op);
  append_object (text, "args", args);
  return finish (text);
}

GBytes *
bh_codec_ack (gint64 seq)
{
  GString *text = begin (BH_FRAME_ACK);

  append_int (text, "seq", seq);
  return finish (text);
}

GBytes *
bh_codec_client_heartbeat (void)
{
  return finish (begin (BH_FRAME_HEARTBEAT));
}

GBytes *
bh_codec_welcome (const BhFrame *welcome)
{
  GString *text = begin (BH_FRAME_WELCOME);

  append_int (text, "version", welcome->version);
  append_member (text, "server", welcome->server);
  append_member (text, "epoch", welcome->epoch);
  append_member (text, "now", welcome->at);
  append_int (text, "heartbeat_ms", welcome->heartbeat_ms);
  append_member (text, "login", welcome->held ? "held" : "needed");
  append_bool (text, "resumed", welcome->resumed);
  return finish (text);
}

GBytes *
bh_codec_reply_ok (const char *id, JsonObject *result)
{
  GString *text = begin (BH_FRAME_REPLY);

  append_member (text, "id", id);
  append_bool (text, "ok", TRUE);
  append_object (text, "result", result);
  return finish (text);
}

GBytes *
bh_codec_reply_error (const char *id, const char *code, const char *message, JsonObject *detail)
{
  GString *text = begin (BH_FRAME_REPLY);

  append_member (text, "id", id);
  append_bool (text, "ok", FALSE);
  g_string_append (text, ",\"error\":{\"code\":");
  append_string (text, code);
  append_member (text, "message", message);
  append_object (text, "detail", detail);
  g_string_append_c (text, '}');
  return finish (text);
}

GBytes *
bh_codec_mark (BhFrameType type, const char *epoch, gint64 seq, const char *at)
{
  GString *text = begin (type);

  append_member (text, "epoch", epoch);
  append_int (text, "seq", seq);
  append_member (text, "at", at);
  return finish (text);
}

GBytes *
bh_codec_event (const char *epoch, gint64 seq, const char *at, const char *event, const char *data)
{
  GString *text = begin (BH_FRAME_EVENT);

  append_member (text, "epoch", epoch);
  append_int (text, "seq", seq);
  append_member (text, "at", at);
  append_member (text, "event", event);
  g_string_append (text, ",\"data\":");
  g_string_append (text, data);
  return finish (text);
}

GBytes *
bh_codec_server_heartbeat (const char *epoch, gint64 seq)
{
  GString *text = begin (BH_FRAME_HEARTBEAT);

  append_member (text, "epoch", epoch);
  append_int (text, "seq", seq);
  return finish (text);
}

GBytes *
bh_codec_bye (const char *code, const char *message)
{
  GString *text = begin (BH_FRAME_BYE);

  append_member (text, "code", code);
  append_member (text, "message", message);
  return finish (text);
}

char *
bh_codec_data (JsonNode *data)
{
  return node_text (data);
}
