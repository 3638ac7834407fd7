/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/feed.h"

#include <string.h>

#define GREETING "Asterisk Call Manager/11.0.0\r\n"
#define ESL      "Content-Type: auth/request\n\n"

/* The whole feed in one line: each chunk as @TIME:LENGTH, a connection's first with a bar. */
static char *
describe (BhFeed *feed)
{
  GString *text = g_string_new (NULL);
  BhFeedChunk chunk;

  while (bh_feed_next (feed, &chunk))
    g_string_append_printf (text,
                            "%s%" G_GINT64_FORMAT ":%" G_GSIZE_FORMAT " ",
                            chunk.begins ? "|" : "",
                            chunk.at_us,
                            chunk.length);
  return g_string_free (text, FALSE);
}

typedef struct {
  const char *name;
  const char *bytes;
  const char *timing;
  const char *chunks; /* NULL: refused, and */
  const char *says;   /* part of the message, or of the remark */
} Row;

static const Row rows[] = {
    {"untimed", GREETING "Event: A\r\n\r\n", NULL, "|0:42 ", NULL},
    {"untimed-two-connections",
     GREETING "Event: A\r\n\r\n" GREETING "x",
     NULL,
     "|0:42 |0:31 ",
     NULL},
    {"untimed-greeting-in-a-value", GREETING "A: " GREETING "\r\n", NULL, "|0:65 ", NULL},
    {"timed",
     GREETING "0123456789",
     "S 10.5 0 30\nC 10.6 4\nS 11.000001 30 10\n",
     "|10500000:30 11000001:10 ",
     NULL},
    {"timed-two-connections",
     GREETING "01234" GREETING,
     "S 1 0 30\nS 2 30 5\nS 3 0 30\n",
     "|1000000:30 2000000:5 |3000000:30 ",
     NULL},
    {"time-goes-back", GREETING "01234", "S 5 0 30\nS 4 30 5\n", "|5000000:30 5000000:5 ", NULL},
    {"crlf-and-comments", GREETING, "# times\r\n\r\nS 5 0 30\r\n", "|5000000:30 ", NULL},
    {"timing-short",
     GREETING "01234",
     "S 5 0 30\n",
     "|5000000:35 ",
     "the timing tells of 30 bytes, the file has 35"},
    {"timing-long",
     GREETING,
     "S 5 0 20\nS 6 20 20\nS 7 40 5\n",
     "|5000000:20 6000000:10 ",
     "the timing tells of 45 bytes, the file has 30"},
    {"timing-empty", GREETING, "C 5 20\n", "|0:30 ", "f.tidx has no times"},
    {"timing-words", GREETING, "S 5 0\n", NULL, "f.tidx:1: \"S 5 0\" is not a line of timing"},
    {"timing-negative", GREETING, "S 5 0 -3\n", NULL, "f.tidx:1: "},
    {"timing-huge", GREETING, "S 5 0 99999999999999999999\n", NULL, "f.tidx:1: "},
    {"timing-time", GREETING, "S now 0 3\n", NULL, "f.tidx:1: "},
    {"timing-hole", GREETING, "S 5 0 3\nS 5 4 3\n", NULL, "f.tidx:2: "},
    {"timing-letter", GREETING, "\nX 5 0 3\n", NULL, "f.tidx:2: "},
    {"empty", "", NULL, NULL, "f cannot be replayed: it is empty"},
    {"garbage", "\x01\x02garbage", NULL, NULL, "does not begin as a feed of Asterisk does"},
    {"compressed", "\x1f\x8b\x08", NULL, NULL, "it is compressed"},
    {"freeswitch", "Content-Type: auth/request\n\n", NULL, "|0:28 ", NULL},
    {"freeswitch-outbound", "Event-Name: CHANNEL_DATA\n", NULL, "|0:25 ", NULL},
    {"relative",
     ESL "Event-Date-Timestamp: 5000000\n",
     "[0.25, 0, 28]\n[1.5, 28, 30]\n[2, 58, 0]\n",
     "|3750000:28 5000000:30 ",
     NULL},
    {"relative-json",
     ESL "{\"Event-Date-Timestamp\":\"5000000\"}",
     "[0.5, 0, 28]\n[0.75, 28, 34]\n",
     "|4750000:28 5000000:34 ",
     NULL},
    {"relative-without-a-date", ESL, "[0.5, 0, 28]\n", "|946684800500000:28 ", NULL},
    {"relative-hole", ESL, "[0.5, 0, 8]\n[0.6, 9, 3]\n", NULL, "f.tidx:2: "},
    {"relative-words", ESL, "[now, 0, 8]\n", NULL, "f.tidx:1: "},
    {"relative-negative", ESL, "[-1, 0, 8]\n", NULL, "f.tidx:1: "},
    {"in-mid-stream", "Event: A\r\n\r\n", NULL, "0:12 ", NULL},
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BhFeed) feed = bh_feed_new (row->bytes, strlen (row->bytes), "f", row->timing, &error);
  g_autofree char *chunks = NULL;
  const char *said;

  if (row->chunks == NULL) {
    g_assert_null (feed);
    g_assert_nonnull (error);
    said = error->message;
  } else {
    g_assert_no_error (error);
    chunks = describe (feed);
    g_assert_cmpstr (chunks, ==, row->chunks);
    said = bh_feed_get_remark (feed);
  }
  if (row->says == NULL)
    g_assert_null (said);
  else if (strstr (said, row->says) == NULL)
    g_assert_cmpstr (said, ==, row->says);
}

/* However it is cut, the bytes and their times stay the same. */
static void
test_cut (void)
{
  static const char bytes[] = GREETING "0123456789";
  g_autoptr (GError) error = NULL;
  g_autoptr (BhFeed) feed =
      bh_feed_new (bytes, strlen (bytes), "f", "S 1 0 30\nS 2 30 10\n", &error);
  g_autofree char *fours = NULL;

  g_assert_no_error (error);
  bh_feed_cut (feed, 4, 0);
  bh_feed_rewind (feed);
  fours = describe (feed);
  g_assert_cmpstr (fours,
                   ==,
                   "|1000000:4 1000000:4 1000000:4 1000000:4 1000000:4 1000000:4 1000000:4 "
                   "1000000:2 2000000:4 2000000:4 2000000:2 ");
  for (guint32 seed = 1; seed < 200; seed++) {
    g_autoptr (GString) all = g_string_new (NULL);
    BhFeedChunk chunk;
    bh_feed_cut (feed, 7, seed);
    bh_feed_rewind (feed);
    while (bh_feed_next (feed, &chunk)) {
      g_assert_cmpuint (chunk.length, >=, 1);
      g_assert_cmpuint (chunk.length, <=, 7);
      g_assert_cmpint (chunk.at_us, ==, all->len < 30 ? 1000000 : 2000000);
      g_string_append_len (all, chunk.bytes, chunk.length);
    }
    g_assert_cmpstr (all->str, ==, bytes);
  }
}

static void
test_files (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (bh_feed_open ("/nonexistent/x.ami", &error));
  g_assert_error (error, BH_FEED_ERROR, BH_FEED_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, "/nonexistent/x.ami cannot be read: "));
  g_clear_error (&error);
  g_assert_null (bh_feed_open ("/", &error));
  g_assert_error (error, BH_FEED_ERROR, BH_FEED_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, "it is a folder"));
}

/* A recorded feed finds its timing beside it; two connections after a restart. */
static void
test_capture (void)
{
  g_autofree char *file =
      g_build_filename (g_getenv ("BH_CAPTURES"), "asterisk-22", "r-restart.ami", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BhFeed) feed = bh_feed_open (file, &error);
  BhFeedChunk chunk;
  guint begun = 0;
  gsize total = 0;

  g_assert_no_error (error);
  g_assert_true (bh_feed_is_timed (feed));
  g_assert_null (bh_feed_get_remark (feed));
  while (bh_feed_next (feed, &chunk)) {
    begun += chunk.begins ? 1 : 0;
    total += chunk.length;
    g_assert_true (!chunk.begins || strncmp (chunk.bytes, "Asterisk Call Manager/", 22) == 0);
  }
  g_assert_cmpuint (begun, >=, 2);
  g_assert_cmpuint (total, ==, 46589);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/ctl/feed/%s", rows[i].name);
    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/ctl/feed/cut", test_cut);
  g_test_add_func ("/ctl/feed/files", test_files);
  g_test_add_func ("/ctl/feed/capture", test_capture);
  return g_test_run ();
}
