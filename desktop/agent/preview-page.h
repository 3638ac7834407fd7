/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/desk-campaign.h"

G_BEGIN_DECLS

/* A record of a campaign before it is called: who it is and why, whether it may be called and what
 * says so, what was tried, and how long there is to decide. Properties: work (BhDeskCampaign), desk
 * (BhDesk). */
#define BH_TYPE_PREVIEW_PAGE (bh_preview_page_get_type ())
G_DECLARE_FINAL_TYPE (BhPreviewPage, bh_preview_page, BH, PREVIEW_PAGE, AdwBin)

GtkWidget *bh_preview_page_new (BhDeskCampaign *work, BhDesk *desk);
/* Asks why the record is skipped. */
void bh_preview_page_ask_reason (BhPreviewPage *self);
/* Asks what became of a record that was called before the server was started anew. */
void bh_preview_page_ask_result (BhPreviewPage *self);
/* It is about to be hidden: a focus in it is dropped, for GTK would go on to the next widget that
 * can be written in, which takes the keys of the page that comes. */
void bh_preview_page_leave (BhPreviewPage *self);

G_END_DECLS
