/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/desk.h"
#include "desktop/model/segment-item.h"
#include "tests/fakes/fake-server.h"

/* play-messages < MESSAGES: stations 10 and 11 for a recorded stream, as `bellhopctl replay
 * --messages` prints it. Every frame is taken twice, as after a resume, and half way through a
 * snapshot of everything so far is told again. Prints what the desk shows of each contact when it
 * goes, or at the end: one JSON object a line, in the words of `bellhopctl replay --contacts`. */

typedef struct {
  BhDesk *desk;
  GPtrArray *events; /* of JsonObject: frames so far, newest of each contact last */
} Player;

static char *
get_string (gpointer object, const char *property)
{
  char *value = NULL;

  g_object_get (object, property, &value, NULL);
  return value;
}

static gint64
get_int (gpointer object, const char *property)
{
  gint64 value = 0;

  g_object_get (object, property, &value, NULL);
  return value;
}

static void
set_string (JsonObject *out, const char *member, gpointer object, const char *property)
{
  g_autofree char *value = get_string (object, property);

  if (value)
    json_object_set_string_member (out, member, value);
  else
    json_object_set_null_member (out, member);
}

static void
set_time (JsonObject *out, const char *member, gint64 us)
{
  g_autofree char *text = us > 0 ? bh_json_format_time (us) : NULL;

  if (text)
    json_object_set_string_member (out, member, text);
  else
    json_object_set_null_member (out, member);
}

static JsonObject *
describe_segment (BhSegmentItem *segment)
{
  static const char *const members[][2] = {{"type", "type"},
                                           {"queue", "queue"},
                                           {"agent", "agent"},
                                           {"with", "with"},
                                           {"ended_by", "ended-by"}};
  JsonObject *out = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    set_string (out, members[i][0], segment, members[i][1]);
  json_object_set_int_member (out, "start_ms", get_int (segment, "start-ms"));
  if (get_int (segment, "end-ms") < 0)
    json_object_set_null_member (out, "end_ms");
  else
    json_object_set_int_member (out, "end_ms", get_int (segment, "end-ms"));
  return out;
}

static JsonArray *
describe_agents (BhContactItem *contact)
{
  JsonArray *out = json_array_new ();
  g_auto (GStrv) agents = NULL;

  g_object_get (contact, "agents", &agents, NULL);
  for (guint i = 0; agents[i] != NULL; i++)
    json_array_add_string_element (out, agents[i]);
  return out;
}

static void
print_contact (BhContactItem *contact)
{
  static const char *const members[][2] = {{"contact", "id"},
                                           {"direction", "direction"},
                                           {"customer_number", "number"},
                                           {"dialed", "dialed"},
                                           {"outcome", "outcome"},
                                           {"ended_by", "ended-by"}};
  g_autoptr (JsonObject) out = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), out);
  GListModel *segments = bh_contact_item_get_segments (contact);
  JsonArray *array = json_array_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    set_string (out, members[i][0], contact, members[i][1]);
  set_time (out, "started", get_int (contact, "started"));
  set_time (out, "ended", get_int (contact, "ended"));
  for (guint i = 0; i < g_list_model_get_n_items (segments); i++) {
    g_autoptr (BhSegmentItem) segment = g_list_model_get_item (segments, i);
    json_array_add_object_element (array, describe_segment (segment));
  }
  json_object_set_array_member (out, "segments", array);
  json_object_set_array_member (out, "agents", describe_agents (contact));
  text = json_to_string (node, FALSE);
  g_print ("%s\n", text);
}

/* Each event twice: a desk must not care. */
static void
take_event (Player *player, JsonObject *frame)
{
  const char *name = bh_json_string (frame, "event");
  JsonObject *data = bh_json_object (frame, "data");
  const char *id = bh_json_string (data, "contact");
  BhContactItem *contact = id ? bh_desk_find_contact (player->desk, id) : NULL;

  if (contact && g_str_equal (name, "contact_gone") &&
      g_strcmp0 (bh_json_string (data, "why"), "merged") != 0)
    print_contact (contact);
  for (guint i = 0; i < 2; i++)
    bh_desk_take_event (player->desk, name, data, bh_json_time (frame, "at"));
}

/* What a server would tell now: the newest frame of each thing. */
static void
remember (Player *player, JsonObject *frame)
{
  static const char *const keys[] = {"contact", "queue", "agent", "pbx"};
  const char *name = bh_json_string (frame, "event");
  JsonObject *data = bh_json_object (frame, "data");
  const char *id = NULL;

  for (guint i = 0; id == NULL && i < G_N_ELEMENTS (keys); i++)
    id = bh_json_string (data, keys[i]);
  for (guint i = player->events->len; i-- > 0;) {
    JsonObject *old = g_ptr_array_index (player->events, i);
    JsonObject *old_data = bh_json_object (old, "data");
    gboolean same = FALSE;
    for (guint k = 0; k < G_N_ELEMENTS (keys); k++)
      same |= id && g_strcmp0 (bh_json_string (old_data, keys[k]), id) == 0;
    if (same && (g_strcmp0 (bh_json_string (old, "event"), name) == 0 ||
                 g_str_equal (name, "contact_gone")))
      g_ptr_array_remove_index (player->events, i);
  }
  if (!g_str_equal (name, "contact_gone"))
    g_ptr_array_add (player->events, json_object_ref (frame));
}

static void
tell_again (Player *player, gint64 at)
{
  bh_desk_take_snapshot_begin (player->desk, at);
  for (guint i = 0; i < player->events->len; i++)
    take_event (player, g_ptr_array_index (player->events, i));
  bh_desk_take_snapshot_end (player->desk, at);
}

static void
take_line (Player *player, const char *line, gboolean snapshot_after)
{
  g_autoptr (JsonNode) node = json_from_string (line, NULL);
  JsonObject *frame = json_node_get_object (node);
  const char *type = bh_json_string (frame, "type");
  gint64 at = bh_json_time (frame, "at");

  if (g_str_equal (type, "snapshot_begin")) {
    bh_desk_take_snapshot_begin (player->desk, at);
  } else if (g_str_equal (type, "snapshot_end")) {
    bh_desk_take_snapshot_end (player->desk, at);
  } else if (g_str_equal (type, "event")) {
    take_event (player, frame);
    remember (player, frame);
  }
  if (snapshot_after)
    tell_again (player, at);
}

static GPtrArray *
read_lines (void)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    g_ptr_array_add (lines, g_strdup (line));
  free (line);
  return lines;
}

int
main (void)
{
  g_autoptr (FakeServer) server = fake_server_new ();
  g_autoptr (BhClock) clock = bh_clock_new_manual (FAKE_WORLD_START_US);
  g_autoptr (BhDesk) desk =
      bh_desk_new (fake_server_get_feed (server), clock, "en", "/nonexistent");
  g_autoptr (GPtrArray) lines = read_lines ();
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  Player player = {.desk = desk, .events = events};

  bh_desk_set_all_contacts (desk, TRUE);
  for (guint i = 0; i < lines->len; i++)
    take_line (&player, g_ptr_array_index (lines, i), i == lines->len / 2 && i > 1);
  for (guint i = g_list_model_get_n_items (bh_desk_get_contacts (desk)); i-- > 0;) {
    g_autoptr (BhContactItem) contact = g_list_model_get_item (bh_desk_get_contacts (desk), i);
    print_contact (contact);
  }
  return 0;
}
