/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The words that the server does not have yet, in a file of this machine: one JSON object a line,
 * {"contact","base","edit","at","text"} for what was typed, {"contact","done":true} once the server
 * has it. The first line names the file: {"pen"}. By pen and edit the server knows the same words
 * when they come a second time, and that later ones follow from them.
 *
 * bh_note_journal_put() returns after write(2): the words survive the death of this program. They
 * are forced to the disk (bh_note_journal_sync()) only while the server is away, because otherwise
 * the server has them on its own disk within a second. A line that was cut off by a crash of the
 * machine is left out. The file is 0600, named after the user, locked by one program at a time, and
 * emptied whenever nothing is left in it. */
#define BH_TYPE_NOTE_JOURNAL (bh_note_journal_get_type ())
G_DECLARE_FINAL_TYPE (BhNoteJournal, bh_note_journal, BH, NOTE_JOURNAL, GObject)

/* @dir: made if it is missing; NULL = $XDG_STATE_HOME/bellhop. Errors: BH_CLIENT_ERROR_STATE_FILE;
 * G_IO_ERROR_BUSY, in the reader's words: another program of this user has it open. */
BhNoteJournal *bh_note_journal_open (const char *dir, const char *user, GError **error);

/* A UUID, as long as the file lives. */
const char *bh_note_journal_get_pen (BhNoteJournal *self);

/* The copy of a file that could not be read as a whole; NULL if it could. */
const char *bh_note_journal_get_damaged (BhNoteJournal *self);

typedef struct {
  gint64 base; /* the revision that it was written over */
  gint64 edit; /* grows with every writing of a contact's note */
  gint64 at;   /* when it was typed, in the server's time */
} BhNoteStamp;

/* Replaces what was put for this contact before. */
gboolean bh_note_journal_put (BhNoteJournal *self,
                              const char *contact,
                              const BhNoteStamp *stamp,
                              const char *text,
                              GError **error);
/* The server has the last words of @contact. */
void bh_note_journal_done (BhNoteJournal *self, const char *contact);
/* (transfer none); NULL if nothing is kept for it. @stamp: (out) (optional) */
const char *bh_note_journal_get (BhNoteJournal *self, const char *contact, BhNoteStamp *stamp);
/* (transfer full) ids of contacts with unsent words. */
GPtrArray *bh_note_journal_list (BhNoteJournal *self);
gboolean bh_note_journal_sync (BhNoteJournal *self, GError **error);

G_END_DECLS
