/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wire/dial-json.h"

#include "server/wire/json-out.h"

#define US G_USEC_PER_SEC

static void
put_next (BhJsonOut *out, gint64 next_s)
{
  bh_json_time (out, "next", next_s == BH_DIAL_NEVER ? 0 : next_s * US);
}

static char *
wall_text (GTimeZone *zone, gint64 at_s, const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (bh_dial_wall (zone, at_s));
  return time != NULL ? g_date_time_format (time, format) : g_strdup ("?");
}

static void
put_local (BhJsonOut *out, const BhDialQuestion *q, gint64 at_s)
{
  bh_json_begin_array (out, "local");
  for (guint i = 0; i < q->n_zones; i++) {
    g_autofree char *time = wall_text (q->zones[i], at_s, "%Y-%m-%dT%H:%M");
    bh_json_begin_object (out, NULL);
    bh_json_string (out, "zone", q->zone_names[i]);
    bh_json_string (out, "time", time);
    bh_json_int (out, "offset_s", bh_dial_wall (q->zones[i], at_s) - at_s);
    bh_json_end_object (out);
  }
  bh_json_end_array (out);
}

static void
put_day (BhJsonOut *out, const char *name, gint64 day)
{
  gboolean open = day == G_MININT64 || day == G_MAXINT64;
  g_autoptr (GDateTime) time = open ? NULL : g_date_time_new_from_unix_utc (day * 86400);
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%d") : NULL;
  bh_json_string (out, name, text);
}

static void
put_finding (BhJsonOut *out, const BhDialFinding *finding)
{
  const BhDialRule *rule = finding->rule;

  bh_json_begin_object (out, NULL);
  bh_json_string (out, "rule", rule->id);
  bh_json_string (out, "kind", bh_dial_kind_to_string (rule->kind));
  bh_json_string (out, "title", rule->title);
  bh_json_string (out, "country", rule->countries != NULL ? rule->countries[0] : NULL);
  bh_json_string (out, "region", rule->region);
  bh_json_string (out, "verdict", bh_dial_verdict_to_string (finding->verdict));
  bh_json_string (out, "text", finding->text);
  bh_json_string (out, "source", rule->source);
  bh_json_string (out, "url", rule->url);
  bh_json_string (out, "checked", rule->checked);
  put_day (out, "from", rule->from);
  put_day (out, "until", rule->until);
  put_next (out, finding->next_s);
  bh_json_end_object (out);
}

char *
bh_dial_sentence (const BhDialQuestion *q, const BhDialJudgement *judgement)
{
  const BhDialFinding *first;
  GString *text = g_string_new (NULL);

  if (judgement->allowed)
    return g_string_free (g_string_assign (text, "It may be dialed now."), FALSE);
  first = &g_array_index (judgement->findings, BhDialFinding, 0);
  g_string_append_printf (text, "%s: %s", first->rule->title, first->text);
  if (judgement->next_s != BH_DIAL_NEVER && q->n_zones > 0) {
    g_autofree char *when = wall_text (q->zones[0], judgement->next_s, "%Y-%m-%d %H:%M");
    g_string_append_printf (text, " It may be dialed from %s in %s.", when, q->zone_names[0]);
  }
  g_string_append_printf (text, " (%s)", first->rule->source);
  return g_string_free (text, FALSE);
}

static void
put_number (BhJsonOut *out, const BhDialNumber *number, const BhDialQuestion *q)
{
  bh_json_string (out, "number", number->number);
  bh_json_string (out, "display", number->display);
  bh_json_string (out, "kind", number->kind);
  bh_json_string (out, "country", number->country);
  bh_json_string (out, "region", number->place);
  bh_json_string (out, "purpose", bh_dial_purpose_to_string (q->purpose));
  bh_json_string (out, "mode", bh_dial_mode_to_string (q->mode));
  bh_json_string (out, "campaign", q->campaign);
}

JsonObject *
bh_dial_to_json (const BhDialNumber *number,
                 const BhDialQuestion *q,
                 const BhDialJudgement *judgement,
                 const char *customer)
{
  g_autofree char *sentence = bh_dial_sentence (q, judgement);
  g_autoptr (JsonNode) node = NULL;
  BhJsonOut out;

  bh_json_out_tree (&out);
  bh_json_begin_object (&out, NULL);
  bh_json_bool (&out, "allowed", judgement->allowed);
  bh_json_string (&out, "message", sentence);
  put_number (&out, number, q);
  bh_json_string (&out, "customer", customer);
  bh_json_bool (&out, "internal", FALSE);
  bh_json_time (&out, "at", judgement->at_s * US);
  put_next (&out, judgement->next_s);
  put_local (&out, q, judgement->at_s);
  bh_json_begin_array (&out, "rules");
  for (guint i = 0; i < judgement->findings->len; i++)
    put_finding (&out, &g_array_index (judgement->findings, BhDialFinding, i));
  bh_json_end_array (&out);
  bh_json_end_object (&out);
  node = bh_json_out_take (&out);
  return json_object_ref (json_node_get_object (node));
}

void
bh_record_of_dial_attempt (GString *text, const BhDialAttemptRecord *attempt)
{
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "id", attempt->id);
  bh_json_string (&out, "number", attempt->number);
  bh_json_string_if (&out, "customer", attempt->customer);
  bh_json_string_if (&out, "campaign", attempt->campaign);
  bh_json_string_if (&out, "record", attempt->record);
  bh_json_string (&out, "agent", attempt->agent);
  bh_json_string (&out, "purpose", bh_dial_purpose_to_string (attempt->purpose));
  bh_json_string (&out, "mode", bh_dial_mode_to_string (attempt->mode));
  bh_json_string (&out, "outcome", attempt->outcome);
  bh_json_time (&out, "at", attempt->at_us);
  bh_json_int (&out, "revision", attempt->revision);
  bh_json_end_object (&out);
}
