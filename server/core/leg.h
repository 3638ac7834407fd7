/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/pbx-event.h"

/* Legs and the bridges they are in, as one PBX shows them now. Inside the model these point at each
 * other freely; nothing of it leaves the model: the outside gets pictures (contact.h). */

typedef struct BhLeg BhLeg;
typedef struct BhLegTable BhLegTable;
typedef struct BhDraft BhDraft;

typedef struct {
  char *id;
  GPtrArray *legs; /* BhLeg, not owned */
} BhBridge;

struct BhLeg {
  const char *id; /* shared text, as all strings here */
  const char *call;
  const char *device;
  const char *number;
  const char *name;
  const char *dialed;
  const char *context;
  const char *dial_string; /* what was dialed to reach it, or NULL */
  const char *queue;       /* waits in it, or NULL */
  const char *app_queue;   /* a snapshot says that it was connected through this queue */
  const char *space;       /* parked here, or NULL */
  BhDraft *draft;
  BhLeg *twin;      /* the other half of a local pipe */
  BhLeg *dialer;    /* who dials it */
  GPtrArray *dials; /* whom it dials, or NULL */
  BhBridge *bridge;
  GPtrArray *places;      /* BhLeg *: pointers from outside that end with it, or NULL */
  GPtrArray *device_legs; /* all live legs of its device, itself too; owned by the table */
  BhLegState state;
  gint64 born_us;
  gint64 queued_us;
  guint incoming : 1;
  guint
      ordered : 1; /* its agent asked to be connected with @dialed: it rings for no other reason */
  guint local : 1;
  guint held : 1;
  guint conference : 1;
  guint spying : 1;
  guint dialing : 1; /* somebody dials it and has no result yet */
  guint answered : 1;
  guint hangup_asked : 1; /* by its own party */
  guint seen : 1;         /* by the snapshot that runs */
  guint bridged : 1;      /* it has been in a bridge */
  guint met : 1;          /* it has heard somebody */
  guint hold_unknown : 1; /* met in a snapshot, which does not tell who is on hold */
  guint outside : 1;      /* a customer's side of the PBX: trunk */
  guint abandoned : 1;    /* the queue said so */
};

typedef void (*BhLegFunc) (BhLeg *leg, gpointer data);

BhLegTable *bh_leg_table_new (void);
void bh_leg_table_free (BhLegTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhLegTable, bh_leg_table_free)

/* NULL for an id that is not known (and for NULL). */
BhLeg *bh_leg_table_find (BhLegTable *table, const char *id);
BhLeg *bh_leg_table_add (BhLegTable *table, const char *id, const char *device, gint64 now_us);
/* Takes it out of its bridge and out of all that points at it, and frees it. */
void bh_leg_table_remove (BhLegTable *table, BhLeg *leg);
guint bh_leg_table_size (BhLegTable *table);
/* @leg is called @id from now on; FALSE: there is such a one. */
gboolean bh_leg_table_rename (BhLegTable *table, BhLeg *leg, const char *id);
/* The PBX told of the end of the leg @id: what it still says of it is late, and makes no new leg.
 */
void bh_leg_table_note_ended (BhLegTable *table, const char *id);
gboolean bh_leg_table_has_ended (BhLegTable *table, const char *id);
/* Ids begin anew (another boot). */
void bh_leg_table_forget_ended (BhLegTable *table);
void bh_leg_table_foreach (BhLegTable *table, BhLegFunc func, gpointer data);
/* Live legs of @device, or NULL. */
GPtrArray *bh_leg_table_of_device (BhLegTable *table, const char *device);

/* Points *@place at @leg (NULL: at nobody) and sees to it that it becomes NULL when that leg is
 * gone, whoever the leg belongs to. *@place is only set through this, and to NULL before it goes.
 */
void bh_leg_point (BhLeg **place, BhLeg *leg);

/* @dialer NULL: nobody any more. */
void bh_leg_set_dialer (BhLeg *leg, BhLeg *dialer);
void bh_leg_enter_bridge (BhLegTable *table, BhLeg *leg, const char *bridge);
void bh_leg_leave_bridge (BhLegTable *table, BhLeg *leg);
/* All of @from is in @to from now on. */
void bh_bridge_merge (BhLegTable *table, const char *from, const char *to);

/* The real legs that @leg hears and speaks to: those in its bridge, seen through local pipes.
 * Appends to @out, never @leg itself. */
void bh_leg_collect_peers (BhLeg *leg, GPtrArray *out);
/* The real leg that stands for @leg: itself, or what is behind the pipe that it is a half of; NULL
 * when nothing is there yet. */
BhLeg *bh_leg_resolve (BhLeg *leg);
