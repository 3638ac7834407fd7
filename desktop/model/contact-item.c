/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/contact-item-private.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/bidi.h"
#include "desktop/model/colleague-note.h"
#include "desktop/model/keyed-list.h"
#include "desktop/model/segment-item.h"
#include "desktop/model/server-words.h"
#include "desktop/model/time-text.h"

enum {
  PROP_ID = 1,
  PROP_DIRECTION,
  PROP_STATE,
  PROP_STATE_WORD,
  PROP_SINCE,
  PROP_STARTED,
  PROP_ENDED,
  PROP_IS_OVER,
  PROP_IS_CURRENT,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_NUMBER,
  PROP_NUMBER_TEXT,
  PROP_CALLER_NAME,
  PROP_DIALED,
  PROP_QUEUE,
  PROP_QUEUE_ID,
  PROP_CAMPAIGN,
  PROP_WAITED_MS,
  PROP_WAITING_SINCE,
  PROP_OUTCOME,
  PROP_ENDED_BY,
  PROP_TALK_MS,
  PROP_HAS_CONSULT,
  PROP_CONSULT_NUMBER,
  PROP_CONSULT_NAME,
  PROP_CONSULT_STATE,
  PROP_WRAP_UP_UNTIL,
  PROP_CARD,
  PROP_NOTE,
  PROP_NOTE_STATE,
  PROP_NOTE_SAVED_AT,
  PROP_NOTE_MESSAGE,
  PROP_COLLEAGUE_NOTES,
  PROP_DISPOSITION,
  PROP_DISPOSITION_LABEL,
  PROP_SEGMENTS,
  PROP_BUSY,
  PROP_ROLE,
  PROP_AGENTS,
  PROP_SCRIPT,
  PROP_SENDER,
  PROP_TROUBLE,
  PROP_CAN,
  PROP_WHY_NOT = PROP_CAN + BH_CALL_N_OPS,
  N_PROPS = PROP_WHY_NOT + BH_CALL_N_OPS,
};

static const BhItemField fields[] = {
    {"id", bh_item_string},
    {"direction", bh_item_string},
    {"state", bh_contact_state_get_type},
    {"state-word", bh_item_string},
    {"since", bh_item_int},
    {"started", bh_item_int},
    {"ended", bh_item_int},
    {"is-over", bh_item_bool},
    {"is-current", bh_item_bool},
    {"title", bh_item_string},
    {"subtitle", bh_item_string},
    {"number", bh_item_string},
    {"number-text", bh_item_string},
    {"caller-name", bh_item_string},
    {"dialed", bh_item_string},
    {"queue", bh_item_string},
    {"queue-id", bh_item_string},
    {"campaign", bh_item_string},
    {"waited-ms", bh_item_int},
    {"waiting-since", bh_item_int},
    {"outcome", bh_item_string},
    {"ended-by", bh_item_string},
    {"talk-ms", bh_item_int},
    {"has-consult", bh_item_bool},
    {"consult-number", bh_item_string},
    {"consult-name", bh_item_string},
    {"consult-state", bh_item_string},
    {"wrap-up-until", bh_item_int},
    {"card", bh_card_get_type},
    {"note", bh_item_string},
    {"note-state", bh_note_state_get_type},
    {"note-saved-at", bh_item_int},
    {"note-message", bh_item_string},
    {"colleague-notes", g_list_model_get_type},
    {"disposition", bh_item_string},
    {"disposition-label", bh_item_string},
    {"segments", g_list_model_get_type},
    {"busy", bh_item_bool},
    {"role", bh_item_string},
    {"agents", bh_item_strv},
    {"script", bh_script_player_get_type},
    {"sender", bh_item_string},
    {"trouble", bh_item_string},
};

struct _BhContactItem {
  BhItem parent;

  BhCard *card;
  GListStore *segments;
  BhKeyedList *colleague_notes;
  JsonObject *data; /* the last event */
  char *away_why;   /* NULL = commands can reach the server */
  char *link_why;   /* NULL = and the PBX */
  gint64 first_seen;
  guint own_ops;  /* bits: done by the agent's own phone */
  guint own_only; /* bits: nobody else could do them */
};

BH_ENUM_DEFINE (BhContactState, bh_contact_state, BH_CONTACT_TABLE)
BH_ENUM_DEFINE (BhCallOp, bh_call_op, BH_CALL_OP_TABLE)
BH_ENUM_DEFINE (BhNoteState, bh_note_state, BH_NOTE_TABLE)
G_DEFINE_FINAL_TYPE (BhContactItem, bh_contact_item, BH_TYPE_ITEM)

static const char *const state_words[] = {
    [BH_CONTACT_OFFERED] = NC_ ("contact state", "Ringing"),
    [BH_CONTACT_DIALING] = NC_ ("contact state", "Calling"),
    [BH_CONTACT_TALKING] = NC_ ("contact state", "Talking"),
    [BH_CONTACT_HOLD] = NC_ ("contact state", "On hold"),
    [BH_CONTACT_CONSULT] = NC_ ("contact state", "Consulting"),
    [BH_CONTACT_COMING] = NC_ ("contact state", "Coming"),
    [BH_CONTACT_WRAP_UP] = NC_ ("contact state", "Wrap-up"),
    [BH_CONTACT_ENDED] = NC_ ("contact state", "Ended"),
    [BH_CONTACT_LEFT] = NC_ ("contact state", "Passed on"),
    [BH_CONTACT_WATCHED] = NC_ ("contact state", "In progress"),
};

/* What to say when the server gives no sentence of its own. */
static const char *const impossible[] = {
    [BH_CALL_ANSWER] = NC_ ("why not", "Answer on the phone itself."),
    [BH_CALL_HOLD] = NC_ ("why not", "There is no conversation to put on hold."),
    [BH_CALL_RETRIEVE] = NC_ ("why not", "Nobody is on hold."),
    [BH_CALL_HANGUP] = NC_ ("why not", "There is no call to hang up."),
    [BH_CALL_TRANSFER] = NC_ ("why not", "There is no conversation to transfer."),
    [BH_CALL_CONSULT] = NC_ ("why not", "There is no conversation to ask somebody about."),
    [BH_CALL_CONSULT_COMPLETE] = NC_ ("why not", "Nobody is being consulted."),
    [BH_CALL_CONSULT_CANCEL] = NC_ ("why not", "Nobody is being consulted."),
    [BH_CALL_CONFERENCE] = NC_ ("why not", "Nobody is being consulted who could join."),
    [BH_CALL_DTMF] = NC_ ("why not", "There is no conversation to send digits to."),
    [BH_CALL_FINISH] = NC_ ("why not", "The contact is not in wrap-up."),
};

const char *
bh_contact_state_word (BhContactState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (state_words), "");
  return g_dpgettext2 (GETTEXT_PACKAGE, "contact state", state_words[state]);
}

static void
bh_contact_item_finalize (GObject *object)
{
  BhContactItem *self = BH_CONTACT_ITEM (object);

  g_clear_object (&self->card);
  g_clear_object (&self->segments);
  g_clear_pointer (&self->colleague_notes, bh_keyed_list_free);
  g_clear_pointer (&self->data, json_object_unref);
  g_clear_pointer (&self->away_why, g_free);
  g_clear_pointer (&self->link_why, g_free);
  G_OBJECT_CLASS (bh_contact_item_parent_class)->finalize (object);
}

static BhItemField
op_field (const char *prefix, BhCallOp op, GType (*type) (void))
{
  g_autofree char *name = g_strconcat (prefix, bh_call_op_to_string (op), NULL);

  g_strdelimit (name, "_", '-');
  return (BhItemField){g_intern_string (name), type};
}

static void
bh_contact_item_class_init (BhContactItemClass *klass)
{
  BhItemField all[N_PROPS - 1];

  G_STATIC_ASSERT (G_N_ELEMENTS (fields) == PROP_CAN - 1);
  memcpy (all, fields, sizeof fields);
  for (guint op = 0; op < BH_CALL_N_OPS; op++) {
    all[PROP_CAN - 1 + op] = op_field ("can-", (BhCallOp) op, bh_item_bool);
    all[PROP_WHY_NOT - 1 + op] = op_field ("why-not-", (BhCallOp) op, bh_item_string);
  }
  bh_item_class_install (klass, all, G_N_ELEMENTS (all));
  G_OBJECT_CLASS (klass)->finalize = bh_contact_item_finalize;
}

static void
bh_contact_item_init (BhContactItem *self)
{
  self->card = g_object_new (BH_TYPE_CARD, NULL);
  self->segments = g_list_store_new (BH_TYPE_SEGMENT_ITEM);
  bh_item_set_object (self, PROP_CARD, self->card);
  bh_item_set_object (self, PROP_SEGMENTS, self->segments);
  self->colleague_notes = bh_keyed_list_new (BH_TYPE_COLLEAGUE_NOTE,
                                             (BhKeyFunc) (GCallback) bh_colleague_note_get_author,
                                             NULL);
  bh_item_set_object (self, PROP_COLLEAGUE_NOTES, bh_keyed_list_get_model (self->colleague_notes));
  bh_item_set_string (self, PROP_NOTE, "");
}

BhContactItem *
bh_contact_item_new (const char *id)
{
  BhContactItem *self = g_object_new (BH_TYPE_CONTACT_ITEM, NULL);

  bh_item_set_string (self, PROP_ID, id);
  return self;
}

static const char *
non_empty (const char *text)
{
  return text && *text ? text : NULL;
}

static char *
make_number_text (BhContactItem *self)
{
  const char *display = non_empty (bh_card_get_number_text (self->card));
  const char *shown = non_empty (bh_json_string (self->data, "number_shown"));
  const char *number = non_empty (bh_item_get_string (self, PROP_NUMBER));

  if (display)
    return g_strdup (display);
  if (number && *number == '+')
    return bh_number_text (number);
  return bh_bidi_ltr (shown ? shown : (number ? number : ""));
}

void
bh_contact_item_refresh_title (BhContactItem *self)
{
  BhCustomer *customer = bh_card_get_customer (self->card);
  g_autofree char *number_text = make_number_text (self);
  const char *name = customer ? non_empty (bh_customer_get_name (customer)) : NULL;
  const char *company = customer ? non_empty (bh_customer_get_company (customer)) : NULL;
  const char *caller = non_empty (bh_item_get_string (self, PROP_CALLER_NAME));
  g_autofree char *company_part = bh_bidi_part (company);
  g_autofree char *subtitle = NULL;

  if (name == NULL)
    name = caller ? caller : non_empty (number_text);
  if (company && *number_text)
    subtitle = g_strdup_printf ("%s · %s", company_part, number_text);
  else
    subtitle = g_strdup (company ? company : (g_strcmp0 (name, number_text) ? number_text : ""));
  bh_item_set_string (self, PROP_NUMBER_TEXT, number_text);
  if (name == NULL)
    name = bh_contact_item_get_state (self) == BH_CONTACT_DIALING ? _ ("New call")
                                                                  : _ ("Number withheld");
  bh_item_set_string (self, PROP_TITLE, name);
  bh_item_set_string (self, PROP_SUBTITLE, subtitle);
}

static gboolean
contains (JsonArray *words, const char *word)
{
  for (guint i = 0; i < bh_json_array_length (words); i++)
    if (g_strcmp0 (bh_json_array_string (words, i), word) == 0)
      return TRUE;
  return FALSE;
}

static void
update_op (BhContactItem *self, BhCallOp op, JsonObject *me)
{
  const char *word = bh_call_op_to_string (op);
  gboolean can = contains (bh_json_array (me, "can"), word);
  const char *why = bh_json_string (bh_json_object (me, "cannot"), word);

  if (self->own_ops & (1u << op)) {
    can = TRUE;
  } else if (can && (self->own_only & (1u << op))) {
    can = FALSE;
    why = _ ("The softphone on this machine is not ready.");
  } else if (self->away_why) {
    can = FALSE;
    why = self->away_why;
  } else if (self->link_why && op != BH_CALL_FINISH) {
    can = FALSE;
    why = self->link_why;
  } else if (why) {
    why = bh_server_words (why);
  } else {
    why = g_dpgettext2 (GETTEXT_PACKAGE, "why not", impossible[op]);
  }
  bh_item_set_bool (self, PROP_CAN + op, can);
  bh_item_set_string (self, PROP_WHY_NOT + op, can ? "" : why);
}

static void
update_ops (BhContactItem *self)
{
  JsonObject *me = bh_json_object (self->data, "me");

  for (guint op = 0; op < BH_CALL_N_OPS; op++)
    update_op (self, (BhCallOp) op, me);
}

static void
update_consult (BhContactItem *self, JsonObject *consult)
{
  const char *with = bh_json_string (consult, "with");
  const char *name = bh_json_string (consult, "name");

  bh_item_set_bool (self, PROP_HAS_CONSULT, consult != NULL);
  bh_item_set_string (self, PROP_CONSULT_NUMBER, with);
  bh_item_set_string (self, PROP_CONSULT_NAME, name ? name : with);
  bh_item_set_string (self, PROP_CONSULT_STATE, bh_json_string (consult, "state"));
}

/* Segments only ever grow at the end or change in their last one: the objects before it stay. */
static void
update_segments (BhContactItem *self, JsonArray *array)
{
  guint n = bh_json_array_length (array);
  guint have = g_list_model_get_n_items (G_LIST_MODEL (self->segments));

  for (guint i = 0; i < n; i++) {
    JsonObject *data = bh_json_array_object (array, i);
    if (i < have) {
      g_autoptr (BhSegmentItem) item = g_list_model_get_item (G_LIST_MODEL (self->segments), i);
      bh_segment_item_update (item, data);
    } else {
      g_autoptr (BhSegmentItem) item = bh_segment_item_new (data);
      g_list_store_append (self->segments, item);
    }
  }
  if (have > n)
    g_list_store_splice (self->segments, n, have - n, NULL, 0);
}

typedef struct {
  gint64 queued_ms; /* when it began to wait, -1 = never */
  gint64 talked_ms; /* when somebody first talked, -1 = not yet */
  gint64 last_ms;   /* end of the last finished segment */
  gint64 talk_ms;   /* sum */
} Spans;

static Spans
measure (JsonArray *segments)
{
  Spans spans = {-1, -1, 0, 0};

  for (guint i = 0; i < bh_json_array_length (segments); i++) {
    JsonObject *segment = bh_json_array_object (segments, i);
    const char *type = bh_json_string (segment, "type");
    gint64 start = bh_json_int (segment, "start_ms", 0);
    gint64 end = bh_json_int (segment, "end_ms", -1);

    if (g_strcmp0 (type, "queue") == 0 && spans.queued_ms < 0)
      spans.queued_ms = start;
    if (g_strcmp0 (type, "talk") == 0) {
      if (spans.talked_ms < 0)
        spans.talked_ms = start;
      spans.talk_ms += MAX (end - start, 0);
    }
    spans.last_ms = MAX (spans.last_ms, end);
  }
  return spans;
}

/* How long the caller waited: from joining the first queue to the first word. */
static void
update_waiting (BhContactItem *self)
{
  Spans spans = measure (bh_json_array (self->data, "segments"));
  gint64 started = bh_item_get_int (self, PROP_STARTED);
  gint64 waited = 0;

  if (spans.queued_ms >= 0 && spans.talked_ms >= 0)
    waited = spans.talked_ms - spans.queued_ms;
  else if (spans.queued_ms >= 0 && bh_item_get_int (self, PROP_ENDED) > 0)
    waited = spans.last_ms - spans.queued_ms;
  else if (spans.queued_ms >= 0)
    waited = -1;
  bh_item_set_int (self, PROP_TALK_MS, spans.talk_ms);
  bh_item_set_int (self, PROP_WAITED_MS, waited);
  bh_item_set_int (self,
                   PROP_WAITING_SINCE,
                   started > 0 && spans.queued_ms >= 0 ? started + spans.queued_ms * 1000 : 0);
}

static char *
make_state_word (BhContactItem *self, BhContactState state)
{
  g_autofree char *sender = bh_bidi_part (bh_item_get_string (self, PROP_SENDER));

  if (sender != NULL && state == BH_CONTACT_COMING)
    /* Translators: a colleague sends this contact here; the phone does not ring yet. */
    return g_strdup_printf (C_ ("contact state", "Coming from %s"), sender);
  if (sender != NULL && state == BH_CONTACT_OFFERED)
    /* Translators: the phone rings; a colleague sent this contact. */
    return g_strdup_printf (C_ ("contact state", "Ringing, from %s"), sender);
  return g_strdup (bh_contact_state_word (state));
}

/* It is known only while it is on its way: it is kept. */
static void
update_sender (BhContactItem *self, JsonObject *coming)
{
  const char *name = bh_json_string (coming, "name");

  if (coming != NULL)
    bh_item_set_string (self, PROP_SENDER, name ? name : bh_json_string (coming, "from"));
}

static void
set_state (BhContactItem *self, BhContactState state)
{
  g_autofree char *word = make_state_word (self, state);

  bh_item_set_enum (self, PROP_STATE, state);
  bh_item_set_string (self, PROP_STATE_WORD, word);
  bh_item_set_bool (self,
                    PROP_IS_OVER,
                    state == BH_CONTACT_WRAP_UP || state == BH_CONTACT_ENDED ||
                        state == BH_CONTACT_LEFT);
}

static void
update_state (BhContactItem *self, JsonObject *data)
{
  JsonObject *me = bh_json_object (data, "me");
  BhContactState state =
      bh_contact_state_from_string (bh_json_string (me, "state"), BH_CONTACT_WATCHED);
  gint64 ended = bh_json_time (data, "ended");

  if (state == BH_CONTACT_WATCHED && ended > 0)
    state = BH_CONTACT_ENDED;
  bh_item_set_int (self, PROP_STARTED, bh_json_time (data, "started"));
  bh_item_set_int (self, PROP_ENDED, ended);
  bh_item_set_int (self, PROP_SINCE, bh_json_time (me, "since"));
  bh_item_set_string (self, PROP_ROLE, bh_json_string (me, "role"));
  update_sender (self, bh_json_object (me, "coming"));
  set_state (self, state);
  update_consult (self, bh_json_object (me, "consult"));
  if (self->first_seen == 0)
    self->first_seen = me ? bh_item_get_int (self, PROP_SINCE)
                          : bh_item_get_int (self, PROP_STARTED);
}

/* One's own clock, where one has handed the customer over; else the contact's. */
static gint64
wrap_up_until (JsonObject *data)
{
  gint64 mine = bh_json_time (bh_json_object (data, "me"), "wrap_up_until");

  return mine > 0 ? mine : bh_json_time (data, "wrap_up_until");
}

/* As the line says; of a campaign's call, as its list has it. */
static const char *
caller_name (JsonObject *data)
{
  const char *name = bh_json_string (data, "caller_name");
  JsonObject *attached = bh_json_object (data, "data");

  return non_empty (name) != NULL || attached == NULL ? name
                                                      : bh_json_string (attached, "record_name");
}

static void
update_facts (BhContactItem *self, JsonObject *data, const char *queue_label)
{
  JsonArray *queues = bh_json_array (data, "queues");
  const char *queue = bh_json_array_string (queues, bh_json_array_length (queues) - 1);
  JsonObject *attached = bh_json_object (data, "data");
  g_auto (GStrv) agents = bh_json_strv (data, "agents");

  bh_item_set_strv (self, PROP_AGENTS, (const char *const *) agents);
  bh_item_set_string (self, PROP_DIRECTION, bh_json_string (data, "direction"));
  bh_item_set_string (self, PROP_NUMBER, bh_json_string (data, "customer_number"));
  bh_item_set_string (self, PROP_CALLER_NAME, caller_name (data));
  bh_item_set_string (self, PROP_DIALED, bh_json_string (data, "dialed"));
  bh_item_set_string (self, PROP_QUEUE_ID, queue);
  bh_item_set_string (self,
                      PROP_CAMPAIGN,
                      attached != NULL ? bh_json_string (attached, "campaign") : NULL);
  bh_item_set_string (self, PROP_QUEUE, queue_label ? queue_label : queue);
  bh_item_set_string (self, PROP_OUTCOME, bh_json_string (data, "outcome"));
  bh_item_set_string (self, PROP_ENDED_BY, bh_json_string (data, "ended_by"));
  bh_item_set_int (self, PROP_WRAP_UP_UNTIL, wrap_up_until (data));
}

void
bh_contact_item_update (BhContactItem *self, JsonObject *data, const char *queue_label)
{
  JsonObject *old = self->data;

  g_object_freeze_notify (G_OBJECT (self));
  self->data = json_object_ref (data);
  g_clear_pointer (&old, json_object_unref);
  update_facts (self, data, queue_label);
  update_state (self, data);
  update_segments (self, bh_json_array (data, "segments"));
  update_waiting (self);
  update_ops (self);
  bh_contact_item_refresh_title (self);
  g_object_thaw_notify (G_OBJECT (self));
}

JsonObject *
bh_contact_item_get_data (BhContactItem *self)
{
  return self->data;
}

gboolean
bh_contact_item_is_known (BhContactItem *self)
{
  return self->data != NULL;
}

gint64
bh_contact_item_get_revision (BhContactItem *self)
{
  return bh_json_int (self->data, "revision", 0);
}

gint64
bh_contact_item_get_first_seen (BhContactItem *self)
{
  return self->first_seen;
}

void
bh_contact_item_set_reachable (BhContactItem *self, const char *server_why, const char *link_why)
{
  g_free (self->away_why);
  self->away_why = g_strdup (server_why);
  g_free (self->link_why);
  self->link_why = g_strdup (link_why);
  g_object_freeze_notify (G_OBJECT (self));
  update_ops (self);
  g_object_thaw_notify (G_OBJECT (self));
}

void
bh_contact_item_set_own_ops (BhContactItem *self, guint ops, guint only)
{
  if (self->own_ops == ops && self->own_only == only)
    return;
  self->own_ops = ops;
  self->own_only = only;
  g_object_freeze_notify (G_OBJECT (self));
  update_ops (self);
  g_object_thaw_notify (G_OBJECT (self));
}

void
bh_contact_item_end (BhContactItem *self, gint64 at_us)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (bh_item_get_int (self, PROP_ENDED) == 0)
    bh_item_set_int (self, PROP_ENDED, at_us);
  bh_item_set_int (self, PROP_SINCE, at_us);
  bh_item_set_int (self, PROP_WRAP_UP_UNTIL, 0);
  set_state (self, BH_CONTACT_ENDED);
  update_consult (self, NULL);
  for (guint op = 0; op < BH_CALL_N_OPS; op++) {
    bh_item_set_bool (self, PROP_CAN + op, FALSE);
    bh_item_set_string (self, PROP_WHY_NOT + op, _ ("The contact is over."));
  }
  g_object_thaw_notify (G_OBJECT (self));
}

void
bh_contact_item_set_current (BhContactItem *self, gboolean is_current)
{
  bh_item_set_bool (self, PROP_IS_CURRENT, is_current);
}

void
bh_contact_item_set_busy (BhContactItem *self, gboolean busy)
{
  bh_item_set_bool (self, PROP_BUSY, busy);
}

void
bh_contact_item_set_disposition (BhContactItem *self, const char *code, const char *label)
{
  bh_item_set_string (self, PROP_DISPOSITION, code);
  bh_item_set_string (self, PROP_DISPOSITION_LABEL, label ? label : code);
}

void
bh_contact_item_set_wrap_up_until (BhContactItem *self, gint64 until_us)
{
  bh_item_set_int (self, PROP_WRAP_UP_UNTIL, until_us);
}

void
bh_contact_item_set_note (BhContactItem *self, const char *text)
{
  bh_item_set_string (self, PROP_NOTE, text ? text : "");
}

void
bh_contact_item_keep_note (BhContactItem *self, const char *text)
{
  bh_item_keep_string (self, PROP_NOTE, text ? text : "");
}

void
bh_contact_item_take_colleague_note (BhContactItem *self,
                                     const char *author,
                                     const char *name,
                                     JsonObject *data)
{
  BhColleagueNote *known = bh_keyed_list_find (self->colleague_notes, author);
  g_autoptr (BhColleagueNote) note = known ? g_object_ref (known)
                                           : g_object_new (BH_TYPE_COLLEAGUE_NOTE, NULL);

  bh_colleague_note_update (note, author, name, data);
  bh_keyed_list_put (self->colleague_notes, note);
}

GListModel *
bh_contact_item_get_colleague_notes (BhContactItem *self)
{
  g_return_val_if_fail (BH_IS_CONTACT_ITEM (self), NULL);

  return bh_keyed_list_get_model (self->colleague_notes);
}

void
bh_contact_item_set_note_state (BhContactItem *self,
                                BhNoteState state,
                                gint64 saved_at_us,
                                const char *message)
{
  g_object_freeze_notify (G_OBJECT (self));
  bh_item_set_enum (self, PROP_NOTE_STATE, state);
  bh_item_set_int (self, PROP_NOTE_SAVED_AT, saved_at_us);
  bh_item_set_string (self, PROP_NOTE_MESSAGE, message);
  g_object_thaw_notify (G_OBJECT (self));
}

void
bh_contact_item_set_trouble (BhContactItem *self, const char *words)
{
  bh_item_set_string (self, PROP_TROUBLE, words);
}

const char *
bh_contact_item_get_trouble (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_TROUBLE);
}

const char *
bh_contact_item_get_note_message (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_NOTE_MESSAGE);
}

BhContactState
bh_contact_item_get_state (BhContactItem *self)
{
  return (BhContactState) bh_item_get_enum (self, PROP_STATE);
}

BhNoteState
bh_contact_item_get_note_state (BhContactItem *self)
{
  return (BhNoteState) bh_item_get_enum (self, PROP_NOTE_STATE);
}

gboolean
bh_contact_item_can (BhContactItem *self, BhCallOp op)
{
  return bh_item_get_bool (self, PROP_CAN + op);
}

const char *
bh_contact_item_why_not (BhContactItem *self, BhCallOp op)
{
  return bh_item_get_string (self, PROP_WHY_NOT + op);
}

BhCard *
bh_contact_item_get_card (BhContactItem *self)
{
  return self->card;
}

GListModel *
bh_contact_item_get_segments (BhContactItem *self)
{
  return G_LIST_MODEL (self->segments);
}

const char *
bh_contact_item_get_id (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_ID);
}

const char *
bh_contact_item_get_direction (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_DIRECTION);
}

gint64
bh_contact_item_get_since (BhContactItem *self)
{
  return bh_item_get_int (self, PROP_SINCE);
}

gboolean
bh_contact_item_get_is_over (BhContactItem *self)
{
  return bh_item_get_bool (self, PROP_IS_OVER);
}

gboolean
bh_contact_item_get_is_current (BhContactItem *self)
{
  return bh_item_get_bool (self, PROP_IS_CURRENT);
}

const char *
bh_contact_item_get_title (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_TITLE);
}

const char *
bh_contact_item_get_subtitle (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_SUBTITLE);
}

const char *
bh_contact_item_get_number (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_NUMBER);
}

const char *
bh_contact_item_get_number_text (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_NUMBER_TEXT);
}

const char *
bh_contact_item_get_caller_name (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_CALLER_NAME);
}

const char *
bh_contact_item_get_queue (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_QUEUE);
}

gint64
bh_contact_item_get_waited_ms (BhContactItem *self)
{
  return bh_item_get_int (self, PROP_WAITED_MS);
}

gint64
bh_contact_item_get_waiting_since (BhContactItem *self)
{
  return bh_item_get_int (self, PROP_WAITING_SINCE);
}

const char *
bh_contact_item_get_outcome (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_OUTCOME);
}

gboolean
bh_contact_item_get_has_consult (BhContactItem *self)
{
  return bh_item_get_bool (self, PROP_HAS_CONSULT);
}

const char *
bh_contact_item_get_consult_name (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_CONSULT_NAME);
}

const char *
bh_contact_item_get_consult_state (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_CONSULT_STATE);
}

gint64
bh_contact_item_get_wrap_up_until (BhContactItem *self)
{
  return bh_item_get_int (self, PROP_WRAP_UP_UNTIL);
}

const char *
bh_contact_item_get_note (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_NOTE);
}

gint64
bh_contact_item_get_note_saved_at (BhContactItem *self)
{
  return bh_item_get_int (self, PROP_NOTE_SAVED_AT);
}

const char *
bh_contact_item_get_disposition (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_DISPOSITION);
}

const char *
bh_contact_item_get_disposition_label (BhContactItem *self)
{
  return bh_item_get_string (self, PROP_DISPOSITION_LABEL);
}

const char *
bh_contact_item_get_sender (BhContactItem *self)
{
  g_return_val_if_fail (BH_IS_CONTACT_ITEM (self), NULL);
  return bh_item_get_string (self, PROP_SENDER);
}

BhScriptPlayer *
bh_contact_item_get_script (BhContactItem *self)
{
  return bh_item_get_object (self, PROP_SCRIPT);
}

void
bh_contact_item_set_script (BhContactItem *self, BhScriptPlayer *script)
{
  bh_item_set_object (self, PROP_SCRIPT, script);
}
