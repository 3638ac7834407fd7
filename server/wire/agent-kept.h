/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/agent.h"
#include "server/wire/kept.h"

/* A signed-in agent, whole, as bh_contact_keep keeps a contact. */

void bh_agent_keep (GString *text, const BhAgent *agent);

/* What was written by bh_agent_keep of this version, or of an older one. */
BhAgent *bh_agent_from_kept (GBytes *body, GError **error /* BH_KEPT_ERROR */);
