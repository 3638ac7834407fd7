/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* The contacts that left this desk since somebody signed in at it, of BhContactItem, the newest
 * first: finished ones, and calls that rang here and went elsewhere. Not more than twenty. */
GListModel *bh_desk_get_recent (BhDesk *desk);
/* Those of this agent before this sign-in, wherever that was, of BhPastCall, the newest first; not
 * more than fifty. The server is asked once for each sign-in. */
GListModel *bh_desk_get_past (BhDesk *desk);
/* The number that this agent called last before this sign-in, or NULL. */
const char *bh_desk_get_last_called (BhDesk *desk);

G_END_DECLS
