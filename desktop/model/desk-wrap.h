/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk-commands.h"

G_BEGIN_DECLS

/* After the end of the work on a contact: for ten minutes its note and result can be corrected. The
 * server keeps what stood there before, and the history says that it was corrected. Kept on this
 * machine for those ten minutes, also over the death of the program. */
#define BH_DESK_CORRECTION_US (10 * 60 * (gint64) G_USEC_PER_SEC)

/* The one that was finished last and can still be corrected; NULL: none. (transfer none) */
BhContactItem *bh_desk_last_finished (BhDesk *desk);
/* Brings it back on the desk, as ended, into the middle. */
void bh_desk_correct (BhDesk *desk, BhContactItem *contact);

/* What is still missing before @contact can be finished, in the reader's words; NULL: nothing that
 * is known here. (transfer none) */
const char *bh_desk_missing (BhDesk *desk, BhContactItem *contact);

/* The result that was chosen most in the contact's queue lately; NULL: none. (transfer none) */
const char *bh_desk_suggested_result (BhDesk *desk, BhContactItem *contact);

G_END_DECLS
