/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/contact.h"
#include "server/core/pbx-command.h"
#include "server/wire/contact-json.h"

/* What an agent can do with a contact now, and in one sentence why not what not: a table of pure
 * functions. The buttons of the desktop and the refusals of commands come from the same rows. */

#define BH_ACTION_TABLE(X)                                                                         \
  X (BH_ACTION_ANSWER, "answer")                                                                   \
  X (BH_ACTION_HOLD, "hold")                                                                       \
  X (BH_ACTION_RETRIEVE, "retrieve")                                                               \
  X (BH_ACTION_HANGUP, "hangup")                                                                   \
  X (BH_ACTION_TRANSFER, "transfer")                                                               \
  X (BH_ACTION_CONSULT, "consult")                                                                 \
  X (BH_ACTION_CONSULT_COMPLETE, "consult_complete")                                               \
  X (BH_ACTION_CONSULT_CANCEL, "consult_cancel")                                                   \
  X (BH_ACTION_CONFERENCE, "conference")                                                           \
  X (BH_ACTION_DTMF, "dtmf")                                                                       \
  X (BH_ACTION_FINISH, "finish")
typedef enum { BH_ACTION_TABLE (BH_NICK_VALUE) BH_ACTION_N } BhAction;
BH_NICK_DECLARE (BhAction, bh_action)

typedef struct {
  const BhContact *contact;
  const BhPart *part;      /* of the agent's device; NULL: it has none */
  gboolean wraps_up;       /* the agent wraps this contact up … */
  gint64 wrap_up_until_us; /* … by its own clock, which is the contact's only for the last agent */
  gboolean coming;         /* a colleague has ordered it to this phone, and it does not ring yet */
  gboolean over;           /* it ended while the agent's desktop was away, nothing was said of it */
  BhDeviceProfile profile; /* of the agent's phone */
  guint capabilities;      /* BH_PBX_CAN bits, as the port says for profile */
  gboolean watch_only;
  gboolean link_up;
} BhActionView;

/* NULL: it can be done. The sentence is static. */
const char *bh_action_why_not (BhAction action, const BhActionView *view);

/* All of them, in the order of the table. */
void bh_action_list (const BhActionView *view, BhCan cans[BH_ACTION_N]);

/* `me` of a contact, without the buttons; @name: of the consulted one, or NULL. */
void bh_action_describe (const BhActionView *view, const char *name, BhContactMe *me);
