/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/daemon/config.h"

/* What has changed from @before to @after and is taken only at the next start: "[section] key", and
 * "[pbx NAME]" for a PBX that has come or gone; NULL-terminated, empty where all is taken at once.
 * (transfer full) */
GStrv bh_config_needs_restart (const BhConfig *before, const BhConfig *after);
