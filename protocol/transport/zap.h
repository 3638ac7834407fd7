/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/transport/zmq-context.h"

/* Who may shake hands: ZeroMQ's authentication protocol (RFC 27, ZAP 1.0). libzmq asks it once for
 * each connection to a CURVE server of the same context, before any of the peer's messages is
 * delivered. An admitted peer's messages carry its public key in Z85 as their User-Id. */
typedef struct BhZap BhZap;

/* TRUE: let it in. Called in the context that bh_zap_new was called in. @domain: of the socket,
 * @public_key: Z85, proven by the handshake; @address: the peer's IP address. */
typedef gboolean (*BhZapFunc) (const char *domain,
                               const char *address,
                               const char *public_key,
                               gpointer user_data);

/* Before the first bind of a CURVE server: without it libzmq 4.3 lets everybody in, nameless. One
 * for each context. Anything but CURVE is refused. */
BhZap *bh_zap_new (BhZmqContext *context, BhZapFunc func, gpointer user_data, GError **error);
void bh_zap_free (BhZap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhZap, bh_zap_free)
