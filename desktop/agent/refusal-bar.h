/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* What was typed and not taken by the server, one at a time, with what can be done about it.
 * Property kind ("answer", "result"): those of its contact; without one: those of contacts that are
 * not on the desk any more. */
#define BH_TYPE_REFUSAL_BAR (bh_refusal_bar_get_type ())
G_DECLARE_FINAL_TYPE (BhRefusalBar, bh_refusal_bar, BH, REFUSAL_BAR, BhContactView)

/* Moves the focus to its first button. FALSE: there is nothing to be told. */
gboolean bh_refusal_bar_focus (BhRefusalBar *self);

G_END_DECLS
