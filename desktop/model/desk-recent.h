/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* The contacts that left this desk since somebody signed in at it, of BhContactItem, the newest
 * first: finished ones, and calls that rang here and went elsewhere. Not more than twenty. */
GListModel *bh_desk_get_recent (BhDesk *desk);

G_END_DECLS
