/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "desktop/model/desk-campaign.h"

G_BEGIN_DECLS

/* Asks when a customer is to be called again, by the customer's clock, shown in both zones, and
 * makes the promise. Not modal: the call goes on. @promise is copied. */
void bh_callback_window_open (GtkWindow *parent,
                              BhDeskCampaign *work,
                              BhClock *clock,
                              const BhPromise *promise);

G_END_DECLS
