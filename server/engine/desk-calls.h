/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* The handlers of the ops that command a PBX; see the table in desk-ops.c. */

/* Within an order: sends it; FALSE: it was refused at once, and @done is not called. The other two
 * answer the request. */
gboolean bh_desk_send_order (BhOpCall *call,
                             BhPbxCommand *command,
                             BhCommandDone done,
                             gpointer data,
                             GError **error);
void bh_desk_answer_order (gboolean ok, const char *text, gpointer request);
void bh_desk_refuse_order (BhOpCall *call, const GError *error);
/* "PJSIP/1001" -> "1001" (transfer full) */
char *bh_desk_extension_of_device (const char *device);

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
