/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fakes/fake-world.h"

#include "desktop/client/json-get.h"
#include "tests/fakes/fake-knowledge.h"
#include "tests/fakes/fake-outbound.h"
#include "tests/fakes/fake-past.h"
#include "tests/fakes/fake-scripts.h"
#include "tests/fakes/fake-setup.h"

typedef struct {
  char *event;
  char *key;
  JsonObject *data;
} Fact;

struct FakeWorld {
  FakeWorldSend send;
  gpointer user_data;
  gint64 now_us;
  GPtrArray *facts; /* of Fact, in the order of their first appearance */
  guint last_contact;
  guint n_history;
  gint64 revision;
  FakeKnowledge *knowledge;
  FakeScripts *scripts;
  FakeOutbound *outbound;
};

static void
fact_free (Fact *fact)
{
  g_free (fact->event);
  g_free (fact->key);
  json_object_unref (fact->data);
  g_free (fact);
}

gint64
fake_world_now (FakeWorld *world)
{
  return world->now_us;
}

void
fake_world_pass (FakeWorld *world, gint64 us)
{
  world->now_us += us;
}

static Fact *
find (FakeWorld *world, const char *event, const char *key)
{
  for (guint i = 0; i < world->facts->len; i++) {
    Fact *fact = g_ptr_array_index (world->facts, i);
    if (g_str_equal (fact->event, event) && g_str_equal (fact->key, key))
      return fact;
  }
  return NULL;
}

static void
forget (FakeWorld *world, const char *event, const char *key)
{
  Fact *fact = find (world, event, key);

  if (fact)
    g_ptr_array_remove (world->facts, fact);
}

/* Remembers and sends; consumes @data. */
static void
say (FakeWorld *world, const char *event, const char *key, JsonObject *data)
{
  Fact *fact = find (world, event, key);

  if (fact == NULL) {
    fact = g_new0 (Fact, 1);
    fact->event = g_strdup (event);
    fact->key = g_strdup (key);
    g_ptr_array_add (world->facts, fact);
  } else {
    json_object_unref (fact->data);
  }
  fact->data = data;
  world->send (event, data, world->user_data);
}

static void
set_time (JsonObject *object, const char *member, gint64 us)
{
  g_autofree char *text = bh_json_format_time (us);

  json_object_set_string_member (object, member, text);
}

void
fake_world_link (FakeWorld *world, const char *state, const char *message)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "pbx", "main");
  json_object_set_string_member (data, "kind", "asterisk");
  json_object_set_string_member (data, "state", state);
  json_object_set_string_member (data, "message", message ? message : "");
  set_time (data, "since", world->now_us);
  say (world, "link", "main", data);
}

void
fake_world_store (FakeWorld *world, const char *state, const char *message)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "state", state);
  json_object_set_string_member (data, "message", message ? message : "");
  json_object_set_int_member (data, "backlog", 0);
  set_time (data, "since", world->now_us);
  say (world, "store", "", data);
}

void
fake_world_queue (FakeWorld *world, const char *queue, const char *label, int waiting)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "queue", queue);
  json_object_set_string_member (data, "label", label);
  json_object_set_int_member (data, "waiting", waiting);
  if (waiting > 0)
    set_time (data, "oldest_since", world->now_us - 42 * G_USEC_PER_SEC);
  json_object_set_int_member (data, "ready", 2);
  json_object_set_int_member (data, "members", 3);
  say (world, "queue", queue, data);
}

void
fake_world_colleague (FakeWorld *world,
                      const char *agent,
                      const char *full_name,
                      const char *extension,
                      const char *state)
{
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "agent", agent);
  json_object_set_string_member (data, "full_name", full_name);
  json_object_set_string_member (data, "extension", extension);
  json_object_set_string_member (data, "state", state);
  set_time (data, "since", world->now_us);
  say (world, "colleague", agent, data);
}

void
fake_world_colleague_gone (FakeWorld *world, const char *agent)
{
  forget (world, "colleague", agent);
}

static JsonArray *
joined_queues (void)
{
  g_autoptr (JsonObject) holder =
      fake_json ("{\"queues\":[{\"queue\":\"support\",\"joined\":true,\"paused\":true},"
                 "{\"queue\":\"sales\",\"joined\":true,\"paused\":true}]}");

  return json_array_ref (json_object_get_array_member (holder, "queues"));
}

static JsonObject *
make_pending (const char *pending)
{
  JsonObject *object = json_object_new ();
  gboolean ready = g_str_equal (pending, "ready");

  json_object_set_string_member (object, "state", ready ? "ready" : "not_ready");
  if (!ready)
    json_object_set_string_member (object, "reason", pending);
  return object;
}

void
fake_world_agent_state (FakeWorld *world,
                        const char *state,
                        const char *reason,
                        const char *pending)
{
  JsonObject *data = json_object_new ();
  const char *intent =
      g_str_equal (state, "not_ready") || g_str_equal (state, "logged_out") ? state : "ready";

  json_object_set_string_member (data, "agent", "alice");
  json_object_set_string_member (data, "full_name", "Alice Example");
  json_object_set_string_member (data, "device", "PJSIP/1001");
  json_object_set_string_member (data, "state", state);
  set_time (data, "since", world->now_us);
  if (reason)
    json_object_set_string_member (data, "reason", reason);
  json_object_set_string_member (data, "intent", intent);
  if (pending)
    json_object_set_object_member (data, "pending", make_pending (pending));
  json_object_set_string_member (data, "why", "You chose it.");
  json_object_set_array_member (data, "queues", joined_queues ());
  json_object_set_string_member (data, "phone", "idle");
  say (world, "agent", "alice", data);
}

/* What can be done in each state of a contact, as the server would say. */
static const char *
ops_of (const char *state)
{
  static const char *const table[][2] = {
      {"offered", "[\"answer\",\"hangup\"]"},
      {"dialing", "[\"hangup\"]"},
      {"talking", "[\"hold\",\"hangup\",\"transfer\",\"consult\",\"dtmf\"]"},
      {"hold", "[\"retrieve\",\"hangup\",\"transfer\",\"consult\"]"},
      {"consult", "[\"consult_complete\",\"consult_cancel\",\"conference\"]"},
      {"wrap_up", "[\"finish\"]"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i][0], state))
      return table[i][1];
  return "[]";
}

static void
set_me (FakeWorld *world, JsonObject *data, const char *state)
{
  g_autofree char *since = bh_json_format_time (world->now_us);
  g_autofree char *text = g_strdup_printf ("{\"state\":\"%s\",\"since\":\"%s\",\"can\":%s,"
                                           "\"cannot\":{\"finish\":\"The call is not over.\"},"
                                           "\"role\":\"primary\"}",
                                           state,
                                           since,
                                           ops_of (state));

  json_object_set_object_member (data, "me", fake_json (text));
}

/* Ends the last segment and begins one of @type, unless it is of that type already. */
static void
next_segment (FakeWorld *world, JsonObject *data, const char *type)
{
  JsonArray *segments = bh_json_array (data, "segments");
  guint n = bh_json_array_length (segments);
  gint64 at_ms = (world->now_us - bh_json_time (data, "started")) / 1000;
  JsonObject *last = n ? json_array_get_object_element (segments, n - 1) : NULL;
  JsonObject *segment;

  if (last && g_strcmp0 (bh_json_string (last, "type"), type) == 0)
    return;
  if (last)
    json_object_set_int_member (last, "end_ms", at_ms);
  if (type == NULL)
    return;
  segment = json_object_new ();
  json_object_set_string_member (segment, "type", type);
  json_object_set_int_member (segment, "start_ms", at_ms);
  json_object_set_null_member (segment, "end_ms");
  json_array_add_object_element (segments, segment);
}

static JsonObject *
contact_copy (FakeWorld *world, const char *contact)
{
  Fact *fact = find (world, "contact", contact);

  g_assert_nonnull (fact);
  return fake_json_copy (fact->data);
}

static void
change (FakeWorld *world, const char *contact, JsonObject *data)
{
  json_object_set_int_member (data, "revision", ++world->revision);
  say (world, "contact", contact, data);
}

static JsonObject *
new_contact (FakeWorld *world, const char *direction, const char *number, const char *name)
{
  g_autofree char *id = g_strdup_printf ("contact-%u", ++world->last_contact);
  JsonObject *data = fake_json (FAKE_CONTACT);

  json_object_set_string_member (data, "contact", id);
  json_object_set_string_member (data, "direction", direction);
  json_object_set_string_member (data, "customer_number", number);
  json_object_set_string_member (data, "number_shown", number);
  if (name)
    json_object_set_string_member (data, "caller_name", name);
  set_time (data, "started", world->now_us);
  return data;
}

static const char *
tell_new (FakeWorld *world, JsonObject *data)
{
  g_autofree char *id = g_strdup (bh_json_string (data, "contact"));

  change (world, id, data);
  return find (world, "contact", id)->key;
}

const char *
fake_world_offered (FakeWorld *world, const char *number, const char *name, const char *queue)
{
  JsonObject *data = new_contact (world, "inbound", number, name);

  if (queue) {
    set_time (data, "started", world->now_us - 42 * G_USEC_PER_SEC);
    json_array_add_string_element (json_object_get_array_member (data, "queues"), queue);
    world->now_us -= 42 * G_USEC_PER_SEC;
    next_segment (world, data, "queue");
    world->now_us += 42 * G_USEC_PER_SEC;
  }
  next_segment (world, data, "ring");
  set_me (world, data, "offered");
  return tell_new (world, data);
}

const char *
fake_world_dialing (FakeWorld *world, const char *number)
{
  JsonObject *data = new_contact (world, "outbound", number, NULL);

  next_segment (world, data, "ring");
  set_me (world, data, "dialing");
  return tell_new (world, data);
}

static void
move (FakeWorld *world, const char *contact, const char *state, const char *segment)
{
  JsonObject *data = contact_copy (world, contact);

  next_segment (world, data, segment);
  set_me (world, data, state);
  change (world, contact, data);
}

void
fake_world_talking (FakeWorld *world, const char *contact)
{
  move (world, contact, "talking", "talk");
}

void
fake_world_hold (FakeWorld *world, const char *contact)
{
  move (world, contact, "hold", "hold");
}

void
fake_world_consult (FakeWorld *world, const char *contact, const char *name, const char *state)
{
  JsonObject *data = contact_copy (world, contact);
  JsonObject *consult = json_object_new ();

  next_segment (world, data, "consult");
  set_me (world, data, "consult");
  json_object_set_string_member (consult, "with", "PJSIP/1002");
  json_object_set_string_member (consult, "name", name);
  json_object_set_string_member (consult, "state", state);
  json_object_set_object_member (json_object_get_object_member (data, "me"), "consult", consult);
  change (world, contact, data);
}

static void
over (FakeWorld *world, JsonObject *data)
{
  set_time (data, "ended", world->now_us);
  json_object_set_string_member (data, "outcome", "answered");
  json_object_set_string_member (data, "ended_by", "caller");
}

void
fake_world_wrap_up (FakeWorld *world, const char *contact, int seconds)
{
  JsonObject *data = contact_copy (world, contact);

  next_segment (world, data, "wrap_up");
  set_me (world, data, "wrap_up");
  over (world, data);
  if (seconds > 0)
    set_time (data, "wrap_up_until", world->now_us + seconds * (gint64) G_USEC_PER_SEC);
  change (world, contact, data);
}

void
fake_world_ended (FakeWorld *world, const char *contact)
{
  JsonObject *data = contact_copy (world, contact);

  next_segment (world, data, NULL);
  set_me (world, data, "ended");
  over (world, data);
  change (world, contact, data);
}

void
fake_world_gone (FakeWorld *world, const char *contact, const char *why, const char *into)
{
  g_autoptr (JsonObject) data = json_object_new ();

  json_object_set_string_member (data, "contact", contact);
  json_object_set_string_member (data, "why", why);
  if (into)
    json_object_set_string_member (data, "into", into);
  forget (world, "card", contact);
  forget (world, "note", contact);
  forget (world, "contact", bh_json_string (data, "contact"));
  world->send ("contact_gone", data, world->user_data);
}

static void
say_card (FakeWorld *world, const char *contact, const char *status, const char *rest)
{
  JsonObject *fact = find (world, "contact", contact)->data;
  const char *number = bh_json_string (fact, "customer_number");
  g_autofree char *text =
      g_strdup_printf ("{\"contact\":\"%s\",\"status\":\"%s\",\"number\":{\"e164\":\"%s\","
                       "\"region\":\"CN\",\"place\":\"China\",\"kind\":\"mobile\"},"
                       "\"history_more\":%s,\"seen_before\":0%s}",
                       contact,
                       status,
                       number ? number : "",
                       g_str_equal (status, "one") ? "true" : "false",
                       rest);

  say (world, "card", contact, fake_json (text));
}

void
fake_world_card_looking (FakeWorld *world, const char *contact)
{
  say_card (world, contact, "looking", "");
}

void
fake_world_card_none (FakeWorld *world, const char *contact)
{
  say_card (world, contact, "none", ",\"customers\":[],\"customer\":null");
}

void
fake_world_card_withheld (FakeWorld *world, const char *contact)
{
  say_card (world, contact, "withheld", ",\"customers\":[],\"customer\":null");
}

void
fake_world_card_unavailable (FakeWorld *world, const char *contact)
{
  say_card (world, contact, "unavailable", ",\"message\":\"The customer database is away.\"");
}

static char *
customer_json (const char *id, const char *name, const char *company)
{
  return g_strdup_printf (FAKE_CUSTOMER, id, name, company ? company : "");
}

static void
say_one (FakeWorld *world, const char *contact, const char *customer)
{
  g_autofree char *rest =
      g_strdup_printf (",\"match\":\"exact\",\"customers\":[%s],\"customer\":%s," FAKE_PAST,
                       customer,
                       customer);

  say_card (world, contact, "one", rest);
}

void
fake_world_card_one (FakeWorld *world, const char *contact, const char *name, const char *company)
{
  g_autofree char *customer = customer_json ("customer-1", name, company);

  say_one (world, contact, customer);
}

void
fake_world_card_past (FakeWorld *world, const char *contact, guint n)
{
  g_autofree char *customer = customer_json ("customer-1", "Priya Nair", "Harbour Freight Ltd");
  g_autoptr (GString) rest = g_string_new (NULL);

  g_string_printf (rest,
                   ",\"match\":\"exact\",\"customers\":[%s],\"customer\":%s,\"history\":[",
                   customer,
                   customer);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (
        rest,
        "%s{\"contact\":\"old-%u\",\"started\":\"20%02u-%02u-12T03:00:00.000Z\","
        "\"direction\":\"inbound\",\"queue\":\"support\",\"agent\":\"Bob\","
        "\"talk_ms\":372000,\"outcome\":\"answered\",\"note\":\"number %u\"}",
        i > 0 ? "," : "",
        i,
        26 - i * 20 / MAX (n, 1),
        12 - i % 12,
        i);
  g_string_append_c (rest, ']');
  say_card (world, contact, "one", rest->str);
}

void
fake_world_card_many (FakeWorld *world, const char *contact, guint n)
{
  g_autoptr (GString) rest =
      g_string_new (",\"match\":\"exact\",\"customer\":null,\"customers\":[");

  for (guint i = 1; i <= n; i++) {
    g_autofree char *id = g_strdup_printf ("customer-%u", i);
    g_autofree char *name = g_strdup_printf ("Customer %u", i);
    g_autofree char *customer = customer_json (id, name, "Huaxin Electronics");
    g_string_append_printf (rest, "%s%s", i > 1 ? "," : "", customer);
  }
  g_string_append_c (rest, ']');
  say_card (world, contact, "many", rest->str);
}

/* @args: of the op, or NULL: written elsewhere. */
static void
say_note (FakeWorld *world,
          const char *contact,
          const char *body,
          const char *author,
          JsonObject *args)
{
  g_autofree char *key = g_str_equal (author, "alice") ? g_strdup (contact)
                                                       : g_strconcat (contact, "/", author, NULL);
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "contact", contact);
  json_object_set_string_member (data, "body", body);
  json_object_set_int_member (data, "revision", ++world->revision);
  json_object_set_string_member (data, "author", author);
  set_time (data, "saved_at", world->now_us);
  if (bh_json_string (args, "pen")) {
    json_object_set_string_member (data, "pen", bh_json_string (args, "pen"));
    json_object_set_int_member (data, "edit", bh_json_int (args, "edit", 0));
  }
  say (world, "note", key, data);
}

void
fake_world_note (FakeWorld *world, const char *contact, const char *body, const char *author)
{
  say_note (world, contact, body, author, NULL);
}

static void
say_message (FakeWorld *world, const char *id, const char *body, gboolean urgent, gboolean read)
{
  say (world, "message", id, fake_past_message (id, body, urgent, read, world->now_us));
}

const char *
fake_world_message (FakeWorld *world, const char *body, gboolean urgent)
{
  g_autofree char *id =
      g_strdup_printf ("00000000-0000-4000-8000-%012" G_GINT64_FORMAT, ++world->revision);

  say_message (world, id, body, urgent, FALSE);
  return find (world, "message", id)->key;
}

const char *
fake_world_get_note (FakeWorld *world, const char *contact)
{
  Fact *fact = find (world, "note", contact);

  return fact ? bh_json_string (fact->data, "body") : NULL;
}

gint64
fake_world_get_note_revision (FakeWorld *world, const char *contact)
{
  Fact *fact = find (world, "note", contact);

  return fact ? bh_json_int (fact->data, "revision", 0) : 0;
}

void
fake_world_tell (FakeWorld *world, FakeWorldSend send, gpointer user_data)
{
  for (guint i = 0; i < world->facts->len; i++) {
    Fact *fact = g_ptr_array_index (world->facts, i);
    send (fact->event, fact->data, user_data);
  }
}

static void
change_setup (FakeWorld *world, JsonObject *data)
{
  say (world, "setup", "", data);
}

void
fake_world_watch_only (FakeWorld *world)
{
  JsonObject *setup = fake_json_copy (find (world, "setup", "")->data);

  json_object_set_boolean_member (setup, "watch_only", TRUE);
  change_setup (world, setup);
}

void
fake_world_allow (FakeWorld *world, const char *op)
{
  JsonObject *setup = fake_json_copy (find (world, "setup", "")->data);
  JsonArray *ops = json_object_get_array_member (setup, "ops");

  json_array_add_string_element (ops, op);
  change_setup (world, setup);
}

void
fake_world_results (FakeWorld *world, const char *queue, gboolean required, const char *suggested)
{
  JsonObject *setup = fake_json_copy (find (world, "setup", "")->data);

  fake_past_results (json_object_get_array_member (setup, "queues"), queue, required, suggested);
  change_setup (world, setup);
}

void
fake_world_profile (FakeWorld *world, const char *profile)
{
  JsonObject *setup = fake_json_copy (find (world, "setup", "")->data);

  json_object_set_string_member (setup, "profile", profile);
  change_setup (world, setup);
}

static void
ignore (const char *event, JsonObject *data, gpointer user_data)
{
}

FakeWorld *
fake_world_new (FakeWorldSend send, gpointer user_data)
{
  FakeWorld *world = g_new0 (FakeWorld, 1);

  world->now_us = FAKE_WORLD_START_US;
  world->knowledge = fake_knowledge_new ();
  world->scripts = fake_scripts_new ();
  world->outbound = fake_outbound_new ();
  world->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) fact_free);
  world->send = ignore;
  change_setup (world, fake_json (FAKE_SETUP));
  fake_world_link (world, "up", "");
  fake_world_store (world, "up", "");
  fake_world_agent_state (world, "not_ready", NULL, NULL);
  fake_world_colleague (world, "bob", "Bob Builder", "1002", "ready");
  fake_world_colleague (world, "fang", "王芳", "1003", "talking");
  fake_world_queue (world, "support", "Support", 0);
  fake_world_queue (world, "sales", "Sales", 0);
  world->send = send;
  world->user_data = user_data;
  return world;
}

void
fake_world_free (FakeWorld *world)
{
  if (world == NULL)
    return;
  g_ptr_array_unref (world->facts);
  fake_knowledge_free (world->knowledge);
  fake_scripts_free (world->scripts);
  fake_outbound_free (world->outbound);
  g_free (world);
}

/* Commands. */

typedef struct {
  FakeWorld *world;
  JsonObject *args;
  const char *contact; /* NULL: none, or not known */
  const char **code;
  const char **message;
} Ask;

static JsonObject *
refuse (Ask *ask, const char *code, const char *message)
{
  *ask->code = code;
  *ask->message = message;
  return NULL;
}

static JsonObject *
do_state_set (Ask *ask)
{
  JsonObject *agent = find (ask->world, "agent", "alice")->data;
  const char *now = bh_json_string (agent, "state");
  const char *state = bh_json_string (ask->args, "state");
  const char *reason = bh_json_string (ask->args, "reason");
  g_autofree char *kept = g_strdup (now);
  gboolean idle = g_str_equal (now, "ready") || g_str_equal (now, "not_ready");

  if (idle)
    fake_world_agent_state (ask->world, state, reason, NULL);
  else
    fake_world_agent_state (ask->world, kept, NULL, reason ? reason : state);
  return json_object_new ();
}

static JsonObject *
do_state_keep (Ask *ask)
{
  g_autofree char *now =
      g_strdup (bh_json_string (find (ask->world, "agent", "alice")->data, "state"));

  fake_world_agent_state (ask->world, now, NULL, NULL);
  return json_object_new ();
}

static JsonObject *
do_dial (Ask *ask)
{
  JsonObject *result = json_object_new ();

  json_object_set_string_member (
      result,
      "contact",
      fake_world_dialing (ask->world, bh_json_string (ask->args, "number")));
  return result;
}

static JsonObject *
do_talk (Ask *ask)
{
  fake_world_talking (ask->world, ask->contact);
  return json_object_new ();
}

static JsonObject *
do_hold (Ask *ask)
{
  fake_world_hold (ask->world, ask->contact);
  return json_object_new ();
}

static JsonObject *
do_over (Ask *ask)
{
  fake_world_wrap_up (ask->world, ask->contact, 30);
  return json_object_new ();
}

static JsonObject *
do_consult (Ask *ask)
{
  fake_world_consult (ask->world, ask->contact, "Bob Builder", "ringing");
  return json_object_new ();
}

static JsonObject *
do_nothing (Ask *ask)
{
  return json_object_new ();
}

static JsonObject *
do_note (Ask *ask)
{
  Fact *fact = find (ask->world, "note", ask->contact);
  const char *body = bh_json_string (ask->args, "body");
  const char *pen = bh_json_string (ask->args, "pen");
  gint64 edit = bh_json_int (ask->args, "edit", 0);
  gint64 base = bh_json_int (ask->args, "base", 0);
  gboolean same_pen = fact && pen && g_strcmp0 (bh_json_string (fact->data, "pen"), pen) == 0;
  gboolean known = same_pen && edit == bh_json_int (fact->data, "edit", 0) &&
                   g_str_equal (body, bh_json_string (fact->data, "body"));
  gboolean stale = same_pen ? edit <= bh_json_int (fact->data, "edit", 0)
                            : base != fake_world_get_note_revision (ask->world, ask->contact);
  JsonObject *result;

  if (!known && stale)
    return refuse (ask, "stale", "The note was changed by someone else: look at it again.");
  if (!known)
    say_note (ask->world, ask->contact, body, "alice", ask->args);
  result = json_object_new ();
  json_object_set_int_member (result,
                              "revision",
                              fake_world_get_note_revision (ask->world, ask->contact));
  set_time (result, "saved_at", ask->world->now_us);
  return result;
}

static JsonObject *
do_seen (Ask *ask)
{
  const char *id = bh_json_string (ask->args, "message");
  Fact *fact = id ? find (ask->world, "message", id) : NULL;
  g_autoptr (JsonObject) data = fact ? json_object_ref (fact->data) : NULL;

  if (data == NULL)
    return refuse (ask, "not_found", "There is no such message to you.");
  if (bh_json_bool (ask->args, "read"))
    say_message (ask->world,
                 id,
                 bh_json_string (data, "body"),
                 bh_json_bool (data, "urgent"),
                 TRUE);
  return json_object_new ();
}

static JsonObject *
do_day (Ask *ask)
{
  return fake_past_day ();
}

static JsonObject *
do_disposition (Ask *ask)
{
  JsonObject *data = contact_copy (ask->world, ask->contact);
  const char *code = bh_json_string (ask->args, "code");

  if (code)
    json_object_set_string_member (data, "disposition", code);
  else
    json_object_set_null_member (data, "disposition");
  change (ask->world, ask->contact, data);
  return json_object_new ();
}

static JsonObject *
do_customer (Ask *ask)
{
  const char *id = bh_json_string (ask->args, "customer");

  if (id == NULL) {
    fake_world_card_none (ask->world, ask->contact);
  } else {
    g_autofree char *customer = customer_json (id, "Chosen One", "Huaxin Electronics");
    say_one (ask->world, ask->contact, customer);
  }
  return json_object_new ();
}

static JsonObject *
do_extend (Ask *ask)
{
  JsonObject *data = contact_copy (ask->world, ask->contact);
  gint64 until =
      bh_json_time (data, "wrap_up_until") + bh_json_int (ask->args, "seconds", 0) * G_USEC_PER_SEC;
  JsonObject *result = json_object_new ();

  set_time (data, "wrap_up_until", until);
  change (ask->world, ask->contact, data);
  set_time (result, "wrap_up_until", until);
  return result;
}

static JsonObject *
do_finish (Ask *ask)
{
  fake_world_gone (ask->world, ask->contact, "finished", NULL);
  return json_object_new ();
}

static JsonObject *
do_create (Ask *ask)
{
  JsonObject *result = json_object_new ();

  if (ask->contact)
    fake_world_card_one (ask->world,
                         ask->contact,
                         bh_json_string (ask->args, "name"),
                         bh_json_string (ask->args, "company"));
  json_object_set_string_member (result, "customer", "customer-1");
  return result;
}

static JsonObject *
do_search (Ask *ask)
{
  g_autofree char *one = customer_json ("customer-7", "王小明", "Huaxin Electronics");
  g_autofree char *two = customer_json ("customer-8", "Wanda Wong", "");
  g_autofree char *text = g_strdup_printf ("{\"customers\":[%s,%s]}", one, two);

  return fake_json (text);
}

void
fake_world_history (FakeWorld *world, guint n)
{
  world->n_history = n;
}

static JsonObject *
do_history (Ask *ask)
{
  return fake_past_history (ask->args, ask->world->n_history, ask->world->now_us);
}

static const struct {
  const char *op;
  gboolean about_contact;
  JsonObject *(*answer) (Ask *ask);
} answers[] = {
    {"logout", FALSE, do_nothing},
    {"state.set", FALSE, do_state_set},
    {"state.keep", FALSE, do_state_keep},
    {"call.dial", FALSE, do_dial},
    {"call.answer", TRUE, do_talk},
    {"call.hold", TRUE, do_hold},
    {"call.retrieve", TRUE, do_talk},
    {"call.hangup", TRUE, do_over},
    {"call.transfer", TRUE, do_over},
    {"call.consult", TRUE, do_consult},
    {"call.consult_complete", TRUE, do_over},
    {"call.consult_cancel", TRUE, do_talk},
    {"call.conference", TRUE, do_talk},
    {"call.dtmf", TRUE, do_nothing},
    {"contact.note", TRUE, do_note},
    {"contact.disposition", TRUE, do_disposition},
    {"contact.customer", TRUE, do_customer},
    {"contact.extend", TRUE, do_extend},
    {"contact.finish", TRUE, do_finish},
    {"customer.create", FALSE, do_create},
    {"customer.attach_number", TRUE, do_customer},
    {"message.seen", FALSE, do_seen},
    {"agent.day", FALSE, do_day},
    {"customer.search", FALSE, do_search},
    {"customer.history", FALSE, do_history},
};

void
fake_world_script (FakeWorld *world, const char *contact, const char *document)
{
  say (world, "script", contact, fake_scripts_begin (world->scripts, contact, document, 3));
}

static void
say_outbound (FakeWorld *world, JsonObject *data)
{
  const char *id = bh_json_string (data, "callback");

  say (world, id ? "callback" : "campaign_result", id ? id : bh_json_string (data, "record"), data);
}

struct FakeOutbound *
fake_world_outbound (FakeWorld *world)
{
  for (const char *const *op = fake_outbound_ops; *op != NULL; op++)
    fake_world_allow (world, *op);
  return world->outbound;
}

void
fake_world_campaign_result (FakeWorld *world, const char *outcome)
{
  say_outbound (world, fake_outbound_end (world->outbound, outcome));
}

JsonObject *
fake_world_do (FakeWorld *world,
               const char *op,
               JsonObject *args,
               const char **code,
               const char **message)
{
  const char *id = bh_json_string (args, "contact");
  Fact *fact = id ? find (world, "contact", id) : NULL;
  g_autofree char *contact = fact ? g_strdup (id) : NULL;
  Ask ask = {world, args, contact, code, message};
  JsonObject *event, *result;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_str_equal (answers[i].op, op)) {
      if (answers[i].about_contact && fact == NULL)
        return refuse (&ask, "not_found", "There is no such contact.");
      return answers[i].answer (&ask);
    }
  if (fake_outbound_knows (op)) {
    result = fake_outbound_do (world->outbound, world, op, args, &event, code, message);
    if (event != NULL)
      say_outbound (world, event);
    return result;
  }
  if (g_str_has_prefix (op, "kb."))
    return fake_knowledge_do (world->knowledge, op, args, code, message);
  if (g_str_has_prefix (op, "script.")) {
    result = fake_scripts_do (world->scripts, op, args, &event, code, message);
    if (event != NULL)
      say (world, "script", id, event);
    return result;
  }
  return refuse (&ask, "bad_request", "There is no such op.");
}
