/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk.h"
#include "desktop/model/item.h"

G_BEGIN_DECLS

/* Whether a number that somebody types may be called now, as the server judges it. One question is
 * under way at a time; what was typed on meanwhile is asked next.
 *
 * Properties, all read-only: known (bool: there is an answer for what is typed), allowed (bool),
 * where ("Berlin, DE"), zone (IANA, or NULL), message (why not: rule, source, when; NULL when it
 * is allowed) */
#define BH_TYPE_DIAL_CHECK (bh_dial_check_get_type ())
G_DECLARE_FINAL_TYPE (BhDialCheck, bh_dial_check, BH, DIAL_CHECK, BhItem)

BhDialCheck *bh_dial_check_new (BhDesk *desk);
/* @number as it is typed; what is too short to be one of outside, or no number, is not asked. */
void bh_dial_check_look (BhDialCheck *self, const char *number);
const char *bh_dial_check_get_message (BhDialCheck *self);

G_END_DECLS
