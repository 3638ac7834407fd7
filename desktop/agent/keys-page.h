/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The page of the preferences where acts get other keys: Enter on an act, then the key; Esc leaves
 * it as it is, Backspace gives it the usual one. A key that cannot be is refused in words, in its
 * row. */
#define BH_TYPE_KEYS_PAGE (bh_keys_page_get_type ())
G_DECLARE_FINAL_TYPE (BhKeysPage, bh_keys_page, BH, KEYS_PAGE, AdwPreferencesPage)

GtkWidget *bh_keys_page_new (GSettings *settings);

/* As if it had been pressed while an act waits for its key; FALSE: none does. */
gboolean bh_keys_page_press (BhKeysPage *self, guint keyval, GdkModifierType mods);

G_END_DECLS
