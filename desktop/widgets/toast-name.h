/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Gives the button that closes a toast of @toasts a name, for every toast that comes:
 * libadwaita 1.2 leaves it nameless, and a screen reader would say "push button". */
void bh_toast_name_close_buttons (AdwToastOverlay *toasts);

G_END_DECLS
