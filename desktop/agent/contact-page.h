/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/agent/call-bar.h"
#include "desktop/agent/contact-view.h"
#include "desktop/agent/script-view.h"
#include "desktop/widgets/split-view.h"

G_BEGIN_DECLS

/* A contact from the answer to the end of wrap-up: who, what can be done, what is known, notes,
 * result. */
#define BH_TYPE_CONTACT_PAGE (bh_contact_page_get_type ())
G_DECLARE_FINAL_TYPE (BhContactPage, bh_contact_page, BH, CONTACT_PAGE, BhContactView)

BhCallBar *bh_contact_page_get_call_bar (BhContactPage *self);
BhScriptView *bh_contact_page_get_script (BhContactPage *self);
/* What is known of the customer, and what is written. */
BhSplitView *bh_contact_page_get_split (BhContactPage *self);
void bh_contact_page_focus_notes (BhContactPage *self);
void bh_contact_page_focus_disposition (BhContactPage *self);
/* On what can be done about something that was not taken. FALSE: everything was. */
gboolean bh_contact_page_focus_refusal (BhContactPage *self);
/* Shows the search for the customer in place of the card (the card is wrong, or nobody was found).
 */
void bh_contact_page_find_customer (BhContactPage *self, gboolean make_new);
/* Goes to the search of the time line. */
void bh_contact_page_search_history (BhContactPage *self);
/* Back from the search to the card, or to the cards to choose from. */
void bh_contact_page_show_card (BhContactPage *self);
/* Puts @text where the cursor is in the note; it is kept as if it had been typed. */
void bh_contact_page_insert_note (BhContactPage *self, const char *text);
/* Shows @text in large type, to be read to the customer; NULL puts it away. */
void bh_contact_page_read_out (BhContactPage *self, const char *text);
gboolean bh_contact_page_is_reading_out (BhContactPage *self);
/* Digit keys: 1–9 choose a card, 0 makes a new customer; FALSE if there is nothing to choose. */
gboolean bh_contact_page_choose (BhContactPage *self, guint digit);

G_END_DECLS
