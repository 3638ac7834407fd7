/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Typed readers of a JSON object's members, for frames, args and results. Each returns FALSE with a
 * BH_PROTOCOL_ERROR_ARGS that names the member and says what it must be. An optional member may be
 * missing or null; *out is then the default. Strings stay the object's; lengths are characters. */

gboolean bh_args_string (JsonObject *args,
                         const char *member,
                         glong min,
                         glong max,
                         const char **out,
                         GError **error);
gboolean bh_args_optional_string (JsonObject *args,
                                  const char *member,
                                  glong min,
                                  glong max,
                                  const char **out, /* NULL: not there */
                                  GError **error);
gboolean bh_args_int (JsonObject *args,
                      const char *member,
                      gint64 min,
                      gint64 max,
                      gint64 *out,
                      GError **error);
gboolean bh_args_optional_int (JsonObject *args,
                               const char *member,
                               gint64 min,
                               gint64 max,
                               gint64 fallback,
                               gint64 *out,
                               GError **error);
gboolean bh_args_bool (JsonObject *args, const char *member, gboolean *out, GError **error);
gboolean bh_args_optional_bool (JsonObject *args,
                                const char *member,
                                gboolean fallback,
                                gboolean *out,
                                GError **error);

/* @words: NULL-terminated; *out: which. */
gboolean bh_args_enum (JsonObject *args,
                       const char *member,
                       const char *const *words,
                       guint *out,
                       GError **error);

/* An array of at most @max strings of 1 to @length characters. */
gboolean
bh_args_texts (JsonObject *args, const char *member, guint max, glong length, GError **error);

/* An answer to a question of a script: null, a text of at most 2,000 characters, a number, true or
 * false, or a list of at most 50 texts of 1 to 64. */
gboolean bh_args_answer (JsonObject *args, const char *member, GError **error);

/* *out (transfer none): NULL when not there. */
gboolean
bh_args_optional_object (JsonObject *args, const char *member, JsonObject **out, GError **error);
gboolean bh_args_object (JsonObject *args, const char *member, JsonObject **out, GError **error);

/* TRUE: the member is there and not null. */
gboolean bh_args_has (JsonObject *args, const char *member);
