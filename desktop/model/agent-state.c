/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/agent-state-private.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/server-words.h"

enum {
  PROP_STATE = 1,
  PROP_SINCE,
  PROP_WORD,
  PROP_REASON,
  PROP_REASON_LABEL,
  PROP_REASON_ICON,
  PROP_INTENT,
  PROP_HAS_PENDING,
  PROP_PENDING,
  PROP_PENDING_REASON,
  PROP_PENDING_LABEL,
  PROP_WHY,
  PROP_DEVICE,
  PROP_PHONE,
  PROP_CONTACT,
  PROP_QUEUES,
};

static const BhItemField fields[] = {
    {"state", bh_agent_get_type},
    {"since", bh_item_int},
    {"word", bh_item_string},
    {"reason", bh_item_string},
    {"reason-label", bh_item_string},
    {"reason-icon", bh_item_string},
    {"intent", bh_agent_get_type},
    {"has-pending", bh_item_bool},
    {"pending", bh_agent_get_type},
    {"pending-reason", bh_item_string},
    {"pending-label", bh_item_string},
    {"why", bh_item_string},
    {"device", bh_item_string},
    {"phone", bh_item_string},
    {"contact", bh_item_string},
    {"queues", bh_item_strv},
};

struct _BhAgentState {
  BhItem parent;
};

BH_ENUM_DEFINE (BhAgent, bh_agent, BH_AGENT_TABLE)
G_DEFINE_FINAL_TYPE (BhAgentState, bh_agent_state, BH_TYPE_ITEM)

static const char *const words[] = {
    [BH_AGENT_LOGGED_OUT] = NC_ ("agent state", "Signed out"),
    [BH_AGENT_NOT_READY] = NC_ ("agent state", "Not ready"),
    [BH_AGENT_READY] = NC_ ("agent state", "Ready"),
    [BH_AGENT_OFFERED] = NC_ ("agent state", "Ringing"),
    [BH_AGENT_TALKING] = NC_ ("agent state", "Talking"),
    [BH_AGENT_HOLD] = NC_ ("agent state", "On hold"),
    [BH_AGENT_CONSULT] = NC_ ("agent state", "Consulting"),
    [BH_AGENT_WRAP_UP] = NC_ ("agent state", "Wrap-up"),
    [BH_AGENT_UNKNOWN] = NC_ ("agent state", "Unknown"),
};

const char *
bh_agent_word (BhAgent state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (words), "");
  return g_dpgettext2 (GETTEXT_PACKAGE, "agent state", words[state]);
}

static void
bh_agent_state_class_init (BhAgentStateClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_agent_state_init (BhAgentState *self)
{
  bh_item_set_string (self, PROP_WORD, bh_agent_word (BH_AGENT_LOGGED_OUT));
}

static const char *
label_of (BhReason *reason, const char *code)
{
  return reason ? bh_reason_get_label (reason) : bh_reason_word (code);
}

static void
update_queues (BhAgentState *self, JsonArray *queues)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) strv = NULL;

  for (guint i = 0; i < bh_json_array_length (queues); i++) {
    JsonObject *queue = bh_json_array_object (queues, i);
    const char *name = bh_json_string (queue, "queue");
    if (name && bh_json_bool (queue, "joined"))
      g_strv_builder_add (names, name);
  }
  strv = g_strv_builder_end (names);
  bh_item_set_strv (self, PROP_QUEUES, (const char *const *) strv);
}

static void
update_pending (BhAgentState *self,
                JsonObject *pending,
                BhFindReason find_reason,
                gpointer user_data)
{
  BhAgent state = bh_agent_from_string (bh_json_string (pending, "state"), BH_AGENT_UNKNOWN);
  const char *code = bh_json_string (pending, "reason");
  const char *label = code ? label_of (find_reason (user_data, code), code) : bh_agent_word (state);

  bh_item_set_enum (self, PROP_PENDING, pending ? (int) state : 0);
  bh_item_set_string (self, PROP_PENDING_REASON, code);
  bh_item_set_string (self, PROP_PENDING_LABEL, pending ? label : NULL);
  bh_item_set_bool (self, PROP_HAS_PENDING, pending != NULL);
}

void
bh_agent_state_update (BhAgentState *self,
                       JsonObject *data,
                       BhFindReason find_reason,
                       gpointer user_data)
{
  BhAgent state = bh_agent_from_string (bh_json_string (data, "state"), BH_AGENT_UNKNOWN);
  const char *code = bh_json_string (data, "reason");
  BhReason *reason = code ? find_reason (user_data, code) : NULL;
  gboolean has_reason = state == BH_AGENT_NOT_READY && code != NULL;
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  bh_item_set_enum (self, PROP_STATE, state);
  bh_item_set_int (self, PROP_SINCE, bh_json_time (data, "since"));
  bh_item_set_string (self,
                      PROP_WORD,
                      has_reason ? label_of (reason, code) : bh_agent_word (state));
  bh_item_set_string (self, PROP_REASON, code);
  bh_item_set_string (self, PROP_REASON_LABEL, code ? label_of (reason, code) : NULL);
  bh_item_set_string (self, PROP_REASON_ICON, reason ? bh_reason_get_icon (reason) : NULL);
  bh_item_set_enum (self,
                    PROP_INTENT,
                    bh_agent_from_string (bh_json_string (data, "intent"), BH_AGENT_LOGGED_OUT));
  update_pending (self, bh_json_object (data, "pending"), find_reason, user_data);
  bh_item_set_string (self, PROP_WHY, bh_server_words (bh_json_string (data, "why")));
  bh_item_set_string (self, PROP_DEVICE, bh_json_string (data, "device"));
  bh_item_set_string (self, PROP_PHONE, bh_json_string (data, "phone"));
  bh_item_set_string (self, PROP_CONTACT, bh_json_string (data, "contact"));
  update_queues (self, bh_json_array (data, "queues"));
  g_object_thaw_notify (object);
}

void
bh_agent_state_set_unknown (BhAgentState *self, gint64 since)
{
  bh_item_set_enum (self, PROP_STATE, BH_AGENT_UNKNOWN);
  bh_item_set_string (self, PROP_WORD, bh_agent_word (BH_AGENT_UNKNOWN));
  bh_item_set_int (self, PROP_SINCE, since);
}

BhAgent
bh_agent_state_get_state (BhAgentState *self)
{
  return (BhAgent) bh_item_get_enum (self, PROP_STATE);
}

gint64
bh_agent_state_get_since (BhAgentState *self)
{
  return bh_item_get_int (self, PROP_SINCE);
}

const char *
bh_agent_state_get_word (BhAgentState *self)
{
  return bh_item_get_string (self, PROP_WORD);
}

const char *
bh_agent_state_get_reason (BhAgentState *self)
{
  return bh_item_get_string (self, PROP_REASON);
}

gboolean
bh_agent_state_get_has_pending (BhAgentState *self)
{
  return bh_item_get_bool (self, PROP_HAS_PENDING);
}

const char *
bh_agent_state_get_pending_label (BhAgentState *self)
{
  return bh_item_get_string (self, PROP_PENDING_LABEL);
}

const char *
bh_agent_state_get_why (BhAgentState *self)
{
  return bh_item_get_string (self, PROP_WHY);
}

const char *
bh_agent_state_get_device (BhAgentState *self)
{
  return bh_item_get_string (self, PROP_DEVICE);
}

const char *const *
bh_agent_state_get_queues (BhAgentState *self)
{
  return bh_item_get_strv (self, PROP_QUEUES);
}
