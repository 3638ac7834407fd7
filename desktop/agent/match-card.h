/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* One of several customers with the same number, with what tells them apart. Properties: customer
 * (BhCustomer), position (uint: its digit key), likely (bool), differs (BhMatchFacts: the facts
 * that are not the same on all cards, highlighted). */
typedef enum {
  BH_MATCH_COMPANY = 1 << 0,
  BH_MATCH_TIER = 1 << 1,
  BH_MATCH_LANGUAGE = 1 << 2,
  BH_MATCH_LAST_CONTACT = 1 << 3,
} BhMatchFacts;

#define BH_TYPE_MATCH_CARD (bh_match_card_get_type ())
G_DECLARE_FINAL_TYPE (BhMatchCard, bh_match_card, BH, MATCH_CARD, BhContactView)

G_END_DECLS
