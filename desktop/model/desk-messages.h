/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk-commands.h"
#include "desktop/model/message.h"

G_BEGIN_DECLS

/* What supervisors told this agent, newest first: the desk's GListModel of BhMessage. That a
 * message is here is told to the server once, by itself; that it was read is a person's act. */
GListModel *bh_desk_get_messages (BhDesk *desk);
/* The one that waits longest to be read, urgent ones first; NULL: none. (transfer none) */
BhMessage *bh_desk_next_message (BhDesk *desk);
guint bh_desk_count_unread (BhDesk *desk);
void bh_desk_read_message_async (BhDesk *desk, BhMessage *message, BH_COMMAND_END);

/* desk-fold.c */
void bh_desk_fold_message (BhDesk *desk, JsonObject *data, gint64 at_us);

G_END_DECLS
