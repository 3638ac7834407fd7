/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* A line of an agent's day: a stretch of one state, or a figure. Properties: state (wire word, NULL
 * of a figure), word (for the eye), value (for the eye: how long, how many), from, until (int64).
 */
#define BH_TYPE_DAY_BAND (bh_day_band_get_type ())
G_DECLARE_FINAL_TYPE (BhDayBand, bh_day_band, BH, DAY_BAND, BhItem)

typedef struct {
  const char *state;
  const char *word;
  const char *value;
  gint64 from;
  gint64 until;
} BhDayBandFacts;

BhDayBand *bh_day_band_new (const BhDayBandFacts *facts);
const char *bh_day_band_get_state (BhDayBand *self);
const char *bh_day_band_get_word (BhDayBand *self);
const char *bh_day_band_get_value (BhDayBand *self);
gint64 bh_day_band_get_from (BhDayBand *self);
gint64 bh_day_band_get_until (BhDayBand *self);

G_END_DECLS
