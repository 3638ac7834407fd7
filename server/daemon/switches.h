/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/daemon/config.h"
#include "server/ports/pbx-port.h"

/* From a section [pbx NAME] to the adapter of its kind: the only place that knows both. */

/* NULL with an error that names the section. Not started. */
BhPbxPort *bh_switch_new (const BhConfig *config, const BhConfigPbx *pbx, GError **error);

/* What the adapters would refuse at the start, a secret's file that cannot be read too; for
 * --check-config. Run it as the user that the server runs as. */
gboolean bh_switches_check (const BhConfig *config, GError **error);
