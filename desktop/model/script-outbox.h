/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* What was done in scripts and the server does not have yet: requests in a journal of this machine,
 * the newest for each key, sent while the server is there. */
typedef struct BhScriptOutbox BhScriptOutbox;

/* How it ended: @error NULL: the server has it; else it will never take it. @about: as it was put,
 * with "op" and "args" of the request. */
typedef void (*BhScriptSent) (const char *key,
                              JsonObject *about,
                              const GError *error,
                              gpointer user_data);

BhScriptOutbox *bh_script_outbox_new (BhDesk *desk, BhScriptSent sent, gpointer user_data);
void bh_script_outbox_free (BhScriptOutbox *self);
void bh_script_outbox_open (BhScriptOutbox *self, const char *dir, const char *user);
void bh_script_outbox_close (BhScriptOutbox *self);
/* As bh_desk_notes_release. */
void bh_script_outbox_release (BhScriptOutbox *self);
void bh_script_outbox_set_live (BhScriptOutbox *self, gboolean live);
gboolean bh_script_outbox_is_live (BhScriptOutbox *self);

/* Takes @about: {"op", "args"} of the request and what else tells a person of it later
 * (bh_desk_refusals_about). It is sent when nothing newer has come under this key for @settle_ms
 * (0: at once), so that a word that is typed is one answer and not one a letter. FALSE: it is not
 * on this machine's disk (it is sent nevertheless). */
gboolean
bh_script_outbox_put (BhScriptOutbox *self, const char *key, JsonObject *about, guint settle_ms);
/* Sends now what waited for more to be typed. */
void bh_script_outbox_flush (BhScriptOutbox *self);
/* The request's arguments; NULL: nothing waits under this key. */
JsonObject *bh_script_outbox_find (BhScriptOutbox *self, const char *key);
/* Keys that begin with @prefix. */
guint bh_script_outbox_count (BhScriptOutbox *self, const char *prefix);

G_END_DECLS
