/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* One script on the shelf. Properties: name, title, status ("draft", "published", "retired"),
 * assigned (queues and campaigns, in words), newest, live (int64; 0 = agents do not get it). */
#define BH_TYPE_SCRIPT_ENTRY (bh_script_entry_get_type ())
G_DECLARE_FINAL_TYPE (BhScriptEntry, bh_script_entry, BH, SCRIPT_ENTRY, BhItem)

const char *bh_script_entry_get_name (BhScriptEntry *self);
const char *bh_script_entry_get_title (BhScriptEntry *self);
const char *bh_script_entry_get_status (BhScriptEntry *self);
const char *bh_script_entry_get_assigned (BhScriptEntry *self);
gint64 bh_script_entry_get_newest (BhScriptEntry *self);
gint64 bh_script_entry_get_live (BhScriptEntry *self);

/* @data: as in script.list; @language: of the reader. */
BhScriptEntry *bh_script_entry_new (JsonObject *data, const char *language);

G_END_DECLS
