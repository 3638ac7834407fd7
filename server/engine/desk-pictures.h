/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/engine/desk-private.h"

/* Pictures of articles: read from the database in pieces, taken in pieces from editors and handed
 * to the database when they are whole and right. */

/* What has come of pictures that are not whole yet: few, and each small. */
BhDeskPictures *bh_desk_pictures_new (void);
void bh_desk_pictures_free (BhDeskPictures *self);

void bh_op_kb_picture (BhOpCall *call);
void bh_op_kb_picture_put (BhOpCall *call);
