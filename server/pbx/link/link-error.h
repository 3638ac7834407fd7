/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum {
  BH_LINK_ERROR_CLOSED, /* the connection is not there */
  BH_LINK_ERROR_FULL,   /* too much waits to be written */
} BhLinkError;

#define BH_LINK_ERROR (bh_link_error_quark ())
GQuark bh_link_error_quark (void);
