/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/script-player.h"

G_BEGIN_DECLS

/* A walk through a script as a card: where one is, what to say with the placeholders filled, the
 * questions of this step, articles, and the ways back, on and aside. What the person does is done
 * to the player.
 *
 * Property: player (read-only).
 * Signal: article (const char *id or NULL, const char *search or NULL) */
#define BH_TYPE_SCRIPT_VIEW (bh_script_view_get_type ())
G_DECLARE_FINAL_TYPE (BhScriptView, bh_script_view, BH, SCRIPT_VIEW, AdwBin)

GtkWidget *bh_script_view_new (void);
/* NULL: no script; then there is no card. */
void bh_script_view_set_player (BhScriptView *self, BhScriptPlayer *player);
BhScriptPlayer *bh_script_view_get_player (BhScriptView *self);

/* What Alt+Right does: says what is still missing beside the question, or goes on. */
void bh_script_view_go_on (BhScriptView *self);
void bh_script_view_go_back (BhScriptView *self);
/* Into the first question that has no answer, else the first, else the way on. */
void bh_script_view_focus (BhScriptView *self);
/* The flow chart, with the focus on where one is. */
void bh_script_view_open_chart (BhScriptView *self);

G_END_DECLS
