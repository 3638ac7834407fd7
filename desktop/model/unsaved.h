/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* What is typed in an editor and not saved: in a journal of this machine (note-journal.h) before
 * the key is up, so that it survives the death of the program, and offered when the editor is
 * opened next. Each window writes under a key of its own; what a window holds is not offered to
 * another one.
 *
 * Keys are (transfer full), "article/…" or "script/…": @kind is what stands before the stroke. */
typedef struct BhUnsaved BhUnsaved;

/* For the desk. */
BhUnsaved *bh_unsaved_new (void);
void bh_unsaved_free (BhUnsaved *self);
/* As bh_desk_notes_open. */
void bh_unsaved_open (BhUnsaved *self, BhDesk *desk, const char *dir, const char *user);
void bh_unsaved_close (BhUnsaved *self);

/* A new key, held by the caller. */
char *bh_desk_unsaved_begin (BhDesk *desk, const char *kind);
/* The newest one that nobody holds; NULL: there is none. */
char *bh_desk_unsaved_find (BhDesk *desk, const char *kind);
void bh_desk_unsaved_hold (BhDesk *desk, const char *key);
/* The window goes; what it had not saved stays. */
void bh_desk_unsaved_leave (BhDesk *desk, const char *key);

typedef struct {
  const char *name;
  const char *text; /* NULL is "" */
} BhUnsavedField;

/* Replaces what was kept under @key; @fields end with a name of NULL. FALSE: it could not be
 * written. */
gboolean bh_desk_unsaved_put (BhDesk *desk, const char *key, const BhUnsavedField *fields);
/* "" when it was not put. (transfer full) */
char *bh_desk_unsaved_dup (BhDesk *desk, const char *key, const char *name);
/* When it was typed; 0: there is nothing. */
gint64 bh_desk_unsaved_at (BhDesk *desk, const char *key);
/* It is saved, or not wanted any more. */
void bh_desk_unsaved_drop (BhDesk *desk, const char *key);

G_END_DECLS
