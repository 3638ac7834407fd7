/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/replay.h"

#include "server/pbx/ami/ami-normalize.h"
#include "server/pbx/ami/ami-parser.h"
#include "server/pbx/esl/esl-normalize.h"
#include "server/pbx/esl/esl-parser.h"
#include "server/wire/contact-json.h"
#include "server/wire/messages.h"

/* Where a recording has no times: the first of January 2000, a millisecond for each message. */
#define SYNTHETIC_START_US (G_GINT64_CONSTANT (946684800) * G_USEC_PER_SEC)
#define SYNTHETIC_STEP_US  1000
/* What is due this long after the last byte still happens: nothing was recorded against it. */
#define AFTERMATH_US (10 * G_USEC_PER_SEC)

struct BhReplay {
  BhReplayOptions options;
  gint64 now_us;
  gint64 start_us;  /* of the first byte */
  gboolean made_up; /* start_us is, until an event tells its time */
  BhClock *clock;
  BhAmiParser *parser;
  BhAmiNormalize *normalize;
  BhEslParser *esl_parser; /* of a feed of FreeSWITCH, else NULL */
  BhEslNormalize *esl_normalize;
  BhEngine *engine;
  BhEnginePbx *pbx;
  GQueue contacts;  /* of BhContact, in the order of their start, those not shown yet */
  GHashTable *open; /* id -> link of contacts */
  GString *line;
  gint64 seq;
  BhReplayFigures figures;
};

static gint64
replay_now (gpointer data)
{
  BhReplay *replay = data;
  return replay->now_us;
}

/* ---- showing */

static void
end_line (BhReplay *replay)
{
  g_string_append_c (replay->line, '\n');
  replay->options.line (replay->line->str, replay->line->len, replay->options.data);
  g_string_truncate (replay->line, 0);
}

/* Seconds since the first byte. */
static void
begin_line (BhReplay *replay)
{
  gint64 ms = (replay->now_us - replay->start_us) / 1000;

  g_string_append_printf (replay->line, "%" G_GINT64_FORMAT ".%03d ", ms / 1000, (int) (ms % 1000));
}

static void
begin_frame (BhReplay *replay, BhJsonOut *out, const char *type)
{
  bh_json_out_text (out, replay->line);
  bh_json_begin_object (out, NULL);
  bh_json_string (out, "type", type);
  bh_json_string (out, "epoch", "replay");
  bh_json_int (out, "seq", ++replay->seq);
  bh_json_time (out, "at", replay->now_us);
}

static void
end_frame (BhReplay *replay, BhJsonOut *out)
{
  bh_json_end_object (out);
  replay->figures.frames++;
  end_line (replay);
}

/* A stream begins with what there is: nothing. */
static void
show_empty_snapshot (BhReplay *replay)
{
  BhJsonOut out;

  begin_frame (replay, &out, "snapshot_begin");
  end_frame (replay, &out);
  begin_frame (replay, &out, "snapshot_end");
  end_frame (replay, &out);
}

static const BhViewer sees_all = {NULL};

static void
show_messages (BhReplay *replay, const BhChange *change)
{
  BhWireWords words = {0};
  BhJsonOut out;
  guint n;
  const BhWireRule *rules = bh_wire_rules (&n);

  if (change->kind == BH_CHANGE_CONTACT && change->contact.after != NULL)
    words.e164 = bh_engine_get_e164 (replay->engine, change->contact.after);
  for (guint i = 0; i < n; i++) {
    if (rules[i].kind != change->kind || !rules[i].concerns (change, &sees_all))
      continue;
    begin_frame (replay, &out, "event");
    bh_json_string (&out, "event", rules[i].event);
    rules[i].write (&out, "data", change, &words);
    end_frame (replay, &out);
  }
}

static void
show_change (BhReplay *replay, const BhChange *change)
{
  begin_line (replay);
  bh_change_describe (change, replay->line);
  end_line (replay);
}

static void
show_contact (BhReplay *replay, const BhContact *contact)
{
  /* a call that went on as a part of another contact is told there */
  if (contact->outcome == BH_OUTCOME_MERGED)
    return;
  bh_contact_line (contact, bh_engine_get_e164 (replay->engine, contact), replay->line);
  end_line (replay);
}

/* ---- contacts in the order of their start */

static void
show_ended_contacts (BhReplay *replay)
{
  for (;;) {
    BhContact *first = g_queue_peek_head (&replay->contacts);
    if (first == NULL || first->ended_us == 0)
      return;
    show_contact (replay, first);
    g_hash_table_remove (replay->open, first->id);
    bh_contact_unref (g_queue_pop_head (&replay->contacts));
  }
}

static void
collect_contact (BhReplay *replay, BhContact *contact)
{
  GList *link = g_hash_table_lookup (replay->open, contact->id);

  if (link == NULL) {
    g_queue_push_tail (&replay->contacts, bh_contact_ref (contact));
    g_hash_table_insert (replay->open, contact->id, replay->contacts.tail);
    replay->figures.contacts++;
  } else {
    /* the key lies in the picture: it goes with it */
    g_hash_table_steal (replay->open, contact->id);
    bh_contact_unref (link->data);
    link->data = bh_contact_ref (contact);
    g_hash_table_insert (replay->open, contact->id, link);
  }
  if (contact->ended_us != 0)
    show_ended_contacts (replay);
}

static void
on_turn (const BhTurn *turn, gint64 now_us, gpointer data)
{
  BhReplay *replay = data;

  for (guint i = 0; i < turn->n_changes; i++) {
    const BhChange *change = &turn->changes[i];
    if (replay->options.show & BH_REPLAY_CHANGES)
      show_change (replay, change);
    if (replay->options.show & BH_REPLAY_MESSAGES)
      show_messages (replay, change);
    if (replay->options.show & BH_REPLAY_CONTACTS && change->kind == BH_CHANGE_CONTACT &&
        change->contact.after != NULL)
      collect_contact (replay, change->contact.after);
  }
}

static const BhEngineWatcher watcher = {.turn = on_turn};

/* ---- the stations */

static void
on_event (const BhPbxEvent *event, gpointer data)
{
  BhReplay *replay = data;

  if (replay->options.show & BH_REPLAY_EVENTS) {
    begin_line (replay);
    bh_pbx_event_describe (event, replay->line);
    end_line (replay);
  }
  bh_engine_take_event (replay->engine, replay->pbx, event);
}

/* Time goes on to @now_us; what is due on the way happens at its own time. */
static void
move_time (BhReplay *replay, gint64 now_us)
{
  const BhModel *model = bh_engine_get_model (replay->engine);

  for (guint rounds = 0; rounds < 100000; rounds++) {
    gint64 due = bh_model_next_deadline (model);
    if (due == 0 || due > now_us)
      break;
    replay->now_us = MAX (replay->now_us, due);
    bh_engine_tick (replay->engine);
  }
  replay->now_us = MAX (replay->now_us, now_us);
}

/* A recording without times: the PBX's own, where it stamps its events, else each message takes a
 * while. */
static void
guess_time (BhReplay *replay, BhAmiMessage *message)
{
  const char *stamp = message->kind == BH_AMI_MESSAGE_EVENT
                          ? bh_ami_message_get (message, BH_AMI_KEY_TIMESTAMP)
                          : NULL;
  gdouble seconds = stamp != NULL ? g_ascii_strtod (stamp, NULL) : 0;

  if (seconds > 1e6 && seconds < 1e11) {
    move_time (replay, (gint64) (seconds * G_USEC_PER_SEC));
    if (replay->made_up) /* the first time that the PBX tells: what came before was just before */
      replay->start_us = replay->now_us;
    replay->made_up = FALSE;
  } else
    move_time (replay, replay->now_us + SYNTHETIC_STEP_US);
}

static void
guess_esl_time (BhReplay *replay, BhEslMessage *message)
{
  const char *stamp = message->kind == BH_ESL_MESSAGE_EVENT
                          ? bh_esl_message_get (message, "Event-Date-Timestamp")
                          : NULL;
  gint64 at_us = stamp != NULL ? g_ascii_strtoll (stamp, NULL, 10) : 0;

  move_time (replay, at_us > SYNTHETIC_START_US ? at_us : replay->now_us + SYNTHETIC_STEP_US);
}

static void
take_esl_bytes (BhReplay *replay, const char *bytes, gsize length, gboolean timed)
{
  while (length > 0) {
    gsize taken = bh_esl_parser_feed (replay->esl_parser, bytes, length);
    BhEslMessage *message;
    while ((message = bh_esl_parser_next (replay->esl_parser)) != NULL) {
      if (!timed)
        guess_esl_time (replay, message);
      bh_esl_normalize_feed (replay->esl_normalize, message, replay->now_us);
    }
    if (taken == 0)
      return;
    bytes += taken;
    length -= taken;
  }
}

static void
take_bytes (BhReplay *replay, const char *bytes, gsize length, gboolean timed)
{
  if (replay->esl_parser != NULL) {
    take_esl_bytes (replay, bytes, length, timed);
    return;
  }
  while (length > 0) {
    gsize taken = bh_ami_parser_feed (replay->parser, bytes, length);
    BhAmiMessage *message;
    while ((message = bh_ami_parser_next (replay->parser)) != NULL) {
      if (!timed)
        guess_time (replay, message);
      bh_ami_normalize_feed (replay->normalize, message);
    }
    bytes += taken;
    length -= taken;
  }
}

static void
begin_time (BhReplay *replay, gint64 at_us)
{
  if (replay->start_us != 0)
    return;
  replay->start_us = replay->now_us = at_us != 0 ? at_us : SYNTHETIC_START_US;
  replay->made_up = at_us == 0;
  if (replay->options.show & BH_REPLAY_MESSAGES)
    show_empty_snapshot (replay);
}

static void
begin_connection (BhReplay *replay, gint64 gone_us)
{
  if (gone_us != 0)
    move_time (replay, gone_us);
  if (replay->esl_parser != NULL) {
    if (replay->figures.bytes > 0)
      bh_esl_normalize_link_down (replay->esl_normalize, "the recorded connection ended");
    bh_esl_parser_reset (replay->esl_parser);
    return;
  }
  if (replay->figures.bytes > 0)
    bh_ami_normalize_link_down (replay->normalize, "the recorded connection ended");
  bh_ami_parser_reset (replay->parser);
}

static void
speak (BhReplay *replay, BhFeedSpeech speech)
{
  if (speech != BH_FEED_FREESWITCH || replay->esl_parser != NULL)
    return;
  replay->esl_parser = bh_esl_parser_new (NULL);
  replay->esl_normalize = bh_esl_normalize_new (on_event, replay);
}

void
bh_replay_run (BhReplay *replay, BhFeed *feed)
{
  BhFeedChunk chunk;

  speak (replay, bh_feed_get_speech (feed));
  while (bh_feed_next (feed, &chunk)) {
    begin_time (replay, chunk.at_us);
    if (chunk.begins)
      begin_connection (replay, chunk.gone_us);
    if (chunk.at_us != 0)
      move_time (replay, chunk.at_us);
    take_bytes (replay, chunk.bytes, chunk.length, chunk.at_us != 0);
    replay->figures.bytes += chunk.length;
  }
}

void
bh_replay_finish (BhReplay *replay)
{
  move_time (replay, replay->now_us + AFTERMATH_US);
  while (!g_queue_is_empty (&replay->contacts)) {
    g_autoptr (BhContact) contact = g_queue_pop_head (&replay->contacts);
    show_contact (replay, contact);
  }
  g_hash_table_remove_all (replay->open);
}

/* ---- life */

static BhEngine *
make_engine (BhReplay *replay)
{
  const BhEngineSettings settings = {
      .clock = replay->clock,
      .crm = replay->options.crm,
      .model = {.wrap_up_us = replay->options.wrap_up_us, .track_agents = TRUE},
  };
  return bh_engine_new (&settings);
}

BhReplay *
bh_replay_new (const BhReplayOptions *options)
{
  BhReplay *replay = g_new0 (BhReplay, 1);
  const BhClockSource source = {replay_now, replay_now, replay};

  replay->options = *options;
  replay->clock = bh_clock_new (&source);
  replay->parser = bh_ami_parser_new (NULL);
  replay->normalize = bh_ami_normalize_new (on_event, replay);
  replay->engine = make_engine (replay);
  replay->pbx = bh_engine_add_pbx (replay->engine,
                                   &(BhEnginePbxSettings){.name = options->pbx,
                                                          .kind = "asterisk",
                                                          .watch_only = TRUE,
                                                          .trunks = options->trunks});
  for (guint i = 0; options->phones != NULL && options->phones[i] != NULL; i++)
    bh_model_pbx_add_phone (replay->pbx->model, options->phones[i]);
  bh_engine_watch (replay->engine, &watcher, replay);
  g_queue_init (&replay->contacts);
  replay->open = g_hash_table_new (g_str_hash, g_str_equal);
  replay->line = g_string_sized_new (4096);
  return replay;
}

void
bh_replay_free (BhReplay *replay)
{
  if (replay == NULL)
    return;
  g_clear_pointer (&replay->esl_normalize, bh_esl_normalize_free);
  g_clear_pointer (&replay->esl_parser, bh_esl_parser_free);
  bh_ami_normalize_free (replay->normalize);
  bh_ami_parser_free (replay->parser);
  bh_engine_free (replay->engine);
  bh_clock_free (replay->clock);
  g_hash_table_unref (replay->open);
  g_queue_clear_full (&replay->contacts, (GDestroyNotify) bh_contact_unref);
  g_string_free (replay->line, TRUE);
  g_free (replay);
}

static void
count_esl (const BhReplay *replay, BhReplayFigures *figures)
{
  const BhEslParserStats *parsed = bh_esl_parser_get_stats (replay->esl_parser);
  const BhEslNormalizeStats *normalized = bh_esl_normalize_get_stats (replay->esl_normalize);

  figures->messages += parsed->messages;
  figures->skipped += parsed->faults + normalized->broken;
  figures->unwanted += normalized->unwanted;
  figures->events += normalized->events;
}

void
bh_replay_get_figures (const BhReplay *replay, BhReplayFigures *figures)
{
  const BhAmiParserStats *parsed = bh_ami_parser_get_stats (replay->parser);
  const BhAmiNormalizeStats *normalized = bh_ami_normalize_get_stats (replay->normalize);
  const BhEngineFigures *engine = bh_engine_get_figures (replay->engine);

  *figures = replay->figures;
  figures->messages = parsed->messages;
  figures->skipped = parsed->long_lines + parsed->many_headers + parsed->big_blocks;
  figures->unwanted = normalized->unwanted;
  figures->events = normalized->events;
  figures->turns = engine->turns;
  figures->changes = engine->changes;
  if (replay->esl_parser != NULL)
    count_esl (replay, figures);
}
