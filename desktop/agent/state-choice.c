/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/state-choice.h"

enum { PROP_LABEL = 1, PROP_ICON_NAME, PROP_TARGET, PROP_KEY, PROP_STATE };

static const BhItemField fields[] = {
    {"label", bh_item_string},
    {"icon-name", bh_item_string},
    {"target", bh_item_string},
    {"key", bh_item_string},
    {"state", bh_agent_get_type},
};

struct _BhStateChoice {
  BhItem parent_instance;
};

G_DEFINE_FINAL_TYPE (BhStateChoice, bh_state_choice, BH_TYPE_ITEM)

static void
bh_state_choice_class_init (BhStateChoiceClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_state_choice_init (BhStateChoice *self)
{
}

BhStateChoice *
bh_state_choice_new (BhAgent state,
                     const char *label,
                     const char *icon_name,
                     const char *target,
                     const char *key)
{
  BhStateChoice *self = g_object_new (BH_TYPE_STATE_CHOICE, NULL);

  bh_item_set_enum (self, PROP_STATE, state);
  bh_item_set_string (self, PROP_LABEL, label);
  bh_item_set_string (self, PROP_ICON_NAME, icon_name);
  bh_item_set_string (self, PROP_TARGET, target);
  bh_item_set_string (self, PROP_KEY, key);
  return self;
}

const char *
bh_state_choice_get_target (BhStateChoice *self)
{
  return bh_item_get_string (self, PROP_TARGET);
}

const char *
bh_state_choice_get_key (BhStateChoice *self)
{
  return bh_item_get_string (self, PROP_KEY);
}
