/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "server/daemon/config.h"

/* The database of the server that @file configures (NULL: the usual file), with its schema up to
 * date. Blocks, as a command line may. *@config, optional: what was read; owned by the caller. Our
 * own database runs as long as bellhopd does. */
PGconn *bh_ctl_open_database (const char *file, BhConfig **config, GError **error);
