/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Gives the text inside an entry row the row's title as its name. The focus lands on that text, and
 * libadwaita 1.2 leaves it nameless: a screen reader would say "text". */
void bh_entry_name_from_title (AdwEntryRow *row);

G_END_DECLS
