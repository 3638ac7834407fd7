/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Twelve keys as on a telephone. Signal: digit (const char *) when one was pressed, by pointer or
 * by bh_keypad_press(). */
#define BH_TYPE_KEYPAD (bh_keypad_get_type ())
G_DECLARE_FINAL_TYPE (BhKeypad, bh_keypad, BH, KEYPAD, AdwBin)

/* Presses the key of "0"–"9", "*" or "#" as a finger would; FALSE if there is no such key. */
gboolean bh_keypad_press (BhKeypad *self, gunichar digit);

G_END_DECLS
