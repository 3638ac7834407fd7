/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/contact-item.h"

G_BEGIN_DECLS

/* One note on its way: pure bookkeeping of what was typed, what was sent and what the server has.
 */
typedef struct {
  char *id;               /* contact */
  BhContactItem *contact; /* (nullable): NULL while only the journal knows it */
  char *text;             /* as it is on the screen */
  char *base_body;        /* (nullable) what the server has, as far as we know */
  gint64 base;            /* … and its revision, 0 = none */
  gint64 edit;            /* of text: grows with every writing here */
  gint64 typed_at;        /* when, in the server's time */
  char *in_flight;        /* (nullable) sent, no answer yet */
  gboolean dirty;         /* text is not (known to be) on the server */
  gboolean refused;       /* the server will never take it: not tried again by itself */
  gboolean left;          /* its contact was put away: nobody looks at it any more */
  GError *error;          /* (nullable) why it is still here */
  GError *disk_error;     /* (nullable) why text is not on this machine's disk either */
} BhNoteDraft;

BhNoteDraft *bh_note_draft_new (const char *id);
void bh_note_draft_free (BhNoteDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhNoteDraft, bh_note_draft_free)

/* @now_us: the server's time. */
void bh_note_draft_type (BhNoteDraft *self, const char *text, gint64 now_us);
/* To be sent now: @text becomes the one in flight. */
const char *bh_note_draft_send (BhNoteDraft *self);
/* The server has what was in flight, as @revision. TRUE: and nothing was typed since. */
gboolean bh_note_draft_saved (BhNoteDraft *self, gint64 revision);
/* The server refused; @error: (transfer none). */
void bh_note_draft_failed (BhNoteDraft *self, const GError *error);
/* The server's note is now @body as @revision, written elsewhere. TRUE: the text on the screen
 * changes by it. */
gboolean bh_note_draft_theirs (BhNoteDraft *self, const char *body, gint64 revision);
/* … or written here, as @edit: what was typed since follows from it. */
gboolean bh_note_draft_ours (BhNoteDraft *self, const char *body, gint64 revision, gint64 edit);

G_END_DECLS
