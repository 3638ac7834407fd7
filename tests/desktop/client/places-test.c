/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/server-address.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "desktop/client/client-error.h"
#include "desktop/client/feed.h"
#include "desktop/client/json-get.h"
#include "desktop/client/known-servers.h"
#include "desktop/client/secret.h"

/* Addresses, known servers, the secret, and reading foreign JSON. */

#define KEY_A "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
#define KEY_B "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6"

static void
test_addresses (void)
{
  static const char *const rows[][2] = {
      {"desk.example.org", "tcp://desk.example.org:7780"},
      {" desk.example.org ", "tcp://desk.example.org:7780"},
      {"192.0.2.7:7790", "tcp://192.0.2.7:7790"},
      {"tcp://192.0.2.7:7790", "tcp://192.0.2.7:7790"},
      {"tcp://host", "tcp://host:7780"},
      {"[2001:db8::1]:99", "tcp://[2001:db8::1]:99"},
      {"[2001:db8::1]", "tcp://[2001:db8::1]:7780"},
      {"2001:db8::1", "tcp://[2001:db8::1]:7780"},
      {"ipc:///run/bellhop/session.ipc", "ipc:///run/bellhop/session.ipc"},
  };
  static const char *const bad[] = {"",
                                    "  ",
                                    "no such/host",
                                    "host:",
                                    "host:0",
                                    "host:x",
                                    "host:65536",
                                    "[2001:db8::1",
                                    "[::1]x",
                                    "ipc://x",
                                    "http://host",
                                    "host;rm",
                                    "tcp://*:1",
                                    "a b:7780",
                                    NULL};

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *endpoint = bh_server_address_parse (rows[i][0], &error);
    g_assert_no_error (error);
    g_assert_cmpstr (endpoint, ==, rows[i][1]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (bh_server_address_parse (bad[i], &error));
    g_assert_error (error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_SERVER_ADDRESS);
  }
}

static void
assert_known (BhKnownServers *known, const char *server, const char *key)
{
  g_autofree char *found = bh_known_servers_find (known, server);

  g_assert_cmpstr (found, ==, key);
}

static void
test_known_servers (void)
{
  g_autofree char *dir = g_dir_make_tmp ("bellhop-known-XXXXXX", NULL);
  g_autofree char *sub = g_build_filename (dir, "new", NULL);
  g_autofree char *path = g_build_filename (sub, "known-servers", NULL);
  g_autoptr (BhKnownServers) known = bh_known_servers_new (path);
  g_autofree char *content = NULL;
  GStatBuf info;

  assert_known (known, "a:7780", NULL);
  g_assert_true (bh_known_servers_add (known, "a:7780", KEY_A, NULL));
  g_assert_true (bh_known_servers_add (known, "b:7780", KEY_A, NULL));
  g_assert_true (bh_known_servers_add (known, "a:7780", KEY_B, NULL));
  assert_known (known, "a:7780", KEY_B);
  assert_known (known, "A:7780", KEY_B);
  assert_known (known, "b:7780", KEY_A);
  assert_known (known, "a:7781", NULL);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "b:7780 " KEY_A "\na:7780 " KEY_B "\n");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (sub, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  g_remove (path);
  g_rmdir (sub);
  g_rmdir (dir);
}

static void
test_known_servers_odd_lines (void)
{
  g_autofree char *dir = g_dir_make_tmp ("bellhop-known-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "known-servers", NULL);
  g_autoptr (BhKnownServers) known = bh_known_servers_new (path);

  g_assert_true (g_file_set_contents (path,
                                      "# mine\n\na:7780\na:7780 short\na:7780\t" KEY_A
                                      "  \nrubbish",
                                      -1,
                                      NULL));
  assert_known (known, "a:7780", KEY_A);
  assert_known (known, "#", NULL);
  g_assert_true (bh_known_servers_add (known, "c:1", KEY_B, NULL));
  assert_known (known, "a:7780", KEY_A);
  assert_known (known, "c:1", KEY_B);
  g_remove (path);
  g_rmdir (dir);
}

static void
test_known_servers_cannot_be_written (void)
{
  g_autoptr (BhKnownServers) known = bh_known_servers_new ("/dev/null/known-servers");
  g_autoptr (GError) error = NULL;

  g_assert_false (bh_known_servers_add (known, "a:1", KEY_A, &error));
  g_assert_error (error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_STATE_FILE);
}

static void
test_secret (void)
{
  g_autoptr (BhSecret) secret = bh_secret_new ("pass wörd");
  g_autoptr (BhSecret) empty = bh_secret_new ("");

  g_assert_cmpstr (bh_secret_get (secret), ==, "pass wörd");
  g_assert_cmpstr (bh_secret_get (empty), ==, "");
}

static void
test_foreign_json (void)
{
  g_autoptr (JsonNode) node =
      json_from_string ("{\"s\":\"text\",\"i\":7,\"b\":true,\"n\":null,\"f\":1.5,\"o\":{\"x\":1},"
                        "\"a\":[\"one\",2,{\"y\":3},\"two\"],\"t\":\"2026-11-21T14:02:11.120Z\"}",
                        NULL);
  JsonObject *o = json_node_get_object (node);
  JsonArray *a = bh_json_array (o, "a");
  g_auto (GStrv) words = bh_json_strv (o, "a");

  g_assert_cmpstr (bh_json_string (o, "s"), ==, "text");
  g_assert_null (bh_json_string (o, "i"));
  g_assert_null (bh_json_string (o, "n"));
  g_assert_null (bh_json_string (o, "o"));
  g_assert_null (bh_json_string (NULL, "s"));
  g_assert_cmpint (bh_json_int (o, "i", -1), ==, 7);
  g_assert_cmpint (bh_json_int (o, "f", -1), ==, -1);
  g_assert_cmpint (bh_json_int (o, "missing", -1), ==, -1);
  g_assert_true (bh_json_bool (o, "b"));
  g_assert_false (bh_json_bool (o, "s"));
  g_assert_nonnull (bh_json_object (o, "o"));
  g_assert_null (bh_json_object (o, "a"));
  g_assert_null (bh_json_array (o, "o"));
  g_assert_cmpuint (bh_json_array_length (a), ==, 4);
  g_assert_cmpuint (bh_json_array_length (NULL), ==, 0);
  g_assert_cmpstr (bh_json_array_string (a, 0), ==, "one");
  g_assert_null (bh_json_array_string (a, 1));
  g_assert_null (bh_json_array_string (a, 99));
  g_assert_nonnull (bh_json_array_object (a, 2));
  g_assert_null (bh_json_array_object (a, 0));
  g_assert_cmpuint (g_strv_length (words), ==, 2);
  g_assert_cmpint (bh_json_time (o, "t"), ==, G_GINT64_CONSTANT (1795269731120000));
  g_assert_cmpint (bh_json_time (o, "s"), ==, 0);
}

static void
test_words_of_states (void)
{
  g_assert_cmpstr (bh_feed_state_to_string (BH_FEED_AWAY), ==, "away");
  g_assert_cmpint (bh_feed_state_from_string ("live", BH_FEED_OFFLINE), ==, BH_FEED_LIVE);
  g_assert_cmpint (bh_feed_state_from_string ("odd", BH_FEED_OFFLINE), ==, BH_FEED_OFFLINE);
  g_assert_cmpint (bh_feed_state_from_string (NULL, BH_FEED_LOGIN), ==, BH_FEED_LOGIN);
  g_assert_cmpstr (bh_feed_state_to_string ((BhFeedState) 99), ==, "unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desktop/client/address", test_addresses);
  g_test_add_func ("/desktop/client/known-servers/pins", test_known_servers);
  g_test_add_func ("/desktop/client/known-servers/odd-lines", test_known_servers_odd_lines);
  g_test_add_func ("/desktop/client/known-servers/cannot-be-written",
                   test_known_servers_cannot_be_written);
  g_test_add_func ("/desktop/client/secret", test_secret);
  g_test_add_func ("/desktop/client/foreign-json", test_foreign_json);
  g_test_add_func ("/desktop/client/words-of-states", test_words_of_states);
  return g_test_run ();
}
