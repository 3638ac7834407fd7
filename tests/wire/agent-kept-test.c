/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wire/agent-kept.h"

#include <string.h>

static const BhAgentQueue queues[] = {
    {.queue = "support", .reason = "lunch", .penalty = 2, .joined = TRUE, .paused = TRUE},
    {.queue = "sales", .penalty = 3, .wanted = TRUE}};

static const BhAgent whole = {.agent = "alice",
                              .full_name = "Alice Adams",
                              .pbx = "main",
                              .device = "PJSIP/1001",
                              .why = "The last contact is being wrapped up.",
                              .intent_reason = "lunch",
                              .pending_reason = "meeting",
                              .contact = "c",
                              .wrap_up_contact = "w",
                              .boot = "boot-1",
                              .state = BH_AGENT_WRAP_UP,
                              .intent = BH_AGENT_NOT_READY,
                              .pending = BH_AGENT_READY,
                              .since_us = 1795296949481999,
                              .wrap_up_until_us = 1795296959481999,
                              .signed_in_us = 1795296940000000,
                              .revision = 1795296949482000,
                              .n_queues = 2,
                              .queues = (BhAgentQueue *) queues};

static char *
kept (const BhAgent *agent)
{
  GString *text = g_string_new (NULL);
  bh_agent_keep (text, agent);
  return g_string_free (text, FALSE);
}

static BhAgent *
read_back (const char *text, GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  return bh_agent_from_kept (body, error);
}

static void
test_whole (void)
{
  g_autofree char *text = kept (&whole);
  g_autoptr (GError) error = NULL;
  g_autoptr (BhAgent) back = read_back (text, &error);

  g_assert_no_error (error);
  g_autofree char *again = kept (back);
  g_assert_cmpstr (again, ==, text);
  g_assert_true (back->signed_in);
  g_assert_cmpstr (back->intent_reason, ==, "lunch");
  g_assert_cmpint (back->wrap_up_until_us, ==, whole.wrap_up_until_us);
  g_assert_cmpuint (back->n_queues, ==, 2);
  g_assert_true (back->queues[0].paused);
  g_assert_cmpint (back->queues[1].penalty, ==, 3);
  g_assert_true (back->queues[1].wanted);
}

static void
test_least (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhAgent) back =
      read_back ("{\"agent\":\"a\",\"pbx\":\"p\",\"device\":\"d\",\"later\":[1]}", &error);

  g_assert_no_error (error);
  g_assert_cmpint (back->intent, ==, BH_AGENT_LOGGED_OUT);
  g_assert_null (back->boot);
}

static void
test_broken (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhAgent) back = read_back (data, &error);

  g_assert_null (back);
  g_assert_true (error != NULL && error->domain == BH_KEPT_ERROR);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name, *text;
  } broken[] = {
      {"empty", ""},
      {"no-json", "{"},
      {"no-object", "[]"},
      {"nobody", "{}"},
      {"nowhere", "{\"agent\":\"a\",\"pbx\":\"p\"}"},
      {"kind-of-text", "{\"agent\":7,\"pbx\":\"p\",\"device\":\"d\"}"},
      {"kind-of-number", "{\"agent\":\"a\",\"pbx\":\"p\",\"device\":\"d\",\"since_us\":\"1\"}"},
      {"kind-of-flag",
       "{\"agent\":\"a\",\"pbx\":\"p\",\"device\":\"d\",\"queues\":[{\"queue\":\"q\",\"joined\":1}]"
       "}"},
      {"queue-without-name",
       "{\"agent\":\"a\",\"pbx\":\"p\",\"device\":\"d\",\"queues\":[{\"joined\":true}]}"},
      {"queue-that-is-none", "{\"agent\":\"a\",\"pbx\":\"p\",\"device\":\"d\",\"queues\":[1]}"},
  };
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/agent-kept/whole", test_whole);
  g_test_add_func ("/wire/agent-kept/least", test_least);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autofree char *path = g_strconcat ("/wire/agent-kept/broken/", broken[i].name, NULL);
    g_test_add_data_func (path, broken[i].text, test_broken);
  }
  return g_test_run ();
}
