/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* The whole window while it is compact: my state, who is on the line or rings, how long, and the
 * keys of the call. Properties: desk, contact (whose call it is, or what is written about). */
#define BH_TYPE_COMPACT_PAGE (bh_compact_page_get_type ())
G_DECLARE_FINAL_TYPE (BhCompactPage, bh_compact_page, BH, COMPACT_PAGE, BhContactView)

/* The one that rings while @contact is shown, or NULL. */
void bh_compact_page_set_ringing (BhCompactPage *self, BhContactItem *ringing);
void bh_compact_page_open_states (BhCompactPage *self);
/* The hang-up key was pressed once. */
void bh_compact_page_set_armed (BhCompactPage *self, gboolean armed);

G_END_DECLS
