/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-snapshot.h"

#include <string.h>

#define BEHIND 17 /* readable bytes behind a text: who searches looks at 16 at once */

static void
part_clear (gpointer data)
{
  g_free (((BhEslSnapshotPart *) data)->text);
}

BhEslSnapshot *
bh_esl_snapshot_new (gboolean is_own, gint64 now_us)
{
  BhEslSnapshot *self = g_new0 (BhEslSnapshot, 1);
  self->is_own = is_own;
  self->now_us = now_us;
  self->parts = g_array_new (FALSE, FALSE, sizeof (BhEslSnapshotPart));
  g_array_set_clear_func (self->parts, part_clear);
  return self;
}

void
bh_esl_snapshot_free (BhEslSnapshot *self)
{
  g_array_unref (self->parts);
  g_free (self);
}

/* Beginnings of tables, as seen on 1.10.12; of JSON, the first column of the first row that is in
 * no other list. */
static const struct {
  const char *begins, *holds;
  BhEslListed kind;
} forms[] = {
    {"name|strategy|", NULL, BH_ESL_LISTED_QUEUES},
    {"name|instance_id|", "|contact|status|", BH_ESL_LISTED_AGENTS},
    {"queue|agent|", NULL, BH_ESL_LISTED_TIERS},
    {"queue|instance_id|", "|session_uuid|", BH_ESL_LISTED_MEMBERS},
    {"{\"Event-Name\":\"CHANNEL_DATA\"", NULL, BH_ESL_LISTED_DUMP},
    {"Event-Name: CHANNEL_DATA\n", NULL, BH_ESL_LISTED_DUMP},
    {"{\"row_count\":", "\"b_uuid\":", BH_ESL_LISTED_CALLS},
    {"{\"row_count\":", "\"reg_user\":", BH_ESL_LISTED_PHONES},
    {"{\"row_count\":", "\"callstate\":", BH_ESL_LISTED_CHANNELS},
};

BhEslListed
bh_esl_snapshot_judge (const char *text, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    gsize head = strlen (forms[i].begins);
    if (length < head || memcmp (text, forms[i].begins, head) != 0)
      continue;
    if (forms[i].holds == NULL ||
        g_strstr_len (text, (gssize) MIN (length, 4096), forms[i].holds) != NULL)
      return forms[i].kind;
  }
  return BH_ESL_LISTED_NOTHING;
}

void
bh_esl_snapshot_add (BhEslSnapshot *self, BhEslListed kind, const char *text, gsize length)
{
  BhEslSnapshotPart part = {.kind = kind, .text = g_malloc0 (length + BEHIND), .length = length};
  memcpy (part.text, text, length);
  g_array_append_val (self->parts, part);
}

gboolean
bh_esl_snapshot_has (const BhEslSnapshot *self, BhEslListed kind)
{
  for (guint i = 0; i < self->parts->len; i++)
    if (g_array_index (self->parts, BhEslSnapshotPart, i).kind == kind)
      return TRUE;
  return FALSE;
}
