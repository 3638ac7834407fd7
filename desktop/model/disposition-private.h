/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/disposition.h"

G_BEGIN_DECLS

/* From an entry of `setup`'s `dispositions`, with the labels of @language. */
BhDisposition *bh_disposition_new (JsonObject *data, const char *language);

G_END_DECLS
