/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* Nobody is known with this number: find the customer, or make a new one. */
#define BH_TYPE_UNKNOWN_VIEW (bh_unknown_view_get_type ())
G_DECLARE_FINAL_TYPE (BhUnknownView, bh_unknown_view, BH, UNKNOWN_VIEW, BhContactView)

void bh_unknown_view_focus_search (BhUnknownView *self);
void bh_unknown_view_focus_new (BhUnknownView *self);

G_END_DECLS
