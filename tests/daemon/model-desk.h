/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk.h"

/* The desktop's own model at a real server, told what to do by lines: for the programs of this
 * folder. Arguments: SERVER USER FOLDER, the password in BELLHOP_PASSWORD. */

typedef struct {
  const char *word; /* that a line begins with, with the space behind it */
  void (*func) (gpointer world, const char *rest); /* prints one line */
} ModelDeskAct;

/* Signs in, or ends the program. It confirms the server's key. */
BhDesk *model_desk_sign_in (int argc, char **argv);
/* Says "ready" and obeys the lines of standard input until it ends; then the program ends. @acts:
 * until one has no word. */
void model_desk_obey (const ModelDeskAct *acts, gpointer world);
void model_desk_wait (gboolean (*is_done) (gpointer world), gpointer world);
