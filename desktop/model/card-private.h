/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/card.h"

G_BEGIN_DECLS

/* The path of a disposition in the reader's language; (transfer none), NULL if unknown. */
typedef const char *(*BhFindLabel) (gpointer user_data, const char *code);

/* Takes in a `card` event. Parts that are as before keep their objects. */
void bh_card_update (BhCard *self, JsonObject *data, BhFindLabel find_label, gpointer user_data);
/* Appends the answer of `customer.history`; entries that are there already are left out. */
void bh_card_append_history (BhCard *self,
                             JsonObject *result,
                             BhFindLabel find_label,
                             gpointer user_data);

G_END_DECLS
