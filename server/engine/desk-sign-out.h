/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* Somebody else signs an agent out. */
void bh_op_agent_sign_out (BhOpCall *call);
