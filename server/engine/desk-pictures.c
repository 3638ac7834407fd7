/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-pictures.h"

#include <string.h>

#include "protocol/args.h"
#include "server/engine/desk-knowledge.h"
#include "server/kb/picture.h"

/* 4 MiB at most, whoever sends what; one whose next piece is long in coming makes room. */
#define MAX_COMING 8
#define PATIENCE   (60 * G_USEC_PER_SEC)

typedef struct {
  char *user;
  char *hash;
  gsize size;
  GByteArray *bytes;
  gint64 at; /* of the newest piece */
} Coming;

struct BhDeskPictures {
  GPtrArray *coming; /* one of a person */
};

static void
coming_free (gpointer data)
{
  Coming *coming = data;

  g_free (coming->user);
  g_free (coming->hash);
  g_byte_array_unref (coming->bytes);
  g_free (coming);
}

BhDeskPictures *
bh_desk_pictures_new (void)
{
  BhDeskPictures *self = g_new0 (BhDeskPictures, 1);

  self->coming = g_ptr_array_new_with_free_func (coming_free);
  return self;
}

void
bh_desk_pictures_free (BhDeskPictures *self)
{
  g_ptr_array_unref (self->coming);
  g_free (self);
}

/* ---- arguments */

static gint64
number_arg (const BhOpCall *call, const char *name)
{
  return bh_args_has (call->args, name) ? json_object_get_int_member (call->args, name) : 0;
}

static const char *
hash_arg (BhOpCall *call)
{
  const char *hash = json_object_get_string_member (call->args, "picture");

  if (bh_kb_is_picture_hash (hash))
    return hash;
  bh_op_fail (call,
              "bad_request",
              "picture: \"%s\" is no SHA-256 in small hexadecimal digits.",
              hash);
  return NULL;
}

/* ---- to readers */

void
bh_op_kb_picture (BhOpCall *call)
{
  const char *hash = hash_arg (call);
  JsonObject *args;

  if (hash == NULL)
    return;
  args = json_object_new ();
  json_object_set_string_member (args, "picture", hash);
  json_object_set_int_member (args, "offset", number_arg (call, "offset"));
  bh_op_kb_ask (call, BH_QUERY_KB_PICTURE, args, "There is no such picture.");
}

/* ---- from editors */

static Coming *
coming_of (BhDeskPictures *self, const char *user)
{
  for (guint i = 0; i < self->coming->len; i++) {
    Coming *coming = g_ptr_array_index (self->coming, i);
    if (g_str_equal (coming->user, user))
      return coming;
  }
  return NULL;
}

/* FALSE: all of them are being sent. */
static gboolean
make_room (BhDeskPictures *self, gint64 now)
{
  Coming *oldest = NULL;

  for (guint i = 0; i < self->coming->len; i++) {
    Coming *coming = g_ptr_array_index (self->coming, i);
    if (oldest == NULL || coming->at < oldest->at)
      oldest = coming;
  }
  if (self->coming->len < MAX_COMING)
    return TRUE;
  if (now - oldest->at < PATIENCE)
    return FALSE;
  g_ptr_array_remove_fast (self->coming, oldest);
  return TRUE;
}

/* The first piece of a picture takes the place of what the same person had begun before. */
static Coming *
begin (BhOpCall *call, const char *hash)
{
  BhDeskPictures *self = call->desk->pictures;
  const char *user = call->session->user->user;
  Coming *coming = coming_of (self, user);

  if (coming != NULL)
    g_ptr_array_remove_fast (self->coming, coming);
  if (!make_room (self, bh_engine_now (call->desk->engine))) {
    bh_op_fail (call, "busy", "Too many pictures are on their way. Try again in a moment.");
    return NULL;
  }
  coming = g_new0 (Coming, 1);
  coming->user = g_strdup (user);
  coming->hash = g_strdup (hash);
  coming->size = (gsize) number_arg (call, "size");
  coming->bytes = g_byte_array_new ();
  g_ptr_array_add (self->coming, coming);
  return coming;
}

static Coming *
go_on (BhOpCall *call, const char *hash, gsize offset)
{
  Coming *coming = coming_of (call->desk->pictures, call->session->user->user);

  if (coming != NULL && g_str_equal (coming->hash, hash) && coming->bytes->len == offset &&
      coming->size == (gsize) number_arg (call, "size"))
    return coming;
  bh_op_fail (call,
              "stale",
              "This piece of a picture does not follow the one before. Send it again from the "
              "beginning.");
  return NULL;
}

static gboolean
take_piece (BhOpCall *call, Coming *coming)
{
  const char *data = json_object_get_string_member (call->args, "data");
  g_autofree guint8 *bytes = NULL;
  gsize length;

  bytes = g_base64_decode (data, &length);
  if (length == 0 || length > coming->size - coming->bytes->len) {
    bh_op_fail (call, "bad_request", "data: no base64, or more of it than \"size\" says.");
    return FALSE;
  }
  g_byte_array_append (coming->bytes, bytes, (guint) length);
  coming->at = bh_engine_now (call->desk->engine);
  return TRUE;
}

static void
take_whole (BhOpCall *call, const Coming *coming)
{
  g_autofree char *hash =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256, coming->bytes->data, coming->bytes->len);
  g_autofree char *data = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  BhKbPicture picture;
  JsonObject *args;

  if (!g_str_equal (hash, coming->hash)) {
    bh_op_fail (call, "bad_request", "The picture was changed on its way. Send it again.");
    return;
  }
  if (!bh_kb_picture_read (coming->bytes->data, coming->bytes->len, &picture, &error)) {
    bh_op_fail (call, "bad_request", "The picture cannot be taken: %s.", error->message);
    return;
  }
  data = g_base64_encode (coming->bytes->data, coming->bytes->len);
  name = bh_kb_picture_name (hash, &picture);
  args = json_object_new ();
  json_object_set_string_member (args, "picture", hash);
  json_object_set_string_member (args, "name", name);
  json_object_set_string_member (args, "type", picture.type);
  json_object_set_int_member (args, "width", picture.width);
  json_object_set_int_member (args, "height", picture.height);
  json_object_set_string_member (args, "by", call->session->user->user);
  json_object_set_string_member (args, "data", data);
  bh_op_kb_ask (call, BH_QUERY_KB_PICTURE_PUT, args, "The picture was not kept.");
}

void
bh_op_kb_picture_put (BhOpCall *call)
{
  const char *hash = hash_arg (call);
  gsize offset = (gsize) number_arg (call, "offset");
  JsonObject *result;
  Coming *coming;

  if (hash == NULL)
    return;
  coming = offset == 0 ? begin (call, hash) : go_on (call, hash, offset);
  if (coming == NULL)
    return;
  if (take_piece (call, coming) && coming->bytes->len < coming->size) {
    result = json_object_new ();
    json_object_set_string_member (result, "picture", hash);
    json_object_set_int_member (result, "received", coming->bytes->len);
    bh_request_succeed (call->request, result);
    return;
  }
  if (coming->bytes->len == coming->size)
    take_whole (call, coming);
  g_ptr_array_remove_fast (call->desk->pictures->coming, coming);
}
