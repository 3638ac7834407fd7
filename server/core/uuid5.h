/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* RFC 4122 version 5 (SHA-1 of a namespace and a name) in Bellhop's own namespace: the same name
 * gives the same id on every machine and after every restart. Writes 36 characters and a NUL to
 * @out. */
void bh_uuid5 (const char *name, char out[37]);
