/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/keeper.h"

#include "server/wire/agent-kept.h"
#include "server/wire/contact-kept.h"
#include "server/wire/records.h"

typedef struct {
  BhStorePort *store;
  const BhModel *model;
  BhKeeperNumber number;
  gpointer data;
  guint64 position;
} Keeper;

static void
note_position (Keeper *keeper, guint64 position, GError *error)
{
  static gboolean told;

  if (position > 0) {
    keeper->position = MAX (keeper->position, position);
    told = FALSE;
  } else if (!told) {
    told = TRUE;
    g_log_structured (G_LOG_DOMAIN,
                      G_LOG_LEVEL_CRITICAL,
                      "TOPIC",
                      "store",
                      "MESSAGE",
                      "Records cannot be kept: %s",
                      error->message);
  }
  g_clear_error (&error);
}

static void
put_open (Keeper *keeper, const char *kind, const char *id, GString *text)
{
  g_autoptr (GBytes) body = g_string_free_to_bytes (text);
  GError *error = NULL;
  guint64 position = bh_store_port_open_put (keeper->store, kind, id, body, &error);

  note_position (keeper, position, error);
}

static void
remove_open (Keeper *keeper, const char *kind, const char *id)
{
  GError *error = NULL;
  guint64 position = bh_store_port_open_remove (keeper->store, kind, id, &error);

  note_position (keeper, position, error);
}

static void
append (Keeper *keeper, BhRecordKind kind, const char *key, GString *text)
{
  g_autoptr (GBytes) body = g_string_free_to_bytes (text);
  GError *error = NULL;
  guint64 position = bh_store_port_append (keeper->store, kind, key, body, &error);

  note_position (keeper, position, error);
}

/* User names of the devices that talked, where somebody is signed in there. */
static GStrv
users_of (const Keeper *keeper, const BhContact *contact)
{
  g_autoptr (GStrvBuilder) users = g_strv_builder_new ();
  g_autoptr (GPtrArray) agents = g_ptr_array_new ();

  bh_model_list_agents (keeper->model, agents);
  for (guint i = 0; i < contact->n_agents; i++)
    for (guint j = 0; j < agents->len; j++) {
      const BhAgent *agent = g_ptr_array_index (agents, j);
      if (agent->signed_in && g_strcmp0 (agent->device, contact->agents[i]) == 0)
        g_strv_builder_add (users, agent->agent);
    }
  return g_strv_builder_end (users);
}

static void
append_contact (Keeper *keeper, const BhContact *contact)
{
  g_auto (GStrv) users = users_of (keeper, contact);
  GString *text = g_string_new (NULL);

  bh_record_of_contact (text,
                        contact,
                        keeper->number != NULL ? keeper->number (contact, keeper->data) : NULL,
                        (const char *const *) users);
  append (keeper, BH_RECORD_CONTACT, contact->id, text);
}

/* A contact reaches the database when the customer is gone, so that the next call of theirs shows
 * it, and again when wrap-up is over. */
static void
keep_contact (Keeper *keeper, const BhChange *change)
{
  const BhContact *before = change->contact.before;
  const BhContact *after = change->contact.after;

  if (after == NULL)
    return;
  if (after->ended_us != 0) {
    append_contact (keeper, after);
    remove_open (keeper, "contact", after->id);
    return;
  }
  GString *text = g_string_sized_new (2048);
  bh_contact_keep (text, after);
  put_open (keeper, "contact", after->id, text);
  if (after->released_us != 0 && (before == NULL || before->released_us == 0))
    append_contact (keeper, after);
}

static gboolean
same_stretch (const BhAgent *a, const BhAgent *b)
{
  return a->state == b->state && g_strcmp0 (a->reason, b->reason) == 0 &&
         g_strcmp0 (a->device, b->device) == 0 && a->signed_in == b->signed_in;
}

static void
put_agent (Keeper *keeper, const BhAgent *agent)
{
  GString *text = g_string_sized_new (512);

  bh_agent_keep (text, agent);
  put_open (keeper, "agent", agent->agent, text);
}

static void
keep_agent (Keeper *keeper, const BhChange *change)
{
  const BhAgent *before = change->agent.before;
  const BhAgent *after = change->agent.after;
  gboolean was_in = before != NULL && before->signed_in;
  gboolean is_in = after != NULL && after->signed_in;

  /* before its records: the database ends a stretch by the next one's begin, if need be, but nobody
   * else remembers what an agent wanted */
  if (is_in)
    put_agent (keeper, after);
  else if (was_in)
    remove_open (keeper, "agent", before->agent);
  if (was_in && is_in && same_stretch (before, after))
    return;
  if (was_in) {
    GString *text = g_string_new (NULL);
    bh_record_of_agent_state (text, before, is_in ? after->since_us : change->at_us, change->at_us);
    append (keeper, BH_RECORD_AGENT_STATE, before->agent, text);
  }
  if (is_in) {
    GString *text = g_string_new (NULL);
    bh_record_of_agent_state (text, after, 0, change->at_us);
    append (keeper, BH_RECORD_AGENT_STATE, after->agent, text);
  }
}

guint64
bh_keeper_take (BhStorePort *store,
                const BhModel *model,
                const BhTurn *turn,
                BhKeeperNumber number,
                gpointer data)
{
  Keeper keeper = {.store = store, .model = model, .number = number, .data = data};

  for (guint i = 0; i < turn->n_changes; i++) {
    if (turn->changes[i].kind == BH_CHANGE_CONTACT)
      keep_contact (&keeper, &turn->changes[i]);
    else if (turn->changes[i].kind == BH_CHANGE_AGENT)
      keep_agent (&keeper, &turn->changes[i]);
  }
  return keeper.position;
}

/* ---- reading back */

typedef struct {
  const char *kind;
  gpointer (*read) (GBytes *body, GError **error);
  GPtrArray *found;
} Search;

static void
read_one (const char *kind, const char *id, GBytes *body, gpointer data)
{
  const Search *search = data;
  g_autoptr (GError) error = NULL;
  gpointer picture;

  if (!g_str_equal (kind, search->kind))
    return;
  picture = search->read (body, &error);
  if (picture != NULL)
    g_ptr_array_add (search->found, picture);
  else
    g_log_structured (G_LOG_DOMAIN,
                      G_LOG_LEVEL_WARNING,
                      "TOPIC",
                      "restore",
                      "MESSAGE",
                      "The open %s %s could not be read back: %s",
                      kind,
                      id,
                      error->message);
}

static gpointer
read_contact (GBytes *body, GError **error)
{
  return bh_contact_from_kept (body, error);
}

GPtrArray *
bh_keeper_read_contacts (BhStorePort *store)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) bh_contact_unref);
  Search search = {"contact", read_contact, found};

  bh_store_port_open_each (store, read_one, &search);
  return found;
}

static gpointer
read_agent (GBytes *body, GError **error)
{
  return bh_agent_from_kept (body, error);
}

GPtrArray *
bh_keeper_read_agents (BhStorePort *store)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) bh_agent_unref);
  Search search = {"agent", read_agent, found};

  bh_store_port_open_each (store, read_one, &search);
  return found;
}
