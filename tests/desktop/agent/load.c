/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/desktop/agent/load.h"

#include <time.h>

/* A turn of the loop is late when this source, of high priority and due every few milliseconds, is.
 */
#define BEAT_MS    2
#define COLLEAGUES 50
#define QUEUES     10

struct _Load {
  FakeWorld *world;
  guint beat;
  gint64 last;
  gint64 gap;
  gint64 worked; /* the processor's time at the last beat */
  gint64 work;
  gint64 began;
  gint64 ends;
  guint rate;
  guint sent;
  void (*done) (guint sent, gpointer data);
  gpointer data;
};

static void
send_one (Load *load)
{
  static const char *const states[] = {"ready", "offered", "talking", "hold", "wrap_up"};
  guint n = load->sent++;
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;

  if (n % 4 == 3) {
    id = g_strdup_printf ("queue-%u", n / 4 % QUEUES);
    name = g_strdup_printf ("Queue %u", n / 4 % QUEUES);
    fake_world_queue (load->world, id, name, (int) (n % 17));
    return;
  }
  id = g_strdup_printf ("agent-%u", n % COLLEAGUES);
  name = g_strdup_printf ("Colleague %u", n % COLLEAGUES);
  fake_world_colleague (load->world, id, name, id + 6, states[n / 7 % G_N_ELEMENTS (states)]);
}

static gint64
worked_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
take_beat (Load *load, gint64 now)
{
  gint64 worked = worked_us ();

  load->gap = MAX (load->gap, now - load->last);
  load->work = MAX (load->work, worked - load->worked);
  load->last = now;
  load->worked = worked;
}

static gboolean
on_beat (gpointer data)
{
  Load *load = data;
  gint64 now = g_get_monotonic_time ();

  take_beat (load, now);
  if (load->done == NULL)
    return G_SOURCE_CONTINUE;
  while (load->sent < (guint64) (MIN (now, load->ends) - load->began) * load->rate / G_USEC_PER_SEC)
    send_one (load);
  if (now >= load->ends) {
    load->done (load->sent, load->data);
    load->done = NULL;
  }
  return G_SOURCE_CONTINUE;
}

Load *
load_new (FakeWorld *world)
{
  Load *load = g_new0 (Load, 1);

  load->world = world;
  load->last = g_get_monotonic_time ();
  load->beat = g_timeout_add_full (G_PRIORITY_HIGH, BEAT_MS, on_beat, load, NULL);
  return load;
}

void
load_free (Load *load)
{
  g_source_remove (load->beat);
  g_free (load);
}

void
load_storm (Load *load,
            guint rate,
            guint seconds,
            void (*done) (guint sent, gpointer data),
            gpointer data)
{
  g_assert_null (load->done);
  load->sent = 0;
  load->rate = rate;
  load->began = g_get_monotonic_time ();
  load->ends = load->began + seconds * G_USEC_PER_SEC;
  load->done = done;
  load->data = data;
}

double
load_take_gap (Load *load, double *work)
{
  double gap = (double) load->gap / 1000;

  *work = (double) load->work / 1000;
  load->gap = 0;
  load->work = 0;
  return gap;
}
