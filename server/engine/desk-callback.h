/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* Calls that were promised: the handlers of callback.*. */

void bh_op_callback_create (BhOpCall *call);
void bh_op_callback_list (BhOpCall *call);
void bh_op_callback_take (BhOpCall *call);
void bh_op_callback_done (BhOpCall *call);
void bh_op_callback_cancel (BhOpCall *call);
void bh_op_callback_move (BhOpCall *call);
