/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How what Bellhop itself asked is known again in the stream, so that a recording of what came is
 * enough to give the same events.
 *
 * Commands are sent by bgapi with a Job-UUID of ours, which BACKGROUND_JOB brings back (seen):
 *
 *   REQUEST             a command; its BACKGROUND_JOB is COMMAND_DONE
 *   bh-dial-REQUEST     a dial: command/reply with that Job-UUID is COMMAND_DONE, its
 * BACKGROUND_JOB is ORIGINATE_DONE ("+OK UUID", "-ERR CAUSE"); the leg's UUID is bh-REQUEST
 *   bh-step-N-REQUEST   a step of a command that has several: the last one bears REQUEST itself
 *   bh-boot             asked first, so that an event tells the Core-UUID
 *
 * Lists are asked by api, in line, because a job's result may be older than the events before it.
 * Answers bear no id, but come in order: "api echo MARK" says what the next api/response is.
 *
 *   bh-snapshot-begin, bh-snapshot-end   by themselves
 *   bh-list-channels    show channels as json
 *   bh-list-calls       show calls as json
 *   bh-list-phones      show registrations as json
 *   bh-list-queues      callcenter_config queue list
 *   bh-list-agents      callcenter_config agent list
 *   bh-list-tiers       callcenter_config tier list
 *   bh-list-members-Q   callcenter_config queue list members Q, for each queue
 *   bh-list-channel-U   uuid_dump U json, for each channel that was listed
 *
 * What begins with bh- and is none of these is of no concern to anybody. */

#define BH_ESL_OWN_PREFIX "bh-"
#define BH_ESL_OWN_DIAL   "bh-dial-"
#define BH_ESL_OWN_STEP   "bh-step-"
#define BH_ESL_OWN_BOOT   "bh-boot"
#define BH_ESL_OWN_LEG    "bh-" /* and the request: the UUID of a leg that was dialed for it */

#define BH_ESL_MARK_BEGIN    "bh-snapshot-begin"
#define BH_ESL_MARK_END      "bh-snapshot-end"
#define BH_ESL_MARK_LIST     "bh-list-"
#define BH_ESL_LIST_CHANNELS "bh-list-channels"
#define BH_ESL_LIST_CALLS    "bh-list-calls"
#define BH_ESL_LIST_PHONES   "bh-list-phones"
#define BH_ESL_LIST_QUEUES   "bh-list-queues"
#define BH_ESL_LIST_AGENTS   "bh-list-agents"
#define BH_ESL_LIST_TIERS    "bh-list-tiers"
#define BH_ESL_LIST_MEMBERS  "bh-list-members-" /* and the queue */
#define BH_ESL_LIST_CHANNEL  "bh-list-channel-" /* and the UUID */
