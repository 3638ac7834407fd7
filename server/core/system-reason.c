/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/system-reason.h"

BH_NICK_DEFINE (BhSystemReason, bh_system_reason, BH_SYSTEM_REASON_TABLE)
