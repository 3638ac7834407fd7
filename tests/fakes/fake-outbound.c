/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-outbound.h"

#include <string.h>

#include "desktop/client/json-get.h"
#include "tests/fakes/fake-setup.h"

#define MINUTE (60 * G_USEC_PER_SEC)

const char *const fake_outbound_ops[] = {"campaign.list",
                                         "campaign.join",
                                         "campaign.leave",
                                         "campaign.next",
                                         "campaign.dial",
                                         "campaign.skip",
                                         "campaign.result",
                                         "callback.create",
                                         "callback.list",
                                         "callback.take",
                                         "callback.done",
                                         "callback.cancel",
                                         "callback.move",
                                         "dial.check",
                                         "agent.recent",
                                         "customer.consents",
                                         "customer.consent",
                                         "customer.do_not_call",
                                         NULL};

/* Of a judgement: what lets the number pass, and what does not. */
#define PASSES                                                                                     \
  "\"allowed\":true,\"message\":\"It may be dialed "                                               \
  "now.\",\"country\":\"DE\",\"region\":\"Berlin\","                                               \
  "\"local\":[{\"zone\":\"Europe/Berlin\",\"time\":\"2026-11-21T15:40\",\"offset_s\":3600}],"      \
  "\"next\":null,\"rules\":["                                                                      \
  "{\"rule\":\"de-consent\",\"title\":\"Consent\",\"verdict\":\"passed\","                         \
  "\"text\":\"Anna Berg agreed to be called on 3 March 2026.\",\"source\":\"UWG § 7 (2)\"},"      \
  "{\"rule\":\"house-hours\",\"title\":\"Calling hours\",\"verdict\":\"passed\","                  \
  "\"text\":\"Saturdays until 18:00; it is 15:40 in Europe/Berlin.\",\"source\":\"House rule\"},"  \
  "{\"rule\":\"house-list\",\"title\":\"The house's do-not-call lists\",\"verdict\":\"passed\","   \
  "\"text\":\"On none of them.\",\"source\":\"House rule\"},"                                      \
  "{\"rule\":\"de-duty\",\"title\":\"Say who calls\",\"verdict\":\"told\","                        \
  "\"text\":\"Name the firm and what the call is for at its beginning.\","                         \
  "\"source\":\"UWG § 7\"}]"
#define REFUSED                                                                                    \
  "\"allowed\":false,\"message\":\"Calling hours: It is Sat 15:40 in Europe/Paris; allowed is "    \
  "Mon-Fri 10:00-13:00 and 14:00-20:00. It may be dialed from 2026-11-23 10:00 in Europe/Paris. "  \
  "(Code de la consommation D. 223-9)\",\"country\":\"FR\",\"region\":\"Paris\","                  \
  "\"local\":[{\"zone\":\"Europe/Paris\",\"time\":\"2026-11-21T15:40\",\"offset_s\":3600}],"       \
  "\"next\":\"2026-11-23T09:00:00.000Z\",\"rules\":["                                              \
  "{\"rule\":\"fr-hours\",\"title\":\"Calling hours\",\"verdict\":\"failed\","                     \
  "\"text\":\"It is Sat 15:40 in Europe/Paris; allowed is Mon-Fri 10:00-13:00 and 14:00-20:00.\"," \
  "\"source\":\"Code de la consommation D. 223-9\",\"next\":\"2026-11-23T09:00:00.000Z\"}]"
#define YESTERDAY                                                                                  \
  "{\"contacts\":[{\"contact\":\"past-1\",\"at\":\"2026-11-20T16:20:00.000Z\","                    \
  "\"direction\":\"inbound\",\"number\":\"+442079460958\",\"name\":\"Priya Nair\","                \
  "\"queue\":\"support\"},{\"contact\":\"past-2\",\"at\":\"2026-11-20T15:02:00.000Z\","            \
  "\"direction\":\"outbound\",\"number\":\"+493090182099\"}]}"
#define RENEWALS                                                                                   \
  "{\"campaign\":\"renewals\",\"label\":\"Renewals in November\",\"mode\":\"preview\","            \
  "\"about\":\"Contracts that end in December\",\"running\":true,\"records\":640,\"done\":212,"    \
  "\"reached\":140,\"sold\":61,\"refused\":33}"
#define SURVEY                                                                                     \
  "{\"campaign\":\"survey\",\"label\":\"How was the repair?\",\"mode\":\"progressive\","           \
  "\"about\":\"Ask after a repair\",\"running\":true,\"records\":80,\"done\":16,\"reached\":12,"   \
  "\"sold\":0,\"refused\":1}"

/* What is missing is the end of the time to decide. */
#define ANNA "10000000-0000-4000-8000-000000000001"
static const char *const records[] = {
    "{\"record\":\"" ANNA "\",\"place\":213,\"name\":\"Anna Berg\","
    "\"company\":\"Berg Optik\",\"reason\":\"The service contract for two machines ends on 31 "
    "December.\",\"number\":\"+493090182045\",\"zone\":\"Europe/Berlin\",\"tries\":1,"
    "\"fields\":{\"Contract\":\"S-2041\",\"Price now\":\"€ 1,480 a year\"},"
    "\"numbers\":[{\"number\":\"+493090182045\",\"label\":\"office\",\"tries\":1,"
    "\"outcome\":\"no_answer\",\"closed\":false,\"judgement\":{" PASSES "}}],"
    "\"results\":[{\"at\":\"2026-11-20T09:12:00.000Z\",\"agent\":\"bob\",\"outcome\":\"no_answer\","
    "\"note\":\"\"},{\"at\":\"2026-11-18T15:03:00.000Z\",\"agent\":\"alice\","
    "\"outcome\":\"skipped\",\"note\":\"Is on holiday until the 20th\"}],"
    "\"dialed\":false}",
    "{\"record\":\"10000000-0000-4000-8000-000000000002\",\"place\":214,\"name\":\"Jean Martin\","
    "\"company\":\"\",\"reason\":\"\",\"number\":\"+4930901820\",\"zone\":\"Europe/Berlin\","
    "\"tries\":0,\"fields\":{},"
    "\"numbers\":[{\"number\":\"+4930901820\",\"label\":\"office\",\"tries\":0,\"closed\":false,"
    "\"judgement\":{" PASSES "}},"
    "{\"number\":\"+33142278186\",\"label\":\"home\",\"tries\":0,\"closed\":false,"
    "\"judgement\":{" REFUSED "}},"
    "{\"number\":\"+4917012345678\",\"label\":\"mobile\",\"tries\":2,"
    "\"outcome\":\"wrong_number\",\"closed\":true}],"
    "\"results\":[],\"dialed\":false}",
    "{\"record\":\"10000000-0000-4000-8000-000000000003\",\"place\":215,\"name\":\"李伟\","
    "\"company\":\"\",\"reason\":\"\",\"number\":\"+8613800138001\",\"zone\":\"Asia/Shanghai\","
    "\"tries\":0,\"fields\":{},"
    "\"numbers\":[{\"number\":\"+8613800138001\",\"label\":\"\",\"tries\":0,\"closed\":false,"
    "\"judgement\":{" PASSES "}}],"
    "\"results\":[],\"dialed\":false}",
};

struct FakeOutbound {
  const char *joined;   /* the text of a campaign */
  JsonObject *record;   /* that is handed out */
  guint next;           /* of records */
  GHashTable *promised; /* id -> JsonObject */
  guint last_id;
  gboolean with_record; /* one of the promises is a campaign's */
  guint refused;        /* answers that a rule refused all of, before there is a record */
};

FakeOutbound *
fake_outbound_new (void)
{
  FakeOutbound *self = g_new0 (FakeOutbound, 1);

  self->promised =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  return self;
}

void
fake_outbound_promise_record (FakeOutbound *self)
{
  self->with_record = TRUE;
}

void
fake_outbound_refuse (FakeOutbound *self, guint n)
{
  self->refused = n;
}

void
fake_outbound_free (FakeOutbound *self)
{
  g_clear_pointer (&self->record, json_object_unref);
  g_hash_table_unref (self->promised);
  g_free (self);
}

gboolean
fake_outbound_knows (const char *op)
{
  return g_strv_contains (fake_outbound_ops, op);
}

static void
set_time (JsonObject *object, const char *member, gint64 us)
{
  g_autofree char *text = bh_json_format_time (us);

  json_object_set_string_member (object, member, text);
}

/* ---- promises */

static JsonObject *
promise (FakeOutbound *self, JsonObject *data)
{
  g_autofree char *id = g_strdup_printf ("20000000-0000-4000-8000-%012u", ++self->last_id);

  json_object_set_string_member (data, "callback", id);
  json_object_set_string_member (data, "state", "open");
  g_hash_table_insert (self->promised, g_strdup (id), data);
  return data;
}

/* One that is due soon, and one of the team that is late. */
static void
promise_first (FakeOutbound *self, gint64 now_us)
{
  JsonObject *mine =
      fake_json ("{\"number\":\"+8613912345678\",\"name\":\"王小明\",\"agent\":\"alice\","
                 "\"zone\":\"Asia/Shanghai\",\"note\":\"has the papers by then\"}");
  JsonObject *late = fake_json ("{\"number\":\"+33142278186\",\"name\":\"Marie Dubois\","
                                "\"zone\":\"Europe/Paris\",\"note\":\"\"}");

  if (self->last_id > 0)
    return;
  set_time (mine, "due", now_us + 8 * MINUTE);
  set_time (late, "due", now_us - 12 * MINUTE);
  promise (self, mine);
  promise (self, late);
  if (self->with_record) {
    JsonObject *agreed = fake_json ("{\"number\":\"+493090182045\",\"name\":\"Anna Berg\","
                                    "\"agent\":\"alice\",\"zone\":\"Europe/Berlin\",\"note\":\"\","
                                    "\"campaign\":\"renewals\",\"record\":\"" ANNA "\"}");
    set_time (agreed, "due", now_us - 20 * MINUTE);
    promise (self, agreed);
  }
}

static JsonObject *
list_promises (FakeOutbound *self, gint64 now_us)
{
  JsonArray *rows = json_array_new ();
  JsonObject *result = json_object_new ();
  GHashTableIter iter;
  gpointer row;

  promise_first (self, now_us);
  g_hash_table_iter_init (&iter, self->promised);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    json_array_add_object_element (rows, fake_json_copy (row));
  json_object_set_array_member (result, "callbacks", rows);
  return result;
}

static JsonObject *
create_promise (FakeOutbound *self, JsonObject *args, JsonObject **event)
{
  JsonObject *data = fake_json_copy (args);

  if (g_strcmp0 (bh_json_string (args, "to"), "me") == 0)
    json_object_set_string_member (data, "agent", "alice");
  *event = fake_json_copy (promise (self, data));
  return fake_json_copy (data);
}

static JsonObject *
change_promise (FakeOutbound *self, const char *what, JsonObject *args, JsonObject **event)
{
  JsonObject *data = g_hash_table_lookup (self->promised, bh_json_string (args, "callback"));
  g_autoptr (JsonObject) changed = data != NULL ? fake_json_copy (data) : NULL;

  if (changed == NULL)
    return NULL;
  if (g_str_equal (what, "take"))
    json_object_set_string_member (changed, "taken_by", "alice");
  else if (!g_str_equal (what, "move"))
    json_object_set_string_member (changed, "state", what);
  if (g_str_equal (what, "done") || g_str_equal (what, "cancel"))
    g_hash_table_remove (self->promised, bh_json_string (args, "callback"));
  *event = fake_json_copy (changed);
  return fake_json_copy (changed);
}

/* ---- campaigns */

static JsonObject *
list_campaigns (FakeOutbound *self)
{
  JsonObject *result = fake_json ("{\"campaigns\":[" RENEWALS "," SURVEY "]}");

  if (self->joined != NULL) {
    g_autoptr (JsonObject) campaign = fake_json (self->joined);
    json_object_set_string_member (result, "joined", bh_json_string (campaign, "campaign"));
  }
  return result;
}

static JsonObject *
join (FakeOutbound *self, JsonObject *args)
{
  const char *name = bh_json_string (args, "campaign");

  self->joined = g_strcmp0 (name, "renewals") == 0 ? RENEWALS
                 : g_strcmp0 (name, "survey") == 0 ? SURVEY
                                                   : NULL;
  return self->joined != NULL ? fake_json (self->joined) : NULL;
}

/* After the last record there is none, and why the one before is not called. */
static JsonObject *
next (FakeOutbound *self, gint64 now_us)
{
  JsonObject *result = fake_json ("{\"record\":null,\"passed\":[]}");

  json_object_set_object_member (result, "campaign", fake_json (self->joined));
  if (self->refused > 0) {
    self->refused--;
    json_object_set_boolean_member (result, "more", TRUE);
    return result;
  }
  if (self->record == NULL && self->next < G_N_ELEMENTS (records)) {
    self->record = fake_json (records[self->next++]);
    set_time (self->record, "until", now_us + 90 * G_USEC_PER_SEC);
  }
  if (self->record != NULL) {
    json_object_set_object_member (result, "record", fake_json_copy (self->record));
  } else {
    JsonObject *passed =
        fake_json ("{\"name\":\"Marie Dubois\",\"rule\":\"fr-hours\"," REFUSED "}");
    json_array_add_object_element (json_object_get_array_member (result, "passed"), passed);
  }
  return result;
}

JsonObject *
fake_outbound_end (FakeOutbound *self, const char *outcome)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "record", bh_json_string (self->record, "record"));
  json_object_set_string_member (data, "outcome", outcome);
  json_object_set_boolean_member (data, "done", TRUE);
  json_object_set_string_member (data, "why", "");
  g_clear_pointer (&self->record, json_object_unref);
  return data;
}

static gboolean
is_refused (JsonObject *args)
{
  const char *number = bh_json_string (args, "number");

  return number != NULL && (g_str_has_prefix (number, "+33") || g_str_has_prefix (number, "0033"));
}

static JsonObject *
check (JsonObject *args)
{
  JsonObject *result = is_refused (args) ? fake_json ("{" REFUSED "}") : fake_json ("{" PASSES "}");

  json_object_set_string_member (result, "number", bh_json_string (args, "number"));
  return result;
}

/* Numbers of France have nothing; those of China are on the list. */
static JsonObject *
consents_of (JsonObject *args)
{
  const char *number = bh_json_string (args, "number");

  if (number == NULL || g_str_has_prefix (number, "+33"))
    return fake_json ("{\"consents\":[],\"listings\":[]}");
  if (g_str_has_prefix (number, "+86"))
    return fake_json (
        "{\"consents\":[{\"purpose\":\"marketing\",\"source\":\"form 12\",\"by\":\"bob\","
        "\"given\":\"2026-03-03T09:00:00.000Z\",\"withdrawn\":\"2026-11-02T09:00:00.000Z\"}],"
        "\"listings\":[{\"list\":\"house\",\"reason\":\"wants no more calls\",\"by\":\"bob\","
        "\"since\":\"2026-11-02T09:00:00.000Z\"}]}");
  return fake_json (
      "{\"consents\":[{\"purpose\":\"contract\",\"source\":\"C-4711\",\"by\":\"root\","
      "\"given\":\"2025-06-01T09:00:00.000Z\"},{\"purpose\":\"marketing\",\"source\":\"form 12\","
      "\"by\":\"bob\",\"given\":\"2026-03-03T09:00:00.000Z\"}],\"listings\":[]}");
}

static JsonObject *
do_campaign (FakeOutbound *self,
             FakeWorld *world,
             const char *op,
             JsonObject *args,
             JsonObject **event)
{
  if (g_str_equal (op, "campaign.list"))
    return list_campaigns (self);
  if (g_str_equal (op, "campaign.join"))
    return join (self, args);
  if (self->joined == NULL)
    return NULL;
  if (g_str_equal (op, "campaign.next"))
    return next (self, fake_world_now (world));
  if (g_str_equal (op, "campaign.leave"))
    self->joined = NULL;
  else if (self->record == NULL)
    return NULL;
  else if (g_str_equal (op, "campaign.dial")) {
    json_object_set_boolean_member (self->record, "dialed", TRUE); /* who asks again is told so */
    fake_world_dialing (world, bh_json_string (args, "number"));
  } else
    *event = fake_outbound_end (
        self,
        g_str_equal (op, "campaign.skip") ? "skipped" : bh_json_string (args, "outcome"));
  return json_object_new ();
}

JsonObject *
fake_outbound_do (FakeOutbound *self,
                  FakeWorld *world,
                  const char *op,
                  JsonObject *args,
                  JsonObject **event,
                  const char **code,
                  const char **message)
{
  JsonObject *result;

  *event = NULL;
  if (g_str_equal (op, "campaign.dial") && is_refused (args)) {
    *code = "dial_refused";
    *message = "Calling hours: It is Sat 15:40 in Europe/Paris; allowed is Mon-Fri 10:00-13:00 and "
               "14:00-20:00.";
    return NULL;
  }
  if (g_str_equal (op, "dial.check"))
    return check (args);
  if (g_str_equal (op, "agent.recent"))
    return fake_json (YESTERDAY);
  if (g_str_equal (op, "customer.consents"))
    return consents_of (args);
  if (g_str_has_prefix (op, "customer."))
    return json_object_new ();
  if (g_str_equal (op, "callback.list"))
    return list_promises (self, fake_world_now (world));
  if (g_str_equal (op, "callback.create"))
    result = create_promise (self, args, event);
  else if (g_str_has_prefix (op, "callback."))
    result = change_promise (self, op + strlen ("callback."), args, event);
  else
    result = do_campaign (self, world, op, args, event);
  if (result == NULL) {
    *code = "not_found";
    *message = "There is no such campaign, record or task.";
  }
  return result;
}
