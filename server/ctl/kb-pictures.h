/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "server/store/knowledge-load.h"

/* The pictures of a folder of articles. Nothing outside of the folder is ever read, whatever dots
 * and links lead there; each picture is kept once, by what it is. */
typedef struct BhCtlPictures BhCtlPictures;

BhCtlPictures *bh_ctl_pictures_new (const char *folder);
void bh_ctl_pictures_free (BhCtlPictures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhCtlPictures, bh_ctl_pictures_free)

/* The hash of what @article (a file below the folder) calls @name, found and checked. NULL: what is
 * wrong with it, and the cure. */
const char *
bh_ctl_pictures_find (BhCtlPictures *self, const char *article, const char *name, GError **error);
guint bh_ctl_pictures_count (BhCtlPictures *self);
/* Brings all that were found into the database, before the load's end. */
gboolean
bh_ctl_pictures_load (BhCtlPictures *self, BhKnowledgeLoad *load, const char *by, GError **error);
