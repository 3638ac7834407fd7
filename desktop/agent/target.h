/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/colleague.h"
#include "desktop/model/queue-item.h"

G_BEGIN_DECLS

/* Where a call can be sent or dialed to: a queue, a colleague or a number, in one list. Properties:
 * kind (string: "queue", "person", "number"), title, subtitle (strings), to (string: as commands
 * take it), colleague (BhColleague or NULL), queue (BhQueueItem or NULL), state (BhAgent: how its
 * presence looks), presence (string: presence in words), since (int64), why-not
 * (string: why the server would refuse it now, or NULL). They follow the colleague
 * or queue. */
#define BH_TYPE_TARGET (bh_target_get_type ())
G_DECLARE_FINAL_TYPE (BhTarget, bh_target, BH, TARGET, BhItem)

BhTarget *bh_target_new_queue (BhQueueItem *queue);
BhTarget *bh_target_new_person (BhColleague *colleague);
/* @number: as it was typed. */
BhTarget *bh_target_new_number (const char *number);

void bh_target_set_why_not (BhTarget *self, const char *why_not);

const char *bh_target_get_kind (BhTarget *self);
const char *bh_target_get_title (BhTarget *self);
/* "queue:support", "agent:anna", "+49301234". */
const char *bh_target_get_to (BhTarget *self);
/* TRUE if every word of @text begins a word of its title, subtitle or number. */
gboolean bh_target_matches (BhTarget *self, const char *text);

G_END_DECLS
