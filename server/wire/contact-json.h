/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/core/contact.h"
#include "server/wire/json-out.h"

/* A contact as JSON, in its three uses that share the same members (protocol/README.md, 3). */

/* What an agent may do with a contact, and why not what not. */
typedef struct {
  const char *op;      /* without its prefix: "hold" */
  const char *why_not; /* NULL: it can be done */
} BhCan;

/* An agent's own part in a contact. */
typedef struct {
  const char *state; /* coming, offered, dialing, talking, hold, consult, wrap_up, ended, left */
  gint64 since_us;
  gint64 wrap_up_until_us;   /* 0: it wraps nothing up, or has no limit */
  const char *role;          /* primary, consulted */
  const char *consult_with;  /* device or number, NULL: no consult */
  const char *consult_name;  /* or NULL */
  const char *consult_state; /* ringing, talking */
  const char *coming_from;   /* user, NULL: it is not on its way */
  const char *coming_name;   /* their full name */
  const char *coming_how;    /* consult, transfer */
  const BhCan *cans;
  guint n_cans;
} BhContactMe;

/* The members that every use has, into an object that has begun. @e164 as below. */
void bh_contact_write_story (BhJsonOut *out, const BhContact *contact, const char *e164);

/* For clients. @e164: the customer's number in full, NULL: only what was shown is known. @me: NULL
 * for who only watches. */
void bh_contact_write (BhJsonOut *out,
                       const char *name,
                       const BhContact *contact,
                       const char *e164,
                       const BhContactMe *me);

/* One line of `bellhopctl replay --contacts`, without a line end. */
void bh_contact_line (const BhContact *contact, const char *e164, GString *text);
