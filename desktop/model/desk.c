/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-private.h"

#include "desktop/model/desk-messages.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/client-error.h"
#include "desktop/model/agent-state-private.h"
#include "desktop/model/colleague.h"
#include "desktop/model/error-text.h"
#include "desktop/model/label.h"
#include "desktop/model/past-call.h"
#include "desktop/model/queue-item.h"

enum {
  SIGNAL_POP,
  SIGNAL_SERVER_KEY,
  SIGNAL_LOGIN_FAILED,
  SIGNAL_ENDED,
  SIGNAL_FINISHED,
  SIGNAL_WITHDRAWN,
  SIGNAL_MESSAGES_CHANGED,
  SIGNAL_OTHER_EVENT,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static const BhItemField fields[] = {
    {"clock", bh_clock_get_type},
    {"feed-state", bh_feed_state_get_type},
    {"signed-in", bh_item_bool},
    {"user-name", bh_item_string},
    {"full-name", bh_item_string},
    {"roles", bh_item_strv},
    {"ops", bh_item_strv},
    {"device", bh_item_string},
    {"profile", bh_item_string},
    {"home-region", bh_item_string},
    {"watch-only", bh_item_bool},
    {"wrap-up-s", bh_item_int},
    {"link-state", bh_link_state_get_type},
    {"link-message", bh_item_string},
    {"link-since", bh_item_int},
    {"store-state", bh_store_state_get_type},
    {"store-message", bh_item_string},
    {"store-since", bh_item_int},
    {"store-backlog", bh_item_int},
    {"banner-kind", bh_banner_kind_get_type},
    {"banner-text", bh_item_string},
    {"agent", bh_agent_state_get_type},
    {"contacts", g_list_model_get_type},
    {"current", bh_contact_item_get_type},
    {"colleagues", g_list_model_get_type},
    {"queues", g_list_model_get_type},
    {"reasons", g_list_model_get_type},
    {"dispositions", g_list_model_get_type},
};

G_DEFINE_FINAL_TYPE (BhDesk, bh_desk, BH_TYPE_ITEM)

static int
by_first_seen (gconstpointer a, gconstpointer b, gpointer data)
{
  gint64 left = bh_contact_item_get_first_seen ((BhContactItem *) a);
  gint64 right = bh_contact_item_get_first_seen ((BhContactItem *) b);

  return left > right ? -1 : left < right;
}

static int
by_name (gconstpointer a, gconstpointer b, gpointer data)
{
  const char *left = bh_colleague_get_full_name ((BhColleague *) a);
  const char *right = bh_colleague_get_full_name ((BhColleague *) b);

  return g_utf8_collate (left ? left : "", right ? right : "");
}

static void
bh_desk_dispose (GObject *object)
{
  BhDesk *self = BH_DESK (object);

  if (self->feed)
    g_signal_handlers_disconnect_by_data (self->feed, self);
  if (self->clock && self->banner_timer)
    bh_clock_cancel (self->clock, self->banner_timer);
  self->banner_timer = 0;
  if (self->softphone)
    g_signal_handlers_disconnect_by_data (self->softphone, self);
  g_clear_object (&self->softphone);
  bh_desk_finished_close (self);
  g_clear_pointer (&self->notes, bh_desk_notes_free);
  g_clear_pointer (&self->scripts, bh_desk_scripts_free);
  G_OBJECT_CLASS (bh_desk_parent_class)->dispose (object);
}

static void
bh_desk_finalize (GObject *object)
{
  BhDesk *self = BH_DESK (object);

  bh_unsaved_free (self->unsaved);
  g_clear_pointer (&self->refusals, bh_desk_refusals_free);
  g_clear_object (&self->feed);
  g_clear_object (&self->clock);
  g_clear_object (&self->agent);
  g_clear_pointer (&self->agent_data, json_object_unref);
  g_clear_pointer (&self->contacts, bh_keyed_list_free);
  g_clear_pointer (&self->colleagues, bh_keyed_list_free);
  g_clear_pointer (&self->queues, bh_keyed_list_free);
  g_clear_pointer (&self->reasons, bh_keyed_list_free);
  g_clear_pointer (&self->all_reasons, bh_keyed_list_free);
  g_clear_pointer (&self->dispositions, bh_keyed_list_free);
  g_clear_pointer (&self->messages, bh_keyed_list_free);
  g_clear_pointer (&self->finished, g_ptr_array_unref);
  g_clear_object (&self->recent);
  g_clear_object (&self->past);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->popped, g_hash_table_unref);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_free (self->language);
  g_free (self->state_dir);
  G_OBJECT_CLASS (bh_desk_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n_params, GType type)
{
  GType types[2] = {type, type};

  return g_signal_newv (name,
                        BH_TYPE_DESK,
                        G_SIGNAL_RUN_LAST,
                        NULL,
                        NULL,
                        NULL,
                        NULL,
                        G_TYPE_NONE,
                        n_params,
                        types);
}

static void
bh_desk_class_init (BhDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bh_desk_dispose;
  object_class->finalize = bh_desk_finalize;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
  signals[SIGNAL_POP] = add_signal ("pop", 1, BH_TYPE_CONTACT_ITEM);
  signals[SIGNAL_SERVER_KEY] = add_signal ("server-key", 2, G_TYPE_STRING);
  signals[SIGNAL_LOGIN_FAILED] = add_signal ("login-failed", 1, G_TYPE_STRING);
  signals[SIGNAL_ENDED] = add_signal ("ended", 1, G_TYPE_STRING);
  signals[SIGNAL_FINISHED] = add_signal ("finished", 1, BH_TYPE_CONTACT_ITEM);
  signals[SIGNAL_WITHDRAWN] = add_signal ("withdrawn", 1, G_TYPE_STRING);
  signals[SIGNAL_MESSAGES_CHANGED] = add_signal ("messages-changed", 0, G_TYPE_NONE);
  signals[SIGNAL_OTHER_EVENT] = g_signal_new ("other-event",
                                              BH_TYPE_DESK,
                                              G_SIGNAL_RUN_LAST,
                                              0,
                                              NULL,
                                              NULL,
                                              NULL,
                                              G_TYPE_NONE,
                                              2,
                                              G_TYPE_STRING,
                                              JSON_TYPE_OBJECT);
}

static void
bh_desk_init (BhDesk *self)
{
  self->agent = g_object_new (BH_TYPE_AGENT_STATE, NULL);
  self->contacts = bh_keyed_list_new (BH_TYPE_CONTACT_ITEM,
                                      (BhKeyFunc) (GCallback) bh_contact_item_get_id,
                                      by_first_seen);
  self->colleagues =
      bh_keyed_list_new (BH_TYPE_COLLEAGUE, (BhKeyFunc) (GCallback) bh_colleague_get_id, by_name);
  self->queues =
      bh_keyed_list_new (BH_TYPE_QUEUE_ITEM, (BhKeyFunc) (GCallback) bh_queue_item_get_id, NULL);
  self->reasons =
      bh_keyed_list_new (BH_TYPE_REASON, (BhKeyFunc) (GCallback) bh_reason_get_code, NULL);
  self->all_reasons =
      bh_keyed_list_new (BH_TYPE_REASON, (BhKeyFunc) (GCallback) bh_reason_get_code, NULL);
  self->dispositions = bh_keyed_list_new (BH_TYPE_DISPOSITION,
                                          (BhKeyFunc) (GCallback) bh_disposition_get_code,
                                          NULL);
  self->messages = bh_keyed_list_new (BH_TYPE_MESSAGE,
                                      (BhKeyFunc) (GCallback) bh_message_get_id,
                                      bh_desk_compare_messages);
  self->finished = g_ptr_array_new_with_free_func (g_object_unref);
  self->recent = g_list_store_new (BH_TYPE_CONTACT_ITEM);
  self->past = g_list_store_new (BH_TYPE_PAST_CALL);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->popped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  bh_item_set_object (self, BH_DESK_AGENT, self->agent);
  bh_item_set_object (self, BH_DESK_CONTACTS, bh_keyed_list_get_model (self->contacts));
  bh_item_set_object (self, BH_DESK_COLLEAGUES, bh_keyed_list_get_model (self->colleagues));
  bh_item_set_object (self, BH_DESK_QUEUES, bh_keyed_list_get_model (self->queues));
  bh_item_set_object (self, BH_DESK_REASONS, bh_keyed_list_get_model (self->reasons));
  bh_item_set_object (self, BH_DESK_DISPOSITIONS, bh_keyed_list_get_model (self->dispositions));
  bh_item_set_enum (self, BH_DESK_LINK_STATE, BH_LINK_UNKNOWN);
  bh_item_set_enum (self, BH_DESK_STORE_STATE, BH_STORE_UNKNOWN);
}

static void
on_banner_due (gpointer data)
{
  BhDesk *self = BH_DESK (data);

  self->banner_timer = 0;
  bh_desk_refresh_banner (self);
}

static gboolean
is_talking (BhDesk *self)
{
  for (guint i = 0; i < bh_keyed_list_get_n (self->contacts); i++) {
    BhContactItem *contact = bh_keyed_list_get (self->contacts, i);
    if (!bh_contact_item_get_is_over (contact))
      return TRUE;
  }
  return FALSE;
}

void
bh_desk_refresh_banner (BhDesk *self)
{
  gint64 now = bh_clock_now (self->clock);
  g_autofree char *text = NULL;
  BhBannerFacts facts = {
      .feed = bh_desk_get_feed_state (self),
      .away_since = bh_feed_get_away_since (self->feed),
      .back_at = self->back_at,
      .complete_until = self->complete_until,
      .link = bh_desk_get_link_state (self),
      .link_since = bh_item_get_int (self, BH_DESK_LINK_SINCE),
      .link_message = bh_item_get_string (self, BH_DESK_LINK_MESSAGE),
      .store = bh_desk_get_store_state (self),
      .store_since = bh_item_get_int (self, BH_DESK_STORE_SINCE),
      .phone = self->softphone ? bh_softphone_get_state (self->softphone) : BH_SOFTPHONE_OFF,
      .phone_message = self->softphone ? bh_softphone_get_message (self->softphone) : NULL,
      .phone_sound = self->softphone ? bh_softphone_get_sound (self->softphone) : NULL,
      .talking = is_talking (self),
  };
  BhBannerKind kind = bh_banner_choose (&facts, now, &text);

  g_object_freeze_notify (G_OBJECT (self));
  bh_item_set_enum (self, BH_DESK_BANNER_KIND, kind);
  bh_item_set_string (self, BH_DESK_BANNER_TEXT, text);
  g_object_thaw_notify (G_OBJECT (self));
  if (kind == BH_BANNER_COMPLETE && self->banner_timer == 0)
    self->banner_timer =
        bh_clock_after (self->clock,
                        (guint) MAX (1, (self->back_at + BH_BANNER_COMPLETE_US - now + 999) / 1000),
                        on_banner_due,
                        self);
}

gboolean
bh_desk_is_reachable (BhDesk *self, const char **why)
{
  const char *text = NULL;

  if (bh_desk_get_feed_state (self) != BH_FEED_LIVE)
    text = _ ("The server is away: use the phone itself.");
  if (why)
    *why = text;
  return text == NULL;
}

const char *
bh_desk_why_no_calls (BhDesk *self)
{
  g_return_val_if_fail (BH_IS_DESK (self), NULL);
  return bh_link_state_is_away (bh_desk_get_link_state (self))
             ? _ ("There is no connection to the phone system. Use the phone itself.")
             : NULL;
}

void
bh_desk_refresh_reach (BhDesk *self)
{
  const char *why;

  bh_desk_is_reachable (self, &why);
  for (guint i = 0; i < bh_keyed_list_get_n (self->contacts); i++)
    bh_contact_item_set_reachable (bh_keyed_list_get (self->contacts, i),
                                   why,
                                   bh_desk_why_no_calls (self));
}

static BhReason *
find_reason (gpointer desk, const char *code)
{
  return bh_keyed_list_find (BH_DESK (desk)->all_reasons, code);
}

/* What the server said last, or unknown while nobody can say whether it is still so. */
void
bh_desk_refresh_agent (BhDesk *self)
{
  gint64 away_since = bh_feed_get_away_since (self->feed);

  if (self->agent_data)
    bh_agent_state_update (self->agent, self->agent_data, find_reason, self);
  if (away_since > 0)
    bh_agent_state_set_unknown (self->agent, away_since);
}

static void
on_feed_state (BhFeed *feed, GParamSpec *spec, BhDesk *self)
{
  BhFeedState state = bh_feed_get_state (feed);

  g_assert (BH_IS_DESK (self));

  if (bh_feed_get_away_since (feed) > 0)
    self->was_away = TRUE;
  bh_item_set_enum (self, BH_DESK_FEED_STATE, state);
  if (state == BH_FEED_LIVE && self->was_away && bh_feed_get_away_since (feed) == 0) {
    self->was_away = FALSE;
    self->back_at = bh_clock_now (self->clock);
    self->complete_until = bh_feed_get_complete_until (feed);
  }
  bh_desk_refresh_agent (self);
  bh_desk_refresh_reach (self);
  bh_desk_refresh_banner (self);
  bh_desk_notes_set_live (self->notes, state == BH_FEED_LIVE);
  bh_desk_scripts_set_live (self->scripts, state == BH_FEED_LIVE);
  bh_desk_look_back (self);
}

static void
on_event (BhFeed *feed, const char *name, guint64 seq, gint64 at_us, JsonObject *data, BhDesk *self)
{
  bh_desk_fold (self, name, data, at_us);
}

static void
on_snapshot_begin (BhFeed *feed, gint64 at_us, BhDesk *self)
{
  bh_desk_fold_snapshot_begin (self);
}

static void
on_snapshot_end (BhFeed *feed, gint64 at_us, BhDesk *self)
{
  bh_desk_fold_snapshot_end (self, at_us);
  bh_item_set_bool (self, BH_DESK_SIGNED_IN, TRUE);
  bh_desk_look_back (self);
}

static void
on_server_time (BhFeed *feed, gint64 now_us, BhDesk *self)
{
  bh_clock_set_server_time (self->clock, now_us);
}

static void
on_server_key (BhFeed *feed, const char *server, const char *fingerprint, BhDesk *self)
{
  g_signal_emit (self, signals[SIGNAL_SERVER_KEY], 0, server, fingerprint);
}

static void
on_login_failed (BhFeed *feed, GError *error, BhDesk *self)
{
  g_autoptr (GError) translated = bh_error_translate (error, self->language);

  bh_item_set_bool (self, BH_DESK_SIGNED_IN, FALSE);
  g_signal_emit (self, signals[SIGNAL_LOGIN_FAILED], 0, translated->message);
}

static char *
ended_text (const char *code, const char *message)
{
  static const char *const texts[][2] = {
      {"logout", N_ ("You are signed out.")},
      {"expired", N_ ("You have been signed in for a long time. Sign in again.")},
      {"revoked", N_ ("Your account was changed. Sign in again, or ask your administrator.")},
      {"replaced", N_ ("You signed in somewhere else, so you are signed out here.")},
      {"version",
       N_ ("This program and the server do not fit together. Ask your administrator to "
           "update it.")},
      {"protocol",
       N_ ("The server did not understand this program. Ask your administrator to "
           "update it.")},
      {"shutdown", N_ ("The server was stopped.")},
  };

  if (g_strcmp0 (code, "signed_out") == 0 && message != NULL)
    /* Translators: %s is what a supervisor wrote. */
    return g_strdup_printf (_ ("A supervisor signed you out: %s"), message);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_strcmp0 (code, texts[i][0]) == 0)
      return g_strdup (_ (texts[i][1]));
  return g_strdup (message ? message : _ ("The server ended the session."));
}

static void
on_ended (BhFeed *feed, const char *code, const char *message, BhDesk *self)
{
  g_autofree char *text = ended_text (code, message);

  bh_item_set_bool (self, BH_DESK_SIGNED_IN, FALSE);
  bh_desk_notes_release (self->notes);
  bh_desk_refusals_release (self->refusals);
  bh_unsaved_close (self->unsaved);
  bh_desk_finished_close (self);
  bh_desk_scripts_release (self->scripts);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, text);
}

static void
connect_feed (BhDesk *self)
{
  g_signal_connect (self->feed, "notify::state", G_CALLBACK (on_feed_state), self);
  g_signal_connect (self->feed, "notify::away-since", G_CALLBACK (on_feed_state), self);
  g_signal_connect (self->feed, "event", G_CALLBACK (on_event), self);
  g_signal_connect (self->feed, "snapshot-begin", G_CALLBACK (on_snapshot_begin), self);
  g_signal_connect (self->feed, "snapshot-end", G_CALLBACK (on_snapshot_end), self);
  g_signal_connect (self->feed, "server-time", G_CALLBACK (on_server_time), self);
  g_signal_connect (self->feed, "server-key", G_CALLBACK (on_server_key), self);
  g_signal_connect (self->feed, "login-failed", G_CALLBACK (on_login_failed), self);
  g_signal_connect (self->feed, "ended", G_CALLBACK (on_ended), self);
}

BhDesk *
bh_desk_new (BhFeed *feed, BhClock *clock, const char *language, const char *state_dir)
{
  BhDesk *self;

  g_return_val_if_fail (BH_IS_FEED (feed), NULL);
  g_return_val_if_fail (BH_IS_CLOCK (clock), NULL);

  self = g_object_new (BH_TYPE_DESK, NULL);
  self->feed = g_object_ref (feed);
  self->clock = g_object_ref (clock);
  self->language = g_strdup (language ? language : bh_label_language ());
  self->state_dir = g_strdup (state_dir);
  self->notes = bh_desk_notes_new (self);
  self->scripts = bh_desk_scripts_new (self);
  self->refusals = bh_desk_refusals_new (self);
  self->unsaved = bh_unsaved_new ();
  bh_item_set_object (self, BH_DESK_CLOCK, clock);
  connect_feed (self);
  on_feed_state (feed, NULL, self);
  return self;
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  BhDesk *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (bh_feed_sign_in_finish (BH_FEED (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, bh_error_translate (error, self->language));
}

void
bh_desk_sign_in_async (BhDesk *self,
                       const BhSignIn *sign_in,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;

  g_return_if_fail (BH_IS_DESK (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bh_desk_sign_in_async);
  bh_feed_sign_in_async (self->feed, sign_in, cancellable, on_signed_in, task);
}

gboolean
bh_desk_sign_in_finish (BhDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bh_desk_confirm_key (BhDesk *self, gboolean accept)
{
  g_return_if_fail (BH_IS_DESK (self));
  bh_feed_confirm_key (self->feed, accept);
}

void
bh_desk_sign_out (BhDesk *self)
{
  g_return_if_fail (BH_IS_DESK (self));

  bh_item_set_bool (self, BH_DESK_SIGNED_IN, FALSE);
  self->was_away = FALSE;
  self->back_at = 0;
  bh_feed_sign_out (self->feed);
  bh_desk_clear (self);
}

void
bh_desk_emit_pop (BhDesk *self, BhContactItem *contact)
{
  g_signal_emit (self, signals[SIGNAL_POP], 0, contact);
}

void
bh_desk_emit_finished (BhDesk *self, BhContactItem *contact)
{
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0, contact);
}

void
bh_desk_emit_withdrawn (BhDesk *self, const char *text)
{
  g_signal_emit (self, signals[SIGNAL_WITHDRAWN], 0, text);
}

void
bh_desk_tell_damaged (BhDesk *self, BhNoteJournal *journal)
{
  const char *path = bh_note_journal_get_damaged (journal);
  g_autofree char *text = NULL;

  if (path == NULL)
    return;
  text = g_strdup_printf (
      /* Translators: %s is a file */
      _ ("Some of what was kept on this machine could not be read. The file as it was: %s"),
      path);
  bh_desk_emit_withdrawn (self, text);
}

void
bh_desk_emit_messages (BhDesk *self)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGES_CHANGED], 0);
}

void
bh_desk_emit_other_event (BhDesk *self, const char *name, JsonObject *data)
{
  g_signal_emit (self, signals[SIGNAL_OTHER_EVENT], 0, name, data);
}

void
bh_desk_take_event (BhDesk *self, const char *name, JsonObject *data, gint64 at_us)
{
  g_return_if_fail (BH_IS_DESK (self) && name != NULL && data != NULL);
  bh_desk_fold (self, name, data, at_us);
}

void
bh_desk_take_snapshot_begin (BhDesk *self, gint64 at_us)
{
  g_return_if_fail (BH_IS_DESK (self));
  on_snapshot_begin (self->feed, at_us, self);
}

void
bh_desk_take_snapshot_end (BhDesk *self, gint64 at_us)
{
  g_return_if_fail (BH_IS_DESK (self));
  on_snapshot_end (self->feed, at_us, self);
}
