/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* An Asterisk's manager, on a port of its own choice, in this process and main loop. It answers in
 * the words that a real Asterisk 22 was recorded with (tests/data/captures), and does what a test
 * tells it. Nothing happens but in the main loop. */

typedef struct _BhFakeAmi BhFakeAmi;

/* Accepts the account "bellhop" with the secret "secret"; booted, and nobody is calling. */
BhFakeAmi *bh_fake_ami_new (void);
void bh_fake_ami_free (BhFakeAmi *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhFakeAmi, bh_fake_ami_free)

guint16 bh_fake_ami_get_port (BhFakeAmi *self);

/* ---- how it is ---- */

void bh_fake_ami_reject_login (BhFakeAmi *self, gboolean rejects);
void bh_fake_ami_set_greeting (BhFakeAmi *self, const char *line); /* "": none */
/* From now on it speaks TLS, with the certificate and key of that file. */
void bh_fake_ami_use_tls (BhFakeAmi *self, const char *pem_file);
void bh_fake_ami_set_boot (BhFakeAmi *self, const char *date, const char *time);
/* Logins are accepted, but FullyBooted does not come until bh_fake_ami_boot. */
void bh_fake_ami_set_booting (BhFakeAmi *self);
void bh_fake_ami_boot (BhFakeAmi *self);
/* "Permission denied", as for an account without the right. */
void bh_fake_ami_deny (BhFakeAmi *self, const char *action);
/* As if its module were not loaded. */
void bh_fake_ami_lack (BhFakeAmi *self, const char *action);
/* The next answers to @action are Response: @response, Message: @message. */
void
bh_fake_ami_answer (BhFakeAmi *self, const char *action, const char *response, const char *message);
/* It takes @action in but never answers. */
void bh_fake_ami_ignore (BhFakeAmi *self, const char *action);
/* Raw text that is sent right before the answer to @action: an event that comes in between. */
void bh_fake_ami_interrupt (BhFakeAmi *self, const char *action, const char *text);

/* ---- what it knows, for snapshots; the events of it are sent to whoever is logged in ---- */

void
bh_fake_ami_call_arrives (BhFakeAmi *self, const char *uid, const char *number, const char *did);
void
bh_fake_ami_call_rings (BhFakeAmi *self, const char *uid, const char *caller, const char *device);
void bh_fake_ami_bridge (BhFakeAmi *self, const char *bridge, const char *one, const char *other);
void bh_fake_ami_hang_up (BhFakeAmi *self, const char *uid, int cause);
void bh_fake_ami_add_member (BhFakeAmi *self, const char *queue, const char *interface);

/* ---- what happens ---- */

/* Raw text to every connection. */
void bh_fake_ami_say (BhFakeAmi *self, const char *text);
/* Half open: it neither reads nor writes any more, and nobody is told. */
void bh_fake_ami_freeze (BhFakeAmi *self);
void bh_fake_ami_thaw (BhFakeAmi *self);
/* Closes all connections. */
void bh_fake_ami_drop (BhFakeAmi *self);
/* Shuts down, forgets its calls, comes back with another boot time. */
void bh_fake_ami_restart (BhFakeAmi *self, const char *date, const char *time);

/* ---- what it has seen ---- */

guint bh_fake_ami_count (BhFakeAmi *self, const char *action);
/* The last one's header, or NULL. */
const char *bh_fake_ami_last (BhFakeAmi *self, const char *action, const char *key);
guint bh_fake_ami_get_n_connections (BhFakeAmi *self); /* ever */
