/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/pbx-command.h"

BH_NICK_DEFINE (BhPbxOp, bh_pbx_op, BH_PBX_OP_TABLE)
BH_NICK_DEFINE (BhDeviceProfile, bh_device_profile, BH_DEVICE_PROFILE_TABLE)
