/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What follows a talk, in the database: notes and results with their corrections, an agent's day,
 * messages. The statements under test are the ones that the writer and the reader run. */

#include <string.h>

#include "server/store/pg-blocking.h"
#include "server/store/sql-text.h"
#include "tests/store/pg-fixture.h"

#define CONTACT "'contact':'a0000000-0000-4000-8000-000000000001'"
#define MESSAGE "'message':'b0000000-0000-4000-8000-000000000001'"

typedef struct {
  char *conninfo;
  PGconn *conn;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->conninfo = bh_pg_fixture_database (TRUE);
  f->conn = bh_pg_fixture_connect (f->conninfo);
  bh_pg_fixture_exec (f->conn,
                      "INSERT INTO queue (name, label) VALUES ('support', 'Support');"
                      "INSERT INTO user_account (name, full_name, device) VALUES"
                      " ('alice', 'Alice Miller', 'PJSIP/1001');"
                      "INSERT INTO contact (id, revision, started, ended, queues, users)"
                      " VALUES ('a0000000-0000-4000-8000-000000000001', 1, '2026-11-21 10:00Z',"
                      "  '2026-11-21 10:05Z', '{support}', '{alice}')");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  PQfinish (f->conn);
  g_free (f->conninfo);
}

/* Apostrophes of @args become quotes. */
static char *
run (Fixture *f, const char *statement, const char *args)
{
  g_autoptr (GString) json = g_string_new (args);
  g_autoptr (GError) error = NULL;
  g_autoptr (PGresult) result = NULL;

  g_string_replace (json, "'", "\"", 0);
  result = bh_pg_exec_blocking (f->conn,
                                bh_sql_text (statement),
                                strstr (bh_sql_text (statement), "$1") != NULL,
                                (const char *[]){json->str},
                                &error);
  g_assert_no_error (error);
  return PQntuples (result) > 0 ? g_strdup (PQgetvalue (result, 0, 0)) : NULL;
}

static void
write_record (Fixture *f, const char *kind, const char *args)
{
  g_autofree char *statement = g_strdup_printf ("write/%s.sql", kind);

  g_free (run (f, statement, args));
}

#define NOTE(body, revision, at, more)                                                             \
  "{" CONTACT ",'author':'alice','body':'" body "','revision':" revision                           \
  ",'saved_at':'2026-11-21T" at "Z'" more "}"

static void
test_note_keeps_what_was_corrected (Fixture *f, gconstpointer data)
{
  static const char bodies[] =
      "SELECT string_agg(body || CASE WHEN correction THEN '!' ELSE '' END, ' ' ORDER BY ordinal)"
      " FROM contact_note";

  write_record (f, "note", NOTE ("wrng", "1", "10:04:00", ""));
  write_record (f, "note", NOTE ("wrong", "2", "10:04:05", ""));
  bh_assert_sql (f->conn, bodies, "wrong");
  write_record (f, "note", NOTE ("right", "3", "10:04:20", ",'correction':true"));
  bh_assert_sql (f->conn, bodies, "wrong right!");
  write_record (f, "note", NOTE ("right", "3", "10:04:20", ",'correction':true"));
  bh_assert_sql (f->conn, bodies, "wrong right!");
  bh_assert_sql (f->conn,
                 "SELECT bh_history_line(c)->>'note' || ' ' || (bh_history_line(c)->>'corrected')"
                 " FROM contact AS c",
                 "right true");
}

static void
test_part_of_a_contact (Fixture *f, gconstpointer data)
{
  g_autofree char *before = run (f, "query/contact_part.sql", "{" CONTACT ",'agent':'alice'}");
  g_autofree char *nobody = run (f, "query/contact_part.sql", "{" CONTACT ",'agent':'bob'}");
  g_autofree char *after = NULL;

  g_assert_cmpstr (before, ==, "{\"left\": \"2026-11-21T10:05:00.000Z\"}");
  g_assert_cmpstr (nobody, ==, "null");
  write_record (f, "note", NOTE ("x", "9", "10:04:00", ",'pen':'p','edit':4"));
  after = run (f, "query/contact_part.sql", "{" CONTACT ",'agent':'alice'}");
  g_assert_cmpstr (after,
                   ==,
                   "{\"pen\": \"p\", \"body\": \"x\", \"edit\": 4, \"left\": "
                   "\"2026-11-21T10:05:00.000Z\", \"revision\": 9}");
}

static void
test_disposition_keeps_each_choice (Fixture *f, gconstpointer data)
{
  static const char changes[] =
      "SELECT string_agg(concat(value_before, '>', value_after, CASE WHEN correction THEN '!' END),"
      " ' ' ORDER BY revision) FROM contact_change WHERE kind = 'disposition'";

  write_record (f,
                "disposition",
                "{" CONTACT ",'agent':'alice','code':'solved.first','revision':1,"
                "'at':'2026-11-21T10:04:00Z'}");
  for (int twice = 0; twice < 2; twice++)
    write_record (f,
                  "disposition",
                  "{" CONTACT ",'agent':'alice','code':'refund.done','revision':2,"
                  "'at':'2026-11-21T10:06:00Z','correction':true}");
  bh_assert_sql (f->conn, changes, ">solved.first solved.first>refund.done!");
  bh_assert_sql (f->conn, "SELECT disposition FROM contact", "refund.done");
}

static void
test_customer_keeps_each_choice (Fixture *f, gconstpointer data)
{
  for (int twice = 0; twice < 2; twice++)
    write_record (f,
                  "attach_customer",
                  "{" CONTACT ",'customer':null,'agent':'alice',"
                  "'before':'c0000000-0000-4000-8000-000000000001','at':'2026-11-21T10:04:00Z'}");
  bh_assert_sql (
      f->conn,
      "SELECT string_agg(agent || ' ' || value_before || '>' || COALESCE(value_after, ''),"
      " ' ') FROM contact_change",
      "alice c0000000-0000-4000-8000-000000000001>");
}

static void
test_suggested_result (Fixture *f, gconstpointer data)
{
  g_autofree char *none = run (f, "query/queues.sql", "{}");
  g_autofree char *some = NULL;

  g_assert_nonnull (strstr (none, "\"suggested\": null"));
  bh_pg_fixture_exec (f->conn,
                      "INSERT INTO contact_disposition (contact_id, agent, code, revision, at)"
                      " SELECT 'a0000000-0000-4000-8000-000000000001', n::text,"
                      "  CASE WHEN n < 6 THEN 'refund.done' ELSE 'solved.first' END, 1, now()"
                      " FROM generate_series(1, 8) AS n");
  some = run (f, "query/queues.sql", "{}");
  g_assert_nonnull (strstr (some, "\"suggested\": \"refund.done\""));
  g_assert_nonnull (strstr (some, "\"disposition_required\": false"));
}

/* The agent's own numbers are those of the view that supervisors read. */
static void
test_agent_day (Fixture *f, gconstpointer data)
{
  g_autofree char *day = NULL;

  bh_pg_fixture_exec (f->conn,
                      "SET timezone = 'UTC';"
                      "INSERT INTO agent_state_interval (agent, started, ended, state, reason)"
                      " VALUES ('alice', '2026-11-20 23:50Z', '2026-11-21 00:10Z', 'ready', NULL),"
                      " ('alice', '2026-11-21 00:10Z', '2026-11-21 00:20Z', 'talking', NULL),"
                      " ('alice', '2026-11-21 00:20Z', '2026-11-21 00:25Z', 'wrap_up', NULL),"
                      " ('alice', '2026-11-21 00:25Z', '2026-11-21 00:30Z', 'not_ready', 'lunch'),"
                      " ('bob', '2026-11-21 00:00Z', '2026-11-21 09:00Z', 'ready', NULL);"
                      "INSERT INTO offer (contact_id, ordinal, agent, outcome, start_ms)"
                      " VALUES ('a0000000-0000-4000-8000-000000000001', 0, 'PJSIP/1001',"
                      "  'answered', 0)");
  day = run (f, "query/agent_day.sql", "{'agent':'alice','day':'2026-11-21'}");
  g_assert_nonnull (strstr (day,
                            "{\"from\": \"2026-11-21T00:00:00.000Z\", \"state\": \"ready\", "
                            "\"until\": \"2026-11-21T00:10:00.000Z\"}"));
  g_assert_nonnull (strstr (day, "\"reason\": \"lunch\""));
  g_assert_nonnull (strstr (day, "\"ready_s\": 600"));
  g_assert_nonnull (strstr (day, "\"occupancy\": 60.0"));
  g_assert_nonnull (strstr (day, "\"handling_s\": 900"));
  bh_assert_sql (f->conn,
                 "SELECT string_agg(concat(agent, ' ', day, ' ', ready_s, ' ', talking_s, ' ', "
                 "answered, ' ', occupancy), ',' ORDER BY agent, day) FROM v_agent_day",
                 "alice 2026-11-20 600 0 0 0.0,alice 2026-11-21 600 600 1 60.0,"
                 "bob 2026-11-21 32400 0 0 0.0");
}

static void
test_day_without_anything (Fixture *f, gconstpointer data)
{
  g_autofree char *day = run (f, "query/agent_day.sql", "{'agent':'nobody','day':'2026-11-21'}");

  g_assert_nonnull (strstr (day, "\"bands\": []"));
  g_assert_nonnull (strstr (day, "\"figures\": null"));
}

/* Each once, the newest first, those that can be called again; nobody else's, and not for ever. */
static void
test_agent_recent (Fixture *f, gconstpointer data)
{
  g_autofree char *recent = NULL;
  g_autofree char *one = NULL;
  g_autofree char *none = NULL;

  bh_pg_fixture_exec (
      f->conn,
      "INSERT INTO customer (id, name) VALUES ('c0000000-0000-4000-8000-000000000001', 'Ann');"
      "INSERT INTO contact (id, revision, started, ended, direction, customer_number, customer_id,"
      " queues, disposition)"
      " SELECT ('d0000000-0000-4000-8000-00000000000' || n)::uuid, 1, now() - interval '2 days',"
      "  CASE WHEN n <> 4 THEN now() END, 'outbound', CASE WHEN n <> 3 THEN '+49301000' || n END,"
      "  CASE WHEN n = 1 THEN 'c0000000-0000-4000-8000-000000000001'::uuid END, '{support}',"
      "  'solved' FROM generate_series(1, 6) AS n;"
      "INSERT INTO agent_state_interval (agent, started, state, contact_id)"
      " SELECT 'alice', now() - n * interval '1 hour', 'talking',"
      "  ('d0000000-0000-4000-8000-00000000000' || n)::uuid FROM generate_series(1, 4) AS n;"
      "INSERT INTO agent_state_interval (agent, started, state, contact_id) VALUES"
      " ('alice', now(), 'wrap_up', 'd0000000-0000-4000-8000-000000000001'),"
      " ('bob', now(), 'talking', 'd0000000-0000-4000-8000-000000000005'),"
      " ('alice', now() - interval '20 days', 'talking', 'd0000000-0000-4000-8000-000000000006')");
  recent = run (f, "query/agent_recent.sql", "{'agent':'alice'}");
  g_assert_nonnull (strstr (recent, "\"name\": \"Ann\""));
  g_assert_cmpint (g_strstr_len (recent, -1, "+493010001") - recent,
                   <,
                   g_strstr_len (recent, -1, "+493010002") - recent);
  for (guint n = 3; n <= 6; n++) {
    g_autofree char *id = g_strdup_printf ("d0000000-0000-4000-8000-00000000000%u", n);
    g_assert_null (strstr (recent, id));
  }
  one = run (f, "query/agent_recent.sql", "{'agent':'alice','limit':1}");
  g_assert_null (strstr (one, "+493010002"));
  none = run (f, "query/agent_recent.sql", "{'agent':'nobody'}");
  g_assert_cmpstr (none, ==, "{\"contacts\": []}");
}

static void
test_message (Fixture *f, gconstpointer data)
{
  for (int twice = 0; twice < 2; twice++) {
    write_record (f,
                  "message",
                  "{" MESSAGE ",'from':'sue','audience':'queue','target':'support','body':'x',"
                  "'urgent':true,'sent_at':'2026-11-21T10:00:00Z'}");
    write_record (f,
                  "message_receipt",
                  "{" MESSAGE ",'agent':'alice','shown_at':'2026-11-21T10:00:01Z','read_at':null}");
    write_record (f,
                  "message_receipt",
                  "{" MESSAGE ",'agent':'alice','shown_at':'2026-11-21T10:00:01Z',"
                  "'read_at':'2026-11-21T10:00:09Z'}");
  }
  bh_assert_sql (f->conn,
                 "SELECT concat(sender, ' ', target, ' ', agent, ' ', read_at - shown_at)"
                 " FROM v_message",
                 "sue support alice 00:00:08");
}

#define ADD(name, func) g_test_add ("/store/wrap-up/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("note-keeps-what-was-corrected", test_note_keeps_what_was_corrected);
  ADD ("part-of-a-contact", test_part_of_a_contact);
  ADD ("disposition-keeps-each-choice", test_disposition_keeps_each_choice);
  ADD ("customer-keeps-each-choice", test_customer_keeps_each_choice);
  ADD ("suggested-result", test_suggested_result);
  ADD ("agent-day", test_agent_day);
  ADD ("day-without-anything", test_day_without_anything);
  ADD ("agent-recent", test_agent_recent);
  ADD ("message", test_message);
  return bh_pg_fixture_finish (g_test_run ());
}
