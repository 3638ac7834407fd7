/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/palette-item.h"

enum {
  PROP_SECTION = 1,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_ICON_NAME,
  PROP_KEY,
  PROP_ACTION,
  PROP_TARGET,
  PROP_DOES,
  PROP_OTHER_ACTION,
  PROP_OTHER_TARGET,
  PROP_OTHER_DOES,
  PROP_WORDS,
};

static const BhItemField fields[] = {
    {"section", bh_item_string},
    {"title", bh_item_string},
    {"subtitle", bh_item_string},
    {"icon-name", bh_item_string},
    {"key", bh_item_string},
    {"action", bh_item_string},
    {"target", bh_item_string},
    {"does", bh_item_string},
    {"other-action", bh_item_string},
    {"other-target", bh_item_string},
    {"other-does", bh_item_string},
    {"words", bh_item_string},
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
  bh_item_set_string (self, PROP_DOES, facts->does);
  bh_item_set_string (self, PROP_OTHER_ACTION, facts->other_action);
  bh_item_set_string (self, PROP_OTHER_TARGET, facts->other_target);
  bh_item_set_string (self, PROP_OTHER_DOES, facts->other_does);
  bh_item_set_string (self, PROP_WORDS, facts->words);
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

const char *
bh_palette_item_get_does (BhPaletteItem *self)
{
  return bh_item_get_string (self, PROP_DOES);
}

const char *
bh_palette_item_get_other_action (BhPaletteItem *self)
{
  return bh_item_get_string (self, PROP_OTHER_ACTION);
}

const char *
bh_palette_item_get_other_target (BhPaletteItem *self)
{
  return bh_item_get_string (self, PROP_OTHER_TARGET);
}

const char *
bh_palette_item_get_other_does (BhPaletteItem *self)
{
  return bh_item_get_string (self, PROP_OTHER_DOES);
}

gboolean
bh_palette_item_matches (BhPaletteItem *self, const char *text)
{
  const char *title;
  const char *words;
  g_autofree char *hay = NULL;
  g_autofree char *folded_hay = NULL;
  g_autofree char *folded = NULL;

  g_return_val_if_fail (BH_IS_PALETTE_ITEM (self), FALSE);
  title = bh_item_get_string (self, PROP_TITLE);
  words = bh_item_get_string (self, PROP_WORDS);
  hay = g_strconcat (title != NULL ? title : "", " ", words != NULL ? words : "", NULL);
  if (g_str_match_string (text, hay, TRUE))
    return TRUE;
  /* Words of scripts without spaces begin anywhere. */
  folded_hay = g_utf8_casefold (hay, -1);
  folded = g_utf8_casefold (text, -1);
  return !g_str_is_ascii (text) && strstr (folded_hay, folded) != NULL;
}
