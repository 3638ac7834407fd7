/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* What supervisors tell agents. */

/* With what was kept when the server went down. */
void bh_desk_messages_new (BhDesk *desk);
void bh_desk_messages_free (BhDeskMessages *messages);
/* The session's messages, newest first. */
void bh_desk_messages_snapshot (BhDesk *desk, BhDeskSession *session, GPtrArray *out);

void bh_op_message_send (BhOpCall *call);
void bh_op_message_seen (BhOpCall *call);
void bh_op_message_list (BhOpCall *call);
