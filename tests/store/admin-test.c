/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What bellhopctl does at the database's side: users, and many customers at once. */

#include "server/store/customer-load.h"
#include "server/store/password.h"
#include "server/store/store-error.h"
#include "server/store/users.h"
#include "tests/store/pg-fixture.h"

typedef struct {
  char *conninfo;
  PGconn *conn;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->conninfo = bh_pg_fixture_database (TRUE);
  f->conn = bh_pg_fixture_connect (f->conninfo);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  PQfinish (f->conn);
  g_free (f->conninfo);
}

static const char *const agent_roles[] = {"agent", NULL};
static const char *const queues[] = {"support", "sales", NULL};

static void
add_alice (Fixture *f)
{
  const BhUserSpec alice = {.name = "alice",
                            .full_name = "Alice Miller",
                            .password = "correct horse",
                            .device = "PJSIP/1001",
                            .roles = agent_roles,
                            .queues = queues};
  g_autoptr (GError) error = NULL;

  bh_user_add_blocking (f->conn, &alice, &error);
  g_assert_no_error (error);
}

static void
test_user_add (Fixture *f, gconstpointer data)
{
  g_autofree char *hash = NULL;
  g_autofree char *list = NULL;

  add_alice (f);
  hash = bh_pg_fixture_get (f->conn, "SELECT password_hash FROM user_account WHERE name = 'alice'");
  g_assert_true (bh_password_verify_blocking (hash, "correct horse"));
  bh_assert_sql (f->conn, "SELECT extension FROM user_account", "1001");
  bh_assert_sql (f->conn, "SELECT count(*) FROM user_queue", "2");
  list = bh_user_list_blocking (f->conn, NULL);
  g_assert_nonnull (strstr (list, "Alice Miller"));
  g_assert_null (strstr (list, "argon2"));
}

static void
test_user_refused (Fixture *f, gconstpointer data)
{
  static const char *const no_roles[] = {"king", NULL};
  const BhUserSpec bad[] = {
      {.name = "ALICE", .password = "correct horse", .roles = agent_roles},
      {.name = "bob", .password = "short", .roles = agent_roles},
      {.name = "bob", .password = "correct horse", .roles = no_roles},
      {.name = "bob", .password = "correct horse", .roles = agent_roles, .profile = "telepathy"},
      {.name = "b o b", .password = "correct horse", .roles = agent_roles},
      {.name = "bob\xff", .password = "correct horse", .roles = agent_roles},
      {.name = "bob", .password = "correct horse", .roles = agent_roles, .device = ""},
      {.name = "bob", .password = "correct horse", .roles = agent_roles, .device = "PJSIP/1,x"},
      {.name = "bob", .password = "correct horse", .roles = agent_roles, .device = "PJSIP/1\n"},
  };

  add_alice (f);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (bh_user_add_blocking (f->conn, &bad[i], &error));
    g_assert_error (error, BH_STORE_ERROR, BH_STORE_ERROR_ARGUMENT);
    bh_assert_sql (f->conn, "SELECT count(*) FROM user_account", "1");
  }
}

static void
test_user_penalty (Fixture *f, gconstpointer data)
{
  static const char *const of_bob[] = {"support:2", "sales:odd", "support:3", NULL};
  const BhUserSpec bob = {.name = "bob",
                          .password = "correct horse",
                          .roles = agent_roles,
                          .queues = of_bob};
  g_autoptr (GError) error = NULL;

  bh_user_add_blocking (f->conn, &bob, &error);
  g_assert_no_error (error);
  bh_assert_sql (f->conn,
                 "SELECT string_agg(queue || '=' || penalty, ' ' ORDER BY queue) FROM user_queue",
                 "sales:odd=0 support=3");
}

static void
test_user_change (Fixture *f, gconstpointer data)
{
  static const char *const boss[] = {"supervisor", NULL};
  static const char *const billing[] = {"billing:4", NULL};
  const BhUserSpec phone = {.name = "Alice", .device = "PJSIP/1009", .queues = billing};
  const BhUserSpec role = {.name = "alice", .roles = boss};
  g_autoptr (GError) error = NULL;

  add_alice (f);
  bh_user_change_blocking (f->conn, &phone, &error);
  g_assert_no_error (error);
  bh_user_change_blocking (f->conn, &role, &error);
  g_assert_no_error (error);
  bh_assert_sql (f->conn,
                 "SELECT concat_ws(' ', name, full_name, device, extension) FROM user_account",
                 "alice Alice Miller PJSIP/1009 1009");
  bh_assert_sql (f->conn, "SELECT queue || penalty FROM user_queue", "billing4");
  bh_assert_sql (f->conn, "SELECT role FROM user_role", "supervisor");
}

/* Nothing of a change that is refused stays. */
static void
test_user_change_refused (Fixture *f, gconstpointer data)
{
  static const char *const no_roles[] = {"agent", "king", NULL};
  static const char *const too_much[] = {"support", "sales:12345", NULL};
  static const char *const nameless[] = {":3", NULL};
  const BhUserSpec bad[] = {
      {.name = "nobody", .device = "PJSIP/1009"},
      {.name = "alice", .device = "PJSIP/1009", .roles = no_roles},
      {.name = "alice", .device = "PJSIP/1009", .queues = too_much},
      {.name = "alice", .device = "PJSIP/1009", .queues = nameless},
      {.name = "alice", .device = "PJSIP/1009", .profile = "telepathy"},
  };

  add_alice (f);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (bh_user_change_blocking (f->conn, &bad[i], &error));
    g_assert_error (error, BH_STORE_ERROR, BH_STORE_ERROR_ARGUMENT);
    bh_assert_sql (f->conn, "SELECT device FROM user_account", "PJSIP/1001");
    bh_assert_sql (f->conn, "SELECT count(*) FROM user_queue", "2");
  }
}

static void
test_user_password (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = NULL;

  add_alice (f);
  g_assert_true (bh_user_set_password_blocking (f->conn, "Alice", "another horse", &error));
  hash = bh_pg_fixture_get (f->conn, "SELECT password_hash FROM user_account");
  g_assert_true (bh_password_verify_blocking (hash, "another horse"));
  g_assert_false (bh_user_set_password_blocking (f->conn, "nobody", "another horse", &error));
  g_assert_error (error, BH_STORE_ERROR, BH_STORE_ERROR_ARGUMENT);
}

static BhCustomerLoadResult
load (Fixture *f, gboolean keep, const char *const *rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhCustomerLoad) one = bh_customer_load_begin (f->conn, &error);
  BhCustomerLoadResult result = {0};

  g_assert_no_error (error);
  for (guint i = 0; rows[i] != NULL; i++)
    g_assert_true (bh_customer_load_add (one, i + 2, rows[i], &error));
  bh_customer_load_finish (one, keep, &result, &error);
  g_assert_no_error (error);
  return result;
}

static const char *const two[] = {"{\"name\":\"王小明\",\"latin_name\":\"Wang "
                                  "Xiaoming\",\"external_ref\":\"HX-1\",\"phones\":[{\"number\":"
                                  "\"+8613800138000\",\"label\":\"mobile\"}]}",
                                  "{\"name\":\"Back\\\\slash \\\"quoted\\\" \\t "
                                  "tab\",\"phones\":[{\"number\":\"+49301234567\"}]}",
                                  NULL};

static void
test_load (Fixture *f, gconstpointer data)
{
  BhCustomerLoadResult result = load (f, TRUE, two);

  g_assert_cmpuint (result.inserted, ==, 2);
  g_assert_cmpuint (result.updated, ==, 0);
  bh_assert_sql (f->conn, "SELECT name FROM customer WHERE external_ref = 'HX-1'", "王小明");
  bh_assert_sql (f->conn,
                 "SELECT name FROM customer WHERE external_ref IS NULL",
                 "Back\\slash \"quoted\" \t tab");
  bh_assert_sql (f->conn, "SELECT count(*) FROM customer_phone", "2");
}

static void
test_load_dry (Fixture *f, gconstpointer data)
{
  BhCustomerLoadResult result = load (f, FALSE, two);

  g_assert_cmpuint (result.inserted, ==, 2);
  bh_assert_sql (f->conn, "SELECT count(*) FROM customer", "0");
}

static void
test_load_again (Fixture *f, gconstpointer data)
{
  static const char *const renewed[] = {
      "{\"name\":\"王晓明\",\"company\":\"Huaxin\",\"external_ref\":\"HX-1\",\"phones\":[{"
      "\"number\":\"+8613800138001\"}]}",
      "{\"name\":\"Back\\\\slash \\\"quoted\\\" \\t "
      "tab\",\"tier\":\"gold\",\"phones\":[{\"number\":\"+49301234567\"}]}",
      "{\"name\":\"New\",\"phones\":[]}",
      NULL};
  BhCustomerLoadResult result;

  load (f, TRUE, two);
  result = load (f, TRUE, renewed);
  g_assert_cmpuint (result.inserted, ==, 1);
  g_assert_cmpuint (result.updated, ==, 2);
  bh_assert_sql (f->conn,
                 "SELECT name || ' ' || latin_name || ' ' || company FROM customer WHERE "
                 "external_ref = 'HX-1'",
                 "王晓明 Wang Xiaoming Huaxin");
  bh_assert_sql (f->conn, "SELECT count(*) FROM customer", "3");
  bh_assert_sql (f->conn, "SELECT count(*) FROM customer_phone", "3");
  bh_assert_sql (f->conn, "SELECT tier FROM customer WHERE name LIKE 'Back%'", "gold");
}

static void
test_load_all_or_nothing (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = {two[0] /* good */,
                                    "{\"name\":\"x\",\"phones\":[{\"number\":\"no number\"}]}",
                                    NULL};
  g_autoptr (GError) error = NULL;
  BhCustomerLoad *one = bh_customer_load_begin (f->conn, &error);
  BhCustomerLoadResult result;

  for (guint i = 0; bad[i] != NULL; i++)
    bh_customer_load_add (one, i + 2, bad[i], &error);
  g_assert_false (bh_customer_load_finish (one, TRUE, &result, &error));
  g_assert_nonnull (error);
  bh_customer_load_free (one);
  bh_assert_sql (f->conn, "SELECT count(*) FROM customer", "0");
}

static void
test_load_given_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  BhCustomerLoad *one = bh_customer_load_begin (f->conn, &error);

  bh_customer_load_add (one, 2, two[0], &error);
  bh_customer_load_free (one);
  bh_assert_sql (f->conn, "SELECT count(*) FROM customer", "0");
  g_assert_cmpuint (load (f, TRUE, two).inserted, ==, 2);
}

/* A big file into a database that has customers already: seconds, not minutes. */
static void
test_load_many (Fixture *f, gconstpointer data)
{
  const guint n = g_test_slow () ? 100000 : 10000;
  g_autoptr (GError) error = NULL;

  for (int round = 0; round < 2; round++) {
    gint64 begun = g_get_monotonic_time ();
    g_autoptr (BhCustomerLoad) one = bh_customer_load_begin (f->conn, &error);
    BhCustomerLoadResult result;

    for (guint i = 0; i < n; i++) {
      g_autofree char *row = g_strdup_printf (
          "{\"name\":\"Name %u\",\"company\":\"Company %u\",%s%u\",\"phones\":[{\"number\":"
          "\"+4930%08u\"}]}",
          i,
          i % 1000,
          i % 2 == 0 ? "\"external_ref\":\"R" : "\"notes\":\"",
          i,
          i);

      g_assert_true (bh_customer_load_add (one, i + 2, row, &error));
    }
    bh_customer_load_finish (one, TRUE, &result, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (round == 0 ? result.inserted : result.updated, ==, n);
    g_test_message ("%u customers %s in %.1f s",
                    n,
                    round == 0 ? "new" : "known",
                    (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC);
  }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/admin/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("user-added", test_user_add);
  ADD ("user-refused", test_user_refused);
  ADD ("user-penalty", test_user_penalty);
  ADD ("user-changed", test_user_change);
  ADD ("user-change-refused", test_user_change_refused);
  ADD ("user-password", test_user_password);
  ADD ("customers-loaded", test_load);
  ADD ("customers-dry-run", test_load_dry);
  ADD ("customers-known-are-renewed", test_load_again);
  ADD ("customers-all-or-nothing", test_load_all_or_nothing);
  ADD ("customers-given-up", test_load_given_up);
  ADD ("customers-many", test_load_many);
  return bh_pg_fixture_finish (g_test_run ());
}
