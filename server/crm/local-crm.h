/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ports/crm-port.h"
#include "server/ports/directory-port.h"

/* Customer look-up in Bellhop's own database: the number is understood here (phone-number.h), the
 * customers are asked of the directory. The screen pop never waits for anything else. */

#define BH_TYPE_LOCAL_CRM (bh_local_crm_get_type ())
G_DECLARE_FINAL_TYPE (BhLocalCrm, bh_local_crm, BH, LOCAL_CRM, GObject)

/* @home_region: two letters, known to bh_phone_region_is_known(). Holds a reference to @directory.
 */
BhLocalCrm *bh_local_crm_new (BhDirectoryPort *directory, const char *home_region);
