/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/client/softphone.h"

G_BEGIN_DECLS

/* Whatever the person's system plays through and records from. */
#define BH_SOFTPHONE_USUAL_SOUND "alsa,default"

/* The folder that a baresip is started with: config, accounts, contacts, uuid. */

/* Makes it in the user's runtime directory, 0700, files 0600. (transfer full) its path, or NULL
 * with BH_CLIENT_ERROR_SOFTPHONE. @control_port: for the control socket on loopback. */
char *bh_softphone_files_write (const BhSoftphoneSettings *settings,
                                guint16 control_port,
                                GError **error);
void bh_softphone_files_remove (const char *folder);

/* A port of loopback that is free now. 0: none. */
guint16 bh_softphone_free_port (void);

/* Texts of the files, for tests. (transfer full) */
char *bh_softphone_config_text (const BhSoftphoneSettings *settings, guint16 control_port);
/* NULL with an error: a value holds what would end its field (quote, line end, ; < >). */
char *bh_softphone_account_text (const BhSoftphoneSettings *settings, GError **error);

G_END_DECLS
