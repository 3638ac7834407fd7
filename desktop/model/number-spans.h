/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BH_NUMBER_SPANS_MAX 20

/* A telephone number that stands in running text. */
typedef struct {
  gsize start; /* bytes */
  gsize length;
  char *number; /* as it is dialed: digits, and + before them */
} BhNumberSpan;

/* The telephone numbers in @text, at most BH_NUMBER_SPANS_MAX. Only what people would take for one:
 * it begins with +, with 0 or as a Chinese mobile number, has 7 to 15 digits, and is no day. An
 * order's number is not called by mistake. Of BhNumberSpan. NULL has none. (transfer full) */
GArray *bh_number_spans (const char *text);

G_END_DECLS
