/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The numbers: what a contact's segments become in the views. The statement under test is the one
 * that the writer runs. */

#include "server/store/sql-text.h"
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
  bh_pg_fixture_exec (
      f->conn,
      "INSERT INTO queue (name, label) VALUES ('support', 'Support'), ('sales', 'Sales')");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  PQfinish (f->conn);
  g_free (f->conninfo);
}

/* Segments are written "type start end queue ended_by", "-" for null; apostrophes of @rest become
 * quotes. */
static void
put_contact (Fixture *f, guint n, const char *rest, const char *segments)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (segments, ",", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (PGresult) result = NULL;

  g_string_printf (json,
                   "{'contact':'00000000-0000-4000-8000-00000000%04u','revision':1,'started':'2026-"
                   "11-21T14:02:00.000Z',%s,"
                   "'segments':[",
                   n,
                   rest);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) part = g_strsplit (g_strstrip (lines[i]), " ", -1);
    static const char *const names[] = {"type", "start_ms", "end_ms", "queue", "ended_by"};

    g_string_append (json, i > 0 ? ",{" : "{");
    for (guint j = 0; j < 5; j++) {
      gboolean number = j == 1 || j == 2;

      if (g_str_equal (part[j], "-"))
        g_string_append_printf (json, "%s'%s':null", j > 0 ? "," : "", names[j]);
      else
        g_string_append_printf (json,
                                number ? "%s'%s':%s" : "%s'%s':'%s'",
                                j > 0 ? "," : "",
                                names[j],
                                part[j]);
    }
    g_string_append (json, ",'agent':'PJSIP/1001'}");
  }
  g_string_append (json, "]}");
  g_string_replace (json, "'", "\"", 0);
  result = bh_pg_exec_blocking (f->conn,
                                bh_sql_text ("write/contact.sql"),
                                1,
                                (const char *[]){json->str},
                                &error);
  g_assert_no_error (error);
}

typedef struct {
  const char *what;
  const char *rest;
  const char *segments;
  const char *entries; /* queue:outcome:wait_ms of each */
} Passage;

#define ENDED(outcome, by)                                                                         \
  "'ended':'2026-11-21T14:05:00.000Z','outcome':'" outcome "','ended_by':'" by "'"

static const Passage passages[] = {
    {"answered",
     ENDED ("answered", "agent"),
     "queue 0 3000 support -,ring 3000 5000 support -,talk 5000 9000 - agent",
     "support:answered:5000"},
    {"answered after a missed offer",
     ENDED ("answered", "agent"),
     "queue 0 10 support -,ring 10 20 support -,queue 20 30 support -,ring 30 40 - -,talk 40 50 - "
     "-",
     "support:answered:40"},
    {"given up",
     ENDED ("abandoned", "caller"),
     "queue 0 30000 support caller",
     "support:abandoned:30000"},
    {"given up while it rang",
     ENDED ("abandoned", "caller"),
     "queue 0 10 support -,ring 10 20 support caller",
     "support:abandoned:20"},
    {"the queue let go",
     ENDED ("timeout", "system"),
     "queue 0 60000 support system",
     "support:timeout:60000"},
    {"timeout, then a mailbox",
     ENDED ("timeout", "caller"),
     "queue 0 60000 support timeout,voicemail 60000 70000 - caller",
     "support:timeout:60000"},
    {"pressed a key to leave",
     ENDED ("answered", "agent"),
     "queue 0 100 support -,ivr 100 200 - -,talk 200 300 - -",
     "support:flow_out:100"},
    {"from one queue to another",
     ENDED ("answered", "agent"),
     "ivr 0 5 - -,queue 5 100 support -,queue 100 300 sales -,ring 300 400 sales -,talk 400 500 - "
     "-",
     "support:flow_out:95 sales:answered:300"},
    {"talked, transferred to a queue, given up there",
     ENDED ("answered", "caller"),
     "queue 0 10 support -,talk 10 20 - -,queue 20 90 sales caller",
     "support:answered:10 sales:abandoned:70"},
    {"twice through the same queue",
     ENDED ("answered", "agent"),
     "queue 0 10 support -,talk 10 20 - -,queue 20 50 support -,talk 50 60 - -",
     "support:answered:10 support:answered:30"},
    {"still there",
     "'ended':null,'outcome':'in_progress'",
     "queue 0 - support -",
     "support:still_waiting:-"},
    {"still ringing",
     "'ended':null,'outcome':'in_progress'",
     "queue 0 10 support -,ring 10 - support -",
     "support:still_waiting:-"},
    {"redirected out of it",
     ENDED ("redirected", "system"),
     "queue 0 10 support -",
     "support:flow_out:10"},
    {"no queue at all", ENDED ("answered", "caller"), "ring 0 10 - -,talk 10 20 - -", ""},
};

static void
test_passages (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (passages); i++) {
    g_autofree char *sql =
        g_strdup_printf ("SELECT COALESCE(string_agg(queue || ':' || outcome || ':' || "
                         "COALESCE(wait_ms::text, '-'), "
                         "' ' ORDER BY ordinal), '') FROM queue_entry WHERE contact_id = "
                         "'00000000-0000-4000-8000-00000000%04u'",
                         i);

    g_test_message ("%s", passages[i].what);
    put_contact (f, i, passages[i].rest, passages[i].segments);
    bh_assert_sql (f->conn, sql, passages[i].entries);
  }
  /* the identity, over all of them */
  bh_assert_sql (f->conn,
                 "SELECT count(*) FROM v_queue_interval WHERE offered <> answered + abandoned + "
                 "flow_out + timeout + still_waiting",
                 "0");
  bh_assert_sql (f->conn, "SELECT sum(offered) FROM v_queue_interval", "16");
}

/* The formula of the field's test vector: F4 of 1,000 answered (860 in 20 s) and 60 given up (20 in
 * 20 s, 10 in 5 s). */
static void
test_service_level (Fixture *f, gconstpointer data)
{
  bh_pg_fixture_exec (f->conn,
                      "INSERT INTO contact (id, revision, started, ended) SELECT "
                      "md5(n::text)::uuid, 1, now(), now() FROM "
                      "generate_series(1, 1060) AS n;"
                      "INSERT INTO queue_entry SELECT md5(n::text)::uuid, 1, 'support', "
                      "'2026-11-21 14:02', '2026-11-21 14:03', "
                      "CASE WHEN n <= 860 THEN 20000 WHEN n <= 1000 THEN 20001 WHEN n <= 1010 THEN "
                      "5000 WHEN n <= 1020 THEN 20000 "
                      "ELSE 90000 END, CASE WHEN n <= 1000 THEN 'answered' ELSE 'abandoned' END "
                      "FROM generate_series(1, 1060) AS n");
  bh_assert_sql (f->conn, "SELECT service_level FROM v_queue_interval", "82.69");
  bh_assert_sql (f->conn, "SELECT short_abandoned FROM v_queue_interval", "10");
  bh_assert_sql (
      f->conn,
      "SELECT to_char(interval_start AT TIME ZONE 'UTC', 'HH24:MI') FROM v_queue_interval",
      "14:00");
}

static void
test_contact_times (Fixture *f, gconstpointer data)
{
  put_contact (f,
               1,
               ENDED ("answered", "agent"),
               "ivr 0 1000 - -,queue 1000 4000 support -,ring 4000 6000 support -,talk 6000 10000 "
               "- -,hold 10000 11000 - -,"
               "consult 11000 15000 - -,conference 15000 18000 - -,wrap_up 18000 20000 - -");
  bh_assert_sql (f->conn,
                 "SELECT concat_ws(' ', wait_ms, talk_ms, hold_ms, consult_ms, wrap_up_ms, "
                 "handle_ms) FROM v_contact",
                 "5000 7000 1000 4000 2000 10000");
  bh_assert_sql (f->conn,
                 "SELECT to_char(answered AT TIME ZONE 'UTC', 'MI:SS') FROM v_contact",
                 "02:06");
  bh_assert_sql (f->conn, "SELECT sum(duration_ms) FROM v_segment", "20000");
}

static void
test_agent_day (Fixture *f, gconstpointer data)
{
  bh_pg_fixture_exec (f->conn, "SET TIME ZONE 'UTC'");
  bh_pg_fixture_exec (f->conn,
                      "INSERT INTO agent_state_interval (agent, started, ended, state) VALUES"
                      " ('alice', '2026-11-21 22:00', '2026-11-21 23:00', 'ready'),"
                      /* over midnight: half an hour each */
                      " ('alice', '2026-11-21 23:30', '2026-11-22 00:30', 'talking'),"
                      " ('alice', '2026-11-22 00:30', '2026-11-22 01:00', 'not_ready')");
  bh_assert_sql (f->conn,
                 "SELECT string_agg(concat_ws(' ', day, signed_in_s, ready_s, talking_s, "
                 "not_ready_s, occupancy), '|' ORDER BY day)"
                 " FROM v_agent_day",
                 "2026-11-21 5400 3600 1800 0 33.3|2026-11-22 3600 0 1800 1800 100.0");
}

static void
test_who_sat_there (Fixture *f, gconstpointer data)
{
  bh_pg_fixture_exec (
      f->conn,
      "INSERT INTO user_account (name, full_name, device) VALUES ('alice', 'Alice', 'PJSIP/1001');"
      "INSERT INTO agent_session (id, agent, device, signed_in, signed_out) VALUES"
      " ('1', 'bob', 'PJSIP/1001', '2026-11-21 08:00', '2026-11-21 12:00'),"
      " ('2', 'carol', 'PJSIP/1001', '2026-11-21 12:00', NULL)");
  bh_assert_sql (f->conn, "SELECT bh_user_at('PJSIP/1001', '2026-11-21 09:00')", "bob");
  bh_assert_sql (f->conn, "SELECT bh_user_at('PJSIP/1001', '2026-11-21 13:00')", "carol");
  bh_assert_sql (f->conn, "SELECT bh_user_at('PJSIP/1001', '2026-11-20 13:00')", "alice");
  bh_assert_sql (f->conn, "SELECT bh_user_at('PJSIP/9999', '2026-11-20 13:00') IS NULL", "t");
}

static void
test_audit_is_final (Fixture *f, gconstpointer data)
{
  static const char *const wrong[] = {"UPDATE audit SET actor = 'nobody'",
                                      "DELETE FROM audit",
                                      "TRUNCATE audit"};

  bh_pg_fixture_exec (
      f->conn,
      "INSERT INTO audit (id, at, actor, action) VALUES (gen_random_uuid(), now(), 'alice', 'x')");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (PGresult) result = bh_pg_exec_blocking (f->conn, wrong[i], 0, NULL, &error);

    g_assert_nonnull (error);
  }
  bh_assert_sql (f->conn, "SELECT actor FROM audit", "alice");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/views/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("passages-through-queues", test_passages);
  ADD ("service-level", test_service_level);
  ADD ("times-of-a-contact", test_contact_times);
  ADD ("agent-day", test_agent_day);
  ADD ("who-sat-at-a-device", test_who_sat_there);
  ADD ("audit-is-final", test_audit_is_final);
  return bh_pg_fixture_finish (g_test_run ());
}
