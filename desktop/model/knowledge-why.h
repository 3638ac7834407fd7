/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "desktop/model/desk.h"

G_BEGIN_DECLS

/* Why an article is suggested (the `why` of kb.suggested), in one sentence with the queue's and the
 * result's own names: "because the queue is Support", "used 214 times in Support". @why:
 * (nullable). (transfer full), NULL where nothing is said. */
char *bh_knowledge_why (BhDesk *desk, JsonArray *why);

/* The reader's language, "zh_CN". (transfer none) */
const char *bh_knowledge_why_language (BhDesk *desk);

G_END_DECLS
