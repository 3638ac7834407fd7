/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/change.h"
#include "server/wire/contact-json.h"

/* What clients are told of a change: one table of pure functions of (before, after), for one viewer
 * at a time (station 7; protocol/README.md, 2). */

/* Who looks. agent NULL: sees everything (supervisor, admin, integration, local). */
typedef struct {
  const char *agent;
  gboolean shown;  /* this contact is on its screen */
  gboolean theirs; /* this contact is its affair now: bh_wire_is_theirs */
} BhViewer;

/* What the words need that is in no picture. All may be NULL or 0. */
typedef struct {
  const char *e164;      /* of the contact's customer */
  const BhContactMe *me; /* of the viewer, in the contact */
  const char *label;     /* of the queue */
  const char *full_name; /* of the agent, where the picture has none */
  const char *kind;      /* of the PBX */
  const char *state;     /* of the link, in the wire's words; NULL: from the change alone */
  const char *message;   /* of the link */
} BhWireWords;

typedef struct {
  const char *event;
  BhChangeKind kind;
  gboolean personal; /* differs from one agent to the next: made for each viewer anew */
  gboolean (*concerns) (const BhChange *change, const BhViewer *viewer);
  void (*write) (BhJsonOut *out,
                 const char *name,
                 const BhChange *change,
                 const BhWireWords *words);
} BhWireRule;

const BhWireRule *bh_wire_rules (guint *n);

/* Whether @contact, running, is the affair of the agent at @device who has @at_hand (a contact's
 * id or NULL): it has a part in it and has not left, or it wraps it up. */
gboolean bh_wire_is_theirs (const BhContact *contact, const char *device, const char *at_hand);

/* The bodies, also for snapshots. */
void bh_wire_write_agent (BhJsonOut *out, const char *name, const BhAgent *agent);
void bh_wire_write_colleague (BhJsonOut *out, const char *name, const BhAgent *agent);
void
bh_wire_write_queue (BhJsonOut *out, const char *name, const BhQueue *queue, const char *label);
void bh_wire_write_link (BhJsonOut *out,
                         const char *name,
                         const char *pbx,
                         const char *kind,
                         const char *state,
                         gint64 since_us,
                         const char *message);
