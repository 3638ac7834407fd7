/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/dial-number.h"
#include "server/core/dial-rules.h"
#include "server/engine/engine.h"
#include "server/ports/directory-port.h"
#include "server/ports/session-port.h"

/* What stands behind the door for clients: who may do what, who is told what, and what each
 * command means. It holds no truth of its own but the notes that are being written; calls, agents
 * and queues are the model's, people and customers the database's. */

typedef struct {
  BhEngine *engine; /* outlives the desk */
  BhDirectoryPort *directory;
  BhCrmPort *crm; /* or NULL: no cards */
  const char *home_region;
  const BhDialRules *dial_rules; /* outlive the desk; NULL: what the PBX takes is dialed */
  /* What is known of a number; set with dial_rules. (transfer full) */
  BhDialNumber *(*read_number) (const char *text, gpointer data);
  gpointer read_number_data;
  BhDialPurpose dial_purpose; /* of calls that nobody says it of */
  gint64 wrap_up_s;
  gint64 wrap_up_limit_s; /* with every extension; 0: no limit */
  gint64 session_hours;
  /* Adds to `status` what the desk does not know; may be NULL. */
  void (*status) (JsonObject *status, gpointer data);
  gpointer status_data;
} BhDeskSettings;

typedef struct BhDesk BhDesk;

BhDesk *bh_desk_new (const BhDeskSettings *settings);
void bh_desk_free (BhDesk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhDesk, bh_desk_free)

/* The desk's side of the door, and the door's of the desk. */
const BhDeskFuncs *bh_desk_get_funcs (void);
void bh_desk_set_door (BhDesk *desk, BhDoor *door);

/* How the database does: @state up, starting or down. Up also reads anew what there is to choose
 * (reasons, dispositions, queues). */
void bh_desk_set_store (BhDesk *desk, const char *state, const char *message, gint64 backlog);

/* What people call a queue, before the database says so; NULL: its name. */
void bh_desk_set_queue_label (BhDesk *desk, const char *queue, const char *label);
/* What a call is sent to, to come into the queue; NULL: nobody knows. */
void bh_desk_set_queue_extension (BhDesk *desk, const char *queue, const char *extension);

/* For who signs in from now on. */
void bh_desk_set_session_hours (BhDesk *desk, gint64 hours);

/* The table of ops, for tests: who may do which. */
typedef struct {
  const char *op;
  guint roles;      /* BhRoles */
  gboolean at_desk; /* needs an agent's own phone, whatever the role */
  gboolean acts;    /* sends something to the PBX: refused while it is only watched */
} BhDeskOp;
const BhDeskOp *bh_desk_ops (guint *n);
