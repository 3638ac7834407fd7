/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "protocol/script/script-run.h"

struct _BhScriptRun {
  gatomicrefcount refs;
  BhScript *script;
  gint64 version;
  char *language;
  GHashTable *facts;   /* name → text */
  GHashTable *answers; /* question id → JsonNode */
  GPtrArray *path;     /* step ids, not owned, NULL-terminated: the script's; the last is here */
  GHashTable *passed;  /* BhScriptStep: a set; also what the path has forgotten */
  gboolean moved;      /* somebody went somewhere: facts that come late change no way any more */
};

/* What a name is worth now. */
gboolean bh_script_run_look_up (const char *name, BhScriptValue *value, gpointer run);
/* The same, where nobody can know yet what was not answered. */
gboolean bh_script_run_look_ahead (const char *name, BhScriptValue *value, gpointer run);

/* The way that would be taken now; NULL: none. */
BhScriptWay *bh_script_run_find_way (BhScriptRun *run, const BhScriptStep *step);
