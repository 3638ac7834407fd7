/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/ctl/replay.h"
#include "server/pbx/ami/ami-parser.h"
#include "server/pbx/esl/esl-parser.h"

/* bench-journey FOLDER [MEGABYTES]: the recorded feeds as one long connection to one busy PBX,
 * through stations 2 to 7 as the server runs them; those of FreeSWITCH plain and as JSON, each by
 * itself. Each round of the corpus gets ids of its own, so every call is a new one. One core, one
 * thread; the best of some rounds. */

#define ROUNDS   5
#define PIECE    (64 * 1024)
#define GREETING "Asterisk Call Manager/"
#define LOGIN    "Content-Type: auth/request\n\n"
#define UUID     36

typedef struct {
  const char *name;
  const char *ending;
  const char *begins; /* the corpus */
  void (*append) (GString *corpus, const char *bytes, gsize length);
  void (*renumber) (char *from, char *end, guint round);
} Speech;

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Without its greeting lines: of all feeds together there is one connection. */
static void
append_ami (GString *corpus, const char *at, gsize length)
{
  const char *end = at + length;

  while (at < end) {
    const char *line = memchr (at, '\n', end - at);
    line = line != NULL ? line + 1 : end;
    if ((gsize) (end - at) < sizeof GREETING || memcmp (at, GREETING, sizeof GREETING - 1) != 0)
      g_string_append_len (corpus, at, line - at);
    at = line;
  }
  g_string_append (corpus, "\r\n\r\n");
}

/* The events alone: who asked what, and logged in when, was another's business. */
static void
append_esl (GString *corpus, const char *at, gsize length)
{
  const char *end = at + length;

  while (at < end) {
    const char *split = g_strstr_len (at, end - at, "\n\n");
    const char *mark = split != NULL ? g_strstr_len (at, split - at, "Content-Length: ") : NULL;
    gsize body = mark != NULL ? g_ascii_strtoull (mark + strlen ("Content-Length: "), NULL, 10) : 0;
    if (split == NULL || body > (gsize) (end - split - 2))
      return;
    if (g_strstr_len (at, split - at, "text/event-") != NULL)
      g_string_append_len (corpus, at, split + 2 + body - at);
    at = split + 2 + body;
  }
}

/* A restart of the PBX or an error of a login is no day's work. */
static gboolean
is_of_a_day (const char *name)
{
  return name[0] != 'r' && name[0] != 's' && name[0] != 'u' && !g_str_has_prefix (name, "a-") &&
         name[0] != 'q';
}

static GString *
read_feeds (const char *folder, const Speech *speech)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  GString *corpus = g_string_new (NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, speech->ending) && is_of_a_day (name))
      g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (files, compare_names);
  for (guint i = 0; i < files->len; i++) {
    g_autofree char *bytes = NULL;
    gsize length;
    if (g_file_get_contents (files->pdata[i], &bytes, &length, NULL))
      speech->append (corpus, bytes, length);
  }
  return corpus;
}

/* Asterisk's ids begin with the second of their making, 1795…: another second, another call. */
static void
renumber_ami (char *from, char *end, guint round)
{
  char digits[5];

  g_snprintf (digits, sizeof digits, "%04u", 1000 + round % 9000);
  while ((from = memmem (from, end - from, "1795", 4)) != NULL) {
    memcpy (from, digits, 4);
    from += 4;
  }
}

static gboolean
is_uuid (const char *at)
{
  for (guint i = 0; i < UUID; i++) {
    gboolean is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_dash ? at[i] != '-' : !g_ascii_isxdigit (at[i]))
      return FALSE;
  }
  return TRUE;
}

/* The first four digits of each id go on by one a round; the boot stays the same. */
static void
renumber_esl (char *from, char *end, guint round)
{
  static const char digits[] = "0123456789abcdef";

  for (char *at = from + 8; at + UUID <= end; at++) {
    at = memchr (at, '-', end - at);
    if (at == NULL || at + UUID > end)
      return;
    char *id = at - 8;
    if (!is_uuid (id))
      continue;
    gboolean is_boot = id - from > 16 && memmem (id - 16, 16, "Core-UUID", 9) != NULL;
    for (guint i = 0; i < 4; i++) {
      guint value = (guint) g_ascii_xdigit_value (id[i]);
      id[i] = is_boot ? '0' : digits[(value + (round >> (4 * i))) & 15];
    }
    if (is_boot)
      memset (id + 4, '0', 4);
    at += UUID - 9;
  }
}

static const Speech speeches[] = {
    {"ami", ".ami", GREETING "11.0.0\r\n", append_ami, renumber_ami},
    {"plain", ".plain.esl", LOGIN, append_esl, renumber_esl},
    {"json", ".json.esl", LOGIN, append_esl, renumber_esl},
};

static GString *
make_corpus (const char *folder, const Speech *speech, gsize at_least)
{
  g_autoptr (GString) once = read_feeds (folder, speech);
  GString *corpus = g_string_new (speech->begins);

  for (guint round = 0; once->len > 0 && corpus->len < at_least; round++) {
    gsize begin = corpus->len;
    g_string_append_len (corpus, once->str, once->len);
    speech->renumber (corpus->str + begin, corpus->str + corpus->len, round);
  }
  return corpus;
}

/* As if each piece had come in one read, 10 ms after the last one: a PBX with some hundred calls a
 * second. */
static char *
make_timing (gsize length)
{
  GString *timing = g_string_new (NULL);

  for (gsize at = 0; at < length; at += PIECE)
    g_string_append_printf (timing,
                            "S %.3f %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT "\n",
                            1795296949.0 + (double) (at / PIECE) / 100,
                            at,
                            MIN (PIECE, length - at));
  return g_string_free (timing, FALSE);
}

static void
count_line (const char *line, gsize length, gpointer data)
{
  *(gsize *) data += length;
}

static gint64
parse_esl_alone (const GString *corpus, BhReplayFigures *figures)
{
  g_autoptr (BhEslParser) parser = bh_esl_parser_new (NULL);
  gint64 begin = g_get_monotonic_time ();

  for (gsize at = 0; at < corpus->len;) {
    at += bh_esl_parser_feed (parser, corpus->str + at, MIN (PIECE, corpus->len - at));
    while (bh_esl_parser_next (parser) != NULL)
      ;
  }
  figures->messages = bh_esl_parser_get_stats (parser)->messages;
  return g_get_monotonic_time () - begin;
}

static gint64
parse_alone (const GString *corpus, BhReplayFigures *figures)
{
  if (g_str_has_prefix (corpus->str, LOGIN))
    return parse_esl_alone (corpus, figures);
  g_autoptr (BhAmiParser) parser = bh_ami_parser_new (NULL);
  gint64 begin = g_get_monotonic_time ();

  for (gsize at = 0; at < corpus->len;) {
    at += bh_ami_parser_feed (parser, corpus->str + at, MIN (PIECE, corpus->len - at));
    while (bh_ami_parser_next (parser) != NULL)
      ;
  }
  figures->messages = bh_ami_parser_get_stats (parser)->messages;
  return g_get_monotonic_time () - begin;
}

static gint64
replay (const GString *corpus, BhReplayShow show, BhReplayFigures *figures)
{
  gsize written = 0;
  const BhReplayOptions options = {.show = show,
                                   .pbx = "main",
                                   .line = count_line,
                                   .data = &written};
  g_autoptr (BhReplay) made = bh_replay_new (&options);
  g_autofree char *timing = make_timing (corpus->len);
  g_autoptr (BhFeed) feed = bh_feed_new (corpus->str, corpus->len, "corpus", timing, NULL);
  gint64 begin = g_get_monotonic_time ();

  bh_replay_run (made, feed);
  bh_replay_get_figures (made, figures);
  return g_get_monotonic_time () - begin;
}

static void
run (const GString *corpus, const char *name, int show)
{
  gint64 best = G_MAXINT64;
  BhReplayFigures figures = {0};
  double seconds;

  for (guint i = 0; i < ROUNDS; i++) {
    gint64 took = show < 0 ? parse_alone (corpus, &figures)
                           : replay (corpus, (BhReplayShow) show, &figures);
    best = MIN (best, took);
  }
  seconds = (double) best / G_USEC_PER_SEC;
  g_print ("%-40s %6.0f MB/s %10.0f events/s",
           name,
           (double) corpus->len / seconds / 1e6,
           (double) figures.messages / seconds);
  if (figures.events > 0)
    g_print ("  (%.0f %% of use; %.1f changes and %.1f messages a contact)",
             100.0 * (double) figures.events / (double) figures.messages,
             figures.contacts > 0 ? (double) figures.changes / (double) figures.contacts : 0.0,
             figures.contacts > 0 ? (double) figures.frames / (double) figures.contacts : 0.0);
  g_print ("\n");
}

static gboolean
run_all (const char *folder, const Speech *speech, gsize bytes)
{
  g_autoptr (GString) corpus = make_corpus (folder, speech, bytes);

  if (corpus->len < 1000)
    return FALSE;
  g_print ("corpus: %.0f MB of recorded feeds (%s), renumbered\n",
           (double) corpus->len / 1e6,
           speech->name);
  run (corpus, "parser alone (station 2)", -1);
  run (corpus, "to the model (stations 2 to 5)", 0);
  run (corpus, "contacts told (stations 2 to 7)", BH_REPLAY_CONTACTS);
  run (corpus, "every message told (stations 2 to 7)", BH_REPLAY_MESSAGES | BH_REPLAY_CONTACTS);
  return TRUE;
}

int
main (int argc, char **argv)
{
  guint64 megabytes = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 64;
  guint n = 0;

  if (argc < 2) {
    g_printerr ("usage: bench-journey FOLDER [MEGABYTES]\n");
    return 1;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (speeches); i++)
    n += run_all (argv[1], &speeches[i], CLAMP (megabytes, 1, 2048) * 1000000);
  if (n == 0)
    g_printerr ("bench-journey: %s holds no .ami and no .esl file\n", argv[1]);
  return n > 0 ? 0 : 1;
}
