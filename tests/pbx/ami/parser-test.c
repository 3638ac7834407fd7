/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-parser.h"

#include <string.h>

#define LITERAL(text) (text), sizeof (text) - 1

/* A stream in one line: each message as KIND(key=value,...), a blank between. */
static void
describe (BhAmiMessage *message, GString *out)
{
  static const char *const kinds[] = {"greeting", "event", "response", "other"};
  if (out->len > 0)
    g_string_append_c (out, ' ');
  g_string_append_printf (out, "%s:%s", kinds[message->kind], message->name);
  g_string_append_c (out, '(');
  BhAmiHeader *header;
  for (guint i = 0; (header = bh_ami_message_header (message, i)) != NULL; i++) {
    g_string_append_printf (out, "%s%s=", i > 0 ? "," : "", header->name);
    g_string_append_len (out, header->value, header->length);
  }
  g_string_append_c (out, ')');
}

static void
take_all (BhAmiParser *parser, GString *out)
{
  for (BhAmiMessage *message; (message = bh_ami_parser_next (parser)) != NULL;)
    describe (message, out);
}

static void
feed_all (BhAmiParser *parser, const char *bytes, gsize length, GString *out)
{
  while (length > 0) {
    /* A copy of exactly that length, so that a byte too far is seen by the sanitizer. */
    gsize piece = MIN (length, 64 * 1024);
    g_autofree char *copy = g_memdup2 (bytes, piece);
    gsize taken = bh_ami_parser_feed (parser, copy, piece);
    g_assert_cmpuint (taken, >, 0);
    bytes += taken;
    length -= taken;
    take_all (parser, out);
  }
}

static char *
parse (const BhAmiLimits *limits, const char *bytes, gsize length, BhAmiParserStats *stats)
{
  g_autoptr (BhAmiParser) parser = bh_ami_parser_new (limits);
  GString *out = g_string_new (NULL);
  feed_all (parser, bytes, length, out);
  if (stats != NULL)
    *stats = *bh_ami_parser_get_stats (parser);
  return g_string_free (out, FALSE);
}

/* ---- what is a message ---- */

typedef struct {
  const char *name;
  const char *bytes; /* not a C string: it may hold NUL */
  gsize length;
  const char *expected;
} Case;

static const Case cases[] = {
    {"nothing", LITERAL (""), ""},
    {"greeting",
     LITERAL ("Asterisk Call Manager/11.0.0\r\n"),
     "greeting:Asterisk Call Manager/11.0.0()"},
    {"greeting-bare-lf",
     LITERAL ("Asterisk Call Manager/5.0.4\n"),
     "greeting:Asterisk Call Manager/5.0.4()"},
    {"greeting-of-something-else",
     LITERAL ("SSH-2.0-OpenSSH_9.2\r\n"),
     "greeting:SSH-2.0-OpenSSH_9.2()"},
    {"greeting-then-block",
     LITERAL ("Asterisk Call Manager/11.0.0\r\nResponse: Success\r\n\r\n"),
     "greeting:Asterisk Call Manager/11.0.0() response:Success(Response=Success)"},
    {"greeting-again",
     LITERAL ("Event: A\r\n\r\nAsterisk Call Manager/11.0.0\r\nEvent: B\r\n\r\n"),
     "event:A(Event=A) greeting:Asterisk Call Manager/11.0.0() event:B(Event=B)"},
    {"no-greeting", LITERAL ("Event: A\r\nKey: v\r\n\r\n"), "event:A(Event=A,Key=v)"},
    {"unfinished-line", LITERAL ("Event: A\r\nKey: v"), ""},
    {"unfinished-block", LITERAL ("Event: A\r\nKey: v\r\n"), ""},
    {"bare-lf",
     LITERAL ("Event: A\nKey: v\n\nEvent: B\n\n"),
     "event:A(Event=A,Key=v) event:B(Event=B)"},
    {"mixed-ends",
     LITERAL ("Event: A\r\nKey: v\n\r\nEvent: B\nKey: w\r\n\n"),
     "event:A(Event=A,Key=v) event:B(Event=B,Key=w)"},
    {"more-blank-lines",
     LITERAL ("\r\n\r\nEvent: A\r\n\r\n\r\n\r\n\n\nEvent: B\r\n\r\n"),
     "event:A(Event=A) event:B(Event=B)"},
    {"cr-only", LITERAL ("Event: A\r\rEvent: B\r\r"), ""},
    {"cr-in-value", LITERAL ("Event: A\r\nKey: a\rb\r\n\r\n"), "event:A(Event=A,Key=a\rb)"},
    {"two-cr", LITERAL ("Event: A\r\nKey: v\r\r\n\r\n"), "event:A(Event=A,Key=v\r)"},
    {"colons-in-value", LITERAL ("Event: A\r\nH1: a: b:c\r\n\r\n"), "event:A(Event=A,H1=a: b:c)"},
    {"empty-value",
     LITERAL ("Event: A\r\nKey: \r\nOther:\r\n\r\n"),
     "event:A(Event=A,Key=,Other=)"},
    {"no-blank-after-colon", LITERAL ("Event:A\r\nKey:v\r\n\r\n"), "event:A(Event=A,Key=v)"},
    {"only-one-blank-is-skipped",
     LITERAL ("Event: A\r\nKey:  v \r\n\r\n"),
     "event:A(Event=A,Key= v )"},
    {"repeated-key",
     LITERAL ("Event: A\r\nVariable: a\r\nVariable: b\r\n\r\n"),
     "event:A(Event=A,Variable=a,Variable=b)"},
    {"line-without-colon",
     LITERAL ("Event: A\r\njunk\r\nKey: v\r\n\r\n"),
     "event:A(Event=A,Key=v)"},
    {"empty-key", LITERAL ("Event: A\r\n: v\r\n\r\n"), "event:A(Event=A,=v)"},
    {"nul-in-value", LITERAL ("Event: A\r\nKey: a\0b\r\n\r\n"), NULL},
    {"not-utf8",
     LITERAL ("Event: A\r\nName: \xd5\xc5\xc8\xfd\r\n\r\n"),
     "event:A(Event=A,Name=\xd5\xc5\xc8\xfd)"},
    {"lower-case", LITERAL ("event: A\r\nactionid: 7\r\n\r\n"), "event:A(event=A,actionid=7)"},
    {"event-not-first", LITERAL ("ActionID: 7\r\nEvent: A\r\n\r\n"), "event:A(ActionID=7,Event=A)"},
    {"response-not-first",
     LITERAL ("ActionID: 7\r\nResponse: Error\r\n\r\n"),
     "response:Error(ActionID=7,Response=Error)"},
    {"neither", LITERAL ("Key: v\r\n\r\n"), "other:(Key=v)"},
    {"only-junk",
     LITERAL ("Event: A\r\n\r\njunk\r\n\r\nEvent: B\r\n\r\n"),
     "event:A(Event=A) other:() event:B(Event=B)"},
    {"command-output",
     LITERAL ("Response: Success\r\nActionID: t2\r\nMessage: Command output follows\r\n"
              "Output: one: 1\r\nOutput: \r\nOutput: two\r\n\r\n"),
     "response:Success(Response=Success,ActionID=t2,Message=Command output follows,"
     "Output=one: 1,Output=,Output=two)"},
    {"value-like-a-header",
     LITERAL ("Event: A\r\nCallerIDName: Event: Hangup\r\n\r\n"),
     "event:A(Event=A,CallerIDName=Event: Hangup)"},
    {"almost-a-greeting",
     LITERAL ("Event: A\r\n\r\nAsterisk: x\r\n\r\n"),
     "event:A(Event=A) other:(Asterisk=x)"},
};

static const char nul_expected[] = "event:A(Event=A,Key=a\0b)";

static void
assert_case (const Case *c, const char *result, gsize length)
{
  if (c->expected != NULL)
    g_assert_cmpstr (result, ==, c->expected);
  else
    g_assert_cmpmem (result, length, nul_expected, sizeof nul_expected - 1);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (BhAmiParser) parser = bh_ami_parser_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  feed_all (parser, c->bytes, c->length, out);
  assert_case (c, out->str, out->len);
}

/* The same result whatever the cut, and with a byte at a time. */
static void
test_case_cut (gconstpointer data)
{
  const Case *c = data;
  for (gsize cut = 0; cut <= c->length; cut++) {
    g_autoptr (BhAmiParser) parser = bh_ami_parser_new (NULL);
    g_autoptr (GString) out = g_string_new (NULL);
    feed_all (parser, c->bytes, cut, out);
    feed_all (parser, c->bytes + cut, c->length - cut, out);
    assert_case (c, out->str, out->len);
  }
  g_autoptr (BhAmiParser) parser = bh_ami_parser_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  for (gsize i = 0; i < c->length; i++)
    feed_all (parser, c->bytes + i, 1, out);
  assert_case (c, out->str, out->len);
}

/* ---- recorded reality ---- */

static char *
load_capture (const char *name, gsize *length)
{
  const char *folder = g_getenv ("BH_CAPTURES");
  g_assert_nonnull (folder);
  g_autofree char *file = g_strconcat (name, ".ami", NULL);
  g_autofree char *path = g_build_filename (folder, "asterisk-22", file, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  g_file_get_contents (path, &bytes, length, &error);
  g_assert_no_error (error);
  return bytes;
}

/* Counted by other means: lines that begin a block. */
static guint
count_blocks (const char *bytes, gsize length)
{
  g_autofree char *text = g_strndup (bytes, length);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  guint n = 0;
  for (guint i = 0; lines[i] != NULL; i++)
    n += g_str_has_prefix (lines[i], "Event: ") || g_str_has_prefix (lines[i], "Asterisk Call") ||
         (g_str_has_prefix (lines[i], "Response: ") &&
          (i == 0 || *lines[i - 1] == '\0' || g_str_has_prefix (lines[i - 1], "Asterisk Call")));
  return n;
}

static void
test_capture_count (gconstpointer name)
{
  gsize length = 0;
  g_autofree char *bytes = load_capture (name, &length);
  BhAmiParserStats stats;
  g_autofree char *result = parse (NULL, bytes, length, &stats);
  g_assert_cmpuint (stats.messages, ==, count_blocks (bytes, length));
  g_assert_cmpuint (stats.bytes, ==, length);
  g_assert_cmpuint (stats.big_blocks + stats.long_lines + stats.many_headers, ==, 0);
}

static void
test_capture_cut (gconstpointer name)
{
  gsize length = 0;
  g_autofree char *bytes = load_capture (name, &length);
  length = MIN (length, 12000); /* every cut of the beginning */
  g_autofree char *whole = parse (NULL, bytes, length, NULL);
  for (gsize cut = 1; cut < length; cut++) {
    g_autoptr (BhAmiParser) parser = bh_ami_parser_new (NULL);
    g_autoptr (GString) out = g_string_sized_new (length);
    feed_all (parser, bytes, cut, out);
    feed_all (parser, bytes + cut, length - cut, out);
    g_assert_cmpstr (out->str, ==, whole);
  }
}

static void
test_capture_pieces (gconstpointer name)
{
  static const gsize pieces[] = {1, 2, 3, 7, 13, 16, 17, 61, 1460, 16384, 65536};
  gsize length = 0;
  g_autofree char *bytes = load_capture (name, &length);
  g_autofree char *whole = parse (NULL, bytes, length, NULL);
  for (guint p = 0; p < G_N_ELEMENTS (pieces); p++) {
    g_autoptr (BhAmiParser) parser = bh_ami_parser_new (NULL);
    g_autoptr (GString) out = g_string_sized_new (length);
    for (gsize at = 0; at < length; at += pieces[p])
      feed_all (parser, bytes + at, MIN (pieces[p], length - at), out);
    g_assert_cmpstr (out->str, ==, whole);
  }
}

/* ---- limits ---- */

static void
append_block (GString *out, guint n_headers, gsize value_length)
{
  g_string_append (out, "Event: Big\r\n");
  for (guint i = 1; i < n_headers; i++) {
    g_string_append (out, "Key: ");
    for (gsize j = 0; j < value_length; j++)
      g_string_append_c (out, 'x');
    g_string_append (out, "\r\n");
  }
  g_string_append (out, "\r\nEvent: After\r\n\r\n");
}

typedef struct {
  const char *name;
  guint n_headers;
  gsize value_length;
  gboolean is_kept;
  goffset counter; /* in BhAmiParserStats */
} Limit;

static const BhAmiLimits small = {.line = 100, .headers = 20, .block = 1000};
static const Limit limits[] = {
    {"line-just-fits", 2, 93, TRUE, 0},
    {"line-too-long", 2, 94, FALSE, G_STRUCT_OFFSET (BhAmiParserStats, long_lines)},
    {"headers-just-fit", 20, 1, TRUE, 0},
    {"headers-too-many", 21, 1, FALSE, G_STRUCT_OFFSET (BhAmiParserStats, many_headers)},
    {"block-just-fits", 14, 69, TRUE, 0},
    {"block-too-big", 15, 69, FALSE, G_STRUCT_OFFSET (BhAmiParserStats, big_blocks)},
    {"block-much-too-big", 2, 300000, FALSE, G_STRUCT_OFFSET (BhAmiParserStats, big_blocks)},
};

static void
test_limit (gconstpointer data)
{
  const Limit *l = data;
  g_autoptr (GString) stream = g_string_new (NULL);
  append_block (stream, l->n_headers, l->value_length);
  BhAmiParserStats stats;
  g_autofree char *result = parse (&small, stream->str, stream->len, &stats);
  g_assert_true (g_str_has_suffix (result, "event:After(Event=After)"));
  g_assert_cmpint (g_str_has_prefix (result, "event:Big"), ==, l->is_kept);
  if (!l->is_kept)
    g_assert_cmpuint (G_STRUCT_MEMBER (guint64, &stats, l->counter), ==, 1);
  g_assert_cmpuint (stats.big_blocks + stats.long_lines + stats.many_headers, ==, !l->is_kept);
}

static void
test_limit_byte_by_byte (gconstpointer data)
{
  const Limit *l = data;
  g_autoptr (GString) stream = g_string_new (NULL);
  append_block (stream, l->n_headers, MIN (l->value_length, 3000));
  g_autoptr (BhAmiParser) parser = bh_ami_parser_new (&small);
  g_autoptr (GString) out = g_string_new (NULL);
  for (gsize i = 0; i < stream->len; i++) {
    feed_all (parser, stream->str + i, 1, out);
    g_assert_cmpuint (bh_ami_parser_get_pending (parser), <=, small.block + 2);
  }
  g_assert_true (g_str_has_suffix (out->str, "event:After(Event=After)"));
  g_assert_cmpint (g_str_has_prefix (out->str, "event:Big"), ==, l->is_kept);
}

/* Bytes for ever without an end: what waits stays bounded, and what comes after is read. */
static void
test_endless (gconstpointer data)
{
  const char *pattern = data;
  gsize n = strlen (pattern);
  g_autofree char *chunk = g_malloc (n * 1000);
  for (gsize i = 0; i < 1000; i++)
    memcpy (chunk + i * n, pattern, n);
  g_autoptr (BhAmiParser) parser = bh_ami_parser_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  for (gsize fed = 0; fed < 8 * 1024 * 1024; fed += n * 1000) {
    feed_all (parser, chunk, n * 1000, out);
    g_assert_cmpuint (bh_ami_parser_get_pending (parser), <=, 1024 * 1024 + 2);
  }
  feed_all (parser, LITERAL ("\n\nEvent: After\r\n\r\n"), out);
  g_assert_cmpstr (out->str, ==, "event:After(Event=After)");
  /* Carriage returns alone are no block, only empty. */
  g_assert_cmpuint (bh_ami_parser_get_stats (parser)->big_blocks, ==, *pattern != '\r');
}

/* ---- the rest ---- */

static void
test_reset (void)
{
  g_autoptr (BhAmiParser) parser = bh_ami_parser_new (NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  feed_all (parser, LITERAL ("Event: A\r\nKey: half a va"), out);
  bh_ami_parser_reset (parser);
  g_assert_cmpuint (bh_ami_parser_get_pending (parser), ==, 0);
  feed_all (parser, LITERAL ("Some Greeting\r\nEvent: B\r\n\r\n"), out);
  g_assert_cmpstr (out->str, ==, "greeting:Some Greeting() event:B(Event=B)");
}

static void
test_get (void)
{
  g_autoptr (BhAmiParser) parser = bh_ami_parser_new (NULL);
  bh_ami_parser_feed (parser,
                      LITERAL ("Event: A\r\nUNIQUEID: 1\r\nUniqueid: 2\r\nBridgeID: b\r\n\r\n"));
  BhAmiMessage *message = bh_ami_parser_next (parser);
  g_assert_nonnull (message);
  g_assert_cmpstr (bh_ami_message_get (message, BH_AMI_KEY_UNIQUEID), ==, "1");
  g_assert_cmpstr (bh_ami_message_get (message, BH_AMI_KEY_BRIDGE_ID), ==, "b");
  g_assert_null (bh_ami_message_get (message, BH_AMI_KEY_LINKEDID));
  g_assert_cmpuint (message->name_length, ==, 1);
  g_assert_null (bh_ami_parser_next (parser));
}

static void
test_keys (void)
{
  for (int key = BH_AMI_KEY_NONE + 1; key < BH_AMI_KEY_N; key++) {
    const char *name = bh_ami_key_name ((BhAmiKey) key);
    g_autofree char *upper = g_ascii_strup (name, -1);
    g_assert_cmpint (bh_ami_key_find (name, strlen (name)), ==, key);
    g_assert_cmpint (bh_ami_key_find (upper, strlen (upper)), ==, key);
    g_assert_cmpint (bh_ami_key_find (name, strlen (name) - 1), !=, key);
  }
  g_assert_cmpint (bh_ami_key_find ("Nonsense", 8), ==, BH_AMI_KEY_NONE);
  g_assert_cmpint (bh_ami_key_find ("", 0), ==, BH_AMI_KEY_NONE);
  g_assert_null (bh_ami_key_name (BH_AMI_KEY_NONE));
}

static void
add_cases (const char *path, gconstpointer data, const char *name, GTestDataFunc func)
{
  g_autofree char *full = g_strdup_printf ("/pbx/ami/parser/%s/%s", path, name);
  g_test_add_data_func (full, data, func);
}

int
main (int argc, char **argv)
{
  static const char *const captures[] = {"a-login-snapshot",
                                         "b-queue-answer",
                                         "l-queue-members",
                                         "q-snapshot-midcall",
                                         "r-restart",
                                         "s-errors",
                                         "t-callerid-odd"};
  static const char *const endless[] = {"x", "\r", "Key: value\r\n", ": ", "a:\n"};
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    add_cases ("message", &cases[i], cases[i].name, test_case);
    add_cases ("cut-anywhere", &cases[i], cases[i].name, test_case_cut);
  }
  for (guint i = 0; i < G_N_ELEMENTS (captures); i++) {
    add_cases ("capture-count", captures[i], captures[i], test_capture_count);
    add_cases ("capture-pieces", captures[i], captures[i], test_capture_pieces);
  }
  add_cases ("capture-cut-anywhere", "b-queue-answer", "b-queue-answer", test_capture_cut);
  add_cases ("capture-cut-anywhere", "s-errors", "s-errors", test_capture_cut);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++) {
    add_cases ("limit", &limits[i], limits[i].name, test_limit);
    add_cases ("limit-byte-by-byte", &limits[i], limits[i].name, test_limit_byte_by_byte);
  }
  for (guint i = 0; i < G_N_ELEMENTS (endless); i++) {
    g_autofree char *name = g_strdup_printf ("%u", i);
    add_cases ("endless", endless[i], name, test_endless);
  }
  g_test_add_func ("/pbx/ami/parser/reset", test_reset);
  g_test_add_func ("/pbx/ami/parser/get", test_get);
  g_test_add_func ("/pbx/ami/parser/keys", test_keys);
  return g_test_run ();
}
