/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What people type for a number or a day, read kindly. Pure. */

/* "1250.5", "1 250,5", "１２", "٣": digits of every script, spaces between groups, one point or
 * comma. FALSE: it is no number. */
gboolean bh_answer_parse_number (const char *text, double *number);
/* "12.5" with at most this many decimals and no zeros at the end. (transfer full) */
char *bh_answer_format_number (double number, guint decimals);

/* "2026-11-24", "2026/11/24", "2026年11月24日", "24.11.2026". Returns it as "2026-11-24", or NULL:
 * it is no day. (transfer full) */
char *bh_answer_parse_date (const char *text);
/* The day so many days later or earlier. @date: as above. (transfer full) */
char *bh_answer_shift_date (const char *date, int days);
/* "Tuesday, 24 November 2026" in the reader's language; NULL when it is no day. (transfer full) */
char *bh_answer_date_words (const char *date);

G_END_DECLS
