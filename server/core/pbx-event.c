/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/pbx-event.h"

#include <string.h>

BH_NICK_DEFINE (BhPbxEventKind, bh_pbx_event_kind, BH_PBX_EVENT_TABLE)
BH_NICK_DEFINE (BhLegState, bh_leg_state, BH_LEG_STATE_TABLE)
BH_NICK_DEFINE (BhDialResult, bh_dial_result, BH_DIAL_RESULT_TABLE)
BH_NICK_DEFINE (BhDeviceState, bh_device_state, BH_DEVICE_STATE_TABLE)

/* A word stands as it is; anything that could be mistaken for the next field is quoted. */
static void
append_value (GString *out, const char *value)
{
  if (*value != '\0' && strcspn (value, " \"\\\t\r\n") == strlen (value)) {
    g_string_append (out, value);
    return;
  }
  g_string_append_c (out, '"');
  for (const char *p = value; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_c (out, '\\');
    if ((guchar) *p < 0x20)
      g_string_append_printf (out, "\\x%02x", (guchar) *p);
    else
      g_string_append_c (out, *p);
  }
  g_string_append_c (out, '"');
}

static void
append_string (GString *out, const char *key, const char *value)
{
  if (value == NULL)
    return;
  g_string_append_c (out, ' ');
  g_string_append (out, key);
  g_string_append_c (out, '=');
  append_value (out, value);
}

static void
append_number (GString *out, const char *key, gint64 value)
{
  if (value != 0)
    g_string_append_printf (out, " %s=%" G_GINT64_FORMAT, key, value);
}

static void
append_enums (GString *out, const BhPbxEvent *event)
{
  if (event->leg_state != BH_LEG_STATE_NONE)
    append_string (out, "leg_state", bh_leg_state_to_string (event->leg_state));
  if (event->other_leg_state != BH_LEG_STATE_NONE)
    append_string (out, "other_leg_state", bh_leg_state_to_string (event->other_leg_state));
  if (event->dial_result != BH_DIAL_NONE)
    append_string (out, "dial_result", bh_dial_result_to_string (event->dial_result));
  if (event->device_state != BH_DEVICE_STATE_UNKNOWN)
    append_string (out, "device_state", bh_device_state_to_string (event->device_state));
}

static void
append_numbers (GString *out, const BhPbxEvent *event)
{
  append_number (out, "cause", event->cause);
  append_number (out, "position", event->position);
  append_number (out, "count", event->count);
  append_number (out, "penalty", event->penalty);
  append_number (out, "age_ms", event->age_ms);
  append_number (out, "ring_ms", event->ring_ms);
  append_number (out, "incoming", event->incoming);
  append_number (out, "known_phone", event->known_phone);
  append_number (out, "ordered", event->ordered);
  append_number (out, "local_half", event->local_half);
  append_number (out, "by_party", event->by_party);
  append_number (out, "ok", event->ok);
  if (event->has_paused)
    append_string (out, "paused", event->paused ? "yes" : "no");
  append_number (out, "dynamic", event->dynamic);
}

void
bh_pbx_event_describe (const BhPbxEvent *event, GString *out)
{
  g_string_append (out, bh_pbx_event_kind_to_string (event->kind));
  append_number (out, "at_us", event->at_us);
  append_string (out, "leg", event->leg);
  append_string (out, "call", event->call);
  append_string (out, "device", event->device);
  append_string (out, "number", event->number);
  append_string (out, "name", event->name);
  append_string (out, "peer_number", event->peer_number);
  append_string (out, "peer_name", event->peer_name);
  append_string (out, "dialed", event->dialed);
  append_string (out, "context", event->context);
  append_string (out, "other_leg", event->other_leg);
  append_string (out, "other_call", event->other_call);
  append_string (out, "other_device", event->other_device);
  append_string (out, "other_number", event->other_number);
  append_string (out, "second_leg", event->second_leg);
  append_string (out, "target_leg", event->target_leg);
  append_string (out, "bridge", event->bridge);
  append_string (out, "other_bridge", event->other_bridge);
  append_string (out, "queue", event->queue);
  append_string (out, "member", event->member);
  append_string (out, "text", event->text);
  append_string (out, "request", event->request);
  append_enums (out, event);
  append_numbers (out, event);
}
