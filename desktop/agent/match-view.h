/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* Several customers have this number: cards side by side, a digit key chooses. */
#define BH_TYPE_MATCH_VIEW (bh_match_view_get_type ())
G_DECLARE_FINAL_TYPE (BhMatchView, bh_match_view, BH, MATCH_VIEW, BhContactView)

/* Chooses the customer of a digit key, from 1; FALSE if there is no such card. */
gboolean bh_match_view_choose (BhMatchView *self, guint position);
void bh_match_view_focus_notes (BhMatchView *self);
void bh_match_view_insert_note (BhMatchView *self, const char *text);

G_END_DECLS
