/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-place.h"

enum {
  PROP_ID = 1,
  PROP_TITLE,
  PROP_SEARCH,
};

static const BhItemField fields[] = {
    {"id", bh_item_string},
    {"title", bh_item_string},
    {"search", bh_item_string},
};

struct _BhScriptPlace {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhScriptPlace, bh_script_place, BH_TYPE_ITEM)

static void
bh_script_place_class_init (BhScriptPlaceClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_script_place_init (BhScriptPlace *self)
{
}

BhScriptPlace *
bh_script_place_new (const char *id, const char *title, const char *search)
{
  BhScriptPlace *self = g_object_new (BH_TYPE_SCRIPT_PLACE, NULL);

  bh_item_set_string (self, PROP_ID, id);
  bh_item_set_string (self, PROP_TITLE, title);
  bh_item_set_string (self, PROP_SEARCH, search);
  return self;
}

const char *
bh_script_place_get_id (BhScriptPlace *self)
{
  return bh_item_get_string (self, PROP_ID);
}

const char *
bh_script_place_get_title (BhScriptPlace *self)
{
  return bh_item_get_string (self, PROP_TITLE);
}

const char *
bh_script_place_get_search (BhScriptPlace *self)
{
  return bh_item_get_string (self, PROP_SEARCH);
}
