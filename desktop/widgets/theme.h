/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Loads the resources, the icons and the style of the programs into the default display, and
 * follows light, dark and high contrast from then on. Call once, after gtk_init() or adw_init(). */
void bh_theme_init (void);

/* The extra style that bh_theme_init() chose a font family list with, for tests. (transfer full) */
char *bh_theme_font_css (const char *font_name, const char *language);

G_END_DECLS
