/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-past.h"

#include <string.h>

#include "desktop/client/json-get.h"
#include "tests/fakes/fake-setup.h"

static JsonObject *
old_contact (gint64 now_us, guint number)
{
  gboolean missed = number % 10 == 0;
  g_autofree char *started =
      bh_json_format_time (now_us - number * G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC);
  g_autofree char *text =
      g_strdup_printf ("{\"contact\":\"old-%u\",\"started\":\"%s\",\"direction\":\"inbound\","
                       "\"queue\":\"support\",\"queues\":[\"support\"],\"agent\":\"Bob\","
                       "\"talk_ms\":%u,\"wait_ms\":42000,\"hold_ms\":0,\"transfers\":%u,"
                       "\"outcome\":\"%s\",\"disposition\":null,"
                       "\"answers\":[{\"label\":\"Order number\",\"said\":\"77\"},"
                       "{\"label\":\"Passed over\",\"said\":null}],"
                       "\"number\":\"+8613800138000\",\"note\":\"call %u\"}",
                       number,
                       started,
                       missed ? 0 : 372000,
                       number % 3,
                       missed ? "abandoned" : "answered",
                       number);

  return fake_json (text);
}

static JsonObject *
first_call (void)
{
  return fake_json ("{\"history\":[{\"contact\":\"old-9\",\"started\":\"2026-01-02T03:04:05.000Z\","
                    "\"direction\":\"inbound\",\"note\":\"first call\"}],\"more\":false}");
}

/* As the server does it: what fits, older than "before", at most "limit". */
JsonObject *
fake_past_history (JsonObject *args, guint n, gint64 now_us)
{
  const char *before = bh_json_string (args, "before");
  const char *text = bh_json_string (args, "text");
  const char *only = bh_json_string (args, "only");
  gint64 limit = bh_json_int (args, "limit", 50);
  guint64 from = 0;
  JsonArray *lines;
  JsonObject *result;
  gboolean more = FALSE;

  if (n == 0)
    return first_call ();
  lines = json_array_new ();
  result = json_object_new ();
  if (before != NULL && g_str_has_prefix (before, "old-"))
    g_ascii_string_to_unsigned (before + 4, 10, 0, G_MAXUINT, &from, NULL);
  for (guint i = (guint) from + 1; i <= n && !more; i++) {
    g_autoptr (JsonObject) line = old_contact (now_us, i);
    if (text != NULL && strstr (bh_json_string (line, "note"), text) == NULL)
      continue;
    if (g_strcmp0 (only, "missed") == 0 && i % 10 != 0)
      continue;
    more = json_array_get_length (lines) == (guint) limit;
    if (!more)
      json_array_add_object_element (lines, g_steal_pointer (&line));
  }
  json_object_set_array_member (result, "history", lines);
  json_object_set_boolean_member (result, "more", more);
  return result;
}

JsonObject *
fake_past_day (void)
{
  return fake_json (
      "{\"agent\":\"alice\",\"day\":\"2026-11-21\",\"from\":\"2026-11-21T00:00:00.000Z\","
      "\"until\":\"2026-11-22T00:00:00.000Z\",\"as_of\":\"2026-11-21T14:02:00.000Z\",\"bands\":["
      "{\"state\":\"not_ready\",\"reason\":\"signed_in\",\"from\":\"2026-11-21T08:55:00.000Z\","
      "\"until\":\"2026-11-21T09:00:00.000Z\"},"
      "{\"state\":\"ready\",\"from\":\"2026-11-21T09:00:00.000Z\","
      "\"until\":\"2026-11-21T09:40:00.000Z\"},"
      "{\"state\":\"talking\",\"from\":\"2026-11-21T09:40:00.000Z\","
      "\"until\":\"2026-11-21T10:30:00.000Z\"},"
      "{\"state\":\"wrap_up\",\"from\":\"2026-11-21T10:30:00.000Z\","
      "\"until\":\"2026-11-21T10:50:00.000Z\"},"
      "{\"state\":\"not_ready\",\"reason\":\"lunch\",\"from\":\"2026-11-21T10:50:00.000Z\","
      "\"until\":\"2026-11-21T11:30:00.000Z\"},"
      "{\"state\":\"ready\",\"from\":\"2026-11-21T11:30:00.000Z\","
      "\"until\":\"2026-11-21T14:02:00.000Z\",\"lasts\":true}],"
      "\"figures\":{\"answered\":7,\"talking_s\":3000,\"hold_s\":60,\"wrap_up_s\":1200,"
      "\"ready_s\":11520,\"handling_s\":609,\"occupancy\":27.0}}");
}

JsonObject *
fake_past_message (const char *id, const char *body, gboolean urgent, gboolean read, gint64 now_us)
{
  g_autofree char *at = bh_json_format_time (now_us);
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "message", id);
  json_object_set_string_member (data, "from", "sue");
  json_object_set_string_member (data, "from_name", "Sue Marsh");
  json_object_set_string_member (data, "audience", "all");
  json_object_set_string_member (data, "body", body);
  json_object_set_boolean_member (data, "urgent", urgent);
  json_object_set_boolean_member (data, "read", read);
  json_object_set_string_member (data, "sent_at", at);
  return data;
}

void
fake_past_results (JsonArray *queues, const char *queue, gboolean required, const char *suggested)
{
  for (guint i = 0; i < json_array_get_length (queues); i++) {
    JsonObject *row = json_array_get_object_element (queues, i);
    if (g_strcmp0 (bh_json_string (row, "queue"), queue) != 0)
      continue;
    json_object_set_boolean_member (row, "disposition_required", required);
    if (suggested)
      json_object_set_string_member (row, "suggested", suggested);
  }
}
