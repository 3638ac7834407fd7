/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Gives the text inside an entry row the row's title as its name, and the eye of a password row its
 * own. The focus lands on them, and libadwaita 1.2 leaves them nameless: a screen reader would say
 * "text" and "push button". */
void bh_entry_name_from_title (AdwEntryRow *row);

G_END_DECLS
