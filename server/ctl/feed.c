/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/feed.h"

#include <stdio.h>
#include <string.h>

#define GREETING        "Asterisk Call Manager/"
#define GREETING_LENGTH (sizeof GREETING - 1)
/* When nothing tells of the day: the first of January 2000. */
#define UNDATED_US (G_GINT64_CONSTANT (946684800) * G_USEC_PER_SEC)

/* clang-format off */
G_DEFINE_QUARK (bh-feed-error-quark, bh_feed_error)
/* clang-format on */

typedef struct {
  gsize offset; /* in the file */
  gsize length;
  gint64 at_us;
  gint64 gone_us;
  gboolean begins;
} Read;

struct BhFeed {
  GMappedFile *map;
  const char *bytes;
  gsize length;
  GArray *reads;
  gboolean timed;
  BhFeedSpeech speech;
  char *remark;
  guint next; /* index of the read to come */
  gsize done; /* bytes of it that are given out */
  gsize most;
  guint32 seed;
  guint32 random;
};

void
bh_feed_free (BhFeed *feed)
{
  if (feed == NULL)
    return;
  g_clear_pointer (&feed->map, g_mapped_file_unref);
  g_array_unref (feed->reads);
  g_free (feed->remark);
  g_free (feed);
}

static gboolean
begins_with (const BhFeed *feed, const char *text)
{
  return feed->length >= strlen (text) && memcmp (feed->bytes, text, strlen (text)) == 0;
}

/* A recording may begin in the middle of a stream: then a line "Word: " is enough. */
static gboolean
looks_like_ami (const BhFeed *feed)
{
  gsize n = 0;

  if (begins_with (feed, GREETING))
    return TRUE;
  while (n < feed->length && n < 64 && (g_ascii_isalnum (feed->bytes[n]) || feed->bytes[n] == '-'))
    n++;
  return n > 0 && n + 1 < feed->length && feed->bytes[n] == ':' && feed->bytes[n + 1] == ' ';
}

/* The event socket begins with a word about the login; a connection that the PBX made, with the
 * channel it is about. */
static gboolean
looks_like_esl (const BhFeed *feed)
{
  return begins_with (feed, "Content-Type: ") || begins_with (feed, "Content-Length: ") ||
         begins_with (feed, "Event-Name: CHANNEL_DATA\n");
}

static gboolean
check_content (BhFeed *feed, const char *name, GError **error)
{
  const char *what = NULL;

  feed->speech = looks_like_esl (feed) ? BH_FEED_FREESWITCH : BH_FEED_ASTERISK;

  if (feed->length == 0)
    what = "it is empty. Record it again";
  else if (begins_with (feed,
                        "\xfd"
                        "7zXZ") ||
           begins_with (feed, "\x1f\x8b") || begins_with (feed, "\x28\xb5\x2f\xfd"))
    what = "it is compressed. Unpack it first";
  else if (feed->speech == BH_FEED_ASTERISK && !looks_like_ami (feed))
    what =
        "it does not begin as a feed of Asterisk does (\"" GREETING
        "...\"), or one of FreeSWITCH (\"Content-Type: \"). Name the file with the raw bytes that "
        "the manager interface or the event socket sent";
  if (what == NULL)
    return TRUE;
  g_set_error (error,
               BH_FEED_ERROR,
               BH_FEED_ERROR_CONTENT,
               "%s cannot be replayed: %s.",
               name,
               what);
  return FALSE;
}

/* ---- connections without timing */

static gsize
find_greeting (const BhFeed *feed, gsize from)
{
  if (feed->speech == BH_FEED_FREESWITCH)
    return feed->length; /* the parser sees where the next connection begins */
  while (from + GREETING_LENGTH <= feed->length) {
    const char *found = memmem (feed->bytes + from, feed->length - from, GREETING, GREETING_LENGTH);
    if (found == NULL)
      break;
    if (found > feed->bytes && found[-1] == '\n')
      return found - feed->bytes;
    from = found - feed->bytes + GREETING_LENGTH;
  }
  return feed->length;
}

/* A part of a recording that goes on in mid-stream begins no connection. */
static gboolean
greets_at (const BhFeed *feed, gsize offset)
{
  if (feed->speech == BH_FEED_FREESWITCH)
    return TRUE;
  return offset + GREETING_LENGTH <= feed->length &&
         memcmp (feed->bytes + offset, GREETING, GREETING_LENGTH) == 0;
}

static void
read_untimed (BhFeed *feed)
{
  gsize offset = 0;

  while (offset < feed->length) {
    gsize end = find_greeting (feed, offset + 1);
    Read read = {.offset = offset, .length = end - offset, .begins = greets_at (feed, offset)};
    g_array_append_val (feed->reads, read);
    offset = end;
  }
}

/* ---- timing */

/* "1795296949.481789" -> microseconds, exactly. */
static gboolean
parse_time (const char *text, gint64 *us)
{
  char *end;
  guint64 seconds = g_ascii_strtoull (text, &end, 10);
  gint64 fraction = 0;
  gint64 unit = G_USEC_PER_SEC;

  if (end == text || seconds > G_MAXINT64 / G_USEC_PER_SEC / 2)
    return FALSE;
  if (*end == '.')
    for (end++; g_ascii_isdigit (*end); end++) {
      unit /= 10;
      fraction += (*end - '0') * unit;
    }
  *us = (gint64) seconds * G_USEC_PER_SEC + fraction;
  return *end == '\0';
}

typedef struct {
  gsize base;      /* where in the file the connection begins */
  gsize end;       /* how far its reads go, in the file */
  gint64 least_us; /* time does not go back */
  gint64 last_us;  /* of the last line, whoever spoke */
  gint64 gone_us;  /* of the last line that is not the first word of a new connection */
} Timing;

/* What we sent last before a greeting was our login: it belongs to the new connection. */
static void
take_sent (Timing *timing, char **words)
{
  gint64 at_us;

  if (words[1] == NULL || !parse_time (words[1], &at_us))
    return;
  timing->gone_us = timing->last_us;
  timing->last_us = MAX (timing->last_us, at_us);
}

static gboolean
take_read (BhFeed *feed, Timing *timing, char **words)
{
  gint64 at_us;
  guint64 offset, length;
  gboolean begins;

  if (g_strv_length (words) != 4 || !parse_time (words[1], &at_us) ||
      !g_ascii_string_to_unsigned (words[2], 10, 0, G_MAXSIZE / 4, &offset, NULL) ||
      !g_ascii_string_to_unsigned (words[3], 10, 0, G_MAXSIZE / 4, &length, NULL))
    return FALSE;
  begins = offset == 0;
  if (begins)
    timing->base = timing->end;
  if (timing->base + offset != timing->end)
    return FALSE;
  timing->least_us = MAX (timing->least_us, at_us);
  timing->end += length;
  Read read = {.offset = timing->base + offset,
               .length = length,
               .at_us = timing->least_us,
               .gone_us = timing->gone_us,
               .begins = begins && greets_at (feed, timing->base)};
  timing->last_us = timing->gone_us = MAX (timing->last_us, at_us);
  if (length > 0)
    g_array_append_val (feed->reads, read);
  return TRUE;
}

/* Reads behind the end of the file are clipped; bytes behind the last read get its time. */
static void
fit_reads (BhFeed *feed, const Timing *timing)
{
  if (timing->end == feed->length)
    return;
  feed->remark = g_strdup_printf ("the timing tells of %" G_GSIZE_FORMAT
                                  " bytes, the file has %" G_GSIZE_FORMAT,
                                  timing->end,
                                  feed->length);
  while (feed->reads->len > 0) {
    Read *last = &g_array_index (feed->reads, Read, feed->reads->len - 1);
    if (last->offset < feed->length) {
      last->length = feed->length - last->offset;
      return;
    }
    g_array_set_size (feed->reads, feed->reads->len - 1);
  }
}

/* Events bear the microsecond of the PBX: the time of the first, less how long after the beginning
 * its bytes came. 0: none has a date. */
static gint64
find_beginning (const BhFeed *feed, char **lines)
{
  static const char mark[] = "Event-Date-Timestamp";
  const char *found = memmem (feed->bytes, feed->length, mark, strlen (mark));
  const char *end = feed->bytes + feed->length;
  gint64 at_us = 0;

  if (found == NULL)
    return 0;
  gsize place = (gsize) (found - feed->bytes);
  for (found += strlen (mark); found < end && !g_ascii_isdigit (*found); found++)
    ;
  for (; found < end && g_ascii_isdigit (*found) && at_us < G_MAXINT64 / 16; found++)
    at_us = at_us * 10 + (*found - '0');
  for (guint i = 0; lines[i] != NULL; i++) {
    gdouble seconds;
    gsize offset, length;
    if (sscanf (lines[i], "[%lf, %zu, %zu]", &seconds, &offset, &length) == 3 && place >= offset &&
        place < offset + length)
      return at_us - (gint64) (seconds * G_USEC_PER_SEC);
  }
  return at_us;
}

static gboolean
take_relative (BhFeed *feed, Timing *timing, gint64 begin_us, const char *line)
{
  gdouble seconds;
  gsize offset, length;

  if (sscanf (line, "[%lf, %zu, %zu]", &seconds, &offset, &length) != 3 || seconds < 0 ||
      seconds > 1e9 || offset != timing->end || length > G_MAXSIZE / 4)
    return FALSE;
  timing->least_us = MAX (timing->least_us, begin_us + (gint64) (seconds * G_USEC_PER_SEC));
  timing->end += length;
  Read read = {.offset = offset,
               .length = length,
               .at_us = timing->least_us,
               .begins = offset == 0};
  if (length > 0)
    g_array_append_val (feed->reads, read);
  return TRUE;
}

static gboolean
take_timing_line (BhFeed *feed, Timing *timing, gint64 begin_us, char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 5);

  if (*line == '[')
    return take_relative (feed, timing, begin_us, line);
  if (g_str_equal (words[0], "C")) {
    take_sent (timing, words);
    return TRUE;
  }
  return g_str_equal (words[0], "S") && take_read (feed, timing, words);
}

static gboolean
read_timing (BhFeed *feed, const char *name, const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Timing timing = {0};
  gint64 begin_us = *text == '[' ? find_beginning (feed, lines) : 0;

  if (begin_us == 0)
    begin_us = UNDATED_US;

  for (guint i = 0; lines[i] != NULL; i++) {
    char *line = g_strstrip (lines[i]);
    if (*line == '\0' || *line == '#')
      continue;
    if (!take_timing_line (feed, &timing, begin_us, line)) {
      g_set_error (error,
                   BH_FEED_ERROR,
                   BH_FEED_ERROR_TIMING,
                   "%s:%u: \"%.60s\" is not a line of timing (S UNIXTIME OFFSET LENGTH, or "
                   "[SECONDS, OFFSET, LENGTH], the next "
                   "offset after the last one). Move the file away to replay without times.",
                   name,
                   i + 1,
                   line);
      return FALSE;
    }
  }
  feed->timed = feed->reads->len > 0;
  if (!feed->timed) {
    feed->remark = g_strdup_printf ("%s has no times", name);
    read_untimed (feed);
    return TRUE;
  }
  fit_reads (feed, &timing);
  return TRUE;
}

/* ---- opening */

static gboolean
feed_take (BhFeed *feed,
           const char *name,
           const char *timing_name,
           const char *timing,
           GError **error)
{
  if (!check_content (feed, name, error))
    return FALSE;
  if (timing != NULL)
    return read_timing (feed, timing_name, timing, error);
  read_untimed (feed);
  return TRUE;
}

static BhFeed *
feed_alloc (void)
{
  BhFeed *feed = g_new0 (BhFeed, 1);

  feed->reads = g_array_new (FALSE, FALSE, sizeof (Read));
  return feed;
}

BhFeed *
bh_feed_new (const char *bytes, gsize length, const char *name, const char *timing, GError **error)
{
  g_autoptr (BhFeed) feed = feed_alloc ();
  g_autofree char *timing_name = g_strconcat (name, ".tidx", NULL);

  feed->bytes = bytes;
  feed->length = length;
  return feed_take (feed, name, timing_name, timing, error) ? g_steal_pointer (&feed) : NULL;
}

/* FILE with @ending, else FILE with @ending for its own. NULL: there is none. */
static char *
find_beside (const char *file, const char *ending)
{
  g_autofree char *beside = g_strconcat (file, ending, NULL);
  const char *dot = strrchr (file, '.');
  const char *slash = strrchr (file, '/');
  g_autofree char *instead = NULL;

  if (g_file_test (beside, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&beside);
  if (dot == NULL || (slash != NULL && dot < slash))
    return NULL;
  instead = g_strdup_printf ("%.*s%s", (int) (dot - file), file, ending);
  if (g_file_test (instead, G_FILE_TEST_EXISTS) && !g_str_equal (instead, file))
    return g_steal_pointer (&instead);
  return NULL;
}

static char *
find_timing (const char *file)
{
  char *found = find_beside (file, ".tidx");

  return found != NULL ? found : find_beside (file, ".idx");
}

BhFeed *
bh_feed_open (const char *file, GError **error)
{
  g_autoptr (BhFeed) feed = feed_alloc ();
  g_autofree char *timing_name = find_timing (file);
  g_autofree char *timing = NULL;
  g_autoptr (GError) problem = NULL;

  if (g_file_test (file, G_FILE_TEST_IS_DIR))
    g_set_error (&problem, BH_FEED_ERROR, BH_FEED_ERROR_FILE, "it is a folder");
  else
    feed->map = g_mapped_file_new (file, FALSE, &problem);
  if (feed->map != NULL && timing_name != NULL)
    g_file_get_contents (timing_name, &timing, NULL, &problem);
  if (problem != NULL) {
    g_set_error (error,
                 BH_FEED_ERROR,
                 BH_FEED_ERROR_FILE,
                 "%s cannot be read: %s. Name a recorded feed that this user may read.",
                 file,
                 problem->message);
    return NULL;
  }
  feed->bytes = g_mapped_file_get_contents (feed->map);
  feed->length = g_mapped_file_get_length (feed->map);
  return feed_take (feed, file, timing_name, timing, error) ? g_steal_pointer (&feed) : NULL;
}

/* ---- giving out */

void
bh_feed_cut (BhFeed *feed, gsize most, guint32 seed)
{
  feed->most = most;
  feed->seed = seed;
  feed->random = seed;
}

void
bh_feed_rewind (BhFeed *feed)
{
  feed->next = 0;
  feed->done = 0;
  feed->random = feed->seed;
}

/* xorshift: the same cuts on every machine. */
static gsize
next_length (BhFeed *feed)
{
  if (feed->most == 0)
    return G_MAXSIZE;
  if (feed->seed == 0)
    return feed->most;
  feed->random ^= feed->random << 13;
  feed->random ^= feed->random >> 17;
  feed->random ^= feed->random << 5;
  return 1 + feed->random % feed->most;
}

gboolean
bh_feed_next (BhFeed *feed, BhFeedChunk *chunk)
{
  const Read *read;
  gsize most;

  if (feed->next >= feed->reads->len)
    return FALSE;
  read = &g_array_index (feed->reads, Read, feed->next);
  chunk->bytes = feed->bytes + read->offset + feed->done;
  most = next_length (feed);
  chunk->length = MIN (read->length - feed->done, most);
  chunk->at_us = read->at_us;
  chunk->begins = read->begins && feed->done == 0;
  chunk->gone_us = read->gone_us;
  feed->done += chunk->length;
  if (feed->done == read->length) {
    feed->next++;
    feed->done = 0;
  }
  return TRUE;
}

gboolean
bh_feed_is_timed (const BhFeed *feed)
{
  return feed->timed;
}

BhFeedSpeech
bh_feed_get_speech (const BhFeed *feed)
{
  return feed->speech;
}

const char *
bh_feed_get_remark (const BhFeed *feed)
{
  return feed->remark;
}
