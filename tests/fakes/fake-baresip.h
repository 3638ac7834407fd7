/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The control socket of a baresip, made up: answers every command, says what a test wants. */
typedef struct FakeBaresip FakeBaresip;

FakeBaresip *fake_baresip_new (void);
/* Turns the loop until what is left of the connection is gone. */
void fake_baresip_free (FakeBaresip *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeBaresip, fake_baresip_free)

guint16 fake_baresip_get_port (FakeBaresip *self);
gboolean fake_baresip_is_connected (FakeBaresip *self);
/* "accept hold sndcode=5 " */
const char *fake_baresip_get_asked (FakeBaresip *self);

/* "CALL_INCOMING", "REGISTER_OK"…, from 13800138000 */
void fake_baresip_event (FakeBaresip *self, const char *type, const char *param);
/* One netstring; raw: any bytes. */
void fake_baresip_say (FakeBaresip *self, const char *json);
void fake_baresip_say_raw (FakeBaresip *self, const char *text);
void fake_baresip_hang_up (FakeBaresip *self);

void fake_baresip_refuse (FakeBaresip *self, gboolean refuses); /* "Invalid argument" */
void fake_baresip_mute (FakeBaresip *self, gboolean mute);      /* no answers at all */
/* What it says of its registration when it is asked; that is not in what was asked. */
void fake_baresip_registered (FakeBaresip *self, gboolean registered);
/* After a yes to `accept` the call is established at once. */
void fake_baresip_answers (FakeBaresip *self, gboolean answers);

G_END_DECLS
