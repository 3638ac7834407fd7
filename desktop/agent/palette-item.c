/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/palette-item.h"

enum {
  PROP_SECTION = 1,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_ICON_NAME,
  PROP_KEY,
  PROP_ACTION,
  PROP_TARGET
};

static const BhItemField fields[] = {
    {"section", bh_item_string},
    {"title", bh_item_string},
    {"subtitle", bh_item_string},
    {"icon-name", bh_item_string},
    {"key", bh_item_string},
    {"action", bh_item_string},
    {"target", bh_item_string},
};

struct _BhPaletteItem {
  BhItem parent_instance;
};

G_DEFINE_FINAL_TYPE (BhPaletteItem, bh_palette_item, BH_TYPE_ITEM)

static void
bh_palette_item_class_init (BhPaletteItemClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_palette_item_init (BhPaletteItem *self)
{
}

BhPaletteItem *
bh_palette_item_new (const BhPaletteFacts *facts)
{
  BhPaletteItem *self;

  g_return_val_if_fail (facts != NULL, NULL);
  self = g_object_new (BH_TYPE_PALETTE_ITEM, NULL);
  bh_item_set_string (self, PROP_SECTION, facts->section);
  bh_item_set_string (self, PROP_TITLE, facts->title);
  bh_item_set_string (self, PROP_SUBTITLE, facts->subtitle);
  bh_item_set_string (self, PROP_ICON_NAME, facts->icon_name);
  bh_item_set_string (self, PROP_KEY, facts->key);
  bh_item_set_string (self, PROP_ACTION, facts->action);
  bh_item_set_string (self, PROP_TARGET, facts->target);
  return self;
}

const char *
bh_palette_item_get_section (BhPaletteItem *self)
{
  return bh_item_get_string (self, PROP_SECTION);
}

const char *
bh_palette_item_get_action (BhPaletteItem *self)
{
  return bh_item_get_string (self, PROP_ACTION);
}

const char *
bh_palette_item_get_target (BhPaletteItem *self)
{
  return bh_item_get_string (self, PROP_TARGET);
}

gboolean
bh_palette_item_matches (BhPaletteItem *self, const char *text)
{
  const char *title;
  const char *subtitle;
  g_autofree char *hay = NULL;
  g_autofree char *folded_hay = NULL;
  g_autofree char *folded = NULL;

  g_return_val_if_fail (BH_IS_PALETTE_ITEM (self), FALSE);
  title = bh_item_get_string (self, PROP_TITLE);
  /* Of a colleague the extension, not the presence: "re" must not find all who are ready. */
  subtitle = g_str_equal (bh_palette_item_get_section (self), "person")
                 ? bh_palette_item_get_target (self)
                 : bh_item_get_string (self, PROP_SUBTITLE);
  hay = g_strconcat (title != NULL ? title : "", " ", subtitle != NULL ? subtitle : "", NULL);
  if (g_str_match_string (text, hay, TRUE))
    return TRUE;
  /* Words of scripts without spaces begin anywhere. */
  folded_hay = g_utf8_casefold (hay, -1);
  folded = g_utf8_casefold (text, -1);
  return !g_str_is_ascii (text) && strstr (folded_hay, folded) != NULL;
}
