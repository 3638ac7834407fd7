/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/desk-campaign.h"
#include "desktop/model/knowledge.h"

G_BEGIN_DECLS

/* What somebody who waits may do meanwhile: the call that was promised next, and the one article
 * most worth reading. A card with nothing to say is not shown; without both it takes no room. */
#define BH_TYPE_WAITING_CARDS (bh_waiting_cards_get_type ())
G_DECLARE_FINAL_TYPE (BhWaitingCards, bh_waiting_cards, BH, WAITING_CARDS, AdwBin)

/* Once: whose tasks and whose suggestions. */
void bh_waiting_cards_follow (BhWaitingCards *self, BhDeskCampaign *work, BhKnowledge *knowledge);

G_END_DECLS
