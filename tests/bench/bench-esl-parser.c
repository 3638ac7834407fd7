/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-parser.h"
#include "tests/bench/corpus.h"

/* bench-esl-parser FOLDER [MEGABYTES]: the recorded feeds, those in plain and those in JSON, again
 * and again until there are that many bytes in memory (256), through station 2. One core, one
 * thread. Prints the best of some rounds: what else the machine does only makes a round slower. */

#define ROUNDS 5
#define PIECE  (64 * 1024) /* as a read from a socket */

typedef struct {
  guint64 messages;
  guint64 headers;
  guint64 found;
} Counts;

typedef void (*Work) (BhEslMessage *message, Counts *counts);

static void
only_find (BhEslMessage *message, Counts *counts)
{
  gsize length = 0;
  bh_esl_message_name (message, &length);
}

/* What a model asks of an event, and more. */
static void
ask_for_some (BhEslMessage *message, Counts *counts)
{
  static const char *const names[] = {"Unique-ID",
                                      "Event-Date-Timestamp",
                                      "Core-UUID",
                                      "Channel-Call-UUID",
                                      "Call-Direction",
                                      "Channel-Call-State",
                                      "Channel-Name",
                                      "Channel-Presence-ID",
                                      "Caller-Caller-ID-Number",
                                      "Caller-Caller-ID-Name",
                                      "Caller-Destination-Number",
                                      "Caller-Context",
                                      "Other-Leg-Unique-ID",
                                      "Hangup-Cause",
                                      "variable_hangup_cause_q850",
                                      "variable_sip_hangup_disposition",
                                      "variable_cc_member_session_uuid",
                                      "variable_cc_agent",
                                      "variable_cti_ref",
                                      "variable_nosuch"};
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    counts->found += bh_esl_message_get (message, names[i]) != NULL;
}

static void
decode_all (BhEslMessage *message, Counts *counts)
{
  for (guint i = 0; bh_esl_message_header (message, i) != NULL; i++)
    counts->headers++;
}

static double
run_once (const GByteArray *corpus, Work work, Counts *counts)
{
  g_autoptr (BhEslParser) parser = bh_esl_parser_new (NULL);
  const char *bytes = (const char *) corpus->data;
  gint64 begin = g_get_monotonic_time ();
  for (gsize at = 0; at < corpus->len;) {
    at += bh_esl_parser_feed (parser, bytes + at, MIN (PIECE, corpus->len - at));
    for (BhEslMessage *m; (m = bh_esl_parser_next (parser)) != NULL; counts->messages++)
      work (m, counts);
  }
  g_assert_null (bh_esl_parser_get_fault (parser));
  return (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
}

static void
run (const GByteArray *corpus, const char *form, const char *name, Work work)
{
  double best = G_MAXDOUBLE;
  Counts counts = {0};
  for (int round = 0; round < ROUNDS; round++) {
    counts = (Counts){0};
    double took = run_once (corpus, work, &counts);
    best = MIN (best, took);
  }
  g_print ("%-5s %-34s %8.0f MB/s %12.0f events/s %6.0f ns/event",
           form,
           name,
           (double) corpus->len / best / 1e6,
           (double) counts.messages / best,
           best * 1e9 / (double) counts.messages);
  if (counts.headers > 0)
    g_print ("  %.0f headers each", (double) counts.headers / (double) counts.messages);
  g_print ("\n");
}

static gboolean
run_all (const char *folder, const char *form, gsize bytes)
{
  g_autofree char *ending = g_strconcat (".", form, ".esl", NULL);
  g_autoptr (GByteArray) corpus = bh_corpus_new (folder, ending, bytes);
  if (corpus->len == 0) {
    g_printerr ("bench-esl-parser: %s holds no file that ends in %s\n", folder, ending);
    return FALSE;
  }
  run (corpus, form, "frames found and named", only_find);
  run (corpus, form, "twenty headers of each asked for", ask_for_some);
  run (corpus, form, "all headers of each decoded", decode_all);
  return TRUE;
}

int
main (int argc, char **argv)
{
  if (argc < 2) {
    g_printerr ("usage: bench-esl-parser FOLDER [MEGABYTES]\n");
    return 1;
  }
  guint64 megabytes = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 256;
  gsize bytes = CLAMP (megabytes, 1, 2048) * 1000000;
  return run_all (argv[1], "plain", bytes) && run_all (argv[1], "json", bytes) ? 0 : 1;
}
