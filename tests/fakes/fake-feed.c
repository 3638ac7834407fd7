/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-feed.h"

#include "desktop/client/client-error.h"

typedef struct {
  GTask *task;
  char *op;
  JsonObject *args;
} Request;

typedef struct {
  char *event;
  JsonObject *data;
} Missed;

struct _FakeFeed {
  GObject parent;

  FakeWorld *world;
  FakePolicy *policy;
  BhFeedState state;
  gint64 away_since;
  gint64 complete_until;
  guint64 seq;
  GPtrArray *missed;   /* of Missed: said while the line was cut */
  GPtrArray *requests; /* of Request: not answered yet */
  gboolean lag;
  GSource *idle;
};

enum { PROP_STATE = 1, PROP_AWAY_SINCE, PROP_COMPLETE_UNTIL };

static void fake_feed_iface_init (BhFeedInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeFeed,
                               fake_feed,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_FEED, fake_feed_iface_init))

static void
request_free (Request *request)
{
  g_clear_object (&request->task);
  g_free (request->op);
  json_object_unref (request->args);
  g_free (request);
}

static void
missed_free (Missed *missed)
{
  g_free (missed->event);
  json_object_unref (missed->data);
  g_free (missed);
}

static void
fake_feed_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  FakeFeed *self = FAKE_FEED (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_AWAY_SINCE:
    g_value_set_int64 (value, self->away_since);
    break;
  case PROP_COMPLETE_UNTIL:
    g_value_set_int64 (value, self->complete_until);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
fake_feed_finalize (GObject *object)
{
  FakeFeed *self = FAKE_FEED (object);

  if (self->idle)
    g_source_destroy (self->idle);
  g_clear_pointer (&self->idle, g_source_unref);
  g_ptr_array_unref (self->missed);
  g_ptr_array_unref (self->requests);
  G_OBJECT_CLASS (fake_feed_parent_class)->finalize (object);
}

static void
fake_feed_class_init (FakeFeedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = fake_feed_get_property;
  object_class->finalize = fake_feed_finalize;
  g_object_class_override_property (object_class, PROP_STATE, "state");
  g_object_class_override_property (object_class, PROP_AWAY_SINCE, "away-since");
  g_object_class_override_property (object_class, PROP_COMPLETE_UNTIL, "complete-until");
}

static void
fake_feed_init (FakeFeed *self)
{
  self->missed = g_ptr_array_new_with_free_func ((GDestroyNotify) missed_free);
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) request_free);
}

FakeFeed *
fake_feed_new (FakeWorld *world, FakePolicy *policy)
{
  FakeFeed *self = g_object_new (FAKE_TYPE_FEED, NULL);

  self->world = world;
  self->policy = policy;
  return self;
}

static void
set_state (FakeFeed *self, BhFeedState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify (G_OBJECT (self), "state");
}

static void
emit (const char *event, JsonObject *data, gpointer user_data)
{
  FakeFeed *self = user_data;

  bh_feed_emit_event (BH_FEED (self), event, ++self->seq, fake_world_now (self->world), data);
}

static void
tell_everything (FakeFeed *self)
{
  gint64 now = fake_world_now (self->world);

  set_state (self, BH_FEED_SYNCING);
  bh_feed_emit_snapshot_begin (BH_FEED (self), now);
  fake_world_tell (self->world, emit, self);
  bh_feed_emit_snapshot_end (BH_FEED (self), now);
  self->complete_until = now;
  g_object_notify (G_OBJECT (self), "complete-until");
}

void
fake_feed_sign_in (FakeFeed *self)
{
  tell_everything (self);
  set_state (self, BH_FEED_LIVE);
}

void
fake_feed_send (FakeFeed *self, const char *event, JsonObject *data)
{
  Missed *missed;

  if (self->state == BH_FEED_LIVE) {
    emit (event, data, self);
  } else if (self->state == BH_FEED_AWAY) {
    missed = g_new0 (Missed, 1);
    missed->event = g_strdup (event);
    missed->data = json_object_ref (data);
    g_ptr_array_add (self->missed, missed);
  }
}

void
fake_feed_drop (FakeFeed *self)
{
  self->away_since = fake_world_now (self->world);
  set_state (self, BH_FEED_AWAY);
  g_object_notify (G_OBJECT (self), "away-since");
}

static void
come_back (FakeFeed *self)
{
  self->away_since = 0;
  self->complete_until = fake_world_now (self->world);
  set_state (self, BH_FEED_LIVE);
  g_object_notify (G_OBJECT (self), "away-since");
}

static void
fail_requests (FakeFeed *self)
{
  while (self->requests->len > 0) {
    Request *request = g_ptr_array_steal_index (self->requests, 0);
    g_task_return_new_error (request->task,
                             BH_CLIENT_ERROR,
                             BH_CLIENT_ERROR_SERVER_AWAY,
                             "The server was restarted before it answered.");
    request_free (request);
  }
}

static void answer_soon (FakeFeed *self);

void
fake_feed_return (FakeFeed *self, gboolean restarted)
{
  if (restarted) {
    fail_requests (self);
    g_ptr_array_set_size (self->missed, 0);
    self->seq = 0;
    tell_everything (self);
  }
  for (guint i = 0; i < self->missed->len; i++) {
    Missed *missed = g_ptr_array_index (self->missed, i);
    emit (missed->event, missed->data, self);
  }
  g_ptr_array_set_size (self->missed, 0);
  come_back (self);
  answer_soon (self);
}

void
fake_feed_bye (FakeFeed *self, const char *code)
{
  set_state (self, BH_FEED_OFFLINE);
  bh_feed_emit_ended (BH_FEED (self), code, "The fake server says bye.");
}

void
fake_feed_lag (FakeFeed *self, gboolean lag)
{
  self->lag = lag;
  answer_soon (self);
}

static void
answer (FakeFeed *self, Request *request)
{
  g_auto (FakeAnswer) answer = {NULL};

  fake_policy_answer (self->policy, request->op, request->args, &answer);
  if (answer.result)
    g_task_return_pointer (request->task,
                           g_steal_pointer (&answer.result),
                           (GDestroyNotify) json_object_unref);
  else
    g_task_return_error (request->task,
                         bh_client_error_from_wire (answer.code, answer.message, answer.detail));
}

static gboolean
on_idle (gpointer data)
{
  FakeFeed *self = data;

  g_clear_pointer (&self->idle, g_source_unref);
  while (self->requests->len > 0 && !self->lag && self->state != BH_FEED_AWAY) {
    Request *request = g_ptr_array_steal_index (self->requests, 0);
    if (!g_task_return_error_if_cancelled (request->task))
      answer (self, request);
    request_free (request);
  }
  return G_SOURCE_REMOVE;
}

static void
answer_soon (FakeFeed *self)
{
  if (self->idle)
    return;
  self->idle = g_idle_source_new ();
  g_source_set_callback (self->idle, on_idle, self, NULL);
  g_source_attach (self->idle, g_main_context_get_thread_default ());
}

static void
ask (FakeFeed *self, GTask *task, const char *op, JsonObject *args)
{
  Request *request = g_new0 (Request, 1);

  request->task = task;
  request->op = g_strdup (op);
  request->args = args ? json_object_ref (args) : json_object_new ();
  g_ptr_array_add (self->requests, request);
  answer_soon (self);
}

static void
fake_feed_request_async (BhFeed *feed,
                         const char *op,
                         JsonObject *args,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  ask (FAKE_FEED (feed), g_task_new (feed, cancellable, callback, user_data), op, args);
}

static JsonObject *
fake_feed_request_finish (BhFeed *feed, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fake_feed_sign_in_async (BhFeed *feed,
                         const BhSignIn *sign_in,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (JsonObject) args = json_object_new ();

  json_object_set_string_member (args, "user", sign_in->user);
  json_object_set_string_member (args, "password", sign_in->password);
  set_state (FAKE_FEED (feed), BH_FEED_LOGIN);
  ask (FAKE_FEED (feed), g_task_new (feed, cancellable, callback, user_data), "login", args);
}

static gboolean
fake_feed_sign_in_finish (BhFeed *feed, GAsyncResult *result, GError **error)
{
  g_autoptr (JsonObject) reply = g_task_propagate_pointer (G_TASK (result), error);

  if (reply)
    fake_feed_sign_in (FAKE_FEED (feed));
  return reply != NULL;
}

static void
fake_feed_confirm_key (BhFeed *feed, gboolean accept)
{
}

static void
fake_feed_sign_out (BhFeed *feed)
{
  set_state (FAKE_FEED (feed), BH_FEED_OFFLINE);
}

static void
fake_feed_iface_init (BhFeedInterface *iface)
{
  iface->sign_in_async = fake_feed_sign_in_async;
  iface->sign_in_finish = fake_feed_sign_in_finish;
  iface->confirm_key = fake_feed_confirm_key;
  iface->sign_out = fake_feed_sign_out;
  iface->request_async = fake_feed_request_async;
  iface->request_finish = fake_feed_request_finish;
}
