/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-messages.h"
#include "server/engine/desk-notes.h"
#include "server/engine/desk-over.h"
#include "server/engine/desk-past.h"
#include "server/engine/desk-scripts.h"

/* Everything that a session may see, as it is now: `setup` first, then what events would tell. */

static const struct {
  BhRoles role;
  const char *word;
} role_words[] = {
    {BH_ROLE_AGENT, "agent"},
    {BH_ROLE_SUPERVISOR, "supervisor"},
    {BH_ROLE_ADMIN, "admin"},
    {BH_ROLE_INTEGRATION, "integration"},
    {BH_ROLE_EDITOR, "editor"},
    {BH_ROLE_LOCAL, "local"},
};

/* ---- setup */

static void
write_user (BhDesk *desk, BhJsonOut *out, const BhDeskSession *session)
{
  JsonObject *person = g_hash_table_lookup (desk->people, session->user->user);
  const char *id = NULL, *full_name = NULL, *language = NULL;

  if (person != NULL) {
    id = json_object_get_string_member_with_default (person, "id", NULL);
    full_name = json_object_get_string_member_with_default (person, "full_name", NULL);
    language = json_object_get_string_member_with_default (person, "language", NULL);
  }
  bh_json_begin_object (out, "user");
  bh_json_string (out, "id", id != NULL ? id : session->user->user);
  bh_json_string (out, "name", session->user->user);
  bh_json_string (out,
                  "full_name",
                  full_name != NULL && *full_name != '\0' ? full_name : session->user->user);
  bh_json_begin_array (out, "roles");
  for (guint i = 0; i < G_N_ELEMENTS (role_words); i++)
    if (session->user->roles & role_words[i].role)
      bh_json_string (out, NULL, role_words[i].word);
  bh_json_end_array (out);
  bh_json_string (out, "language", language != NULL ? language : session->user->locale);
  bh_json_end_object (out);
}

static void
write_ops (BhJsonOut *out, const BhDeskSession *session)
{
  guint n;
  const BhDeskOp *ops = bh_desk_ops (&n);

  bh_json_begin_array (out, "ops");
  for (guint i = 0; i < n; i++)
    if ((ops[i].roles & session->user->roles) != 0 &&
        (!ops[i].at_desk || bh_desk_is_agent (session)))
      bh_json_string (out, NULL, ops[i].op);
  bh_json_end_array (out);
}

static void
add_value (BhJsonOut *out, const char *name, JsonNode *node)
{
  json_builder_set_member_name (out->builder, name);
  if (node != NULL) {
    json_builder_add_value (out->builder, json_node_copy (node));
  } else {
    json_builder_begin_array (out->builder);
    json_builder_end_array (out->builder);
  }
}

JsonNode *
bh_desk_setup_node (BhDesk *desk, const BhDeskSession *session)
{
  BhJsonOut out;

  bh_json_out_tree (&out);
  bh_json_begin_object (&out, NULL);
  write_user (desk, &out, session);
  bh_json_string_if (&out, "device", session->user->device);
  bh_json_string_if (&out, "profile", session->user->profile);
  add_value (&out, "reasons", desk->reasons);
  add_value (&out, "dispositions", desk->dispositions);
  add_value (&out, "queues", desk->queues);
  bh_json_string (&out, "home_region", desk->home_region);
  bh_json_bool (&out, "watch_only", session->pbx != NULL && session->pbx->watch_only);
  bh_json_int (&out, "wrap_up_s", desk->settings.wrap_up_s);
  write_ops (&out, session);
  bh_json_end_object (&out);
  return bh_json_out_take (&out);
}

/* ---- what there is to choose, from the database */

/* Keeps the members named in @names of each object of an array. */
static JsonNode *
pick_members (JsonNode *from, const char *const *names)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (from) ? json_node_get_array (from) : NULL;
  g_autoptr (JsonArray) kept = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonObject *object = json_array_get_object_element (array, i);
    JsonObject *copy = json_object_new ();
    for (guint j = 0; names[j] != NULL; j++) {
      JsonNode *member = json_object_get_member (object, names[j]);
      if (member != NULL && !JSON_NODE_HOLDS_NULL (member))
        json_object_set_member (copy, names[j], json_node_copy (member));
    }
    json_array_add_object_element (kept, copy);
  }
  json_node_set_array (node, kept);
  return node;
}

static void
learn_labels (BhDesk *desk, JsonNode *queues)
{
  JsonArray *array = json_node_get_array (queues);

  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonObject *queue = json_array_get_object_element (array, i);
    const char *name = json_object_get_string_member_with_default (queue, "queue", NULL);
    const char *label = json_object_get_string_member_with_default (queue, "label", NULL);
    if (name != NULL && label != NULL)
      bh_desk_set_queue_label (desk, name, label);
  }
}

static void
take_answer (BhDesk *desk, BhDirectoryQuery query, JsonNode *node)
{
  static const char *const reason_members[] = {"code", "label", "icon", "system", NULL};
  static const char *const disposition_members[] =
      {"code", "path", "queue", "campaign", "dial_outcome", "required", NULL};
  static const char *const queue_members[] = {"queue",
                                              "label",
                                              "disposition_required",
                                              "suggested",
                                              NULL};
  JsonNode **place = query == BH_QUERY_REASON_CODES ? &desk->reasons
                     : query == BH_QUERY_QUEUES     ? &desk->queues
                                                    : &desk->dispositions;

  g_clear_pointer (place, json_node_unref);
  *place = pick_members (node,
                         query == BH_QUERY_REASON_CODES ? reason_members
                         : query == BH_QUERY_QUEUES     ? queue_members
                                                        : disposition_members);
  if (query == BH_QUERY_QUEUES)
    learn_labels (desk, *place);
}

static void
send_setups (BhDesk *desk)
{
  GHashTableIter iter;
  gpointer session;

  g_hash_table_iter_init (&iter, desk->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &session)) {
    g_autoptr (JsonNode) node = bh_desk_setup_node (desk, session);
    bh_desk_send (desk, session, "setup", node);
  }
}

typedef struct {
  BhDesk *desk;
  BhDirectoryQuery query;
} Question;

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      bh_directory_port_query_finish (BH_DIRECTORY_PORT (source), result, &error);
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (node == NULL) {
    g_warning ("What there is to choose (%s) could not be read: %s",
               bh_directory_query_to_string (question->query),
               error != NULL ? error->message : "no JSON");
    return;
  }
  take_answer (question->desk, question->query, node);
  send_setups (question->desk);
}

void
bh_desk_read_setup (BhDesk *desk)
{
  static const BhDirectoryQuery queries[] = {BH_QUERY_REASON_CODES,
                                             BH_QUERY_DISPOSITIONS,
                                             BH_QUERY_QUEUES};

  for (guint i = 0; i < G_N_ELEMENTS (queries) && desk->settings.directory != NULL; i++) {
    Question *question = g_new (Question, 1);
    *question = (Question){desk, queries[i]};
    bh_directory_port_query_async (desk->settings.directory,
                                   queries[i],
                                   NULL,
                                   desk->cancel,
                                   on_answer,
                                   question);
  }
}

/* ---- links and the store */

static const char *
link_word (const BhEnginePbx *pbx)
{
  static const char *const words[] = {
      [BH_PBX_LINK_OFF] = "down",
      [BH_PBX_LINK_CONNECTING] = "connecting",
      [BH_PBX_LINK_BOOTING] = "connecting",
      [BH_PBX_LINK_LEARNING] = "connecting",
      [BH_PBX_LINK_LIVE] = "up",
      [BH_PBX_LINK_UNREACHABLE] = "down",
      [BH_PBX_LINK_REFUSED] = "refused",
      [BH_PBX_LINK_FORBIDDEN] = "refused",
      [BH_PBX_LINK_LOST] = "down",
  };

  if (pbx->link == BH_PBX_LINK_LIVE && pbx->watch_only)
    return "watch_only";
  return words[pbx->link];
}

JsonNode *
bh_desk_link_node (const BhEnginePbx *pbx)
{
  BhJsonOut out;

  bh_json_out_tree (&out);
  bh_wire_write_link (&out,
                      NULL,
                      pbx->name,
                      pbx->kind,
                      link_word (pbx),
                      pbx->since_us,
                      pbx->sentence);
  return bh_json_out_take (&out);
}

JsonNode *
bh_desk_store_node (BhDesk *desk)
{
  BhJsonOut out;

  bh_json_out_tree (&out);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "state", desk->store_state);
  bh_json_time (&out, "since", desk->store_since_us);
  bh_json_string (&out, "message", desk->store_message);
  bh_json_int (&out, "backlog", desk->store_backlog);
  bh_json_end_object (&out);
  return bh_json_out_take (&out);
}

/* ---- the snapshot */

static void
add (GPtrArray *out, const char *event, JsonNode *data)
{
  g_ptr_array_add (out, bh_out_event_new (event, data));
}

static void
add_agents (BhDesk *desk, const BhDeskSession *session, GPtrArray *out)
{
  g_autoptr (GPtrArray) agents = g_ptr_array_new ();

  bh_model_list_agents (bh_desk_model (desk), agents);
  for (guint i = 0; i < agents->len; i++) {
    const BhAgent *agent = g_ptr_array_index (agents, i);
    gboolean whole = bh_desk_sees_all (session) || g_str_equal (agent->agent, session->user->user);
    BhJsonOut json;
    bh_json_out_tree (&json);
    if (whole)
      bh_wire_write_agent (&json, NULL, agent);
    else
      bh_wire_write_colleague (&json, NULL, agent);
    add (out, whole ? "agent" : "colleague", bh_json_out_take (&json));
  }
}

static void
add_queues (BhDesk *desk, GPtrArray *out)
{
  g_autoptr (GPtrArray) queues = g_ptr_array_new ();

  bh_model_list_queues (bh_desk_model (desk), queues);
  for (guint i = 0; i < queues->len; i++) {
    const BhQueue *queue = g_ptr_array_index (queues, i);
    BhJsonOut json;
    bh_json_out_tree (&json);
    bh_wire_write_queue (&json, NULL, queue, bh_desk_queue_label (desk, queue->queue));
    add (out, "queue", bh_json_out_take (&json));
  }
}

static void
add_card_and_notes (BhDesk *desk, const char *contact, GPtrArray *out)
{
  JsonNode *card = bh_desk_card_node (desk, contact);
  JsonNode *script = bh_desk_script_node (desk, contact);
  GPtrArray *notes = bh_desk_notes_of (desk, contact);

  if (card != NULL)
    add (out, "card", json_node_ref (card));
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    add (out, "note", bh_desk_note_node (g_ptr_array_index (notes, i)));
  if (script != NULL)
    add (out, "script", script);
}

static void
add_contacts (BhDesk *desk, BhDeskSession *session, GPtrArray *out)
{
  g_autoptr (GPtrArray) contacts = g_ptr_array_new ();

  g_hash_table_remove_all (session->shown);
  bh_model_list_contacts (bh_desk_model (desk), contacts);
  bh_desk_over_list (desk, session, contacts);
  for (guint i = 0; i < contacts->len; i++) {
    const BhContact *contact = g_ptr_array_index (contacts, i);
    gboolean theirs = bh_desk_is_theirs (desk, session, contact);
    if (!theirs && !bh_desk_sees_all (session))
      continue;
    add (out, "contact", bh_desk_contact_node (desk, theirs ? session : NULL, contact));
    if (theirs) {
      g_hash_table_add (session->shown, g_strdup (contact->id));
      bh_desk_past_shown (desk, contact->id, session->user->user);
      add_card_and_notes (desk, contact->id, out);
      bh_desk_script_look (desk, session, contact->id);
    }
  }
}

void
bh_desk_snapshot (gpointer data, BhSessionUser *user, GPtrArray *out)
{
  BhDesk *desk = data;
  BhDeskSession *session = bh_desk_find_session (desk, user);
  GPtrArray *pbxs = bh_engine_get_pbxs (desk->engine);

  if (session == NULL)
    return;
  add (out, "setup", bh_desk_setup_node (desk, session));
  for (guint i = 0; i < pbxs->len; i++)
    add (out, "link", bh_desk_link_node (g_ptr_array_index (pbxs, i)));
  add (out, "store", bh_desk_store_node (desk));
  add_agents (desk, session, out);
  add_queues (desk, out);
  add_contacts (desk, session, out);
  bh_desk_messages_snapshot (desk, session, out);
}
