/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/item.h"

G_BEGIN_DECLS

/* A picture of an article, before anybody has seen it: what the Markdown calls it, which one it is,
 * and the place that it takes. Properties: name ("pictures/step1.png"), hash (SHA-256, 64
 * hexadecimal digits) (strings), width, height (int64, pixels) */
#define BH_TYPE_PICTURE (bh_picture_get_type ())
G_DECLARE_FINAL_TYPE (BhPicture, bh_picture, BH, PICTURE, BhItem)

/* What the server takes (protocol/README.md, "Pictures"). */
#define BH_PICTURE_MAX_BYTES (512 * 1024)
#define BH_PICTURE_MAX_SIDE  4096
#define BH_PICTURES_MAX      32

/* NULL: @data has no name, no hash, or sides that cannot be. */
BhPicture *bh_picture_new (JsonObject *data);
/* A list of them (GListStore) from an answer's array. (transfer full) */
GListModel *bh_pictures_new (JsonArray *list);
/* A list as one text, to be kept in a journal, and back. (transfer full) */
char *bh_pictures_to_text (GListModel *pictures);
GListModel *bh_pictures_from_text (const char *text);
/* NULL: there is none of that name. (transfer none) */
BhPicture *bh_pictures_find (GListModel *pictures, const char *name);

const char *bh_picture_get_name (BhPicture *self);
const char *bh_picture_get_hash (BhPicture *self);
int bh_picture_get_width (BhPicture *self);
int bh_picture_get_height (BhPicture *self);

G_END_DECLS
