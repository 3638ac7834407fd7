/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ctl/kb-pictures.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

#include "server/kb/picture.h"

struct BhCtlPictures {
  char *folder;        /* without links */
  GHashTable *by_path; /* of files, without links -> hash */
  GHashTable *by_hash; /* -> Found */
};

typedef struct {
  char *path;
  BhKbPicture picture;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_free (found->path);
  g_free (found);
}

BhCtlPictures *
bh_ctl_pictures_new (const char *folder)
{
  BhCtlPictures *self = g_new0 (BhCtlPictures, 1);

  self->folder = realpath (folder, NULL);
  self->by_path = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->by_hash = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, found_free);
  return self;
}

void
bh_ctl_pictures_free (BhCtlPictures *self)
{
  free (self->folder);
  g_hash_table_unref (self->by_path);
  g_hash_table_unref (self->by_hash);
  g_free (self);
}

static void
refuse (GError **error, const char *text)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);
}

static gboolean
is_below (const char *path, const char *folder)
{
  gsize n = strlen (folder);

  return g_str_has_prefix (path, folder) && (path[n] == '/' || g_str_equal (folder, "/"));
}

/* Where the file really is, owned; NULL: nowhere, or where it must not be. */
static char *
place_of (BhCtlPictures *self, const char *article, const char *name, GError **error)
{
  g_autofree char *file = g_uri_unescape_string (name, "/");
  g_autofree char *beside = g_path_get_dirname (article);
  g_autofree char *path = NULL;
  char *real;

  if (file == NULL || g_path_is_absolute (file)) {
    refuse (error, "it is no file beside the article. Name it as in pictures/step1.png");
    return NULL;
  }
  path = g_build_filename (self->folder, beside, file, NULL);
  real = realpath (path, NULL);
  if (real == NULL) {
    refuse (error,
            errno == ENOENT ? "there is no such file. Put it there, or take it out of the text"
                            : g_strerror (errno));
    return NULL;
  }
  if (!is_below (real, self->folder)) {
    free (real);
    refuse (error, "it lies outside of the folder. Copy it into the folder");
    return NULL;
  }
  return real;
}

/* The content, owned; no more of it is read than a picture may have. */
static guint8 *
read_file (const char *path, gsize *length, GError **error)
{
  GStatBuf about;
  char *bytes;

  if (g_stat (path, &about) != 0 || !S_ISREG (about.st_mode)) {
    refuse (error, "it is no file");
    return NULL;
  }
  if (about.st_size > BH_KB_PICTURE_MAX_BYTES) { /* the same words as for bytes that came */
    bh_kb_picture_read ((const guint8 *) "", (gsize) about.st_size, &(BhKbPicture){0}, error);
    return NULL;
  }
  return g_file_get_contents (path, &bytes, length, error) ? (guint8 *) bytes : NULL;
}

/* Takes @path; the hash, or NULL. */
static const char *
take_file (BhCtlPictures *self, char *path, GError **error)
{
  Found *found = g_new0 (Found, 1);
  g_autofree guint8 *bytes = NULL;
  gsize length;
  char *hash;

  found->path = g_strdup (path);
  free (path);
  bytes = read_file (found->path, &length, error);
  if (bytes == NULL || !bh_kb_picture_read (bytes, length, &found->picture, error)) {
    found_free (found);
    return NULL;
  }
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, length);
  g_hash_table_insert (self->by_path, g_strdup (found->path), g_strdup (hash));
  g_hash_table_insert (self->by_hash, hash, found);
  return hash;
}

const char *
bh_ctl_pictures_find (BhCtlPictures *self, const char *article, const char *name, GError **error)
{
  char *path = place_of (self, article, name, error);
  const char *known = path != NULL ? g_hash_table_lookup (self->by_path, path) : NULL;

  if (path == NULL)
    return NULL;
  if (known == NULL)
    return take_file (self, path, error);
  free (path);
  return known;
}

guint
bh_ctl_pictures_count (BhCtlPictures *self)
{
  return g_hash_table_size (self->by_hash);
}

static gboolean
load_one (const char *hash,
          const Found *found,
          BhKnowledgeLoad *load,
          const char *by,
          GError **error)
{
  gsize length = 0;
  g_autofree guint8 *bytes = read_file (found->path, &length, error);
  g_autofree char *now =
      bytes != NULL ? g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, length) : NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *data = NULL;
  g_autofree char *about = NULL;
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  if (bytes == NULL || !g_str_equal (now, hash)) {
    if (error != NULL && *error == NULL)
      refuse (error, "it changed while it was read");
    g_prefix_error (error, "%s: ", found->path);
    return FALSE;
  }
  json_object_set_string_member (object, "picture", hash);
  json_object_set_string_member (object, "type", found->picture.type);
  json_object_set_int_member (object, "width", found->picture.width);
  json_object_set_int_member (object, "height", found->picture.height);
  json_object_set_string_member (object, "by", by);
  about = json_to_string (node, FALSE);
  data = g_base64_encode (bytes, length);
  return bh_knowledge_load_picture (load, about, data, error);
}

gboolean
bh_ctl_pictures_load (BhCtlPictures *self, BhKnowledgeLoad *load, const char *by, GError **error)
{
  GHashTableIter iter;
  gpointer hash, found;

  g_hash_table_iter_init (&iter, self->by_hash);
  while (g_hash_table_iter_next (&iter, &hash, &found))
    if (!load_one (hash, found, load, by, error))
      return FALSE;
  return TRUE;
}
