/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/contact-item.h"
#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* The notes of a desk: what is typed goes to the journal at once, to the server within 300 ms, and
 * is forgotten here when the server has it on its disk. A note that someone else changed meanwhile
 * is merged, never overwritten. */
typedef struct BhDeskNotes BhDeskNotes;

#define BH_NOTE_DELAY_MS 300
#define BH_NOTE_RETRY_MS 2000
#define BH_NOTE_MAX      16000 /* characters that the server takes */

/* @desk: not owned; it owns us. */
BhDeskNotes *bh_desk_notes_new (BhDesk *desk);
void bh_desk_notes_free (BhDeskNotes *self);

/* From now on the notes of @user are kept in @dir; what is there from before comes back. A file
 * that cannot be opened is tried again. */
void bh_desk_notes_open (BhDeskNotes *self, const char *dir, const char *user);
void bh_desk_notes_close (BhDeskNotes *self);
/* The session is over: another program of the same user may have the file now. Words that are not
 * in it stay here. */
void bh_desk_notes_release (BhDeskNotes *self);
/* The server can be reached (again), or not. */
void bh_desk_notes_set_live (BhDeskNotes *self, gboolean live);

/* A person typed. FALSE: not kept on this machine. */
gboolean
bh_desk_notes_type (BhDeskNotes *self, BhContactItem *contact, const char *text, GError **error);
/* A `note` event. */
void bh_desk_notes_take (BhDeskNotes *self, BhContactItem *contact, JsonObject *data);
/* A contact has come on the desk: if words of it are kept from before, they come back. */
void bh_desk_notes_contact_known (BhDeskNotes *self, BhContactItem *contact);
/* Contact @id goes on as @into: so do its words. */
void bh_desk_notes_merge (BhDeskNotes *self, const char *id, const char *into);
/* It left the desk; unsent words stay until they are sent. */
void bh_desk_notes_contact_gone (BhDeskNotes *self, const char *id);
/* It is on the desk again, with the words that it had. */
void bh_desk_notes_reopen (BhDeskNotes *self, BhContactItem *contact);
/* A person gave up on it. */
void bh_desk_notes_dismiss (BhDeskNotes *self, const char *id);

/* Its contact is put away. What the server does not have yet is still sent; what it refused, or
 * refuses then, is kept with what else was not taken (desk-refusals.h). */
void bh_desk_notes_leave (BhDeskNotes *self, const char *id);
/* Words that were refused are put behind what the note says now, and sent. */
void bh_desk_notes_write_again (BhDeskNotes *self, const char *id, const char *text);
/* The server does not take what is written there. */
gboolean bh_desk_notes_is_refused (BhDeskNotes *self, const char *id);
gboolean bh_desk_notes_has_unsent (BhDeskNotes *self, const char *id);
/* Sends now what waits. @id: one contact, or NULL = all. @func is called once: with NULL when
 * nothing is unsent, else with the error that keeps it here. */
typedef void (*BhNotesDone) (const GError *error, gpointer user_data);
void bh_desk_notes_flush (BhDeskNotes *self, const char *id, BhNotesDone func, gpointer user_data);

G_END_DECLS
