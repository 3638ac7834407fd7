/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ports/directory-port.h"

/* The directory of a server without a database: always away. */

#define BH_TYPE_NO_DIRECTORY (bh_no_directory_get_type ())
G_DECLARE_FINAL_TYPE (BhNoDirectory, bh_no_directory, BH, NO_DIRECTORY, GObject)

BhDirectoryPort *bh_no_directory_new (void);
