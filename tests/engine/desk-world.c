/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/desk-world.h"

#include <string.h>

#include "tests/engine/desk-fakes.h"

static const char dial_rules[] =
    "[rule hours]\nkind = hours\ntitle = Hours\nsource = Law 1\npurpose = marketing\n"
    "weekdays = 10:00-20:00\n"
    "[rule twice]\nkind = attempts\ntitle = Twice\nsource = Law 2\nmax = 2\nperiod = 1 day\n"
    "[rule pattern]\nkind = pattern\ntitle = Patterns\nsource = Ours\n"
    "[rule numbers]\nkind = number\ntitle = Numbers\nsource = Ours\nrefuse = emergency\n"
    "[rule register]\nkind = register\ntitle = Register\nsource = Law 3\ncountry = US\nlists = "
    "robinson\nmax_age = 30 days\n"
    "[rule list]\nkind = list\ntitle = Lists\nsource = Ours\nlists = house\n";

struct DeskWorld {
  BhDoor door; /* first */
  gboolean with_rules;
  BhDialRules *rules; /* or NULL */
  gint64 now_us;
  BhClock *clock;
  FakePbx *pbx;
  FakePbx *branch; /* or NULL */
  FakeStore *store;
  FakeDirectory *directory;
  FakeCrm *crm;
  BhEngine *engine;
  BhDesk *desk;
  GHashTable *users;  /* name -> BhSessionUser */
  GHashTable *events; /* name -> GPtrArray of event names since the last look */
  GHashTable *last;   /* "name event" -> JsonNode */
  GString *trail;     /* what people were told and the PBX was ordered, in one order */
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
  g_string_append_printf (world->trail, "%s:%s ", user, event->event);
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
  DeskWorld *world = (DeskWorld *) door;
  const char *user = user_of_session (world, session);

  g_string_append_printf (world->trail, "%s:bye(%s,%s) ", user, code, message);
  bh_desk_get_funcs ()->session_gone (world->desk, g_hash_table_lookup (world->users, user), code);
}

static const BhDoorFuncs door_funcs = {door_accept, door_send, door_close};

static void
make_engine (DeskWorld *world, DeskWorldFlags flags)
{
  static const char *const trunks[] = {"PJSIP/trunk", NULL};
  BhEngineSettings settings = {.clock = world->clock,
                               .store = BH_STORE_PORT (world->store),
                               .crm = world->crm != NULL ? BH_CRM_PORT (world->crm) : NULL,
                               .model = {.wrap_up_us = 30 * G_USEC_PER_SEC,
                                         .return_us = 60 * G_USEC_PER_SEC,
                                         .track_agents = TRUE}};

  world->engine = bh_engine_new (&settings);
  bh_engine_add_pbx (world->engine,
                     &(BhEnginePbxSettings){.name = "main",
                                            .kind = "asterisk",
                                            .dial_ring_ms = 25000,
                                            .port = BH_PBX_PORT (world->pbx),
                                            .watch_only = (flags & DESK_WORLD_WATCH_ONLY) != 0,
                                            .trunks = trunks});
  if (world->branch != NULL)
    bh_engine_add_pbx (world->engine,
                       &(BhEnginePbxSettings){.name = "branch",
                                              .kind = "asterisk",
                                              .device = "SIP/branch-%s",
                                              .port = BH_PBX_PORT (world->branch)});
}

static BhDialNumber *
read_number (const char *text, gpointer data)
{
  BhDialNumber *number = bh_dial_number_new ();

  number->number = g_strdup (text);
  number->display = g_strdup (text);
  number->kind = g_str_equal (text, "110") ? "emergency"
                 : strlen (text) < 5       ? "extension"
                                           : "mobile";
  number->country = g_strdup (g_str_has_prefix (text, "177") ? "US" : "FR");
  bh_dial_number_set_zones (number, (const char *const[]){"Europe/Paris", NULL});
  return number;
}

static void
add_rules (DeskWorld *world, BhDeskSettings *settings)
{
  const BhDialText text = {"rules", dial_rules};
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&world->rules, bh_dial_rules_free);
  world->rules = bh_dial_rules_parse (&text, 1, &error);
  g_assert_no_error (error);
  settings->dial_rules = world->rules;
  settings->read_number = read_number;
  settings->dial_purpose = BH_DIAL_SERVICE;
}

static void
make_desk (DeskWorld *world)
{
  BhDeskSettings settings = {.engine = world->engine,
                             .directory = BH_DIRECTORY_PORT (world->directory),
                             .crm = world->crm != NULL ? BH_CRM_PORT (world->crm) : NULL,
                             .home_region = "CN",
                             .wrap_up_s = 30,
                             .session_hours = 12};

  if (world->with_rules)
    add_rules (world, &settings);
  world->desk = bh_desk_new (&settings);
  bh_desk_set_door (world->desk, &world->door);
  bh_desk_set_store (world->desk, "up", "All is well.", 0);
  bh_engine_start (world->engine);
  drain ();
}

/* The desk is gone, and its look-up is called off. */
static void
drop_look_up (DeskWorld *world)
{
  if (world->crm == NULL || world->crm->waiting == NULL)
    return;
  g_task_return_error_if_cancelled (world->crm->waiting);
  g_clear_object (&world->crm->waiting);
}

void
desk_world_crash (DeskWorld *world)
{
  bh_desk_free (world->desk);
  g_clear_pointer (&world->rules, bh_dial_rules_free);
  drop_look_up (world);
  drain ();
  bh_engine_free (world->engine);
  g_hash_table_remove_all (world->users);
  g_hash_table_remove_all (world->last);
  g_hash_table_remove_all (world->events);
  world->pbx->link = BH_PBX_LINK_LOST;
  make_engine (world, 0);
  make_desk (world);
}

DeskWorld *
desk_world_new (DeskWorldFlags flags)
{
  DeskWorld *world = g_new0 (DeskWorld, 1);
  const BhClockSource source = {world_now, world_now, world};

  world->door.funcs = &door_funcs;
  world->now_us = G_GINT64_CONSTANT (1795296949000000);
  world->clock = bh_clock_new (&source);
  world->pbx = g_object_new (TYPE_FAKE_PBX, NULL);
  world->branch = flags & DESK_WORLD_BRANCH ? g_object_new (TYPE_FAKE_PBX, NULL) : NULL;
  world->store = g_object_new (TYPE_FAKE_STORE, NULL);
  world->with_rules = (flags & DESK_WORLD_RULES) != 0;
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
  world->pbx->trail = world->trail = g_string_new (NULL);
  make_engine (world, flags);
  make_desk (world);
  desk_world_link (world, BH_PBX_LINK_LIVE, "The PBX is there.");
  return world;
}

void
desk_world_free (DeskWorld *world)
{
  bh_engine_stop (world->engine);
  bh_desk_free (world->desk);
  drop_look_up (world);
  drain ();
  bh_engine_free (world->engine);
  g_clear_pointer (&world->rules, bh_dial_rules_free);
  bh_clock_free (world->clock);
  g_assert_finalize_object (world->pbx);
  if (world->branch != NULL)
    g_assert_finalize_object (world->branch);
  g_assert_finalize_object (world->store);
  g_assert_finalize_object (world->directory);
  if (world->crm != NULL)
    g_assert_finalize_object (world->crm);
  g_hash_table_unref (world->users);
  g_hash_table_unref (world->events);
  g_hash_table_unref (world->last);
  g_string_free (world->trail, TRUE);
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
desk_world_returns (DeskWorld *world, const char *user, const char *device)
{
  g_autofree char *session = g_strdup_printf ("session-%s", user);
  const BhSessionPeer peer = {session, "bellhop/0.1.0", "en", "192.0.2.7"};
  g_autoptr (JsonObject) args = json_object_new ();

  g_clear_pointer (&world->answer, g_free);
  json_object_set_string_member (args, "user", user);
  json_object_set_string_member (args, "device", device);
  bh_desk_get_funcs ()->readmit (
      world->desk,
      bh_request_new ("login", args, NULL, &peer, on_answer, world, NULL),
      world->now_us - 1000,
      world->now_us + G_USEC_PER_SEC);
  drain ();
  return desk_world_answer (world);
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
desk_world_link_up (DeskWorld *world, const char *boot, const BhPbxEvent *shown, guint n_shown)
{
  world->pbx->link = BH_PBX_LINK_LIVE;
  desk_world_say (world, &(BhPbxEvent){.kind = BH_PBX_LINK_UP, .text = boot});
  desk_world_say (world, &(BhPbxEvent){.kind = BH_PBX_SNAPSHOT_BEGIN});
  desk_world_say (world, &(BhPbxEvent){.kind = BH_PBX_QUEUE_KNOWN, .queue = "support"});
  for (guint i = 0; i < n_shown; i++)
    desk_world_say (world, &shown[i]);
  desk_world_say (world, &(BhPbxEvent){.kind = BH_PBX_SNAPSHOT_END});
  world->pbx->listener->link (BH_PBX_LINK_LIVE, "The PBX is there.", world->pbx->listener_data);
  drain ();
}

void
desk_world_link (DeskWorld *world, BhPbxLinkState state, const char *sentence)
{
  if (state == BH_PBX_LINK_LIVE) {
    desk_world_link_up (world, "boot-1", NULL, 0);
    return;
  }
  world->pbx->link = state;
  desk_world_say (world, &(BhPbxEvent){.kind = BH_PBX_LINK_DOWN, .text = sentence});
  world->pbx->listener->link (state, sentence, world->pbx->listener_data);
  drain ();
}

void
desk_world_branch_says (DeskWorld *world, const BhPbxEvent *event)
{
  world->branch->listener->event (event, world->branch->listener_data);
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
desk_world_rings_beside (DeskWorld *world, const char *device)
{
  const BhPbxEvent events[] = {
      {.kind = BH_PBX_LEG_NEW,
       .leg = "b",
       .call = "c",
       .device = device,
       .number = "",
       .name = "",
       .dialed = "s",
       .leg_state = BH_LEG_STATE_DOWN},
      {.kind = BH_PBX_DIAL_BEGAN,
       .leg = "c",
       .call = "c",
       .other_leg = "b",
       .other_device = device,
       .dialed = device},
      {.kind = BH_PBX_LEG_CHANGED, .leg = "b", .leg_state = BH_LEG_STATE_RINGING},
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
desk_world_trail (DeskWorld *world)
{
  char *trail = g_strdup (g_strchomp (world->trail->str));

  g_string_truncate (world->trail, 0);
  return trail;
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

char *
desk_world_all_records (DeskWorld *world, BhRecordKind kind)
{
  return g_strdup (world->store->all[kind]->str);
}

guint
desk_world_n_open (DeskWorld *world, const char *kind)
{
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  g_hash_table_iter_init (&iter, world->store->open);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    n += g_str_has_prefix (key, kind);
  return n;
}

char *
desk_world_asked (DeskWorld *world)
{
  char *asked = g_strdup (world->directory->asked->str);

  g_string_truncate (world->directory->asked, 0);
  return asked;
}

void
desk_world_attach (DeskWorld *world, const char *key, const char *value)
{
  g_autofree char *contact = newest_contact (world);

  bh_engine_take_turn (
      world->engine,
      bh_model_attach (bh_engine_get_model (world->engine), contact, key, value, world->now_us),
      world->now_us);
  drain ();
}
