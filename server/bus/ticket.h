/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The proof that a login succeeded, kept by the client, so that a restarted server, which knows
 * nothing any more, need not ask a thousand people for their passwords nor hash them all at once.
 * It is good for one CURVE key only, which dies with the client's process. */
typedef struct {
  char *user;
  char *device;  /* or NULL */
  char *profile; /* or NULL */
  gint64 issued_us;
  gint64 expires_us; /* wall clock */
} BhTicket;

void bh_ticket_clear (BhTicket *ticket);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BhTicket, bh_ticket_clear)

/* @server_secret: the server's CURVE secret key; @peer_key: the client's public key. */
char *bh_ticket_seal (const BhTicket *ticket, const char *server_secret, const char *peer_key);

/* FALSE: forged, another's, damaged or expired; @ticket is then empty. */
gboolean bh_ticket_open (const char *text,
                         const char *server_secret,
                         const char *peer_key,
                         gint64 now_us,
                         BhTicket *ticket);
