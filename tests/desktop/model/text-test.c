/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/time-text.h"

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/model/clock.h"
#include "desktop/model/dial-words.h"
#include "desktop/model/error-text.h"
#include "desktop/model/keyed-list.h"
#include "desktop/model/label.h"
#include "desktop/model/reason.h"
#include "desktop/model/server-words.h"

/* Times, numbers, labels, errors; the clock; the keyed list. */

#define S  ((gint64) G_USEC_PER_SEC)
#define AT (G_GINT64_CONSTANT (1795269731) * S) /* 2026-11-21 14:02:11 UTC */

#define assert_text(expression, expected)                                                          \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *assert_text_value = (expression);                                             \
    g_assert_cmpstr (assert_text_value, ==, expected);                                             \
  }                                                                                                \
  G_STMT_END

static void
test_durations (void)
{
  assert_text (bh_time_text_duration_us (0), "0:00");
  assert_text (bh_time_text_duration_us (-5 * S), "0:00");
  assert_text (bh_time_text_duration_us (151 * S), "2:31");
  assert_text (bh_time_text_duration_us (3751 * S), "1:02:31");
  assert_text (bh_time_text_duration_ms (59999), "0:59");
  assert_text (bh_time_text_elapsed (0, AT), "");
  assert_text (bh_time_text_elapsed (AT - 7 * S, AT), "0:07");
  assert_text (bh_time_text_left (0, AT), "");
  assert_text (bh_time_text_left (AT + 1, AT), "0:01");
  assert_text (bh_time_text_left (AT + 30 * S, AT), "0:30");
  assert_text (bh_time_text_left (AT - 30 * S, AT), "0:00");
}

static void
test_moments (void)
{
  assert_text (bh_time_text_of_day (AT), "14:02:11");
  assert_text (bh_time_text_when (AT - 3600 * S, AT), "13:02");
  assert_text (bh_time_text_when (AT - 24 * 3600 * S, AT), "yesterday 14:02");
  assert_text (bh_time_text_when (AT - 9 * 24 * 3600 * S, AT), "12 Nov");
  assert_text (bh_time_text_when (AT - 365 * 24 * 3600 * S, AT), "21 Nov 2025");
  assert_text (bh_time_text_when (0, AT), "");
  assert_text (bh_time_text_in_zone ("Asia/Shanghai", AT), "22:02");
  assert_text (bh_time_text_in_zone ("Mars/Olympus", AT), "");
  assert_text (bh_time_text_in_zone (NULL, AT), "");
  g_assert_cmpint (bh_time_text_parse ("2026-11-21T14:02:11.000Z"), ==, AT);
  g_assert_cmpint (bh_time_text_parse ("2026-11-21T22:02:11+08:00"), ==, AT);
  g_assert_cmpint (bh_time_text_parse ("tomorrow"), ==, 0);
}

static void
test_saved (void)
{
  assert_text (bh_time_text_saved (0, AT), "");
  assert_text (bh_time_text_saved (AT - S / 5, AT), "Saved 0.2 s ago");
  assert_text (bh_time_text_saved (AT - 4 * S, AT), "Saved 4 s ago");
  assert_text (bh_time_text_saved (AT - 180 * S, AT), "Saved 3 min ago");
  assert_text (bh_time_text_saved (AT - 2 * 3600 * S, AT), "Saved 12:02");
  assert_text (bh_time_text_saved (AT + S, AT), "Saved 0.0 s ago");
}

static void
test_numbers (void)
{
  static const char *const rows[][2] = {
      {"+8613800138000", "+86 138 0013 8000"},
      {"+15551234567", "+1 555 123 4567"},
      {"+48123456789", "+48 123 456 789"},
      {"+442079460958", "+44 207 946 0958"},
      {"+861082345678", "+86 108 234 5678"},
      {"+35312345678", "+353 123 456 78"},
      {"1001", "1001"},
      {"anonymous", "anonymous"},
      {"+12", "+12"},
      {"", ""},
      {NULL, ""},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_text (bh_number_text (rows[i][0]), rows[i][1]);
}

static void
test_labels (void)
{
  g_autoptr (JsonNode) node = json_from_string (
      "{\"a\":{\"en\":\"Lunch\",\"zh_CN\":\"午餐\",\"zh_TW\":\"午餐休息\"},"
      "\"b\":{\"de\":\"Pause\"},\"c\":\"plain\",\"d\":7,\"e\":{\"en_GB\":\"Tea\"}}",
      NULL);
  JsonObject *object = json_node_get_object (node);

  g_assert_cmpstr (bh_label_member (object, "a", "zh_CN", "x"), ==, "午餐");
  g_assert_cmpstr (bh_label_member (object, "a", "zh_TW", "x"), ==, "午餐休息");
  g_assert_cmpstr (bh_label_member (object, "a", "zh", "x"), !=, "Lunch");
  g_assert_cmpstr (bh_label_member (object, "a", "en_US", "x"), ==, "Lunch");
  g_assert_cmpstr (bh_label_member (object, "a", "fr", "x"), ==, "Lunch");
  g_assert_cmpstr (bh_label_member (object, "a", NULL, "x"), ==, "Lunch");
  g_assert_cmpstr (bh_label_member (object, "b", "fr", "x"), ==, "Pause");
  g_assert_cmpstr (bh_label_member (object, "c", "fr", "x"), ==, "plain");
  g_assert_cmpstr (bh_label_member (object, "d", "fr", "x"), ==, "x");
  g_assert_cmpstr (bh_label_member (object, "e", "en", "x"), ==, "Tea");
  g_assert_cmpstr (bh_label_member (object, "none", "en", "x"), ==, "x");
}

/* Every code that a server can send has words of its own, in any language. */
static void
test_every_error_has_words (void)
{
  for (guint code = 0; code <= BH_CLIENT_ERROR_STATE_FILE; code++) {
    const char *word = bh_client_error_code_to_string ((BhClientErrorCode) code);
    g_autoptr (GError) error = bh_client_error_from_wire (word, "the server's own words", NULL);
    g_autoptr (GError) english = bh_error_translate (error, "en_GB");
    g_autoptr (GError) other = bh_error_translate (error, "zh_CN");

    g_assert_error (error, BH_CLIENT_ERROR, (int) code);
    g_assert_cmpstr (english->message, ==, "the server's own words");
    if (code == BH_CLIENT_ERROR_SOFTPHONE || code == BH_CLIENT_ERROR_NO_SOFTPHONE)
      continue; /* not the server's: in the reader's words where they are said */
    g_assert_cmpstr (other->message, !=, "the server's own words");
    g_assert_cmpint (other->code, ==, (int) code);
  }
}

static void
test_error_with_figures (void)
{
  g_autoptr (JsonObject) detail = json_object_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;

  json_object_set_int_member (detail, "retry_after_s", 8);
  error = bh_client_error_from_wire ("too_many_tries", NULL, detail);
  other = bh_error_translate (error, "zh_CN");
  g_assert_nonnull (strstr (other->message, "8"));
  g_assert_cmpint (bh_json_int (bh_client_error_get_detail (other), "retry_after_s", 0), ==, 8);
  g_clear_error (&error);
  error = bh_client_error_from_wire ("word of the future", "x", NULL);
  g_assert_error (error, BH_CLIENT_ERROR, BH_CLIENT_ERROR_INTERNAL);
}

/* What the server put into a sentence is kept, whatever its language is. */
static void
test_refusals_are_known (void)
{
  static const struct {
    const char *sentence;
    const char *expected;
  } rows[] = {
      {"You left the campaign.", "You left the campaign."},
      {"The customer is on hold already.", "The customer is on hold already."},
      {"The wrap-up takes 600 s already: it cannot be longer.",
       "The wrap-up takes 600 s already: it cannot be longer."},
      {"bob is signed in at PJSIP/1001. Sit at another phone, or ask them to sign out.",
       "bob is signed in at PJSIP/1001. Sit at another phone, or ask them to sign out."},
      {"\"12x\" cannot be dialed: a number is digits, * and #, with + in front at most.",
       "\"12x\" cannot be dialed: a number is digits, * and #, with + in front at most."},
      {"100% of %s is not signed in.", "100% of %s is not signed in."},
      {"Something of the future.", NULL},
      {"The wrap-up takes", NULL},
      {"", NULL},
      {NULL, NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *words = bh_server_refusal (rows[i].sentence);
    g_assert_cmpstr (words, ==, rows[i].expected);
  }
}

static void
test_error_keeps_its_reason (void)
{
  g_autoptr (GError) error =
      bh_client_error_from_wire ("not_possible", "You left the campaign.", NULL);
  g_autoptr (GError) unknown = bh_client_error_from_wire ("not_possible", "Of the future.", NULL);
  g_autoptr (GError) translated = bh_error_translate (error, "zh_CN");
  g_autoptr (GError) other = bh_error_translate (unknown, "zh_CN");

  g_assert_cmpstr (translated->message, ==, "You left the campaign.");
  g_assert_cmpstr (other->message, ==, "That is not possible now.");
}

#define JUDGEMENT(kind, verdict, extra)                                                            \
  "{\"allowed\":false,\"message\":\"the server's own\",\"kind\":\"fixed\",\"at\":"                 \
  "\"2026-11-22T10:30:00.000Z\"," extra                                                            \
  "\"local\":[{\"zone\":\"Europe/Paris\",\"time\":\"2026-11-22T11:30\",\"offset_s\":3600}],"       \
  "\"rules\":[{\"rule\":\"r\",\"kind\":\"" kind                                                    \
  "\",\"title\":\"Calling hours\",\"verdict\":\"" verdict                                          \
  "\",\"text\":\"its text\",\"source\":\"D. 223-9\"}]}"

/* Rule, reason, when again and source, in every language. */
static void
test_dial_words (void)
{
  static const struct {
    const char *json;
    const char *language;
    const char *expected;
  } rows[] = {
      {JUDGEMENT ("hours", "failed", "\"next\":\"2026-11-23T09:00:00.000Z\","),
       "de",
       "Calling hours: It is 11:30 in Paris: outside the hours in which may be called. It may be "
       "dialed from Mon 23 Nov 10:00 in Paris on. (D. 223-9)"},
      {JUDGEMENT ("hours", "failed", ""), "en_GB", "the server's own"},
      {JUDGEMENT ("consent", "failed", "\"next\":null,"),
       "de",
       "Calling hours: There is no consent that holds. (D. 223-9)"},
      {JUDGEMENT ("of the future", "failed", ""), "de", "Calling hours: its text (D. 223-9)"},
      {JUDGEMENT ("hours", "passed", ""), "de", "the server's own"},
      {"{\"allowed\":true,\"message\":\"It may be dialed now.\"}", "de", "It may be dialed now."},
      {"{}", "de", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (JsonNode) node = json_from_string (rows[i].json, NULL);
    g_autofree char *words = bh_dial_words (json_node_get_object (node), rows[i].language);
    g_assert_cmpstr (words, ==, rows[i].expected);
  }
}

static void
test_refused_dial_says_its_rule (void)
{
  g_autoptr (JsonNode) node = json_from_string (JUDGEMENT ("list", "failed", ""), NULL);
  g_autoptr (GError) error =
      bh_client_error_from_wire ("dial_refused", "the server's own", json_node_get_object (node));
  g_autoptr (GError) translated = bh_error_translate (error, "de");

  g_assert_cmpstr (translated->message,
                   ==,
                   "Calling hours: It is on a do-not-call list of this house. (D. 223-9)");
}

static void
test_error_of_elsewhere_stays (void)
{
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "other");
  g_autoptr (GError) other = bh_error_translate (error, "zh_CN");

  g_assert_cmpstr (other->message, ==, "other");
  g_assert_false (bh_client_error_is_retryable (error));
  g_assert_false (bh_client_error_is_retryable (NULL));
  g_assert_null (bh_error_translate (NULL, "en"));
}

/* A sentence that the server drops or words anew would silently stay English. */
static void
test_server_words_are_the_servers (void)
{
  static const char *const files[] = {"server/engine/actions.c", "server/core/agent-model.c"};
  const char *root = g_getenv ("BELLHOP_SOURCE_ROOT");
  g_autoptr (GString) sources = g_string_new (NULL);
  const char *const *list = bh_server_words_list ();

  if (root == NULL) {
    g_test_skip ("BELLHOP_SOURCE_ROOT is not set");
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (root, files[i], NULL);
    g_autofree char *text = NULL;
    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    g_string_append (sources, text);
  }
  for (guint i = 0; list[i] != NULL; i++) {
    g_autofree char *quoted = g_strdup_printf ("\"%s\"", list[i]);
    if (strstr (sources->str, quoted) == NULL)
      g_test_fail_printf ("the server does not say any more: %s", list[i]);
  }
  g_assert_cmpstr (bh_server_words ("Something new."), ==, "Something new.");
  g_assert_null (bh_server_words (NULL));
}

static void
note_time (gpointer data)
{
  g_string_append_c (data, 'x');
}

static void
note_other (gpointer data)
{
  g_string_append_c (data, 'o');
}

static void
count (GObject *object, GParamSpec *spec, guint *n)
{
  *n += 1;
}

static void
test_clock (void)
{
  g_autoptr (BhClock) clock = bh_clock_new_manual (AT);
  g_autoptr (GString) log = g_string_new (NULL);
  guint ticks = 0;
  guint cancelled;

  g_signal_connect (clock, "notify::now", G_CALLBACK (count), &ticks);
  bh_clock_after (clock, 2000, note_other, log);
  bh_clock_after (clock, 1000, note_time, log);
  cancelled = bh_clock_after (clock, 1500, note_time, log);
  bh_clock_cancel (clock, cancelled);
  bh_clock_cancel (clock, 999);
  bh_clock_advance (clock, 999 * 1000);
  g_assert_cmpstr (log->str, ==, "");
  bh_clock_advance (clock, 1);
  bh_clock_advance (clock, 1000);
  g_assert_cmpstr (log->str, ==, "x");
  bh_clock_advance (clock, 10 * S);
  g_assert_cmpstr (log->str, ==, "xo");
  g_assert_cmpuint (ticks, ==, 4);
}

static void
quit (gpointer loop)
{
  g_main_loop_quit (loop);
}

static void
test_real_clock_shows_the_servers_time (void)
{
  g_autoptr (BhClock) clock = bh_clock_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  bh_clock_set_server_time (clock, AT);
  g_assert_cmpint (bh_clock_now (clock), >=, AT);
  g_assert_cmpint (bh_clock_now (clock), <, AT + 60 * S);
  bh_clock_cancel (clock, bh_clock_after (clock, 1, quit, NULL));
  bh_clock_after (clock, 1, quit, loop);
  g_main_loop_run (loop);
}

static int
by_label (gconstpointer a, gconstpointer b, gpointer data)
{
  return g_strcmp0 (bh_reason_get_label ((BhReason *) a), bh_reason_get_label ((BhReason *) b));
}

static void
test_keyed_list (void)
{
  g_autoptr (BhKeyedList) list =
      bh_keyed_list_new (BH_TYPE_REASON, (BhKeyFunc) (GCallback) bh_reason_get_code, by_label);
  g_autoptr (BhReason) b = bh_reason_new ("1", "b", NULL);
  g_autoptr (BhReason) a = bh_reason_new ("2", "a", NULL);
  g_autoptr (BhReason) c = bh_reason_new ("1", "c", NULL);

  bh_keyed_list_put (list, b);
  bh_keyed_list_put (list, a);
  bh_keyed_list_put (list, a);
  g_assert_cmpuint (bh_keyed_list_get_n (list), ==, 2);
  g_assert_true (bh_keyed_list_get (list, 0) == (gpointer) a);
  bh_keyed_list_put (list, c); /* takes the place of b: the same key */
  g_assert_cmpuint (bh_keyed_list_get_n (list), ==, 2);
  g_assert_true (bh_keyed_list_find (list, "1") == (gpointer) c);
  bh_keyed_list_remove (list, "2");
  bh_keyed_list_remove (list, "none");
  g_assert_null (bh_keyed_list_find (list, "2"));
  bh_keyed_list_clear (list);
  g_assert_cmpuint (bh_keyed_list_get_n (list), ==, 0);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desktop/model/text/durations", test_durations);
  g_test_add_func ("/desktop/model/text/moments", test_moments);
  g_test_add_func ("/desktop/model/text/saved", test_saved);
  g_test_add_func ("/desktop/model/text/numbers", test_numbers);
  g_test_add_func ("/desktop/model/text/labels", test_labels);
  g_test_add_func ("/desktop/model/text/every-error-has-words", test_every_error_has_words);
  g_test_add_func ("/desktop/model/text/error-with-figures", test_error_with_figures);
  g_test_add_func ("/desktop/model/text/refusals-are-known", test_refusals_are_known);
  g_test_add_func ("/desktop/model/text/error-keeps-its-reason", test_error_keeps_its_reason);
  g_test_add_func ("/desktop/model/text/dial-words", test_dial_words);
  g_test_add_func ("/desktop/model/text/refused-dial-says-its-rule",
                   test_refused_dial_says_its_rule);
  g_test_add_func ("/desktop/model/text/error-of-elsewhere-stays", test_error_of_elsewhere_stays);
  g_test_add_func ("/desktop/model/text/server-words-are-the-servers",
                   test_server_words_are_the_servers);
  g_test_add_func ("/desktop/model/clock/manual", test_clock);
  g_test_add_func ("/desktop/model/clock/shows-the-servers-time",
                   test_real_clock_shows_the_servers_time);
  g_test_add_func ("/desktop/model/keyed-list", test_keyed_list);
  return g_test_run ();
}
