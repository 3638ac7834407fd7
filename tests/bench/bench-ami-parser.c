/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-normalize.h"
#include "server/pbx/ami/ami-parser.h"
#include "tests/bench/corpus.h"

/* bench-ami-parser FOLDER [MEGABYTES]: the recorded feeds one after another, again and again until
 * there are that many bytes in memory (256), through stations 2 and 3. One core, one thread.
 * Prints the best of some rounds: what else the machine does only makes a round slower. */

#define ROUNDS 5
#define PIECE  (64 * 1024) /* as a read from a socket */

typedef struct {
  guint64 messages;
  guint64 headers;
  guint64 events;
} Counts;

static void
count_event (const BhPbxEvent *event, gpointer user_data)
{
  Counts *counts = user_data;
  counts->events++;
}

typedef void (*Work) (BhAmiMessage *message, BhAmiNormalize *normalize, Counts *counts);

static void
only_find (BhAmiMessage *message, BhAmiNormalize *normalize, Counts *counts)
{
  counts->messages++;
}

static void
split_all (BhAmiMessage *message, BhAmiNormalize *normalize, Counts *counts)
{
  bh_ami_message_find (message, BH_AMI_KEY_EVENT);
  counts->messages++;
  counts->headers += message->n_headers;
}

static void
normalize_all (BhAmiMessage *message, BhAmiNormalize *normalize, Counts *counts)
{
  bh_ami_normalize_feed (normalize, message);
  counts->messages++;
}

static double
run_once (const GByteArray *corpus, Work work, Counts *counts)
{
  g_autoptr (BhAmiParser) parser = bh_ami_parser_new (NULL);
  g_autoptr (BhAmiNormalize) normalize = bh_ami_normalize_new (count_event, counts);
  const char *bytes = (const char *) corpus->data;
  gint64 begin = g_get_monotonic_time ();
  for (gsize at = 0; at < corpus->len;) {
    at += bh_ami_parser_feed (parser, bytes + at, MIN (PIECE, corpus->len - at));
    for (BhAmiMessage *m; (m = bh_ami_parser_next (parser)) != NULL;)
      work (m, normalize, counts);
  }
  return (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
}

static void
run (const GByteArray *corpus, const char *name, Work work)
{
  double best = G_MAXDOUBLE;
  Counts counts = {0};
  for (int round = 0; round < ROUNDS; round++) {
    counts = (Counts){0};
    double took = run_once (corpus, work, &counts);
    best = MIN (best, took);
  }
  g_print ("%-34s %8.0f MB/s %12.0f events/s %6.0f ns/event",
           name,
           (double) corpus->len / best / 1e6,
           (double) counts.messages / best,
           best * 1e9 / (double) counts.messages);
  if (counts.headers > 0)
    g_print ("  %.1f headers each", (double) counts.headers / (double) counts.messages);
  if (counts.events > 0)
    g_print ("  %.0f PBX events/s out", (double) counts.events / best);
  g_print ("\n");
}

int
main (int argc, char **argv)
{
  if (argc < 2) {
    g_printerr ("usage: bench-ami-parser FOLDER [MEGABYTES]\n");
    return 1;
  }
  guint64 megabytes = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 256;
  g_autoptr (GByteArray) corpus =
      bh_corpus_new (argv[1], ".ami", CLAMP (megabytes, 1, 2048) * 1000000);
  if (corpus->len == 0) {
    g_printerr ("bench-ami-parser: %s holds no .ami file\n", argv[1]);
    return 1;
  }
  g_print ("corpus: %.0f MB of recorded feeds\n", (double) corpus->len / 1e6);
  run (corpus, "blocks found and named", only_find);
  run (corpus, "all headers split and identified", split_all);
  run (corpus, "normalised (stations 2 and 3)", normalize_all);
  return 0;
}
