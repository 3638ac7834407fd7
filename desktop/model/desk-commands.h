/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* What a person does, as methods of the desk. Each is done exactly once, also over a reconnect, and
 * ends with bh_desk_command_finish() unless another _finish is named. Errors are of BH_CLIENT_ERROR
 * with a message in the reader's own words, chosen by code. @callback may be NULL. */

#define BH_COMMAND_END GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data

gboolean bh_desk_command_finish (BhDesk *desk, GAsyncResult *result, GError **error);

/* @state: BH_AGENT_READY or BH_AGENT_NOT_READY; @reason: code or NULL. While on a call it becomes
 * the next state; keep_state takes that back. */
void bh_desk_set_state_async (BhDesk *desk, BhAgent state, const char *reason, BH_COMMAND_END);
void bh_desk_keep_state_async (BhDesk *desk, BH_COMMAND_END);

/* @customer: id or NULL. */
void bh_desk_dial_async (BhDesk *desk, const char *number, const char *customer, BH_COMMAND_END);
void bh_desk_answer_async (BhDesk *desk, BhContactItem *contact, BH_COMMAND_END);
void bh_desk_hold_async (BhDesk *desk, BhContactItem *contact, BH_COMMAND_END);
void bh_desk_retrieve_async (BhDesk *desk, BhContactItem *contact, BH_COMMAND_END);
void bh_desk_hang_up_async (BhDesk *desk, BhContactItem *contact, BH_COMMAND_END);
/* @to: an extension, a queue, an outside number, or "agent:NAME" / "queue:NAME". */
void bh_desk_transfer_async (BhDesk *desk, BhContactItem *contact, const char *to, BH_COMMAND_END);
void bh_desk_consult_async (BhDesk *desk, BhContactItem *contact, const char *to, BH_COMMAND_END);
void bh_desk_consult_complete_async (BhDesk *desk, BhContactItem *contact, BH_COMMAND_END);
void bh_desk_consult_cancel_async (BhDesk *desk, BhContactItem *contact, BH_COMMAND_END);
void bh_desk_conference_async (BhDesk *desk, BhContactItem *contact, BH_COMMAND_END);
void bh_desk_dtmf_async (BhDesk *desk, BhContactItem *contact, const char *digits, BH_COMMAND_END);

/* Call it at every change of the text: when it returns, the text is in a file on this machine; it
 * is sent to the server within 300 ms. FALSE: it could not be kept, @error says why (it is still
 * sent). "note" does not notify for one's own typing unless another person's words came in. */
gboolean bh_desk_save_note (BhDesk *desk, BhContactItem *contact, const char *text, GError **error);
/* Done when the server has the last words on its disk: for "finish" and signing out. */
void bh_desk_flush_notes_async (BhDesk *desk, BH_COMMAND_END);

/* @code: NULL takes it back. */
void bh_desk_set_disposition_async (BhDesk *desk,
                                    BhContactItem *contact,
                                    const char *code,
                                    BH_COMMAND_END);
/* Wrap-up is over: sends what is written, then finishes. A contact that is over and that the server
 * does not know any more is just dismissed. */
void bh_desk_finish_contact_async (BhDesk *desk, BhContactItem *contact, BH_COMMAND_END);
void bh_desk_extend_async (BhDesk *desk, BhContactItem *contact, guint seconds, BH_COMMAND_END);

/* @customer: id, or NULL to undo. The card fills in by itself. */
void bh_desk_attach_customer_async (BhDesk *desk,
                                    BhContactItem *contact,
                                    const char *customer,
                                    BH_COMMAND_END);
/* Makes a customer with the caller's number and attaches it. @number, @company, @language may be
 * NULL. */
typedef struct {
  const char *name;
  const char *number;
  const char *company;
  const char *language;
} BhNewCustomer;
void bh_desk_create_customer_async (BhDesk *desk,
                                    BhContactItem *contact,
                                    const BhNewCustomer *customer,
                                    BH_COMMAND_END);
/* Adds the caller's number to a customer that exists, and attaches it to the contact. */
void bh_desk_attach_number_async (BhDesk *desk,
                                  BhContactItem *contact,
                                  const char *customer,
                                  BH_COMMAND_END);
void bh_desk_search_customers_async (BhDesk *desk, const char *text, guint limit, BH_COMMAND_END);
/* (transfer full) GListModel of BhCustomer. */
GListModel *bh_desk_search_customers_finish (BhDesk *desk, GAsyncResult *result, GError **error);
/* Appends the next older entries to the card's history. */
void bh_desk_history_more_async (BhDesk *desk, BhContactItem *contact, BH_COMMAND_END);

G_END_DECLS
