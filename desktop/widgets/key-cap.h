/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A key as it looks on the keyboard, beside the act it does. Properties: accel (string, as
 * gtk_accelerator_parse() takes it; shown in the reader's words; empty hides it). It is not read
 * out: the button that holds it says its own key. */
#define BH_TYPE_KEY_CAP (bh_key_cap_get_type ())
G_DECLARE_FINAL_TYPE (BhKeyCap, bh_key_cap, BH, KEY_CAP, AdwBin)

GtkWidget *bh_key_cap_new (const char *accel);

/* "Ctrl+Enter" for "<Control>Return"; short words, so that a cap stays a cap. (transfer full) */
char *bh_key_cap_label (const char *accel);

G_END_DECLS
