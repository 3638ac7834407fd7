/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/contact-item.h"

G_BEGIN_DECLS

BhContactItem *bh_contact_item_new (const char *id);

/* Takes in a `contact` event. @queue_label: what the reader calls its queue, or NULL. */
void bh_contact_item_update (BhContactItem *self, JsonObject *data, const char *queue_label);
/* The last `contact` event, or NULL. (transfer none) */
JsonObject *bh_contact_item_get_data (BhContactItem *self);
/* TRUE once a `contact` event was taken in. */
gboolean bh_contact_item_is_known (BhContactItem *self);
gint64 bh_contact_item_get_revision (BhContactItem *self);
/* When this desk first had to do with it: the order of the list. */
gint64 bh_contact_item_get_first_seen (BhContactItem *self);
/* The card changed: title and numbers follow it. */
void bh_contact_item_refresh_title (BhContactItem *self);
/* Why nothing can be done now (@server_why), or nothing to the call (@link_why), in the reader's
 * words; NULL: it can. */
void
bh_contact_item_set_reachable (BhContactItem *self, const char *server_why, const char *link_why);
/* @ops: what the agent's own phone can do now beside what the server says; @only: what nobody but
 * it could do. Bits 1 << BhCallOp. */
void bh_contact_item_set_own_ops (BhContactItem *self, guint ops, guint only);
/* It is over, but nobody told us how: seen after a reconnect. */
void bh_contact_item_end (BhContactItem *self, gint64 at_us);
void bh_contact_item_set_current (BhContactItem *self, gboolean is_current);
void bh_contact_item_set_busy (BhContactItem *self, gboolean busy);
void bh_contact_item_set_disposition (BhContactItem *self, const char *code, const char *label);
void bh_contact_item_set_wrap_up_until (BhContactItem *self, gint64 until_us);

/* @script: (nullable) */
void bh_contact_item_set_script (BhContactItem *self, BhScriptPlayer *script);

void bh_contact_item_set_note (BhContactItem *self, const char *text);
/* … as the person typed it: no notification, the widget has it already. */
void bh_contact_item_keep_note (BhContactItem *self, const char *text);
/* @message: (nullable) why it is not saved. */
/* What a colleague, @author, shown as @name, wrote of the same contact. */
void bh_contact_item_take_colleague_note (BhContactItem *self,
                                          const char *author,
                                          const char *name,
                                          JsonObject *data);
/* NULL: everything that was typed for it was taken. */
void bh_contact_item_set_trouble (BhContactItem *self, const char *words);
void bh_contact_item_set_note_state (BhContactItem *self,
                                     BhNoteState state,
                                     gint64 saved_at_us,
                                     const char *message);

G_END_DECLS
