/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "desktop/agent/palette-item.h"
#include "desktop/model/desk-campaign.h"
#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* What the palette finds, of each kind into a store of its own. @widget is in the window whose
 * actions are meant: only what is possible now is offered, and who is at the ear decides whether a
 * colleague is called or consulted. */
void bh_palette_add_number (GListStore *store, GtkWidget *widget, const char *text);
void bh_palette_add_acts (GListStore *store, GtkWidget *widget);
void bh_palette_add_contacts (GListStore *store, GtkWidget *widget, BhDesk *desk);
void bh_palette_add_colleagues (GListStore *store, GtkWidget *widget, BhDesk *desk);
void bh_palette_add_queues (GListStore *store, GtkWidget *widget, BhDesk *desk);
void bh_palette_add_recent (GListStore *store, GtkWidget *widget, BhDesk *desk);
void bh_palette_add_tasks (GListStore *store, GtkWidget *widget, BhDeskCampaign *work);
void bh_palette_add_campaigns (GListStore *store, BhDeskCampaign *work);
/* Of BhCustomer, and of BhArticleHit. */
void bh_palette_add_customers (GListStore *store, GtkWidget *widget, GListModel *found);
void bh_palette_add_articles (GListStore *store, GtkWidget *widget, GListModel *found);

G_END_DECLS
