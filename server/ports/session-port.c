/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ports/session-port.h"

struct BhRequest {
  char *op;
  JsonObject *args;
  BhSessionUser *user;
  BhSessionPeer peer; /* owns its strings */
  BhAnswerFunc answer;
  gpointer user_data;
  GDestroyNotify destroy;
};

static void
user_clear (gpointer data)
{
  BhSessionUser *user = data;

  g_free (user->session);
  g_free (user->user);
  g_free (user->device);
  g_free (user->profile);
  g_free (user->locale);
  g_free (user->address);
}

BhSessionUser *
bh_session_user_new (const BhSessionUser *init)
{
  BhSessionUser *user;

  g_return_val_if_fail (init != NULL && init->session != NULL && init->user != NULL, NULL);

  user = g_atomic_rc_box_new0 (BhSessionUser);
  user->session = g_strdup (init->session);
  user->user = g_strdup (init->user);
  user->roles = init->roles;
  user->device = g_strdup (init->device);
  user->profile = g_strdup (init->profile);
  user->locale = g_strdup (init->locale);
  user->address = g_strdup (init->address);
  return user;
}

BhSessionUser *
bh_session_user_ref (BhSessionUser *user)
{
  return g_atomic_rc_box_acquire (user);
}

void
bh_session_user_unref (BhSessionUser *user)
{
  g_atomic_rc_box_release_full (user, user_clear);
}

BhOutEvent *
bh_out_event_new (const char *event, JsonNode *data)
{
  BhOutEvent *out = g_new0 (BhOutEvent, 1);

  out->event = event;
  out->data = data;
  return out;
}

void
bh_out_event_free (BhOutEvent *event)
{
  if (event == NULL)
    return;
  g_clear_pointer (&event->data, json_node_unref);
  g_free (event);
}

BhRequest *
bh_request_new (const char *op,
                JsonObject *args,
                BhSessionUser *user,
                const BhSessionPeer *peer,
                BhAnswerFunc answer,
                gpointer user_data,
                GDestroyNotify destroy)
{
  BhRequest *request = g_new0 (BhRequest, 1);

  g_return_val_if_fail (op != NULL && peer != NULL && answer != NULL, NULL);

  request->op = g_strdup (op);
  request->args = args != NULL ? json_object_ref (args) : json_object_new ();
  request->user = user != NULL ? bh_session_user_ref (user) : NULL;
  request->peer.session = g_strdup (peer->session);
  request->peer.client = g_strdup (peer->client);
  request->peer.locale = g_strdup (peer->locale);
  request->peer.address = g_strdup (peer->address);
  request->answer = answer;
  request->user_data = user_data;
  request->destroy = destroy;
  return request;
}

void
bh_request_free (BhRequest *request)
{
  if (request->destroy != NULL)
    request->destroy (request->user_data);
  g_clear_pointer (&request->user, bh_session_user_unref);
  json_object_unref (request->args);
  g_free ((char *) request->peer.session);
  g_free ((char *) request->peer.client);
  g_free ((char *) request->peer.locale);
  g_free ((char *) request->peer.address);
  g_free (request->op);
  g_free (request);
}

BhSessionUser *
bh_request_get_user (BhRequest *request)
{
  return request->user;
}

const char *
bh_request_get_op (BhRequest *request)
{
  return request->op;
}

JsonObject *
bh_request_get_args (BhRequest *request)
{
  return request->args;
}

const BhSessionPeer *
bh_request_get_peer (BhRequest *request)
{
  return &request->peer;
}

gpointer
bh_request_get_data (BhRequest *request)
{
  return request->user_data;
}

void
bh_request_succeed (BhRequest *request, JsonObject *result)
{
  g_autoptr (JsonObject) owned = result;
  BhAnswer answer = {.ok = TRUE, .result = owned};

  g_return_if_fail (request != NULL);

  request->answer (&answer, request->user_data);
  bh_request_free (request);
}

void
bh_request_fail (BhRequest *request, const char *code, const char *message, JsonObject *detail)
{
  g_autoptr (JsonObject) owned = detail;
  BhAnswer answer = {.code = code, .message = message, .detail = owned};

  g_return_if_fail (request != NULL && code != NULL && message != NULL);

  request->answer (&answer, request->user_data);
  bh_request_free (request);
}
