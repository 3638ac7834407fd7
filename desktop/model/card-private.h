/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/card.h"
#include "desktop/model/history-entry.h"

G_BEGIN_DECLS

/* Takes in a `card` event. Parts that are as before keep their objects. */
void bh_card_update (BhCard *self, JsonObject *data, const BhLabels *labels);
/* Appends the answer of `customer.history`; entries that are there already are left out. */
void bh_card_append_history (BhCard *self, JsonObject *result, const BhLabels *labels);
/* The contact of the last line of its history, NULL if there is none. (transfer none) */
const char *bh_card_get_oldest (BhCard *self);

G_END_DECLS
