/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "server/core/nick.h"

/* What a PBX is asked to do, in words that are the same for every PBX: the twin of BhPbxEvent.
 *
 * The core makes them as values (effects); a PBX port carries them out. Every command has a request
 * id, 1 to 64 of [A-Za-z0-9._-], never used before, not even before a restart (a UUID), because
 * the PBX may name a leg after it. Strings belong to the giver.
 * Recording (start, pause, stop) and supervision (listen, whisper, barge) will be added here. */

#define BH_PBX_OP_TABLE(X)                                                                         \
  X (BH_PBX_OP_ANSWER, "answer")     /* leg rings: its phone is told to answer; profile */         \
  X (BH_PBX_OP_HOLD, "hold")         /* leg, profile: the phone itself is told to hold */          \
  X (BH_PBX_OP_RETRIEVE, "retrieve") /* leg, profile */                                            \
  X (BH_PBX_OP_HANGUP, "hangup")     /* leg */                                                     \
  X (BH_PBX_OP_BLIND_TRANSFER, "blind_transfer") /* leg = the transferer's, number = to whom */    \
  X (BH_PBX_OP_CONSULT, "consult") /* leg = the agent's; number = whom to ask meanwhile */         \
  X (BH_PBX_OP_CONSULT_COMPLETE,                                                                   \
     "consult_complete")                         /* leg = the agent's, other_leg = see below */    \
  X (BH_PBX_OP_CONSULT_CANCEL, "consult_cancel") /* leg = the agent's: back to the customer */     \
  X (BH_PBX_OP_DIAL,                                                                               \
     "dial") /* device rings first, then number is dialed; name: shown meanwhile */                \
  X (BH_PBX_OP_DTMF, "dtmf") /* leg, number = digits: 0-9 * # A-D, heard by leg's other side */    \
  X (BH_PBX_OP_QUEUE_ADD, "queue_add")       /* queue, member, device, name, paused, reason */     \
  X (BH_PBX_OP_QUEUE_PAUSE, "queue_pause")   /* queue (NULL: all), member, paused, reason */       \
  X (BH_PBX_OP_QUEUE_REMOVE, "queue_remove") /* queue, member */

typedef enum { BH_PBX_OP_TABLE (BH_NICK_VALUE) BH_PBX_OP_N } BhPbxOp;
BH_NICK_DECLARE (BhPbxOp, bh_pbx_op)

/* How an agent's phone can be told what to do. manual: by hand only. notify: the PBX asks it by a
 * SIP NOTIFY, where the administrator granted that. softphone: the desktop itself controls it. */
#define BH_DEVICE_PROFILE_TABLE(X)                                                                 \
  X (BH_DEVICE_PROFILE_MANUAL, "manual")                                                           \
  X (BH_DEVICE_PROFILE_NOTIFY, "notify")                                                           \
  X (BH_DEVICE_PROFILE_SOFTPHONE, "softphone")
typedef enum { BH_DEVICE_PROFILE_TABLE (BH_NICK_VALUE) } BhDeviceProfile;
BH_NICK_DECLARE (BhDeviceProfile, bh_device_profile)

typedef struct {
  BhPbxOp op;
  BhDeviceProfile profile; /* of the device that leg belongs to */
  const char *request;
  const char *leg;
  const char *other_leg; /* consult_complete: the leg of a consult that the agent's phone made by
                            itself, as a second call; NULL when the PBX made it (consult) */
  const char *device;    /* dial: "PJSIP/1001"; queue_add: whose state counts, NULL: member's own */
  const char *number;
  const char *queue;
  const char *member; /* interface, as the PBX has it */
  const char *name;
  const char *reason;
  gint penalty;     /* queue_add */
  guint timeout_ms; /* dial: how long device may ring; 0: 30 s */
  guint paused : 1;
} BhPbxCommand;

/* What a PBX can do for a device of a profile: buttons are enabled by these. */
#define BH_PBX_CAN(op) (1u << (op))
