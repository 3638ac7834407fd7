/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* One script on the shelf, or one version of it. Properties: name, title, status ("draft",
 * "published", "retired"), assigned (queues and campaigns, in words), newest, live (int64; 0 =
 * agents do not get it), version (int64), author, at (int64, when it was saved). */
#define BH_TYPE_SCRIPT_ENTRY (bh_script_entry_get_type ())
G_DECLARE_FINAL_TYPE (BhScriptEntry, bh_script_entry, BH, SCRIPT_ENTRY, BhItem)

const char *bh_script_entry_get_name (BhScriptEntry *self);
const char *bh_script_entry_get_title (BhScriptEntry *self);
const char *bh_script_entry_get_status (BhScriptEntry *self);
const char *bh_script_entry_get_assigned (BhScriptEntry *self);
gint64 bh_script_entry_get_newest (BhScriptEntry *self);
gint64 bh_script_entry_get_live (BhScriptEntry *self);
gint64 bh_script_entry_get_version (BhScriptEntry *self);
const char *bh_script_entry_get_author (BhScriptEntry *self);
gint64 bh_script_entry_get_at (BhScriptEntry *self);

/* Who gets a script: contacts of which all hold that is not NULL. */
typedef struct {
  const char *queue;
  const char *campaign;
  const char *language; /* "zh_CN" */
} BhScriptTo;

guint bh_script_entry_get_n_assigned (BhScriptEntry *self);
/* (transfer none), as long as the entry. */
BhScriptTo bh_script_entry_get_assigned_to (BhScriptEntry *self, guint index);
/* (transfer full) */
char *bh_script_entry_dup_assigned_words (BhScriptEntry *self, guint index);

/* @data: as in script.list; @language: of the reader. */
BhScriptEntry *bh_script_entry_new (JsonObject *data, const char *language);

G_END_DECLS
