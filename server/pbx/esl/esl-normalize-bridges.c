/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/pbx/esl/esl-rules.h"

/* Who is joined with whom: bridges of two, conferences, parking, and the transfers that follow from
 * them. FreeSWITCH tells of a bridge once, on its A leg, and names none: "A:B" is its name here. */

static void
give_entered (BhEslNormalize *self, BhEslChannel *channel, const char *kind)
{
  BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_BRIDGE_ENTERED);
  event.bridge = channel->bridge;
  event.text = kind;
  bh_esl_give (self, &event);
}

static void
give_left (BhEslNormalize *self, BhEslChannel *channel)
{
  BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_BRIDGE_LEFT);
  event.bridge = channel->bridge;
  bh_esl_give (self, &event);
  g_clear_pointer (&channel->bridge, g_free);
}

/* att_xfer joins an agent's leg with another while it is still in its talk, and tells of no end of
 * that: it comes back there. */
static void
remember_outer (BhEslChannel *channel)
{
  if (channel->bridge == NULL || channel->conference)
    return;
  bh_esl_channel_set (&channel->outer, channel->bridge);
  bh_esl_channel_set (&channel->outer_peer, channel->peer);
}

static void
meet_one (BhEslChannel *one, const BhEslChannel *two, const char *bridge)
{
  remember_outer (one);
  bh_esl_channel_set (&one->bridge, bridge);
  bh_esl_channel_set (&one->peer, two->uuid);
  bh_esl_channel_set (&one->peer_device, two->device);
  one->answered = TRUE;
}

void
bh_esl_meet (BhEslChannel *one, BhEslChannel *two)
{
  g_autofree char *bridge = g_strconcat (one->uuid, ":", two->uuid, NULL);
  meet_one (one, two, bridge);
  meet_one (two, one, bridge);
}

static void
enter (BhEslNormalize *self, BhEslChannel *one, BhEslChannel *two)
{
  if (one->bridge != NULL && g_strcmp0 (one->bridge, two->bridge) == 0)
    return;
  bh_esl_join_calls (self, one, two);
  bh_esl_meet (one, two);
  give_entered (self, one, "basic");
  give_entered (self, two, "basic");
  bh_esl_tell_device (self, one->device);
  bh_esl_tell_device (self, two->device);
}

/* Two who were each joined with the same phone before meet now: it asked the one for the other. */
typedef struct {
  char *device, *leg;
} Asker;

static Asker
find_asker (const BhEslChannel *one, const BhEslChannel *two)
{
  Asker none = {NULL, NULL};
  if (one->peer_device == NULL || two->peer_device == NULL ||
      strcmp (one->peer_device, two->peer_device) != 0 ||
      !g_str_has_prefix (one->peer_device, "user/") ||
      strcmp (one->peer_device, one->device) == 0 || strcmp (one->peer_device, two->device) == 0)
    return none;
  return (Asker){g_strdup (one->peer_device), g_strdup (one->peer)};
}

static void
give_attended (BhEslNormalize *self, const Asker *asker, BhEslChannel *one, BhEslChannel *two)
{
  gboolean first = one->born_us <= two->born_us;
  BhEslChannel *moved = first ? one : two;
  BhPbxEvent event = {.kind = BH_PBX_TRANSFER_ATTENDED,
                      .leg = asker->leg,
                      .device = asker->device,
                      .call = moved->call,
                      .target_leg = first ? two->uuid : one->uuid,
                      .bridge = moved->bridge,
                      .text = "bridge"};
  bh_esl_event_other (&event, moved);
  bh_esl_give (self, &event);
}

/* Who parked a customer and is joined with somebody else, or gone, holds nobody any more. */
static void
end_aside (BhEslNormalize *self, const char *uuid)
{
  BhEslChannel *channel = bh_esl_find (self, uuid);
  if (channel == NULL || !channel->aside)
    return;
  channel->aside = FALSE;
  bh_esl_set_held (self, channel, FALSE);
}

static void
unpark (BhEslNormalize *self, BhEslChannel *channel, BhEslChannel *retriever)
{
  if (!channel->parked)
    return;
  channel->parked = FALSE;
  BhPbxEvent event =
      bh_esl_event_of (channel, retriever != NULL ? BH_PBX_UNPARKED : BH_PBX_PARK_GIVEN_UP);
  bh_esl_event_other (&event, retriever);
  bh_esl_give (self, &event);
}

static gboolean
is_extension (const char *number)
{
  gsize length = number != NULL ? strlen (number) : 0;
  return length >= 2 && length <= 6 && strspn (number, "0123456789") == length;
}

/* The B leg of a bridge whose beginning we did not see, as the A leg's event tells of it: without
 * the phone's domain. */
static BhEslChannel *
other_channel (BhEslNormalize *self, BhEslMessage *message, const char *uuid)
{
  BhEslChannel *channel = bh_esl_find (self, uuid);
  if (channel != NULL || !bh_esl_is (message, "Other-Leg-Unique-ID", uuid))
    return channel;
  const char *name = bh_esl_text (message, "Other-Leg-Channel-Name");
  const char *called = bh_esl_text (message, "Other-Leg-Destination-Number");
  gboolean outgoing = bh_esl_is (message, "Other-Leg-Direction", "outbound");
  g_autofree char *device = outgoing && is_extension (called) ? g_strconcat ("user/", called, NULL)
                                                              : bh_esl_device (NULL, name);
  if (device == NULL)
    return NULL;
  channel = bh_esl_channels_add (&self->channels, uuid, device);
  channel->outgoing = outgoing;
  channel->answered = TRUE;
  channel->born_us = self->at_us;
  BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_LEG_NEW);
  event.number = channel->outgoing ? called : bh_esl_text (message, "Other-Leg-Caller-ID-Number");
  event.dialed = called;
  event.leg_state = BH_LEG_STATE_UP;
  event.incoming = !channel->outgoing;
  event.known_phone = channel->phone;
  bh_esl_give (self, &event);
  return channel;
}

static gboolean
channel_bridge (BhEslNormalize *self, BhEslMessage *message)
{
  const char *a = bh_esl_text (message, "Bridge-A-Unique-ID");
  const char *b = bh_esl_text (message, "Bridge-B-Unique-ID");
  if (a == NULL || b == NULL)
    return bh_esl_missing (self, a == NULL ? "Bridge-A-Unique-ID" : "Bridge-B-Unique-ID");
  bh_esl_channel_of (self, message);
  BhEslChannel *one = bh_esl_find (self, a);
  BhEslChannel *two = other_channel (self, message, b);
  if (one == NULL || two == NULL || one == two)
    return TRUE;
  Asker asker = find_asker (one, two);
  g_autofree char *holder = g_strdup (one->peer);
  g_autofree char *other_holder = g_strdup (two->peer);
  unpark (self, one, two);
  unpark (self, two, one);
  enter (self, one, two);
  end_aside (self, holder);
  end_aside (self, other_holder);
  if (asker.device != NULL)
    give_attended (self, &asker, one, two);
  g_free (asker.device);
  g_free (asker.leg);
  bh_esl_give_data (self, one, message);
  return TRUE;
}

void
bh_esl_leave_bridge (BhEslNormalize *self, BhEslChannel *channel)
{
  if (channel->bridge != NULL)
    give_left (self, channel);
}

/* Back to who waited all the while. */
static void
come_back (BhEslNormalize *self, BhEslChannel *channel)
{
  BhEslChannel *waiting = bh_esl_find (self, channel->outer_peer);
  g_autofree char *outer = g_steal_pointer (&channel->outer);
  if (outer == NULL || channel->hanging || waiting == NULL ||
      g_strcmp0 (waiting->bridge, outer) != 0)
    return;
  channel->bridge = g_steal_pointer (&outer);
  bh_esl_channel_set (&channel->peer, waiting->uuid);
  bh_esl_channel_set (&channel->peer_device, waiting->device);
  give_entered (self, channel, "basic");
  end_aside (self, channel->uuid);
}

static void
leave (BhEslNormalize *self, const char *uuid, const char *bridge)
{
  BhEslChannel *channel = bh_esl_find (self, uuid);
  if (channel == NULL)
    return;
  if (g_strcmp0 (channel->outer, bridge) == 0)
    g_clear_pointer (&channel->outer, g_free);
  if (g_strcmp0 (channel->bridge, bridge) != 0)
    return;
  give_left (self, channel);
  come_back (self, channel);
}

/* The one that the two are in, whatever they were called when it began. */
static char *
bridge_of (BhEslNormalize *self, const char *a, const char *b)
{
  const BhEslChannel *one = bh_esl_find (self, a);
  const BhEslChannel *two = bh_esl_find (self, b);
  if (one != NULL && two != NULL && one->bridge != NULL &&
      g_strcmp0 (one->bridge, two->bridge) == 0)
    return g_strdup (one->bridge);
  return g_strconcat (a, ":", b, NULL);
}

static gboolean
channel_unbridge (BhEslNormalize *self, BhEslMessage *message)
{
  const char *a = bh_esl_text (message, "Bridge-A-Unique-ID");
  const char *b = bh_esl_text (message, "Bridge-B-Unique-ID");
  if (a == NULL || b == NULL)
    return bh_esl_missing (self, a == NULL ? "Bridge-A-Unique-ID" : "Bridge-B-Unique-ID");
  g_autofree char *bridge = bridge_of (self, a, b);
  leave (self, a, bridge);
  leave (self, b, bridge);
  return TRUE;
}

static void
stop_spying (BhEslNormalize *self, BhEslChannel *channel)
{
  if (channel->spies_on == NULL)
    return;
  BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_SPY_STOPPED);
  event.other_leg = channel->spies_on;
  bh_esl_give (self, &event);
  g_clear_pointer (&channel->spies_on, g_free);
}

void
bh_esl_leave_all (BhEslNormalize *self, BhEslChannel *channel)
{
  stop_spying (self, channel);
  if (channel->parked)
    unpark (self, channel, NULL);
  BhEslChannel *peer = bh_esl_find (self, channel->peer);
  if (peer != NULL && peer->outer != NULL && g_strcmp0 (peer->bridge, channel->bridge) == 0 &&
      channel->bridge != NULL && !peer->hanging) {
    give_left (self, peer);
    come_back (self, peer);
  } else if (peer != NULL && peer->aside && peer->bridge == NULL)
    end_aside (self, channel->peer);
  else if (peer != NULL && !peer->hanging && !channel->asked && channel->bridge != NULL &&
           g_strcmp0 (peer->bridge, channel->bridge) == 0)
    give_left (self, peer); /* it was taken away, and this one let go for that */
  /* the one whom it dialed is gone: it is with its partner again */
  BhEslChannel *dialer = bh_esl_find (self, channel->dialer);
  if (dialer != NULL && dialer->aside && !channel->answered && dialer->bridge != NULL)
    end_aside (self, channel->dialer);
}

/* ---- parking */

/* A leg that talked and is parked waits for somebody; one that never did is in the dialplan's
 * hands, or rung for a purpose. Its partner, if still there, has put it aside. */
static gboolean
channel_park (BhEslNormalize *self, BhEslMessage *message)
{
  BhEslChannel *channel = bh_esl_channel_of (self, message);
  if (channel == NULL)
    return bh_esl_text (message, "Unique-ID") != NULL || bh_esl_missing (self, "Unique-ID");
  BhEslChannel *peer = bh_esl_find (self, channel->peer);
  if (channel->hanging || channel->peer == NULL || channel->parked || channel->aside)
    return TRUE;
  if (peer != NULL && !peer->hanging && peer->phone && !channel->phone) {
    peer->aside = TRUE;
    bh_esl_set_held (self, peer, TRUE);
  } else if (!channel->phone) {
    channel->parked = TRUE;
    BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_PARKED);
    event.text = "";
    bh_esl_give (self, &event);
  }
  return TRUE;
}

static gboolean
valet_parking (BhEslNormalize *self, BhEslMessage *message)
{
  BhEslChannel *channel = bh_esl_channel_of (self, message);
  const char *action = bh_esl_text (message, "Action");
  if (action == NULL)
    return bh_esl_missing (self, "Action");
  if (channel == NULL)
    return TRUE;
  if (strcmp (action, "hold") == 0) {
    channel->parked = TRUE;
    BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_PARKED);
    event.text = bh_esl_text (message, "Valet-Extension");
    bh_esl_give (self, &event);
  } else if (strcmp (action, "bridge") == 0)
    unpark (self, channel, bh_esl_find (self, bh_esl_text (message, "Bridge-To-UUID")));
  else if (strcmp (action, "exit") == 0)
    unpark (self, channel, NULL);
  return TRUE;
}

/* ---- conferences */

static void
join_conference (BhEslNormalize *self, BhEslChannel *channel, const char *room)
{
  g_autofree char *id = g_strconcat (BH_ESL_CONFERENCE_PREFIX, room, NULL);
  g_autofree char *holder = g_strdup (channel->peer);
  unpark (self, channel, NULL);
  end_aside (self, channel->uuid);
  end_aside (self, holder);
  channel->conference = TRUE;
  bh_esl_channel_set (&channel->bridge, id);
  BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_CONFERENCE_JOINED);
  event.bridge = id;
  event.text = room;
  bh_esl_give (self, &event);
  give_entered (self, channel, "base");
}

static void
leave_conference (BhEslNormalize *self, BhEslChannel *channel, const char *room)
{
  BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_CONFERENCE_LEFT);
  event.bridge = channel->bridge;
  event.text = room;
  bh_esl_give (self, &event);
  channel->conference = FALSE;
  if (channel->bridge != NULL)
    give_left (self, channel);
}

static gboolean
conference (BhEslNormalize *self, BhEslMessage *message)
{
  const char *action = bh_esl_text (message, "Action");
  const char *room = bh_esl_text (message, "Conference-Name");
  if (action == NULL || room == NULL)
    return bh_esl_missing (self, action == NULL ? "Action" : "Conference-Name");
  gboolean joins = strcmp (action, "add-member") == 0;
  if (!joins && strcmp (action, "del-member") != 0)
    return TRUE;
  BhEslChannel *channel = joins ? bh_esl_channel_of (self, message)
                                : bh_esl_find (self, bh_esl_text (message, "Unique-ID"));
  if (channel == NULL)
    return bh_esl_text (message, "Unique-ID") != NULL || bh_esl_missing (self, "Unique-ID");
  if (joins && !channel->conference)
    join_conference (self, channel, room);
  else if (!joins && channel->conference)
    leave_conference (self, channel, room);
  return TRUE;
}

/* ---- listening in */

static gboolean
begins_to_spy (const char *application)
{
  return g_strcmp0 (application, "eavesdrop") == 0 || g_strcmp0 (application, "three_way") == 0;
}

void
bh_esl_spy (BhEslNormalize *self, BhEslChannel *channel, const char *target)
{
  BhEslChannel *other = bh_esl_find (self, target);
  if (channel == NULL || other == NULL || channel->spies_on != NULL)
    return;
  bh_esl_channel_set (&channel->spies_on, target);
  BhPbxEvent event = bh_esl_event_of (channel, BH_PBX_SPY_STARTED);
  bh_esl_event_other (&event, other);
  bh_esl_give (self, &event);
}

/* Not asked for, because there are ten of them a call: an order that listens in is known by its
 * job. */
static gboolean
channel_execute (BhEslNormalize *self, BhEslMessage *message)
{
  if (begins_to_spy (bh_esl_text (message, "Application")))
    bh_esl_spy (self,
                bh_esl_find (self, bh_esl_text (message, "Unique-ID")),
                bh_esl_text (message, "Application-Data"));
  return TRUE;
}

static const BhEslRule rules[] = {
    {"CHANNEL_BRIDGE", channel_bridge, FALSE},
    {"CHANNEL_UNBRIDGE", channel_unbridge, FALSE},
    {"CHANNEL_PARK", channel_park, FALSE},
    {"CHANNEL_EXECUTE", channel_execute, TRUE},
    {"valet_parking::info", valet_parking, FALSE},
    {"conference::maintenance", conference, FALSE},
};
BH_ESL_RULES (bh_esl_bridge_rules, rules);
