/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* Recordings at the desk: which legs the PBX says that it records, and agents who have it pause
 * while something is said that must not be kept. */

BhDeskRecords *bh_desk_records_new (BhDesk *desk);
void bh_desk_records_free (BhDeskRecords *self);
void bh_desk_record_take_event (BhDesk *desk, const BhEnginePbx *pbx, const BhPbxEvent *event);

void bh_op_call_record_pause (BhOpCall *call);
void bh_op_call_record_resume (BhOpCall *call);
