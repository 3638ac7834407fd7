/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk.h"

#include "server/engine/desk-campaign.h"
#include "server/engine/desk-coming.h"
#include "server/engine/desk-dial.h"
#include "server/engine/desk-messages.h"
#include "server/engine/desk-notes.h"
#include "server/engine/desk-over.h"
#include "server/engine/desk-pictures.h"
#include "server/engine/desk-record.h"
#include "server/engine/desk-scripts.h"

#include "server/wire/records.h"

/* ---- who is there */

BhModel *
bh_desk_model (BhDesk *desk)
{
  return bh_engine_get_model (desk->engine);
}

/* An agent is who sits at a phone. */
gboolean
bh_desk_is_agent (const BhDeskSession *session)
{
  return session->user->device != NULL && session->pbx != NULL;
}

gboolean
bh_desk_sees_all (const BhDeskSession *session)
{
  return (session->user->roles & BH_SEES_ALL) != 0;
}

BhDeskSession *
bh_desk_find_session (BhDesk *desk, BhSessionUser *user)
{
  return user != NULL ? g_hash_table_lookup (desk->sessions, user->session) : NULL;
}

BhDeskSession *
bh_desk_session_of_agent (BhDesk *desk, const char *agent)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, desk->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    BhDeskSession *session = value;
    if (bh_desk_is_agent (session) && g_strcmp0 (session->user->user, agent) == 0)
      return session;
  }
  return NULL;
}

static void
session_free (BhDeskSession *session)
{
  bh_session_user_unref (session->user);
  g_hash_table_unref (session->shown);
  g_free (session);
}

/* ---- sign-in and sign-out. The door's session is the agent's: it opens, is away, comes back and
 * goes; a server that was restarted finds its agents by their tickets. */

/* As the database has them. The names are its. */
static GArray *
queues_of (BhDesk *desk, const char *user)
{
  GArray *joins = g_array_new (FALSE, FALSE, sizeof (BhJoin));
  JsonObject *person = g_hash_table_lookup (desk->people, user);
  JsonArray *queues = person != NULL && json_object_has_member (person, "queues")
                          ? json_object_get_array_member (person, "queues")
                          : NULL;

  for (guint i = 0; queues != NULL && i < json_array_get_length (queues); i++) {
    JsonObject *queue = json_array_get_object_element (queues, i);
    BhJoin join = {.queue = json_object_get_string_member (queue, "queue"),
                   .penalty = (gint) json_object_get_int_member_with_default (queue, "penalty", 0)};
    g_array_append_val (joins, join);
  }
  return joins;
}

static const char *
full_name_of (BhDesk *desk, const char *user)
{
  JsonObject *person = g_hash_table_lookup (desk->people, user);
  const char *name = person != NULL
                         ? json_object_get_string_member_with_default (person, "full_name", user)
                         : user;
  return name != NULL && *name != '\0' ? name : user;
}

/* A session is known by who began it, and when: so it is the same after our restart. */
static void
keep_session (BhDesk *desk, BhAgentSessionRecord record)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup_printf ("%s-%" G_GINT64_FORMAT, record.agent, record.signed_in_us);

  record.session = id;
  record.revision = MAX (record.signed_in_us, record.signed_out_us);
  bh_record_of_agent_session (text, &record);
  if (bh_engine_append (desk->engine, BH_RECORD_AGENT_SESSION, id, text->str, &error) == 0)
    g_warning ("A session of an agent cannot be kept: %s", error->message);
}

/* @agent: as it was while it was signed in. */
static void
keep_end (BhDesk *desk, const BhAgent *agent, const char *why)
{
  keep_session (desk,
                (BhAgentSessionRecord){.agent = agent->agent,
                                       .device = agent->device,
                                       .signed_in_us = agent->signed_in_us,
                                       .signed_out_us = bh_engine_now (desk->engine),
                                       .end_reason = why});
  g_log_structured (G_LOG_DOMAIN,
                    G_LOG_LEVEL_INFO,
                    "TOPIC",
                    "session",
                    "AGENT",
                    agent->agent,
                    "PBX",
                    agent->pbx,
                    "MESSAGE",
                    "Signed out: %s",
                    why);
}

static void
sign_out (BhDesk *desk, const char *user)
{
  gint64 now_us = bh_engine_now (desk->engine);

  bh_engine_take_turn (desk->engine,
                       bh_model_sign_out (bh_desk_model (desk), user, now_us),
                       now_us);
}

/* Whoever is signed in under this name and does not go on with this session: the last one's end. */
static void
end_former (BhDesk *desk, const BhDeskSession *session, gboolean goes_on)
{
  BhAgent *known = bh_model_get_agent (bh_desk_model (desk), session->user->user);
  g_autoptr (BhAgent) former = known != NULL ? bh_agent_ref (known) : NULL;

  if (former == NULL || !former->signed_in)
    return;
  gboolean moves = !bh_desk_is_agent (session) ||
                   !g_str_equal (former->device, session->user->device) ||
                   !g_str_equal (former->pbx, session->pbx->name);
  if (moves || !goes_on)
    keep_end (desk, former, "replaced");
  if (moves)
    sign_out (desk, session->user->user);
}

static void
keep_begin (BhDesk *desk, const BhDeskSession *session, const BhAgent *agent)
{
  keep_session (desk,
                (BhAgentSessionRecord){.agent = session->user->user,
                                       .device = session->user->device,
                                       .profile = session->user->profile,
                                       .address = session->user->address,
                                       .signed_in_us = agent->signed_in_us});
  g_log_structured (G_LOG_DOMAIN,
                    G_LOG_LEVEL_INFO,
                    "TOPIC",
                    "session",
                    "AGENT",
                    session->user->user,
                    "PBX",
                    session->pbx->name,
                    "MESSAGE",
                    "Signed in at %s",
                    session->user->device);
}

static void
sign_in (BhDesk *desk, BhDeskSession *session, gboolean returns)
{
  g_autoptr (GArray) queues = queues_of (desk, session->user->user);
  gint64 now_us = bh_engine_now (desk->engine);
  const BhSignIn who = {.agent = session->user->user,
                        .full_name = full_name_of (desk, session->user->user),
                        .device = session->user->device,
                        .queues = (const BhJoin *) (gpointer) queues->data,
                        .n_queues = queues->len,
                        .returns = returns};

  bh_engine_take_turn (desk->engine,
                       bh_model_sign_in (bh_desk_model (desk), session->pbx->model, &who, now_us),
                       now_us);
  keep_begin (desk, session, bh_model_get_agent (bh_desk_model (desk), session->user->user));
}

void
bh_desk_note_agent (BhDesk *desk, const BhChange *change)
{
  const BhAgent *before = change->agent.before;
  const BhAgent *after = change->agent.after;

  if (before != NULL && before->signed_in && before->away && !after->signed_in &&
      bh_desk_session_of_agent (desk, before->agent) == NULL)
    keep_end (desk, before, "silence");
}

static void
session_opened (gpointer data, BhSessionUser *user)
{
  BhDesk *desk = data;
  BhDeskSession *session = g_new0 (BhDeskSession, 1);
  const BhDeskSeat *seat = g_hash_table_lookup (desk->seats, user->session);

  session->user = bh_session_user_ref (user);
  session->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (seat != NULL)
    session->pbx = seat->pbx;
  g_hash_table_replace (desk->sessions, g_strdup (user->session), session);
  bh_desk_over_back (desk, user->user);
  end_former (desk, session, seat != NULL && seat->returns);
  if (bh_desk_is_agent (session))
    sign_in (desk, session, seat->returns);
  g_hash_table_remove (desk->seats, user->session);
}

static void
set_away (BhDesk *desk, BhSessionUser *user, gboolean away)
{
  BhDeskSession *session = bh_desk_find_session (desk, user);
  gint64 now_us = bh_engine_now (desk->engine);

  if (session != NULL && bh_desk_is_agent (session))
    bh_engine_take_turn (desk->engine,
                         bh_model_set_away (bh_desk_model (desk), user->user, away, now_us),
                         now_us);
}

static void
session_away (gpointer desk, BhSessionUser *user)
{
  set_away (desk, user, TRUE);
  bh_desk_over_away (desk, user->user);
}

static void
session_back (gpointer desk, BhSessionUser *user)
{
  set_away (desk, user, FALSE);
}

static void
session_gone (gpointer data, BhSessionUser *user, const char *why)
{
  BhDesk *desk = data;
  BhDeskSession *session = bh_desk_find_session (desk, user);

  if (session == NULL)
    return;
  /* a session that takes this one's place signs in anew; the agent is never seen to leave */
  if (bh_desk_is_agent (session) && !g_str_equal (why, "replaced")) {
    BhAgent *agent = bh_model_get_agent (bh_desk_model (desk), user->user);
    if (agent != NULL && agent->signed_in)
      keep_end (desk, agent, why);
    bh_desk_campaigns_gone (desk, user->user);
    bh_desk_over_left (desk, session, why);
    sign_out (desk, user->user);
  }
  g_hash_table_remove (desk->sessions, user->session);
}

void
bh_desk_force_out (BhDesk *desk, const char *name, const char *reason)
{
  BhDeskSession *session = bh_desk_session_of_agent (desk, name);
  BhAgent *agent = bh_model_get_agent (bh_desk_model (desk), name);

  if (session != NULL && desk->door != NULL) { /* its end is the agent's, and goes the usual way */
    g_autofree char *id = g_strdup (session->user->session);
    desk->door->funcs->close (desk->door, id, "signed_out", reason);
    return;
  }
  keep_end (desk, agent, "signed_out");
  sign_out (desk, name);
}

static const BhDeskFuncs desk_funcs = {
    .login = bh_desk_login,
    .readmit = bh_desk_readmit,
    .request = bh_desk_request,
    .snapshot = bh_desk_snapshot,
    .session_opened = session_opened,
    .session_away = session_away,
    .session_back = session_back,
    .session_gone = session_gone,
};

const BhDeskFuncs *
bh_desk_get_funcs (void)
{
  return &desk_funcs;
}

void
bh_desk_set_door (BhDesk *desk, BhDoor *door)
{
  desk->door = door;
}

/* ---- settings */

void
bh_desk_set_session_hours (BhDesk *desk, gint64 hours)
{
  desk->settings.session_hours = hours;
}

static void
set_text (GHashTable *table, const char *key, const char *text)
{
  if (text == NULL)
    g_hash_table_remove (table, key);
  else
    g_hash_table_replace (table, g_strdup (key), g_strdup (text));
}

void
bh_desk_set_queue_label (BhDesk *desk, const char *queue, const char *label)
{
  set_text (desk->labels, queue, label);
}

const char *
bh_desk_queue_label (BhDesk *desk, const char *queue)
{
  const char *label = g_hash_table_lookup (desk->labels, queue);
  return label != NULL ? label : queue;
}

void
bh_desk_set_queue_extension (BhDesk *desk, const char *queue, const char *extension)
{
  set_text (desk->extensions, queue, extension);
}

const char *
bh_desk_queue_extension (BhDesk *desk, const char *queue)
{
  return g_hash_table_lookup (desk->extensions, queue);
}

void
bh_desk_set_store (BhDesk *desk, const char *state, const char *message, gint64 backlog)
{
  gboolean same = g_str_equal (desk->store_state, state);

  if (!same) {
    desk->store_since_us = bh_engine_now (desk->engine);
    g_free (desk->store_state);
    desk->store_state = g_strdup (state);
  }
  if (same && desk->store_backlog == backlog && g_strcmp0 (desk->store_message, message) == 0)
    return;
  g_free (desk->store_message);
  desk->store_message = g_strdup (message);
  desk->store_backlog = backlog;
  desk->store_caught_up |= backlog == 0 && g_str_equal (state, "up");
  bh_desk_send_all (desk, "store", bh_desk_store_node (desk));
  if (!same && g_str_equal (state, "up"))
    bh_desk_read_setup (desk);
}

/* ---- life */

BhDesk *
bh_desk_new (const BhDeskSettings *settings)
{
  BhDesk *desk = g_new0 (BhDesk, 1);

  desk->engine = settings->engine;
  desk->settings = *settings;
  desk->settings.home_region = desk->home_region = g_strdup (settings->home_region);
  desk->cancel = g_cancellable_new ();
  desk->dial = bh_desk_dial_new ();
  desk->campaigns = bh_desk_campaigns_new ();
  desk->sessions =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) session_free);
  desk->people =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_object_unref);
  desk->seats = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  desk->cards =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  desk->notes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  desk->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  desk->extensions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  desk->store_state = g_strdup ("starting");
  desk->store_message = g_strdup ("The database is being started.");
  desk->store_since_us = bh_engine_now (desk->engine);
  desk->comings = bh_desk_comings_new (desk);
  desk->records = bh_desk_records_new (desk);
  desk->pictures = bh_desk_pictures_new ();
  bh_desk_over_restore (desk);
  bh_desk_restore_notes (desk);
  desk->scripts = bh_desk_scripts_new (desk);
  bh_desk_messages_new (desk);
  bh_engine_watch (desk->engine, &bh_desk_watcher, desk);
  return desk;
}

void
bh_desk_free (BhDesk *desk)
{
  if (desk == NULL)
    return;
  bh_engine_watch (desk->engine, NULL, NULL);
  g_cancellable_cancel (desk->cancel);
  g_object_unref (desk->cancel);
  bh_desk_comings_free (desk->comings);
  bh_desk_records_free (desk->records);
  bh_desk_pictures_free (desk->pictures);
  bh_desk_dial_free (desk->dial);
  bh_desk_messages_free (desk->messages);
  bh_desk_scripts_free (desk->scripts);
  bh_desk_campaigns_free (desk->campaigns);
  g_hash_table_unref (desk->sessions);
  g_hash_table_unref (desk->people);
  g_hash_table_unref (desk->seats);
  g_hash_table_unref (desk->cards);
  g_hash_table_unref (desk->notes);
  g_hash_table_unref (desk->past);
  g_ptr_array_unref (desk->over);
  g_hash_table_unref (desk->labels);
  g_hash_table_unref (desk->extensions);
  g_clear_pointer (&desk->reasons, json_node_unref);
  g_clear_pointer (&desk->dispositions, json_node_unref);
  g_clear_pointer (&desk->queues, json_node_unref);
  g_free (desk->home_region);
  g_free (desk->store_state);
  g_free (desk->store_message);
  g_free (desk);
}
