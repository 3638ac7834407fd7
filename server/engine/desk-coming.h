/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* Contacts on their way to a colleague who was asked, or who is to take them over: announced before
 * the PBX is told to ring, so that card, notes, answers and data are there first. */

BhDeskComings *bh_desk_comings_new (BhDesk *desk);
void bh_desk_comings_free (BhDeskComings *comings);

/* Tells whoever sits at @number, and sends @command. What becomes of it is said to both. */
void bh_desk_coming_order (BhOpCall *call, BhPbxCommand *command);
/* What goes to nobody else any more: the one who ordered it takes it back. */
void bh_desk_coming_take_back (BhDesk *desk, const char *contact);

/* Whether @contact is on its way to @session; @me is filled in then, where it is not NULL. */
gboolean bh_desk_is_coming (BhDesk *desk,
                            const BhDeskSession *session,
                            const char *contact,
                            BhContactMe *me);

/* Before a change of a contact is told: it may have arrived, or not come at all. */
void bh_desk_comings_note (BhDesk *desk, const BhChange *change);
/* When the next one that nobody's phone rings for is given up; 0: none is on its way. */
gint64 bh_desk_comings_deadline (BhDesk *desk);
void bh_desk_comings_due (BhDesk *desk, gint64 now_us);
