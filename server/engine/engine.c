/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine.h"

#include "server/engine/keeper.h"
#include "server/engine/members.h"

typedef struct {
  BhEnginePbx public;
  BhEngine *engine;
  char *name;
  char *kind;
  char *device;
  char *sentence;
} Pbx;

typedef struct {
  BhCommandDone done;
  gpointer data;
} Command;

typedef struct {
  guint64 position;
  void (*func) (gpointer data);
  gpointer data;
  GDestroyNotify destroy;
} Waiter;

static void
waiter_free (Waiter *waiter)
{
  if (waiter->destroy != NULL)
    waiter->destroy (waiter->data);
  g_free (waiter);
}

struct BhEngine {
  BhClock *clock;
  BhStorePort *store;
  BhCrmPort *crm;
  BhModel *model;
  GPtrArray *pbxs; /* of Pbx; the public struct comes first */
  BhEngineWatcher watcher;
  gpointer watcher_data;
  GHashTable *commands; /* request -> Command */
  GHashTable *numbers;  /* contact id -> E.164, "" where it has none */
  GQueue waiters;       /* of Waiter, by position */
  gulong durable_handler;
  GSource *timer;
  gint64 timer_due; /* in the clock's time */
  guint64 written;  /* by the turn at hand */
  gboolean in_turn;
  gboolean stopping;
  BhEngineFigures figures;
};

/* ---- the stages */

static const char *
number_of (const BhContact *contact, gpointer data)
{
  return bh_engine_get_e164 (data, contact);
}

static void
stage_keep (BhEngine *engine, const BhTurn *turn, gint64 now_us)
{
  if (engine->store != NULL && turn->n_changes > 0)
    engine->written = bh_keeper_take (engine->store, engine->model, turn, number_of, engine);
}

static void
stage_publish (BhEngine *engine, const BhTurn *turn, gint64 now_us)
{
  if (engine->watcher.turn != NULL && turn->n_changes > 0)
    engine->watcher.turn (turn, now_us, engine->watcher_data);
}

static void
stage_effects (BhEngine *engine, const BhTurn *turn, gint64 now_us)
{
  for (guint i = 0; i < turn->n_effects; i++) {
    const BhEffect *effect = &turn->effects[i];
    engine->figures.effects++;
    if (effect->kind != BH_EFFECT_LOOK_UP)
      bh_members_carry_out (engine, effect);
    else if (engine->watcher.look_up != NULL)
      engine->watcher.look_up (effect->contact, effect->number, engine->watcher_data);
  }
}

/* The written order of what follows a turn of the model. */
static const struct {
  const char *name;
  void (*run) (BhEngine *engine, const BhTurn *turn, gint64 now_us);
} stages[] = {
    {"keep", stage_keep},       /* first, so that a reply can wait for what was written */
    {"publish", stage_publish}, /* at once: an event waits for no disk */
    {"effects", stage_effects}, /* last: their answers are turns of their own */
};

/* ---- timers */

static void
disarm (BhEngine *engine)
{
  if (engine->timer != NULL)
    g_source_destroy (engine->timer);
  g_clear_pointer (&engine->timer, g_source_unref);
  engine->timer_due = 0;
}

static gboolean
on_timer (gpointer data)
{
  BhEngine *engine = data;

  disarm (engine);
  bh_engine_tick (engine);
  return G_SOURCE_REMOVE;
}

static gint64
next_deadline (BhEngine *engine)
{
  gint64 due = bh_model_next_deadline (engine->model);
  gint64 other = engine->watcher.deadline != NULL ? engine->watcher.deadline (engine->watcher_data)
                                                  : 0;

  return due == 0 || (other != 0 && other < due) ? other : due;
}

/* Looks at the next deadline after each turn; the timer is touched only when it is nearer. */
static void
arm (BhEngine *engine, gint64 now_us)
{
  gint64 due = next_deadline (engine);

  if (due == engine->timer_due || engine->stopping)
    return;
  disarm (engine);
  if (due == 0)
    return;
  engine->timer_due = due;
  engine->timer = g_timeout_source_new ((guint) CLAMP ((due - now_us + 999) / 1000, 0, 3600000));
  g_source_set_static_name (engine->timer, "bellhop engine timer");
  g_source_set_callback (engine->timer, on_timer, engine, NULL);
  g_source_attach (engine->timer, g_main_context_get_thread_default ());
}

/* ---- turns */

static void
forget_ended (BhEngine *engine, const BhTurn *turn)
{
  for (guint i = 0; i < turn->n_changes; i++) {
    const BhChange *change = &turn->changes[i];
    if (change->kind == BH_CHANGE_CONTACT &&
        (change->contact.after == NULL || change->contact.after->ended_us != 0))
      g_hash_table_remove (engine->numbers,
                           change->contact.after != NULL ? change->contact.after->id
                                                         : change->contact.before->id);
  }
}

guint64
bh_engine_take_turn (BhEngine *engine, const BhTurn *turn, gint64 now_us)
{
  g_return_val_if_fail (!engine->in_turn, 0);

  engine->written = 0;
  if (turn->n_changes > 0 || turn->n_effects > 0) {
    engine->in_turn = TRUE;
    engine->figures.turns++;
    engine->figures.changes += turn->n_changes;
    for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
      stages[i].run (engine, turn, now_us);
    if (engine->numbers != NULL && g_hash_table_size (engine->numbers) > 0)
      forget_ended (engine, turn);
    engine->in_turn = FALSE;
  }
  if (engine->store != NULL || engine->watcher.turn != NULL)
    arm (engine, now_us);
  return engine->written;
}

void
bh_engine_tick (BhEngine *engine)
{
  gint64 now_us = bh_engine_now (engine);

  if (engine->watcher.due != NULL)
    engine->watcher.due (now_us, engine->watcher_data);
  bh_engine_take_turn (engine, bh_model_tick (engine->model, now_us), now_us);
}

void
bh_engine_look_at_time (BhEngine *engine)
{
  arm (engine, bh_engine_now (engine));
}

static void
answer_command (BhEngine *engine, const BhPbxEvent *event)
{
  g_autofree Command *command = NULL;
  g_autofree char *request = NULL;

  if (event->request == NULL || !g_hash_table_steal_extended (engine->commands,
                                                              event->request,
                                                              (gpointer *) &request,
                                                              (gpointer *) &command))
    return;
  command->done (event->ok, event->text, command->data);
}

void
bh_engine_take_event (BhEngine *engine, BhEnginePbx *pbx, const BhPbxEvent *event)
{
  gint64 now_us = bh_engine_now (engine);

  engine->figures.events++;
  engine->figures.of_kind[event->kind]++;
  if (engine->watcher.pbx_event != NULL)
    engine->watcher.pbx_event (pbx, event, now_us, engine->watcher_data);
  bh_engine_take_turn (engine,
                       bh_model_take_event (engine->model, pbx->model, event, now_us),
                       now_us);
  if (event->kind == BH_PBX_COMMAND_DONE)
    answer_command (engine, event);
}

/* ---- PBXs */

static void
on_event (const BhPbxEvent *event, gpointer data)
{
  Pbx *pbx = data;

  bh_engine_take_event (pbx->engine, &pbx->public, event);
}

/* People are told since when there is a link, or none: the steps of getting it back are not news.
 */
static void
note_since (Pbx *pbx, BhPbxLinkState state)
{
  gboolean was_live = pbx->public.link == BH_PBX_LINK_LIVE;

  if (pbx->public.since_us == 0 || was_live != (state == BH_PBX_LINK_LIVE))
    pbx->public.since_us = bh_engine_now (pbx->engine);
  pbx->public.link = state;
}

static void
on_link (BhPbxLinkState state, const char *sentence, gpointer data)
{
  Pbx *pbx = data;
  BhEngine *engine = pbx->engine;
  gboolean same = pbx->public.link == state && g_strcmp0 (pbx->sentence, sentence) == 0;

  g_free (pbx->sentence);
  pbx->sentence = g_strdup (sentence != NULL ? sentence : "");
  pbx->public.sentence = pbx->sentence;
  note_since (pbx, state);
  if (same)
    return;
  g_log_structured (G_LOG_DOMAIN,
                    state >= BH_PBX_LINK_UNREACHABLE ? G_LOG_LEVEL_WARNING : G_LOG_LEVEL_INFO,
                    "TOPIC",
                    "link",
                    "PBX",
                    pbx->name,
                    "MESSAGE",
                    "%s",
                    pbx->sentence);
  if (engine->watcher.link != NULL)
    engine->watcher.link (&pbx->public, engine->watcher_data);
  if (state == BH_PBX_LINK_LIVE) {
    gint64 now_us = bh_engine_now (engine);
    bh_engine_take_turn (engine,
                         bh_model_rejoin (engine->model, pbx->public.model, now_us),
                         now_us);
  }
}

static const BhPbxListener listener = {.event = on_event, .link = on_link};

static void
pbx_free (Pbx *pbx)
{
  if (pbx->public.port != NULL) {
    bh_pbx_port_set_listener (pbx->public.port, NULL, NULL);
    g_object_unref (pbx->public.port);
  }
  g_free (pbx->name);
  g_free (pbx->kind);
  g_free (pbx->device);
  g_free (pbx->sentence);
  g_free (pbx);
}

BhEnginePbx *
bh_engine_add_pbx (BhEngine *engine, const BhEnginePbxSettings *settings)
{
  Pbx *pbx = g_new0 (Pbx, 1);

  pbx->engine = engine;
  pbx->name = g_strdup (settings->name);
  pbx->kind = g_strdup (settings->kind);
  pbx->device = g_strdup (settings->device != NULL ? settings->device : "PJSIP/%s");
  pbx->sentence = g_strdup ("");
  pbx->public = (BhEnginePbx){.name = pbx->name,
                              .kind = pbx->kind,
                              .device = pbx->device,
                              .dial_ring_ms = settings->dial_ring_ms,
                              .port = settings->port != NULL ? g_object_ref (settings->port) : NULL,
                              .model = bh_model_add_pbx (engine->model, settings->name),
                              .watch_only = settings->watch_only,
                              .sentence = pbx->sentence,
                              .since_us = bh_engine_now (engine)};
  for (guint i = 0; settings->trunks != NULL && settings->trunks[i] != NULL; i++)
    bh_model_pbx_add_trunk (pbx->public.model, settings->trunks[i]);
  g_ptr_array_add (engine->pbxs, pbx);
  return &pbx->public;
}

GPtrArray *
bh_engine_get_pbxs (BhEngine *engine)
{
  return engine->pbxs;
}

BhEnginePbx *
bh_engine_find_pbx (BhEngine *engine, const char *name)
{
  for (guint i = 0; i < engine->pbxs->len; i++) {
    BhEnginePbx *pbx = g_ptr_array_index (engine->pbxs, i);
    if (g_strcmp0 (pbx->name, name) == 0)
      return pbx;
  }
  return NULL;
}

gboolean
bh_engine_command (BhEngine *engine,
                   BhEnginePbx *pbx,
                   BhPbxCommand *command,
                   BhCommandDone done,
                   gpointer data,
                   GError **error)
{
  g_autofree char *request = g_uuid_string_random ();
  Command *waiting;

  if (pbx->watch_only || pbx->port == NULL) {
    engine->figures.refused++;
    g_set_error (error,
                 BH_PBX_ERROR,
                 BH_PBX_ERROR_WATCH_ONLY,
                 "Bellhop only watches the PBX \"%s\". Set watch_only = no in its section to let "
                 "it act",
                 pbx->name);
    return FALSE;
  }
  command->request = request;
  if (!bh_pbx_port_command (pbx->port, command, error)) {
    engine->figures.refused++;
    return FALSE;
  }
  waiting = g_new (Command, 1);
  *waiting = (Command){done, data};
  g_hash_table_insert (engine->commands, g_steal_pointer (&request), waiting);
  engine->figures.commands++;
  return TRUE;
}

/* ---- safe on disk */

static void
release_waiters (BhEngine *engine)
{
  guint64 safe = bh_store_port_get_durable (engine->store);

  for (;;) {
    Waiter *first = g_queue_peek_head (&engine->waiters);
    if (first == NULL || first->position > safe)
      return;
    g_queue_pop_head (&engine->waiters);
    first->func (first->data);
    waiter_free (first);
  }
}

static void
on_durable (BhStorePort *store, guint64 position, BhEngine *engine)
{
  release_waiters (engine);
}

void
bh_engine_when_safe (BhEngine *engine,
                     guint64 position,
                     void (*func) (gpointer data),
                     gpointer data,
                     GDestroyNotify destroy)
{
  Waiter *waiter;
  GList *place;

  if (engine->store == NULL || position <= bh_store_port_get_durable (engine->store)) {
    func (data);
    if (destroy != NULL)
      destroy (data);
    return;
  }
  waiter = g_new (Waiter, 1);
  *waiter = (Waiter){position, func, data, destroy};
  place = engine->waiters.tail;
  while (place != NULL && ((Waiter *) place->data)->position > position)
    place = place->prev;
  g_queue_insert_after (&engine->waiters, place, waiter);
}

guint64
bh_engine_append (BhEngine *engine,
                  BhRecordKind kind,
                  const char *key,
                  const char *body,
                  GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  return engine->store != NULL ? bh_store_port_append (engine->store, kind, key, bytes, error) : 1;
}

guint64
bh_engine_open_put (BhEngine *engine, const char *kind, const char *id, const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (GError) error = NULL;
  guint64 position =
      engine->store != NULL ? bh_store_port_open_put (engine->store, kind, id, bytes, &error) : 1;

  if (position == 0)
    g_warning ("The open %s %s is in memory alone: %s", kind, id, error->message);
  return position;
}

void
bh_engine_open_remove (BhEngine *engine, const char *kind, const char *id)
{
  g_autoptr (GError) error = NULL;

  if (engine->store != NULL && bh_store_port_open_remove (engine->store, kind, id, &error) == 0)
    g_warning ("The open %s %s stays in the outbox: %s", kind, id, error->message);
}

void
bh_engine_open_each (BhEngine *engine, BhOpenFunc func, gpointer data)
{
  if (engine->store != NULL)
    bh_store_port_open_each (engine->store, func, data);
}

/* ---- life */

BhEngine *
bh_engine_new (const BhEngineSettings *settings)
{
  BhEngine *engine = g_new0 (BhEngine, 1);

  engine->clock = settings->clock;
  engine->store = settings->store != NULL ? g_object_ref (settings->store) : NULL;
  engine->crm = settings->crm != NULL ? g_object_ref (settings->crm) : NULL;
  engine->model = bh_model_new (&settings->model);
  engine->pbxs = g_ptr_array_new_with_free_func ((GDestroyNotify) pbx_free);
  engine->commands = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  engine->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_queue_init (&engine->waiters);
  if (engine->store != NULL)
    engine->durable_handler =
        g_signal_connect (engine->store, "durable", G_CALLBACK (on_durable), engine);
  return engine;
}

/* The promise that every command is answered holds here too. What we asked of queues for ourselves
 * has nobody to tell. */
static void
give_up_commands (BhEngine *engine)
{
  g_autoptr (GHashTable) commands = g_steal_pointer (&engine->commands);
  GHashTableIter iter;
  Command *command;

  engine->commands = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, commands);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &command))
    if (!bh_members_give_up (command->done, command->data))
      command->done (FALSE, "Bellhop stops", command->data);
}

void
bh_engine_free (BhEngine *engine)
{
  if (engine == NULL)
    return;
  engine->stopping = TRUE;
  disarm (engine);
  give_up_commands (engine);
  g_ptr_array_unref (engine->pbxs);
  g_hash_table_unref (engine->commands);
  g_hash_table_unref (engine->numbers);
  g_queue_clear_full (&engine->waiters, (GDestroyNotify) waiter_free);
  if (engine->store != NULL)
    g_clear_signal_handler (&engine->durable_handler, engine->store);
  g_clear_object (&engine->store);
  g_clear_object (&engine->crm);
  bh_model_free (engine->model);
  g_free (engine);
}

void
bh_engine_watch (BhEngine *engine, const BhEngineWatcher *watcher, gpointer data)
{
  engine->watcher = watcher != NULL ? *watcher : (BhEngineWatcher){0};
  engine->watcher_data = data;
}

static void
restore_contacts (BhEngine *engine, const GPtrArray *contacts)
{
  for (guint i = 0; i < contacts->len; i++) {
    gint64 now_us = bh_engine_now (engine);
    bh_engine_take_turn (engine,
                         bh_model_restore (engine->model, g_ptr_array_index (contacts, i), now_us),
                         now_us);
  }
}

static void
restore_agents (BhEngine *engine, const GPtrArray *agents)
{
  for (guint i = 0; i < agents->len; i++) {
    gint64 now_us = bh_engine_now (engine);
    bh_engine_take_turn (
        engine,
        bh_model_restore_agent (engine->model, g_ptr_array_index (agents, i), now_us),
        now_us);
  }
}

static void
restore (BhEngine *engine)
{
  g_autoptr (GPtrArray) contacts = bh_keeper_read_contacts (engine->store);
  g_autoptr (GPtrArray) agents = bh_keeper_read_agents (engine->store);
  gint64 now_us;

  restore_contacts (engine, contacts);
  restore_agents (engine, agents);
  now_us = bh_engine_now (engine);
  bh_engine_take_turn (engine, bh_model_end_restore (engine->model, now_us), now_us);
  if (contacts->len > 0 || agents->len > 0)
    g_log_structured (
        G_LOG_DOMAIN,
        G_LOG_LEVEL_INFO,
        "TOPIC",
        "restore",
        "MESSAGE",
        "%u contacts were open and %u agents signed in when the server went down; the "
        "PBX will show what became of them",
        contacts->len,
        agents->len);
}

void
bh_engine_start (BhEngine *engine)
{
  if (engine->store != NULL)
    restore (engine);
  for (guint i = 0; i < engine->pbxs->len; i++) {
    Pbx *pbx = g_ptr_array_index (engine->pbxs, i);
    if (pbx->public.port == NULL)
      continue;
    bh_pbx_port_set_listener (pbx->public.port, &listener, pbx);
    bh_pbx_port_start (pbx->public.port);
  }
}

void
bh_engine_stop (BhEngine *engine)
{
  engine->stopping = TRUE;
  disarm (engine);
  for (guint i = 0; i < engine->pbxs->len; i++) {
    Pbx *pbx = g_ptr_array_index (engine->pbxs, i);
    if (pbx->public.port == NULL)
      continue;
    bh_pbx_port_stop (pbx->public.port);
    bh_pbx_port_set_listener (pbx->public.port, NULL, NULL);
  }
  give_up_commands (engine);
}

/* ---- looking */

const char *
bh_engine_get_e164 (BhEngine *engine, const BhContact *contact)
{
  const char *known;
  char *e164;

  if (engine->crm == NULL || *contact->number == '\0')
    return NULL;
  known = g_hash_table_lookup (engine->numbers, contact->id);
  if (known == NULL) {
    e164 = bh_crm_port_normalise (engine->crm, contact->number, NULL);
    known = e164 != NULL ? e164 : (e164 = g_strdup (""));
    g_hash_table_insert (engine->numbers, g_strdup (contact->id), e164);
  }
  return *known != '\0' ? known : NULL;
}

BhModel *
bh_engine_get_model (BhEngine *engine)
{
  return engine->model;
}

gint64
bh_engine_now (BhEngine *engine)
{
  return bh_clock_now (engine->clock);
}

const BhEngineFigures *
bh_engine_get_figures (const BhEngine *engine)
{
  return &engine->figures;
}
