/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Words of an article in large type above the notes, to be read to the customer. It is not there
 * while there is nothing to read; Escape or its button put it away. */
#define BH_TYPE_READ_OUT_CARD (bh_read_out_card_get_type ())
G_DECLARE_FINAL_TYPE (BhReadOutCard, bh_read_out_card, BH, READ_OUT_CARD, AdwBin)

/* @text: NULL puts it away. */
void bh_read_out_card_show (BhReadOutCard *self, const char *text);
gboolean bh_read_out_card_is_shown (BhReadOutCard *self);

G_END_DECLS
