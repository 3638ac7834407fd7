/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/codec.h"

#include <string.h>

#include "protocol/protocol-error.h"

#define AT "2026-11-21T14:02:11.120Z"

static BhFrame *
parse_text (const char *text, BhFrom from, char **id, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return bh_codec_parse (bytes, from, id, error);
}

/* What was written must be read by the other side; consumes @bytes. */
static BhFrame *
read_back (GBytes *bytes, BhFrom from, BhFrameType type)
{
  g_autoptr (GBytes) owned = bytes;
  g_autoptr (GError) error = NULL;
  g_autoptr (BhFrame) frame = bh_codec_parse (owned, from, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (frame->type, ==, type);
  return g_steal_pointer (&frame);
}

static void
test_hello (void)
{
  g_autoptr (BhFrame) first = read_back (bh_codec_hello ("bellhop/0.1.0", "zh_CN", TRUE, NULL, 0),
                                         BH_FROM_CLIENT,
                                         BH_FRAME_HELLO);
  g_autoptr (BhFrame) again = read_back (bh_codec_hello ("bellhopctl/1", NULL, FALSE, "e1", 12),
                                         BH_FROM_CLIENT,
                                         BH_FRAME_HELLO);

  g_assert_true (first->speaks_v1 && first->stream);
  g_assert_cmpstr (first->client, ==, "bellhop/0.1.0");
  g_assert_cmpstr (first->locale, ==, "zh_CN");
  g_assert_null (first->resume_epoch);
  g_assert_false (again->stream);
  g_assert_null (again->locale);
  g_assert_cmpstr (again->resume_epoch, ==, "e1");
  g_assert_cmpint (again->resume_seq, ==, 12);
}

static void
test_hello_of_another_version (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhFrame) frame =
      parse_text ("{\"type\":\"hello\",\"versions\":[2,3],\"client\":\"x\"}",
                  BH_FROM_CLIENT,
                  NULL,
                  &error);

  g_assert_no_error (error);
  g_assert_false (frame->speaks_v1); /* it can be told so, with a bye */
}

static void
test_welcome (void)
{
  const BhFrame written = {.version = 1,
                           .server = (char *) "bellhopd/0.1.0",
                           .epoch = (char *) "e1",
                           .at = (char *) AT,
                           .heartbeat_ms = 1000,
                           .held = TRUE,
                           .resumed = TRUE};
  g_autoptr (BhFrame) frame =
      read_back (bh_codec_welcome (&written), BH_FROM_SERVER, BH_FRAME_WELCOME);

  g_assert_cmpint (frame->version, ==, 1);
  g_assert_cmpstr (frame->server, ==, "bellhopd/0.1.0");
  g_assert_cmpstr (frame->epoch, ==, "e1");
  g_assert_cmpstr (frame->at, ==, AT);
  g_assert_cmpint (frame->heartbeat_ms, ==, 1000);
  g_assert_true (frame->held && frame->resumed);
}

static void
test_request (void)
{
  g_autoptr (JsonObject) args = json_object_new ();
  g_autoptr (BhFrame) frame = NULL;
  g_autoptr (BhFrame) bare = NULL;

  json_object_set_string_member (args, "text", "a \"quote\", a \\, a\nline, 王小明 \x01\x7f");
  frame =
      read_back (bh_codec_request ("7", "contact.note", args), BH_FROM_CLIENT, BH_FRAME_REQUEST);
  bare = read_back (bh_codec_request ("8", "logout", NULL), BH_FROM_CLIENT, BH_FRAME_REQUEST);

  g_assert_cmpstr (frame->id, ==, "7");
  g_assert_cmpstr (frame->op, ==, "contact.note");
  g_assert_cmpstr (json_object_get_string_member (frame->args, "text"),
                   ==,
                   "a \"quote\", a \\, a\nline, 王小明 \x01\x7f");
  g_assert_cmpuint (json_object_get_size (bare->args), ==, 0); /* never NULL */
}

static void
test_reply (void)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (BhFrame) ok = NULL;
  g_autoptr (BhFrame) bare = NULL;
  g_autoptr (BhFrame) bad = NULL;

  json_object_set_int_member (object, "retry_after_s", 4);
  ok = read_back (bh_codec_reply_ok ("7", object), BH_FROM_SERVER, BH_FRAME_REPLY);
  bare = read_back (bh_codec_reply_ok ("7", NULL), BH_FROM_SERVER, BH_FRAME_REPLY);
  bad = read_back (bh_codec_reply_error ("", "too_many_tries", "Wait 4 s", object),
                   BH_FROM_SERVER,
                   BH_FRAME_REPLY);

  g_assert_true (ok->ok && bare->ok && !bad->ok);
  g_assert_cmpint (json_object_get_int_member (ok->result, "retry_after_s"), ==, 4);
  g_assert_null (bare->result);
  g_assert_cmpstr (bad->id, ==, ""); /* for a frame that could not be read */
  g_assert_cmpstr (bad->code, ==, "too_many_tries");
  g_assert_cmpstr (bad->message, ==, "Wait 4 s");
  g_assert_cmpint (json_object_get_int_member (bad->detail, "retry_after_s"), ==, 4);
}

static void
test_stream (void)
{
  g_autoptr (BhFrame) begin = read_back (bh_codec_mark (BH_FRAME_SNAPSHOT_BEGIN, "e1", 1, AT),
                                         BH_FROM_SERVER,
                                         BH_FRAME_SNAPSHOT_BEGIN);
  g_autoptr (BhFrame) event = read_back (
      bh_codec_event ("e1", G_MAXINT64, AT, "queue", "{\"queue\":\"支持\",\"waiting\":3}"),
      BH_FROM_SERVER,
      BH_FRAME_EVENT);
  g_autoptr (BhFrame) beat =
      read_back (bh_codec_server_heartbeat ("e1", 0), BH_FROM_SERVER, BH_FRAME_HEARTBEAT);
  JsonObject *data = json_node_get_object (event->data);

  g_assert_cmpint (begin->seq, ==, 1);
  g_assert_cmpstr (begin->at, ==, AT);
  g_assert_cmpint (event->seq, ==, G_MAXINT64);
  g_assert_cmpstr (event->event, ==, "queue");
  g_assert_cmpstr (json_object_get_string_member (data, "queue"), ==, "支持");
  g_assert_cmpint (beat->seq, ==, 0);
}

static void
test_small_frames (void)
{
  g_autoptr (BhFrame) ack = read_back (bh_codec_ack (41), BH_FROM_CLIENT, BH_FRAME_ACK);
  g_autoptr (BhFrame) beat =
      read_back (bh_codec_client_heartbeat (), BH_FROM_CLIENT, BH_FRAME_HEARTBEAT);
  g_autoptr (BhFrame) bye =
      read_back (bh_codec_bye ("revoked", "Your account…"), BH_FROM_SERVER, BH_FRAME_BYE);

  g_assert_cmpint (ack->seq, ==, 41);
  g_assert_null (beat->epoch);
  g_assert_cmpstr (bye->code, ==, "revoked");
  g_assert_cmpstr (bye->message, ==, "Your account…");
}

/* A PBX's caller name may be anything; a frame is UTF-8 all the same. */
static void
test_invalid_utf8_is_replaced (void)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *data = NULL;
  g_autoptr (BhFrame) bye =
      read_back (bh_codec_bye ("protocol", "caf\xe9"), BH_FROM_SERVER, BH_FRAME_BYE);

  json_object_set_string_member (object, "caller_name", "caf\xe9 \xff");
  json_node_set_object (node, object);
  data = bh_codec_data (node);
  g_assert_true (g_utf8_validate (data, -1, NULL));
  g_assert_true (g_str_has_prefix (bye->message, "caf"));
}

typedef struct {
  const char *what;
  BhFrom from;
  const char *text;
  const char *id; /* that can still be answered */
  int code;
  const char *message;
} BadRow;

static const BadRow bad_rows[] = {
    {"no JSON", BH_FROM_CLIENT, "hello", NULL, BH_PROTOCOL_ERROR_JSON, "not a JSON object"},
    {"empty", BH_FROM_CLIENT, "", NULL, BH_PROTOCOL_ERROR_JSON, "not a JSON object"},
    {"no type", BH_FROM_CLIENT, "{\"id\":\"7\"}", "7", BH_PROTOCOL_ERROR_ARGS, "`type`"},
    {"an unknown type",
     BH_FROM_CLIENT,
     "{\"type\":\"shout\"}",
     NULL,
     BH_PROTOCOL_ERROR_FRAME,
     "a client may send"},
    {"a server's frame from a client",
     BH_FROM_CLIENT,
     "{\"type\":\"bye\",\"code\":\"x\",\"message\":\"y\"}",
     NULL,
     BH_PROTOCOL_ERROR_FRAME,
     "a client may send"},
    {"a client's frame from a server",
     BH_FROM_SERVER,
     "{\"type\":\"ack\",\"seq\":1}",
     NULL,
     BH_PROTOCOL_ERROR_FRAME,
     "a server may send"},
    {"a hello without versions",
     BH_FROM_CLIENT,
     "{\"type\":\"hello\",\"client\":\"x\"}",
     NULL,
     BH_PROTOCOL_ERROR_FRAME,
     "`versions`"},
    {"a hello with a version that is no number",
     BH_FROM_CLIENT,
     "{\"type\":\"hello\",\"versions\":[1,\"2\"],\"client\":\"x\"}",
     NULL,
     BH_PROTOCOL_ERROR_FRAME,
     "`versions`"},
    {"a hello without client",
     BH_FROM_CLIENT,
     "{\"type\":\"hello\",\"versions\":[1]}",
     NULL,
     BH_PROTOCOL_ERROR_ARGS,
     "`client`"},
    {"a resume without a place",
     BH_FROM_CLIENT,
     "{\"type\":\"hello\",\"versions\":[1],\"client\":\"x\",\"resume\":{\"epoch\":\"e\"}}",
     NULL,
     BH_PROTOCOL_ERROR_ARGS,
     "`seq`"},
    {"a resume behind the beginning",
     BH_FROM_CLIENT,
     "{\"type\":\"hello\",\"versions\":[1],\"client\":\"x\",\"resume\":{\"epoch\":\"e\",\"seq\":-1}"
     "}",
     NULL,
     BH_PROTOCOL_ERROR_ARGS,
     "`seq`"},
    {"a request without id",
     BH_FROM_CLIENT,
     "{\"type\":\"request\",\"op\":\"status\"}",
     NULL,
     BH_PROTOCOL_ERROR_ARGS,
     "`id`"},
    {"a request with an empty id",
     BH_FROM_CLIENT,
     "{\"type\":\"request\",\"id\":\"\",\"op\":\"status\"}",
     NULL,
     BH_PROTOCOL_ERROR_ARGS,
     "`id`"},
    {"a request with a number for id",
     BH_FROM_CLIENT,
     "{\"type\":\"request\",\"id\":7,\"op\":\"status\"}",
     NULL,
     BH_PROTOCOL_ERROR_ARGS,
     "`id`"},
    {"a request without op",
     BH_FROM_CLIENT,
     "{\"type\":\"request\",\"id\":\"7\"}",
     "7",
     BH_PROTOCOL_ERROR_ARGS,
     "`op`"},
    {"a request with a list of args",
     BH_FROM_CLIENT,
     "{\"type\":\"request\",\"id\":\"7\",\"op\":\"x\",\"args\":[]}",
     "7",
     BH_PROTOCOL_ERROR_ARGS,
     "`args`"},
    {"an ack of nothing",
     BH_FROM_CLIENT,
     "{\"type\":\"ack\"}",
     NULL,
     BH_PROTOCOL_ERROR_ARGS,
     "`seq`"},
    {"an ack of half a frame",
     BH_FROM_CLIENT,
     "{\"type\":\"ack\",\"seq\":1.5}",
     NULL,
     BH_PROTOCOL_ERROR_ARGS,
     "`seq`"},
    {"an event without data",
     BH_FROM_SERVER,
     "{\"type\":\"event\",\"epoch\":\"e\",\"seq\":1,\"at\":\"x\",\"event\":\"card\"}",
     NULL,
     BH_PROTOCOL_ERROR_FRAME,
     "`data`"},
    {"an event numbered zero",
     BH_FROM_SERVER,
     "{\"type\":\"event\",\"epoch\":\"e\",\"seq\":0,\"at\":\"x\",\"event\":\"card\",\"data\":{}}",
     NULL,
     BH_PROTOCOL_ERROR_ARGS,
     "`seq`"},
    {"an error without its code",
     BH_FROM_SERVER,
     "{\"type\":\"reply\",\"id\":\"7\",\"ok\":false,\"error\":{\"message\":\"x\"}}",
     "7",
     BH_PROTOCOL_ERROR_ARGS,
     "`code`"},
    {"a reply that says nothing",
     BH_FROM_SERVER,
     "{\"type\":\"reply\",\"id\":\"7\"}",
     "7",
     BH_PROTOCOL_ERROR_ARGS,
     "`ok`"},
};

static void
check_bad (gconstpointer data)
{
  const BadRow *row = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (BhFrame) frame = parse_text (row->text, row->from, &id, &error);

  g_assert_null (frame);
  g_assert_error (error, BH_PROTOCOL_ERROR, row->code);
  g_assert_nonnull (strstr (error->message, row->message));
  g_assert_cmpstr (id, ==, row->id);
}

static void
test_size_limits (void)
{
  g_autofree char *filler = g_strnfill (BH_WIRE_MAX_TO_SERVER, ' ');
  g_autofree char *text =
      g_strconcat ("{\"type\":\"heartbeat\",\"epoch\":\"e\",\"seq\":1}", filler, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BhFrame) from_client = parse_text (text, BH_FROM_CLIENT, NULL, &error);
  g_autoptr (BhFrame) from_server = NULL;

  g_assert_null (from_client);
  g_assert_error (error, BH_PROTOCOL_ERROR, BH_PROTOCOL_ERROR_TOO_LARGE);
  g_clear_error (&error);
  from_server = parse_text (text, BH_FROM_SERVER, NULL, &error); /* it may say more */
  g_assert_no_error (error);
  g_assert_nonnull (from_server);
}

/* A newer peer says more than we know. */
static void
test_unknown_members_are_passed_over (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhFrame) frame =
      parse_text ("{\"new\":{\"a\":[1]},\"type\":\"ack\",\"seq\":3,\"also\":null}",
                  BH_FROM_CLIENT,
                  NULL,
                  &error);

  g_assert_no_error (error);
  g_assert_cmpint (frame->seq, ==, 3);
}

static void
test_time (void)
{
  static const struct {
    gint64 us;
    const char *text;
  } rows[] = {{0, "1970-01-01T00:00:00.000Z"},
              {1795269731120000, "2026-11-21T14:02:11.120Z"},
              {1795269731999999, "2026-11-21T14:02:11.999Z"},
              {951782400000000, "2000-02-29T00:00:00.000Z"}};
  gint64 us = 5;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = bh_codec_time (rows[i].us);
    g_assert_cmpstr (text, ==, rows[i].text);
    g_assert_true (bh_codec_parse_time (text, &us));
    g_assert_cmpint (us, ==, rows[i].us / 1000 * 1000);
  }
  us = 5;
  g_assert_false (bh_codec_parse_time ("yesterday", &us));
  g_assert_false (bh_codec_parse_time (NULL, &us));
  g_assert_cmpint (us, ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/codec/hello", test_hello);
  g_test_add_func ("/protocol/codec/hello-of-another-version", test_hello_of_another_version);
  g_test_add_func ("/protocol/codec/welcome", test_welcome);
  g_test_add_func ("/protocol/codec/request", test_request);
  g_test_add_func ("/protocol/codec/reply", test_reply);
  g_test_add_func ("/protocol/codec/stream", test_stream);
  g_test_add_func ("/protocol/codec/small-frames", test_small_frames);
  g_test_add_func ("/protocol/codec/invalid-utf8-is-replaced", test_invalid_utf8_is_replaced);
  g_test_add_func ("/protocol/codec/size-limits", test_size_limits);
  g_test_add_func ("/protocol/codec/unknown-members-are-passed-over",
                   test_unknown_members_are_passed_over);
  g_test_add_func ("/protocol/codec/time", test_time);
  for (guint i = 0; i < G_N_ELEMENTS (bad_rows); i++) {
    g_autofree char *what = g_strdelimit (g_strdup (bad_rows[i].what), " '", '-');
    g_autofree char *path = g_strdup_printf ("/protocol/codec/bad/%s", what);
    g_test_add_data_func (path, &bad_rows[i], check_bad);
  }
  return g_test_run ();
}
