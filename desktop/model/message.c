/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/message.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"

enum {
  PROP_ID = 1,
  PROP_FROM,
  PROP_BODY,
  PROP_AUDIENCE,
  PROP_TARGET,
  PROP_URGENT,
  PROP_READ,
  PROP_SENT_AT,
};

static const BhItemField fields[] = {
    {"id", bh_item_string},
    {"from", bh_item_string},
    {"body", bh_item_string},
    {"audience", bh_item_string},
    {"target", bh_item_string},
    {"urgent", bh_item_bool},
    {"read", bh_item_bool},
    {"sent-at", bh_item_int},
};

struct _BhMessage {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhMessage, bh_message, BH_TYPE_ITEM)

static void
bh_message_class_init (BhMessageClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_message_init (BhMessage *self)
{
}

/* Who writes on the server itself has no name. */
static const char *
sender_of (JsonObject *data)
{
  const char *from = bh_json_string (data, "from");
  const char *name = bh_json_string (data, "from_name");

  if (name && *name)
    return name;
  return g_strcmp0 (from, "local") == 0 ? _ ("Administration") : from;
}

void
bh_message_update (BhMessage *self, JsonObject *data)
{
  g_object_freeze_notify (G_OBJECT (self));
  bh_item_set_string (self, PROP_ID, bh_json_string (data, "message"));
  bh_item_set_string (self, PROP_FROM, sender_of (data));
  bh_item_set_string (self, PROP_BODY, bh_json_string (data, "body"));
  bh_item_set_string (self, PROP_AUDIENCE, bh_json_string (data, "audience"));
  bh_item_set_string (self, PROP_TARGET, bh_json_string (data, "target"));
  bh_item_set_bool (self, PROP_URGENT, bh_json_bool (data, "urgent"));
  bh_item_set_bool (self, PROP_READ, bh_json_bool (data, "read"));
  bh_item_set_int (self, PROP_SENT_AT, bh_json_time (data, "sent_at"));
  g_object_thaw_notify (G_OBJECT (self));
}

void
bh_message_set_read (BhMessage *self, gboolean read)
{
  bh_item_set_bool (self, PROP_READ, read);
}

const char *
bh_message_get_id (BhMessage *self)
{
  return bh_item_get_string (self, PROP_ID);
}

const char *
bh_message_get_from (BhMessage *self)
{
  return bh_item_get_string (self, PROP_FROM);
}

const char *
bh_message_get_body (BhMessage *self)
{
  return bh_item_get_string (self, PROP_BODY);
}

gboolean
bh_message_get_urgent (BhMessage *self)
{
  return bh_item_get_bool (self, PROP_URGENT);
}

gboolean
bh_message_get_read (BhMessage *self)
{
  return bh_item_get_bool (self, PROP_READ);
}

gint64
bh_message_get_sent_at (BhMessage *self)
{
  return bh_item_get_int (self, PROP_SENT_AT);
}
