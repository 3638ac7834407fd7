/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/campaign-record.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/dial-words.h"
#include "desktop/model/label.h"
#include "desktop/model/time-text.h"

enum {
  PROP_ID = 1,
  PROP_NAME,
  PROP_COMPANY,
  PROP_REASON,
  PROP_NUMBER,
  PROP_NUMBER_TEXT,
  PROP_ZONE,
  PROP_COUNTRY,
  PROP_CUSTOMER,
  PROP_PLACE,
  PROP_VERDICT,
  PROP_ALLOWED,
  PROP_DIALED,
  PROP_SINCE,
  PROP_UNTIL,
  PROP_RULES,
  PROP_NUMBERS,
  PROP_RESULTS,
  PROP_FACTS,
};

static const BhItemField fields[] = {
    {"id", bh_item_string},
    {"name", bh_item_string},
    {"company", bh_item_string},
    {"reason", bh_item_string},
    {"number", bh_item_string},
    {"number-text", bh_item_string},
    {"zone", bh_item_string},
    {"country", bh_item_string},
    {"customer", bh_item_string},
    {"place", bh_item_string},
    {"verdict", bh_item_string},
    {"allowed", bh_item_bool},
    {"dialed", bh_item_bool},
    {"since", bh_item_int},
    {"until", bh_item_int},
    {"rules", g_list_model_get_type},
    {"numbers", g_list_model_get_type},
    {"results", g_list_model_get_type},
    {"facts", g_list_model_get_type},
};

struct _BhCampaignRecord {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhCampaignRecord, bh_campaign_record, BH_TYPE_ITEM)

static void
bh_campaign_record_class_init (BhCampaignRecordClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_campaign_record_init (BhCampaignRecord *self)
{
}

static void
add (GListStore *store, const BhRecordLineInit *init)
{
  g_autoptr (BhRecordLine) line = bh_record_line_new (init);

  g_list_store_append (store, line);
}

static GListStore *
set_list (BhCampaignRecord *self, guint id)
{
  g_autoptr (GListStore) store = g_list_store_new (BH_TYPE_RECORD_LINE);

  bh_item_set_object (self, id, store);
  return store; /* the record keeps it */
}

const char *
bh_campaign_outcome_text (const char *outcome)
{
  static const struct {
    const char *outcome;
    const char *text;
  } words[] = {
      {"reached", NC_ ("outcome", "Reached")},
      {"sold", NC_ ("outcome", "Agreed")},
      {"refused", NC_ ("outcome", "Refused")},
      {"do_not_call", NC_ ("outcome", "Wants no call")},
      {"callback", NC_ ("outcome", "Call back")},
      {"wrong_number", NC_ ("outcome", "Wrong number")},
      {"voicemail", NC_ ("outcome", "Answering machine")},
      {"no_answer", NC_ ("outcome", "No answer")},
      {"busy", NC_ ("outcome", "Busy")},
      {"failed", NC_ ("outcome", "Did not come about")},
      {"skipped", NC_ ("outcome", "Skipped")},
      {"time_over", NC_ ("outcome", "Not decided in time")},
      {"given_back", NC_ ("outcome", "Given back")},
      {"not_allowed", NC_ ("outcome", "Not allowed then")},
  };

  for (gsize i = 0; outcome != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].outcome, outcome))
      return g_dpgettext2 (NULL, "outcome", words[i].text);
  return outcome;
}

static void
fill_results (BhCampaignRecord *self, JsonArray *rows, gint64 now_us)
{
  GListStore *store = set_list (self, PROP_RESULTS);

  for (guint i = 0; i < bh_json_array_length (rows); i++) {
    JsonObject *row = bh_json_array_object (rows, i);
    g_autofree char *when = bh_time_text_when (bh_json_time (row, "at"), now_us);
    const char *note = bh_json_string (row, "note");
    add (store,
         &(BhRecordLineInit){.title = bh_campaign_outcome_text (bh_json_string (row, "outcome")),
                             .note = note != NULL && *note != '\0' ? note
                                                                   : bh_json_string (row, "agent"),
                             .tail = when,
                             .icon = "bh-clock-symbolic"});
  }
}

/* The rules of the number that is to be dialed: those that refuse or let pass, with their source.
 */
static void
fill_rules (BhCampaignRecord *self, JsonObject *judgement)
{
  JsonArray *rows = bh_json_array (judgement, "rules");
  GListStore *store = set_list (self, PROP_RULES);

  for (guint i = 0; i < bh_json_array_length (rows); i++) {
    JsonObject *row = bh_json_array_object (rows, i);
    const char *verdict = bh_json_string (row, "verdict");
    gboolean failed = g_strcmp0 (verdict, "failed") == 0;
    gboolean told = g_strcmp0 (verdict, "told") == 0 || g_strcmp0 (verdict, "unknown") == 0;
    g_autofree char *words = bh_dial_rule_words (judgement, row, bh_label_language ());
    /* What only lets pass needs no proof. */
    g_autofree char *text =
        failed || told
            ? g_strjoin ("\n", words != NULL ? words : "", bh_json_string (row, "source"), NULL)
            : g_strdup (words);
    add (store,
         &(BhRecordLineInit){.title = bh_dial_rule_title (row),
                             .note = text,
                             .tone = failed ? "error"
                                     : told ? NULL
                                            : "good",
                             .icon = failed ? "bh-warning-symbolic"
                                     : told ? "bh-unknown-symbolic"
                                            : "bh-check-symbolic"});
  }
}

static void
add_number (BhCampaignRecord *self, GListStore *store, JsonObject *row)
{
  JsonObject *judgement = bh_json_object (row, "judgement");
  const char *number = bh_json_string (row, "number");
  gboolean is_next = g_strcmp0 (number, bh_item_get_string (self, PROP_NUMBER)) == 0;
  gboolean allowed = bh_json_bool (judgement, "allowed");
  gboolean closed = bh_json_bool (row, "closed");
  gint64 tries = bh_json_int (row, "tries", 0);
  g_autofree char *words = judgement != NULL ? bh_dial_words (judgement, bh_label_language ())
                                             : NULL;
  g_autofree char *text = bh_number_text (number);
  g_autofree char *times =
      g_strdup_printf (ngettext ("tried %d time", "tried %d times", (gulong) tries), (int) tries);
  g_autofree char *tried =
      tries == 0 ? g_strdup (_ ("not tried yet"))
                 : g_strjoin ("  ·  ",
                              times,
                              bh_campaign_outcome_text (bh_json_string (row, "outcome")),
                              NULL);

  add (store,
       &(BhRecordLineInit){.key = number,
                           .title = text,
                           .note = judgement != NULL && !allowed ? words : tried,
                           .tail = is_next                 ? C_ ("number", "next")
                                   : closed                ? C_ ("number", "no more")
                                   : judgement && !allowed ? C_ ("number", "not now")
                                                           : bh_json_string (row, "label"),
                           .tone = is_next                             ? "good"
                                   : closed || (judgement && !allowed) ? "error"
                                                                       : NULL,
                           .icon = "bh-number-symbolic"});
}

/* "Berlin, DE" */
static void
set_country (BhCampaignRecord *self, JsonObject *judgement)
{
  const char *region = bh_json_string (judgement, "region");
  const char *country = bh_json_string (judgement, "country");
  g_autofree char *both = region != NULL && *region != '\0' && country != NULL
                              ? g_strdup_printf ("%s, %s", region, country)
                              : g_strdup (country);

  bh_item_set_string (self, PROP_COUNTRY, both);
}

static void
fill_numbers (BhCampaignRecord *self, JsonArray *rows)
{
  GListStore *store = set_list (self, PROP_NUMBERS);

  for (guint i = 0; i < bh_json_array_length (rows); i++) {
    JsonObject *row = bh_json_array_object (rows, i);
    JsonObject *judgement = bh_json_object (row, "judgement");
    g_autofree char *words = NULL;
    add_number (self, store, row);
    if (g_strcmp0 (bh_json_string (row, "number"), bh_item_get_string (self, PROP_NUMBER)) != 0 ||
        judgement == NULL)
      continue;
    words = bh_dial_words (judgement, bh_label_language ());
    bh_item_set_string (self, PROP_VERDICT, words);
    bh_item_set_bool (self, PROP_ALLOWED, bh_json_bool (judgement, "allowed"));
    set_country (self, judgement);
    fill_rules (self, judgement);
    if (bh_json_array_length (bh_json_array (judgement, "local")) > 0)
      bh_item_set_string (
          self,
          PROP_ZONE,
          bh_json_string (bh_json_array_object (bh_json_array (judgement, "local"), 0), "zone"));
  }
}

static void
add_fact (JsonObject *facts, const char *name, JsonNode *value, gpointer store)
{
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    add (store, &(BhRecordLineInit){.title = json_node_get_string (value), .note = name});
}

BhCampaignRecord *
bh_campaign_record_new (JsonObject *data, gint64 of, gint64 now_us)
{
  BhCampaignRecord *self = g_object_new (BH_TYPE_CAMPAIGN_RECORD, NULL);
  JsonObject *facts = bh_json_object (data, "fields");
  JsonObject *customer = bh_json_object (data, "customer");
  g_autofree char *number = bh_number_text (bh_json_string (data, "number"));
  const char *name = bh_json_string (data, "name");
  /* Translators: the place of a record in a campaign's list */
  g_autofree char *place =
      g_strdup_printf (_ ("Record %d of %d"), (int) bh_json_int (data, "place", 0), (int) of);

  bh_item_set_string (self, PROP_ID, bh_json_string (data, "record"));
  bh_item_set_string (self, PROP_NAME, name != NULL && *name != '\0' ? name : number);
  bh_item_set_string (self, PROP_COMPANY, bh_json_string (data, "company"));
  bh_item_set_string (self, PROP_REASON, bh_json_string (data, "reason"));
  bh_item_set_string (self, PROP_NUMBER, bh_json_string (data, "number"));
  bh_item_set_string (self, PROP_NUMBER_TEXT, number);
  bh_item_set_string (self, PROP_ZONE, bh_json_string (data, "zone"));
  bh_item_set_string (self, PROP_CUSTOMER, bh_json_string (customer, "customer"));
  bh_item_set_string (self, PROP_PLACE, place);
  bh_item_set_bool (self, PROP_DIALED, bh_json_bool (data, "dialed"));
  bh_item_set_int (self, PROP_SINCE, now_us);
  bh_item_set_int (self, PROP_UNTIL, bh_json_time (data, "until"));
  set_list (self, PROP_RULES);
  fill_numbers (self, bh_json_array (data, "numbers"));
  fill_results (self, bh_json_array (data, "results"), now_us);
  if (facts != NULL)
    json_object_foreach_member (facts, add_fact, set_list (self, PROP_FACTS));
  else
    set_list (self, PROP_FACTS);
  return self;
}

void
bh_campaign_record_refuse (BhCampaignRecord *self, const char *why)
{
  GListStore *rules = bh_item_get_object (self, PROP_RULES);

  bh_item_set_bool (self, PROP_ALLOWED, FALSE);
  bh_item_set_string (self, PROP_VERDICT, why);
  /* The rules were judged when the record came, and would say yes beside this no. */
  g_list_store_remove_all (rules);
  add (rules,
       &(BhRecordLineInit){.title = C_ ("dial", "Refused just now"),
                           .note = why,
                           .tone = "error",
                           .icon = "bh-warning-symbolic"});
}

const char *
bh_campaign_record_get_id (BhCampaignRecord *self)
{
  return bh_item_get_string (self, PROP_ID);
}

const char *
bh_campaign_record_get_name (BhCampaignRecord *self)
{
  return bh_item_get_string (self, PROP_NAME);
}

const char *
bh_campaign_record_get_number (BhCampaignRecord *self)
{
  return bh_item_get_string (self, PROP_NUMBER);
}

const char *
bh_campaign_record_get_zone (BhCampaignRecord *self)
{
  return bh_item_get_string (self, PROP_ZONE);
}

const char *
bh_campaign_record_get_customer (BhCampaignRecord *self)
{
  return bh_item_get_string (self, PROP_CUSTOMER);
}

gint64
bh_campaign_record_get_until (BhCampaignRecord *self)
{
  return bh_item_get_int (self, PROP_UNTIL);
}

gboolean
bh_campaign_record_get_dialed (BhCampaignRecord *self)
{
  return bh_item_get_bool (self, PROP_DIALED);
}
