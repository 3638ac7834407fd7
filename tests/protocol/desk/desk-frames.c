/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "protocol/codec.h"
#include "tests/engine/desk-world.h"

/* Plays a day at the desk with fakes around it, and prints what the desk would have sent to each of
 * its clients as frames, one a line in the form of validate.py: every new body of every event, and
 * every request with its reply. */

static const char *const users[] = {"alice", "bob", "sue", "root", "local"};

typedef struct {
  DeskWorld *world;
  GHashTable *printed; /* "user event" -> its last text */
  GHashTable *seqs;    /* user -> last number */
  guint n_requests;
} Story;

static void
print_frame (const char *user, const char *from, GBytes *frame)
{
  g_autoptr (GBytes) owned = frame;
  gsize size;
  const char *text = g_bytes_get_data (owned, &size);

  printf ("{\"session\":\"%s\",\"from\":\"%s\",\"frame\":%.*s}\n", user, from, (int) size, text);
}

static gint64
next_seq (Story *story, const char *user)
{
  gint64 seq = GPOINTER_TO_INT (g_hash_table_lookup (story->seqs, user)) + 1;

  g_hash_table_insert (story->seqs, (gpointer) user, GINT_TO_POINTER ((int) seq));
  return seq;
}

static void
print_event (Story *story, const char *user, const char *event)
{
  JsonObject *last = desk_world_last (story->world, user, event);
  g_autofree char *key = g_strdup_printf ("%s %s", user, event);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (last == NULL)
    return;
  node = json_node_init_object (json_node_alloc (), last);
  text = bh_codec_data (node);
  if (g_strcmp0 (g_hash_table_lookup (story->printed, key), text) == 0)
    return;
  print_frame (
      user,
      "server",
      bh_codec_event ("story", next_seq (story, user), "2026-11-21T14:02:11.120Z", event, text));
  g_hash_table_insert (story->printed, g_steal_pointer (&key), g_steal_pointer (&text));
}

/* What is new for anybody. */
static void
look (Story *story)
{
  for (guint i = 0; i < G_N_ELEMENTS (users); i++)
    for (int event = 0; event < BH_EVENT_N; event++)
      print_event (story, users[i], bh_event_to_string (event));
}

static void
come (Story *story, const char *user)
{
  if (g_str_equal (user, "local"))
    desk_world_local (story->world);
  else
    desk_world_sign_in (story->world, user);
  print_frame (user,
               "server",
               bh_codec_mark (BH_FRAME_SNAPSHOT_BEGIN,
                              "story",
                              next_seq (story, user),
                              "2026-11-21T14:02:11.120Z"));
  g_free (desk_world_snapshot (story->world, user));
  look (story);
}

static void
print_reply (const char *user, const char *id, const char *answer)
{
  g_autoptr (JsonNode) result = NULL;
  g_auto (GStrv) parts = g_strsplit (answer, ": ", 2);

  if (g_str_has_prefix (answer, "ok")) {
    if (answer[2] != '\0')
      result = json_from_string (answer + 3, NULL);
    print_frame (user,
                 "server",
                 bh_codec_reply_ok (id, result != NULL ? json_node_get_object (result) : NULL));
  } else if (parts[0] != NULL && parts[1] != NULL) {
    print_frame (user, "server", bh_codec_reply_error (id, parts[0], parts[1], NULL));
  }
}

static void
ask (Story *story, const char *user, const char *op, const char *args)
{
  g_autofree char *answer = desk_world_ask (story->world, user, op, args);
  g_autofree char *id = g_strdup_printf ("q%u", ++story->n_requests);

  print_frame (user, "client", bh_codec_request (id, op, NULL));
  print_reply (user, id, answer);
  look (story);
}

static void
answer_a_call (Story *story)
{
  DeskWorld *world = story->world;

  ask (story, "alice", "state.set", "{'state':'ready'}");
  desk_world_customer_calls (world, "13800138000");
  look (story);
  desk_world_rings (world, "PJSIP/1001");
  look (story);
  desk_world_found (world, BH_LOOKUP_MANY, NULL);
  look (story);
  ask (story, "local", "status", NULL);
  desk_world_answers (world, "PJSIP/1001");
  look (story);
  ask (story, "alice", "state.set", "{'state':'not_ready','reason':'lunch'}");
  ask (story, "alice", "state.keep", NULL);
  ask (story, "alice", "call.hold", "{'contact':'CONTACT'}");
  desk_world_done (world, FALSE, "No such channel");
  look (story);
}

/* Bob is told before his phone is: and then it does not come. */
static void
send_to_bob (Story *story)
{
  ask (story, "alice", "call.consult", "{'contact':'CONTACT','to':'1002'}");
  desk_world_done (story->world, FALSE, "No such channel");
  look (story);
}

static void
write_and_leave (Story *story)
{
  static const char customer[] = "{'contact':'CONTACT','customer':"
                                 "'11111111-2222-4333-8444-555555555555'}";
  DeskWorld *world = story->world;

  ask (story, "alice", "contact.customer", customer);
  ask (story, "alice", "contact.customer", "{'contact':'CONTACT','customer':null}");
  ask (story, "alice", "contact.note", "{'contact':'CONTACT','body':'asked for 王','base':0}");
  ask (story, "alice", "contact.note", "{'contact':'CONTACT','body':'late','base':0}");
  ask (story, "alice", "contact.disposition", "{'contact':'CONTACT','code':'solved'}");
  ask (story, "alice", "contact.disposition", "{'contact':'CONTACT','code':'nonsense'}");
  ask (story, "alice", "customer.search", "{'text':'wang'}");
  ask (story, "alice", "customer.history", "{'customer':'11111111-2222-4333-8444-555555555555'}");
  desk_world_hangs_up (world);
  look (story);
  ask (story, "alice", "contact.extend", "{'contact':'CONTACT','seconds':30}");
  ask (story, "alice", "contact.finish", "{'contact':'CONTACT'}");
  ask (story, "bob", "call.hold", "{'contact':'CONTACT'}");
}

static void
lose_everything (Story *story)
{
  DeskWorld *world = story->world;

  desk_world_link (world, BH_PBX_LINK_LOST, "The PBX went away.");
  look (story);
  ask (story, "alice", "call.dial", "{'number':'13800138000'}");
  desk_world_link (world, BH_PBX_LINK_LIVE, "");
  look (story);
  desk_world_gone (world, "bob", "logout");
  look (story);
}

int
main (void)
{
  g_autoptr (DeskWorld) world = desk_world_new (0);
  g_autoptr (GHashTable) printed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) seqs = g_hash_table_new (g_str_hash, g_str_equal);
  Story story = {.world = world, .printed = printed, .seqs = seqs};

  for (guint i = 0; i < G_N_ELEMENTS (users); i++)
    come (&story, users[i]);
  ask (&story, "local", "tail", "{'on':true}");
  answer_a_call (&story);
  send_to_bob (&story);
  write_and_leave (&story);
  lose_everything (&story);
  return 0;
}
