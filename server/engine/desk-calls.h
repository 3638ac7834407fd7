/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* The handlers of the ops that command a PBX; see the table in desk-ops.c. */

void bh_op_call_dial (BhOpCall *call);
void bh_op_call_answer (BhOpCall *call);
void bh_op_call_hold (BhOpCall *call);
void bh_op_call_retrieve (BhOpCall *call);
void bh_op_call_hangup (BhOpCall *call);
void bh_op_call_transfer (BhOpCall *call);
void bh_op_call_consult (BhOpCall *call);
void bh_op_call_consult_complete (BhOpCall *call);
void bh_op_call_consult_cancel (BhOpCall *call);
void bh_op_call_conference (BhOpCall *call);
void bh_op_call_dtmf (BhOpCall *call);
