/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* An open matter of a customer. Properties (strings): id, ref ("4312"), title, state ("promised"),
 * due ("2026-11-24", or NULL). */
#define BH_TYPE_MATTER (bh_matter_get_type ())
G_DECLARE_FINAL_TYPE (BhMatter, bh_matter, BH, MATTER, BhItem)

BhMatter *bh_matter_new (JsonObject *data);
const char *bh_matter_get_title (BhMatter *self);

G_END_DECLS
