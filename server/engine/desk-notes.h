/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* The newest words of one author about one contact. */
typedef struct {
  GRefString *contact;
  GRefString *author;
  GRefString *body;
  GRefString *pen; /* where it was written, or NULL; edit counts what was written there */
  gint64 edit;
  gint64 revision;
  gint64 saved_us;
  gboolean correction; /* written after the author's work on the contact was over */
  guint64 position;    /* in the outbox, of this process; 0: safe */
} BhNote;

JsonNode *bh_desk_note_node (const BhNote *note);
GPtrArray *bh_desk_notes_of (BhDesk *desk, const char *contact); /* or NULL */
void bh_desk_forget_notes (BhDesk *desk, const char *contact);
/* Takes back what was kept when the server went down. */
void bh_desk_restore_notes (BhDesk *desk);
void bh_op_contact_note (BhOpCall *call);
