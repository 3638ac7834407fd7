/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/protocol-error.h"

G_DEFINE_QUARK (bh - protocol - error - quark, bh_protocol_error)
