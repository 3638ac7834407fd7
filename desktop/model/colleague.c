/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/colleague.h"

#include "desktop/client/json-get.h"

enum {
  PROP_ID = 1,
  PROP_FULL_NAME,
  PROP_EXTENSION,
  PROP_STATE,
  PROP_WORD,
  PROP_SINCE,
};

static const BhItemField fields[] = {
    {"id", bh_item_string},
    {"full-name", bh_item_string},
    {"extension", bh_item_string},
    {"state", bh_agent_get_type},
    {"word", bh_item_string},
    {"since", bh_item_int},
};

struct _BhColleague {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhColleague, bh_colleague, BH_TYPE_ITEM)

static void
bh_colleague_class_init (BhColleagueClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_colleague_init (BhColleague *self)
{
}

void
bh_colleague_update (BhColleague *self, JsonObject *data)
{
  BhAgent state = bh_agent_from_string (bh_json_string (data, "state"), BH_AGENT_UNKNOWN);
  const char *id = bh_json_string (data, "agent");
  const char *name = bh_json_string (data, "full_name");

  g_object_freeze_notify (G_OBJECT (self));
  bh_item_set_string (self, PROP_ID, id);
  bh_item_set_string (self, PROP_FULL_NAME, name ? name : id);
  bh_item_set_string (self, PROP_EXTENSION, bh_json_string (data, "extension"));
  bh_item_set_enum (self, PROP_STATE, state);
  bh_item_set_string (self, PROP_WORD, bh_agent_word (state));
  bh_item_set_int (self, PROP_SINCE, bh_json_time (data, "since"));
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
bh_colleague_get_id (BhColleague *self)
{
  return bh_item_get_string (self, PROP_ID);
}

const char *
bh_colleague_get_full_name (BhColleague *self)
{
  return bh_item_get_string (self, PROP_FULL_NAME);
}

const char *
bh_colleague_get_extension (BhColleague *self)
{
  return bh_item_get_string (self, PROP_EXTENSION);
}

BhAgent
bh_colleague_get_state (BhColleague *self)
{
  return (BhAgent) bh_item_get_enum (self, PROP_STATE);
}
