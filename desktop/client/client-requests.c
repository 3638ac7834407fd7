/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/client/client-private.h"

#include "desktop/client/client-error.h"
#include "protocol/codec.h"

typedef struct {
  char *id;
  GTask *task;
  GBytes *frame;
  char *epoch; /* of the server it was first sent to; NULL: not sent yet */
  gboolean sent;
  gint64 deadline;
} Request;

static void
request_free (Request *request)
{
  g_clear_object (&request->task);
  g_bytes_unref (request->frame);
  g_free (request->epoch);
  g_free (request->id);
  g_free (request);
}

void
bh_client_requests_init (BhClient *self)
{
  self->requests =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) request_free);
  g_queue_init (&self->order);
}

void
bh_client_requests_free (BhClient *self)
{
  g_queue_clear (&self->order);
  g_clear_pointer (&self->requests, g_hash_table_unref);
}

/* Takes it out of the books; the caller frees it. */
static Request *
steal (BhClient *self, const char *id)
{
  Request *request = id ? g_hash_table_lookup (self->requests, id) : NULL;

  if (request) {
    g_queue_remove (&self->order, request->id);
    g_hash_table_steal (self->requests, id);
  }
  return request;
}

static void
fail (BhClient *self, Request *request, BhClientErrorCode code, const char *message)
{
  g_autoptr (GTask) task = g_steal_pointer (&request->task);

  request_free (steal (self, request->id));
  g_task_return_new_error (task, BH_CLIENT_ERROR, (int) code, "%s", message);
}

static gboolean
is_logged_in (BhClient *self)
{
  BhSyncState state = self->sync ? bh_sync_get_state (self->sync) : BH_SYNC_CLOSED;

  return state == BH_SYNC_SYNCING || state == BH_SYNC_LIVE;
}

static void
try_send (BhClient *self, Request *request)
{
  if (request->sent || !is_logged_in (self) || !bh_client_send (self, request->frame))
    return;
  request->sent = TRUE;
  if (request->epoch == NULL)
    request->epoch = g_strdup (bh_sync_get_epoch (self->sync));
}

void
bh_client_requests_push (BhClient *self)
{
  for (GList *l = self->order.head; l != NULL; l = l->next)
    try_send (self, g_hash_table_lookup (self->requests, l->data));
}

gboolean
bh_client_requests_wait_for_socket (BhClient *self)
{
  for (GList *l = self->order.head; l != NULL && is_logged_in (self); l = l->next)
    if (!((Request *) g_hash_table_lookup (self->requests, l->data))->sent)
      return TRUE;
  return FALSE;
}

void
bh_client_request (BhClient *self, GTask *task, const char *op, JsonObject *args)
{
  Request *request;

  if (self->sync == NULL) {
    g_task_return_new_error (task,
                             BH_CLIENT_ERROR,
                             BH_CLIENT_ERROR_NOT_LOGGED_IN,
                             "Nobody is signed in: sign in first.");
    g_object_unref (task);
    return;
  }
  request = g_new0 (Request, 1);
  request->id = g_strdup_printf ("%08x-%" G_GUINT64_FORMAT, self->seed, ++self->last_id);
  request->task = task;
  request->frame = bh_codec_request (request->id, op, args);
  request->deadline = bh_client_now (self) + BH_CLIENT_REQUEST_US;
  g_hash_table_insert (self->requests, request->id, request);
  g_queue_push_tail (&self->order, request->id);
  try_send (self, request);
}

void
bh_client_requests_reply (BhClient *self, const BhFrame *reply)
{
  Request *request = steal (self, reply->id);
  g_autoptr (GTask) task = NULL;

  if (request == NULL)
    return; /* asked twice, or given up meanwhile */
  task = g_steal_pointer (&request->task);
  request_free (request);
  if (reply->ok)
    g_task_return_pointer (task,
                           reply->result ? json_object_ref (reply->result) : json_object_new (),
                           (GDestroyNotify) json_object_unref);
  else
    g_task_return_error (task,
                         bh_client_error_from_wire (reply->code, reply->message, reply->detail));
}

/* Ids in the order they were asked, to walk while the books change. */
static GPtrArray *
copy_order (BhClient *self)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (GList *l = self->order.head; l != NULL; l = l->next)
    g_ptr_array_add (ids, g_strdup (l->data));
  return ids;
}

void
bh_client_requests_resume (BhClient *self, const char *epoch)
{
  g_autoptr (GPtrArray) ids = copy_order (self);

  for (guint i = 0; i < ids->len; i++) {
    Request *request = g_hash_table_lookup (self->requests, g_ptr_array_index (ids, i));
    if (request == NULL)
      continue;
    if (request->epoch && g_strcmp0 (request->epoch, epoch) != 0) {
      fail (self,
            request,
            BH_CLIENT_ERROR_SERVER_AWAY,
            "The server was restarted before it answered: look whether it was done.");
      continue;
    }
    request->sent = FALSE;
    try_send (self, request);
  }
}

void
bh_client_requests_tick (BhClient *self, gint64 now)
{
  g_autoptr (GPtrArray) ids = copy_order (self);

  for (guint i = 0; i < ids->len; i++) {
    Request *request = g_hash_table_lookup (self->requests, g_ptr_array_index (ids, i));
    if (request == NULL)
      continue;
    if (g_task_return_error_if_cancelled (request->task))
      request_free (steal (self, request->id));
    else if (now >= request->deadline && self->state == BH_FEED_LIVE)
      fail (self,
            request,
            BH_CLIENT_ERROR_TIMEOUT,
            "The server did not answer within 12 s: look whether it was done.");
    else if (now >= request->deadline)
      fail (self,
            request,
            BH_CLIENT_ERROR_SERVER_AWAY,
            "The server is away: look whether it was done when it is back.");
  }
}

void
bh_client_requests_fail (BhClient *self, BhFeedState why)
{
  g_autoptr (GPtrArray) ids = copy_order (self);

  for (guint i = 0; i < ids->len; i++) {
    Request *request = g_hash_table_lookup (self->requests, g_ptr_array_index (ids, i));
    if (request == NULL)
      continue;
    fail (self,
          request,
          why == BH_FEED_AWAY ? BH_CLIENT_ERROR_SERVER_AWAY : BH_CLIENT_ERROR_NOT_LOGGED_IN,
          "The session is over: sign in again.");
  }
}
