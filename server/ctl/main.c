/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/ctl.h"

int
main (int argc, char **argv)
{
  return bh_ctl_main (argc, argv);
}
