/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/nick.h"

/* Why an agent is not ready, where nobody chose a reason: the codes that are the machine's own. The
 * database's table of reason codes gives them names (data/sql), protocol/schema/common.json lists
 * them for clients, protocol/words.h has them for the desktop's translations;
 * tests/wire/reasons_test.py holds the four together. Any other reason is a person's, or the
 * PBX's own word. */

#define BH_SYSTEM_REASON_TABLE(X)                                                                  \
  X (BH_SYSTEM_REASON_SIGNED_IN, "signed_in")                                                      \
  X (BH_SYSTEM_REASON_SIGNED_OUT, "signed_out")                                                    \
  X (BH_SYSTEM_REASON_NO_ANSWER, "no_answer")                                                      \
  X (BH_SYSTEM_REASON_DEVICE_UNREACHABLE, "device_unreachable")                                    \
  X (BH_SYSTEM_REASON_OFF_HOOK, "off_hook")                                                        \
  X (BH_SYSTEM_REASON_DIRECT_CALL, "direct_call")                                                  \
  X (BH_SYSTEM_REASON_WRAP_UP, "wrap_up") /* what the PBX is told meanwhile */                     \
  X (BH_SYSTEM_REASON_WRAP_UP_EXPIRED, "wrap_up_expired")                                          \
  X (BH_SYSTEM_REASON_CLIENT_LOST, "client_lost") /* back, but signed out meanwhile */             \
  X (BH_SYSTEM_REASON_PBX_LOST, "pbx_lost")                                                        \
  X (BH_SYSTEM_REASON_FORCED, "forced")                                                            \
  X (BH_SYSTEM_REASON_PBX_SIDE, "pbx_side")                                                        \
  X (BH_SYSTEM_REASON_PREVIEW_SKIPPED, "preview_skipped")
typedef enum { BH_SYSTEM_REASON_TABLE (BH_NICK_VALUE) BH_SYSTEM_REASON_N } BhSystemReason;
BH_NICK_DECLARE (BhSystemReason, bh_system_reason)
