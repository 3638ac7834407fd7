/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/agent-state.h"
#include "desktop/model/item.h"

G_BEGIN_DECLS

/* Another agent. Properties: id (user name), full-name, extension (strings), state (BhAgent),
 * word (string: the state in words), since (int64). */
#define BH_TYPE_COLLEAGUE (bh_colleague_get_type ())
G_DECLARE_FINAL_TYPE (BhColleague, bh_colleague, BH, COLLEAGUE, BhItem)

void bh_colleague_update (BhColleague *self, JsonObject *data);
const char *bh_colleague_get_id (BhColleague *self);
const char *bh_colleague_get_full_name (BhColleague *self);
const char *bh_colleague_get_extension (BhColleague *self);
BhAgent bh_colleague_get_state (BhColleague *self);

G_END_DECLS
