/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Members of an object that another program wrote: a member that is missing, null or of another
 * type is the default, never a warning. All results are (transfer none); @object may be NULL. */
const char *bh_json_string (JsonObject *object, const char *member); /* else NULL */
gint64 bh_json_int (JsonObject *object, const char *member, gint64 otherwise);
gboolean bh_json_bool (JsonObject *object, const char *member);      /* else FALSE */
JsonObject *bh_json_object (JsonObject *object, const char *member); /* else NULL */
JsonArray *bh_json_array (JsonObject *object, const char *member);   /* else NULL */
/* RFC 3339 -> µs UTC; 0 if it is not one. */
gint64 bh_json_time (JsonObject *object, const char *member);
gint64 bh_json_parse_time (const char *rfc3339);
/* µs UTC -> RFC 3339 with milliseconds. (transfer full) */
char *bh_json_format_time (gint64 unix_us);

guint bh_json_array_length (JsonArray *array);                /* NULL: 0 */
JsonObject *bh_json_array_object (JsonArray *array, guint i); /* else NULL */
const char *bh_json_array_string (JsonArray *array, guint i); /* else NULL */
/* (transfer full) strv of the strings in it, never NULL. */
char **bh_json_strv (JsonObject *object, const char *member);

G_END_DECLS
