/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/crm/lookup-memory.h"

struct BhLookupMemory {
  GHashTable *answers; /* question -> Answer, which owns the question */
  GQueue used;         /* of Answer, the one used last in front */
  guint max;
};

typedef struct {
  char *question;
  char *answer;
  gint64 at_us;
  GList link; /* in used */
} Answer;

static void
answer_free (Answer *answer)
{
  g_free (answer->question);
  g_free (answer->answer);
  g_free (answer);
}

BhLookupMemory *
bh_lookup_memory_new (guint max)
{
  BhLookupMemory *self = g_new0 (BhLookupMemory, 1);

  self->answers =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) answer_free);
  g_queue_init (&self->used);
  self->max = max;
  return self;
}

void
bh_lookup_memory_free (BhLookupMemory *self)
{
  g_hash_table_unref (self->answers);
  g_free (self);
}

static void
forget (BhLookupMemory *self, Answer *answer)
{
  g_queue_unlink (&self->used, &answer->link);
  g_hash_table_remove (self->answers, answer->question);
}

void
bh_lookup_memory_put (BhLookupMemory *self, const char *question, const char *answer, gint64 now_us)
{
  Answer *known = g_hash_table_lookup (self->answers, question);
  Answer *fresh = g_new0 (Answer, 1);

  if (known != NULL)
    forget (self, known);
  else if (self->used.length >= self->max)
    forget (self, g_queue_peek_tail (&self->used));
  fresh->question = g_strdup (question);
  fresh->answer = g_strdup (answer);
  fresh->at_us = now_us;
  fresh->link.data = fresh;
  g_hash_table_insert (self->answers, fresh->question, fresh);
  g_queue_push_head_link (&self->used, &fresh->link);
}

const char *
bh_lookup_memory_get (BhLookupMemory *self, const char *question, gint64 *at_us)
{
  Answer *known = g_hash_table_lookup (self->answers, question);

  if (known == NULL)
    return NULL;
  g_queue_unlink (&self->used, &known->link);
  g_queue_push_head_link (&self->used, &known->link);
  *at_us = known->at_us;
  return known->answer;
}
