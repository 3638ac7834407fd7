/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-writer.h"

#include <string.h>

/* ---- how Asterisk reads (manager.c, get_input and do_message) ---- */

#define ASTERISK_LINE    1024
#define ASTERISK_HEADERS 128

typedef struct {
  guint actions;
  guint headers; /* of the last action */
  gboolean overflows;
  GPtrArray *lines; /* of the last action */
} Read;

static void
end_of_line (Read *read, guint *in_action, const char *line, gsize length)
{
  gsize seen = strnlen (line, length); /* what follows a NUL is not looked at */
  read->overflows |= length >= ASTERISK_LINE;
  if (seen == 0) {
    read->actions += *in_action > 0;
    read->headers = *in_action;
    *in_action = 0;
    return;
  }
  if (*in_action == 0)
    g_ptr_array_set_size (read->lines, 0);
  g_ptr_array_add (read->lines, g_strndup (line, seen));
  (*in_action)++;
  read->overflows |= *in_action > ASTERISK_HEADERS;
}

/* A line ends at CR LF or at a bare LF; a CR elsewhere stays. */
static Read
read_as_asterisk (GBytes *bytes)
{
  gsize length = 0;
  const char *at = g_bytes_get_data (bytes, &length);
  const char *end = at + length;
  Read read = {.lines = g_ptr_array_new_with_free_func (g_free)};
  guint in_action = 0;
  while (at < end) {
    const char *lf = memchr (at, '\n', (gsize) (end - at));
    if (lf == NULL)
      break;
    gsize line = (gsize) (lf - at);
    if (line > 0 && at[line - 1] == '\r')
      line--;
    end_of_line (&read, &in_action, at, line);
    at = lf + 1;
  }
  g_assert_true (at == end);
  g_assert_cmpuint (in_action, ==, 0);
  return read;
}

/* ---- tests ---- */

static void
test_action (void)
{
  g_autoptr (BhAmiWriter) writer = bh_ami_writer_new ("Hangup", "r-1");
  bh_ami_writer_add (writer, "Channel", "1795296949.0");
  bh_ami_writer_add (writer, "Reason", NULL);
  bh_ami_writer_add_integer (writer, "Cause", 17);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = bh_ami_writer_finish (writer, &error);
  static const char expected[] =
      "Action: Hangup\r\nActionID: r-1\r\nChannel: 1795296949.0\r\nCause: 17\r\n\r\n";
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                   g_bytes_get_size (bytes),
                   expected,
                   sizeof expected - 1);
}

static void
test_utf8 (void)
{
  g_autoptr (BhAmiWriter) writer = bh_ami_writer_new ("QueuePause", NULL);
  bh_ami_writer_add (writer, "Reason", "小休: 10 min");
  bh_ami_writer_add (writer, "Empty", "");
  g_autoptr (GBytes) bytes = bh_ami_writer_finish (writer, NULL);
  static const char expected[] = "Action: QueuePause\r\nReason: 小休: 10 min\r\nEmpty: \r\n\r\n";
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                   g_bytes_get_size (bytes),
                   expected,
                   sizeof expected - 1);
}

typedef struct {
  const char *name;
  const char *key;
  const char *value;
  const char *says;
} Refusal;

static const Refusal refusals[] = {
    {"crlf", "Channel", "a\r\nAction: Originate", "Channel cannot be sent"},
    {"lf", "Reason", "a\nActionID: 2", "line end"},
    {"cr", "Reason", "a\rb", "line end"},
    {"two-lines-end", "Reason", "a\r\n\r\nAction: Command\r\nCommand: core stop now", "line end"},
    {"tab", "Reason", "a\tb", "control character"},
    {"escape", "Reason", "a\033[2J", "control character"},
    {"delete", "Reason", "a\177", "control character"},
    {"not-utf8", "MemberName", "\xd5\xc5", "MemberName cannot be sent to the PBX: it is not valid"},
    {"key-with-colon", "Channel: x\r\nFoo", "v", "A header cannot be sent"},
    {"key-with-line-end", "Foo\r\nBar", "v", "its name is not a word"},
    {"empty-key", "", "v", "its name is not a word"},
};

static void
test_refusal (gconstpointer data)
{
  const Refusal *refusal = data;
  g_autoptr (BhAmiWriter) writer = bh_ami_writer_new ("QueuePause", "r-1");
  bh_ami_writer_add (writer, refusal->key, refusal->value);
  bh_ami_writer_add (writer, "After", "fine");
  g_autoptr (GError) error = NULL;
  g_assert_null (bh_ami_writer_finish (writer, &error));
  g_assert_error (error, BH_AMI_ERROR, BH_AMI_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, refusal->says));
}

static void
test_action_itself (void)
{
  g_autoptr (BhAmiWriter) writer = bh_ami_writer_new ("Ping\r\n\r\nAction: Logoff", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_null (bh_ami_writer_finish (writer, &error));
  g_assert_error (error, BH_AMI_ERROR, BH_AMI_ERROR_VALUE);
}

static gboolean
takes_line (gsize length)
{
  g_autofree char *value = g_strnfill (length - strlen ("Key: "), 'x');
  g_autoptr (BhAmiWriter) writer = bh_ami_writer_new ("Ping", NULL);
  bh_ami_writer_add (writer, "Key", value);
  g_autoptr (GBytes) bytes = bh_ami_writer_finish (writer, NULL);
  return bytes != NULL;
}

static void
test_long_line (void)
{
  g_assert_true (takes_line (BH_AMI_WRITER_MAX_LINE));
  g_assert_false (takes_line (BH_AMI_WRITER_MAX_LINE + 1));
}

static gboolean
takes_headers (guint n)
{
  g_autoptr (BhAmiWriter) writer = bh_ami_writer_new ("Ping", NULL);
  for (guint i = 1; i < n; i++)
    bh_ami_writer_add (writer, "Key", "v");
  g_autoptr (GBytes) bytes = bh_ami_writer_finish (writer, NULL);
  return bytes != NULL;
}

static void
test_many_headers (void)
{
  g_assert_true (takes_headers (BH_AMI_WRITER_MAX_HEADERS));
  g_assert_false (takes_headers (BH_AMI_WRITER_MAX_HEADERS + 1));
}

/* Bytes that hurt, more often than chance would bring them. */
static char *
random_text (GRand *random, gsize at_most)
{
  static const char *const bad[] = {"\r\n", "\n", "\r", "\r\n\r\n", ": ", "Action: ", "\xff", "张"};
  GString *text = g_string_new (NULL);
  gsize n = (gsize) g_rand_int_range (random, 0, (gint32) at_most);
  while (text->len < n) {
    gint32 kind = g_rand_int_range (random, 0, 40);
    if (kind < (gint32) G_N_ELEMENTS (bad))
      g_string_append (text, bad[kind]);
    else if (kind < 10)
      g_string_append_c (text, (char) g_rand_int_range (random, 1, 256));
    else
      g_string_append_c (text, (char) g_rand_int_range (random, 0x20, 0x7f));
  }
  return g_string_free (text, FALSE);
}

/* Whatever goes in: an error, or exactly one action, read back as it was meant. */
static void
test_property (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20260101);
  guint written = 0;
  for (guint round = 0; round < 30000; round++) {
    g_autoptr (BhAmiWriter) writer = bh_ami_writer_new ("Originate", "r-1");
    g_autoptr (GPtrArray) meant = g_ptr_array_new_with_free_func (g_free);
    gint32 n = g_rand_int_range (random, 0, round % 500 == 0 ? 120 : 4);
    for (gint32 i = 0; i < n; i++) {
      g_autofree char *key = g_rand_boolean (random) ? g_strdup ("Variable")
                                                     : random_text (random, 12);
      g_autofree char *value = random_text (random, round % 100 == 0 ? 1200 : 30);
      bh_ami_writer_add (writer, key, value);
      g_ptr_array_add (meant, g_strconcat (key, ": ", value, NULL));
    }
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = bh_ami_writer_finish (writer, &error);
    if (bytes == NULL) {
      g_assert_error (error, BH_AMI_ERROR, BH_AMI_ERROR_VALUE);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      continue;
    }
    Read read = read_as_asterisk (bytes);
    g_assert_cmpuint (read.actions, ==, 1);
    g_assert_false (read.overflows);
    g_assert_cmpuint (read.headers, ==, meant->len + 2);
    for (guint i = 0; i < meant->len; i++)
      g_assert_cmpstr (read.lines->pdata[i + 2], ==, meant->pdata[i]);
    g_ptr_array_unref (read.lines);
    written++;
  }
  g_assert_cmpuint (written, >, 5000); /* the test tests something */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pbx/ami/writer/action", test_action);
  g_test_add_func ("/pbx/ami/writer/utf8", test_utf8);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path = g_strconcat ("/pbx/ami/writer/refuses/", refusals[i].name, NULL);
    g_test_add_data_func (path, &refusals[i], test_refusal);
  }
  g_test_add_func ("/pbx/ami/writer/refuses/second-action-in-action", test_action_itself);
  g_test_add_func ("/pbx/ami/writer/limit/line", test_long_line);
  g_test_add_func ("/pbx/ami/writer/limit/headers", test_many_headers);
  g_test_add_func ("/pbx/ami/writer/any-input-is-one-action-or-an-error", test_property);
  return g_test_run ();
}
