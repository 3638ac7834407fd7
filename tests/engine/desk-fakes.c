/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/desk-fakes.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* ---- the PBX */

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
  if (self->trail != NULL)
    g_string_append_printf (self->trail, "PBX:%s ", bh_pbx_op_to_string (command->op));
  g_string_append (self->commands, bh_pbx_op_to_string (command->op));
  add (self->commands, "leg", command->leg);
  add (self->commands, "other_leg", command->other_leg);
  add (self->commands, "device", command->device);
  add (self->commands, "number", command->number);
  add (self->commands, "queue", command->queue);
  add (self->commands, "member", command->member);
  add (self->commands, "reason", command->reason);
  if (command->penalty != 0)
    g_string_append_printf (self->commands, " penalty=%d", command->penalty);
  if (command->timeout_ms != 0)
    g_string_append_printf (self->commands, " ring=%u", command->timeout_ms);
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
  g_string_append_len (self->all[kind], bytes, (gssize) length);
  g_string_append_c (self->all[kind], '\n');
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
  for (guint i = 0; i < BH_RECORD_N_KINDS; i++)
    g_string_free (self->all[i], TRUE);
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
  for (guint i = 0; i < BH_RECORD_N_KINDS; i++)
    self->all[i] = g_string_new (NULL);
  self->open =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

/* ---- the database: it answers at once, in the next turn of the loop */

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
    {"ed",
     "{\"id\":\"u6\",\"name\":\"ed\",\"full_name\":\"Ed E\",\"device\":null,"
     "\"roles\":[\"editor\"],\"queues\":[],\"disabled\":false}"},
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

/* What it knows of articles; else the question itself, so that a test can look at it. */
static char *
answer_of_knowledge (BhDirectoryQuery query, const char *args)
{
  if (query == BH_QUERY_KB_WORDS)
    return g_strdup ("{\"articles\":5,\"known\":{},\"synonyms\":{\"更改密码\":[\"修改密码\"]}}");
  if (query == BH_QUERY_KB_SEARCH)
    return g_strdup ("{\"hits\":[{\"article\":\"k1\",\"title\":\"如何修改密码\",\"body\":\"x\","
                     "\"loose\":false}],"
                     "\"more\":false}");
  if (query == BH_QUERY_KB_PAIR)
    return g_strdup ("{\"from\":{\"version\":1,\"title\":\"A\",\"body\":\"a\\nb\",\"pictures\":["
                     "{\"name\":\"same.png\",\"picture\":\"aa11\",\"width\":8,\"height\":6},"
                     "{\"name\":\"other.png\",\"picture\":\"bb22\",\"width\":8,\"height\":6}]},"
                     "\"to\":{\"version\":2,\"title\":\"B\",\"body\":\"a\\nc\",\"pictures\":["
                     "{\"name\":\"same.png\",\"picture\":\"aa11\",\"width\":8,\"height\":6},"
                     "{\"name\":\"other.png\",\"picture\":\"cc33\",\"width\":9,\"height\":6}]}}");
  if (query == BH_QUERY_KB_PICTURE && strstr (args, "\"0000") != NULL)
    return g_strdup ("null");
  if (query == BH_QUERY_KB_MOVE && strstr (args, "\"version\":7") != NULL)
    return g_strdup ("null");
  if (query == BH_QUERY_KB_MOVE && strstr (args, "\"version\":8") != NULL)
    return g_strdup ("{\"cannot\":\"published\"}");
  if (query == BH_QUERY_KB_MOVE && strstr (args, "\"version\":9") != NULL)
    return g_strdup ("{\"stale\":{\"version\":10,\"author\":\"bob\"}}");
  if (query == BH_QUERY_SCRIPT_SAVE && strstr (args, "\"base\":77") != NULL)
    return g_strdup ("{\"missing\":[{\"step\":\"a\",\"field\":\"articles[0].article\","
                     "\"article\":\"gone\"}]}");
  if (query == BH_QUERY_SCRIPT_ASSIGN && strstr (args, "nowhere") != NULL)
    return g_strdup ("{\"unknown\":\"campaign\",\"known\":[\"spring\",\"autumn\"]}");
  return g_strdup (args);
}

/* Who is handed out, in this order: Ann may be called, Bo's number may not be dialed ever, Cy may
 * be. Dee lives where it is early on Monday. Those of further campaigns: "nobody" has sixty people
 * on the house's list before one who may be called, "register" one whose register nobody brought
 * in. What is over is not handed out again. */
typedef struct {
  const char *campaign;
  guint copies;
  const char *name;
  const char *number;
  const char *more;
} Listed;

static const Listed listed[] = {
    {"spring", 1, "Ann", "13800138000", ""},
    {"spring", 1, "Bo", "0900123", ""},
    {"spring", 1, "Cy", "13800138002", ""},
    {"nobody", 60, "Bo", "0900123", ""},
    {"nobody", 1, "Ann", "13800138000", ""},
    {"register", 1, "Ann", "17700138000", ""},
    {"register", 1, "Cy", "13800138002", ""},
    {"promised",
     1,
     "Ann",
     "13800138000",
     "\"for\":\"alice\",\"due\":\"2026-11-21T21:00:00Z\",\"promised\":true,"},
    {"abroad",
     1,
     "Dee",
     "13800138000",
     "\"zone\":\"Pacific/Auckland\",\"customer\":{\"customer\":\"k7\"},"},
};

static const Listed *
find_listed (const char *campaign, guint place)
{
  for (guint i = 0; i < G_N_ELEMENTS (listed); i++) {
    if (!g_str_equal (listed[i].campaign, campaign))
      continue;
    if (place < listed[i].copies)
      return &listed[i];
    place -= listed[i].copies;
  }
  return NULL;
}

static char *
answer_of_next (const char *args)
{
  g_autoptr (JsonNode) node = json_from_string (args, NULL);
  JsonObject *asked = json_node_get_object (node);
  const char *campaign = json_object_get_string_member (asked, "campaign");
  guint n = json_array_get_length (json_object_get_array_member (asked, "ended"));
  const Listed *person = find_listed (campaign, n);
  g_autofree char *about = g_strdup_printf (
      "{\"campaign\":{\"campaign\":\"%s\",\"label\":\"Spring\",\"mode\":\"preview\","
      "\"running\":true,\"disabled\":false,\"retry\":\"busy 10m\",\"records\":3,\"done\":0},"
      "\"record\":",
      campaign);

  if (person == NULL)
    return g_strconcat (about, "null}", NULL);
  return g_strdup_printf (
      "%s{\"record\":\"00000000-0000-4000-8000-0000000000%02u\",\"place\":%u,\"name\":\"%s\",%s"
      "\"tries\":0,\"lease\":\"%s\",\"dialed\":false,\"left_s\":60,\"results\":[],"
      "\"numbers\":[{\"number\":\"%s\",\"tries\":0,\"closed\":false}]}}",
      about,
      n,
      n + 1,
      person->name,
      person->more,
      json_object_get_string_member (asked, "lease"),
      person->number);
}

static char *
answer_to (BhDirectoryQuery query, const char *args)
{
  switch (query) {
  case BH_QUERY_CAMPAIGN_LIST:
    return g_strdup ("[{\"campaign\":\"spring\",\"label\":\"Spring\",\"running\":true},"
                     "{\"campaign\":\"nobody\",\"label\":\"Nobody\",\"running\":true},"
                     "{\"campaign\":\"register\",\"label\":\"Register\",\"running\":true},"
                     "{\"campaign\":\"promised\",\"label\":\"Promised\",\"running\":true},"
                     "{\"campaign\":\"abroad\",\"label\":\"Abroad\",\"running\":true},"
                     "{\"campaign\":\"autumn\",\"label\":\"Autumn\",\"running\":false}]");
  case BH_QUERY_CAMPAIGN_NEXT:
    return answer_of_next (args);
  case BH_QUERY_DIAL_FACTS:
    return g_strdup (strstr (args, "0900123") != NULL
                         ? "{\"campaign\":{},\"listings\":[{\"list\":\"house\",\"since\":1}]}"
                         : args);
  case BH_QUERY_CALLBACK_LIST:
    return g_strdup ("[]");
  case BH_QUERY_CALLBACK_CHANGE:
    return g_strdup (strstr (args, "\"take\"") != NULL
                         ? "{\"callback\":\"x\",\"taken_by\":\"bob\",\"changed\":false}"
                         : "{\"callback\":\"x\",\"by\":\"alice\",\"changed\":true}");
  case BH_QUERY_REASON_CODES:
    return g_strdup ("[{\"code\":\"lunch\",\"label\":{\"en\":\"Lunch\"},\"icon\":\"x\","
                     "\"system\":false}]");
  case BH_QUERY_DISPOSITIONS:
    return g_strdup ("[{\"code\":\"solved\",\"path\":[{\"en\":\"Solved\"}],\"queue\":null},"
                     "{\"code\":\"sold\",\"path\":[{\"en\":\"Sold\"}],\"queue\":\"sales\"},"
                     "{\"code\":\"won\",\"path\":[{\"en\":\"Won\"}],\"campaign\":\"spring\"},"
                     "{\"code\":\"agreed\",\"path\":[{\"en\":\"Agreed\"}],\"campaign\":\"autumn\","
                     "\"required\":true}]");
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
  case BH_QUERY_CONTACT_PART: /* one that nobody had begins with 0, one of an hour ago with 1 */
    return g_strdup (
        strstr (args, "\"contact\":\"0") != NULL ? "null"
        : strstr (args, "\"contact\":\"1") != NULL
            ? "{\"left\":\"2026-11-21T20:35:49.000Z\",\"body\":\"as it was\",\"revision\":7,"
              "\"pen\":\"aaaaaaaa-0000-4000-8000-000000000001\",\"edit\":4}"
            : "{}");
  case BH_QUERY_CREATE_CUSTOMER:
    return g_strdup ("{\"customer\":\"11111111-2222-4333-8444-555555555555\"}");
  default:
    return query >= BH_QUERY_KB_WORDS ? answer_of_knowledge (query, args) : g_strdup ("{}");
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
