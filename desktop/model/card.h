/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "desktop/client/enum-type.h"
#include "desktop/model/customer.h"

G_BEGIN_DECLS

#define BH_CARD_TABLE(X)                                                                           \
  X (BH_CARD_LOOKING, "looking")                                                                   \
  X (BH_CARD_NONE, "none")                                                                         \
  X (BH_CARD_ONE, "one")                                                                           \
  X (BH_CARD_MANY, "many")                                                                         \
  X (BH_CARD_WITHHELD, "withheld")                                                                 \
  X (BH_CARD_UNAVAILABLE, "unavailable")
typedef enum { BH_CARD_TABLE (BH_ENUM_VALUE) } BhCardStatus;
BH_ENUM_DECLARE (BhCardStatus, bh_card_status)
#define BH_TYPE_CARD_STATUS (bh_card_status_get_type ())

/* Who is calling, as far as the look-up knows. Every contact has one from the first moment, with
 * status "looking", and it stays the same object: late facts fill it in. Properties:
 *   status (BhCardStatus), message (string: why unavailable), match ("exact", "suffix"),
 *   customer (BhCustomer or NULL: the attached one), customers (GListModel of BhCustomer: what
 *   there is to choose from), matters (GListModel of BhMatter), history (GListModel of
 *   BhHistoryEntry, newest first), history-more (bool), seen-before (int64: contacts before this),
 *   number (E.164), number-text (for the eye), region ("CN"), place ("China"), number-kind */
#define BH_TYPE_CARD (bh_card_get_type ())
G_DECLARE_FINAL_TYPE (BhCard, bh_card, BH, CARD, BhItem)

BhCardStatus bh_card_get_status (BhCard *self);
BhCustomer *bh_card_get_customer (BhCard *self);
GListModel *bh_card_get_customers (BhCard *self);
GListModel *bh_card_get_matters (BhCard *self);
GListModel *bh_card_get_history (BhCard *self);
gboolean bh_card_get_history_more (BhCard *self);
const char *bh_card_get_message (BhCard *self);
const char *bh_card_get_number_text (BhCard *self);
const char *bh_card_get_place (BhCard *self);
gint64 bh_card_get_seen_before (BhCard *self);

G_END_DECLS
