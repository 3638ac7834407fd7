/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/reason.h"

enum {
  PROP_CODE = 1,
  PROP_LABEL,
  PROP_ICON,
};

static const BhItemField fields[] = {
    {"code", bh_item_string},
    {"label", bh_item_string},
    {"icon", bh_item_string},
};

struct _BhReason {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhReason, bh_reason, BH_TYPE_ITEM)

static void
bh_reason_class_init (BhReasonClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_reason_init (BhReason *self)
{
}

BhReason *
bh_reason_new (const char *code, const char *label, const char *icon)
{
  BhReason *self = g_object_new (BH_TYPE_REASON, NULL);

  bh_item_set_string (self, PROP_CODE, code);
  bh_item_set_string (self, PROP_LABEL, label ? label : code);
  bh_item_set_string (self, PROP_ICON, icon);
  return self;
}

const char *
bh_reason_get_code (BhReason *self)
{
  return bh_item_get_string (self, PROP_CODE);
}

const char *
bh_reason_get_label (BhReason *self)
{
  return bh_item_get_string (self, PROP_LABEL);
}

const char *
bh_reason_get_icon (BhReason *self)
{
  return bh_item_get_string (self, PROP_ICON);
}
