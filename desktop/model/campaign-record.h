/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/record-line.h"

G_BEGIN_DECLS

/* A person to be called, as an agent looks at it before the call.
 *
 * Properties: id, name, company, reason, number (to be dialed), number-text, zone (the customer's),
 * country (of the number), customer (id or NULL), place (string: "Record 3 of 640"), verdict
 * (string: "It may be dialed now."), allowed (bool), dialed (bool), since, until (int64 µs: the
 * time to decide), rules, numbers, results, facts (GListModels of BhRecordLine). */
#define BH_TYPE_CAMPAIGN_RECORD (bh_campaign_record_get_type ())
G_DECLARE_FINAL_TYPE (BhCampaignRecord, bh_campaign_record, BH, CAMPAIGN_RECORD, BhItem)

/* What became of a call, the wire's word in the reader's words. */
const char *bh_campaign_outcome_text (const char *outcome);

/* @of: how many records the campaign has. */
BhCampaignRecord *bh_campaign_record_new (JsonObject *data, gint64 of, gint64 now_us);

/* The number to be dialed was refused after all. */
void bh_campaign_record_refuse (BhCampaignRecord *self, const char *why);
const char *bh_campaign_record_get_id (BhCampaignRecord *self);
const char *bh_campaign_record_get_name (BhCampaignRecord *self);
const char *bh_campaign_record_get_number (BhCampaignRecord *self);
const char *bh_campaign_record_get_zone (BhCampaignRecord *self);
const char *bh_campaign_record_get_customer (BhCampaignRecord *self);
gint64 bh_campaign_record_get_until (BhCampaignRecord *self);
gboolean bh_campaign_record_get_dialed (BhCampaignRecord *self);

G_END_DECLS
