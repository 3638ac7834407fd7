/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ports/pbx-port.h"

/* The commands of one PBX that wait for their answers, between its session and the listener of its
 * port. A command waits in two stages: for its answer, and, a dial, for the end of its ringing.
 * Each has a time limit, so that an answer that never comes (a PBX that restarts does not send one)
 * leaves nobody waiting. */

#define BH_LINK_COMMANDS_MAX     256 /* that wait */
#define BH_LINK_COMMANDS_RING_MS 30000

typedef struct _BhLinkCommands BhLinkCommands;

/* @owner is kept alive (a reference) while its listener is called from a time limit. */
BhLinkCommands *bh_link_commands_new (GObject *owner);
void bh_link_commands_free (BhLinkCommands *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhLinkCommands, bh_link_commands_free)

/* Who is told; see bh_pbx_port_set_listener. */
void bh_link_commands_set_listener (BhLinkCommands *self,
                                    const BhPbxListener *listener,
                                    gpointer user_data);

/* FALSE with an error of BH_PBX_ERROR when too many wait, or one with this request id does. */
gboolean
bh_link_commands_check (const BhLinkCommands *self, const BhPbxCommand *order, GError **error);

/* @order was sent: its answer is due in @limit_ms. @leg: of a dial, the one that the PBX makes. */
void bh_link_commands_add (BhLinkCommands *self,
                           const BhPbxCommand *order,
                           const char *leg,
                           guint limit_ms);

/* What the session says. The leg of a dial that waits is given on as ordered, with the number that
 * was asked for. Answers to commands that wait are given on, and those that came too late
 * are not; a link that went down fails all that wait; everything else is given on as it is. */
void bh_link_commands_take (BhLinkCommands *self, const BhPbxEvent *event);

void bh_link_commands_batch_end (BhLinkCommands *self);

/* Answers a command that waits, or all, with a failure: @why in words. */
void bh_link_commands_fail (BhLinkCommands *self, const char *request, const char *why);
void bh_link_commands_fail_all (BhLinkCommands *self, const char *why);

/* Commands that were failed here: not answered in time, or the link was lost meanwhile. */
guint64 bh_link_commands_get_lost (const BhLinkCommands *self);
