/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes the small functions that templates bind with known to a class, for <closure function="…">:
 * is_set, is_empty (string), not (bool), is_object, has_letters (string),
 * text_of, has_text (object or NULL, name of its string property: for objects that may be missing),
 * unless_same (text, other),
 * join2, join3, join4 (strings, with dots between), day (at, now), due (day, now), length_ms (ms),
 * local_time (zone, now), key_tip (text, accelerator),
 * agent_icon, agent_nick, agent_fg (BhAgent), contact_icon, contact_fg, hold_text, hold_glyph
 * (BhContactState), banner_tone (BhBannerKind); the _fg are for "css-classes". Call it in
 * class_init. */
void bh_closures_bind (GtkWidgetClass *klass);

G_END_DECLS
