/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/desk-world.h"

#include <string.h>

/* ---- the PBX */

#define TYPE_FAKE_PBX (fake_pbx_get_type ())
G_DECLARE_FINAL_TYPE (FakePbx, fake_pbx, FAKE, PBX, GObject)
struct _FakePbx {
  GObject parent;
  const BhPbxListener *listener;
  gpointer listener_data;
  BhPbxLinkState link;
  GString *commands;
  char *request; /* of the last command */
};

static void
fake_pbx_set_listener (BhPbxPort *port, const BhPbxListener *listener, gpointer data)
{
  FakePbx *self = FAKE_PBX (port);
  self->listener = listener;
  self->listener_data = data;
}

static BhPbxLinkState
fake_pbx_get_link (BhPbxPort *port, const char **sentence)
{
  return FAKE_PBX (port)->link;
}

static guint
fake_pbx_capabilities (BhPbxPort *port, BhDeviceProfile profile)
{
  guint all = (1u << BH_PBX_OP_N) - 1;
  guint by_hand =
      BH_PBX_CAN (BH_PBX_OP_ANSWER) | BH_PBX_CAN (BH_PBX_OP_HOLD) | BH_PBX_CAN (BH_PBX_OP_RETRIEVE);
  return profile == BH_DEVICE_PROFILE_NOTIFY ? all : all & ~by_hand;
}

static void
add (GString *to, const char *key, const char *value)
{
  if (value != NULL)
    g_string_append_printf (to, " %s=%s", key, value);
}

static gboolean
fake_pbx_command (BhPbxPort *port, const BhPbxCommand *command, GError **error)
{
  FakePbx *self = FAKE_PBX (port);

  if (command->number != NULL && g_str_has_prefix (command->number, "0900")) {
    g_set_error (error,
                 BH_PBX_ERROR,
                 BH_PBX_ERROR_DIAL_STRING,
                 "%s is outside of the allowed patterns",
                 command->number);
    return FALSE;
  }
  if (self->commands->len > 0)
    g_string_append (self->commands, "; ");
  g_string_append (self->commands, bh_pbx_op_to_string (command->op));
  add (self->commands, "leg", command->leg);
  add (self->commands, "other_leg", command->other_leg);
  add (self->commands, "device", command->device);
  add (self->commands, "number", command->number);
  add (self->commands, "queue", command->queue);
  add (self->commands, "member", command->member);
  add (self->commands, "reason", command->reason);
  add (self->commands,
       "paused",
       command->op < BH_PBX_OP_QUEUE_ADD || command->op == BH_PBX_OP_QUEUE_REMOVE ? NULL
       : command->paused                                                          ? "yes"
                                                                                  : "no");
  g_free (self->request);
  self->request = g_strdup (command->request);
  return TRUE;
}

static void
fake_pbx_start (BhPbxPort *port)
{
}

static void
fake_pbx_port_init (BhPbxPortInterface *iface)
{
  iface->start = fake_pbx_start;
  iface->stop = fake_pbx_start;
  iface->set_listener = fake_pbx_set_listener;
  iface->get_link = fake_pbx_get_link;
  iface->get_capabilities = fake_pbx_capabilities;
  iface->command = fake_pbx_command;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakePbx,
                               fake_pbx,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_PBX_PORT, fake_pbx_port_init))

static void
fake_pbx_finalize (GObject *object)
{
  FakePbx *self = FAKE_PBX (object);
  g_string_free (self->commands, TRUE);
  g_free (self->request);
  G_OBJECT_CLASS (fake_pbx_parent_class)->finalize (object);
}

static void
fake_pbx_class_init (FakePbxClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fake_pbx_finalize;
}

static void
fake_pbx_init (FakePbx *self)
{
  self->commands = g_string_new (NULL);
}

/* ---- the disk */

#define TYPE_FAKE_STORE (fake_store_get_type ())
G_DECLARE_FINAL_TYPE (FakeStore, fake_store, FAKE, STORE, GObject)
struct _FakeStore {
  GObject parent;
  guint64 position;
  guint64 durable;
  gboolean slow;
  GString *kinds;
  char *bodies[BH_RECORD_N_KINDS];
  GHashTable *open; /* "kind id" -> GBytes */
};

static guint64
advance (FakeStore *self)
{
  self->position++;
  if (!self->slow)
    self->durable = self->position;
  return self->position;
}

static guint64
fake_store_append (BhStorePort *port,
                   BhRecordKind kind,
                   const char *key,
                   GBytes *body,
                   GError **error)
{
  FakeStore *self = FAKE_STORE (port);
  gsize length;
  const char *bytes = g_bytes_get_data (body, &length);

  if (self->kinds->len > 0)
    g_string_append_c (self->kinds, ' ');
  g_string_append (self->kinds, bh_record_kind_to_string (kind));
  g_free (self->bodies[kind]);
  self->bodies[kind] = g_strndup (bytes, length);
  return advance (self);
}

static guint64
fake_store_put (BhStorePort *port, const char *kind, const char *id, GBytes *body, GError **error)
{
  FakeStore *self = FAKE_STORE (port);
  g_hash_table_replace (self->open, g_strdup_printf ("%s %s", kind, id), g_bytes_ref (body));
  return advance (self);
}

static guint64
fake_store_remove (BhStorePort *port, const char *kind, const char *id, GError **error)
{
  FakeStore *self = FAKE_STORE (port);
  g_autofree char *key = g_strdup_printf ("%s %s", kind, id);
  g_hash_table_remove (self->open, key);
  return advance (self);
}

static void
fake_store_each (BhStorePort *port, BhOpenFunc func, gpointer data)
{
  GHashTableIter iter;
  gpointer key, body;

  g_hash_table_iter_init (&iter, FAKE_STORE (port)->open);
  while (g_hash_table_iter_next (&iter, &key, &body)) {
    g_auto (GStrv) words = g_strsplit (key, " ", 2);
    func (words[0], words[1], body, data);
  }
}

static guint64
fake_store_durable (BhStorePort *port)
{
  return FAKE_STORE (port)->durable;
}

static const char *
fake_store_problem (BhStorePort *port)
{
  return NULL;
}

static void
fake_store_port_init (BhStorePortInterface *iface)
{
  iface->append = fake_store_append;
  iface->open_put = fake_store_put;
  iface->open_remove = fake_store_remove;
  iface->open_each = fake_store_each;
  iface->get_durable = fake_store_durable;
  iface->get_problem = fake_store_problem;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeStore,
                               fake_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_STORE_PORT, fake_store_port_init))

static void
fake_store_finalize (GObject *object)
{
  FakeStore *self = FAKE_STORE (object);
  g_string_free (self->kinds, TRUE);
  for (guint i = 0; i < BH_RECORD_N_KINDS; i++)
    g_free (self->bodies[i]);
  g_hash_table_unref (self->open);
  G_OBJECT_CLASS (fake_store_parent_class)->finalize (object);
}

static void
fake_store_class_init (FakeStoreClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fake_store_finalize;
}

static void
fake_store_init (FakeStore *self)
{
  self->kinds = g_string_new (NULL);
  self->open =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

/* ---- the database: it answers at once, in the next turn of the loop */

#define TYPE_FAKE_DIRECTORY (fake_directory_get_type ())
G_DECLARE_FINAL_TYPE (FakeDirectory, fake_directory, FAKE, DIRECTORY, GObject)
struct _FakeDirectory {
  GObject parent;
  GString *asked;
};

static const struct {
  const char *name;
  const char *json;
} people[] = {
    {"alice",
     "{\"id\":\"u1\",\"name\":\"alice\",\"full_name\":\"Alice A\",\"language\":\"en\","
     "\"device\":\"PJSIP/1001\",\"profile\":\"notify\",\"disabled\":false,"
     "\"roles\":[\"agent\"],\"queues\":[{\"queue\":\"support\",\"penalty\":0}]}"},
    {"bob",
     "{\"id\":\"u2\",\"name\":\"bob\",\"full_name\":\"Bob B\",\"device\":\"PJSIP/1002\","
     "\"profile\":\"manual\",\"disabled\":false,\"roles\":[\"agent\"],"
     "\"queues\":[{\"queue\":\"support\",\"penalty\":0},{\"queue\":\"sales\",\"penalty\":1}]}"},
    {"sue",
     "{\"id\":\"u3\",\"name\":\"sue\",\"full_name\":\"Sue S\",\"device\":null,"
     "\"roles\":[\"supervisor\"],\"queues\":[],\"disabled\":false}"},
    {"root",
     "{\"id\":\"u4\",\"name\":\"root\",\"full_name\":\"\",\"device\":null,"
     "\"roles\":[\"admin\"],\"queues\":[],\"disabled\":false}"},
    {"gone",
     "{\"id\":\"u5\",\"name\":\"gone\",\"full_name\":\"\",\"device\":\"PJSIP/1009\","
     "\"roles\":[\"agent\"],\"queues\":[],\"disabled\":true}"},
};

static const char *
person (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    if (g_str_equal (people[i].name, name))
      return people[i].json;
  return NULL;
}

static char *
answer_to (BhDirectoryQuery query, const char *args)
{
  switch (query) {
  case BH_QUERY_REASON_CODES:
    return g_strdup ("[{\"code\":\"lunch\",\"label\":{\"en\":\"Lunch\"},\"icon\":\"x\","
                     "\"system\":false}]");
  case BH_QUERY_DISPOSITIONS:
    return g_strdup ("[{\"code\":\"solved\",\"path\":[{\"en\":\"Solved\"}],\"queue\":null}]");
  case BH_QUERY_QUEUES:
    return g_strdup ("[{\"queue\":\"support\",\"label\":\"Support!\",\"service_level_s\":20}]");
  case BH_QUERY_USER: {
    g_autoptr (JsonNode) node = json_from_string (args, NULL);
    const char *name = json_object_get_string_member (json_node_get_object (node), "user");
    const char *json = person (name);
    return g_strdup (json != NULL ? json : "null");
  }
  case BH_QUERY_CUSTOMER:
    return g_strdup ("{\"status\":\"one\",\"match\":\"chosen\",\"customers\":[],"
                     "\"customer\":{\"customer\":\"x\"}}");
  case BH_QUERY_CREATE_CUSTOMER:
    return g_strdup ("{\"customer\":\"11111111-2222-4333-8444-555555555555\"}");
  default:
    return g_strdup ("{}");
  }
}

static void
fake_directory_query (BhDirectoryPort *port,
                      BhDirectoryQuery query,
                      const char *args,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, data);

  g_string_append_printf (FAKE_DIRECTORY (port)->asked,
                          "%s %s\n",
                          bh_directory_query_to_string (query),
                          args != NULL ? args : "");
  g_task_return_pointer (task, answer_to (query, args), g_free);
}

static char *
fake_directory_finish (BhDirectoryPort *port, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fake_directory_sign_in (BhDirectoryPort *port,
                        const char *name,
                        const char *password,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, data);

  if (g_str_equal (name, "away"))
    g_task_return_new_error (task, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_AWAY, "away");
  else if (person (name) != NULL && g_str_equal (password, "secret"))
    g_task_return_pointer (task, g_strdup (person (name)), g_free);
  else
    g_task_return_new_error (task, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_DENIED, "no");
}

static void
fake_directory_port_init (BhDirectoryPortInterface *iface)
{
  iface->query_async = fake_directory_query;
  iface->query_finish = fake_directory_finish;
  iface->sign_in_async = fake_directory_sign_in;
  iface->sign_in_finish = fake_directory_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeDirectory,
                               fake_directory,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_DIRECTORY_PORT,
                                                      fake_directory_port_init))

static void
fake_directory_finalize (GObject *object)
{
  g_string_free (FAKE_DIRECTORY (object)->asked, TRUE);
  G_OBJECT_CLASS (fake_directory_parent_class)->finalize (object);
}

static void
fake_directory_class_init (FakeDirectoryClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fake_directory_finalize;
}

static void
fake_directory_init (FakeDirectory *self)
{
  self->asked = g_string_new (NULL);
}

/* ---- customers: an answer comes when the test says so */

#define TYPE_FAKE_CRM (fake_crm_get_type ())
G_DECLARE_FINAL_TYPE (FakeCrm, fake_crm, FAKE, CRM, GObject)
struct _FakeCrm {
  GObject parent;
  GTask *waiting;
};

static void
fake_crm_lookup (BhCrmPort *port,
                 const char *number,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer data)
{
  FakeCrm *self = FAKE_CRM (port);
  g_clear_object (&self->waiting);
  self->waiting = g_task_new (port, cancellable, callback, data);
}

static BhLookupResult *
fake_crm_finish (BhCrmPort *port, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static char *
fake_crm_normalise (BhCrmPort *port, const char *number, char **display)
{
  if (display != NULL)
    *display = g_strdup (number);
  return strlen (number) == 11 ? g_strconcat ("+86", number, NULL) : NULL;
}

static void
fake_crm_port_init (BhCrmPortInterface *iface)
{
  iface->lookup_async = fake_crm_lookup;
  iface->lookup_finish = fake_crm_finish;
  iface->normalise = fake_crm_normalise;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeCrm,
                               fake_crm,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_CRM_PORT, fake_crm_port_init))

static void
fake_crm_finalize (GObject *object)
{
  g_clear_object (&FAKE_CRM (object)->waiting);
  G_OBJECT_CLASS (fake_crm_parent_class)->finalize (object);
}

static void
fake_crm_class_init (FakeCrmClass *class)
{
  G_OBJECT_CLASS (class)->finalize = fake_crm_finalize;
}

static void
fake_crm_init (FakeCrm *self)
{
}

/* ---- the world */

struct DeskWorld {
  BhDoor door; /* first */
  gint64 now_us;
  BhClock *clock;
  FakePbx *pbx;
  FakeStore *store;
  FakeDirectory *directory;
  FakeCrm *crm;
  BhEngine *engine;
  BhDesk *desk;
  GHashTable *users;  /* name -> BhSessionUser */
  GHashTable *events; /* name -> GPtrArray of event names since the last look */
  GHashTable *last;   /* "name event" -> JsonNode */
  char *answer;
};

static void
drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gint64
world_now (gpointer data)
{
  return ((DeskWorld *) data)->now_us;
}

static void
on_answer (const BhAnswer *answer, gpointer data)
{
  DeskWorld *world = data;

  g_free (world->answer);
  if (!answer->ok) {
    world->answer = g_strdup_printf ("%s: %s", answer->code, answer->message);
  } else if (answer->result == NULL) {
    world->answer = g_strdup ("ok");
  } else {
    g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
    g_autofree char *text = NULL;
    json_node_set_object (node, answer->result);
    text = json_to_string (node, FALSE);
    world->answer = g_strdup_printf ("ok %s", text);
  }
}

static void
door_accept (BhDoor *door,
             BhRequest *login,
             BhSessionUser *user,
             gint64 expires_us,
             JsonObject *result)
{
  DeskWorld *world = (DeskWorld *) door;

  g_assert_cmpint (expires_us, >, world->now_us);
  g_hash_table_replace (world->users, g_strdup (user->user), bh_session_user_ref (user));
  bh_request_succeed (login, result);
  bh_desk_get_funcs ()->session_opened (world->desk, user);
}

static const char *
user_of_session (DeskWorld *world, const char *session)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, world->users);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_str_equal (((BhSessionUser *) value)->session, session))
      return key;
  return "?";
}

static void
note_event (DeskWorld *world, const char *user, const BhOutEvent *event)
{
  GPtrArray *names = g_hash_table_lookup (world->events, user);

  if (names == NULL) {
    names = g_ptr_array_new ();
    g_hash_table_insert (world->events, g_strdup (user), names);
  }
  g_ptr_array_add (names, (gpointer) event->event);
  g_hash_table_replace (world->last,
                        g_strdup_printf ("%s %s", user, event->event),
                        json_node_copy (event->data));
}

static void
door_send (BhDoor *door, const char *session, const BhOutEvent *event)
{
  DeskWorld *world = (DeskWorld *) door;

  note_event (world, user_of_session (world, session), event);
}

static void
door_close (BhDoor *door, const char *session, const char *code, const char *message)
{
}

static const BhDoorFuncs door_funcs = {door_accept, door_send, door_close};

static void
make_engine (DeskWorld *world, DeskWorldFlags flags)
{
  static const char *const trunks[] = {"PJSIP/trunk", NULL};
  BhEngineSettings settings = {.clock = world->clock,
                               .store = BH_STORE_PORT (world->store),
                               .crm = world->crm != NULL ? BH_CRM_PORT (world->crm) : NULL,
                               .model = {.wrap_up_us = 30 * G_USEC_PER_SEC, .track_agents = TRUE}};

  world->engine = bh_engine_new (&settings);
  bh_engine_add_pbx (world->engine,
                     "main",
                     "asterisk",
                     BH_PBX_PORT (world->pbx),
                     (flags & DESK_WORLD_WATCH_ONLY) != 0,
                     trunks);
}

DeskWorld *
desk_world_new (DeskWorldFlags flags)
{
  DeskWorld *world = g_new0 (DeskWorld, 1);
  const BhClockSource source = {world_now, world_now, world};
  BhDeskSettings settings;

  world->door.funcs = &door_funcs;
  world->now_us = G_GINT64_CONSTANT (1795296949000000);
  world->clock = bh_clock_new (&source);
  world->pbx = g_object_new (TYPE_FAKE_PBX, NULL);
  world->store = g_object_new (TYPE_FAKE_STORE, NULL);
  world->store->slow = (flags & DESK_WORLD_SLOW_DISK) != 0;
  world->directory = g_object_new (TYPE_FAKE_DIRECTORY, NULL);
  world->crm = flags & DESK_WORLD_NO_CRM ? NULL : g_object_new (TYPE_FAKE_CRM, NULL);
  world->users = g_hash_table_new_full (g_str_hash,
                                        g_str_equal,
                                        g_free,
                                        (GDestroyNotify) bh_session_user_unref);
  world->events =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  world->last =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  make_engine (world, flags);
  settings = (BhDeskSettings){.engine = world->engine,
                              .directory = BH_DIRECTORY_PORT (world->directory),
                              .crm = world->crm != NULL ? BH_CRM_PORT (world->crm) : NULL,
                              .home_region = "CN",
                              .device = "PJSIP/%s",
                              .wrap_up_s = 30,
                              .session_hours = 12};
  world->desk = bh_desk_new (&settings);
  bh_desk_set_door (world->desk, &world->door);
  bh_desk_set_store (world->desk, "up", "All is well.", 0);
  bh_engine_start (world->engine);
  drain ();
  desk_world_link (world, BH_PBX_LINK_LIVE, "The PBX is there.");
  return world;
}

void
desk_world_free (DeskWorld *world)
{
  bh_engine_stop (world->engine);
  bh_desk_free (world->desk);
  if (world->crm != NULL && world->crm->waiting != NULL) {
    g_task_return_error_if_cancelled (world->crm->waiting);
    g_clear_object (&world->crm->waiting);
  }
  drain ();
  bh_engine_free (world->engine);
  bh_clock_free (world->clock);
  g_assert_finalize_object (world->pbx);
  g_assert_finalize_object (world->store);
  g_assert_finalize_object (world->directory);
  if (world->crm != NULL)
    g_assert_finalize_object (world->crm);
  g_hash_table_unref (world->users);
  g_hash_table_unref (world->events);
  g_hash_table_unref (world->last);
  g_free (world->answer);
  g_free (world);
}

BhDesk *
desk_world_desk (DeskWorld *world)
{
  return world->desk;
}

BhEngine *
desk_world_engine (DeskWorld *world)
{
  return world->engine;
}

void
desk_world_wait (DeskWorld *world, gint64 ms)
{
  world->now_us += ms * 1000;
  bh_engine_tick (world->engine);
  drain ();
}

/* ---- people */

static void
login_with (DeskWorld *world, const char *user, JsonObject *args)
{
  g_autofree char *session = g_strdup_printf ("session-%s", user);
  const BhSessionPeer peer = {session, "bellhop/0.1.0", "en", "192.0.2.7"};

  g_clear_pointer (&world->answer, g_free);
  bh_desk_get_funcs ()->login (world->desk,
                               bh_request_new ("login", args, NULL, &peer, on_answer, world, NULL));
  drain ();
}

char *
desk_world_login (DeskWorld *world, const char *user, const char *password, const char *device)
{
  g_autoptr (JsonObject) args = json_object_new ();

  json_object_set_string_member (args, "user", user);
  json_object_set_string_member (args, "password", password);
  if (device != NULL)
    json_object_set_string_member (args, "device", device);
  login_with (world, user, args);
  return desk_world_answer (world);
}

void
desk_world_sign_in (DeskWorld *world, const char *user)
{
  g_autofree char *answer = desk_world_login (world, user, "secret", NULL);
  g_assert_true (g_str_has_prefix (answer, "ok {"));
}

void
desk_world_local (DeskWorld *world)
{
  BhSessionUser init = {.session = (char *) "session-local",
                        .user = (char *) "local",
                        .roles = BH_ROLE_LOCAL,
                        .address = (char *) "local"};
  BhSessionUser *user = bh_session_user_new (&init);

  g_hash_table_replace (world->users, g_strdup ("local"), user);
  bh_desk_get_funcs ()->session_opened (world->desk, user);
}

void
desk_world_gone (DeskWorld *world, const char *user, const char *why)
{
  bh_desk_get_funcs ()->session_gone (world->desk, g_hash_table_lookup (world->users, user), why);
  drain ();
}

void
desk_world_away (DeskWorld *world, const char *user, gboolean away)
{
  BhSessionUser *known = g_hash_table_lookup (world->users, user);

  if (away)
    bh_desk_get_funcs ()->session_away (world->desk, known);
  else
    bh_desk_get_funcs ()->session_back (world->desk, known);
}

static char *
newest_contact (DeskWorld *world)
{
  g_autoptr (GPtrArray) contacts = g_ptr_array_new ();

  bh_model_list_contacts (bh_engine_get_model (world->engine), contacts);
  return g_strdup (contacts->len > 0
                       ? ((BhContact *) g_ptr_array_index (contacts, contacts->len - 1))->id
                       : "00000000-0000-0000-0000-000000000000");
}

static JsonObject *
read_args (DeskWorld *world, const char *args)
{
  g_autofree char *contact = newest_contact (world);
  g_autofree char *quoted = g_strdelimit (g_strdup (args), "'", '"');
  g_auto (GStrv) parts = g_strsplit (quoted, "CONTACT", -1);
  g_autofree char *text = g_strjoinv (contact, parts);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  return json_node_dup_object (node);
}

char *
desk_world_ask (DeskWorld *world, const char *user, const char *op, const char *args)
{
  g_autoptr (JsonObject) object = args != NULL ? read_args (world, args) : NULL;
  BhSessionUser *known = g_hash_table_lookup (world->users, user);
  g_autofree char *session = g_strdup_printf ("session-%s", user);
  const BhSessionPeer peer = {session, "bellhop/0.1.0", "en", "192.0.2.7"};

  g_clear_pointer (&world->answer, g_free);
  bh_desk_get_funcs ()->request (world->desk,
                                 bh_request_new (op, object, known, &peer, on_answer, world, NULL));
  drain ();
  return desk_world_answer (world);
}

char *
desk_world_answer (DeskWorld *world)
{
  drain ();
  return g_strdup (world->answer != NULL ? world->answer : "waits");
}

char *
desk_world_events (DeskWorld *world, const char *user)
{
  GPtrArray *names = g_hash_table_lookup (world->events, user);
  char *text;

  if (names == NULL)
    return g_strdup ("");
  g_ptr_array_add (names, NULL);
  text = g_strjoinv (" ", (char **) names->pdata);
  g_ptr_array_set_size (names, 0);
  return text;
}

JsonObject *
desk_world_last (DeskWorld *world, const char *user, const char *event)
{
  g_autofree char *key = g_strdup_printf ("%s %s", user, event);
  JsonNode *node = g_hash_table_lookup (world->last, key);

  return node != NULL ? json_node_get_object (node) : NULL;
}

char *
desk_world_snapshot (DeskWorld *world, const char *user)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func ((GDestroyNotify) bh_out_event_free);

  bh_desk_get_funcs ()->snapshot (world->desk, g_hash_table_lookup (world->users, user), out);
  g_hash_table_remove (world->events, user);
  for (guint i = 0; i < out->len; i++)
    note_event (world, user, g_ptr_array_index (out, i));
  return desk_world_events (world, user);
}

/* ---- the PBX */

void
desk_world_link (DeskWorld *world, BhPbxLinkState state, const char *sentence)
{
  const BhPbxEvent up = {.kind = BH_PBX_LINK_UP, .text = "boot-1"};
  const BhPbxEvent begin = {.kind = BH_PBX_SNAPSHOT_BEGIN};
  const BhPbxEvent known = {.kind = BH_PBX_QUEUE_KNOWN, .queue = "support"};
  const BhPbxEvent end = {.kind = BH_PBX_SNAPSHOT_END};
  const BhPbxEvent down = {.kind = BH_PBX_LINK_DOWN, .text = sentence};

  world->pbx->link = state;
  if (state == BH_PBX_LINK_LIVE) {
    desk_world_say (world, &up);
    desk_world_say (world, &begin);
    desk_world_say (world, &known);
    desk_world_say (world, &end);
  } else {
    desk_world_say (world, &down);
  }
  world->pbx->listener->link (state, sentence, world->pbx->listener_data);
  drain ();
}

void
desk_world_say (DeskWorld *world, const BhPbxEvent *event)
{
  world->pbx->listener->event (event, world->pbx->listener_data);
}

void
desk_world_customer_calls (DeskWorld *world, const char *number)
{
  const BhPbxEvent events[] = {
      {.kind = BH_PBX_LEG_NEW,
       .leg = "c",
       .call = "c",
       .device = "PJSIP/trunk",
       .number = number,
       .name = "",
       .dialed = "4000",
       .leg_state = BH_LEG_STATE_DIALING,
       .incoming = 1},
      {.kind = BH_PBX_LEG_CHANGED, .leg = "c", .call = "c", .leg_state = BH_LEG_STATE_UP},
      {.kind = BH_PBX_QUEUE_JOINED,
       .leg = "c",
       .call = "c",
       .queue = "support",
       .position = 1,
       .count = 1},
  };

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    desk_world_say (world, &events[i]);
}

void
desk_world_rings (DeskWorld *world, const char *device)
{
  const BhPbxEvent events[] = {
      {.kind = BH_PBX_LEG_NEW,
       .leg = "a",
       .call = "c",
       .device = device,
       .number = "",
       .name = "",
       .dialed = "s",
       .leg_state = BH_LEG_STATE_DOWN},
      {.kind = BH_PBX_OFFER_BEGAN,
       .leg = "c",
       .call = "c",
       .queue = "support",
       .member = device,
       .other_leg = "a",
       .other_device = device},
      {.kind = BH_PBX_DIAL_BEGAN,
       .leg = "c",
       .call = "c",
       .other_leg = "a",
       .other_device = device,
       .dialed = device},
      {.kind = BH_PBX_LEG_CHANGED, .leg = "a", .leg_state = BH_LEG_STATE_RINGING},
  };

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    desk_world_say (world, &events[i]);
}

void
desk_world_answers (DeskWorld *world, const char *device)
{
  const BhPbxEvent events[] = {
      {.kind = BH_PBX_LEG_CHANGED, .leg = "a", .leg_state = BH_LEG_STATE_UP},
      {.kind = BH_PBX_DIAL_ENDED,
       .leg = "c",
       .other_leg = "a",
       .other_device = device,
       .dial_result = BH_DIAL_ANSWERED},
      {.kind = BH_PBX_QUEUE_LEFT, .leg = "c", .queue = "support"},
      {.kind = BH_PBX_OFFER_ANSWERED,
       .leg = "c",
       .queue = "support",
       .member = device,
       .other_leg = "a",
       .other_device = device},
      {.kind = BH_PBX_BRIDGE_ENTERED, .leg = "a", .device = device, .bridge = "b"},
      {.kind = BH_PBX_BRIDGE_ENTERED, .leg = "c", .device = "PJSIP/trunk", .bridge = "b"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    desk_world_say (world, &events[i]);
}

void
desk_world_hangs_up (DeskWorld *world)
{
  const BhPbxEvent events[] = {
      {.kind = BH_PBX_LEG_HANGUP_ASKED, .leg = "c", .by_party = 1},
      {.kind = BH_PBX_BRIDGE_LEFT, .leg = "c", .bridge = "b"},
      {.kind = BH_PBX_BRIDGE_LEFT, .leg = "a", .bridge = "b"},
      {.kind = BH_PBX_LEG_ENDED, .leg = "c", .cause = 16},
      {.kind = BH_PBX_LEG_ENDED, .leg = "a", .cause = 16},
  };

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    desk_world_say (world, &events[i]);
}

char *
desk_world_commands (DeskWorld *world)
{
  char *commands = g_strdup (world->pbx->commands->str);

  g_string_truncate (world->pbx->commands, 0);
  return commands;
}

void
desk_world_done (DeskWorld *world, gboolean ok, const char *text)
{
  const BhPbxEvent event = {.kind = BH_PBX_COMMAND_DONE,
                            .request = world->pbx->request,
                            .ok = ok,
                            .text = text};

  g_assert_nonnull (world->pbx->request);
  desk_world_say (world, &event);
  drain ();
}

/* ---- customers */

void
desk_world_found (DeskWorld *world, BhLookupKind kind, const char *customer)
{
  g_autoptr (GTask) task = g_steal_pointer (&world->crm->waiting);
  BhLookupResult *result = g_new0 (BhLookupResult, 1);

  g_assert_nonnull (task);
  result->kind = kind;
  result->customer_id = g_strdup (customer);
  result->display = g_strdup ("138 0013 8000");
  result->json =
      g_strdup_printf ("{\"status\":\"%s\",\"customers\":[]}", bh_lookup_kind_to_string (kind));
  g_task_return_pointer (task, result, (GDestroyNotify) bh_lookup_result_free);
  drain ();
}

/* ---- the disk */

void
desk_world_sync (DeskWorld *world)
{
  world->store->durable = world->store->position;
  bh_store_port_emit_durable (BH_STORE_PORT (world->store), world->store->durable);
  drain ();
}

char *
desk_world_records (DeskWorld *world)
{
  char *kinds = g_strdup (world->store->kinds->str);

  g_string_truncate (world->store->kinds, 0);
  return kinds;
}

const char *
desk_world_record (DeskWorld *world, BhRecordKind kind)
{
  return world->store->bodies[kind];
}

guint
desk_world_n_open (DeskWorld *world)
{
  return g_hash_table_size (world->store->open);
}
