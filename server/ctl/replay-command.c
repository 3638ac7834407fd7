/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "server/crm/phone-number.h"
#include "server/ctl/ctl.h"
#include "server/ctl/replay-numbers.h"
#include "server/ctl/replay.h"

typedef struct {
  gboolean events, changes, messages, contacts;
  gboolean join;
  gboolean stats;
  char *pbx;
  char **trunks;
  char **phones;
  char *home_region;
  gint wrap_up;
  gint chunk;
  gint chunk_seed;
  char **files;
} Options;

static const char explanation[] =
    "FILE holds the raw bytes that a PBX sent (Asterisk: the manager interface; FreeSWITCH: the "
    "event\n"
    "socket, plain or json): which of them is seen from the first bytes. When they came is read "
    "from\n"
    "FILE.tidx, or the file of the same name with .tidx in place of its ending, where there is "
    "one:\n"
    "\"S UNIXTIME OFFSET LENGTH\" for each read; or .idx: \"[SECONDS, OFFSET, LENGTH]\" since the\n"
    "connection began. Without it, the time stamps of the events count (FreeSWITCH always writes\n"
    "them, Asterisk with timestampevents = yes in manager.conf), else time is made up.\n"
    "\n"
    "Several files are several recordings, each by itself; with --join one goes on where the "
    "other\n"
    "ended.\n"
    "\n"
    "Exit codes: 0 done; 2 a file is missing, cannot be read or is no feed.";

static void
write_line (const char *line, gsize length, gpointer data)
{
  fwrite (line, 1, length, stdout);
}

static BhReplay *
make_replay (const Options *options)
{
  g_autoptr (BhReplayNumbers) numbers =
      options->home_region != NULL ? bh_replay_numbers_new (options->home_region) : NULL;
  BhReplayOptions made = {
      .show = (options->events ? BH_REPLAY_EVENTS : 0) |
              (options->changes ? BH_REPLAY_CHANGES : 0) |
              (options->messages ? BH_REPLAY_MESSAGES : 0) |
              (options->contacts ? BH_REPLAY_CONTACTS : 0),
      .pbx = options->pbx != NULL ? options->pbx : "main",
      .trunks = (const char *const *) options->trunks,
      .phones = (const char *const *) options->phones,
      .wrap_up_us = options->wrap_up * G_USEC_PER_SEC,
      .crm = numbers != NULL ? BH_CRM_PORT (numbers) : NULL,
      .line = write_line,
  };

  if (made.show == 0)
    made.show = BH_REPLAY_CONTACTS;
  return bh_replay_new (&made);
}

static void
print_stats (const BhReplay *replay)
{
  BhReplayFigures f;

  bh_replay_get_figures (replay, &f);
  fprintf (stderr,
           "%" G_GUINT64_FORMAT " bytes, %" G_GUINT64_FORMAT " messages (%" G_GUINT64_FORMAT
           " of no use, %" G_GUINT64_FORMAT " beyond the limits), %" G_GUINT64_FORMAT
           " events, %" G_GUINT64_FORMAT " changes, %" G_GUINT64_FORMAT " contacts\n",
           f.bytes,
           f.messages,
           f.unwanted,
           f.skipped,
           f.events,
           f.changes,
           f.contacts);
}

static BhFeed *
open_feed (const Options *options, const char *file)
{
  g_autoptr (GError) error = NULL;
  BhFeed *feed = bh_feed_open (file, &error);

  if (feed == NULL) {
    bh_ctl_fail (BH_CTL_USAGE, "%s", error->message);
    return NULL;
  }
  if (!bh_feed_is_timed (feed))
    fprintf (stderr,
             "bellhopctl: %s has no timing file beside it: the times are those of its events, or "
             "made up\n",
             file);
  if (bh_feed_get_remark (feed) != NULL)
    fprintf (stderr, "bellhopctl: %s: %s\n", file, bh_feed_get_remark (feed));
  bh_feed_cut (feed, (gsize) options->chunk, (guint32) options->chunk_seed);
  return feed;
}

static void
finish (const Options *options, BhReplay *replay)
{
  bh_replay_finish (replay);
  fflush (stdout);
  if (options->stats)
    print_stats (replay);
  bh_replay_free (replay);
}

static int
run (const Options *options)
{
  BhReplay *replay = NULL;
  int code = BH_CTL_OK;

  for (guint i = 0; options->files[i] != NULL; i++) {
    g_autoptr (BhFeed) feed = open_feed (options, options->files[i]);
    if (feed == NULL) {
      code = BH_CTL_USAGE;
      continue;
    }
    if (replay == NULL)
      replay = make_replay (options);
    bh_replay_run (replay, feed);
    if (!options->join)
      finish (options, g_steal_pointer (&replay));
  }
  if (replay != NULL)
    finish (options, replay);
  return code;
}

static int
check (const Options *options)
{
  const char *region = options->home_region;

  if (options->files == NULL)
    return bh_ctl_fail (BH_CTL_USAGE, "no file is named. See bellhopctl replay --help");
  if (region != NULL && !bh_phone_region_is_known (region))
    return bh_ctl_fail (BH_CTL_USAGE,
                        "--home-region: \"%s\" is not a country. Write two capital letters, as in "
                        "CN or DE",
                        region);
  if (options->chunk < 0 || options->chunk_seed < 0 || options->wrap_up < 0)
    return bh_ctl_fail (BH_CTL_USAGE, "a number is below zero. See bellhopctl replay --help");
  return BH_CTL_OK;
}

static void
options_clear (Options *options)
{
  g_free (options->pbx);
  g_strfreev (options->trunks);
  g_strfreev (options->phones);
  g_free (options->home_region);
  g_strfreev (options->files);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

int
bh_ctl_replay (int argc, char **argv)
{
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {
      {"contacts",
       0,
       0,
       G_OPTION_ARG_NONE,
       &options.contacts,
       "One JSON object a line for each contact (this is shown when nothing else is asked for)",
       NULL},
      {"events",
       0,
       0,
       G_OPTION_ARG_NONE,
       &options.events,
       "Each event of the PBX in Bellhop's words, with the seconds since the first byte",
       NULL},
      {"changes",
       0,
       0,
       G_OPTION_ARG_NONE,
       &options.changes,
       "Each change of a contact, agent or queue",
       NULL},
      {"messages",
       0,
       0,
       G_OPTION_ARG_NONE,
       &options.messages,
       "The stream that a client would be sent, one JSON object a line",
       NULL},
      {"home-region",
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.home_region,
       "Show customers' numbers in full, as numbers of this country",
       "CC"},
      {"pbx",
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.pbx,
       "Name of the PBX, a part of the contacts' ids (main)",
       "NAME"},
      {"trunk",
       0,
       0,
       G_OPTION_ARG_STRING_ARRAY,
       &options.trunks,
       "Devices that lead outside, * for anything; may be repeated",
       "PATTERN"},
      {"phone",
       0,
       0,
       G_OPTION_ARG_STRING_ARRAY,
       &options.phones,
       "Devices that are agents' phones; may be repeated",
       "PATTERN"},
      {"wrap-up",
       0,
       0,
       G_OPTION_ARG_INT,
       &options.wrap_up,
       "Seconds of wrap-up after a talk (0)",
       "SECONDS"},
      {"join",
       0,
       0,
       G_OPTION_ARG_NONE,
       &options.join,
       "The files are parts of one recording",
       NULL},
      {"chunk",
       0,
       0,
       G_OPTION_ARG_INT,
       &options.chunk,
       "Cut the bytes into pieces of at most so many",
       "BYTES"},
      {"chunk-seed",
       0,
       0,
       G_OPTION_ARG_INT,
       &options.chunk_seed,
       "Cut at random, the same with the same seed",
       "SEED"},
      {"stats", 0, 0, G_OPTION_ARG_NONE, &options.stats, "Figures on standard error", NULL},
      {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.files, NULL, NULL},
      {NULL},
  };
  int code;

  if (!bh_ctl_parse (entries, explanation, &argc, &argv, &code))
    return code;
  code = check (&options);
  return code != BH_CTL_OK ? code : run (&options);
}
