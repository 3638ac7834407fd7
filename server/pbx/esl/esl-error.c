/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-error.h"

/* clang-format off */
G_DEFINE_QUARK (bh-esl-error-quark, bh_esl_error)
/* clang-format on */
