/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/ctl/replay.h"
#include "server/pbx/ami/ami-parser.h"

/* bench-journey FOLDER [MEGABYTES]: the recorded feeds as one long connection to one busy PBX,
 * through stations 2 to 7 as the server runs them. Each round of the corpus gets ids of its own, so
 * every call is a new one. One core, one thread; the best of some rounds. */

#define ROUNDS   5
#define PIECE    (64 * 1024)
#define GREETING "Asterisk Call Manager/"

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Without its greeting lines: of all feeds together there is one connection. */
static void
append_feed (GString *corpus, const char *file)
{
  g_autofree char *bytes = NULL;
  gsize length;
  const char *at, *end;

  if (!g_file_get_contents (file, &bytes, &length, NULL))
    return;
  at = bytes;
  end = bytes + length;
  while (at < end) {
    const char *line = memchr (at, '\n', end - at);
    line = line != NULL ? line + 1 : end;
    if ((gsize) (end - at) < sizeof GREETING || memcmp (at, GREETING, sizeof GREETING - 1) != 0)
      g_string_append_len (corpus, at, line - at);
    at = line;
  }
  g_string_append (corpus, "\r\n\r\n");
}

/* A restart of the PBX or an error of a login is no day's work. */
static gboolean
is_of_a_day (const char *name)
{
  return g_str_has_suffix (name, ".ami") && name[0] != 'r' && name[0] != 's' &&
         !g_str_has_prefix (name, "a-") && !g_str_has_prefix (name, "q-");
}

static GString *
read_feeds (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  GString *corpus = g_string_new (NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_of_a_day (name))
      g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (files, compare_names);
  for (guint i = 0; i < files->len; i++)
    append_feed (corpus, files->pdata[i]);
  return corpus;
}

/* Asterisk's ids begin with the second of their making, 1795…: another second, another call. */
static void
renumber (char *from, char *end, guint round)
{
  char digits[5];

  g_snprintf (digits, sizeof digits, "%04u", 1000 + round % 9000);
  while ((from = memmem (from, end - from, "1795", 4)) != NULL) {
    memcpy (from, digits, 4);
    from += 4;
  }
}

static GString *
make_corpus (const char *folder, gsize at_least)
{
  g_autoptr (GString) once = read_feeds (folder);
  GString *corpus = g_string_new (GREETING "11.0.0\r\n");

  for (guint round = 0; once->len > 0 && corpus->len < at_least; round++) {
    gsize begin = corpus->len;
    g_string_append_len (corpus, once->str, once->len);
    renumber (corpus->str + begin, corpus->str + corpus->len, round);
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
parse_alone (const GString *corpus, BhReplayFigures *figures)
{
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

int
main (int argc, char **argv)
{
  guint64 megabytes = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 64;
  g_autoptr (GString) corpus = NULL;

  if (argc < 2) {
    g_printerr ("usage: bench-journey FOLDER [MEGABYTES]\n");
    return 1;
  }
  corpus = make_corpus (argv[1], CLAMP (megabytes, 1, 2048) * 1000000);
  if (corpus->len < 1000) {
    g_printerr ("bench-journey: %s holds no .ami file\n", argv[1]);
    return 1;
  }
  g_print ("corpus: %.0f MB of recorded feeds, renumbered\n", (double) corpus->len / 1e6);
  run (corpus, "parser alone (station 2)", -1);
  run (corpus, "to the model (stations 2 to 5)", 0);
  run (corpus, "contacts told (stations 2 to 7)", BH_REPLAY_CONTACTS);
  run (corpus, "every message told (stations 2 to 7)", BH_REPLAY_MESSAGES | BH_REPLAY_CONTACTS);
  return 0;
}
