/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"
#include "desktop/agent/target.h"

G_BEGIN_DECLS

/* An entry and what its letters find: queues, colleagues with their presence, or the number itself.
 * The arrow keys move in the list while the focus stays in the entry. Properties: with-queues
 * (bool), placeholder (string). Signals: activate (BhTarget *, gboolean second): Enter or a click,
 * second with the Control key; typed: the text is another. */
#define BH_TYPE_TARGET_LIST (bh_target_list_get_type ())
G_DECLARE_FINAL_TYPE (BhTargetList, bh_target_list, BH, TARGET_LIST, BhContactView)

/* Empties the entry and takes the focus. */
void bh_target_list_start (BhTargetList *self, const char *text);
/* The chosen one, or NULL. (transfer none) */
BhTarget *bh_target_list_get_selected (BhTargetList *self);
const char *bh_target_list_get_text (BhTargetList *self);
/* Why the number that is typed would be refused, beside it; NULL: it would not. */
void bh_target_list_set_why_not (BhTargetList *self, const char *why_not);
/* Adds to what is typed, as a keypad does. */
void bh_target_list_append (BhTargetList *self, const char *text);

G_END_DECLS
