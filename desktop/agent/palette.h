/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"
#include "desktop/model/desk-campaign.h"

G_BEGIN_DECLS

/* Search or act: type some letters of an act, a colleague, a queue or a customer, Enter does it. It
 * lies over the middle, below the name and the call bar, which stay in use. Property: desk. */
#define BH_TYPE_PALETTE (bh_palette_get_type ())
G_DECLARE_FINAL_TYPE (BhPalette, bh_palette, BH, PALETTE, BhContactView)

/* Its tasks and campaigns are found too. */
void bh_palette_set_work (BhPalette *self, BhDeskCampaign *work);
void bh_palette_open (BhPalette *self);
void bh_palette_close (BhPalette *self);

G_END_DECLS
