/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/link/link-error.h"

/* clang-format off */
G_DEFINE_QUARK (bh-link-error-quark, bh_link_error)
/* clang-format on */
