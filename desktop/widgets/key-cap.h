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

/* "Ctrl+Enter" for "<Control>Return"; short words, so that a cap stays a cap. Where the reader has
 * chosen another key for what @accel usually does, it is that one. (transfer full) */
char *bh_key_cap_label (const char *accel);
/* The same of @accel itself. (transfer full) */
char *bh_key_cap_words (const char *accel);

/* Which key does now what @accel usually does; @accel itself where nobody changed it, or where it
 * is no act's (an act's is written as in the table of acts, with <Control>; a key that only looks
 * the same is written <Ctrl>). (transfer full) */
typedef char *(*BhKeyNow) (const char *accel);
/* From now on, and every time that something became different: all caps and buttons follow. */
void bh_key_cap_follow (BhKeyNow now);

G_END_DECLS
