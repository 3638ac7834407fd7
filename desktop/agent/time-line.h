/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* All contacts with the customer, newest first: brought page by page as one scrolls, searched and
 * cut down without leaving the keyboard. Only what is seen has widgets, however long it is. */
#define BH_TYPE_TIME_LINE (bh_time_line_get_type ())
G_DECLARE_FINAL_TYPE (BhTimeLine, bh_time_line, BH, TIME_LINE, BhContactView)

/* Opens the search, with the focus in it. */
void bh_time_line_focus_search (BhTimeLine *self);

G_END_DECLS
