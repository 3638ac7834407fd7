/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/ami/ami-config.h"
#include "server/pbx/ami/ami-session.h"

/* A command as bytes for Asterisk: a table from op to a pure function. Each op needs one right. */

/* The action that @op needs, or -1 when AMI cannot do it for a device of @profile. Hold and answer
 * are the phone's own: Asterisk can only ask it by a NOTIFY, of its own or of the
 * dialplan's. */
int bh_ami_actions_needed (BhPbxOp op, BhDeviceProfile profile, const BhAmiConfig *config);

/* Whether @op sends a number into the dialplan. */
gboolean bh_ami_actions_dials (BhPbxOp op);

/* NULL with an error of BH_PBX_ERROR: what is missing, or cannot be sent. The answer to look at
 * carries the request as ActionID. @allowed: of dial_allow, compiled, each for a whole number. */
GBytes *bh_ami_actions_build (const BhPbxCommand *command,
                              const BhAmiConfig *config,
                              const GPtrArray *allowed,
                              GError **error);

/* The Uniqueid that a dialed leg gets: Asterisk takes ChannelId as it is. */
char *bh_ami_actions_leg_of (const char *request);
