/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/codec.h"

#include <string.h>

#include "protocol/args.h"
#include "protocol/json-check.h"
#include "protocol/protocol-error.h"

#define MAX_NAME    200
#define MAX_MESSAGE 4000
#define MAX_OP      64

typedef gboolean (*ReadFunc) (BhFrame *frame, JsonObject *object, GError **error);

static gboolean
fail_frame (GError **error, const char *what)
{
  g_set_error_literal (error, BH_PROTOCOL_ERROR, BH_PROTOCOL_ERROR_FRAME, what);
  return FALSE;
}

static gboolean
read_text (JsonObject *object, const char *member, glong max, char **out, GError **error)
{
  const char *text;

  if (!bh_args_string (object, member, 1, max, &text, error))
    return FALSE;
  *out = g_strdup (text);
  return TRUE;
}

static gboolean
read_optional_text (JsonObject *object, const char *member, glong max, char **out, GError **error)
{
  return !bh_args_has (object, member) || read_text (object, member, max, out, error);
}

static gboolean
read_optional_object (JsonObject *object, const char *member, JsonObject **out, GError **error)
{
  JsonObject *found;

  if (!bh_args_optional_object (object, member, &found, error))
    return FALSE;
  *out = found != NULL ? json_object_ref (found) : NULL;
  return TRUE;
}

static gboolean
read_place (BhFrame *frame, JsonObject *object, gint64 min, GError **error)
{
  return read_text (object, "epoch", BH_WIRE_MAX_ID, &frame->epoch, error) &&
         bh_args_int (object, "seq", min, G_MAXINT64, &frame->seq, error);
}

static gboolean
read_versions (BhFrame *frame, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "versions");
  JsonArray *versions;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return fail_frame (error, "`versions` must be a list of whole numbers");
  versions = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (versions); i++) {
    JsonNode *item = json_array_get_element (versions, i);
    if (!JSON_NODE_HOLDS_VALUE (item) || json_node_get_value_type (item) != G_TYPE_INT64)
      return fail_frame (error, "`versions` must be a list of whole numbers");
    if (json_node_get_int (item) == BH_WIRE_VERSION)
      frame->speaks_v1 = TRUE;
  }
  return TRUE;
}

static gboolean
read_hello (BhFrame *frame, JsonObject *object, GError **error)
{
  JsonObject *resume;

  if (!read_versions (frame, object, error) ||
      !read_text (object, "client", MAX_NAME, &frame->client, error) ||
      !read_optional_text (object, "locale", MAX_NAME, &frame->locale, error) ||
      !bh_args_optional_bool (object, "stream", TRUE, &frame->stream, error) ||
      !bh_args_optional_object (object, "resume", &resume, error))
    return FALSE;
  if (resume == NULL)
    return TRUE;
  return read_text (resume, "epoch", BH_WIRE_MAX_ID, &frame->resume_epoch, error) &&
         bh_args_int (resume, "seq", 0, G_MAXINT64, &frame->resume_seq, error);
}

static gboolean
read_welcome (BhFrame *frame, JsonObject *object, GError **error)
{
  static const char *const logins[] = {"needed", "held", NULL};
  guint login = 0;

  if (!bh_args_int (object, "version", 1, G_MAXINT32, &frame->version, error) ||
      !read_text (object, "server", MAX_NAME, &frame->server, error) ||
      !read_text (object, "epoch", BH_WIRE_MAX_ID, &frame->epoch, error) ||
      !read_text (object, "now", MAX_NAME, &frame->at, error) ||
      !bh_args_int (object, "heartbeat_ms", 1, G_MAXINT32, &frame->heartbeat_ms, error) ||
      !bh_args_enum (object, "login", logins, &login, error) ||
      !bh_args_bool (object, "resumed", &frame->resumed, error))
    return FALSE;
  frame->held = login == 1;
  return TRUE;
}

static gboolean
read_request (BhFrame *frame, JsonObject *object, GError **error)
{
  if (!read_text (object, "id", BH_WIRE_MAX_ID, &frame->id, error) ||
      !read_text (object, "op", MAX_OP, &frame->op, error) ||
      !read_optional_object (object, "args", &frame->args, error))
    return FALSE;
  if (frame->args == NULL)
    frame->args = json_object_new ();
  return TRUE;
}

static gboolean
read_reply (BhFrame *frame, JsonObject *object, GError **error)
{
  JsonObject *problem;
  const char *id;

  if (!bh_args_string (object, "id", 0, BH_WIRE_MAX_ID, &id, error))
    return FALSE;
  frame->id = g_strdup (id);
  if (!bh_args_bool (object, "ok", &frame->ok, error))
    return FALSE;
  if (frame->ok)
    return read_optional_object (object, "result", &frame->result, error);
  return bh_args_object (object, "error", &problem, error) &&
         read_text (problem, "code", MAX_NAME, &frame->code, error) &&
         read_text (problem, "message", MAX_MESSAGE, &frame->message, error) &&
         read_optional_object (problem, "detail", &frame->detail, error);
}

static gboolean
read_mark (BhFrame *frame, JsonObject *object, GError **error)
{
  return read_place (frame, object, 1, error) &&
         read_text (object, "at", MAX_NAME, &frame->at, error);
}

static gboolean
read_event (BhFrame *frame, JsonObject *object, GError **error)
{
  JsonNode *data = json_object_get_member (object, "data");

  if (!read_mark (frame, object, error) ||
      !read_text (object, "event", BH_WIRE_MAX_ID, &frame->event, error))
    return FALSE;
  if (data == NULL || !JSON_NODE_HOLDS_OBJECT (data))
    return fail_frame (error, "`data` must be an object");
  frame->data = json_node_ref (data);
  return TRUE;
}

static gboolean
read_ack (BhFrame *frame, JsonObject *object, GError **error)
{
  return bh_args_int (object, "seq", 0, G_MAXINT64, &frame->seq, error);
}

static gboolean
read_client_heartbeat (BhFrame *frame, JsonObject *object, GError **error)
{
  return TRUE;
}

static gboolean
read_server_heartbeat (BhFrame *frame, JsonObject *object, GError **error)
{
  return read_place (frame, object, 0, error);
}

static gboolean
read_bye (BhFrame *frame, JsonObject *object, GError **error)
{
  return read_text (object, "code", MAX_NAME, &frame->code, error) &&
         read_text (object, "message", MAX_MESSAGE, &frame->message, error);
}

/* Who may say what; NULL: not this side. */
static const ReadFunc readers[BH_FRAME_N][2] = {
    [BH_FRAME_HELLO] = {read_hello, NULL},
    [BH_FRAME_WELCOME] = {NULL, read_welcome},
    [BH_FRAME_REQUEST] = {read_request, NULL},
    [BH_FRAME_REPLY] = {NULL, read_reply},
    [BH_FRAME_SNAPSHOT_BEGIN] = {NULL, read_mark},
    [BH_FRAME_EVENT] = {NULL, read_event},
    [BH_FRAME_SNAPSHOT_END] = {NULL, read_mark},
    [BH_FRAME_ACK] = {read_ack, NULL},
    [BH_FRAME_HEARTBEAT] = {read_client_heartbeat, read_server_heartbeat},
    [BH_FRAME_BYE] = {NULL, read_bye},
};

/* (transfer full) NULL: checked before json-glib sees it, so that it never has to cope. */
static JsonObject *
parse_object (GBytes *bytes, BhFrom from, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  gsize limit = from == BH_FROM_CLIENT ? BH_WIRE_MAX_TO_SERVER : BH_WIRE_MAX_TO_CLIENT;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  if (size > limit) {
    g_set_error (error,
                 BH_PROTOCOL_ERROR,
                 BH_PROTOCOL_ERROR_TOO_LARGE,
                 "The frame has %" G_GSIZE_FORMAT " bytes; at most %" G_GSIZE_FORMAT " are taken",
                 size,
                 limit);
    return NULL;
  }
  if (!bh_json_check (text, size, BH_WIRE_MAX_DEPTH, error))
    return NULL;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) size, NULL)) {
    g_set_error_literal (error,
                         BH_PROTOCOL_ERROR,
                         BH_PROTOCOL_ERROR_JSON,
                         "The frame cannot be read as JSON");
    return NULL;
  }
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static char *
find_id (JsonObject *object)
{
  const char *id = NULL;

  if (!bh_args_optional_string (object, "id", 1, BH_WIRE_MAX_ID, &id, NULL))
    return NULL;
  return g_strdup (id);
}

static gboolean
find_type (JsonObject *object, BhFrom from, BhFrameType *type, GError **error)
{
  const char *word;

  if (!bh_args_string (object, "type", 1, BH_WIRE_MAX_ID, &word, error))
    return FALSE;
  if (bh_frame_type_from_string (word, type) && readers[*type][from] != NULL)
    return TRUE;
  g_set_error (error,
               BH_PROTOCOL_ERROR,
               BH_PROTOCOL_ERROR_FRAME,
               "`type` must be one that a %s may send",
               from == BH_FROM_CLIENT ? "client" : "server");
  return FALSE;
}

BhFrame *
bh_codec_parse (GBytes *bytes, BhFrom from, char **id, GError **error)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (BhFrame) frame = NULL;
  BhFrameType type;

  g_return_val_if_fail (bytes != NULL, NULL);

  if (id != NULL)
    *id = NULL;
  object = parse_object (bytes, from, error);
  if (object == NULL)
    return NULL;
  if (id != NULL)
    *id = find_id (object);
  if (!find_type (object, from, &type, error))
    return NULL;
  frame = bh_frame_new (type);
  if (!readers[type][from](frame, object, error))
    return NULL;
  return g_steal_pointer (&frame);
}
