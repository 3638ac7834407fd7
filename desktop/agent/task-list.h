/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/desk-campaign.h"

G_BEGIN_DECLS

/* What is to be done, for the side bar: the campaign that the agent works on, or may join, and the
 * calls that were promised. An empty one takes no room. Property: work (BhDeskCampaign). */
#define BH_TYPE_TASK_LIST (bh_task_list_get_type ())
G_DECLARE_FINAL_TYPE (BhTaskList, bh_task_list, BH, TASK_LIST, AdwBin)

GtkWidget *bh_task_list_new (BhDeskCampaign *work, BhDesk *desk);
/* The first task, else the first campaign; FALSE: there is neither. */
gboolean bh_task_list_focus (BhTaskList *self);

G_END_DECLS
