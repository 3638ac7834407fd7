/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/contact-view.h"

G_BEGIN_DECLS

/* Says whose call it is that is not on this page: the one at the ear, else one that is on hold.
 * Hidden while there is none (contact is NULL). */
#define BH_TYPE_EAR_BAR (bh_ear_bar_get_type ())
G_DECLARE_FINAL_TYPE (BhEarBar, bh_ear_bar, BH, EAR_BAR, BhContactView)

/* @position: its place among the contacts, from 1, for the key that shows it. @has_keys: the keys
 * for calls act on it, because the page that is shown has no call of its own. */
void bh_ear_bar_set (BhEarBar *self, BhContactItem *contact, guint position, gboolean has_keys);
/* The hang-up key was pressed once. */
void bh_ear_bar_set_armed (BhEarBar *self, gboolean armed);

G_END_DECLS
