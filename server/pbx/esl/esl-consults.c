/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-consults.h"

#include <string.h>

#include "server/pbx/esl/esl-normalize.h"

struct _BhEslConsults {
  GHashTable *bridges;  /* leg -> bridge */
  GHashTable *consults; /* agent's leg -> BhEslConsult */
};

static void
consult_free (gpointer data)
{
  BhEslConsult *consult = data;
  g_free (consult->agent);
  g_free (consult->customer);
  g_free (consult->consulted);
  g_free (consult->number);
  g_free (consult);
}

BhEslConsults *
bh_esl_consults_new (void)
{
  BhEslConsults *self = g_new0 (BhEslConsults, 1);
  self->bridges = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->consults = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, consult_free);
  return self;
}

void
bh_esl_consults_free (BhEslConsults *self)
{
  g_hash_table_unref (self->bridges);
  g_hash_table_unref (self->consults);
  g_free (self);
}

static void
rename_at (char **place, const char *from, const char *to)
{
  if (g_strcmp0 (*place, from) != 0)
    return;
  g_free (*place);
  *place = g_strdup (to);
}

static void
rename_leg (BhEslConsults *self, const char *from, const char *to)
{
  GHashTableIter iter;
  gpointer key, value;
  if (g_hash_table_steal_extended (self->bridges, from, &key, &value)) {
    g_free (key);
    g_hash_table_replace (self->bridges, g_strdup (to), value);
  }
  BhEslConsult *own = g_hash_table_lookup (self->consults, from);
  if (own != NULL) {
    g_hash_table_steal (self->consults, from);
    rename_at (&own->agent, from, to);
    g_hash_table_replace (self->consults, own->agent, own);
  }
  g_hash_table_iter_init (&iter, self->consults);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhEslConsult *consult = value;
    rename_at (&consult->customer, from, to);
    rename_at (&consult->consulted, from, to);
  }
}

void
bh_esl_consults_take (BhEslConsults *self, const BhPbxEvent *event)
{
  if (event->leg == NULL)
    return;
  if (event->kind == BH_PBX_LEG_RENAMED)
    rename_leg (self, event->other_leg, event->leg);
  else if (event->kind == BH_PBX_BRIDGE_ENTERED && event->bridge != NULL)
    g_hash_table_replace (self->bridges, g_strdup (event->leg), g_strdup (event->bridge));
  else if (event->kind == BH_PBX_BRIDGE_LEFT || event->kind == BH_PBX_LEG_ENDED)
    g_hash_table_remove (self->bridges, event->leg);
}

/* A bridge has two legs, a conference more: there nobody is the one other. */
const char *
bh_esl_consults_peer (const BhEslConsults *self, const char *leg)
{
  const char *bridge = leg != NULL ? g_hash_table_lookup (self->bridges, leg) : NULL;
  const char *peer = NULL;
  GHashTableIter iter;
  gpointer other;
  gpointer of;
  guint n = 0;
  if (bridge == NULL || g_str_has_prefix (bridge, BH_ESL_CONFERENCE_PREFIX))
    return NULL;
  g_hash_table_iter_init (&iter, self->bridges);
  while (g_hash_table_iter_next (&iter, &other, &of))
    if (strcmp (of, bridge) == 0 && strcmp (other, leg) != 0) {
      peer = other;
      n++;
    }
  return n == 1 ? peer : NULL;
}

BhEslConsult *
bh_esl_consults_add (BhEslConsults *self,
                     const char *agent,
                     const char *customer,
                     const char *consulted,
                     const char *number)
{
  BhEslConsult *consult = g_new0 (BhEslConsult, 1);
  consult->agent = g_strdup (agent);
  consult->customer = g_strdup (customer);
  consult->consulted = g_strdup (consulted);
  consult->number = g_strdup (number);
  g_hash_table_replace (self->consults, consult->agent, consult);
  return consult;
}

BhEslConsult *
bh_esl_consults_of (BhEslConsults *self, const char *agent)
{
  return agent != NULL ? g_hash_table_lookup (self->consults, agent) : NULL;
}

BhEslConsult *
bh_esl_consults_with (BhEslConsults *self, const char *leg)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, self->consults);
  while (leg != NULL && g_hash_table_iter_next (&iter, NULL, &value)) {
    BhEslConsult *consult = value;
    if (strcmp (consult->agent, leg) == 0 || g_strcmp0 (consult->customer, leg) == 0 ||
        strcmp (consult->consulted, leg) == 0)
      return consult;
  }
  return NULL;
}

void
bh_esl_consults_remove (BhEslConsults *self, BhEslConsult *consult)
{
  g_hash_table_remove (self->consults, consult->agent);
}

void
bh_esl_consults_clear (BhEslConsults *self)
{
  g_hash_table_remove_all (self->bridges);
  g_hash_table_remove_all (self->consults);
}
