/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/pbx-event.h"
#include "server/pbx/ami/ami-message.h"

/* Messages in, PBX-neutral events out (station 3). Pure: no clock, no I/O; one table from the name
 * of an AMI event to a function. What is not in the table is dropped unread.
 *
 * The link: a greeting means a new connection, so LINK_DOWN if one was up. LINK_UP comes before the
 * first event of the connection, with the boot id: CoreStartupDate and -Time when CoreStatus was
 * answered by then, else "" (not known), else "#2", "#3"... for a stream in which FullyBooted's
 * Uptime shows that the PBX was started again. Behind a login of our own session (its ActionIDs
 * begin with BH_AMI_OWN_PREFIX) events are dropped until CoreStatus is answered: the snapshot that
 * follows knows better.
 *
 * Snapshots: between the answers to our BH_AMI_OWN_BEGIN and BH_AMI_OWN_END. In a stream of another
 * client, the list of CoreShowChannels is a snapshot by itself, and so is that of Status if it
 * comes first, but it may be about one channel only: it says what is, not what is gone.
 * SNAPSHOT_END's text names what was listed: only of that is gone what was not named. */

#define BH_AMI_OWN_PREFIX   "bh-"
#define BH_AMI_OWN_LOGIN    "bh-login"
#define BH_AMI_OWN_BEGIN    "bh-snapshot-begin"
#define BH_AMI_OWN_END      "bh-snapshot-end"
#define BH_AMI_OWN_SNAPSHOT "bh-snapshot-"
/* Legs whose id begins so only carry a NOTIFY to a phone: they are nobody's call, and not told. */
#define BH_AMI_QUIET_PREFIX "bh-quiet-"
/* Of these, the pipes that record by listening to the leg that is named behind: what they record is
 * told as that leg's. The half that records has ".2" behind the name. */
#define BH_AMI_RECORD_PREFIX BH_AMI_QUIET_PREFIX "record-"
#define BH_AMI_RECORD_SUFFIX ".2"

typedef void (*BhAmiEventFunc) (const BhPbxEvent *event, gpointer user_data);

typedef struct {
  guint64 messages;
  guint64 unwanted; /* of a name that is not in the table */
  guint64 unheard;  /* before the boot id was known */
  guint64 events;   /* given */
} BhAmiNormalizeStats;

typedef struct _BhAmiNormalize BhAmiNormalize;

BhAmiNormalize *bh_ami_normalize_new (BhAmiEventFunc func, gpointer user_data);
void bh_ami_normalize_free (BhAmiNormalize *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhAmiNormalize, bh_ami_normalize_free)

/* Calls the function for each event that @message means; changes @message's values in place. */
void bh_ami_normalize_feed (BhAmiNormalize *self, BhAmiMessage *message);

/* The connection is gone: LINK_DOWN with @why, in words, if it was up. */
void bh_ami_normalize_link_down (BhAmiNormalize *self, const char *why);

/* The boot that the last LINK_UP named; "" when it was not known. */
const char *bh_ami_normalize_get_boot (const BhAmiNormalize *self);

const BhAmiNormalizeStats *bh_ami_normalize_get_stats (const BhAmiNormalize *self);
