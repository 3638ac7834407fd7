/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk-commands.h"

G_BEGIN_DECLS

/* What the customer of a contact said about being called: consents given and taken back, and
 * whether the number is on a do-not-call list. It is asked of the server when somebody first looks,
 * and again when the contact is another customer's.
 *
 * Properties, all read-only: line (string: all of it in one line; NULL: nobody is there to be
 * asked about, or this agent may not know), blocked (string: why the number is not to be called;
 * NULL: no list says so), lines (GListModel of BhRecordLine: everything, the newest first). */
#define BH_TYPE_CONSENTS (bh_consents_get_type ())
G_DECLARE_FINAL_TYPE (BhConsents, bh_consents, BH, CONSENTS, BhItem)

/* The wire's words: what one can agree to. */
extern const char *const bh_consent_purposes[]; /* ends with NULL */
/* "marketing calls", in the reader's language. */
const char *bh_consent_purpose_words (const char *purpose);

/* Of that contact, made at the first call. (transfer none) */
BhConsents *bh_consents_of (BhDesk *desk, BhContactItem *contact);

const char *bh_consents_get_line (BhConsents *self);
const char *bh_consents_get_blocked (BhConsents *self);
GListModel *bh_consents_get_lines (BhConsents *self);

/* The customer agreed to @purpose, or took it back; @source is what proves it. Ends with
 * bh_desk_command_finish(). */
void bh_consents_tell_async (BhConsents *self,
                             const char *purpose,
                             gboolean given,
                             const char *source,
                             BH_COMMAND_END);
/* The contact's number is not to be called any more. Ends as above. */
void bh_consents_stop_async (BhConsents *self, const char *reason, BH_COMMAND_END);

G_END_DECLS
