/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/world.h"

#include <string.h>

#define START_US (G_GINT64_CONSTANT (1795296950) * G_USEC_PER_SEC)

typedef struct {
  char *device;
  char *call;
  char *bridge;
} Known;

struct World {
  BhModelOptions options;
  BhModel *model;
  BhModelPbx *pbx;
  GHashTable *legs;    /* id -> Known */
  GPtrArray *contacts; /* last pictures, in the order in which they ended or began */
  GString *effects;
  guint n_changes;
  gint64 now_us;
};

static void
known_free (gpointer data)
{
  Known *known = data;
  g_free (known->device);
  g_free (known->call);
  g_free (known->bridge);
  g_free (known);
}

World *
world_new (const BhModelOptions *options)
{
  World *world = g_new0 (World, 1);
  if (options != NULL)
    world->options = *options;
  world->model = bh_model_new (&world->options);
  world->pbx = bh_model_add_pbx (world->model, "main");
  world->legs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);
  world->contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) bh_contact_unref);
  world->effects = g_string_new (NULL);
  world->now_us = START_US;
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LINK_UP, .text = "boot-1"});
  return world;
}

void
world_free (World *world)
{
  g_ptr_array_unref (world->contacts);
  g_hash_table_unref (world->legs);
  g_string_free (world->effects, TRUE);
  bh_model_free (world->model);
  g_free (world);
}

static GPtrArray *
open_contacts (World *world)
{
  GPtrArray *contacts = g_ptr_array_new ();
  bh_model_list_contacts (world->model, contacts);
  g_ptr_array_set_free_func (contacts, (GDestroyNotify) bh_contact_unref);
  for (guint i = 0; i < contacts->len; i++)
    bh_contact_ref (contacts->pdata[i]);
  return contacts;
}

static GPtrArray *
agents_at_work (World *world)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  GPtrArray *agents = g_ptr_array_new_with_free_func ((GDestroyNotify) bh_agent_unref);
  bh_model_list_agents (world->model, all);
  for (guint i = 0; i < all->len; i++)
    if (((BhAgent *) all->pdata[i])->signed_in)
      g_ptr_array_add (agents, bh_agent_ref (all->pdata[i]));
  return agents;
}

void
world_server_restarts (World *world)
{
  g_autoptr (GPtrArray) contacts = open_contacts (world);
  g_autoptr (GPtrArray) agents = agents_at_work (world);
  bh_model_free (world->model);
  world->model = bh_model_new (&world->options);
  world->pbx = bh_model_add_pbx (world->model, "main");
  for (guint i = 0; i < contacts->len; i++)
    world_note (world, bh_model_restore (world->model, contacts->pdata[i], world->now_us));
  for (guint i = 0; i < agents->len; i++)
    world_note (world, bh_model_restore_agent (world->model, agents->pdata[i], world->now_us));
  world_note (world, bh_model_end_restore (world->model, world->now_us));
}

void
world_link_comes_up (World *world, const char *boot)
{
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LINK_UP, .text = boot});
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
}

void
world_takes_orders (World *world)
{
  world_say (world, (BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END});
  world_note (world, bh_model_rejoin (world->model, world->pbx, world->now_us));
}

void
world_link_is_cut (World *world)
{
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LINK_DOWN, .text = "cut"});
}

void
world_member (World *world, const char *queue, const char *device, const char *paused_for)
{
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_MEMBER_ADDED,
                          .queue = queue,
                          .member = device,
                          .device = device,
                          .penalty = strcmp (queue, "sales") == 0 ? 3 : 0, /* as is wished */
                          .has_paused = TRUE,
                          .paused = paused_for != NULL,
                          .text = paused_for});
}

void
world_tick (World *world, gint64 ms)
{
  world_wait (world, ms);
  world_note (world, bh_model_tick (world->model, world->now_us));
}

BhModel *
world_model (World *world)
{
  return world->model;
}

BhModelPbx *
world_pbx (World *world)
{
  return world->pbx;
}

gint64
world_now (World *world)
{
  return world->now_us;
}

void
world_wait (World *world, gint64 ms)
{
  world->now_us += ms * 1000;
}

guint
world_n_changes (World *world)
{
  return world->n_changes;
}

BhContact *
world_last (World *world)
{
  return world->contacts->len == 0 ? NULL : world->contacts->pdata[world->contacts->len - 1];
}

BhContact *
world_find (World *world, BhDirection direction)
{
  for (guint i = world->contacts->len; i > 0; i--) {
    BhContact *contact = world->contacts->pdata[i - 1];
    if (contact->direction == direction)
      return contact;
  }
  return NULL;
}

/* ---- noting */

static void
note_contact (World *world, BhContact *contact)
{
  g_autofree char *wrong = bh_contact_check (contact);
  g_assert_cmpstr (wrong, ==, NULL);
  for (guint i = 0; i < world->contacts->len; i++)
    if (g_str_equal (((BhContact *) world->contacts->pdata[i])->id, contact->id)) {
      g_assert_cmpint (((BhContact *) world->contacts->pdata[i])->revision, <, contact->revision);
      g_ptr_array_remove_index (world->contacts, i);
      break;
    }
  g_ptr_array_add (world->contacts, bh_contact_ref (contact));
}

static void
note_effect (World *world, const BhEffect *effect)
{
  static const char *const words[] = {"queue_add",
                                      "queue_remove",
                                      "queue_pause",
                                      "queue_penalty",
                                      "look_up"};
  if (effect->kind == BH_EFFECT_LOOK_UP) {
    g_string_append_printf (world->effects, "look_up %s\n", effect->number);
    return;
  }
  g_autofree char *penalty = effect->penalty != 0 ? g_strdup_printf (" penalty %d", effect->penalty)
                                                  : g_strdup ("");
  g_string_append_printf (world->effects,
                          "%s %s %s%s%s%s%s\n",
                          words[effect->kind],
                          effect->device,
                          effect->queue != NULL ? effect->queue : "*",
                          penalty,
                          effect->kind == BH_EFFECT_QUEUE_REMOVE ? ""
                          : effect->paused                       ? " paused"
                                                                 : " unpaused",
                          effect->reason != NULL ? " " : "",
                          effect->reason != NULL ? effect->reason : "");
}

static void
check_queues (World *world)
{
  g_autoptr (GPtrArray) queues = g_ptr_array_new ();
  bh_model_list_queues (world->model, queues);
  for (guint i = 0; i < queues->len; i++) {
    BhQueue *queue = queues->pdata[i];
    g_assert_cmpuint (queue->offered,
                      ==,
                      queue->answered + queue->abandoned + queue->flow_out + queue->timeout +
                          queue->waiting);
  }
}

void
world_note (World *world, const BhTurn *turn)
{
  for (guint i = 0; i < turn->n_changes; i++)
    if (turn->changes[i].kind == BH_CHANGE_CONTACT)
      note_contact (world, turn->changes[i].contact.after);
  for (guint i = 0; i < turn->n_effects; i++)
    note_effect (world, &turn->effects[i]);
  world->n_changes += turn->n_changes;
  check_queues (world);
}

static void
fill_in (World *world, const char *id, const char **device, const char **call)
{
  Known *known = id == NULL ? NULL : g_hash_table_lookup (world->legs, id);
  if (known == NULL)
    return;
  if (*device == NULL)
    *device = known->device;
  if (*call == NULL)
    *call = known->call;
}

void
world_say (World *world, BhPbxEvent event)
{
  fill_in (world, event.leg, &event.device, &event.call);
  fill_in (world, event.other_leg, &event.other_device, &event.other_call);
  world_note (world, bh_model_take_event (world->model, world->pbx, &event, world->now_us));
}

/* ---- legs */

static void
leg_begins (World *world, const char *leg, const char *device, const char *call, BhPbxEvent event)
{
  Known *known = g_new0 (Known, 1);
  known->device = g_strdup (device);
  known->call = g_strdup (call);
  g_hash_table_replace (world->legs, g_strdup (leg), known);
  event.kind = BH_PBX_LEG_NEW;
  event.leg = leg;
  event.local_half = g_str_has_prefix (device, "Local/");
  world_say (world, event);
}

void
world_customer_calls (World *world, const char *leg, const char *number, const char *dialed)
{
  leg_begins (world,
              leg,
              "PJSIP/trunk",
              leg,
              (BhPbxEvent){.number = number,
                           .name = "",
                           .dialed = dialed,
                           .context = "from-trunk",
                           .incoming = TRUE,
                           .leg_state = BH_LEG_STATE_DIALING});
}

void
world_agent_calls (World *world, const char *leg, const char *device, const char *dialed)
{
  leg_begins (world,
              leg,
              device,
              leg,
              (BhPbxEvent){.number = strchr (device, '/') + 1,
                           .dialed = dialed,
                           .context = "internal",
                           .incoming = TRUE,
                           .leg_state = BH_LEG_STATE_DIALING});
}

static void
pbx_calls (World *world, const char *leg, const char *device, const char *number)
{
  leg_begins (
      world,
      leg,
      device,
      leg,
      (BhPbxEvent){.leg_state = BH_LEG_STATE_DOWN, .ordered = number != NULL, .dialed = number});
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_DIAL_BEGAN,
                          .other_leg = leg,
                          .dialed = strchr (device, '/') + 1});
}

void
world_pbx_calls (World *world, const char *leg, const char *device)
{
  pbx_calls (world, leg, device, NULL);
}

void
world_agent_orders (World *world, const char *leg, const char *device, const char *number)
{
  pbx_calls (world, leg, device, number);
}

static void
rings (World *world, const char *from, const char *leg, const char *device)
{
  Known *caller = g_hash_table_lookup (world->legs, from);
  g_assert_nonnull (caller);
  leg_begins (world, leg, device, caller->call, (BhPbxEvent){.leg_state = BH_LEG_STATE_DOWN});
}

void
world_offers (World *world,
              const char *caller,
              const char *leg,
              const char *device,
              const char *queue)
{
  rings (world, caller, leg, device);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_OFFER_BEGAN,
                          .leg = caller,
                          .other_leg = leg,
                          .queue = queue,
                          .member = device});
  world_say (
      world,
      (BhPbxEvent){.kind = BH_PBX_DIAL_BEGAN, .leg = caller, .other_leg = leg, .dialed = device});
}

void
world_dials (World *world,
             const char *from,
             const char *leg,
             const char *device,
             const char *dial_string)
{
  rings (world, from, leg, device);
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_DIAL_BEGAN,
                          .leg = from,
                          .other_leg = leg,
                          .dialed = dial_string});
}

void
world_dial_ends (World *world, const char *leg, BhDialResult result)
{
  world_say (world,
             (BhPbxEvent){.kind = BH_PBX_DIAL_ENDED, .other_leg = leg, .dial_result = result});
}

void
world_joins (World *world, const char *leg, const char *queue)
{
  world_say (world, (BhPbxEvent){.kind = BH_PBX_QUEUE_JOINED, .leg = leg, .queue = queue});
}

void
world_leaves (World *world, const char *leg, const char *queue)
{
  world_say (world, (BhPbxEvent){.kind = BH_PBX_QUEUE_LEFT, .leg = leg, .queue = queue});
}

void
world_answers (World *world,
               const char *caller,
               const char *leg,
               const char *queue,
               const char *bridge)
{
  world_dial_ends (world, leg, BH_DIAL_ANSWERED);
  if (queue != NULL) {
    world_leaves (world, caller, queue);
    world_say (world,
               (BhPbxEvent){.kind = BH_PBX_OFFER_ANSWERED,
                            .leg = caller,
                            .other_leg = leg,
                            .queue = queue});
  }
  world_enters (world, leg, bridge);
  world_enters (world, caller, bridge);
}

void
world_misses (World *world, const char *caller, const char *leg, const char *queue)
{
  world_say (
      world,
      (BhPbxEvent){.kind = BH_PBX_OFFER_MISSED, .leg = caller, .other_leg = leg, .queue = queue});
  world_dial_ends (world, leg, BH_DIAL_NO_ANSWER);
  world_dial_ends (world, leg, BH_DIAL_CANCELLED); /* the PBX says it twice */
  world_leg_ends (world, leg, 0);
}

void
world_enters (World *world, const char *leg, const char *bridge)
{
  Known *known = g_hash_table_lookup (world->legs, leg);
  g_free (known->bridge);
  known->bridge = g_strdup (bridge);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_BRIDGE_ENTERED, .leg = leg, .bridge = bridge});
}

void
world_exits (World *world, const char *leg)
{
  Known *known = g_hash_table_lookup (world->legs, leg);
  g_autofree char *bridge = known == NULL ? NULL : g_steal_pointer (&known->bridge);
  if (bridge != NULL)
    world_say (world, (BhPbxEvent){.kind = BH_PBX_BRIDGE_LEFT, .leg = leg, .bridge = bridge});
}

void
world_holds (World *world, const char *leg)
{
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HELD, .leg = leg});
}

void
world_retrieves (World *world, const char *leg)
{
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_RETRIEVED, .leg = leg});
}

void
world_leg_ends (World *world, const char *leg, gint cause)
{
  world_exits (world, leg);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_ENDED, .leg = leg, .cause = cause});
  g_hash_table_remove (world->legs, leg);
}

static GPtrArray *
others_in_bridge (World *world, const char *leg)
{
  GPtrArray *others = g_ptr_array_new_with_free_func (g_free);
  Known *known = g_hash_table_lookup (world->legs, leg);
  GHashTableIter iter;
  gpointer key, value;
  g_hash_table_iter_init (&iter, world->legs);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (known->bridge != NULL && value != known &&
        g_strcmp0 (((Known *) value)->bridge, known->bridge) == 0)
      g_ptr_array_add (others, g_strdup (key));
  return others;
}

void
world_hangs_up (World *world, const char *leg)
{
  g_autoptr (GPtrArray) others = others_in_bridge (world, leg);
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = leg, .by_party = TRUE});
  world_exits (world, leg);
  if (others->len == 1)
    world_say (world, (BhPbxEvent){.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = others->pdata[0]});
  world_leg_ends (world, leg, 16);
  if (others->len == 1)
    world_leg_ends (world, others->pdata[0], 16);
}

void
world_pairs (World *world, const char *one, const char *two)
{
  world_say (world, (BhPbxEvent){.kind = BH_PBX_LOCAL_PAIRED, .leg = one, .other_leg = two});
}

/* ---- telling */

static void
tell_segments (const BhContact *contact, GString *out)
{
  for (guint i = 0; i < contact->n_segments; i++) {
    const BhSegment *segment = &contact->segments[i];
    g_string_append_printf (out,
                            "%s%s %" G_GINT64_FORMAT "-",
                            i > 0 ? ", " : " ",
                            bh_segment_type_to_string (segment->type),
                            segment->start_ms);
    if (segment->end_ms >= 0)
      g_string_append_printf (out, "%" G_GINT64_FORMAT, segment->end_ms);
    if (segment->agent != NULL)
      g_string_append_printf (out, " %s", segment->agent);
    if (segment->with != NULL && segment->type != BH_SEGMENT_TALK)
      g_string_append_printf (out, " with %s", segment->with);
    if (segment->type == BH_SEGMENT_TALK && segment->with != NULL &&
        !g_str_equal (segment->with, contact->number))
      g_string_append_printf (out, " with %s", segment->with);
  }
}

static void
tell_contact (const BhContact *contact, GString *out)
{
  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append_printf (out,
                          "%s %s by %s |",
                          bh_direction_to_string (contact->direction),
                          bh_outcome_to_string (contact->outcome),
                          bh_ender_to_string (contact->ended_by));
  for (guint i = 0; i < contact->n_agents; i++)
    g_string_append_printf (out, " %s", contact->agents[i]);
  g_string_append (out, " |");
  for (guint i = 0; i < contact->n_offers; i++)
    g_string_append_printf (out,
                            "%s %s %s %" G_GINT64_FORMAT,
                            i > 0 ? "," : "",
                            contact->offers[i].agent,
                            bh_offer_outcome_to_string (contact->offers[i].outcome),
                            contact->offers[i].ring_ms);
  g_string_append (out, " |");
  for (guint i = 0; i < contact->n_transfers; i++)
    g_string_append_printf (out,
                            "%s %s %s>%s %" G_GINT64_FORMAT,
                            i > 0 ? "," : "",
                            bh_transfer_kind_to_string (contact->transfers[i].kind),
                            contact->transfers[i].from,
                            contact->transfers[i].to,
                            contact->transfers[i].at_ms);
  g_string_append (out, " |");
  tell_segments (contact, out);
}

char *
world_tell (World *world)
{
  GString *out = g_string_new (NULL);
  for (guint running = 0; running < 2; running++)
    for (guint i = 0; i < world->contacts->len; i++) {
      const BhContact *contact = world->contacts->pdata[i];
      if ((contact->ended_us == 0) == (running == 1))
        tell_contact (contact, out);
    }
  return g_string_free (out, FALSE);
}

char *
world_take_effects (World *world)
{
  char *effects = g_strdup (world->effects->str);
  g_string_truncate (world->effects, 0);
  return effects;
}
