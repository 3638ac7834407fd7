/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/pbx/esl/esl-config.h"
#include "server/pbx/esl/esl-stats.h"
#include "server/ports/pbx-port.h"

/* A FreeSWITCH as a BhPbxPort: its session's events, and commands with their answers and limits. */

#define BH_TYPE_ESL_PBX (bh_esl_pbx_get_type ())
G_DECLARE_FINAL_TYPE (BhEslPbx, bh_esl_pbx, BH, ESL_PBX, GObject)

/* NULL with an error of BH_ESL_ERROR that says which setting is wrong. Copies @config. */
BhEslPbx *bh_esl_pbx_new (const BhEslConfig *config, GError **error);

void bh_esl_pbx_get_stats (BhEslPbx *self, BhEslStats *stats);

/* The PBX's version, "" while it is not known. */
const char *bh_esl_pbx_get_version (BhEslPbx *self);
