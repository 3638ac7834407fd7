/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A button that does one act and shows its key: icon, word, key cap. Its action is a GAction like
 * any other button's ("action-name"). The tooltip is the word and the key, or, while the act is
 * impossible, the reason. Properties: glyph (icon name), text (string; also its accessible name),
 * key (accelerator), reason (string: why it is impossible now), show-text, show-key (bool). */
#define BH_TYPE_ACT_BUTTON (bh_act_button_get_type ())
G_DECLARE_FINAL_TYPE (BhActButton, bh_act_button, BH, ACT_BUTTON, GtkButton)

/* The tooltip. (transfer none) */
const char *bh_act_button_get_tip (BhActButton *self);

/* Where room is short: every act button below @root, popovers aside, leaves out its key cap. */
void bh_act_button_set_tight_below (GtkWidget *root, gboolean tight);

/* The rows below @root that are on screen, boxes of the class "bh-bar": where the words of a row do
 * not fit, all its act buttons leave out their key caps, and then the label of the class
 * "bh-first-to-go" goes. Tooltips still tell. To be asked again when the width or the words have
 * changed. */
void bh_act_button_fit_below (GtkWidget *root);

G_END_DECLS
