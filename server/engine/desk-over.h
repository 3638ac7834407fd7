/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* Contacts that ended while the desktop of an agent who talked was away, and that were not wrapped
 * up: on that agent's screen as `ended`, until they are finished or cannot be corrected any more.
 */

/* Makes the table, with what was kept when the server went down. */
void bh_desk_over_restore (BhDesk *desk);

/* Before a change of a contact is told. */
void bh_desk_over_note (BhDesk *desk, const BhChange *change);
/* The desktop of @user gives no sign of life: what ended just now was not seen either. */
void bh_desk_over_away (BhDesk *desk, const char *user);
/* The session of @user ends: for good by "logout", else it may come back. */
void bh_desk_over_left (BhDesk *desk, BhDeskSession *session, const char *why);
/* A desktop of @user begins anew. */
void bh_desk_over_back (BhDesk *desk, const char *user);

gboolean bh_desk_is_over (BhDesk *desk, const BhDeskSession *session, const char *contact);
/* Whether anybody is still to see @contact, and it as it was at its end, or NULL. */
gboolean bh_desk_over_is_kept (BhDesk *desk, const char *contact);
BhContact *bh_desk_over_get (BhDesk *desk, const char *contact);
/* Adds those of @session; (transfer none). */
void bh_desk_over_list (BhDesk *desk, const BhDeskSession *session, GPtrArray *contacts);

/* The agent said what came of it; that it is done. */
void bh_desk_over_set_disposition (BhDesk *desk, const char *contact, const char *code);
void bh_desk_over_finish (BhDesk *desk, const char *contact, const char *user);

gint64 bh_desk_over_deadline (BhDesk *desk);
void bh_desk_over_due (BhDesk *desk, gint64 now_us);
