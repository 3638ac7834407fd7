/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "tests/bus/door-world.h"

/* A session door in a process of its own, for clients in other languages: door-server KEYFILE
 * ENDPOINT. Prints its endpoint and public key, takes any user whose password is "right", and sends
 * a `colleague` event with a number in its `agent` each 10 ms. */

static BhCurveKeys keys;
static const char *endpoint;
static guint number;

static void
real_time (BhSessionDoorSettings *settings)
{
  settings->endpoint = endpoint;
  settings->keys = &keys;
  settings->tick_ms = 50;
  settings->monotonic = NULL;
  settings->real = NULL;
}

static JsonNode *
colleague (void)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *name = g_strdup_printf ("n%u", number++);

  json_object_set_string_member (object, "agent", name);
  json_object_set_string_member (object, "full_name", name);
  json_object_set_string_member (object, "extension", "1002");
  json_object_set_string_member (object, "state", "ready");
  json_object_set_string_member (object, "since", "2026-11-21T14:02:11.120Z");
  return json_node_init_object (json_node_alloc (), object);
}

static gboolean
send_event (gpointer data)
{
  BhDoorWorld *world = data;
  g_autoptr (BhOutEvent) event = bh_out_event_new ("colleague", colleague ());
  GHashTableIter iter;
  gpointer user;

  g_hash_table_iter_init (&iter, world->users);
  while (g_hash_table_iter_next (&iter, NULL, &user))
    world->out->funcs->send (world->out, ((BhSessionUser *) user)->session, event);
  return G_SOURCE_CONTINUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (BhDoorWorld) world = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;

  if (argc != 3 || !bh_curve_keys_load_or_create (argv[1], &keys, NULL, &error)) {
    fprintf (stderr, "%s\n", error != NULL ? error->message : "door-server KEYFILE ENDPOINT");
    return 2;
  }
  endpoint = argv[2];
  world = bh_door_world_new (real_time);
  world->snapshot_size = 0;
  world->expires_us = g_get_real_time () + 3600 * (gint64) G_USEC_PER_SEC;
  printf ("%s\n%s\n", bh_session_door_get_endpoint (world->door), keys.public_key);
  fflush (stdout);
  g_timeout_add (10, send_event, world);
  g_main_loop_run (loop);
  return 0;
}
