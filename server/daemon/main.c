/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/daemon/daemon.h"

int
main (int argc, char **argv)
{
  return bh_daemon_main (argc, argv);
}
