/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/card-private.h"
#include "desktop/model/contact-item-private.h"
#include "desktop/model/desk-notes.h"
#include "desktop/model/desk-refusals.h"
#include "desktop/model/desk-script.h"
#include "desktop/model/desk-softphone.h"
#include "desktop/model/desk.h"
#include "desktop/model/disposition.h"
#include "desktop/model/keyed-list.h"
#include "desktop/model/note-journal.h"
#include "desktop/model/reason.h"
#include "desktop/model/unsaved.h"

G_BEGIN_DECLS

/* Shared by desk.c (object, state of the feed, banner), desk-fold.c (events), desk-commands.c
 * (acts) and nobody else. Property ids. */
enum {
  BH_DESK_CLOCK = 1,
  BH_DESK_FEED_STATE,
  BH_DESK_SIGNED_IN,
  BH_DESK_USER_NAME,
  BH_DESK_FULL_NAME,
  BH_DESK_ROLES,
  BH_DESK_OPS,
  BH_DESK_DEVICE,
  BH_DESK_PROFILE,
  BH_DESK_HOME_REGION,
  BH_DESK_WATCH_ONLY,
  BH_DESK_WRAP_UP_S,
  BH_DESK_LINK_STATE,
  BH_DESK_LINK_MESSAGE,
  BH_DESK_LINK_SINCE,
  BH_DESK_STORE_STATE,
  BH_DESK_STORE_MESSAGE,
  BH_DESK_STORE_SINCE,
  BH_DESK_STORE_BACKLOG,
  BH_DESK_BANNER_KIND,
  BH_DESK_BANNER_TEXT,
  BH_DESK_AGENT,
  BH_DESK_CONTACTS,
  BH_DESK_CURRENT,
  BH_DESK_COLLEAGUES,
  BH_DESK_QUEUES,
  BH_DESK_REASONS,
  BH_DESK_DISPOSITIONS,
};

struct _BhDesk {
  BhItem parent;

  BhFeed *feed;
  BhClock *clock;
  char *language;
  char *state_dir;
  BhDeskNotes *notes;
  BhDeskScripts *scripts;
  BhDeskRefusals *refusals;
  BhUnsaved *unsaved;

  BhAgentState *agent;
  JsonObject *agent_data; /* the last `agent` event of this agent */
  BhKeyedList *contacts;  /* listed ones; the rest of the lists are complete */
  BhKeyedList *colleagues;
  BhKeyedList *queues;
  BhKeyedList *reasons;     /* what a person can choose */
  BhKeyedList *all_reasons; /* and what only the machine sets */
  BhKeyedList *dispositions;
  BhKeyedList *messages; /* newest first */
  GPtrArray *finished;   /* of BhContactItem, the last one last: can be corrected for a while */
  BhNoteJournal *finished_file; /* … also after the death of the program; (nullable) */
  guint finished_timer;
  GListStore *recent; /* of BhContactItem, newest first: left the desk */
  GListStore *past;   /* of BhPastCall, newest first: before this sign-in */
  GHashTable *known;  /* id -> BhContactItem: also those that only a card or note told of */
  GHashTable *popped; /* set of ids that `pop` was sent for */
  GHashTable *seen;   /* set of "kind:id" within a snapshot; NULL outside */
  gboolean all_contacts;
  BhSoftphone *softphone;     /* (nullable) */
  gboolean softphone_answers; /* it was told to take the call that was dialed here */
  gint64 dialed_at;           /* when a call was asked for here that has not come yet; 0: none */

  gint64 back_at;
  gint64 complete_until;
  gboolean was_away;
  gboolean looked_back; /* the past has been asked for */
  guint banner_timer;
};

/* desk.c */
void bh_desk_refresh_banner (BhDesk *self);
void bh_desk_emit_pop (BhDesk *self, BhContactItem *contact);
void bh_desk_emit_finished (BhDesk *self, BhContactItem *contact);
void bh_desk_emit_withdrawn (BhDesk *self, const char *text);
/* A part of what was kept on this machine is lost: says so once. */
void bh_desk_tell_damaged (BhDesk *self, BhNoteJournal *journal);
void bh_desk_emit_messages (BhDesk *self);
int bh_desk_compare_messages (gconstpointer a, gconstpointer b, gpointer data);
void bh_desk_emit_other_event (BhDesk *self, const char *name, JsonObject *data);
/* TRUE if commands can reach the server now; else *why in the reader's words. */
gboolean bh_desk_is_reachable (BhDesk *self, const char **why);
void bh_desk_refresh_reach (BhDesk *self);
void bh_desk_refresh_agent (BhDesk *self);

/* desk-commands.c */
/* A call is dialed here: it comes to the person's phone in a moment. */
void bh_desk_await_own_dial (BhDesk *self);
/* The phone takes the call that was dialed here by itself: it is the person's wish already. */
void bh_desk_answer_own_dial (BhDesk *self, BhContactItem *contact);

/* desk-wrap.c */
/* @contact leaves the desk because the work on it is done. */
void bh_desk_note_finished (BhDesk *self, BhContactItem *contact);

/* What was finished is kept in a file of the user's for as long as it can be corrected. */
void bh_desk_finished_open (BhDesk *self, const char *user);
void bh_desk_finished_close (BhDesk *self);

/* desk-recent.c */
/* @contact was on the desk and leaves it. */
void bh_desk_note_recent (BhDesk *self, BhContactItem *contact);
/* The server can be asked now. */
void bh_desk_look_back (BhDesk *self);
/* Another user's desk. */
void bh_desk_forget_recent (BhDesk *self);

/* desk-fold.c */
const char *bh_desk_disposition_label (gpointer desk, const char *code); /* or NULL */
BhLabels bh_desk_labels (BhDesk *self);
BhContactItem *bh_desk_ensure_contact (BhDesk *self, const char *id);
/* Takes in the data of a `contact` event. */
void bh_desk_take_contact (BhDesk *self, BhContactItem *contact, JsonObject *data);
/* Puts it on the list (again). */
void bh_desk_list_contact (BhDesk *self, BhContactItem *contact);
/* Opens the files where the user's words are kept, those that are not open yet. */
void bh_desk_open_files (BhDesk *self);
/* Another user's desk, or nobody's: nothing of the one before is left. */
void bh_desk_clear (BhDesk *self);
void bh_desk_forget_contact (BhDesk *self, BhContactItem *contact);
/* After the looked-at contact went: what is most worth looking at now. */
void bh_desk_choose_current (BhDesk *self);
void bh_desk_fold (BhDesk *self, const char *name, JsonObject *data, gint64 at_us);
void bh_desk_fold_snapshot_begin (BhDesk *self);
void bh_desk_fold_snapshot_end (BhDesk *self, gint64 at_us);

G_END_DECLS
