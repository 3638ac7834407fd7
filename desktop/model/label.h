/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The text for a reader of @language out of {"en": …, "zh_CN": …}: the language itself ("zh_CN"),
 * else any of the same base ("zh"), else English, else whatever there is, else @otherwise.
 * (transfer none) */
const char *bh_label_choose (JsonObject *labels, const char *language, const char *otherwise);

/* As above for a member that may also be a plain string. */
const char *bh_label_member (JsonObject *object,
                             const char *member,
                             const char *language,
                             const char *otherwise);

/* The language of messages in this process: "zh_CN", "en", … (static) */
const char *bh_label_language (void);

G_END_DECLS
