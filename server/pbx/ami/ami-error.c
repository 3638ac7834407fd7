/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/ami/ami-error.h"

/* clang-format off */
G_DEFINE_QUARK (bh-ami-error-quark, bh_ami_error)
/* clang-format on */
