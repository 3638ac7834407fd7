/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/day-band.h"

enum {
  PROP_STATE = 1,
  PROP_WORD,
  PROP_VALUE,
  PROP_FROM,
  PROP_UNTIL,
};

static const BhItemField fields[] = {
    {"state", bh_item_string},
    {"word", bh_item_string},
    {"value", bh_item_string},
    {"from", bh_item_int},
    {"until", bh_item_int},
};

struct _BhDayBand {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhDayBand, bh_day_band, BH_TYPE_ITEM)

static void
bh_day_band_class_init (BhDayBandClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_day_band_init (BhDayBand *self)
{
}

BhDayBand *
bh_day_band_new (const BhDayBandFacts *facts)
{
  BhDayBand *self = g_object_new (BH_TYPE_DAY_BAND, NULL);

  bh_item_set_string (self, PROP_STATE, facts->state);
  bh_item_set_string (self, PROP_WORD, facts->word);
  bh_item_set_string (self, PROP_VALUE, facts->value);
  bh_item_set_int (self, PROP_FROM, facts->from);
  bh_item_set_int (self, PROP_UNTIL, facts->until);
  return self;
}

const char *
bh_day_band_get_state (BhDayBand *self)
{
  return bh_item_get_string (self, PROP_STATE);
}

const char *
bh_day_band_get_word (BhDayBand *self)
{
  return bh_item_get_string (self, PROP_WORD);
}

const char *
bh_day_band_get_value (BhDayBand *self)
{
  return bh_item_get_string (self, PROP_VALUE);
}

gint64
bh_day_band_get_from (BhDayBand *self)
{
  return bh_item_get_int (self, PROP_FROM);
}

gint64
bh_day_band_get_until (BhDayBand *self)
{
  return bh_item_get_int (self, PROP_UNTIL);
}
