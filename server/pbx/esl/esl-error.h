/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum {
  BH_ESL_ERROR_VALUE,  /* a value that cannot be written as one word */
  BH_ESL_ERROR_CONFIG, /* a setting makes no sense */
} BhEslError;

#define BH_ESL_ERROR (bh_esl_error_quark ())
GQuark bh_esl_error_quark (void);
