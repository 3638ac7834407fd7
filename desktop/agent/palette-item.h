/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* Something that the palette finds. Properties, all strings: section ("act", "person", …), title,
 * subtitle, icon-name, key (accelerator), action with its target (NULL for none), does (what Enter
 * does, in one or two words), other-action, other-target, other-does (with the Control key; NULL
 * for none), words (that it is found by beside the title). */
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
  const char *does;
  const char *other_action;
  const char *other_target;
  const char *other_does;
  const char *words;
} BhPaletteFacts;

BhPaletteItem *bh_palette_item_new (const BhPaletteFacts *facts);
const char *bh_palette_item_get_section (BhPaletteItem *self);
const char *bh_palette_item_get_action (BhPaletteItem *self);
const char *bh_palette_item_get_target (BhPaletteItem *self);
const char *bh_palette_item_get_does (BhPaletteItem *self);
const char *bh_palette_item_get_other_action (BhPaletteItem *self);
const char *bh_palette_item_get_other_target (BhPaletteItem *self);
const char *bh_palette_item_get_other_does (BhPaletteItem *self);
/* TRUE if every word of @text begins one of its words. */
gboolean bh_palette_item_matches (BhPaletteItem *self, const char *text);

G_END_DECLS
