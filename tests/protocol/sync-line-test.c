/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "protocol/codec.h"
#include "protocol/sync.h"

/* A client's rules against a small server over a line that loses, doubles and cuts, and a server
 * that restarts: when the line is good again, the client's model is the server's. */

#define MS 1000

typedef struct {
  GRand *random;
  gint64 now;

  char epoch[16]; /* the server */
  guint n_epochs;
  GArray *events; /* value of each frame from seq 1: -1 begin, -2 end, else key * 1000 + value */
  gint64 acked;
  gboolean logged_in;
  int truth[8];

  GQueue to_client; /* the line; of BhFrame */
  gboolean greeted;
  gboolean good; /* the line loses nothing any more */

  BhSync *sync; /* the client */
  int model[8];
  gboolean complete;
  guint resumes, snapshots;
} Sim;

static void
sim_put (Sim *sim, BhFrameType type, gint64 seq)
{
  BhFrame *frame = bh_frame_new (type);

  frame->epoch = g_strdup (sim->epoch);
  frame->seq = seq;
  if (!sim->good && g_rand_int_range (sim->random, 0, 40) == 0) {
    bh_frame_free (frame); /* lost */
    return;
  }
  g_queue_push_tail (&sim->to_client, frame);
  if (!sim->good && g_rand_int_range (sim->random, 0, 40) == 0) { /* doubled */
    frame = bh_frame_new (type);
    frame->epoch = g_strdup (sim->epoch);
    frame->seq = seq;
    g_queue_push_tail (&sim->to_client, frame);
  }
}

static void
sim_send_from (Sim *sim, gint64 seq)
{
  for (; seq <= (gint64) sim->events->len; seq++) {
    int value = g_array_index (sim->events, int, (guint) seq - 1);
    sim_put (sim,
             value == -1   ? BH_FRAME_SNAPSHOT_BEGIN
             : value == -2 ? BH_FRAME_SNAPSHOT_END
                           : BH_FRAME_EVENT,
             seq);
  }
}

static void
sim_number (Sim *sim, int value)
{
  g_array_append_val (sim->events, value);
}

static void
sim_snapshot (Sim *sim)
{
  gint64 first = (gint64) sim->events->len + 1;

  sim->snapshots++;
  sim_number (sim, -1);
  for (int i = 0; i < 8; i++)
    sim_number (sim, i * 1000 + sim->truth[i]);
  sim_number (sim, -2);
  sim_send_from (sim, first);
}

static void
sim_event (Sim *sim)
{
  int key = g_rand_int_range (sim->random, 0, 8);

  sim->truth[key] = g_rand_int_range (sim->random, 0, 1000);
  sim_number (sim, key * 1000 + sim->truth[key]);
  if (sim->greeted && sim->logged_in)
    sim_send_from (sim, (gint64) sim->events->len);
}

static void
sim_restart (Sim *sim)
{
  g_snprintf (sim->epoch, sizeof sim->epoch, "epoch%u", ++sim->n_epochs);
  g_array_set_size (sim->events, 0);
  g_queue_clear_full (&sim->to_client, (GDestroyNotify) bh_frame_free);
  sim->acked = 0;
  sim->logged_in = FALSE;
  sim->greeted = FALSE;
}

static void sim_do (Sim *sim, guint todo, const BhFrame *frame);

static void
sim_hello (Sim *sim)
{
  g_autoptr (GBytes) bytes = bh_sync_make_hello (sim->sync, sim->now);
  g_autoptr (BhFrame) hello = bh_codec_parse (bytes, BH_FROM_CLIENT, NULL, NULL);
  BhFrame *frame;
  gboolean resumed;

  if (!sim->good && g_rand_int_range (sim->random, 0, 10) == 0)
    return; /* lost */
  resumed = sim->logged_in && g_strcmp0 (hello->resume_epoch, sim->epoch) == 0 &&
            hello->resume_seq >= sim->acked && hello->resume_seq <= (gint64) sim->events->len;
  sim->greeted = TRUE;
  frame = bh_frame_new (BH_FRAME_WELCOME);
  frame->epoch = g_strdup (sim->epoch);
  frame->held = sim->logged_in;
  frame->resumed = resumed;
  g_queue_push_tail (&sim->to_client, frame);
  sim->resumes += resumed;
  if (resumed)
    sim_send_from (sim, hello->resume_seq + 1);
  else if (sim->logged_in)
    sim_snapshot (sim);
}

static void
sim_apply (Sim *sim, const BhFrame *frame)
{
  int value = g_array_index (sim->events, int, (guint) frame->seq - 1);

  sim->model[value / 1000] = value % 1000;
}

static void
sim_do (Sim *sim, guint todo, const BhFrame *frame)
{
  if (todo & BH_SYNC_RESET) {
    memset (sim->model, 0xff, sizeof sim->model);
    sim->complete = FALSE;
  }
  if (todo & BH_SYNC_APPLY)
    sim_apply (sim, frame);
  if (todo & BH_SYNC_COMPLETE)
    sim->complete = TRUE;
  if (todo & BH_SYNC_HELLO)
    sim_hello (sim);
  if (todo & BH_SYNC_ASK_LOGIN) {
    sim->logged_in = TRUE;
    bh_sync_logged_in (sim->sync, sim->now);
    sim_snapshot (sim);
  }
  if (todo & BH_SYNC_ACK) {
    g_bytes_unref (bh_sync_make_ack (sim->sync, sim->now));
    sim->acked = bh_sync_get_seq (sim->sync);
  }
}

static void
sim_deliver (Sim *sim)
{
  g_autoptr (BhFrame) frame = g_queue_pop_head (&sim->to_client);

  if (frame != NULL)
    sim_do (sim, bh_sync_frame (sim->sync, frame, sim->now), frame);
}

static void
sim_heartbeat (Sim *sim)
{
  BhFrame *frame;

  if (!sim->greeted)
    return;
  frame = bh_frame_new (BH_FRAME_HEARTBEAT);
  frame->epoch = g_strdup (sim->epoch);
  frame->seq = (gint64) sim->events->len;
  g_queue_push_tail (&sim->to_client, frame);
}

static void
sim_step (Sim *sim)
{
  gint32 dice = g_rand_int_range (sim->random, 0, 1000);

  sim->now += 20 * MS;
  if (dice < 400)
    sim_event (sim);
  else if (dice < 402)
    sim_restart (sim);
  else if (dice < 410) { /* the line is cut */
    g_queue_clear_full (&sim->to_client, (GDestroyNotify) bh_frame_free);
    sim->greeted = FALSE;
  }
  sim_deliver (sim);
  sim_do (sim, bh_sync_tick (sim->sync, sim->now), NULL);
}

/* The line is good from now on; heartbeats come. */
static void
sim_quiesce (Sim *sim)
{
  sim->good = TRUE;
  for (guint i = 0; i < 40; i++) {
    sim->now += 250 * MS;
    if (i % 4 == 0)
      sim_heartbeat (sim);
    while (sim->to_client.length > 0)
      sim_deliver (sim);
    sim_do (sim, bh_sync_tick (sim->sync, sim->now), NULL);
  }
}

static void
test_bad_line (void)
{
  guint resumes = 0, snapshots = 0;

  for (guint32 seed = 1; seed <= 100; seed++) {
    g_autoptr (GRand) random = g_rand_new_with_seed (seed);
    g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (int));
    g_autoptr (BhSync) sync = bh_sync_new ("sim/1", NULL, TRUE, seed);
    Sim sim = {.random = random, .events = events, .sync = sync};
    g_queue_init (&sim.to_client);
    sim_restart (&sim);
    sim_do (&sim, bh_sync_open (sync, 0), NULL);
    for (guint i = 0; i < 2000; i++)
      sim_step (&sim);
    sim_quiesce (&sim);
    g_assert_cmpint (bh_sync_get_state (sync), ==, BH_SYNC_LIVE);
    g_assert_true (sim.complete);
    g_assert_cmpmem (sim.model, sizeof sim.model, sim.truth, sizeof sim.truth);
    resumes += sim.resumes;
    snapshots += sim.snapshots;
    g_queue_clear_full (&sim.to_client, (GDestroyNotify) bh_frame_free);
  }
  g_test_message ("%u resumes, %u snapshots", resumes, snapshots);
  g_assert_cmpuint (resumes, >, snapshots);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/sync/bad-line", test_bad_line);
  return g_test_run ();
}
