/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* Scripts of contacts, and the handlers of their ops for the table of desk-ops.c. */

/* With what was kept when the server went down. */
BhDeskScripts *bh_desk_scripts_new (BhDesk *desk);
void bh_desk_scripts_free (BhDeskScripts *scripts);

/* The `script` event of @contact, owned; NULL: it has none (yet). */
JsonNode *bh_desk_script_node (BhDesk *desk, const char *contact);
/* Finds out which script is meant for it, unless that is known; @session: who looks. A `script`
 * event follows when there is one. */
void bh_desk_script_look (BhDesk *desk, BhDeskSession *session, const char *contact);
/* The same for all who have it on their screen: more is known of it now. */
void bh_desk_script_look_again (BhDesk *desk, const char *contact);
void bh_desk_forget_script (BhDesk *desk, const char *contact);

void bh_op_script_step (BhOpCall *call);
void bh_op_script_answer (BhOpCall *call);

/* ---- desk-script-ops.c */
void bh_op_script_list (BhOpCall *call);
void bh_op_script_get (BhOpCall *call);
void bh_op_script_versions (BhOpCall *call);
void bh_op_script_save (BhOpCall *call);
void bh_op_script_publish (BhOpCall *call);
void bh_op_script_retire (BhOpCall *call);
void bh_op_script_assign (BhOpCall *call);
void bh_op_script_for (BhOpCall *call);
