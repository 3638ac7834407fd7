/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "desktop/client/enum-type.h"
#include "desktop/model/card.h"
#include "desktop/model/item.h"
#include "desktop/model/script-player.h"

G_BEGIN_DECLS

#define BH_CONTACT_TABLE(X)                                                                        \
  X (BH_CONTACT_OFFERED, "offered")                                                                \
  X (BH_CONTACT_DIALING, "dialing")                                                                \
  X (BH_CONTACT_TALKING, "talking")                                                                \
  X (BH_CONTACT_HOLD, "hold")                                                                      \
  X (BH_CONTACT_CONSULT, "consult")                                                                \
  X (BH_CONTACT_COMING, "coming") /* a colleague sends it: the phone does not ring yet */          \
  X (BH_CONTACT_WRAP_UP, "wrap_up")                                                                \
  X (BH_CONTACT_ENDED, "ended")                                                                    \
  X (BH_CONTACT_LEFT, "left")                                                                      \
  X (BH_CONTACT_WATCHED, "watched") /* not ours: seen by a supervisor */
typedef enum { BH_CONTACT_TABLE (BH_ENUM_VALUE) } BhContactState;
BH_ENUM_DECLARE (BhContactState, bh_contact_state)
#define BH_TYPE_CONTACT_STATE (bh_contact_state_get_type ())

/* "Ringing" / "振铃" … (translated, static). */
const char *bh_contact_state_word (BhContactState state);

/* What can be done to a contact: the names are the wire's; each has the properties "can-NAME"
 * (bool) and "why-not-NAME" (string: one sentence, "" when it is possible), with - for _. */
#define BH_CALL_OP_TABLE(X)                                                                        \
  X (BH_CALL_ANSWER, "answer")                                                                     \
  X (BH_CALL_HOLD, "hold")                                                                         \
  X (BH_CALL_RETRIEVE, "retrieve")                                                                 \
  X (BH_CALL_HANGUP, "hangup")                                                                     \
  X (BH_CALL_TRANSFER, "transfer")                                                                 \
  X (BH_CALL_CONSULT, "consult")                                                                   \
  X (BH_CALL_CONSULT_COMPLETE, "consult_complete")                                                 \
  X (BH_CALL_CONSULT_CANCEL, "consult_cancel")                                                     \
  X (BH_CALL_CONFERENCE, "conference")                                                             \
  X (BH_CALL_DTMF, "dtmf")                                                                         \
  X (BH_CALL_FINISH, "finish")
typedef enum { BH_CALL_OP_TABLE (BH_ENUM_VALUE) BH_CALL_N_OPS } BhCallOp;
BH_ENUM_DECLARE (BhCallOp, bh_call_op)

#define BH_NOTE_TABLE(X)                                                                           \
  X (BH_NOTE_EMPTY, "empty")   /* nothing written */                                               \
  X (BH_NOTE_SAVED, "saved")   /* the server has it on disk, "note-saved-at" */                    \
  X (BH_NOTE_SAVING, "saving") /* kept here, on its way */                                         \
  X (BH_NOTE_KEPT, "kept")     /* kept here; the server is away or refused it: "note-message" */   \
  X (BH_NOTE_UNSAFE, "unsafe") /* could not even be kept on this machine's disk: "note-message" */
typedef enum { BH_NOTE_TABLE (BH_ENUM_VALUE) } BhNoteState;
BH_ENUM_DECLARE (BhNoteState, bh_note_state)
#define BH_TYPE_NOTE_STATE (bh_note_state_get_type ())

/* A contact as this desk sees it. The same object from the first sight to the end, over reconnects
 * and new snapshots. Properties beside the ones of BH_CALL_OP_TABLE:
 *   id, direction ("inbound", "outbound", "internal"), state (BhContactState), state-word, since
 *   (int64), started, ended (int64), is-over (bool: ended, left or wrap_up), is-current (bool),
 *   title (customer's name, else caller's name, else number), subtitle (company and number),
 *   number (E.164 or as sent), number-text (for the eye), caller-name, dialed, queue (label),
 *   queue-id, campaign (whose list it was dialed from, or NULL), waited-ms (int64, -1 while it
 * still waits), waiting-since (int64), outcome (wire word), ended-by, talk-ms (int64, of finished
 * talk segments), has-consult (bool), consult-number, consult-name, consult-state ("ringing",
 * "talking"), wrap-up-until (int64, 0 = no limit), card (BhCard, never NULL), note (string, never
 * NULL), note-state (BhNoteState), note-saved-at (int64), note-message, colleague-notes (GListModel
 * of BhColleagueNote), disposition (code or NULL), disposition-label, segments (GListModel of
 * BhSegmentItem), busy (bool: a command is on its way), role ("primary", "consulted"), agents
 * (strv: devices that talked, in order), script (BhScriptPlayer or NULL: where this desk is in the
 * contact's script), sender (the colleague who sends it or asks about it, NULL: none was
 * announced), trouble (what was typed for it and was not taken, in a sentence, or NULL)
 */
#define BH_TYPE_CONTACT_ITEM (bh_contact_item_get_type ())
G_DECLARE_FINAL_TYPE (BhContactItem, bh_contact_item, BH, CONTACT_ITEM, BhItem)

const char *bh_contact_item_get_id (BhContactItem *self);
const char *bh_contact_item_get_direction (BhContactItem *self);
BhContactState bh_contact_item_get_state (BhContactItem *self);
gint64 bh_contact_item_get_since (BhContactItem *self);
gboolean bh_contact_item_get_is_over (BhContactItem *self);
gboolean bh_contact_item_get_is_current (BhContactItem *self);
const char *bh_contact_item_get_title (BhContactItem *self);
const char *bh_contact_item_get_subtitle (BhContactItem *self);
const char *bh_contact_item_get_number (BhContactItem *self);
const char *bh_contact_item_get_number_text (BhContactItem *self);
const char *bh_contact_item_get_caller_name (BhContactItem *self);
const char *bh_contact_item_get_queue (BhContactItem *self);
gint64 bh_contact_item_get_waited_ms (BhContactItem *self);
gint64 bh_contact_item_get_waiting_since (BhContactItem *self);
const char *bh_contact_item_get_outcome (BhContactItem *self);
gboolean bh_contact_item_can (BhContactItem *self, BhCallOp op);
/* "" when it is possible. */
const char *bh_contact_item_why_not (BhContactItem *self, BhCallOp op);
gboolean bh_contact_item_get_has_consult (BhContactItem *self);
const char *bh_contact_item_get_consult_name (BhContactItem *self);
const char *bh_contact_item_get_consult_state (BhContactItem *self);
gint64 bh_contact_item_get_wrap_up_until (BhContactItem *self);
BhCard *bh_contact_item_get_card (BhContactItem *self);
/* Of BhColleagueNote: what others wrote of the same contact. */
GListModel *bh_contact_item_get_colleague_notes (BhContactItem *self);
const char *bh_contact_item_get_note (BhContactItem *self);
BhNoteState bh_contact_item_get_note_state (BhContactItem *self);
gint64 bh_contact_item_get_note_saved_at (BhContactItem *self);
const char *bh_contact_item_get_disposition (BhContactItem *self);
const char *bh_contact_item_get_disposition_label (BhContactItem *self);
GListModel *bh_contact_item_get_segments (BhContactItem *self);
/* (nullable) */
const char *bh_contact_item_get_sender (BhContactItem *self);
const char *bh_contact_item_get_trouble (BhContactItem *self); /* or NULL */
const char *bh_contact_item_get_note_message (BhContactItem *self);
BhScriptPlayer *bh_contact_item_get_script (BhContactItem *self);

G_END_DECLS
