/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/leg.h"

#include "server/core/text.h"

/* A pipe may lead to a pipe; a loop of pipes must not hold us. */
#define MAX_PIPES 8

/* A PBX may still speak of a leg for a moment after its end: Asterisk 16 of one that leaves a
 * conference, a list that was on its way. So many are remembered. */
#define N_ENDED 512

struct BhLegTable {
  GHashTable *legs;    /* id -> BhLeg, owned */
  GHashTable *bridges; /* id -> BhBridge, owned */
  GHashTable *devices; /* device -> GPtrArray of BhLeg, owned */
  GHashTable *ended;   /* ids of the last that ended, owned by the queue */
  GQueue ended_order;
};

static void
leg_free (gpointer data)
{
  BhLeg *leg = data;
  bh_text_clear (&leg->id);
  bh_text_clear (&leg->call);
  bh_text_clear (&leg->device);
  bh_text_clear (&leg->number);
  bh_text_clear (&leg->name);
  bh_text_clear (&leg->dialed);
  bh_text_clear (&leg->context);
  bh_text_clear (&leg->dial_string);
  bh_text_clear (&leg->queue);
  bh_text_clear (&leg->app_queue);
  bh_text_clear (&leg->space);
  g_clear_pointer (&leg->dials, g_ptr_array_unref);
  for (guint i = 0; leg->places != NULL && i < leg->places->len; i++)
    *(BhLeg **) leg->places->pdata[i] = NULL;
  g_clear_pointer (&leg->places, g_ptr_array_unref);
  g_free (leg);
}

static void
bridge_free (gpointer data)
{
  BhBridge *bridge = data;
  g_ptr_array_unref (bridge->legs);
  g_free (bridge->id);
  g_free (bridge);
}

BhLegTable *
bh_leg_table_new (void)
{
  BhLegTable *table = g_new0 (BhLegTable, 1);
  table->legs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, leg_free);
  table->bridges = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, bridge_free);
  table->devices =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  table->ended = g_hash_table_new (g_str_hash, g_str_equal);
  return table;
}

void
bh_leg_table_free (BhLegTable *table)
{
  g_hash_table_unref (table->bridges);
  g_hash_table_unref (table->devices);
  g_hash_table_unref (table->legs);
  bh_leg_table_forget_ended (table);
  g_hash_table_unref (table->ended);
  g_free (table);
}

BhLeg *
bh_leg_table_find (BhLegTable *table, const char *id)
{
  return id == NULL ? NULL : g_hash_table_lookup (table->legs, id);
}

guint
bh_leg_table_size (BhLegTable *table)
{
  return g_hash_table_size (table->legs);
}

GPtrArray *
bh_leg_table_of_device (BhLegTable *table, const char *device)
{
  return device == NULL ? NULL : g_hash_table_lookup (table->devices, device);
}

static GPtrArray *
ensure_device (BhLegTable *table, const char *device)
{
  GPtrArray *legs = g_hash_table_lookup (table->devices, device);
  if (legs == NULL) {
    legs = g_ptr_array_new ();
    g_hash_table_insert (table->devices, g_strdup (device), legs);
  }
  return legs;
}

BhLeg *
bh_leg_table_add (BhLegTable *table, const char *id, const char *device, gint64 now_us)
{
  BhLeg *leg = g_new0 (BhLeg, 1);
  leg->id = g_ref_string_new (id);
  leg->device = g_ref_string_new (bh_text_or_empty (device));
  leg->number = g_ref_string_new ("");
  leg->name = g_ref_string_new ("");
  leg->born_us = now_us;
  leg->device_legs = ensure_device (table, leg->device);
  g_ptr_array_add (leg->device_legs, leg);
  g_hash_table_replace (table->legs, (gpointer) leg->id, leg);
  return leg;
}

gboolean
bh_leg_table_rename (BhLegTable *table, BhLeg *leg, const char *id)
{
  if (bh_leg_table_find (table, id) != NULL)
    return FALSE;
  g_hash_table_steal (table->legs, leg->id);
  bh_text_set (&leg->id, id);
  g_hash_table_replace (table->legs, (gpointer) leg->id, leg);
  return TRUE;
}

void
bh_leg_point (BhLeg **place, BhLeg *leg)
{
  if (*place == leg)
    return;
  if (*place != NULL)
    g_ptr_array_remove_fast ((*place)->places, place);
  *place = leg;
  if (leg == NULL)
    return;
  if (leg->places == NULL)
    leg->places = g_ptr_array_new ();
  g_ptr_array_add (leg->places, place);
}

void
bh_leg_set_dialer (BhLeg *leg, BhLeg *dialer)
{
  if (leg->dialer != NULL)
    g_ptr_array_remove (leg->dialer->dials, leg);
  leg->dialer = dialer;
  if (dialer == NULL)
    return;
  if (dialer->dials == NULL)
    dialer->dials = g_ptr_array_new ();
  g_ptr_array_add (dialer->dials, leg);
}

static void
drop_from_device (BhLegTable *table, BhLeg *leg)
{
  g_ptr_array_remove_fast (leg->device_legs, leg);
  if (leg->device_legs->len == 0)
    g_hash_table_remove (table->devices, leg->device);
}

void
bh_leg_table_remove (BhLegTable *table, BhLeg *leg)
{
  bh_leg_leave_bridge (table, leg);
  drop_from_device (table, leg);
  if (leg->twin != NULL)
    leg->twin->twin = NULL;
  bh_leg_set_dialer (leg, NULL);
  for (guint i = 0; leg->dials != NULL && i < leg->dials->len; i++)
    ((BhLeg *) leg->dials->pdata[i])->dialer = NULL;
  g_hash_table_steal (table->legs, leg->id);
  leg_free (leg);
}

void
bh_leg_table_note_ended (BhLegTable *table, const char *id)
{
  if (g_hash_table_contains (table->ended, id))
    return;
  char *copy = g_strdup (id);
  g_hash_table_add (table->ended, copy);
  g_queue_push_tail (&table->ended_order, copy);
  while (table->ended_order.length > N_ENDED) {
    g_autofree char *oldest = g_queue_pop_head (&table->ended_order);
    g_hash_table_remove (table->ended, oldest);
  }
}

gboolean
bh_leg_table_has_ended (BhLegTable *table, const char *id)
{
  return g_hash_table_contains (table->ended, id);
}

void
bh_leg_table_forget_ended (BhLegTable *table)
{
  g_hash_table_remove_all (table->ended);
  g_queue_clear_full (&table->ended_order, g_free);
}

void
bh_leg_table_foreach (BhLegTable *table, BhLegFunc func, gpointer data)
{
  /* over a list of its own, since @func may remove legs */
  g_autoptr (GList) legs = g_hash_table_get_values (table->legs);
  for (GList *at = legs; at != NULL; at = at->next)
    func (at->data, data);
}

void
bh_leg_enter_bridge (BhLegTable *table, BhLeg *leg, const char *id)
{
  BhBridge *bridge = g_hash_table_lookup (table->bridges, id);
  if (bridge != NULL && leg->bridge == bridge)
    return;
  bh_leg_leave_bridge (table, leg);
  bridge = g_hash_table_lookup (table->bridges, id);
  if (bridge == NULL) {
    bridge = g_new0 (BhBridge, 1);
    bridge->id = g_strdup (id);
    bridge->legs = g_ptr_array_new ();
    g_hash_table_insert (table->bridges, bridge->id, bridge);
  }
  leg->bridge = bridge;
  g_ptr_array_add (bridge->legs, leg);
}

void
bh_leg_leave_bridge (BhLegTable *table, BhLeg *leg)
{
  BhBridge *bridge = leg->bridge;
  if (bridge == NULL)
    return;
  leg->bridge = NULL;
  g_ptr_array_remove (bridge->legs, leg);
  if (bridge->legs->len == 0)
    g_hash_table_remove (table->bridges, bridge->id);
}

void
bh_bridge_merge (BhLegTable *table, const char *from, const char *to)
{
  BhBridge *bridge = g_hash_table_lookup (table->bridges, from);
  if (bridge == NULL || g_str_equal (from, to))
    return;
  g_autoptr (GPtrArray) legs = g_ptr_array_copy (bridge->legs, NULL, NULL);
  for (guint i = 0; i < legs->len; i++)
    bh_leg_enter_bridge (table, legs->pdata[i], to);
}

static void
collect (BhLeg *leg, BhLeg *asking, guint depth, GPtrArray *out)
{
  if (leg->bridge == NULL || depth > MAX_PIPES)
    return;
  for (guint i = 0; i < leg->bridge->legs->len; i++) {
    BhLeg *other = leg->bridge->legs->pdata[i];
    if (other == leg || other == asking)
      continue;
    if (!other->local)
      g_ptr_array_add (out, other);
    else if (other->twin != NULL)
      collect (other->twin, asking, depth + 1, out);
  }
}

void
bh_leg_collect_peers (BhLeg *leg, GPtrArray *out)
{
  collect (leg, leg, 0, out);
}

BhLeg *
bh_leg_resolve (BhLeg *leg)
{
  for (guint i = 0; i < MAX_PIPES && leg != NULL && leg->local; i++) {
    g_autoptr (GPtrArray) behind = g_ptr_array_new ();
    if (leg->twin == NULL)
      return NULL;
    bh_leg_collect_peers (leg->twin, behind);
    if (behind->len > 0)
      leg = behind->pdata[0];
    else
      leg = leg->twin->dials != NULL && leg->twin->dials->len > 0 ? leg->twin->dials->pdata[0]
                                                                  : NULL;
  }
  return leg != NULL && !leg->local ? leg : NULL;
}
