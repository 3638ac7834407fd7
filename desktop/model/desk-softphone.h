/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/client/softphone.h"
#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* A phone on the agent's own machine. What it can do itself (answer, hang up, hold, retrieve,
 * tones) it is told here instead of through the PBX, also while the server is away; a call that the
 * agent dialed on the desk is answered by it at once. The desk keeps a reference; it starts and
 * stops nothing. NULL takes it away. */
void bh_desk_set_softphone (BhDesk *desk, BhSoftphone *softphone);
BhSoftphone *bh_desk_get_softphone (BhDesk *desk);

/* Whether the phone on this machine is in a conversation, in which its microphone can be switched
 * off, or on again. */
gboolean bh_desk_can_mute (BhDesk *desk);
/* Switches the microphone off, or on again. */
void bh_desk_mute_async (BhDesk *desk, GAsyncReadyCallback callback, gpointer user_data);
gboolean bh_desk_mute_finish (BhDesk *desk, GAsyncResult *result, GError **error);

/* For the desk's own files: which ops of a contact in @state the softphone does now, as bits
 * 1 << BhCallOp. */
guint bh_desk_softphone_ops (BhDesk *desk, BhContactState state);
/* Does @op on the softphone and ends @task (transfer full); FALSE: it cannot, @task is untouched.
 */
gboolean bh_desk_softphone_do (BhDesk *desk,
                               GTask *task,
                               BhContactItem *contact,
                               BhCallOp op,
                               const char *text);
/* The states changed: possible acts follow. */
void bh_desk_softphone_refresh (BhDesk *desk);

G_END_DECLS
