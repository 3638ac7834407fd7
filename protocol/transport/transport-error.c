/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/transport/transport-error.h"

G_DEFINE_QUARK (bh - transport - error - quark, bh_transport_error)
