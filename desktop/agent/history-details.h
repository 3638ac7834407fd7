/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/history-entry.h"

G_BEGIN_DECLS

/* What is shown of a past contact when it is opened: times, the way it went, what was answered in
 * scripts, and its number to be called. */
#define BH_TYPE_HISTORY_DETAILS (bh_history_details_get_type ())
G_DECLARE_FINAL_TYPE (BhHistoryDetails, bh_history_details, BH, HISTORY_DETAILS, AdwBin)

GtkWidget *bh_history_details_new (void);
void bh_history_details_show (BhHistoryDetails *self, BhHistoryEntry *entry);
/* One more fact in a line of facts; NULL and "" are none. */
void bh_history_details_add (GString *line, const char *part);
/* "6:12", NULL for less than a second. (transfer full) */
char *bh_history_details_length (gint64 ms);

G_END_DECLS
