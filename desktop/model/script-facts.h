/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a script may know of the moment, for people who try or write one. */
typedef struct {
  const char *name;   /* "customer.name" */
  const char *title;  /* in the reader's words */
  const char *sample; /* of somebody made up, or "" */
} BhScriptFact;

/* An array of BhScriptFact, without the house's own families. (transfer full) */
GArray *bh_script_facts (void);

G_END_DECLS
