/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/matter.h"

#include "desktop/client/json-get.h"

enum {
  PROP_ID = 1,
  PROP_REF,
  PROP_TITLE,
  PROP_STATE,
  PROP_DUE,
};

static const BhItemField fields[] = {
    {"id", bh_item_string},
    {"ref", bh_item_string},
    {"title", bh_item_string},
    {"state", bh_item_string},
    {"due", bh_item_string},
};

struct _BhMatter {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhMatter, bh_matter, BH_TYPE_ITEM)

static void
bh_matter_class_init (BhMatterClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_matter_init (BhMatter *self)
{
}

BhMatter *
bh_matter_new (JsonObject *data)
{
  BhMatter *self = g_object_new (BH_TYPE_MATTER, NULL);

  bh_item_set_string (self, PROP_ID, bh_json_string (data, "id"));
  bh_item_set_string (self, PROP_REF, bh_json_string (data, "ref"));
  bh_item_set_string (self, PROP_TITLE, bh_json_string (data, "title"));
  bh_item_set_string (self, PROP_STATE, bh_json_string (data, "state"));
  bh_item_set_string (self, PROP_DUE, bh_json_string (data, "due"));
  return self;
}

const char *
bh_matter_get_title (BhMatter *self)
{
  return bh_item_get_string (self, PROP_TITLE);
}
