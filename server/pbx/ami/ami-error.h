/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum {
  BH_AMI_ERROR_VALUE,  /* a value that cannot be written as one line */
  BH_AMI_ERROR_CONFIG, /* a setting makes no sense */
} BhAmiError;

#define BH_AMI_ERROR (bh_ami_error_quark ())
GQuark bh_ami_error_quark (void);
