/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/ami/ami-config.h"
#include "server/pbx/ami/ami-stats.h"
#include "server/ports/pbx-port.h"

/* An Asterisk as a BhPbxPort: its session's events, and commands with their answers and limits. */

#define BH_TYPE_AMI_PBX (bh_ami_pbx_get_type ())
G_DECLARE_FINAL_TYPE (BhAmiPbx, bh_ami_pbx, BH, AMI_PBX, GObject)

/* NULL with an error of BH_AMI_ERROR that says which setting is wrong. Copies @config. */
BhAmiPbx *bh_ami_pbx_new (const BhAmiConfig *config, GError **error);

void bh_ami_pbx_get_stats (BhAmiPbx *self, BhAmiStats *stats);

/* The PBX's version, "" while it is not known. */
const char *bh_ami_pbx_get_version (BhAmiPbx *self);
