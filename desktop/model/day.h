/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/day-band.h"
#include "desktop/model/desk-commands.h"

G_BEGIN_DECLS

/* An agent's day as the server has it, in the numbers that supervisors see. Properties: as-of
 * (int64, 0: nothing yet), message (why there is nothing newer, or NULL). Signal "changed". */
#define BH_TYPE_DAY (bh_day_get_type ())
G_DECLARE_FINAL_TYPE (BhDay, bh_day, BH, DAY, BhItem)

BhDay *bh_day_new (void);
/* Of BhDayBand: the stretches of state, the first one first; never signed out. */
GListModel *bh_day_get_bands (BhDay *self);
/* Of BhDayBand without a state. */
GListModel *bh_day_get_figures (BhDay *self);
gint64 bh_day_get_as_of (BhDay *self);
const char *bh_day_get_message (BhDay *self);

/* Asks for today; done by itself, with "changed". */
void bh_day_load (BhDay *self, BhDesk *desk);
/* What the server answered: for tests. */
void bh_day_take (BhDay *self, BhDesk *desk, JsonObject *data);

G_END_DECLS
