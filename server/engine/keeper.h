/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/model.h"
#include "server/ports/store-port.h"

/* The stage keep: what of a turn must survive. Contacts and signed-in agents are open objects while
 * they last and records when they are over; an agent's every stretch of one state is a record. */

typedef const char *(*BhKeeperNumber) (const BhContact *contact, gpointer data);

/* Returns the highest position written, 0: nothing. A store that takes nothing more is told in the
 * log once. @number: E.164 of a contact's customer, or NULL. */
guint64 bh_keeper_take (BhStorePort *store,
                        const BhModel *model,
                        const BhTurn *turn,
                        BhKeeperNumber number,
                        gpointer data);

/* Every contact that was open when the server went down, oldest first (of BhContact). */
GPtrArray *bh_keeper_read_contacts (BhStorePort *store);
/* Every agent that was signed in then (of BhAgent). */
GPtrArray *bh_keeper_read_agents (BhStorePort *store);
