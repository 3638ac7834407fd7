/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desktop/client/feed.h"
#include "desktop/model/agent-state.h"
#include "desktop/model/banner.h"
#include "desktop/model/clock.h"
#include "desktop/model/contact-item.h"

G_BEGIN_DECLS

/* The root of everything that is on an agent's screen. It folds the feed's messages into objects
 * and lists that stay the same objects as long as they mean the same thing, and turns a person's
 * acts into commands (desk-commands.h).
 *
 * Properties, all read-only:
 *   clock (BhClock), feed-state (BhFeedState), signed-in (bool: a snapshot was complete since
 *   sign-in), user-name, full-name (strings), roles (strv), ops (strv of allowed ops), device,
 *   profile, home-region, watch-only (bool), wrap-up-s (int64),
 *   link-state (BhLinkState), link-message, link-since, store-state (BhStoreState), store-message,
 *   store-backlog (int64), banner-kind (BhBannerKind), banner-text (string or NULL),
 *   agent (BhAgentState), contacts (GListModel of BhContactItem, newest first), current
 *   (BhContactItem or NULL), colleagues (GListModel of BhColleague, by name), queues (of
 *   BhQueueItem), reasons (of BhReason), dispositions (of BhDisposition)
 *
 * Signals:
 *   pop (BhContactItem *)   a contact is offered to this agent: exactly once for each contact,
 *                           whatever reconnects or snapshots come. The card may still be looking.
 *   server-key (const char *server, const char *fingerprint)   answer: bh_desk_confirm_key()
 *   login-failed (const char *text)   signed out by the server; show the sign-in page with this
 *   ended (const char *text)          the server closed the session, in words
 *   finished (BhContactItem *)        its work is done; it can be corrected for a while
 *   withdrawn (const char *text)      what a colleague announced does not come, in words
 * (desk-wrap.h) messages-changed                  see desk-messages.h
 *   other-event (const char *name, JsonObject *data)   one that the desk does not fold itself
 */
#define BH_TYPE_DESK (bh_desk_get_type ())
G_DECLARE_FINAL_TYPE (BhDesk, bh_desk, BH, DESK, BhItem)

/* @language: "zh_CN", "en", … picks the labels. @state_dir: where unsent notes are kept; NULL = the
 * user's own ($XDG_STATE_HOME/bellhop). */
BhDesk *bh_desk_new (BhFeed *feed, BhClock *clock, const char *language, const char *state_dir);

/* Signing in: the returned error is already in the reader's words. Done when the desk is complete.
 */
void bh_desk_sign_in_async (BhDesk *desk,
                            const BhSignIn *sign_in,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean bh_desk_sign_in_finish (BhDesk *desk, GAsyncResult *result, GError **error);
void bh_desk_confirm_key (BhDesk *desk, gboolean accept);
void bh_desk_sign_out (BhDesk *desk);

/* For tests and players of recordings: takes a message as if the feed had sent it. */
void bh_desk_take_event (BhDesk *desk, const char *name, JsonObject *data, gint64 at_us);
void bh_desk_take_snapshot_begin (BhDesk *desk, gint64 at_us);
void bh_desk_take_snapshot_end (BhDesk *desk, gint64 at_us);

BhClock *bh_desk_get_clock (BhDesk *desk);
BhFeed *bh_desk_get_feed (BhDesk *desk);
BhAgentState *bh_desk_get_agent (BhDesk *desk);
GListModel *bh_desk_get_contacts (BhDesk *desk);
GListModel *bh_desk_get_colleagues (BhDesk *desk);
GListModel *bh_desk_get_queues (BhDesk *desk);
GListModel *bh_desk_get_reasons (BhDesk *desk);
GListModel *bh_desk_get_dispositions (BhDesk *desk);
BhContactItem *bh_desk_get_current (BhDesk *desk);
BhContactItem *bh_desk_find_contact (BhDesk *desk, const char *id);
const char *bh_desk_get_user_name (BhDesk *desk);
const char *bh_desk_get_full_name (BhDesk *desk);
const char *bh_desk_get_device (BhDesk *desk);
const char *bh_desk_get_profile (BhDesk *desk);
BhFeedState bh_desk_get_feed_state (BhDesk *desk);
BhLinkState bh_desk_get_link_state (BhDesk *desk);
BhStoreState bh_desk_get_store_state (BhDesk *desk);
BhBannerKind bh_desk_get_banner_kind (BhDesk *desk);
const char *bh_desk_get_banner_text (BhDesk *desk);
gboolean bh_desk_get_watch_only (BhDesk *desk);
/* While the phone system is away: why no call can be made or handled from here, else NULL. */
const char *bh_desk_why_no_calls (BhDesk *desk);
gboolean bh_desk_allows (BhDesk *desk, const char *op);

/* TRUE: contacts of others are listed as well (supervisors, players of recordings). */
void bh_desk_set_all_contacts (BhDesk *desk, gboolean all);
/* What the person looks at; NULL = the empty desk. */
void bh_desk_set_current (BhDesk *desk, BhContactItem *contact);
/* Takes a contact that is over off the desk. FALSE if it is not over. */
gboolean bh_desk_dismiss (BhDesk *desk, BhContactItem *contact);

G_END_DECLS
