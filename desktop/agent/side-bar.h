/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* Contacts of now, the team with its presence, and who I am. */
#define BH_TYPE_SIDE_BAR (bh_side_bar_get_type ())
G_DECLARE_FINAL_TYPE (BhSideBar, bh_side_bar, BH, SIDE_BAR, BhContactView)

/* What is to be done, between the contacts and the team. */
void bh_side_bar_set_tasks (BhSideBar *self, GtkWidget *tasks);

G_END_DECLS
