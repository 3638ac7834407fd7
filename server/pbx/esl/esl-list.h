/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The rows of a list, as an api answers it: JSON ("show channels as json") or columns with |
 * between
 * ("callcenter_config agent list"), a first line with their names, a last one "+OK". The text is
 * changed in place; what is given lives as long as it does. */

typedef struct _BhEslList BhEslList;

/* @text has 16 readable bytes behind its @length, as the body of a BhEslMessage has. */
BhEslList *bh_esl_list_new (char *text, gsize length);
void bh_esl_list_free (BhEslList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhEslList, bh_esl_list_free)

/* The next row; FALSE behind the last. A row with too few columns is passed over. */
gboolean bh_esl_list_next (BhEslList *self);

/* The value in that column of the row; NULL if there is no such column. */
const char *bh_esl_list_get (BhEslList *self, const char *column);

/* Whether the text is such a list, and not an error. */
gboolean bh_esl_list_is_sound (const BhEslList *self);
