/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-campaign.h"
#include "server/engine/desk-coming.h"
#include "server/engine/desk-notes.h"
#include "server/engine/desk-over.h"
#include "server/engine/desk-past.h"
#include "server/engine/desk-record.h"
#include "server/engine/desk-scripts.h"

/* The stage publish: each change to whom it concerns. What is the same for many is made once. */

void
bh_desk_send (BhDesk *desk, const BhDeskSession *session, const char *event, JsonNode *data)
{
  const BhOutEvent out = {event, data};

  if (desk->door != NULL)
    desk->door->funcs->send (desk->door, session->user->session, &out);
}

void
bh_desk_send_all (BhDesk *desk, const char *event, JsonNode *data)
{
  g_autoptr (JsonNode) owned = data;
  GHashTableIter iter;
  gpointer session;

  g_hash_table_iter_init (&iter, desk->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &session))
    bh_desk_send (desk, session, event, owned);
}

void
bh_desk_send_of_contact (BhDesk *desk, const char *contact, const char *event, JsonNode *data)
{
  g_autoptr (JsonNode) owned = data;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, desk->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhDeskSession *session = value;
    if (g_hash_table_contains (session->shown, contact))
      bh_desk_send (desk, session, event, owned);
  }
}

/* ---- an agent's own view of a contact */

static BhDeviceProfile
profile_of (const BhDeskSession *session)
{
  BhDeviceProfile profile = BH_DEVICE_PROFILE_MANUAL;

  bh_device_profile_from_string (session->user->profile, &profile);
  return profile;
}

static const char *
at_hand_of (BhDesk *desk, const BhDeskSession *session)
{
  const BhAgent *agent = bh_model_get_agent (bh_desk_model (desk), session->user->user);
  return agent != NULL ? agent->contact : NULL;
}

gboolean
bh_desk_action_view (BhDesk *desk,
                     const BhDeskSession *session,
                     const BhContact *contact,
                     BhActionView *view)
{
  const BhAgent *agent;

  if (!bh_desk_is_agent (session) || g_strcmp0 (contact->pbx, session->pbx->name) != 0)
    return FALSE;
  agent = bh_model_get_agent (bh_desk_model (desk), session->user->user);
  *view = (BhActionView){
      .contact = contact,
      .part = bh_contact_find_part (contact, session->user->device),
      .wraps_up = agent != NULL && agent->state == BH_AGENT_WRAP_UP &&
                  g_strcmp0 (agent->contact, contact->id) == 0,
      .wrap_up_until_us = agent != NULL ? agent->wrap_up_until_us : 0,
      .profile = profile_of (session),
      .coming = bh_desk_is_coming (desk, session, contact->id, NULL),
      .over = bh_desk_is_over (desk, session, contact->id),
      .watch_only = session->pbx->watch_only,
      .link_up = session->pbx->link == BH_PBX_LINK_LIVE,
  };
  if (session->pbx->port != NULL)
    view->capabilities = bh_pbx_port_get_capabilities (session->pbx->port, view->profile);
  return view->part != NULL || view->wraps_up || view->coming || view->over;
}

/* A colleague's name for a device, or NULL. */
static const char *
name_of_device (BhDesk *desk, const BhDeskSession *session, const char *device)
{
  const BhAgent *agent =
      device != NULL
          ? bh_model_get_agent_by_device (bh_desk_model (desk), session->pbx->model, device)
          : NULL;
  return agent != NULL ? agent->full_name : NULL;
}

JsonNode *
bh_desk_contact_node (BhDesk *desk, BhDeskSession *session, const BhContact *contact)
{
  BhCan cans[BH_ACTION_N];
  BhContactMe me = {.cans = cans, .n_cans = BH_ACTION_N};
  BhActionView view;
  BhJsonOut out;
  gboolean mine = session != NULL && bh_desk_action_view (desk, session, contact, &view);

  if (mine) {
    bh_action_list (&view, cans);
    bh_action_describe (
        &view,
        name_of_device (desk, session, view.part != NULL ? view.part->consult_with : NULL),
        &me);
    bh_desk_is_coming (desk, session, contact->id, &me);
  }
  bh_json_out_tree (&out);
  bh_contact_write (&out,
                    NULL,
                    contact,
                    bh_engine_get_e164 (desk->engine, contact),
                    mine ? &me : NULL);
  return bh_json_out_take (&out);
}

/* ---- contacts */

static void
send_rule (BhDesk *desk, BhDeskSession *session, const BhWireRule *rule, const BhChange *change)
{
  g_autoptr (JsonNode) node = NULL;
  BhWireWords words = {0};
  BhJsonOut out;

  bh_json_out_tree (&out);
  rule->write (&out, NULL, change, &words);
  node = bh_json_out_take (&out);
  bh_desk_send (desk, session, rule->event, node);
}

static void
show_card_and_notes (BhDesk *desk, BhDeskSession *session, const char *contact)
{
  JsonNode *card = bh_desk_card_node (desk, contact);
  g_autoptr (JsonNode) script = bh_desk_script_node (desk, contact);
  GPtrArray *notes = bh_desk_notes_of (desk, contact);

  if (card != NULL)
    bh_desk_send (desk, session, "card", card);
  for (guint i = 0; notes != NULL && i < notes->len; i++) {
    g_autoptr (JsonNode) node = bh_desk_note_node (g_ptr_array_index (notes, i));
    bh_desk_send (desk, session, "note", node);
  }
  if (script != NULL)
    bh_desk_send (desk, session, "script", script);
  bh_desk_script_look (desk, session, contact);
}

static const BhWireRule *
find_rule (const char *event)
{
  guint n;
  const BhWireRule *rules = bh_wire_rules (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (rules[i].event, event))
      return &rules[i];
  g_return_val_if_reached (NULL);
}

static void
send_contact (BhDesk *desk,
              BhDeskSession *session,
              const BhContact *contact,
              gboolean personal,
              JsonNode **shared)
{
  g_autoptr (JsonNode) own = NULL;

  if (personal)
    own = bh_desk_contact_node (desk, session, contact);
  else if (*shared == NULL)
    *shared = bh_desk_contact_node (desk, NULL, contact);
  bh_desk_send (desk, session, "contact", personal ? own : *shared);
}

gboolean
bh_desk_is_theirs (BhDesk *desk, BhDeskSession *session, const BhContact *contact)
{
  return bh_desk_is_agent (session) && g_strcmp0 (contact->pbx, session->pbx->name) == 0 &&
         (bh_wire_is_theirs (contact, session->user->device, at_hand_of (desk, session)) ||
          bh_desk_is_coming (desk, session, contact->id, NULL) ||
          bh_desk_is_over (desk, session, contact->id));
}

/* One session, one contact: it comes, changes or goes. @shared: the contact without anybody's
 * buttons, NULL until somebody needs it. */
static void
publish_contact_to (BhDesk *desk, BhDeskSession *session, const BhChange *change, JsonNode **shared)
{
  const BhContact *contact = change->contact.after;
  const BhViewer viewer = {
      .agent = bh_desk_sees_all (session) ? NULL : session->user->user,
      .shown = g_hash_table_contains (session->shown, contact->id),
      .theirs = bh_desk_is_theirs (desk, session, contact),
  };

  if (find_rule ("contact")->concerns (change, &viewer))
    send_contact (desk, session, contact, viewer.theirs, shared);
  if (viewer.theirs && !viewer.shown) {
    g_hash_table_add (session->shown, g_strdup (contact->id));
    bh_desk_past_shown (desk, contact->id, session->user->user);
    show_card_and_notes (desk, session, contact->id);
  } else if (!viewer.theirs && viewer.shown) {
    g_hash_table_remove (session->shown, contact->id);
    bh_desk_past_left (desk, contact->id, session->user->user, bh_engine_now (desk->engine));
  }
  if (find_rule ("contact_gone")->concerns (change, &viewer))
    send_rule (desk, session, find_rule ("contact_gone"), change);
}

static void
publish_contact (BhDesk *desk, const BhChange *change)
{
  g_autoptr (JsonNode) shared = NULL;
  GHashTableIter iter;
  gpointer session;

  g_hash_table_iter_init (&iter, desk->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &session))
    publish_contact_to (desk, session, change, &shared);
}

void
bh_desk_look_at (BhDesk *desk, BhDeskSession *session, BhContact *contact)
{
  const BhChange change = {.kind = BH_CHANGE_CONTACT,
                           .contact = {.before = contact, .after = contact}};
  g_autoptr (JsonNode) shared = NULL;

  publish_contact_to (desk, session, &change, &shared);
}

void
bh_desk_look_again (BhDesk *desk, BhDeskSession *session)
{
  g_autoptr (GPtrArray) contacts = g_ptr_array_new ();

  bh_model_list_contacts (bh_desk_model (desk), contacts);
  for (guint i = 0; i < contacts->len; i++) {
    BhContact *contact = g_ptr_array_index (contacts, i);
    if (g_hash_table_contains (session->shown, contact->id))
      bh_desk_look_at (desk, session, contact);
  }
}

/* ---- the rest */

static const char *
label_of (BhDesk *desk, const BhChange *change)
{
  return change->kind == BH_CHANGE_QUEUE && change->queue.after != NULL
             ? bh_desk_queue_label (desk, change->queue.after->queue)
             : NULL;
}

/* Agents, queues: the same for everybody whom it concerns. */
static void
publish_shared (BhDesk *desk, const BhChange *change, const BhWireRule *rule)
{
  BhWireWords words = {.label = label_of (desk, change)};
  g_autoptr (JsonNode) node = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, desk->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhDeskSession *session = value;
    const BhViewer viewer = {.agent = bh_desk_sees_all (session) ? NULL : session->user->user};
    if (!rule->concerns (change, &viewer))
      continue;
    if (node == NULL) {
      BhJsonOut out;
      bh_json_out_tree (&out);
      rule->write (&out, NULL, change, &words);
      node = bh_json_out_take (&out);
    }
    bh_desk_send (desk, session, rule->event, node);
  }
}

static gboolean
same_at_hand (const BhAgent *before, const BhAgent *after)
{
  return before != NULL && before->state == after->state &&
         before->wrap_up_until_us == after->wrap_up_until_us &&
         g_strcmp0 (before->contact, after->contact) == 0;
}

static void
publish_agent (BhDesk *desk, const BhChange *change)
{
  BhDeskSession *session;

  if (change->agent.after == NULL || same_at_hand (change->agent.before, change->agent.after))
    return;
  session = bh_desk_session_of_agent (desk, change->agent.after->agent);
  if (session != NULL)
    bh_desk_look_again (desk, session);
}

static void
publish_change (BhDesk *desk, const BhChange *change)
{
  guint n;
  const BhWireRule *rules = bh_wire_rules (&n);

  if (change->kind == BH_CHANGE_CONTACT) {
    if (change->contact.after != NULL)
      publish_contact (desk, change);
    return;
  }
  for (guint i = 0; i < n && change->kind != BH_CHANGE_LINK; i++)
    if (rules[i].kind == change->kind)
      publish_shared (desk, change, &rules[i]);
  if (change->kind == BH_CHANGE_AGENT)
    publish_agent (desk, change);
}

static void
end_contact (BhDesk *desk, const char *contact, gint64 now_us)
{
  if (!bh_desk_over_is_kept (desk, contact))
    g_hash_table_remove (desk->cards, contact);
  bh_desk_past_left (desk, contact, NULL, now_us);
  bh_desk_past_sweep (desk);
}

static void
on_turn (const BhTurn *turn, gint64 now_us, gpointer data)
{
  BhDesk *desk = data;

  for (guint i = 0; i < turn->n_changes; i++) {
    const BhChange *change = &turn->changes[i];
    if (change->kind == BH_CHANGE_CONTACT) {
      bh_desk_comings_note (desk, change);
      bh_desk_over_note (desk, change);
    }
    if (g_hash_table_size (desk->sessions) > 0)
      publish_change (desk, change);
    if (change->kind == BH_CHANGE_AGENT)
      bh_desk_note_agent (desk, change);
    if (change->kind == BH_CHANGE_CONTACT)
      bh_desk_campaigns_note (desk, change);
    if (change->kind == BH_CHANGE_CONTACT && change->contact.after != NULL &&
        change->contact.after->ended_us != 0)
      end_contact (desk, change->contact.after->id, now_us);
  }
}

/* The link is the port's to tell, in more words than the model has; buttons depend on it. */
static void
on_link (const BhEnginePbx *pbx, gpointer data)
{
  BhDesk *desk = data;
  GHashTableIter iter;
  gpointer value;

  bh_desk_send_all (desk, "link", bh_desk_link_node (pbx));
  g_hash_table_iter_init (&iter, desk->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhDeskSession *session = value;
    if (session->pbx == pbx)
      bh_desk_look_again (desk, session);
  }
}

static JsonNode *
pbx_event_node (const BhEnginePbx *pbx, const BhPbxEvent *event)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BhJsonOut out;

  bh_pbx_event_describe (event, text);
  bh_json_out_tree (&out);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "pbx", pbx->name);
  bh_json_string (&out, "text", text->str);
  bh_json_string (&out, "kind", bh_pbx_event_kind_to_string (event->kind));
  bh_json_end_object (&out);
  return bh_json_out_take (&out);
}

static void
on_pbx_event (const BhEnginePbx *pbx, const BhPbxEvent *event, gint64 now_us, gpointer data)
{
  BhDesk *desk = data;
  g_autoptr (JsonNode) node = NULL;
  GHashTableIter iter;
  gpointer value;

  bh_desk_record_take_event (desk, pbx, event);
  if (g_hash_table_size (desk->sessions) == 0)
    return;
  g_hash_table_iter_init (&iter, desk->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhDeskSession *session = value;
    if (!session->tail)
      continue;
    if (node == NULL)
      node = pbx_event_node (pbx, event);
    bh_desk_send (desk, session, "pbx_event", node);
  }
}

static gint64
next_deadline (gpointer desk)
{
  gint64 coming = bh_desk_comings_deadline (desk);
  gint64 over = bh_desk_over_deadline (desk);
  gint64 campaigns = bh_desk_campaigns_deadline (desk);
  gint64 first = coming == 0 || (over != 0 && over < coming) ? over : coming;

  return first == 0 || (campaigns != 0 && campaigns < first) ? campaigns : first;
}

static void
on_due (gint64 now_us, gpointer desk)
{
  bh_desk_comings_due (desk, now_us);
  bh_desk_over_due (desk, now_us);
  bh_desk_campaigns_due (desk);
}

const BhEngineWatcher bh_desk_watcher = {
    .deadline = next_deadline,
    .due = on_due,
    .turn = on_turn,
    .look_up = bh_desk_look_up,
    .link = on_link,
    .pbx_event = on_pbx_event,
};
