/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"
#include "desktop/model/desk-campaign.h"
#include "desktop/model/knowledge.h"

G_BEGIN_DECLS

/* The desk while nobody calls: a kind word, the state and what it means, the queues, the day's
 * figures, the next task, an article worth reading, the keys worth knowing. */
#define BH_TYPE_EMPTY_PAGE (bh_empty_page_get_type ())
G_DECLARE_FINAL_TYPE (BhEmptyPage, bh_empty_page, BH, EMPTY_PAGE, BhContactView)

/* Once: whose tasks and whose articles it shows. */
void bh_empty_page_follow (BhEmptyPage *self, BhDeskCampaign *work, BhKnowledge *knowledge);

G_END_DECLS
