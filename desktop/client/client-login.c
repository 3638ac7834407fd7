/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/client-private.h"

#include <sodium.h>

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/client/server-address.h"
#include "protocol/codec.h"

/* Whom we talk to, and as whom.
 *
 * A sign-in is a chain of questions, each answered before the next: where is the server (address),
 * which key has it (key door, pinned file, the person), who are you (login), what is there
 * (snapshot). The GTask `sign_in` is there from the first to the last; whatever fails in between
 * ends it and leaves the client offline. After that, a login is repeated by itself when the server
 * forgot us. */

#define RETRY_US (2 * G_USEC_PER_SEC)

gboolean
bh_client_login_fail (BhClient *self, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->sign_in);

  if (task == NULL) {
    g_error_free (error);
    return FALSE;
  }
  bh_client_close (self);
  bh_client_login_forget (self);
  g_task_return_error (task, error);
  return TRUE;
}

static void
fail_with (BhClient *self, BhClientErrorCode code, const char *message)
{
  bh_client_login_fail (self, g_error_new_literal (BH_CLIENT_ERROR, (int) code, message));
}

void
bh_client_login_forget (BhClient *self)
{
  g_clear_pointer (&self->password, bh_secret_free);
  if (self->ticket)
    sodium_memzero (self->ticket, strlen (self->ticket));
  g_clear_pointer (&self->ticket, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->profile, g_free);
  g_clear_pointer (&self->key_ask, bh_key_ask_free);
  g_clear_pointer (&self->offered_key, g_free);
  g_clear_pointer (&self->login_id, g_free);
  self->key_deadline = 0;
  self->login_at = 0;
}

static void
connect_with (BhClient *self, const char *key)
{
  g_autoptr (GError) error = NULL;

  g_free (self->server_key);
  self->server_key = g_strdup (key);
  if (!bh_client_open (self, &error))
    fail_with (self, BH_CLIENT_ERROR_SERVER_AWAY, error->message);
}

static void
refuse_other_key (BhClient *self, const char *pinned, const char *shown)
{
  g_autofree char *before = bh_curve_fingerprint (pinned);
  g_autofree char *now = bh_curve_fingerprint (shown);
  g_autofree char *message = g_strdup_printf (
      "The server at %s has another key than before: %s, it was %s. Somebody may be in between. Do "
      "not sign in; ask your administrator, who can say whether the key was changed. If it was, "
      "remove the server's line from %s.",
      self->server,
      now,
      before,
      bh_known_servers_get_path (self->known));

  fail_with (self, BH_CLIENT_ERROR_SERVER_KEY, message);
}

static void
on_key (const char *key, gpointer data)
{
  BhClient *self = data;
  g_autofree char *pinned = bh_known_servers_find (self->known, self->server);
  g_autofree char *fingerprint = NULL;

  g_clear_pointer (&self->key_ask, bh_key_ask_free);
  self->key_deadline = 0;
  if (pinned && !g_str_equal (pinned, key)) {
    refuse_other_key (self, pinned, key);
  } else if (pinned) {
    connect_with (self, pinned);
  } else {
    self->offered_key = g_strdup (key);
    fingerprint = bh_curve_fingerprint (key);
    bh_feed_emit_server_key (BH_FEED (self), self->server, fingerprint);
  }
}

/* The key door may be closed by a firewall; a server that is known already can be tried without. */
static void
give_up_key (BhClient *self)
{
  g_autofree char *pinned = bh_known_servers_find (self->known, self->server);
  g_autofree char *message = NULL;

  g_clear_pointer (&self->key_ask, bh_key_ask_free);
  self->key_deadline = 0;
  if (pinned) {
    connect_with (self, pinned);
    return;
  }
  message = g_strdup_printf ("No Bellhop server answers at %s. Check the address, the network and "
                             "whether the server runs.",
                             self->server);
  fail_with (self, BH_CLIENT_ERROR_SERVER_AWAY, message);
}

static void
bh_client_confirm_key (BhFeed *feed, gboolean accept)
{
  BhClient *self = BH_CLIENT (feed);
  g_autofree char *key = g_steal_pointer (&self->offered_key);
  g_autoptr (GError) error = NULL;

  if (key == NULL || self->sign_in == NULL)
    return;
  if (!accept)
    fail_with (self,
               BH_CLIENT_ERROR_SERVER_KEY,
               "The server's key was not confirmed: you are not signed in.");
  else if (!bh_known_servers_add (self->known, self->server, key, &error))
    bh_client_login_fail (self, g_steal_pointer (&error));
  else
    connect_with (self, key);
}

static gboolean
begin (BhClient *self, const BhSignIn *sign_in, GError **error)
{
  g_autofree char *endpoint = bh_server_address_parse (sign_in->server, error);

  if (endpoint == NULL)
    return FALSE;
  if (!self->has_keys && !bh_curve_keys_generate (&self->keys, error))
    return FALSE;
  self->has_keys = TRUE;
  g_free (self->endpoint);
  g_free (self->server);
  self->endpoint = g_steal_pointer (&endpoint);
  self->server = bh_server_address_name (self->endpoint);
  self->user = g_strdup (sign_in->user);
  self->device = g_strdup (sign_in->device);
  self->profile = g_strdup (sign_in->profile);
  self->password = bh_secret_new (sign_in->password ? sign_in->password : "");
  if (self->password == NULL)
    g_set_error_literal (error,
                         BH_CLIENT_ERROR,
                         BH_CLIENT_ERROR_INTERNAL,
                         "No safe memory for the password could be had: raise RLIMIT_MEMLOCK.");
  return self->password != NULL;
}

static void
ask_key (BhClient *self)
{
  g_autofree char *door = bh_key_door_endpoint_of (self->endpoint);
  g_autoptr (GError) error = NULL;

  bh_client_set_state (self, BH_FEED_CONNECTING);
  if (g_str_has_prefix (self->endpoint, "ipc://")) {
    connect_with (self, NULL); /* the file system's rights are the door there */
    return;
  }
  self->key_deadline = bh_client_now (self) + BH_CLIENT_KEY_WAIT_US;
  if (door)
    self->key_ask = bh_key_ask_new (self->context, door, on_key, self, &error);
  if (self->key_ask == NULL)
    give_up_key (self);
}

static void
bh_client_sign_in_async (BhFeed *feed,
                         const BhSignIn *sign_in,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  BhClient *self = BH_CLIENT (feed);
  g_autoptr (GTask) task = g_task_new (feed, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;

  g_task_set_source_tag (task, bh_client_sign_in_async);
  if (self->sign_in) {
    g_task_return_new_error (task,
                             BH_CLIENT_ERROR,
                             BH_CLIENT_ERROR_BUSY,
                             "A sign-in is under way already.");
    return;
  }
  bh_client_close (self);
  bh_client_login_forget (self);
  if (!begin (self, sign_in, &error)) {
    bh_client_login_forget (self);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  self->sign_in = g_steal_pointer (&task);
  ask_key (self);
}

static gboolean
bh_client_sign_in_finish (BhFeed *feed, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, feed), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_logged_out (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (JsonObject) reply = bh_feed_request_finish (BH_FEED (source), result, NULL);
}

static void
bh_client_sign_out (BhFeed *feed)
{
  BhClient *self = BH_CLIENT (feed);

  if (self->sign_in) {
    fail_with (self, BH_CLIENT_ERROR_NOT_LOGGED_IN, "The sign-in was given up.");
    return;
  }
  if (self->state == BH_FEED_LIVE)
    bh_feed_request_async (feed, "logout", NULL, NULL, on_logged_out, NULL);
  bh_client_close (self); /* what is in the socket gets half a second to leave */
  bh_client_login_forget (self);
}

static void
set_optional (JsonObject *args, const char *member, const char *value)
{
  if (value && *value)
    json_object_set_string_member (args, member, value);
}

void
bh_client_log_in (BhClient *self)
{
  g_autoptr (JsonObject) args = json_object_new ();
  g_autoptr (GBytes) frame = NULL;

  self->login_at = 0;
  self->login_by_ticket = self->ticket != NULL;
  if (self->ticket) {
    json_object_set_string_member (args, "ticket", self->ticket);
  } else {
    json_object_set_string_member (args, "user", self->user ? self->user : "");
    json_object_set_string_member (args,
                                   "password",
                                   self->password ? bh_secret_get (self->password) : "");
    set_optional (args, "device", self->device);
    set_optional (args, "profile", self->profile);
  }
  g_free (self->login_id);
  self->login_id =
      g_strdup_printf (BH_CLIENT_LOGIN_ID "%08x-%" G_GUINT64_FORMAT, self->seed, ++self->last_id);
  frame = bh_codec_request (self->login_id, "login", args);
  if (!bh_client_send (self, frame))
    self->login_at = bh_client_now (self) + RETRY_US;
}

static void
logged_in (BhClient *self, JsonObject *result)
{
  const char *ticket = bh_json_string (result, "ticket");

  if (ticket) {
    g_free (self->ticket);
    self->ticket = g_strdup (ticket);
  }
  bh_client_logged_in (self);
}

static void
refused (BhClient *self, const BhFrame *reply)
{
  gint64 wait_s = bh_json_int (reply->detail, "retry_after_s", 0);
  g_autoptr (GError) error = bh_client_error_from_wire (reply->code, reply->message, reply->detail);

  if (self->login_by_ticket) { /* the ticket is worth nothing any more; the password may be */
    g_clear_pointer (&self->ticket, g_free);
    bh_client_log_in (self);
  } else if (bh_client_login_fail (self, g_error_copy (error))) {
    return;
  } else if (bh_client_error_is_retryable (error)) {
    self->login_at = bh_client_now (self) + MAX (wait_s * G_USEC_PER_SEC, RETRY_US);
  } else {
    bh_client_close (self);
    bh_client_login_forget (self);
    bh_feed_emit_login_failed (BH_FEED (self), error);
  }
}

gboolean
bh_client_login_reply (BhClient *self, const BhFrame *reply)
{
  g_autofree char *id = NULL;

  if (reply->id == NULL || !g_str_has_prefix (reply->id, BH_CLIENT_LOGIN_ID))
    return FALSE;
  if (g_strcmp0 (reply->id, self->login_id) != 0)
    return TRUE; /* of a login that was given up */
  id = g_steal_pointer (&self->login_id);
  if (reply->ok)
    logged_in (self, reply->result);
  else
    refused (self, reply);
  return TRUE;
}

void
bh_client_login_tick (BhClient *self, gint64 now)
{
  if (self->key_deadline != 0 && now >= self->key_deadline && self->offered_key == NULL)
    give_up_key (self);
  else if (self->login_at != 0 && now >= self->login_at && self->sync != NULL &&
           bh_sync_get_state (self->sync) == BH_SYNC_LOGIN)
    bh_client_log_in (self);
}

void
bh_client_login_live (BhClient *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->sign_in);

  if (task)
    g_task_return_boolean (task, TRUE);
}

void
bh_client_login_init (BhFeedInterface *iface)
{
  iface->sign_in_async = bh_client_sign_in_async;
  iface->sign_in_finish = bh_client_sign_in_finish;
  iface->confirm_key = bh_client_confirm_key;
  iface->sign_out = bh_client_sign_out;
}
