/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-error.h"

G_DEFINE_QUARK (bh - script - error - quark, bh_script_error)
