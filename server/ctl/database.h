/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/daemon/config.h"
#include "server/store/pg-blocking.h"

/* The server's database, for what an administrator does at its side. */

/* The way to it that @config says: the named one, or the server's own. */
char *bh_ctl_conninfo (const BhConfig *config);

/* NULL with an error that says what to do. @config: the file's name, NULL: the usual one. */
PGconn *bh_ctl_database (const char *config, GError **error);
