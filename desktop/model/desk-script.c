/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-script.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/error-text.h"
#include "desktop/model/script-outbox.h"
#include "desktop/model/script-pause.h"
#include "desktop/model/script-player-private.h"

/* One of each contact: what the server last said, and the player that people see. */
typedef struct {
  BhDeskScripts *scripts;
  BhContactItem *contact;
  JsonObject *state;       /* the last `script` event, or NULL */
  JsonObject *data, *card; /* the last `contact` and `card` events */
  BhScriptPlayer *player;
  gboolean taking; /* the player changes because the server said so */
} Held;

struct BhDeskScripts {
  BhDesk *desk;
  BhScriptOutbox *outbox;
  GHashTable *held;    /* contact -> Held */
  GHashTable *scripts; /* "name/version" -> BhScript */
  GHashTable *asked;   /* set of the same: on their way */
  GCancellable *cancellable;
};

static void
held_free (gpointer data)
{
  Held *held = data;

  if (held->player != NULL)
    g_signal_handlers_disconnect_by_data (held->player, held);
  g_clear_object (&held->player);
  g_clear_object (&held->contact);
  g_clear_pointer (&held->state, json_object_unref);
  g_clear_pointer (&held->data, json_object_unref);
  g_clear_pointer (&held->card, json_object_unref);
  g_free (held);
}

static Held *
ensure (BhDeskScripts *self, BhContactItem *contact)
{
  const char *id = bh_contact_item_get_id (contact);
  Held *held = g_hash_table_lookup (self->held, id);

  if (held == NULL) {
    held = g_new0 (Held, 1);
    held->scripts = self;
    held->contact = g_object_ref (contact);
    g_hash_table_insert (self->held, g_strdup (id), held);
  }
  return held;
}

/* ---- what goes to the server */

static char *
key_of (Held *held, const char *what)
{
  return g_strdup_printf ("%s %s", bh_contact_item_get_id (held->contact), what);
}

static void
show_kept (Held *held)
{
  g_autofree char *prefix = key_of (held, "");
  BhScriptOutbox *outbox = held->scripts->outbox;

  if (held->player == NULL)
    return;
  if (bh_script_outbox_count (outbox, prefix) == 0)
    bh_script_player_set_kept (held->player, "saved", NULL);
  else if (bh_script_outbox_is_live (outbox))
    bh_script_player_set_kept (held->player, "saving", NULL);
  else
    bh_script_player_set_kept (held->player,
                               "kept",
                               _ ("Kept on this machine until the server is back."));
}

static JsonObject *
args_of (Held *held)
{
  BhScriptRun *run = bh_script_player_get_run (held->player);
  JsonObject *args = json_object_new ();

  json_object_set_string_member (args, "contact", bh_contact_item_get_id (held->contact));
  json_object_set_string_member (args,
                                 "script",
                                 bh_script_get_name (bh_script_run_get_script (run)));
  json_object_set_int_member (args, "version", bh_script_run_get_version (run));
  return args;
}

static gboolean
is_typed (BhScriptRun *run, const char *question)
{
  const BhScriptQuestion *asked =
      bh_script_find_question (bh_script_run_get_script (run), question);

  return asked != NULL && (asked->type == BH_SCRIPT_TEXT || asked->type == BH_SCRIPT_NUMBER ||
                           asked->type == BH_SCRIPT_DATE);
}

/* How a person is told of it if the server does not take it. */
static JsonObject *
about_answer (Held *held, const char *question, JsonObject *args)
{
  BhScriptRun *run = bh_script_player_get_run (held->player);
  const BhScriptQuestion *asked =
      bh_script_find_question (bh_script_run_get_script (run), question);
  g_autofree char *label = asked != NULL ? bh_script_run_render (run, asked->label, NULL)
                                         : g_strdup (question);
  g_autofree char *text = bh_script_answer_text (asked,
                                                 bh_script_run_get_answer (run, question),
                                                 bh_script_run_get_language (run));

  return bh_desk_refusals_about (held->contact, "answer", label, text, "script.answer", args);
}

static void
on_answered (BhScriptPlayer *player, const char *question, gpointer data)
{
  Held *held = data;
  BhScriptRun *run = bh_script_player_get_run (player);
  JsonNode *value = bh_script_run_get_answer (run, question);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *key = key_of (held, question);
  g_autoptr (JsonObject) args = NULL;

  if (held->taking)
    return;
  args = args_of (held);
  json_object_set_string_member (args, "id", id);
  json_object_set_string_member (args, "step", bh_script_player_get_step (player));
  json_object_set_string_member (args, "question", question);
  if (value != NULL)
    json_object_set_member (args, "value", json_node_copy (value));
  else
    json_object_set_null_member (args, "value");
  bh_script_outbox_put (held->scripts->outbox,
                        key,
                        about_answer (held, question, args),
                        is_typed (run, question) ? BH_SCRIPT_SETTLE_MS : 0);
  show_kept (held);
}

static void
on_moved (BhScriptPlayer *player, const char *step, gpointer data)
{
  Held *held = data;
  const char *const *path = bh_script_run_get_path (bh_script_player_get_run (player));
  g_autofree char *key = key_of (held, "@path");
  JsonArray *ids = json_array_new ();
  g_autoptr (JsonObject) args = args_of (held);

  for (guint i = 0; path[i] != NULL; i++)
    json_array_add_string_element (ids, path[i]);
  json_object_set_array_member (args, "path", ids);
  bh_script_outbox_put (
      held->scripts->outbox,
      key,
      bh_desk_refusals_about (held->contact, "step", NULL, NULL, "script.step", args),
      0);
  bh_script_outbox_flush (held->scripts->outbox); /* who goes on has typed it to the end */
  show_kept (held);
}

/* What an older program kept has no words: the ids are all there is. */
static JsonObject *
with_words (JsonObject *about)
{
  JsonObject *args = bh_json_object (about, "args");
  const char *value = bh_json_string (args, "value");

  if (bh_json_string (about, "kind") != NULL)
    return json_object_ref (about);
  json_object_set_string_member (about, "kind", "answer");
  json_object_set_string_member (about, "contact", bh_json_string (args, "contact"));
  json_object_set_string_member (about, "title", "");
  json_object_set_string_member (about, "subject", bh_json_string (args, "question"));
  json_object_set_string_member (about, "text", value != NULL ? value : "");
  return json_object_ref (about);
}

/* Where one went needs no telling: the next that is sent says it again. */
static gboolean
is_told (JsonObject *about)
{
  return g_strcmp0 (bh_json_string (about, "op"), "script.step") != 0;
}

static void
take_result (BhDeskScripts *self, JsonObject *args)
{
  BhContactItem *contact = bh_desk_find_contact (self->desk, bh_json_string (args, "contact"));
  const char *code = bh_json_string (args, "code");

  if (contact != NULL)
    bh_contact_item_set_disposition (contact,
                                     code,
                                     code ? bh_desk_disposition_label (self->desk, code) : NULL);
}

static void
on_sent (const char *key, JsonObject *about, const GError *error, gpointer data)
{
  BhDeskScripts *self = data;
  JsonObject *args = bh_json_object (about, "args");
  const char *contact = bh_json_string (args, "contact");
  Held *held = contact != NULL ? g_hash_table_lookup (self->held, contact) : NULL;
  g_autoptr (JsonObject) told = NULL;
  g_autoptr (GError) said = NULL;

  if (held != NULL)
    show_kept (held);
  if (error == NULL) {
    if (g_strcmp0 (bh_json_string (about, "op"), "contact.disposition") == 0)
      take_result (self, args);
    bh_desk_refusals_settle (self->desk->refusals, key);
  } else if (is_told (about)) {
    told = with_words (about);
    bh_desk_refusals_put (self->desk->refusals, key, told, error);
  } else if (held != NULL && held->player != NULL) {
    said = bh_error_translate (error, self->desk->language);
    bh_script_player_set_kept (held->player, "kept", said->message);
  }
}

/* The page may show what the server has instead by now. */
static void
show_answer_again (Held *held, JsonObject *args)
{
  BhScriptRun *run;

  if (held == NULL || held->player == NULL)
    return;
  run = bh_script_player_get_run (held->player);
  held->taking = TRUE;
  bh_script_run_answer (run,
                        bh_json_string (args, "question"),
                        json_object_get_member (args, "value"),
                        NULL);
  bh_script_player_refresh (held->player);
  held->taking = FALSE;
}

void
bh_desk_scripts_send_again (BhDeskScripts *self, const char *key, JsonObject *about)
{
  JsonObject *args = bh_json_object (about, "args");
  Held *held = g_hash_table_lookup (self->held, bh_json_string (about, "contact"));

  if (json_object_has_member (about, "reason"))
    json_object_remove_member (about, "reason");
  if (json_object_has_member (args, "question"))
    show_answer_again (held, args);
  bh_script_outbox_put (self->outbox, key, json_object_ref (about), 0);
  if (held != NULL)
    show_kept (held);
}

/* ---- what a script may know of the moment */

static void
set_fact (Held *held, const char *name, const char *value)
{
  bh_script_player_set_fact (held->player, name, value);
}

static void
set_members (Held *held, JsonObject *object, const char *prefix)
{
  g_autoptr (GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *name = names; name != NULL; name = name->next) {
    JsonNode *node = json_object_get_member (object, name->data);
    g_autofree char *fact = g_strconcat (prefix, name->data, NULL);
    g_autofree char *text = NULL;
    if (JSON_NODE_HOLDS_VALUE (node))
      text = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node)
                                                              : json_to_string (node, FALSE);
    set_fact (held, fact, text);
  }
}

static void
set_customer (Held *held)
{
  static const char *const names[] = {"name", "company", "tier", "language", "email"};
  JsonObject *customer = held->card != NULL ? bh_json_object (held->card, "customer") : NULL;

  set_fact (held, "customer.known", customer != NULL ? "true" : "false");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *fact = g_strconcat ("customer.", names[i], NULL);
    set_fact (held, fact, customer != NULL ? bh_json_string (customer, names[i]) : NULL);
  }
  if (customer != NULL)
    set_members (held, bh_json_object (customer, "attributes"), "customer.attribute.");
}

static void
set_contact (Held *held)
{
  JsonObject *data = held->data;
  g_autofree char *queue = NULL;

  if (data == NULL)
    return;
  g_object_get (held->contact, "queue", &queue, NULL);
  set_fact (held, "contact.queue", queue);
  set_fact (held, "contact.direction", bh_json_string (data, "direction"));
  set_fact (held, "contact.number", bh_contact_item_get_number_text (held->contact));
  set_fact (held, "contact.dialed", bh_json_string (data, "dialed"));
  set_members (held, bh_json_object (data, "data"), "contact.data.");
  set_fact (held,
            "contact.campaign",
            bh_json_object (data, "data") != NULL
                ? bh_json_string (bh_json_object (data, "data"), "campaign")
                : NULL);
}

static gboolean
speaks (const char *const *languages, const char *wanted)
{
  gsize tongue = wanted != NULL ? strcspn (wanted, "_") : 0;

  for (guint i = 0; tongue > 0 && languages[i] != NULL; i++)
    if (strncmp (languages[i], wanted, tongue) == 0 && strcspn (languages[i], "_") == tongue)
      return TRUE;
  return FALSE;
}

/* The customer's, where the script has it; else the agent's. */
static void
choose_language (Held *held)
{
  JsonObject *customer = held->card != NULL ? bh_json_object (held->card, "customer") : NULL;
  const char *language = customer != NULL ? bh_json_string (customer, "language") : NULL;

  if (!speaks (bh_script_player_get_languages (held->player), language))
    language = held->scripts->desk->language;
  if (g_strcmp0 (bh_script_run_get_language (bh_script_player_get_run (held->player)), language) !=
      0)
    bh_script_player_set_language (held->player, language);
}

static void
set_facts (Held *held)
{
  g_autofree char *agent = NULL;
  g_autofree char *today = NULL;
  g_autoptr (GDateTime) now = NULL;

  if (held->player == NULL)
    return;
  now =
      g_date_time_new_from_unix_local (bh_clock_now (held->scripts->desk->clock) / G_USEC_PER_SEC);
  today = g_date_time_format (now, "%Y-%m-%d");
  g_object_get (held->scripts->desk, "full-name", &agent, NULL);
  choose_language (held);
  set_fact (held, "agent.name", agent);
  set_fact (held, "today", today);
  set_contact (held);
  set_customer (held);
}

/* ---- what the server says */

static gboolean
is_unsent (Held *held, const char *what)
{
  g_autofree char *key = key_of (held, what);

  return bh_script_outbox_find (held->scripts->outbox, key) != NULL;
}

static void
take_answers (Held *held)
{
  BhScriptRun *run = bh_script_player_get_run (held->player);
  JsonObject *answers = bh_json_object (held->state, "answers");
  g_autoptr (GPtrArray) own = bh_script_run_list_answers (run);
  g_autoptr (GList) questions = answers != NULL ? json_object_get_members (answers) : NULL;

  for (guint i = 0; i < own->len; i++)
    if (!is_unsent (held, own->pdata[i]) &&
        (answers == NULL || !json_object_has_member (answers, own->pdata[i])))
      bh_script_run_answer (run, own->pdata[i], NULL, NULL);
  for (GList *question = questions; question != NULL; question = question->next) {
    JsonObject *answer = bh_json_object (answers, question->data);
    if (answer != NULL && !is_unsent (held, question->data))
      bh_script_run_answer (run, question->data, json_object_get_member (answer, "value"), NULL);
  }
}

static void
set_path (BhScriptRun *run, JsonObject *from)
{
  JsonArray *array = bh_json_array (from, "path");
  g_autoptr (GPtrArray) path = g_ptr_array_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_ptr_array_add (path, (char *) json_array_get_string_element (array, i));
  g_ptr_array_add (path, NULL);
  if (path->len > 1)
    bh_script_run_set_path (run, (const char *const *) path->pdata);
}

/* What was done here and is not with the server yet, also before a crash. */
static void
take_unsent (Held *held)
{
  BhScriptRun *run = bh_script_player_get_run (held->player);
  GPtrArray *steps = bh_script_get_steps (bh_script_run_get_script (run));
  g_autofree char *path_key = key_of (held, "@path");
  JsonObject *path = bh_script_outbox_find (held->scripts->outbox, path_key);

  for (guint i = 0; i < steps->len; i++) {
    const BhScriptStep *step = g_ptr_array_index (steps, i);
    for (guint j = 0; j < step->questions->len; j++) {
      const char *id = ((BhScriptQuestion *) step->questions->pdata[j])->id;
      g_autofree char *key = key_of (held, id);
      JsonObject *args = bh_script_outbox_find (held->scripts->outbox, key);
      if (args != NULL)
        bh_script_run_answer (run, id, json_object_get_member (args, "value"), NULL);
    }
  }
  if (path != NULL)
    set_path (run, path);
}

static void
take_state (Held *held)
{
  held->taking = TRUE;
  take_answers (held);
  take_unsent (held);
  if (!is_unsent (held, "@path"))
    set_path (bh_script_player_get_run (held->player), held->state);
  bh_script_player_refresh (held->player);
  held->taking = FALSE;
  show_kept (held);
}

static void
drop_player (Held *held)
{
  if (held->player == NULL)
    return;
  g_signal_handlers_disconnect_by_data (held->player, held);
  bh_contact_item_set_script (held->contact, NULL);
  g_clear_object (&held->player);
}

static void
make_player (Held *held, BhScript *script)
{
  g_autoptr (BhScriptRun) run = bh_script_run_new (script, bh_json_int (held->state, "version", 0));

  drop_player (held);
  held->player = bh_script_player_new_of_run (run);
  set_facts (held);
  take_state (held);
  g_signal_connect (held->player, "answered", G_CALLBACK (on_answered), held);
  g_signal_connect (held->player, "moved", G_CALLBACK (on_moved), held);
  bh_contact_item_set_script (held->contact, held->player);
  bh_script_pause_follow (held->scripts->desk,
                          bh_contact_item_get_id (held->contact),
                          held->player);
}

/* ---- documents */

static char *
name_of (JsonObject *state)
{
  return g_strdup_printf ("%s/%" G_GINT64_FORMAT,
                          bh_json_string (state, "script"),
                          bh_json_int (state, "version", 0));
}

typedef struct {
  BhDeskScripts *scripts;
  char *name;
} Asked;

static void
make_players (BhDeskScripts *self, const char *name, BhScript *script)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Held *held = value;
    g_autofree char *own = held->state != NULL ? name_of (held->state) : NULL;
    if (g_strcmp0 (own, name) == 0 && held->player == NULL)
      make_player (held, script);
  }
}

static void
on_document (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Asked *asked = data;
  g_autofree char *name = asked->name;
  BhDeskScripts *self = asked->scripts;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_feed_request_finish (BH_FEED (source), result, &error);
  g_autoptr (GPtrArray) problems = bh_script_problems_new ();
  BhScript *script;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* we are gone */
  g_hash_table_remove (self->asked, name);
  if (reply == NULL || !json_object_has_member (reply, "document")) {
    g_info ("The script %s could not be read: %s", name, error != NULL ? error->message : "empty");
    return;
  }
  script = bh_script_from_node (json_object_get_member (reply, "document"), problems);
  if (script == NULL)
    return;
  g_hash_table_replace (self->scripts, g_strdup (name), script);
  make_players (self, name, script);
}

static void
ask_document (BhDeskScripts *self, JsonObject *state, const char *name)
{
  g_autoptr (JsonObject) args = NULL;
  Asked *asked;

  if (!g_hash_table_add (self->asked, g_strdup (name)))
    return;
  args = json_object_new ();
  json_object_set_string_member (args, "script", bh_json_string (state, "script"));
  json_object_set_int_member (args, "version", bh_json_int (state, "version", 0));
  asked = g_new (Asked, 1);
  *asked = (Asked){self, g_strdup (name)};
  bh_feed_request_async (self->desk->feed,
                         "script.get",
                         args,
                         self->cancellable,
                         on_document,
                         asked);
}

static void
find_script (Held *held)
{
  g_autofree char *name = name_of (held->state);
  BhScript *script = g_hash_table_lookup (held->scripts->scripts, name);

  if (script != NULL)
    make_player (held, script);
  else {
    drop_player (held);
    ask_document (held->scripts, held->state, name);
  }
}

static gboolean
is_same (Held *held)
{
  return held->player != NULL &&
         g_strcmp0 (bh_script_player_get_name (held->player),
                    bh_json_string (held->state, "script")) == 0 &&
         bh_script_player_get_version (held->player) == bh_json_int (held->state, "version", 0);
}

void
bh_desk_scripts_take (BhDeskScripts *self, BhContactItem *contact, JsonObject *data)
{
  Held *held = ensure (self, contact);

  if (bh_json_string (data, "script") == NULL)
    return;
  g_clear_pointer (&held->state, json_object_unref);
  held->state = json_object_ref (data);
  if (is_same (held))
    take_state (held);
  else
    find_script (held);
}

static void
replace (JsonObject **place, JsonObject *data)
{
  g_clear_pointer (place, json_object_unref);
  *place = json_object_ref (data);
}

void
bh_desk_scripts_take_contact (BhDeskScripts *self, BhContactItem *contact, JsonObject *data)
{
  Held *held = ensure (self, contact);

  replace (&held->data, data);
  set_facts (held);
}

void
bh_desk_scripts_take_card (BhDeskScripts *self, BhContactItem *contact, JsonObject *data)
{
  Held *held = ensure (self, contact);

  replace (&held->card, data);
  set_facts (held);
}

void
bh_desk_scripts_contact_gone (BhDeskScripts *self, const char *id)
{
  g_hash_table_remove (self->held, id);
}

guint
bh_desk_scripts_n_unsent (BhDeskScripts *self, const char *id)
{
  return bh_script_outbox_count (self->outbox, id != NULL ? id : "");
}

BhScriptPlayer *
bh_desk_get_script (BhDesk *desk, BhContactItem *contact)
{
  Held *held = g_hash_table_lookup (desk->scripts->held, bh_contact_item_get_id (contact));

  return held != NULL ? held->player : NULL;
}

/* ---- the desk's */

BhDeskScripts *
bh_desk_scripts_new (BhDesk *desk)
{
  BhDeskScripts *self = g_new0 (BhDeskScripts, 1);

  self->desk = desk;
  self->outbox = bh_script_outbox_new (desk, on_sent, self);
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, held_free);
  self->scripts =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bh_script_unref);
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  return self;
}

void
bh_desk_scripts_free (BhDeskScripts *self)
{
  g_cancellable_cancel (self->cancellable);
  bh_script_outbox_free (self->outbox);
  g_hash_table_unref (self->held);
  g_hash_table_unref (self->scripts);
  g_hash_table_unref (self->asked);
  g_object_unref (self->cancellable);
  g_free (self);
}

void
bh_desk_scripts_open (BhDeskScripts *self, const char *dir, const char *user)
{
  bh_script_outbox_open (self->outbox, dir, user);
}

void
bh_desk_scripts_close (BhDeskScripts *self)
{
  g_hash_table_remove_all (self->held);
  bh_script_outbox_close (self->outbox);
}

void
bh_desk_scripts_release (BhDeskScripts *self)
{
  bh_script_outbox_release (self->outbox);
}

void
bh_desk_scripts_set_live (BhDeskScripts *self, gboolean live)
{
  GHashTableIter iter;
  gpointer value;

  bh_script_outbox_set_live (self->outbox, live);
  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Held *held = value;
    show_kept (held);
    if (live && held->player == NULL && held->state != NULL)
      find_script (held);
  }
}

BhDisposition *
bh_desk_get_script_result (BhDesk *desk, BhContactItem *contact)
{
  BhScriptPlayer *player;
  const char *code;

  g_return_val_if_fail (BH_IS_DESK (desk) && BH_IS_CONTACT_ITEM (contact), NULL);

  player = bh_contact_item_get_script (contact);
  if (player == NULL || !bh_script_player_get_is_end (player) ||
      bh_contact_item_get_disposition (contact) != NULL)
    return NULL;
  code = bh_script_player_get_disposition (player);
  return code != NULL ? bh_keyed_list_find (desk->dispositions, code) : NULL;
}
