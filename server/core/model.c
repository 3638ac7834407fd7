/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/core/model-private.h"

/* A turn: an event or a command changes legs and wishes; then every touched contact is settled,
 * pictures are made of what differs, and agents and queues follow. Nothing is told twice in a turn,
 * and nothing is told that did not change. */

#define DEFAULT_MAX_OPEN 20000

static void
pbx_free (gpointer data)
{
  BhModelPbx *pbx = data;
  bh_leg_table_free (pbx->legs);
  g_hash_table_unref (pbx->drafts);
  g_hash_table_unref (pbx->phones);
  g_hash_table_unref (pbx->devices);
  g_hash_table_unref (pbx->queues);
  g_hash_table_unref (pbx->memberships);
  g_ptr_array_unref (pbx->trunk_patterns);
  g_ptr_array_unref (pbx->phone_patterns);
  g_free (pbx->link_text);
  g_free (pbx->boot);
  g_free (pbx->name);
  g_free (pbx);
}

static void
draft_free (gpointer draft)
{
  bh_draft_free (draft);
}

BhModel *
bh_model_new (const BhModelOptions *options)
{
  BhModel *model = g_new0 (BhModel, 1);
  if (options != NULL)
    model->options = *options;
  if (model->options.max_open == 0)
    model->options.max_open = DEFAULT_MAX_OPEN;
  model->pbxs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, pbx_free);
  model->contacts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, draft_free);
  model->agents = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, bh_agent_record_free);
  model->by_device = g_hash_table_new (g_str_hash, g_str_equal);
  model->dirty = g_ptr_array_new ();
  model->dirty_agents = g_ptr_array_new ();
  model->dirty_queues = g_ptr_array_new ();
  model->over = g_ptr_array_new ();
  model->changes = g_array_new (FALSE, TRUE, sizeof (BhChange));
  model->effects = g_array_new (FALSE, TRUE, sizeof (BhEffect));
  model->turn_text = g_ptr_array_new_with_free_func (g_free);
  return model;
}

static void
clear_change (BhChange *change)
{
  switch (change->kind) {
  case BH_CHANGE_CONTACT:
    g_clear_pointer (&change->contact.before, bh_contact_unref);
    g_clear_pointer (&change->contact.after, bh_contact_unref);
    break;
  case BH_CHANGE_AGENT:
    g_clear_pointer (&change->agent.before, bh_agent_unref);
    g_clear_pointer (&change->agent.after, bh_agent_unref);
    break;
  case BH_CHANGE_QUEUE:
    g_clear_pointer (&change->queue.before, bh_queue_unref);
    g_clear_pointer (&change->queue.after, bh_queue_unref);
    break;
  case BH_CHANGE_LINK:
    break;
  }
}

static void
clear_turn (BhModel *model)
{
  for (guint i = 0; i < model->changes->len; i++)
    clear_change (&g_array_index (model->changes, BhChange, i));
  g_array_set_size (model->changes, 0);
  g_array_set_size (model->effects, 0);
  g_ptr_array_set_size (model->turn_text, 0);
}

void
bh_model_free (BhModel *model)
{
  clear_turn (model);
  g_array_unref (model->changes);
  g_array_unref (model->effects);
  g_ptr_array_unref (model->turn_text);
  g_ptr_array_unref (model->dirty);
  g_ptr_array_unref (model->dirty_agents);
  g_ptr_array_unref (model->dirty_queues);
  g_ptr_array_unref (model->over);
  g_hash_table_unref (model->by_device);
  g_hash_table_unref (model->agents);
  g_hash_table_unref (model->pbxs);
  g_hash_table_unref (model->contacts);
  g_free (model);
}

BhModelPbx *
bh_model_add_pbx (BhModel *model, const char *name)
{
  BhModelPbx *pbx = g_hash_table_lookup (model->pbxs, name);
  if (pbx != NULL)
    return pbx;
  pbx = g_new0 (BhModelPbx, 1);
  pbx->model = model;
  pbx->name = g_strdup (name);
  pbx->boot = g_strdup ("");
  pbx->legs = bh_leg_table_new ();
  pbx->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  pbx->phones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  pbx->devices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  pbx->memberships =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  pbx->queues = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, bh_queue_state_free);
  pbx->trunk_patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) g_pattern_spec_free);
  pbx->phone_patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) g_pattern_spec_free);
  g_hash_table_insert (model->pbxs, pbx->name, pbx);
  return pbx;
}

void
bh_model_pbx_add_trunk (BhModelPbx *pbx, const char *pattern)
{
  g_ptr_array_add (pbx->trunk_patterns, g_pattern_spec_new (pattern));
}

void
bh_model_pbx_add_phone (BhModelPbx *pbx, const char *pattern)
{
  g_ptr_array_add (pbx->phone_patterns, g_pattern_spec_new (pattern));
}

/* ---- the turn */

void
bh_model_begin (BhModel *model, gint64 now_us)
{
  clear_turn (model);
  model->now_us = MAX (now_us, model->now_us);
}

static const char *
keep_text (BhModel *model, const char *text)
{
  if (text == NULL)
    return NULL;
  char *copy = g_strdup (text);
  g_ptr_array_add (model->turn_text, copy);
  return copy;
}

void
bh_model_add_effect (BhModel *model, const BhEffect *wish)
{
  BhEffect effect = *wish;
  effect.pbx = keep_text (model, wish->pbx);
  effect.device = keep_text (model, wish->device);
  effect.agent = keep_text (model, wish->agent);
  effect.queue = keep_text (model, wish->queue);
  effect.reason = keep_text (model, wish->reason);
  effect.contact = keep_text (model, wish->contact);
  effect.number = keep_text (model, wish->number);
  g_array_append_val (model->effects, effect);
}

static void
wish_look_up (BhModel *model, const BhContact *contact)
{
  BhEffect effect = {.kind = BH_EFFECT_LOOK_UP, .contact = contact->id, .number = contact->number};
  if (contact->direction != BH_DIRECTION_INTERNAL && contact->ended_us == 0)
    bh_model_add_effect (model, &effect);
}

static void
tell_contact (BhModel *model, BhDraft *draft)
{
  BhChange change = {.kind = BH_CHANGE_CONTACT, .at_us = model->now_us};
  BhContact *before = draft->picture;
  if (!draft->touched)
    return;
  draft->touched = FALSE;
  draft->picture = bh_draft_freeze (draft, model->now_us);
  change.contact.before = before;
  change.contact.after = bh_contact_ref (draft->picture);
  g_array_append_val (model->changes, change);
  bh_agent_model_contact (model, before, draft->picture, model->now_us);
  if (before == NULL || before->direction == BH_DIRECTION_INTERNAL ||
      !g_str_equal (before->number, draft->picture->number))
    if (before == NULL || before->direction != draft->picture->direction ||
        !g_str_equal (before->number, draft->picture->number))
      wish_look_up (model, draft->picture);
}

static void
forget_draft (BhModel *model, BhDraft *draft)
{
  BhModelPbx *pbx = bh_model_pbx_of (model, draft);
  for (guint i = 0; i < draft->calls->len; i++)
    if (g_hash_table_lookup (pbx->drafts, draft->calls->pdata[i]) == draft)
      g_hash_table_remove (pbx->drafts, draft->calls->pdata[i]);
  g_hash_table_remove (model->contacts, draft->id);
}

/* Settling one contact may touch another (the consult that it waits for), so the list may grow
 * while it is walked. */
static void
settle_contacts (BhModel *model)
{
  for (guint i = 0; i < model->dirty->len; i++) {
    BhDraft *draft = model->dirty->pdata[i];
    BhModelPbx *pbx = bh_model_pbx_of (model, draft);
    if (!pbx->in_snapshot)
      bh_contact_model_settle (pbx, draft, model->now_us);
  }
  for (guint i = 0; i < model->dirty->len; i++) {
    BhDraft *draft = model->dirty->pdata[i];
    if (bh_model_pbx_of (model, draft)->in_snapshot)
      continue;
    tell_contact (model, draft);
    draft->listed = FALSE;
    if (draft->ended_us != 0 && draft->legs->len == 0)
      g_ptr_array_add (model->over, draft);
  }
}

static void
keep_waiting_drafts (BhModel *model)
{
  guint kept = 0;
  for (guint i = 0; i < model->dirty->len; i++)
    if (((BhDraft *) model->dirty->pdata[i])->listed)
      model->dirty->pdata[kept++] = model->dirty->pdata[i];
  g_ptr_array_set_size (model->dirty, (gint) kept);
}

static void
settle_rest (BhModel *model)
{
  BhChange change;
  for (guint i = 0; i < model->dirty_queues->len; i++) {
    memset (&change, 0, sizeof change);
    if (bh_queue_model_settle (model->dirty_queues->pdata[i], model->now_us, &change) != NULL)
      g_array_append_val (model->changes, change);
  }
  g_ptr_array_set_size (model->dirty_queues, 0);
  for (guint i = 0; i < model->dirty_agents->len; i++) {
    memset (&change, 0, sizeof change);
    if (bh_agent_model_settle (model, model->dirty_agents->pdata[i], model->now_us, &change))
      g_array_append_val (model->changes, change);
  }
  g_ptr_array_set_size (model->dirty_agents, 0);
}

const BhTurn *
bh_model_end (BhModel *model)
{
  /* telling a contact may end an agent's wrap-up, which may end another contact: twice is enough,
   * each ends once */
  for (guint round = 0; round < 4 && model->dirty->len > 0; round++) {
    settle_contacts (model);
    keep_waiting_drafts (model);
    for (guint i = 0; i < model->over->len; i++)
      forget_draft (model, model->over->pdata[i]);
    g_ptr_array_set_size (model->over, 0);
  }
  settle_rest (model);
  model->turn.changes = (const BhChange *) (gpointer) model->changes->data;
  model->turn.n_changes = model->changes->len;
  model->turn.effects = (const BhEffect *) (gpointer) model->effects->data;
  model->turn.n_effects = model->effects->len;
  return &model->turn;
}

/* ---- the link */

static void
set_link (BhModelPbx *pbx, BhLinkState state, const char *text)
{
  BhModel *model = pbx->model;
  BhChange change = {.kind = BH_CHANGE_LINK, .at_us = model->now_us};
  if (pbx->link == state && g_strcmp0 (pbx->link_text, text) == 0)
    return;
  change.link.pbx = pbx->name;
  change.link.before = pbx->link;
  change.link.after = state;
  change.link.text = keep_text (model, text);
  pbx->link = state;
  g_free (pbx->link_text);
  pbx->link_text = g_strdup (text);
  g_array_append_val (model->changes, change);
  if (state == BH_LINK_DOWN)
    bh_agent_model_touch_pbx (pbx); /* when it is up, agents are judged by its snapshot */
}

static void
on_link_up (BhModelPbx *pbx, const BhPbxEvent *event)
{
  const char *boot = event->text == NULL ? "" : event->text;
  if (*boot != '\0' && *pbx->boot != '\0' && !g_str_equal (boot, pbx->boot)) {
    bh_call_drop_legs (pbx, FALSE, pbx->down_us != 0 ? pbx->down_us : pbx->model->now_us);
    bh_queue_model_forget_members (pbx);
  }
  if (!g_str_equal (boot, pbx->boot))
    bh_leg_table_forget_ended (pbx->legs);
  if (*boot != '\0') {
    g_free (pbx->boot);
    pbx->boot = g_strdup (boot);
  }
  set_link (pbx, BH_LINK_UP, NULL);
}

static void
unsee (BhLeg *leg, gpointer data)
{
  leg->seen = FALSE;
}

static void
begin_snapshot (BhModelPbx *pbx)
{
  pbx->in_snapshot = TRUE;
  bh_leg_table_foreach (pbx->legs, unsee, NULL);
  bh_queue_model_begin_snapshot (pbx);
}

/* @listed: what the snapshot named, "legs queues devices"; only of that is gone what was not named.
 */
static void
end_snapshot (BhModelPbx *pbx, const char *listed)
{
  BhModel *model = pbx->model;
  GHashTableIter iter;
  gpointer value;
  if (listed == NULL || strstr (listed, "legs") != NULL) {
    bh_call_drop_legs (pbx, TRUE, pbx->down_us != 0 ? pbx->down_us : model->now_us);
    pbx->down_us = 0;
  }
  if (listed == NULL || strstr (listed, "queues") != NULL)
    bh_queue_model_end_snapshot (pbx);
  pbx->in_snapshot = FALSE;
  bh_agent_model_touch_pbx (pbx);
  g_hash_table_iter_init (&iter, model->contacts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_str_equal (((BhDraft *) value)->pbx, pbx->name)) {
      bh_contact_model_judge_snapshot (pbx, value);
      bh_contact_model_touch (value, model);
    }
}

const BhTurn *
bh_model_take_event (BhModel *model, BhModelPbx *pbx, const BhPbxEvent *event, gint64 now_us)
{
  bh_model_begin (model, now_us);
  switch (event->kind) {
  case BH_PBX_LINK_UP:
    on_link_up (pbx, event);
    break;
  case BH_PBX_LINK_DOWN:
    pbx->in_snapshot = FALSE;
    if (pbx->down_us == 0)
      pbx->down_us = model->now_us;
    set_link (pbx, BH_LINK_DOWN, event->text);
    break;
  case BH_PBX_SNAPSHOT_BEGIN:
    begin_snapshot (pbx);
    break;
  case BH_PBX_SNAPSHOT_END:
    end_snapshot (pbx, event->text);
    break;
  default:
    bh_call_take_event (pbx, event, model->now_us);
    bh_queue_model_take_event (pbx, event, model->now_us);
    bh_agent_model_take_event (pbx, event, model->now_us);
    break;
  }
  return bh_model_end (model);
}

gint64
bh_model_next_deadline (const BhModel *model)
{
  return bh_agent_model_next_deadline (model);
}

const BhTurn *
bh_model_tick (BhModel *model, gint64 now_us)
{
  bh_model_begin (model, now_us);
  bh_agent_model_tick (model, model->now_us);
  return bh_model_end (model);
}

const BhTurn *
bh_model_restore (BhModel *model, const BhContact *contact, gint64 now_us)
{
  bh_model_begin (model, now_us);
  if (g_hash_table_lookup (model->contacts, contact->id) == NULL) {
    bh_model_add_pbx (model, contact->pbx);
    BhDraft *draft = bh_draft_new_restored (contact);
    g_hash_table_insert (model->contacts, draft->id, draft);
    draft->picture = bh_draft_freeze (draft, now_us);
    draft->touched = FALSE;
  }
  return bh_model_end (model);
}

/* ---- what people add */

static BhDraft *
draft_to_change (BhModel *model, const char *contact)
{
  BhDraft *draft = contact == NULL ? NULL : g_hash_table_lookup (model->contacts, contact);
  if (draft != NULL)
    bh_contact_model_touch (draft, model);
  return draft;
}

const BhTurn *
bh_model_set_customer (BhModel *model, const char *contact, const char *customer, gint64 now_us)
{
  bh_model_begin (model, now_us);
  BhDraft *draft = draft_to_change (model, contact);
  if (draft != NULL && bh_text_set (&draft->customer, customer))
    draft->touched = TRUE;
  return bh_model_end (model);
}

const BhTurn *
bh_model_set_disposition (BhModel *model, const char *contact, const char *code, gint64 now_us)
{
  bh_model_begin (model, now_us);
  BhDraft *draft = draft_to_change (model, contact);
  if (draft != NULL && bh_text_set (&draft->disposition, code))
    draft->touched = TRUE;
  return bh_model_end (model);
}

const BhTurn *
bh_model_attach (BhModel *model,
                 const char *contact,
                 const char *key,
                 const char *value,
                 gint64 now_us)
{
  bh_model_begin (model, now_us);
  BhDraft *draft = draft_to_change (model, contact);
  if (draft != NULL)
    bh_draft_attach (draft, key, value);
  return bh_model_end (model);
}

/* ---- looking */

BhContact *
bh_model_get_contact (const BhModel *model, const char *id)
{
  BhDraft *draft = id == NULL ? NULL : g_hash_table_lookup (model->contacts, id);
  return draft == NULL ? NULL : draft->picture;
}

gboolean
bh_model_knows_device (BhModelPbx *pbx, const char *device)
{
  return g_hash_table_contains (pbx->devices, device) ||
         g_hash_table_contains (pbx->memberships, device);
}

void
bh_model_list_contacts (const BhModel *model, GPtrArray *out)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, model->contacts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((BhDraft *) value)->picture != NULL)
      g_ptr_array_add (out, ((BhDraft *) value)->picture);
}

void
bh_model_list_queues (const BhModel *model, GPtrArray *out)
{
  GHashTableIter pbxs, queues;
  gpointer value;
  g_hash_table_iter_init (&pbxs, model->pbxs);
  while (g_hash_table_iter_next (&pbxs, NULL, &value)) {
    g_hash_table_iter_init (&queues, ((BhModelPbx *) value)->queues);
    while (g_hash_table_iter_next (&queues, NULL, &value))
      if (bh_queue_state_picture (value) != NULL)
        g_ptr_array_add (out, bh_queue_state_picture (value));
  }
}

BhLinkState
bh_model_get_link (const BhModel *model, BhModelPbx *pbx, const char **text)
{
  if (text != NULL)
    *text = pbx->link_text;
  return pbx->link;
}
