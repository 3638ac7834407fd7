/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "protocol/frame.h"

/* A conversation with the bellhopd of this machine, by the socket in its runtime folder: who may
 * open that is an administrator. Blocks, as a command line may. */

typedef enum {
  BH_CTL_ERROR_NO_SERVER, /* nobody answers, or this user may not ask */
  BH_CTL_ERROR_REFUSED,   /* the server said no */
} BhCtlError;
#define BH_CTL_ERROR (bh_ctl_error_quark ())
GQuark bh_ctl_error_quark (void);

/* The exit code (BhCtlExit) that an error of any layer means. */
int bh_ctl_code_of (const GError *error);
/* Says it; returns that code. */
int bh_ctl_fail_with (const GError *error);

typedef struct BhCtlClient BhCtlClient;

/* FALSE: stop. @frame is an event or a mark of the snapshot. */
typedef gboolean (*BhCtlFrameFunc) (const BhFrame *frame, gpointer data);

/* @socket: a path, NULL: that of @config (NULL: the usual file). @func: given every frame of the
 * stream; NULL: no stream. */
BhCtlClient *bh_ctl_client_open (const char *socket,
                                 const char *config,
                                 BhCtlFrameFunc func,
                                 gpointer data,
                                 GError **error);
void bh_ctl_client_free (BhCtlClient *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhCtlClient, bh_ctl_client_free)

/* The result (never NULL), or an error. Takes @args, which may be NULL. */
JsonObject *
bh_ctl_client_ask (BhCtlClient *client, const char *op, JsonObject *args, GError **error);

/* One question alone: opens, asks and closes. As the two above. */
JsonObject *bh_ctl_ask (const char *socket,
                        const char *config,
                        const char *op,
                        JsonObject *args,
                        GError **error);

/* Hands frames to the function until it says stop or the server is gone. */
gboolean bh_ctl_client_follow (BhCtlClient *client, GError **error);
