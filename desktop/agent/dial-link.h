/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A telephone number that is also the act of calling it. By pointer or key it is filled in where
 * calls are made, which says whether it may be called and asks: nothing is dialed by this.
 *
 * Properties: number (string: as it is dialed; NULL or "": there is none, and nothing is shown),
 * text (string: how it is shown; NULL: the number as people write it). */
#define BH_TYPE_DIAL_LINK (bh_dial_link_get_type ())
G_DECLARE_FINAL_TYPE (BhDialLink, bh_dial_link, BH, DIAL_LINK, GtkButton)

GtkWidget *bh_dial_link_new (const char *number);

/* "Dial +49 301 820": what the act is called. (transfer full); NULL for no number. */
char *bh_dial_link_words (const char *number);

/* For templates whose labels show what somebody wrote: the closures `dial_words` (as above, of a
 * number) and `dial_markup` (numbers in a text become links, for a label with use-markup), and the
 * handler `on_dial_link` of such a label's activate-link. */
void bh_dial_link_bind (GtkWidgetClass *klass);
/* What `dial_markup` gives. (transfer full) */
char *bh_dial_link_markup (const char *text);
/* The same for a label that is filled by hand; once, when it is made. */
void bh_dial_link_follow (GtkLabel *label);

G_END_DECLS
