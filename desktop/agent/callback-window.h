/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "desktop/model/desk-campaign.h"

G_BEGIN_DECLS

/* Asks when a customer is to be called again, by the customer's clock, shown in both zones, and
 * makes the promise. Without a zone in @promise it is the one that the server tells for the number,
 * and where it tells none the agent's own. Not modal: the call goes on. @promise is copied. */
void bh_callback_window_open (GtkWindow *parent,
                              BhDeskCampaign *work,
                              BhDesk *desk,
                              const BhPromise *promise);

G_END_DECLS
