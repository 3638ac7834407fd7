/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A file of synonyms: a group a line, its words between commas (，、; too); "#" begins a remark.
 *
 *     修改密码, 更改密码, 重置密码, change password
 */

#define BH_KB_GROUP_MAX 32 /* words of a group */

typedef struct {
  guint line;
  char **words;
} BhKbSynonymGroup;

void bh_kb_synonym_group_free (BhKbSynonymGroup *group);

/* Array of BhKbSynonymGroup, owned; NULL with what is wrong, where (*@line, from 1) and the cure.
 */
GPtrArray *bh_kb_synonyms_read (const char *text, gsize length, guint *line, GError **error);
