/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-option.h"

enum {
  PROP_VALUE = 1,
  PROP_LABEL,
  PROP_CHOSEN,
};

static const BhItemField fields[] = {
    {"value", bh_item_string},
    {"label", bh_item_string},
    {"chosen", bh_item_bool},
};

struct _BhScriptOptionItem {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhScriptOptionItem, bh_script_option, BH_TYPE_ITEM)

static void
bh_script_option_class_init (BhScriptOptionItemClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_script_option_init (BhScriptOptionItem *self)
{
}

BhScriptOptionItem *
bh_script_option_new (const char *value, const char *label)
{
  BhScriptOptionItem *self = g_object_new (BH_TYPE_SCRIPT_OPTION, NULL);

  bh_item_set_string (self, PROP_VALUE, value);
  bh_item_set_string (self, PROP_LABEL, label);
  return self;
}

const char *
bh_script_option_get_value (BhScriptOptionItem *self)
{
  return bh_item_get_string (self, PROP_VALUE);
}

const char *
bh_script_option_get_label (BhScriptOptionItem *self)
{
  return bh_item_get_string (self, PROP_LABEL);
}

gboolean
bh_script_option_get_chosen (BhScriptOptionItem *self)
{
  return bh_item_get_bool (self, PROP_CHOSEN);
}

void
bh_script_option_set_label (BhScriptOptionItem *self, const char *label)
{
  bh_item_set_string (self, PROP_LABEL, label);
}

void
bh_script_option_set_chosen (BhScriptOptionItem *self, gboolean chosen)
{
  bh_item_set_bool (self, PROP_CHOSEN, chosen);
}
