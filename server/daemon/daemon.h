/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/daemon/config.h"

/* The object graph, made, started and stopped in one place and in one order. */

typedef enum {
  BH_DAEMON_ERROR_FOLDER, /* a folder cannot be made or used */
  BH_DAEMON_ERROR_IN_USE, /* another bellhopd has it */
  BH_DAEMON_ERROR_DOOR,   /* nobody could connect */
} BhDaemonError;
#define BH_DAEMON_ERROR (bh_daemon_error_quark ())
GQuark bh_daemon_error_quark (void);

typedef struct BhDaemon BhDaemon;

/* Takes @config. Nothing is touched yet. */
BhDaemon *bh_daemon_new (BhConfig *config);
void bh_daemon_free (BhDaemon *daemon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhDaemon, bh_daemon_free)

/* Folders, lock, keys, outbox, engine, door: all of it, or an error and nothing. A PBX or a
 * database that is away is no error: they are tried again. */
gboolean bh_daemon_start (BhDaemon *daemon, GError **error);

/* Serves until SIGTERM or SIGINT (or bh_daemon_quit), then stops everything in order. SIGHUP reads
 * the configuration again. */
void bh_daemon_run (BhDaemon *daemon);
void bh_daemon_quit (BhDaemon *daemon);

/* The program: options, --check-config, exit code. */
int bh_daemon_main (int argc, char **argv);
