/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/client.h"

#include <glib/gstdio.h>

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/client/known-servers.h"
#include "tests/bus/door-world.h"

/* The client in front of the server's real session door: what the fake of the other tests takes for
 * granted is true. Both clocks move together, 10 ms at each beat of 5 ms. */

#define S ((gint64) G_USEC_PER_SEC)

typedef struct {
  BhDoorWorld *world;
  BhClient *client;
  BhFeed *feed;
  char *dir;
  char *known;
  gint64 now;
  gboolean deaf_server; /* its clock and ticks stand still: no heartbeats */
  gboolean done;
  gboolean ok;
  GError *error;
  GString *log;
  guint keys_shown;
  guint beat;
} Fixture;

static gint64
get_now (gpointer data)
{
  return ((Fixture *) data)->now;
}

static gboolean
on_beat (gpointer data)
{
  Fixture *f = data;

  f->now += 10 * 1000;
  bh_client_tick (f->client);
  if (!f->deaf_server) {
    f->world->now += 10 * 1000;
    bh_session_door_tick (f->world->door);
  }
  return G_SOURCE_CONTINUE;
}

static void
on_event (BhFeed *feed, const char *name, guint64 seq, gint64 at, JsonObject *data, Fixture *f)
{
  g_string_append_printf (f->log, "%s%d ", name, (int) bh_json_int (data, "n", -1));
}

static void
on_begin (BhFeed *feed, gint64 at, Fixture *f)
{
  g_string_append (f->log, "< ");
}

static void
on_end (BhFeed *feed, gint64 at, Fixture *f)
{
  g_string_append (f->log, "> ");
}

static void
on_key (BhFeed *feed, const char *server, const char *fingerprint, Fixture *f)
{
  f->keys_shown++;
  bh_feed_confirm_key (feed, TRUE);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  BhClientSettings settings = {.locale = "en",
                               .monotonic = get_now,
                               .monotonic_data = f,
                               .seed = 11};

  f->world = bh_door_world_new (NULL);
  f->dir = g_dir_make_tmp ("bellhop-door-XXXXXX", NULL);
  f->known = g_build_filename (f->dir, "known-servers", NULL);
  f->now = 500 * S;
  f->log = g_string_new (NULL);
  settings.known_servers = f->known;
  f->client = bh_client_new (&settings);
  f->feed = BH_FEED (f->client);
  g_signal_connect (f->feed, "event", G_CALLBACK (on_event), f);
  g_signal_connect (f->feed, "snapshot-begin", G_CALLBACK (on_begin), f);
  g_signal_connect (f->feed, "snapshot-end", G_CALLBACK (on_end), f);
  g_signal_connect (f->feed, "server-key", G_CALLBACK (on_key), f);
  f->beat = g_timeout_add (5, on_beat, f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_source_remove (f->beat);
  g_assert_finalize_object (f->client);
  bh_door_world_free (f->world);
  g_remove (f->known);
  g_rmdir (f->dir);
  g_clear_error (&f->error);
  g_string_free (f->log, TRUE);
  g_free (f->known);
  g_free (f->dir);
}

#define until(condition)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 until_end = g_get_monotonic_time () + 20 * S;                                           \
    while (!(condition)) {                                                                         \
      g_assert_cmpint (g_get_monotonic_time (), <, until_end);                                     \
      g_main_context_iteration (NULL, TRUE);                                                       \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *f = data;

  g_clear_error (&f->error);
  f->ok = bh_feed_sign_in_finish (BH_FEED (source), result, &f->error);
  f->done = TRUE;
}

static void
sign_in (Fixture *f, const char *password)
{
  BhSignIn details = {.server = bh_session_door_get_endpoint (f->world->door),
                      .user = "alice",
                      .password = password,
                      .device = "1001"};

  f->done = FALSE;
  bh_feed_sign_in_async (f->feed, &details, NULL, on_signed_in, f);
  until (f->done);
}

/* The key door of a random port may be somebody else's: then the key is given in the file. */
static void
pin (Fixture *f)
{
  g_autoptr (BhKnownServers) known = bh_known_servers_new (f->known);

  bh_known_servers_add (known,
                        bh_session_door_get_endpoint (f->world->door) + strlen ("tcp://"),
                        f->world->keys.public_key,
                        NULL);
}

static void
test_sign_in (Fixture *f, gconstpointer data)
{
  pin (f);
  sign_in (f, "right");
  g_assert_no_error (f->error);
  g_assert_cmpstr (f->log->str, ==, "< setup-1 contact0 contact1 contact2 > ");
  g_assert_cmpstr (bh_door_world_user (f->world, "alice")->device, ==, "1001");
  bh_door_world_event (f->world, "alice", 7);
  until (strstr (f->log->str, "contact7") != NULL);
}

static void
test_wrong_password (Fixture *f, gconstpointer data)
{
  pin (f);
  sign_in (f, "wrong");
  g_assert_error (f->error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_BAD_CREDENTIALS);
  bh_door_world_pass (f->world, 2000); /* a wrong try costs a second */
  sign_in (f, "right");
  g_assert_no_error (f->error);
}

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *f = data;
  g_autoptr (JsonObject) reply = NULL;

  g_clear_error (&f->error);
  reply = bh_feed_request_finish (BH_FEED (source), result, &f->error);
  f->ok = reply != NULL;
  f->done = TRUE;
}

static void
ask (Fixture *f, const char *op, const char *args_text)
{
  g_autoptr (JsonNode) args = json_from_string (args_text, NULL);

  f->done = FALSE;
  bh_feed_request_async (f->feed, op, json_node_get_object (args), NULL, on_reply, f);
}

/* What the model sends is what the door lets pass. */
static void
test_every_command_passes_the_door (Fixture *f, gconstpointer data)
{
  static const char *const rows[][2] = {
      {"state.set", "{\"state\":\"not_ready\",\"reason\":\"lunch\"}"},
      {"state.keep", "{}"},
      {"call.dial", "{\"number\":\"+15551234567\",\"customer\":\"c\"}"},
      {"call.answer", "{\"contact\":\"x\"}"},
      {"call.hold", "{\"contact\":\"x\"}"},
      {"call.retrieve", "{\"contact\":\"x\"}"},
      {"call.hangup", "{\"contact\":\"x\"}"},
      {"call.transfer", "{\"contact\":\"x\",\"to\":\"1002\"}"},
      {"call.consult", "{\"contact\":\"x\",\"to\":\"1002\"}"},
      {"call.consult_complete", "{\"contact\":\"x\"}"},
      {"call.consult_cancel", "{\"contact\":\"x\"}"},
      {"call.conference", "{\"contact\":\"x\"}"},
      {"call.dtmf", "{\"contact\":\"x\",\"digits\":\"1*#\"}"},
      {"contact.note", "{\"contact\":\"x\",\"body\":\"\",\"base\":0}"},
      {"contact.disposition", "{\"contact\":\"x\",\"code\":\"solved\"}"},
      {"contact.disposition", "{\"contact\":\"x\",\"code\":null}"},
      {"contact.customer", "{\"contact\":\"x\",\"customer\":\"c\"}"},
      {"contact.customer", "{\"contact\":\"x\",\"customer\":null}"},
      {"contact.extend", "{\"contact\":\"x\",\"seconds\":30}"},
      {"contact.finish", "{\"contact\":\"x\"}"},
      {"customer.create", "{\"name\":\"n\",\"number\":\"1\",\"company\":\"c\",\"contact\":\"x\"}"},
      {"customer.attach_number", "{\"contact\":\"x\",\"customer\":\"c\",\"number\":\"1\"}"},
      {"customer.search", "{\"text\":\"wang\",\"limit\":10}"},
      {"customer.history", "{\"customer\":\"c\",\"before\":\"2026-11-12T03:00:00.000Z\"}"},
  };

  pin (f);
  sign_in (f, "right");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    ask (f, rows[i][0], rows[i][1]);
    until (f->done);
    g_assert_no_error (f->error);
  }
}

static void
test_silent_server_and_back (Fixture *f, gconstpointer data)
{
  pin (f);
  sign_in (f, "right");
  f->deaf_server = TRUE;
  g_string_truncate (f->log, 0);
  until (bh_feed_get_state (f->feed) == BH_FEED_AWAY || strlen (f->log->str) > 0);
  f->deaf_server = FALSE;
  until (bh_feed_get_state (f->feed) == BH_FEED_LIVE);
  bh_door_world_event (f->world, "alice", 8);
  until (strstr (f->log->str, "contact8") != NULL);
  g_assert_null (strstr (f->log->str, "<")); /* resumed: no new snapshot */
}

static void
test_sign_out (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) log = g_string_new (NULL);

  pin (f);
  sign_in (f, "right");
  bh_feed_sign_out (f->feed);
  while (strstr (log->str, "gone alice logout") == NULL) {
    g_autofree char *more = bh_door_world_log (f->world);
    g_string_append (log, more);
    g_main_context_iteration (NULL, TRUE);
  }
}

static void
test_key_door (Fixture *f, gconstpointer data)
{
  sign_in (f, "right");
  if (f->error != NULL) {
    g_test_skip ("the port above the door's is taken");
    return;
  }
  g_assert_cmpuint (f->keys_shown, ==, 1);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/desktop/client/door/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sign-in", test_sign_in);
  ADD ("wrong-password", test_wrong_password);
  ADD ("every-command-passes-the-door", test_every_command_passes_the_door);
  ADD ("silent-server-and-back", test_silent_server_and_back);
  ADD ("sign-out", test_sign_out);
  ADD ("key-door", test_key_door);
  return g_test_run ();
}
