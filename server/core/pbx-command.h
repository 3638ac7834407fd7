/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "server/core/nick.h"

/* What a PBX is asked to do, in words that are the same for every PBX: the twin of BhPbxEvent.
 *
 * The core makes them as values (effects); a PBX port carries them out. Every command has a request
 * id, 1 to 64 of [A-Za-z0-9._-], never used before, not even before a restart (a UUID), because
 * the PBX may name a leg after it. Strings belong to the giver.
 */

/* consult_complete: see other_leg. conference: of a consult that the PBX made, and that was
 * answered; who hangs up leaves the others together. dial: device rings first, then number is
 * dialed; name is shown meanwhile. dtmf: number = digits, of 0-9 * # A-D, for the other side of leg
 * to hear; other_leg = that side, if known. queue_pause: queue NULL = all. */
#define BH_PBX_OP_TABLE(X)                                                                         \
  X (BH_PBX_OP_ANSWER, "answer")     /* leg rings: its phone is told to answer; profile */         \
  X (BH_PBX_OP_HOLD, "hold")         /* leg, profile: the phone itself is told to hold */          \
  X (BH_PBX_OP_RETRIEVE, "retrieve") /* leg, profile */                                            \
  X (BH_PBX_OP_HANGUP, "hangup")     /* leg */                                                     \
  X (BH_PBX_OP_BLIND_TRANSFER, "blind_transfer")     /* leg = the agent's, number = to whom */     \
  X (BH_PBX_OP_CONSULT, "consult")                   /* leg = the agent's, number = whom to ask */ \
  X (BH_PBX_OP_CONSULT_COMPLETE, "consult_complete") /* leg = the agent's */                       \
  X (BH_PBX_OP_CONSULT_CANCEL, "consult_cancel")     /* leg = the agent's */                       \
  X (BH_PBX_OP_CONFERENCE, "conference") /* leg = the agent's: all of its consult together */      \
  X (BH_PBX_OP_DIAL, "dial")             /* device, number, name, timeout_ms */                    \
  X (BH_PBX_OP_DTMF, "dtmf")             /* leg, number, other_leg */                              \
  X (BH_PBX_OP_QUEUE_ADD, "queue_add") /* queue, member, device, name, penalty, paused, reason */  \
  X (BH_PBX_OP_QUEUE_PAUSE, "queue_pause")     /* queue, member, paused, reason */                 \
  X (BH_PBX_OP_QUEUE_PENALTY, "queue_penalty") /* queue, member, penalty */                        \
  X (BH_PBX_OP_QUEUE_REMOVE, "queue_remove")   /* queue, member */                                 \
  X (BH_PBX_OP_RECORD_START, "record_start")   /* leg; the PBX names the file after it */          \
  X (BH_PBX_OP_RECORD_PAUSE, "record_pause")   /* leg: silence in the file, until resumed */       \
  X (BH_PBX_OP_RECORD_RESUME, "record_resume")                                                     \
  X (BH_PBX_OP_RECORD_STOP, "record_stop")                                                         \
  X (BH_PBX_OP_LISTEN, "listen")   /* leg = the agent's; device rings, and hears both sides */     \
  X (BH_PBX_OP_WHISPER, "whisper") /* the same, and the agent alone hears device */                \
  X (BH_PBX_OP_BARGE, "barge")     /* the same, and both hear device */

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
  /* A consult that the agent's phone made by itself, as a second call, has a leg of its own
   * (consult_cancel: other_leg), and is completed by joining the customer's leg (other_leg) to the
   * consulted party's (target_leg). All are NULL when the PBX made the consult. */
  const char *other_leg;
  const char *target_leg;
  const char *device; /* dial: "PJSIP/1001"; queue_add: whose state counts, NULL: member's own */
  const char *number;
  const char *queue;
  const char *member; /* interface, as the PBX has it */
  const char *name;
  const char *reason;
  gint penalty;     /* queue_add, queue_penalty */
  guint timeout_ms; /* dial: how long device may ring; 0: 30 s */
  guint paused : 1;
} BhPbxCommand;

/* What a PBX can do for a device of a profile: buttons are enabled by these. */
#define BH_PBX_CAN(op) (1u << (op))
