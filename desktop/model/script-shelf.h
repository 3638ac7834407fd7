/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk-commands.h"
#include "desktop/model/script-entry.h"

G_BEGIN_DECLS

/* The scripts that the server keeps, for people who may write them. Errors are in the reader's
 * words. What is refused changes nothing here. Each function ends with the finish of its name. */

/* (transfer full) GListModel of BhScriptEntry. */
void bh_desk_list_scripts_async (BhDesk *desk, BH_COMMAND_END);
GListModel *bh_desk_list_scripts_finish (BhDesk *desk, GAsyncResult *result, GError **error);
/* @version: 0 = the newest. The document as text (transfer full); *version: which one it is. */
void bh_desk_get_script_async (BhDesk *desk, const char *name, gint64 version, BH_COMMAND_END);
char *
bh_desk_get_script_finish (BhDesk *desk, GAsyncResult *result, gint64 *version, GError **error);
/* @base: the version that was changed, 0 = a new script. The new version, 0 on error; *theirs: the
 * version that somebody else saved meanwhile, 0 = it failed for another reason. */
void bh_desk_save_script_async (BhDesk *desk, const char *document, gint64 base, BH_COMMAND_END);
gint64
bh_desk_save_script_finish (BhDesk *desk, GAsyncResult *result, gint64 *theirs, GError **error);

/* (transfer full) GListModel of BhScriptEntry, newest first. */
void bh_desk_list_script_versions_async (BhDesk *desk, const char *name, BH_COMMAND_END);
GListModel *
bh_desk_list_script_versions_finish (BhDesk *desk, GAsyncResult *result, GError **error);
/* New contacts get this version, also an older one. */
void bh_desk_publish_script_async (BhDesk *desk, const char *name, gint64 version, BH_COMMAND_END);
/* No new contact gets it; those that have begun keep theirs. */
void bh_desk_retire_script_async (BhDesk *desk, const char *name, BH_COMMAND_END);
/* Which contacts get it; NULL as @name: none of these any more. */
void
bh_desk_assign_script_async (BhDesk *desk, const char *name, const BhScriptTo *to, BH_COMMAND_END);
/* Of the three above. */
gboolean bh_desk_script_done_finish (BhDesk *desk, GAsyncResult *result, GError **error);

/* The names of the campaigns that a script can be for. (transfer full) */
void bh_desk_list_script_campaigns_async (BhDesk *desk, BH_COMMAND_END);
char **bh_desk_list_script_campaigns_finish (BhDesk *desk, GAsyncResult *result, GError **error);

G_END_DECLS
