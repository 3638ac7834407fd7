/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/picture.h"

#include <gio/gio.h>
#include <string.h>

#include "desktop/client/json-get.h"

enum { PROP_NAME = 1, PROP_HASH, PROP_WIDTH, PROP_HEIGHT };

static const BhItemField fields[] = {
    {"name", bh_item_string},
    {"hash", bh_item_string},
    {"width", bh_item_int},
    {"height", bh_item_int},
};

struct _BhPicture {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhPicture, bh_picture, BH_TYPE_ITEM)

static void
bh_picture_class_init (BhPictureClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_picture_init (BhPicture *self)
{
}

static BhPicture *
make (const char *name, const char *hash, gint64 width, gint64 height)
{
  BhPicture *self;

  if (name == NULL || *name == '\0' || hash == NULL || strlen (hash) != 64 || width < 1 ||
      width > BH_PICTURE_MAX_SIDE || height < 1 || height > BH_PICTURE_MAX_SIDE)
    return NULL;
  self = g_object_new (BH_TYPE_PICTURE, NULL);
  bh_item_set_string (self, PROP_NAME, name);
  bh_item_set_string (self, PROP_HASH, hash);
  bh_item_set_int (self, PROP_WIDTH, width);
  bh_item_set_int (self, PROP_HEIGHT, height);
  return self;
}

BhPicture *
bh_picture_new (JsonObject *data)
{
  return make (bh_json_string (data, "name"),
               bh_json_string (data, "picture"),
               bh_json_int (data, "width", 0),
               bh_json_int (data, "height", 0));
}

/* Takes @picture; NULL is passed over. */
static void
add (GListStore *list, BhPicture *picture)
{
  if (picture != NULL && g_list_model_get_n_items (G_LIST_MODEL (list)) < BH_PICTURES_MAX)
    g_list_store_append (list, picture);
  g_clear_object (&picture);
}

GListModel *
bh_pictures_new (JsonArray *list)
{
  GListStore *pictures = g_list_store_new (BH_TYPE_PICTURE);

  for (guint i = 0; i < bh_json_array_length (list); i++)
    add (pictures, bh_picture_new (bh_json_array_object (list, i)));
  return G_LIST_MODEL (pictures);
}

/* A line each: width, height, hash and, because it may hold anything, at last the name. */
char *
bh_pictures_to_text (GListModel *pictures)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; pictures != NULL && i < g_list_model_get_n_items (pictures); i++) {
    g_autoptr (BhPicture) picture = g_list_model_get_item (pictures, i);
    if (strchr (bh_picture_get_name (picture), '\n') == NULL)
      g_string_append_printf (text,
                              "%d %d %s %s\n",
                              bh_picture_get_width (picture),
                              bh_picture_get_height (picture),
                              bh_picture_get_hash (picture),
                              bh_picture_get_name (picture));
  }
  return g_string_free (text, FALSE);
}

GListModel *
bh_pictures_from_text (const char *text)
{
  GListStore *pictures = g_list_store_new (BH_TYPE_PICTURE);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) parts = g_strsplit (lines[i], " ", 4);
    if (g_strv_length (parts) == 4)
      add (pictures,
           make (parts[3],
                 parts[2],
                 g_ascii_strtoll (parts[0], NULL, 10),
                 g_ascii_strtoll (parts[1], NULL, 10)));
  }
  return G_LIST_MODEL (pictures);
}

BhPicture *
bh_pictures_find (GListModel *pictures, const char *name)
{
  for (guint i = 0; pictures != NULL && i < g_list_model_get_n_items (pictures); i++) {
    g_autoptr (BhPicture) picture = g_list_model_get_item (pictures, i);
    if (g_strcmp0 (bh_picture_get_name (picture), name) == 0)
      return picture; /* the list holds it */
  }
  return NULL;
}

const char *
bh_picture_get_name (BhPicture *self)
{
  return bh_item_get_string (self, PROP_NAME);
}

const char *
bh_picture_get_hash (BhPicture *self)
{
  return bh_item_get_string (self, PROP_HASH);
}

int
bh_picture_get_width (BhPicture *self)
{
  return (int) bh_item_get_int (self, PROP_WIDTH);
}

int
bh_picture_get_height (BhPicture *self)
{
  return (int) bh_item_get_int (self, PROP_HEIGHT);
}
