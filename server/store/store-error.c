/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/store-error.h"

G_DEFINE_QUARK (bh - store - error - quark, bh_store_error)
