/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* The offer at the head of an editor: what was typed in one of its kind and not saved, because the
 * program or the machine died. Not there while there is nothing to offer.
 * Signal: restore (key: string)   the person wants to go on with it; see unsaved.h. */
#define BH_TYPE_UNSAVED_BAR (bh_unsaved_bar_get_type ())
G_DECLARE_FINAL_TYPE (BhUnsavedBar, bh_unsaved_bar, BH, UNSAVED_BAR, AdwBin)

/* Looks what there is, the newest first. @kind: "article", "script". */
void bh_unsaved_bar_look (BhUnsavedBar *self, BhDesk *desk, const char *kind);

G_END_DECLS
