/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* Writes one JSON value, as text or as a tree, from one set of calls: what goes to the outbox and
 * to a console is text at once, what goes through the door is a tree. Lives on the stack.
 *
 * @name is the member's, or NULL for an element of an array and for the outermost value. */

typedef struct {
  GString *text;        /* or */
  JsonBuilder *builder; /* … */
  gboolean comma;       /* text: a comma is due before the next value */
} BhJsonOut;

/* Appends to @text. */
void bh_json_out_text (BhJsonOut *out, GString *text);
void bh_json_out_tree (BhJsonOut *out);
/* (transfer full): the tree; @out is at its end. */
JsonNode *bh_json_out_take (BhJsonOut *out);

void bh_json_begin_object (BhJsonOut *out, const char *name);
void bh_json_end_object (BhJsonOut *out);
void bh_json_begin_array (BhJsonOut *out, const char *name);
void bh_json_end_array (BhJsonOut *out);

void bh_json_string (BhJsonOut *out, const char *name, const char *value); /* NULL: null */
void bh_json_int (BhJsonOut *out, const char *name, gint64 value);
void bh_json_bool (BhJsonOut *out, const char *name, gboolean value);
void bh_json_null (BhJsonOut *out, const char *name);
/* RFC 3339, UTC, milliseconds; 0: null. */
void bh_json_time (BhJsonOut *out, const char *name, gint64 us);

/* As bh_json_string and bh_json_time, but nothing at all is written for NULL and 0. */
void bh_json_string_if (BhJsonOut *out, const char *name, const char *value);
void bh_json_time_if (BhJsonOut *out, const char *name, gint64 us);

#define BH_TIME_TEXT_SIZE 32
/* "2026-11-21T14:02:11.120Z" of unix microseconds; years 1 to 9999. */
void bh_time_to_text (gint64 us, char text[BH_TIME_TEXT_SIZE]);
