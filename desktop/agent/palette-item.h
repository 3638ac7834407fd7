/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/colleague.h"
#include "desktop/model/customer.h"
#include "desktop/model/item.h"

G_BEGIN_DECLS

/* Something that the palette finds. Properties: section ("act", "contact", "customer", "person"),
 * title, subtitle, icon-name, key (accelerator), action, target (strings; target is the action's
 * string parameter, NULL for none). */
#define BH_TYPE_PALETTE_ITEM (bh_palette_item_get_type ())
G_DECLARE_FINAL_TYPE (BhPaletteItem, bh_palette_item, BH, PALETTE_ITEM, BhItem)

typedef struct {
  const char *section;
  const char *title;
  const char *subtitle;
  const char *icon_name;
  const char *key;
  const char *action;
  const char *target;
} BhPaletteFacts;

BhPaletteItem *bh_palette_item_new (const BhPaletteFacts *facts);
const char *bh_palette_item_get_section (BhPaletteItem *self);
const char *bh_palette_item_get_action (BhPaletteItem *self);
const char *bh_palette_item_get_target (BhPaletteItem *self);
/* TRUE if every word of @text begins a word of the title or the subtitle. */
gboolean bh_palette_item_matches (BhPaletteItem *self, const char *text);

G_END_DECLS
