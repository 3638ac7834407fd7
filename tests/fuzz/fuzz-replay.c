/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/codec.h"
#include "server/ctl/replay.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* A mad PBX all the way: stations 2 to 7. Whatever it says, each message is a frame that a client
 * takes, and each contact adds up: its segments have no gap and no overlap from start to end. */

static void
check_frame (const char *line, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (line, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (BhFrame) frame = bh_codec_parse (bytes, BH_FROM_SERVER, NULL, &error);

  g_assert_no_error (error);
}

static gint64
time_member (JsonObject *object, const char *name)
{
  gint64 us = 0;

  g_assert_true (bh_codec_parse_time (json_object_get_string_member (object, name), &us));
  return us;
}

static void
check_contact (const char *line, gsize length)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  JsonObject *contact;
  JsonArray *segments;
  gint64 at = 0;
  gboolean ended;

  json_parser_load_from_data (parser, line, (gssize) length, &error);
  g_assert_no_error (error);
  contact = json_node_get_object (json_parser_get_root (parser));
  segments = json_object_get_array_member (contact, "segments");
  ended = !json_object_get_null_member (contact, "ended");
  for (guint i = 0; i < json_array_get_length (segments); i++) {
    JsonObject *segment = json_array_get_object_element (segments, i);
    g_assert_cmpint (json_object_get_int_member (segment, "start_ms"), ==, at);
    if (json_object_get_null_member (segment, "end_ms")) {
      g_assert_false (ended);
      g_assert_cmpuint (i, ==, json_array_get_length (segments) - 1);
      return;
    }
    g_assert_cmpint (json_object_get_int_member (segment, "end_ms"), >=, at);
    at = json_object_get_int_member (segment, "end_ms");
  }
  /* Without any: nothing was ever done with it (an originate that failed at once). */
  if (ended && json_array_get_length (segments) > 0)
    g_assert_cmpint (at,
                     ==,
                     (time_member (contact, "ended") - time_member (contact, "started")) / 1000);
}

static void
on_frame (const char *line, gsize length, gpointer data)
{
  check_frame (line, length);
}

static void
on_contact (const char *line, gsize length, gpointer data)
{
  check_contact (line, length);
}

static void
run (const uint8_t *bytes,
     size_t size,
     BhReplayShow show,
     void (*line) (const char *, gsize, gpointer))
{
  const BhReplayOptions options = {.show = show,
                                   .pbx = "main",
                                   .wrap_up_us = 5 * G_USEC_PER_SEC,
                                   .line = line};
  g_autoptr (BhReplay) replay = bh_replay_new (&options);
  g_autoptr (BhFeed) feed = bh_feed_new ((const char *) bytes, size, "fuzz", NULL, NULL);

  if (feed == NULL)
    return;
  bh_replay_run (replay, feed);
  bh_replay_finish (replay);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  run (data, size, BH_REPLAY_MESSAGES, on_frame);
  run (data, size, BH_REPLAY_CONTACTS, on_contact);
  return 0;
}
