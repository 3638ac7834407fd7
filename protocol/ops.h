/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "protocol/words.h"

/* Who may ask what, and with which args: the table of protocol/README.md section 5. What is not in
 * it is refused. */

typedef enum {
  BH_WHO_AGENT = 1 << 0,
  BH_WHO_SUPERVISOR = 1 << 1,
  BH_WHO_ADMIN = 1 << 2,
  BH_WHO_INTEGRATION = 1 << 3,
  BH_WHO_LOCAL = 1 << 4,
  BH_WHO_STRANGER = 1 << 5, /* before login */
  BH_WHO_EDITOR = 1 << 6,   /* of the knowledge base */
} BhWho;

typedef enum {
  BH_ARG_STRING, /* min to max characters */
  BH_ARG_INT,    /* min to max */
  BH_ARG_BOOL,
  BH_ARG_ENUM,  /* one of words */
  BH_ARG_TEXTS, /* at most max texts of 1 to BH_ARG_TEXT_MAX characters */
  BH_ARG_OBJECT,
  BH_ARG_ANSWER, /* of a script: bh_args_answer () */
} BhArgKind;
#define BH_ARG_TEXT_MAX 64

typedef struct {
  const char *name; /* NULL: end of the list */
  BhArgKind kind;
  gboolean required;
  gboolean nullable; /* must be there, but may be null */
  gint64 min, max;
  const char *const *words;
} BhArgSpec;

typedef struct {
  BhOp op;
  guint who; /* BhWho bits: any of these roles will do */
  const BhArgSpec *args;
} BhOpSpec;

/* Never NULL for a BhOp. */
const BhOpSpec *bh_op_spec (BhOp op);

/* TRUE: one of @who's bits is in the op's. */
gboolean bh_op_is_allowed (BhOp op, guint who);

/* Everything that can be said of @args without knowing the model: no unknown member, none missing,
 * each of its kind and size. Error: BH_PROTOCOL_ERROR_ARGS. */
gboolean bh_op_check_args (BhOp op, JsonObject *args, GError **error);
