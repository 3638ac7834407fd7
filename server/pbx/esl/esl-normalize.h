/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/pbx-event.h"
#include "server/pbx/esl/esl-message.h"

/* Messages in, PBX-neutral events out (station 3). Pure: no clock, no I/O; one table from the name
 * of an event to a function. What is not in the table is dropped unread, and what the table needs
 * is what is subscribed.
 *
 * FreeSWITCH tells of a bridge once, dates events in steps of 20 ms, names no bridges, and lets a
 * leg's Channel-Call-UUID change under way: so this keeps a small table of the channels that are up
 * and gives each event the ids that the model follows.
 *
 * Devices: "user/1001@pbx.test" is a phone of the directory (Channel-Presence-ID; also what one
 * dials it by), "sofia/external" any other leg of that SIP profile, "loopback/..." an inner pipe. A
 * member of a queue is mod_callcenter's agent by its name; its device is read from its contact.
 *
 * The link: LINK_UP comes before the first event of a connection, with Core-UUID as the boot. Lists
 * (show channels, show calls, uuid_dump, show registrations, callcenter_config) are known by their
 * content, whether they come as an answer to api or as the result of a job. They count together:
 * between the marks of our own session (esl-own.h), else until the next event. An event that lacks
 * what we rely on is dropped, counted, and named in the log once a connection. */

/* Variables of a channel with this beginning are data attached to the contact. */
#define BH_ESL_DATA_PREFIX "variable_bellhop_"
/* A leg that is originated with the variable bellhop_consult_of = the uuid of an agent's leg is
 * rung by that agent for a customer who waits. */
#define BH_ESL_CONSULT_VARIABLE "bellhop_consult_of"
/* Begins the id of the bridge that a room of mod_conference is; its name follows. */
#define BH_ESL_CONFERENCE_PREFIX "conference:"

typedef void (*BhEslEventFunc) (const BhPbxEvent *event, gpointer user_data);

typedef struct {
  guint64 messages;
  guint64 unwanted; /* of a name that is not in the table */
  guint64 broken;   /* without a header that we rely on */
  guint64 events;   /* given */
  guint64 repaired; /* states of FreeSWITCH that were stale, and not believed */
} BhEslNormalizeStats;

typedef struct _BhEslNormalize BhEslNormalize;

BhEslNormalize *bh_esl_normalize_new (BhEslEventFunc func, gpointer user_data);
void bh_esl_normalize_free (BhEslNormalize *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhEslNormalize, bh_esl_normalize_free)

/* Calls the function for each event that @message means; may change @message's values in place.
 * @now_us: unix time, for the ages in lists while no event has told the PBX's own. */
void bh_esl_normalize_feed (BhEslNormalize *self, BhEslMessage *message, gint64 now_us);

/* The connection is gone: LINK_DOWN with @why, in words, if it was up. All channels are forgotten:
 * the next snapshot knows. */
void bh_esl_normalize_link_down (BhEslNormalize *self, const char *why);

/* The name of an agent whom mod_callcenter believes in a call that does not exist, so that nobody
 * is offered to him; each once. NULL: none. Mended by callcenter_config agent set state NAME
 * Waiting. (transfer full) */
char *bh_esl_normalize_take_stale_agent (BhEslNormalize *self);

/* The name of mod_callcenter's agent whose phone is @device, as far as was told; NULL: none. Lives
 * until the next message. */
const char *bh_esl_normalize_agent_at (const BhEslNormalize *self, const char *device);

/* The boot that the last LINK_UP named; "" when there was none. */
const char *bh_esl_normalize_get_boot (const BhEslNormalize *self);

/* What is to be subscribed, and no more, because a listener costs FreeSWITCH 5 to 12 kB an event:
 * "CHANNEL_CREATE ... CUSTOM callcenter::info ...". Static. */
const char *bh_esl_normalize_get_subscription (void);

const BhEslNormalizeStats *bh_esl_normalize_get_stats (const BhEslNormalize *self);
