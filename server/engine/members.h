/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/engine.h"

/* Agents in the PBX's queues: what the model wishes, carried out; what did not come about, mended.
 * What cannot be told while the link is away is wished for again when it is back (bh_model_rejoin).
 */

/* @effect: one of the QUEUE ones. */
void bh_members_carry_out (BhEngine *engine, const BhEffect *effect);
/* Whether @done of a command is of here: nobody waits for it. Frees @data then. */
gboolean bh_members_give_up (BhCommandDone done, gpointer data);
