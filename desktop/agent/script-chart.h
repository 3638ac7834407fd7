/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/script-player.h"
#include "desktop/widgets/flow-chart.h"

G_BEGIN_DECLS

/* Draws where a walk is; box i is step i of the script. */
void bh_script_chart_show (BhFlowChart *chart, BhScriptPlayer *player);
/* The same of boxes and arrows as bh_script_player_list_boxes() and _arrows() give them. @faults:
 * (nullable) for each box a word for what is wrong with it, or NULL. @player: (nullable) */
void bh_script_chart_draw (BhFlowChart *chart,
                           BhScriptPlayer *player,
                           GArray *boxes,
                           GArray *arrows,
                           const char *const *faults);

G_END_DECLS
