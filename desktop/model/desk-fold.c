/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/desk-private.h"

#include "desktop/client/json-get.h"
#include "desktop/model/agent-state-private.h"
#include "desktop/model/colleague.h"
#include "desktop/model/desk-coming.h"
#include "desktop/model/desk-messages.h"
#include "desktop/model/disposition-private.h"
#include "desktop/model/label.h"
#include "desktop/model/queue-item.h"

/* Station 11: what each event does to the objects on the desk. Every event carries the whole
 * object, so folding the same one twice changes nothing. In a snapshot nothing is thrown away at
 * first: what the snapshot did not name is swept out at its end, so that what stays, stays the same
 * object and no widget blinks. */

const char *
bh_desk_disposition_label (gpointer desk, const char *code)
{
  BhDisposition *disposition = bh_keyed_list_find (BH_DESK (desk)->dispositions, code);

  return disposition ? bh_disposition_get_path_label (disposition) : NULL;
}

static const char *
queue_word (gpointer desk, const char *code)
{
  BhQueueItem *queue = bh_keyed_list_find (BH_DESK (desk)->queues, code);

  return queue != NULL ? bh_queue_item_get_label (queue) : NULL;
}

BhLabels
bh_desk_labels (BhDesk *self)
{
  return (BhLabels){bh_desk_disposition_label, queue_word, self};
}

static void
mark_seen (BhDesk *self, const char *kind, const char *id)
{
  if (self->seen)
    g_hash_table_add (self->seen, g_strconcat (kind, ":", id, NULL));
}

static gboolean
was_seen (BhDesk *self, const char *kind, const char *id)
{
  g_autofree char *key = g_strconcat (kind, ":", id, NULL);

  return g_hash_table_contains (self->seen, key);
}

static void
fold_reasons (BhDesk *self, JsonArray *reasons)
{
  bh_keyed_list_clear (self->reasons);
  bh_keyed_list_clear (self->all_reasons);
  for (guint i = 0; i < bh_json_array_length (reasons); i++) {
    JsonObject *data = bh_json_array_object (reasons, i);
    const char *code = bh_json_string (data, "code");
    const char *label = bh_label_member (data, "label", self->language, code);
    const char *icon = bh_json_string (data, "icon");
    g_autoptr (BhReason) reason = bh_reason_new (code, label, icon && *icon ? icon : NULL);
    if (code == NULL)
      continue;
    bh_keyed_list_put (self->all_reasons, reason);
    if (!bh_json_bool (data, "system"))
      bh_keyed_list_put (self->reasons, reason);
  }
}

static void
fold_dispositions (BhDesk *self, JsonArray *dispositions)
{
  bh_keyed_list_clear (self->dispositions);
  for (guint i = 0; i < bh_json_array_length (dispositions); i++) {
    g_autoptr (BhDisposition) disposition =
        bh_disposition_new (bh_json_array_object (dispositions, i), self->language);
    if (bh_disposition_get_code (disposition))
      bh_keyed_list_put (self->dispositions, disposition);
  }
}

static BhQueueItem *
ensure_queue (BhDesk *self, const char *id)
{
  BhQueueItem *queue = bh_keyed_list_find (self->queues, id);
  g_autoptr (BhQueueItem) made = NULL;

  if (queue)
    return queue;
  made = g_object_new (BH_TYPE_QUEUE_ITEM, NULL);
  bh_queue_item_set_id (made, id);
  bh_keyed_list_put (self->queues, made);
  return made;
}

static void
fold_setup_queues (BhDesk *self, JsonArray *queues)
{
  for (guint i = 0; i < bh_json_array_length (queues); i++) {
    JsonObject *data = bh_json_array_object (queues, i);
    const char *id = bh_json_string (data, "queue");
    if (id == NULL)
      continue;
    mark_seen (self, "queue", id);
    bh_queue_item_set_label (ensure_queue (self, id),
                             bh_label_member (data, "label", self->language, id));
    bh_queue_item_set_results (ensure_queue (self, id),
                               bh_json_bool (data, "disposition_required"),
                               bh_json_string (data, "suggested"));
  }
}

static void
set_strv (BhDesk *self, guint id, JsonObject *data, const char *member)
{
  g_auto (GStrv) words = bh_json_strv (data, member);

  bh_item_set_strv (self, id, (const char *const *) words);
}

void
bh_desk_clear (BhDesk *self)
{
  bh_desk_set_current (self, NULL);
  bh_keyed_list_clear (self->contacts);
  bh_keyed_list_clear (self->colleagues);
  bh_keyed_list_clear (self->queues);
  bh_keyed_list_clear (self->messages);
  bh_desk_finished_close (self);
  bh_desk_forget_recent (self);
  g_hash_table_remove_all (self->known);
  g_hash_table_remove_all (self->popped);
  g_clear_pointer (&self->agent_data, json_object_unref);
  bh_desk_notes_close (self->notes);
  bh_desk_scripts_close (self->scripts);
  bh_desk_refusals_close (self->refusals);
  bh_unsaved_close (self->unsaved);
}

void
bh_desk_open_files (BhDesk *self)
{
  const char *name = bh_desk_get_user_name (self);

  /* first: what the others cannot send at once is told here */
  bh_desk_refusals_open (self->refusals, self->state_dir, name);
  bh_desk_notes_open (self->notes, self->state_dir, name);
  bh_desk_scripts_open (self->scripts, self->state_dir, name);
  bh_desk_finished_open (self, name);
  bh_unsaved_open (self->unsaved, self, self->state_dir, name);
}

static void
fold_setup (BhDesk *self, JsonObject *data, gint64 at_us)
{
  JsonObject *user = bh_json_object (data, "user");
  const char *name = bh_json_string (user, "name");
  const char *full_name = bh_json_string (user, "full_name");
  const char *before = bh_desk_get_user_name (self);

  if (before && g_strcmp0 (before, name) != 0)
    bh_desk_clear (self);
  g_object_freeze_notify (G_OBJECT (self));
  bh_item_set_string (self, BH_DESK_USER_NAME, name);
  bh_item_set_string (self, BH_DESK_FULL_NAME, full_name ? full_name : name);
  set_strv (self, BH_DESK_ROLES, user, "roles");
  set_strv (self, BH_DESK_OPS, data, "ops");
  bh_item_set_string (self, BH_DESK_DEVICE, bh_json_string (data, "device"));
  bh_item_set_string (self, BH_DESK_PROFILE, bh_json_string (data, "profile"));
  bh_item_set_string (self, BH_DESK_HOME_REGION, bh_json_string (data, "home_region"));
  bh_item_set_bool (self, BH_DESK_WATCH_ONLY, bh_json_bool (data, "watch_only"));
  bh_item_set_int (self, BH_DESK_WRAP_UP_S, bh_json_int (data, "wrap_up_s", 0));
  fold_reasons (self, bh_json_array (data, "reasons"));
  fold_dispositions (self, bh_json_array (data, "dispositions"));
  fold_setup_queues (self, bh_json_array (data, "queues"));
  g_object_thaw_notify (G_OBJECT (self));
  if (name)
    bh_desk_open_files (self);
}

static void
fold_link (BhDesk *self, JsonObject *data, gint64 at_us)
{
  bh_item_set_enum (self,
                    BH_DESK_LINK_STATE,
                    bh_link_state_from_string (bh_json_string (data, "state"), BH_LINK_UNKNOWN));
  bh_item_set_string (self, BH_DESK_LINK_MESSAGE, bh_json_string (data, "message"));
  bh_item_set_int (self, BH_DESK_LINK_SINCE, bh_json_time (data, "since"));
  bh_desk_refresh_reach (self);
  bh_desk_refresh_banner (self);
}

static void
fold_store (BhDesk *self, JsonObject *data, gint64 at_us)
{
  bh_item_set_enum (self,
                    BH_DESK_STORE_STATE,
                    bh_store_state_from_string (bh_json_string (data, "state"), BH_STORE_UNKNOWN));
  bh_item_set_string (self, BH_DESK_STORE_MESSAGE, bh_json_string (data, "message"));
  bh_item_set_int (self, BH_DESK_STORE_SINCE, bh_json_time (data, "since"));
  bh_item_set_int (self, BH_DESK_STORE_BACKLOG, bh_json_int (data, "backlog", 0));
  bh_desk_refresh_banner (self);
}

static void
fold_colleague (BhDesk *self, JsonObject *data, gint64 at_us)
{
  const char *id = bh_json_string (data, "agent");
  BhColleague *old = bh_keyed_list_find (self->colleagues, id);
  g_autoptr (BhColleague) colleague = old ? g_object_ref (old)
                                          : g_object_new (BH_TYPE_COLLEAGUE, NULL);

  if (id == NULL)
    return;
  bh_colleague_update (colleague, data);
  mark_seen (self, "colleague", id);
  bh_keyed_list_put (self->colleagues, colleague);
}

static void
refresh_joined (BhDesk *self)
{
  const char *const *joined = bh_agent_state_get_queues (self->agent);

  for (guint i = 0; i < bh_keyed_list_get_n (self->queues); i++) {
    BhQueueItem *queue = bh_keyed_list_get (self->queues, i);
    bh_queue_item_set_joined (queue,
                              joined && g_strv_contains (joined, bh_queue_item_get_id (queue)));
  }
}

static void
fold_agent (BhDesk *self, JsonObject *data, gint64 at_us)
{
  const char *agent = bh_json_string (data, "agent");

  /* Supervisors get everybody's; this desk's own state is that of its own user. */
  if (agent && g_strcmp0 (agent, bh_desk_get_user_name (self)) != 0)
    return;
  g_clear_pointer (&self->agent_data, json_object_unref);
  self->agent_data = json_object_ref (data);
  bh_desk_refresh_agent (self);
  refresh_joined (self);
}

static void
fold_queue (BhDesk *self, JsonObject *data, gint64 at_us)
{
  const char *id = bh_json_string (data, "queue");

  if (id == NULL)
    return;
  mark_seen (self, "queue", id);
  bh_queue_item_update (ensure_queue (self, id), data, self->language);
  refresh_joined (self);
}

BhContactItem *
bh_desk_ensure_contact (BhDesk *self, const char *id)
{
  BhContactItem *contact = g_hash_table_lookup (self->known, id);

  if (contact == NULL) {
    contact = bh_contact_item_new (id);
    g_hash_table_insert (self->known, g_strdup (id), contact);
  }
  return contact;
}

static gboolean
is_worth_looking_at (BhContactItem *contact)
{
  BhContactState state = bh_contact_item_get_state (contact);

  return state != BH_CONTACT_ENDED && state != BH_CONTACT_LEFT && state != BH_CONTACT_WATCHED;
}

static gboolean
is_not_here (BhContactItem *contact)
{
  BhContactState state = bh_contact_item_get_state (contact);

  return state == BH_CONTACT_OFFERED || state == BH_CONTACT_COMING;
}

void
bh_desk_choose_current (BhDesk *self)
{
  BhContactItem *current = bh_desk_get_current (self);
  BhContactItem *best = NULL;

  for (guint i = 0; i < bh_keyed_list_get_n (self->contacts); i++) {
    BhContactItem *contact = bh_keyed_list_get (self->contacts, i);
    if (!is_worth_looking_at (contact))
      continue;
    /* The order of the enum is the order of urgency, but one that rings, or is only on its way,
     * must not push a talk aside */
    if (best == NULL || is_not_here (best))
      best = contact;
  }
  /* What ended while nobody told stays to be written up, where nothing else is to be done. */
  if (best == NULL && current && bh_desk_find_contact (self, bh_contact_item_get_id (current)))
    return;
  bh_desk_set_current (self, best);
}

static gboolean
is_free_to_look (BhDesk *self)
{
  BhContactItem *current = bh_desk_get_current (self);

  return current == NULL || !is_worth_looking_at (current);
}

/* When a contact comes into the middle by itself: never over one that is being worked on, except
 * that a person who answers or dials wants to see that. */
static void
follow (BhDesk *self, BhContactItem *contact, BhContactState before, gboolean is_new)
{
  BhContactState state = bh_contact_item_get_state (contact);
  gboolean answered = before == BH_CONTACT_OFFERED && state == BH_CONTACT_TALKING;
  gboolean dialed = is_new && state == BH_CONTACT_DIALING;

  if (self->seen != NULL)
    return; /* decided at the snapshot's end */
  if (answered || dialed || (is_new && is_worth_looking_at (contact) && is_free_to_look (self)))
    bh_desk_set_current (self, contact);
}

static void
pop_once (BhDesk *self, BhContactItem *contact)
{
  const char *id = bh_contact_item_get_id (contact);

  if (bh_contact_item_get_state (contact) != BH_CONTACT_OFFERED ||
      g_hash_table_contains (self->popped, id))
    return;
  g_hash_table_add (self->popped, g_strdup (id));
  bh_desk_emit_pop (self, contact);
}

static const char *
queue_label (BhDesk *self, JsonObject *data)
{
  JsonArray *queues = bh_json_array (data, "queues");
  const char *id = bh_json_array_string (queues, bh_json_array_length (queues) - 1);
  BhQueueItem *queue = bh_keyed_list_find (self->queues, id);

  return queue ? bh_queue_item_get_label (queue) : NULL;
}

void
bh_desk_take_contact (BhDesk *self, BhContactItem *contact, JsonObject *data)
{
  const char *code = bh_json_string (data, "disposition");
  const char *why;

  bh_desk_is_reachable (self, &why);
  bh_contact_item_set_reachable (contact,
                                 self->seen == NULL ? why : NULL,
                                 bh_desk_why_no_calls (self));
  bh_contact_item_set_disposition (contact,
                                   code,
                                   code ? bh_desk_disposition_label (self, code) : NULL);
  bh_contact_item_update (contact, data, queue_label (self, data));
}

static void
fold_contact (BhDesk *self, JsonObject *data, gint64 at_us)
{
  const char *id = bh_json_string (data, "contact");
  gboolean is_mine = bh_json_object (data, "me") != NULL || self->all_contacts;
  BhContactState before;
  BhContactItem *contact;
  gboolean is_new;

  if (id == NULL || (!is_mine && !g_hash_table_contains (self->known, id)))
    return;
  contact = bh_desk_ensure_contact (self, id);
  is_new = bh_desk_find_contact (self, id) == NULL;
  before = bh_contact_item_get_state (contact);
  bh_desk_take_contact (self, contact, data);
  mark_seen (self, "contact", id);
  if (!is_mine)
    return;
  bh_keyed_list_put (self->contacts, contact);
  bh_desk_notes_contact_known (self->notes, contact);
  bh_desk_refusals_mark (self->refusals, id);
  bh_desk_scripts_take_contact (self->scripts, contact, data);
  bh_desk_softphone_refresh (self);
  bh_desk_answer_own_dial (self, contact);
  follow (self, contact, before, is_new);
  bh_desk_refresh_banner (self);
  pop_once (self, contact);
}

void
bh_desk_list_contact (BhDesk *self, BhContactItem *contact)
{
  const char *id = bh_contact_item_get_id (contact);

  if (!g_hash_table_contains (self->known, id))
    g_hash_table_insert (self->known, g_strdup (id), g_object_ref (contact));
  bh_keyed_list_put (self->contacts, contact);
  bh_desk_refusals_mark (self->refusals, id);
}

void
bh_desk_forget_contact (BhDesk *self, BhContactItem *contact)
{
  g_autoptr (BhContactItem) keep = g_object_ref (contact);
  const char *id = bh_contact_item_get_id (contact);
  gboolean was_current = bh_desk_get_current (self) == contact;

  bh_keyed_list_remove (self->contacts, id);
  g_hash_table_remove (self->known, id);
  bh_desk_notes_contact_gone (self->notes, id);
  bh_desk_scripts_contact_gone (self->scripts, id);
  if (was_current)
    bh_desk_choose_current (self);
  bh_desk_refresh_banner (self);
}

static void
tell_withdrawn (BhDesk *self, BhContactItem *contact, const char *reason)
{
  g_autofree char *text = bh_desk_withdrawn_text (contact, reason);

  bh_desk_emit_withdrawn (self, text);
}

/* It was this agent's to work on: not a ring that the caller gave up, nor somebody else's. Who
 * handed it over has written of it as well. */
static gboolean
is_correctable (BhContactItem *contact, const char *why)
{
  return !is_not_here (contact) && bh_contact_item_get_state (contact) != BH_CONTACT_WATCHED &&
         (g_strcmp0 (why, "finished") == 0 || g_strcmp0 (why, "not_yours") == 0);
}

static void
fold_contact_gone (BhDesk *self, JsonObject *data, gint64 at_us)
{
  const char *id = bh_json_string (data, "contact");
  gboolean withdrawn = g_strcmp0 (bh_json_string (data, "why"), "withdrawn") == 0;
  const char *into = bh_json_string (data, "into");
  BhContactItem *found = id ? g_hash_table_lookup (self->known, id) : NULL;
  g_autoptr (BhContactItem) contact = found ? g_object_ref (found) : NULL;
  gboolean was_current = found && bh_desk_get_current (self) == found;

  if (contact == NULL)
    return;
  if (into && g_strcmp0 (bh_json_string (data, "why"), "merged") == 0) {
    /* The same ring under another id is not another pop, and what was typed goes along. */
    if (g_hash_table_contains (self->popped, id))
      g_hash_table_add (self->popped, g_strdup (into));
    bh_desk_notes_merge (self->notes, id, into);
  } else if (!withdrawn && bh_desk_find_contact (self, id)) {
    bh_desk_note_recent (self, contact);
  }
  bh_desk_forget_contact (self, contact);
  if (is_correctable (contact, bh_json_string (data, "why")))
    bh_desk_note_finished (self, contact);
  if (withdrawn)
    tell_withdrawn (self, contact, bh_json_string (data, "reason"));
  if (was_current && into && bh_desk_find_contact (self, into))
    bh_desk_set_current (self, bh_desk_find_contact (self, into));
}

static void
fold_card (BhDesk *self, JsonObject *data, gint64 at_us)
{
  const char *id = bh_json_string (data, "contact");
  BhLabels labels = bh_desk_labels (self);
  BhContactItem *contact;

  if (id == NULL)
    return;
  contact = bh_desk_ensure_contact (self, id);
  bh_card_update (bh_contact_item_get_card (contact), data, &labels);
  bh_contact_item_refresh_title (contact);
  bh_desk_scripts_take_card (self->scripts, contact, data);
}

static void
fold_note (BhDesk *self, JsonObject *data, gint64 at_us)
{
  const char *id = bh_json_string (data, "contact");

  if (id)
    bh_desk_notes_take (self->notes, bh_desk_ensure_contact (self, id), data);
}

static void
fold_script (BhDesk *self, JsonObject *data, gint64 at_us)
{
  const char *id = bh_json_string (data, "contact");

  if (id)
    bh_desk_scripts_take (self->scripts, bh_desk_ensure_contact (self, id), data);
}

typedef void (*Fold) (BhDesk *self, JsonObject *data, gint64 at_us);

static const struct {
  const char *name;
  Fold fold;
} folds[] = {
    {"setup", fold_setup},
    {"link", fold_link},
    {"store", fold_store},
    {"agent", fold_agent},
    {"queue", fold_queue},
    {"colleague", fold_colleague},
    {"contact", fold_contact},
    {"contact_gone", fold_contact_gone},
    {"card", fold_card},
    {"note", fold_note},
    {"script", fold_script},
    {"message", bh_desk_fold_message},
};

void
bh_desk_fold (BhDesk *self, const char *name, JsonObject *data, gint64 at_us)
{
  for (guint i = 0; i < G_N_ELEMENTS (folds); i++)
    if (g_str_equal (folds[i].name, name)) {
      folds[i].fold (self, data, at_us);
      return;
    }
  bh_desk_emit_other_event (self, name, data);
}

void
bh_desk_fold_snapshot_begin (BhDesk *self)
{
  g_clear_pointer (&self->seen, g_hash_table_unref);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
sweep_list (BhDesk *self, BhKeyedList *list, const char *kind, BhKeyFunc key)
{
  for (guint i = bh_keyed_list_get_n (list); i-- > 0;) {
    g_autoptr (GObject) item = g_object_ref (bh_keyed_list_get (list, i));
    if (!was_seen (self, kind, key (item)))
      bh_keyed_list_remove (list, key (item));
  }
}

/* A talk that ended while nobody told us stays as ended, because what was typed in it and what came
 * of it may still matter; an offer that went elsewhere meanwhile just goes. */
static void
sweep_contacts (BhDesk *self, gint64 at_us)
{
  for (guint i = bh_keyed_list_get_n (self->contacts); i-- > 0;) {
    BhContactItem *contact = bh_keyed_list_get (self->contacts, i);
    BhContactState state = bh_contact_item_get_state (contact);
    const char *id = bh_contact_item_get_id (contact);

    if (was_seen (self, "contact", id))
      continue;
    if ((state == BH_CONTACT_OFFERED || state == BH_CONTACT_COMING) &&
        !bh_desk_notes_has_unsent (self->notes, id)) {
      bh_desk_note_recent (self, contact);
      bh_desk_forget_contact (self, contact);
    } else if (state != BH_CONTACT_ENDED) {
      bh_contact_item_end (contact, at_us);
    }
  }
}

void
bh_desk_fold_snapshot_end (BhDesk *self, gint64 at_us)
{
  if (self->seen == NULL)
    return;
  sweep_contacts (self, at_us);
  sweep_list (self, self->colleagues, "colleague", (BhKeyFunc) (GCallback) bh_colleague_get_id);
  sweep_list (self, self->queues, "queue", (BhKeyFunc) (GCallback) bh_queue_item_get_id);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  bh_desk_refresh_reach (self);
  if (is_free_to_look (self))
    bh_desk_choose_current (self);
  bh_desk_refresh_banner (self);
}

void
bh_desk_set_current (BhDesk *self, BhContactItem *contact)
{
  BhContactItem *old;

  g_return_if_fail (BH_IS_DESK (self));

  old = bh_desk_get_current (self);
  if (old == contact)
    return;
  if (old)
    bh_contact_item_set_current (old, FALSE);
  if (contact)
    bh_contact_item_set_current (contact, TRUE);
  bh_item_set_object (self, BH_DESK_CURRENT, contact);
}

gboolean
bh_desk_dismiss (BhDesk *self, BhContactItem *contact)
{
  BhContactState state;

  g_return_val_if_fail (BH_IS_DESK (self) && BH_IS_CONTACT_ITEM (contact), FALSE);

  state = bh_contact_item_get_state (contact);
  if (state != BH_CONTACT_ENDED && state != BH_CONTACT_LEFT)
    return FALSE;
  bh_desk_notes_leave (self->notes, bh_contact_item_get_id (contact));
  bh_desk_note_recent (self, contact);
  bh_desk_forget_contact (self, contact);
  return TRUE;
}
