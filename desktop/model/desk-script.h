/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk.h"
#include "desktop/model/disposition.h"
#include "desktop/model/script-player.h"

G_BEGIN_DECLS

/* The scripts of a desk's contacts: a contact's "script" is a BhScriptPlayer as soon as the server
 * has said which and its document is here, NULL until then or where there is none. What is answered
 * and where the agent goes is written to the journal before the call returns, sent when it is
 * complete, and sent again until the server has it: each answer exactly once. */
typedef struct BhDeskScripts BhDeskScripts;

#define BH_SCRIPT_RETRY_MS  2000
#define BH_SCRIPT_SETTLE_MS 1500 /* after the last key of an answer that is typed */

/* @desk: not owned; it owns us. */
BhDeskScripts *bh_desk_scripts_new (BhDesk *desk);
void bh_desk_scripts_free (BhDeskScripts *self);
/* As bh_desk_notes_open. */
void bh_desk_scripts_open (BhDeskScripts *self, const char *dir, const char *user);
void bh_desk_scripts_close (BhDeskScripts *self);
/* As bh_desk_notes_release. */
void bh_desk_scripts_release (BhDeskScripts *self);
void bh_desk_scripts_set_live (BhDeskScripts *self, gboolean live);

/* A `script`, `contact` and `card` event. */
void bh_desk_scripts_take (BhDeskScripts *self, BhContactItem *contact, JsonObject *data);
void bh_desk_scripts_take_contact (BhDeskScripts *self, BhContactItem *contact, JsonObject *data);
void bh_desk_scripts_take_card (BhDeskScripts *self, BhContactItem *contact, JsonObject *data);
void bh_desk_scripts_contact_gone (BhDeskScripts *self, const char *id);
/* Answers and steps that the server does not have yet, of one contact or (NULL) of all. */
guint bh_desk_scripts_n_unsent (BhDeskScripts *self, const char *id);

/* Sends what was refused once more (bh_desk_refusals_about): now or when the server is back. */
void bh_desk_scripts_send_again (BhDeskScripts *self, const char *key, JsonObject *about);

/* NULL: none (yet). */
BhScriptPlayer *bh_desk_get_script (BhDesk *desk, BhContactItem *contact);

/* The result that the end of @contact's script suggests; NULL: it is not at an end, suggests none
 * that there is, or the contact has its result already. (transfer none) */
BhDisposition *bh_desk_get_script_result (BhDesk *desk, BhContactItem *contact);

G_END_DECLS
