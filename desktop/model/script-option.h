/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* One of what a question offers. Properties: value, label (strings), chosen (bool). */
#define BH_TYPE_SCRIPT_OPTION (bh_script_option_get_type ())
G_DECLARE_FINAL_TYPE (BhScriptOptionItem, bh_script_option, BH, SCRIPT_OPTION, BhItem)

BhScriptOptionItem *bh_script_option_new (const char *value, const char *label);
const char *bh_script_option_get_value (BhScriptOptionItem *self);
const char *bh_script_option_get_label (BhScriptOptionItem *self);
gboolean bh_script_option_get_chosen (BhScriptOptionItem *self);
void bh_script_option_set_label (BhScriptOptionItem *self, const char *label);
void bh_script_option_set_chosen (BhScriptOptionItem *self, gboolean chosen);

G_END_DECLS
