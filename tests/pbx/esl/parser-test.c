/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-parser.h"

#include <string.h>

#define LITERAL(text) (text), sizeof (text) - 1

/* ---- a stream in words ---- */

/* Each message as KIND:name(key=value,...)[body], a blank between. */
static void
describe (BhEslMessage *message, GString *out)
{
  static const char *const kinds[] =
      {"auth", "reply", "api", "event", "disconnect", "rejection", "other"};
  gsize length = 0;
  if (out->len > 0)
    g_string_append_c (out, ' ');
  g_string_append_printf (out, "%s:%s(", kinds[message->kind], bh_esl_message_name (message, NULL));
  BhEslHeader *header;
  for (guint i = 0; (header = bh_esl_message_header (message, i)) != NULL; i++) {
    g_assert_cmpuint (strlen (header->value), ==, header->length);
    g_assert_true (g_utf8_validate (header->value, -1, NULL));
    g_string_append_printf (out, "%s%s=%s", i > 0 ? "," : "", header->name, header->value);
  }
  g_string_append_c (out, ')');
  const char *body = bh_esl_message_body (message, &length);
  if (body != NULL) {
    g_assert_cmpuint (strlen (body), ==, length);
    g_string_append_printf (out, "[%s]", body);
  }
}

static void
take_all (BhEslParser *parser, GString *out)
{
  for (BhEslMessage *message; (message = bh_esl_parser_next (parser)) != NULL;)
    describe (message, out);
}

static void
feed_all (BhEslParser *parser, const char *bytes, gsize length, GString *out)
{
  while (length > 0) {
    /* A copy of exactly that length, so that a byte too far is seen by the sanitizer. */
    gsize piece = MIN (length, 64 * 1024);
    g_autofree char *copy = g_memdup2 (bytes, piece);
    gsize taken = bh_esl_parser_feed (parser, copy, piece);
    g_assert_cmpuint (taken, >, 0);
    bytes += taken;
    length -= taken;
    take_all (parser, out);
  }
}

/* What is at fault ends the line as "!why". */
static void
end_all (BhEslParser *parser, GString *out)
{
  const char *fault = bh_esl_parser_get_fault (parser);
  if (fault != NULL)
    g_string_append_printf (out, "%s!%s", out->len > 0 ? " " : "", fault);
}

/* ---- what is a message ---- */

typedef struct {
  const char *name;
  const char *bytes; /* not a C string: it may hold NUL */
  gsize length;
  const char *expected;
} Case;

#define REPLY(text)    "Content-Type: command/reply\nReply-Text: " text "\n\n"
#define REPLIED(text)  "reply:(Content-Type=command/reply,Reply-Text=" text ")"
#define JSON(n, text)  "Content-Length: " #n "\nContent-Type: text/event-json\n\n" text
#define PLAIN(n, text) "Content-Length: " #n "\nContent-Type: text/event-plain\n\n" text

static const Case cases[] = {
    {"nothing", LITERAL (""), ""},
    {"auth-request",
     LITERAL ("Content-Type: auth/request\n\n"),
     "auth:(Content-Type=auth/request)"},
    {"unfinished-head", LITERAL ("Content-Type: auth/request\n"), ""},
    {"cr-lf", LITERAL ("Content-Type: auth/request\r\n\r\n"), "auth:(Content-Type=auth/request)"},
    {"blank-lines-between",
     LITERAL ("\n\nContent-Type: auth/request\n\n\r\n\n" REPLY ("+OK bye")),
     "auth:(Content-Type=auth/request) " REPLIED ("+OK bye")},
    {"upper-case",
     LITERAL ("CONTENT-TYPE: COMMAND/REPLY\nReply-Text: +OK\n\n"),
     "reply:(CONTENT-TYPE=COMMAND/REPLY,Reply-Text=+OK)"},
    {"reply-is-not-decoded", LITERAL (REPLY ("50%25 off")), REPLIED ("50%25 off")},
    {"reply-in-utf8", LITERAL (REPLY ("王小明")), REPLIED ("王小明")},
    {"reply-with-job",
     LITERAL ("Content-Type: command/reply\nReply-Text: +OK Job-UUID: 7\nJob-UUID: 7\n\n"),
     "reply:(Content-Type=command/reply,Reply-Text=+OK Job-UUID: 7,Job-UUID=7)"},
    {"type-last",
     LITERAL ("Reply-Text: +OK\nContent-Type: command/reply\n\n"),
     "reply:(Reply-Text=+OK,Content-Type=command/reply)"},
    {"empty-value", LITERAL (REPLY ("")), REPLIED ("")},
    {"api",
     LITERAL ("Content-Type: api/response\nContent-Length: 4\n\n+OK\n" REPLY ("+OK")),
     "api:(Content-Type=api/response,Content-Length=4)[+OK\n] " REPLIED ("+OK")},
    {"api-without-body",
     LITERAL ("Content-Type: api/response\nContent-Length: 0\n\n" REPLY ("+OK")),
     "api:(Content-Type=api/response,Content-Length=0)[] " REPLIED ("+OK")},
    {"api-like-a-frame",
     LITERAL ("Content-Type: api/response\nContent-Length: 28\n\nContent-Type: auth/request\n\n"),
     "api:(Content-Type=api/response,Content-Length=28)[Content-Type: auth/request\n\n]"},
    {"api-with-nul",
     LITERAL ("Content-Type: api/response\nContent-Length: 3\n\na\0b"),
     "api:(Content-Type=api/response,Content-Length=3)[a?b]"},
    {"unfinished-body", LITERAL ("Content-Type: api/response\nContent-Length: 4\n\n+OK"), ""},
    {"disconnect",
     LITERAL ("Content-Type: text/disconnect-notice\nContent-Length: 4\n\nBye\n"),
     "disconnect:(Content-Type=text/disconnect-notice,Content-Length=4)[Bye\n]"},
    {"disconnect-with-linger",
     LITERAL ("Content-Type: text/disconnect-notice\nControlled-Session-UUID: u\n"
              "Content-Disposition: linger\nContent-Length: 0\n\n"),
     "disconnect:(Content-Type=text/disconnect-notice,Controlled-Session-UUID=u,"
     "Content-Disposition=linger,Content-Length=0)[]"},
    {"rejection",
     LITERAL ("Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n"),
     "rejection:(Content-Type=text/rude-rejection,Content-Length=24)[Access Denied, go away.\n]"},
    {"log",
     LITERAL ("Content-Type: log/data\nContent-Length: 2\nLog-Level: 7\n\nhi"),
     "other:(Content-Type=log/data,Content-Length=2,Log-Level=7)[hi]"},
    {"same-length-twice",
     LITERAL ("Content-Length: 1\nContent-Type: log/data\nContent-Length: 1\n\nx"),
     "other:(Content-Length=1,Content-Type=log/data,Content-Length=1)[x]"},

    {"plain", LITERAL (PLAIN (16, "Event-Name: A\n\n\n")), "event:A(Event-Name=A)"},
    {"plain-decoded",
     LITERAL (PLAIN (48, "Event-Name: A\nN: %E7%8E%8B%20a%3a%25b+c\nE: %0A\n\n")),
     "event:A(Event-Name=A,N=王 a:%b+c,E=\n)"},
    {"plain-decoded-once",
     LITERAL (PLAIN (24, "Event-Name: A\nN: %2541\n\n")),
     "event:A(Event-Name=A,N=%41)"},
    {"plain-odd-percent",
     LITERAL (PLAIN (38, "Event-Name: A\nN: %zz%4\nM: %\nO: 100%%\n\n")),
     "event:A(Event-Name=A,N=%zz%4,M=%,O=100%%)"},
    {"plain-nul",
     LITERAL (PLAIN (24, "Event-Name: A\nN: a%00b\n\n")),
     "event:A(Event-Name=A,N=a?b)"},
    {"plain-not-utf8",
     LITERAL (PLAIN (26, "Event-Name: A\nN: %D5%C5\xff\n\n")),
     "event:A(Event-Name=A,N=\?\?\?)"},
    {"plain-undefined",
     LITERAL (PLAIN (26, "Event-Name: A\nN: _undef_\n\n")),
     "event:A(Event-Name=A,N=)"},
    {"plain-array",
     LITERAL (PLAIN (38, "Event-Name: A\nN: ARRAY%3A%3Aa%7C%3Ab\n\n")),
     "event:A(Event-Name=A,N=a|:b)"},
    {"plain-body",
     LITERAL (PLAIN (38, "Event-Name: A\nContent-Length: 5\n\n%41\n\n") REPLY ("+OK")),
     "event:A(Event-Name=A,Content-Length=5)[%41\n\n] " REPLIED ("+OK")},
    {"plain-two-lengths",
     LITERAL (PLAIN (55, "Content-Length: 9\nEvent-Name: A\nContent-Length: 4\n\n+OK\n")),
     "event:A(Content-Length=9,Event-Name=A,Content-Length=4)[+OK\n]"},
    {"plain-body-longer-than-frame",
     LITERAL (PLAIN (38, "Event-Name: A\nContent-Length: 99\n\n+OK\n")),
     "event:A(Event-Name=A,Content-Length=99)[+OK\n]"},
    {"plain-no-blank-line",
     LITERAL (PLAIN (18, "Event-Name: A\nN: b") REPLY ("+OK")),
     "event:A(Event-Name=A,N=b) " REPLIED ("+OK")},
    {"plain-line-without-colon",
     LITERAL (PLAIN (25, "Event-Name: A\njunk\nN: b\n\n")),
     "event:A(Event-Name=A,N=b)"},
    {"plain-custom",
     LITERAL (PLAIN (54, "Event-Name: CUSTOM\nEvent-Subclass: sofia%3A%3Aexpire\n\n")),
     "event:sofia::expire(Event-Name=CUSTOM,Event-Subclass=sofia::expire)"},
    {"plain-name-later",
     LITERAL (PLAIN (20, "N: b\nEvent-Name: A\n\n")),
     "event:A(N=b,Event-Name=A)"},
    {"plain-cr-lf",
     LITERAL (PLAIN (25, "Event-Name: A\r\nN: b\r\n\r\n\r\n")),
     "event:A(Event-Name=A,N=b)"},

    {"json",
     LITERAL (JSON (18, "{\"Event-Name\":\"A\"}") REPLY ("+OK")),
     "event:A(Event-Name=A) " REPLIED ("+OK")},
    {"json-two",
     LITERAL (JSON (18, "{\"Event-Name\":\"A\"}") JSON (18, "{\"Event-Name\":\"B\"}")),
     "event:A(Event-Name=A) event:B(Event-Name=B)"},
    {"json-empty", LITERAL (JSON (2, "{}")), "event:()"},
    {"json-blanks",
     LITERAL (JSON (33, "{ \"Event-Name\" :\t\"A\" ,\n\"N\" : 1 }\n")),
     "event:A(Event-Name=A,N=1)"},
    {"json-escapes",
     LITERAL (JSON (43, "{\"Event-Name\":\"A\",\"N\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\\"\"}")),
     "event:A(Event-Name=A,N=\"\\/\b\f\n\r\t\")"},
    {"json-unicode",
     LITERAL (JSON (44, "{\"N\":\"\\u738b\\u0041\\ud83d\\ude00\\u0000\\u00e9\"}")),
     "event:(N=王A😀?é)"},
    {"json-odd-unicode",
     LITERAL (JSON (43, "{\"N\":\"\\ud83d\\ud83dx\\ude00\\u12\\uzzzz\\ud83d\"}")),
     "event:(N=\?\?x\?\?12?zzzz?)"},
    {"json-utf8", LITERAL (JSON (17, "{\"N\":\"王小明\"}")), "event:(N=王小明)"},
    {"json-not-utf8", LITERAL (JSON (10, "{\"N\":\"\xd5\xff\"}")), "event:(N=\?\?)"},
    {"json-nul", LITERAL (JSON (11, "{\"N\":\"a\0b\"}")), "event:(N=a?b)"},
    {"json-percent-stays", LITERAL (JSON (11, "{\"N\":\"%41\"}")), "event:(N=%41)"},
    {"json-array",
     LITERAL (JSON (25, "{\"N\":[\"a\",\"b\\\"\"],\"M\":[ ]}")),
     "event:(N=a|:b\",M=)"},
    {"json-array-of-all",
     LITERAL (JSON (30, "{\"N\":[ \"a\" , 1,null ,\"\" ] }   ")),
     "event:(N=a|:1|:null |:)"},
    {"json-same-key-twice",
     LITERAL (JSON (57, "{\"Content-Length\":\"3\",\"Content-Length\":\"3\",\"_body\":\"abc\"}")),
     NULL},
    {"json-body",
     LITERAL (JSON (36, "{\"Event-Name\":\"A\",\"_body\":\"+OK 7\\n\"}")),
     "event:A(Event-Name=A,_body=+OK 7\n)[+OK 7\n]"},
    {"json-nested", LITERAL (JSON (34, "{\"N\":{\"a\":[\"}\"]},\"M\":true,\"O\":\"b\"}")), NULL},
    {"json-null", LITERAL (JSON (10, "{\"N\":null}")), "event:(N=)"},
    {"json-escaped-name", LITERAL (JSON (12, "{\"a\\\"b\":\"c\"}")), "event:(a\"b=c)"},
    {"json-cut-short", LITERAL (JSON (22, "{\"N\":\"b\",\"M\":\"never}}}")), "event:(N=b)"},
    {"json-junk-inside", LITERAL (JSON (16, "{\"N\":\"b\",oh,no!}")), "event:(N=b)"},
    {"json-custom",
     LITERAL (JSON (56, "{\"Event-Name\":\"CUSTOM\",\"Event-Subclass\":\"sofia::expire\"}")),
     "event:sofia::expire(Event-Name=CUSTOM,Event-Subclass=sofia::expire)"},

    {"fault-no-type", LITERAL ("Reply-Text: +OK\n\n"), "!a frame came without a Content-Type"},
    {"fault-not-a-header",
     LITERAL ("SSH-2.0-OpenSSH_9.2\r\n\r\n"),
     "!a line came where a header belongs"},
    {"fault-http",
     LITERAL ("GET / HTTP/1.1\r\nHost: pbx\r\n\r\n"),
     "!a line came where a header belongs"},
    {"fault-negative",
     LITERAL ("Content-Type: log/data\nContent-Length: -1\n\n"),
     "!the length of a body is not a number"},
    {"fault-words",
     LITERAL ("Content-Type: log/data\nContent-Length: 1k\n\n"),
     "!the length of a body is not a number"},
    {"fault-no-length",
     LITERAL ("Content-Type: log/data\nContent-Length: \n\n"),
     "!the length of a body is missing"},
    {"fault-huge",
     LITERAL ("Content-Type: log/data\nContent-Length: 1073741824\n\n"),
     "!a body was announced that is larger than 16777216 bytes"},
    {"fault-overflow",
     LITERAL ("Content-Type: log/data\nContent-Length: 18446744073709551617\n\n"),
     "!a body was announced that is larger than 16777216 bytes"},
    {"fault-two-lengths",
     LITERAL ("Content-Length: 1\nContent-Length: 2\nContent-Type: log/data\n\n"),
     "!one body has two lengths"},
    {"fault-event-without-body",
     LITERAL ("Content-Type: text/event-json\n\n"),
     "!an event came without a body"},
    {"fault-length-too-short",
     LITERAL (JSON (16, "{\"Event-Name\":\"A\"}") REPLY ("+OK")),
     "!the body of an event is not one JSON object"},
    {"fault-length-too-long",
     LITERAL (JSON (20, "{\"Event-Name\":\"A\"}") REPLY ("+OK")),
     "!the body of an event is not one JSON object"},
    {"fault-plain-too-short",
     LITERAL (PLAIN (9, "Event-Name: A\n\n") REPLY ("+OK")),
     "event:() !a frame came without a Content-Type"},
    {"fault-plain-too-long",
     LITERAL (PLAIN (20, "Event-Name: A\n\n") REPLY ("+OK")),
     "event:A(Event-Name=A) !a frame came without a Content-Type"},
    {"fault-after-good",
     LITERAL (REPLY ("+OK") "what?\n\n" REPLY ("+OK")),
     REPLIED ("+OK") " !a line came where a header belongs"},
};

static const char *
expected_of (const Case *c)
{
  if (g_str_equal (c->name, "json-same-key-twice"))
    return "event:(Content-Length=3,Content-Length=3,_body=abc)[abc]";
  if (g_str_equal (c->name, "json-nested"))
    return "event:(N={\"a\":[\"}\"]},M=true,O=b)";
  return c->expected;
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (BhEslParser) parser = bh_esl_parser_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  feed_all (parser, c->bytes, c->length, out);
  end_all (parser, out);
  g_assert_cmpstr (out->str, ==, expected_of (c));
}

/* The same result whatever the cut, and with a byte at a time. */
static void
test_case_cut (gconstpointer data)
{
  const Case *c = data;
  for (gsize cut = 0; cut <= c->length; cut++) {
    g_autoptr (BhEslParser) parser = bh_esl_parser_new (NULL);
    g_autoptr (GString) out = g_string_new (NULL);
    feed_all (parser, c->bytes, cut, out);
    feed_all (parser, c->bytes + cut, c->length - cut, out);
    end_all (parser, out);
    g_assert_cmpstr (out->str, ==, expected_of (c));
  }
  g_autoptr (BhEslParser) parser = bh_esl_parser_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  for (gsize i = 0; i < c->length; i++)
    feed_all (parser, c->bytes + i, 1, out);
  end_all (parser, out);
  g_assert_cmpstr (out->str, ==, expected_of (c));
}

/* ---- recorded reality ---- */

static char *
folder_of_captures (void)
{
  const char *folder = g_getenv ("BH_CAPTURES");
  g_assert_nonnull (folder);
  return g_build_filename (folder, "freeswitch-1.10", NULL);
}

static char *
load_capture (const char *name, gsize *length)
{
  g_autofree char *folder = folder_of_captures ();
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  g_file_get_contents (path, &bytes, length, &error);
  g_assert_no_error (error);
  return bytes;
}

/* What is cheap to compare: kinds, names, how many headers and bytes, and a checksum of it all. */
typedef struct {
  guint64 messages;
  guint64 headers;
  guint64 junk;
  guint64 sum;
} Digest;

static void
add_to_digest (Digest *digest, const char *text, gsize length)
{
  for (gsize i = 0; i <= length; i++)
    digest->sum = digest->sum * 31 + (guint8) text[i];
}

static void
digest_all (BhEslParser *parser, Digest *digest)
{
  BhEslHeader *header;
  gsize length = 0;
  for (BhEslMessage *message; (message = bh_esl_parser_next (parser)) != NULL;) {
    digest->messages++;
    digest->sum += message->kind;
    for (guint i = 0; (header = bh_esl_message_header (message, i)) != NULL;
         i++, digest->headers++) {
      add_to_digest (digest, header->name, header->name_length);
      add_to_digest (digest, header->value, header->length);
    }
    const char *body = bh_esl_message_body (message, &length);
    if (body != NULL)
      add_to_digest (digest, body, length);
    digest->junk += message->n_junk;
  }
}

static Digest
digest_pieces (const char *bytes, gsize length, gsize piece)
{
  g_autoptr (BhEslParser) parser = bh_esl_parser_new (NULL);
  Digest digest = {0};
  for (gsize at = 0; at < length;) {
    at += bh_esl_parser_feed (parser, bytes + at, MIN (piece, length - at));
    digest_all (parser, &digest);
  }
  g_assert_null (bh_esl_parser_get_fault (parser));
  g_assert_cmpuint (bh_esl_parser_get_pending (parser), ==, 0);
  g_assert_cmpuint (bh_esl_parser_get_stats (parser)->bytes, ==, length);
  return digest;
}

static void
assert_same (const Digest *a, const Digest *b)
{
  g_assert_cmpuint (a->messages, ==, b->messages);
  g_assert_cmpuint (a->headers, ==, b->headers);
  g_assert_cmpuint (a->sum, ==, b->sum);
}

static void
test_capture (gconstpointer data)
{
  static const gsize pieces[] = {7, 61, 1460, 16384};
  gsize length = 0;
  g_autofree char *bytes = load_capture (data, &length);
  Digest whole = digest_pieces (bytes, length, 65536);
  g_assert_cmpuint (whole.messages, >, 0);
  g_assert_cmpuint (whole.junk, ==, 0);
  for (guint p = 0; p < G_N_ELEMENTS (pieces); p++) {
    Digest cut = digest_pieces (bytes, length, pieces[p]);
    assert_same (&whole, &cut);
  }
}

/* Every cut of the beginning, in two. */
static void
test_capture_cut (gconstpointer data)
{
  gsize length = 0;
  g_autofree char *bytes = load_capture (data, &length);
  length = MIN (length, 6000);
  g_autoptr (BhEslParser) one = bh_esl_parser_new (NULL);
  g_autoptr (GString) whole = g_string_new (NULL);
  feed_all (one, bytes, length, whole);
  for (gsize cut = 1; cut < length; cut++) {
    g_autoptr (BhEslParser) parser = bh_esl_parser_new (NULL);
    g_autoptr (GString) out = g_string_sized_new (length);
    feed_all (parser, bytes, cut, out);
    feed_all (parser, bytes + cut, length - cut, out);
    g_assert_cmpstr (out->str, ==, whole->str);
  }
}

/* ---- the two formats say the same ---- */

typedef struct {
  BhEslParser *parser;
  char *bytes;
  gsize length;
  gsize at;
} Stream;

static void
stream_clear (Stream *stream)
{
  bh_esl_parser_free (stream->parser);
  g_free (stream->bytes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stream, stream_clear)

/* The next event with a number, NULL at the end. */
static BhEslMessage *
next_event (Stream *stream)
{
  for (;;) {
    BhEslMessage *message = bh_esl_parser_next (stream->parser);
    if (message == NULL && stream->at == stream->length)
      return NULL;
    if (message == NULL)
      stream->at += bh_esl_parser_feed (stream->parser,
                                        stream->bytes + stream->at,
                                        stream->length - stream->at);
    else if (message->kind == BH_ESL_MESSAGE_EVENT)
      return message;
  }
}

/* A plain value that held %XX was not encoded (seen): there the plain format says something else.
 */
static void
assert_same_headers (BhEslMessage *plain, BhEslMessage *json)
{
  BhEslHeader *header;
  for (guint i = 0; (header = bh_esl_message_header (json, i)) != NULL; i++) {
    if (g_str_equal (header->name, "_body") || strchr (header->value, '%') != NULL)
      continue;
    g_assert_cmpstr (bh_esl_message_get (plain, header->name),
                     ==,
                     bh_esl_message_get (json, header->name));
  }
  g_assert_cmpstr (bh_esl_message_name (plain, NULL), ==, bh_esl_message_name (json, NULL));
  g_assert_cmpstr (bh_esl_message_body (plain, NULL), ==, bh_esl_message_body (json, NULL));
}

static void
test_same (gconstpointer data)
{
  g_autofree char *plain_name = g_strconcat (data, ".plain.esl", NULL);
  g_autofree char *json_name = g_strconcat (data, ".json.esl", NULL);
  g_auto (Stream) plain = {.parser = bh_esl_parser_new (NULL)};
  g_auto (Stream) json = {.parser = bh_esl_parser_new (NULL)};
  plain.bytes = load_capture (plain_name, &plain.length);
  json.bytes = load_capture (json_name, &json.length);
  guint n = 0;
  BhEslMessage *a = next_event (&plain);
  BhEslMessage *b = next_event (&json);
  while (a != NULL && b != NULL) {
    gint64 at = g_ascii_strtoll (bh_esl_message_get (a, "Event-Sequence"), NULL, 10);
    gint64 other = g_ascii_strtoll (bh_esl_message_get (b, "Event-Sequence"), NULL, 10);
    if (at == other) {
      assert_same_headers (a, b);
      n++;
    }
    a = at <= other || n > 0 ? next_event (&plain) : a;
    b = other <= at || n > 0 ? next_event (&json) : b;
  }
  g_assert_cmpuint (n, >, 10);
}

/* ---- limits ---- */

static const BhEslLimits small = {.head = 100, .body = 1000};

static void
test_limit_body (void)
{
  for (gsize size = 998; size <= 1002; size++) {
    g_autoptr (BhEslParser) parser = bh_esl_parser_new (&small);
    g_autoptr (GString) stream = g_string_new (NULL);
    g_string_append_printf (stream,
                            "Content-Type: log/data\nContent-Length: %" G_GSIZE_FORMAT "\n\n",
                            size);
    for (gsize i = 0; i < size; i++)
      g_string_append_c (stream, 'x');
    bh_esl_parser_feed (parser, stream->str, stream->len);
    g_assert_cmpint (bh_esl_parser_next (parser) != NULL, ==, size <= small.body);
    g_assert_cmpint (bh_esl_parser_get_fault (parser) != NULL, ==, size > small.body);
  }
}

/* Bytes for ever without an end: what waits stays bounded. */
static void
test_endless (gconstpointer data)
{
  const char *pattern = data;
  gsize n = strlen (pattern);
  g_autofree char *chunk = g_malloc (n * 1000);
  for (gsize i = 0; i < 1000; i++)
    memcpy (chunk + i * n, pattern, n);
  g_autoptr (BhEslParser) parser = bh_esl_parser_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  for (gsize fed = 0; fed < 4 * 1024 * 1024; fed += n * 1000) {
    feed_all (parser, chunk, n * 1000, out);
    g_assert_cmpuint (bh_esl_parser_get_pending (parser), <=, 128 * 1024);
  }
  g_assert_cmpstr (out->str, ==, "");
  g_assert_cmpint (bh_esl_parser_get_fault (parser) != NULL, ==, *pattern != '\n');
  bh_esl_parser_reset (parser);
  feed_all (parser, LITERAL (REPLY ("+OK")), out);
  g_assert_cmpstr (out->str, ==, REPLIED ("+OK"));
}

static void
test_many_headers (void)
{
  for (guint n = BH_ESL_MAX_HEADERS - 1; n <= BH_ESL_MAX_HEADERS + 1; n++) {
    g_autoptr (BhEslParser) parser = bh_esl_parser_new (NULL);
    g_autoptr (GString) body = g_string_new ("{\"Event-Name\":\"A\"");
    g_autoptr (GString) stream = g_string_new (NULL);
    for (guint i = 1; i < n; i++)
      g_string_append_printf (body, ",\"variable_%u\":\"%u\"", i, i);
    g_string_append_c (body, '}');
    g_string_printf (stream,
                     "Content-Length: %" G_GSIZE_FORMAT "\nContent-Type: text/event-json\n\n%s",
                     body->len,
                     body->str);
    for (gsize at = 0; at < stream->len;)
      at += bh_esl_parser_feed (parser, stream->str + at, stream->len - at);
    BhEslMessage *message = bh_esl_parser_next (parser);
    g_assert_nonnull (message);
    g_assert_cmpstr (bh_esl_message_get (message, "variable_1"), ==, "1");
    g_assert_cmpstr (bh_esl_message_get (message, "variable_2046"), ==, "2046");
    g_assert_cmpuint (message->n_headers, ==, MIN (n, BH_ESL_MAX_HEADERS));
    g_assert_cmpuint (message->n_junk, ==, n > BH_ESL_MAX_HEADERS);
  }
}

/* A body of some megabytes, as a list of many channels is: one frame, and the room for it. */
static void
test_large_body (void)
{
  gsize size = 5 * 1000 * 1000;
  g_autoptr (BhEslParser) parser = bh_esl_parser_new (NULL);
  g_autofree char *body = g_malloc (size);
  memset (body, 'x', size);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *head =
      g_strdup_printf ("Content-Type: api/response\nContent-Length: %" G_GSIZE_FORMAT "\n\n", size);
  feed_all (parser, head, strlen (head), out);
  feed_all (parser, body, size, out);
  g_assert_true (g_str_has_prefix (out->str, "api:(Content-Type=api/response,"));
  g_assert_cmpuint (out->len, >, size);
  g_assert_cmpuint (bh_esl_parser_get_stats (parser)->largest, ==, size);
}

/* ---- the rest ---- */

static void
test_reset (void)
{
  g_autoptr (BhEslParser) parser = bh_esl_parser_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  feed_all (parser, LITERAL ("Content-Type: api/response\nContent-Length: 40\n\nhalf"), out);
  bh_esl_parser_reset (parser);
  g_assert_cmpuint (bh_esl_parser_get_pending (parser), ==, 0);
  feed_all (parser, LITERAL ("Content-Type: auth/request\n\n"), out);
  g_assert_cmpstr (out->str, ==, "auth:(Content-Type=auth/request)");
}

static void
test_get (void)
{
  g_autoptr (BhEslParser) parser = bh_esl_parser_new (NULL);
  static const char bytes[] = JSON (43, "{\"Event-Name\":\"A\",\"Unique-ID\":\"u\",\"a\":\"\\n\"}");
  bh_esl_parser_feed (parser, LITERAL (bytes));
  BhEslMessage *message = bh_esl_parser_next (parser);
  g_assert_nonnull (message);
  g_assert_cmpstr (bh_esl_message_get (message, "Unique-ID"), ==, "u");
  g_assert_cmpstr (bh_esl_message_get (message, "Unique-ID"), ==, "u");
  g_assert_cmpstr (bh_esl_message_get (message, "a"), ==, "\n");
  g_assert_cmpstr (bh_esl_message_get (message, "a"), ==, "\n");
  g_assert_null (bh_esl_message_get (message, "unique-id"));
  g_assert_null (bh_esl_message_get (message, ""));
  g_assert_null (bh_esl_message_get (message, "Unique-I"));
  g_assert_cmpstr (bh_esl_message_name (message, NULL), ==, "A");
  g_assert_null (bh_esl_parser_next (parser));
}

static void
test_text (void)
{
  static const struct {
    const char *text;
    gboolean is_ok;
  } texts[] = {{"+OK", TRUE},
               {"+OK accepted", TRUE},
               {"", TRUE},
               {"false", TRUE},
               {"-ERR no reply\n", TRUE},
               {"-ERR USER_BUSY\n", FALSE},
               {"-ERR invalid", FALSE},
               {"-USAGE: <uuid>", FALSE}};
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpint (bh_esl_text_is_ok (texts[i].text), ==, texts[i].is_ok);
}

static void
add_cases (const char *path, gconstpointer data, const char *name, GTestDataFunc func)
{
  g_autofree char *full = g_strdup_printf ("/pbx/esl/parser/%s/%s", path, name);
  g_test_add_data_func (full, data, func);
}

static void
add_captures (GPtrArray *names)
{
  g_autofree char *folder = folder_of_captures ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    if (g_str_has_suffix (name, ".esl")) {
      char *kept = g_strdup (name);
      g_ptr_array_add (names, kept);
      add_cases ("capture", kept, kept, test_capture);
    }
  g_assert_cmpuint (names->len, >=, 60);
}

int
main (int argc, char **argv)
{
  static const char *const cut[] = {"a1_auth_ok.esl",
                                    "a5_userauth.esl",
                                    "b_idle_snapshot.plain.esl",
                                    "c_queue_answer.plain.esl",
                                    "k1_originate_answered.json.esl",
                                    "p1_outbound_async.socket.esl",
                                    "s_utf8.json.esl"};
  static const char *const same[] = {"c_queue_answer",
                                     "f_ivr_queue",
                                     "h1_att_refer_replaces",
                                     "k1_originate_answered",
                                     "l_agent_status",
                                     "s_utf8"};
  static const char *const endless[] = {"x", "\n", "Key: value\n", ": ", "a:\r"};
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    add_cases ("message", &cases[i], cases[i].name, test_case);
    add_cases ("cut-anywhere", &cases[i], cases[i].name, test_case_cut);
  }
  add_captures (names);
  for (guint i = 0; i < G_N_ELEMENTS (cut); i++)
    add_cases ("capture-cut-anywhere", cut[i], cut[i], test_capture_cut);
  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    add_cases ("plain-and-json", same[i], same[i], test_same);
  for (guint i = 0; i < G_N_ELEMENTS (endless); i++) {
    g_autofree char *name = g_strdup_printf ("%u", i);
    add_cases ("endless", endless[i], name, test_endless);
  }
  g_test_add_func ("/pbx/esl/parser/limit-body", test_limit_body);
  g_test_add_func ("/pbx/esl/parser/many-headers", test_many_headers);
  g_test_add_func ("/pbx/esl/parser/large-body", test_large_body);
  g_test_add_func ("/pbx/esl/parser/reset", test_reset);
  g_test_add_func ("/pbx/esl/parser/get", test_get);
  g_test_add_func ("/pbx/esl/parser/text", test_text);
  return g_test_run ();
}
