/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-notes.h"

#include "server/engine/desk-past.h"
#include "server/wire/kept.h"
#include "server/wire/records.h"

/* What agents write of a contact: each their own words, so that two who serve one customer never
 * write over each other; everybody at the contact sees all of them.
 *
 * Exactly once: a desktop names its journal (`pen`) and counts what it wrote there (`edit`). The
 * same edit again is the same note, whatever happened to the reply; a later one of the same pen
 * follows from what is here, so it needs no merging. Another pen (the same person at another
 * machine) has to say which revision it wrote over. */

#define KIND "note"

static const BhKeptMember members[] = {
    BH_KEPT_TEXT (BhNote, contact),
    BH_KEPT_TEXT (BhNote, author),
    BH_KEPT_TEXT (BhNote, body),
    BH_KEPT_TEXT (BhNote, pen),
    BH_KEPT_NUMBER (BhNote, edit),
    BH_KEPT_NUMBER (BhNote, revision),
    BH_KEPT_NUMBER (BhNote, saved_us),
    BH_KEPT_FLAG (BhNote, correction),
};
static const BhKeptTable table = {members, G_N_ELEMENTS (members), NULL, 0};

/* ---- those that are here */

JsonNode *
bh_desk_note_node (const BhNote *note)
{
  BhJsonOut out;

  bh_json_out_tree (&out);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "contact", note->contact);
  bh_json_string (&out, "body", note->body);
  bh_json_int (&out, "revision", note->revision);
  bh_json_time (&out, "saved_at", note->saved_us);
  bh_json_string (&out, "author", note->author);
  bh_json_string_if (&out, "pen", note->pen);
  if (note->edit != 0)
    bh_json_int (&out, "edit", note->edit);
  if (note->correction)
    bh_json_bool (&out, "correction", TRUE);
  bh_json_end_object (&out);
  return bh_json_out_take (&out);
}

static void
note_free (BhNote *note)
{
  g_clear_pointer (&note->contact, g_ref_string_release);
  g_clear_pointer (&note->author, g_ref_string_release);
  g_clear_pointer (&note->body, g_ref_string_release);
  g_clear_pointer (&note->pen, g_ref_string_release);
  g_free (note);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhNote, note_free)

static void
set_text (GRefString **field, const char *text)
{
  g_clear_pointer (field, g_ref_string_release);
  *field = text != NULL ? g_ref_string_new (text) : NULL;
}

GPtrArray *
bh_desk_notes_of (BhDesk *desk, const char *contact)
{
  return g_hash_table_lookup (desk->notes, contact);
}

static BhNote *
find_note (BhDesk *desk, const char *contact, const char *author)
{
  GPtrArray *notes = bh_desk_notes_of (desk, contact);

  for (guint i = 0; notes != NULL && i < notes->len; i++) {
    BhNote *note = g_ptr_array_index (notes, i);
    if (g_str_equal (note->author, author))
      return note;
  }
  return NULL;
}

static void
add_note (BhDesk *desk, BhNote *note)
{
  GPtrArray *notes = bh_desk_notes_of (desk, note->contact);

  if (notes == NULL) {
    notes = g_ptr_array_new_with_free_func ((GDestroyNotify) note_free);
    g_hash_table_insert (desk->notes, g_strdup (note->contact), notes);
  }
  g_ptr_array_add (notes, note);
}

static BhNote *
ensure_note (BhDesk *desk, const char *contact, const char *author)
{
  BhNote *note = find_note (desk, contact, author);

  if (note != NULL)
    return note;
  note = g_new0 (BhNote, 1);
  set_text (&note->contact, contact);
  set_text (&note->author, author);
  set_text (&note->body, "");
  add_note (desk, note);
  return note;
}

static char *
open_id (const BhNote *note)
{
  return g_strconcat (note->contact, "/", note->author, NULL);
}

void
bh_desk_forget_notes (BhDesk *desk, const char *contact)
{
  GPtrArray *notes = bh_desk_notes_of (desk, contact);

  for (guint i = 0; notes != NULL && i < notes->len; i++) {
    g_autofree char *id = open_id (g_ptr_array_index (notes, i));
    bh_engine_open_remove (desk->engine, KIND, id);
  }
  g_hash_table_remove (desk->notes, contact);
}

/* ---- what is kept */

static guint64
keep_note (BhDesk *desk, const BhNote *note, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) open = g_string_new (NULL);
  g_autofree char *id = open_id (note);
  const BhNoteRecord record = {.contact = note->contact,
                               .author = note->author,
                               .body = note->body,
                               .pen = note->pen,
                               .edit = note->edit,
                               .revision = note->revision,
                               .saved_us = note->saved_us,
                               .correction = note->correction};
  BhJsonOut out;
  guint64 position;

  bh_record_of_note (text, &record);
  position = bh_engine_append (desk->engine, BH_RECORD_NOTE, note->contact, text->str, error);
  if (position == 0)
    return 0;
  bh_json_out_text (&out, open);
  bh_json_begin_object (&out, NULL);
  bh_kept_write (&out, note, &table);
  bh_json_end_object (&out);
  return MAX (position, bh_engine_open_put (desk->engine, KIND, id, open->str));
}

static void
read_note (const char *kind, const char *id, GBytes *body, gpointer data)
{
  BhDesk *desk = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (BhNote) note = NULL;
  gint64 left_us;

  if (!g_str_equal (kind, KIND))
    return;
  note = g_new0 (BhNote, 1);
  object = bh_kept_parse (body, &error);
  if (object == NULL || !bh_kept_read (object, note, &table, &error) || note->contact == NULL ||
      note->author == NULL || note->body == NULL) {
    g_warning ("The note %s could not be read back: %s",
               id,
               error != NULL ? error->message : "it does not say whose it is");
    return;
  }
  if (!bh_desk_past_find (desk, note->contact, note->author, &left_us))
    bh_desk_past_shown (desk, note->contact, note->author);
  add_note (desk, g_steal_pointer (&note));
}

void
bh_desk_restore_notes (BhDesk *desk)
{
  bh_desk_past_restore (desk);
  bh_engine_open_each (desk->engine, read_note, desk);
}

/* ---- writing */

typedef struct {
  const char *body;
  const char *pen;
  gint64 edit;
  gint64 base;
  gint64 typed_us;
} Writing;

static gint64
time_of (const char *text)
{
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  return time != NULL
             ? g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time)
             : 0;
}

static Writing
writing_of (const BhOpCall *call)
{
  gint64 now_us = bh_engine_now (call->desk->engine);
  gint64 typed_us =
      time_of (json_object_get_string_member_with_default (call->args, "typed_at", NULL));

  return (Writing){
      .body = json_object_get_string_member (call->args, "body"),
      .pen = json_object_get_string_member_with_default (call->args, "pen", NULL),
      .edit = json_object_get_int_member_with_default (call->args, "edit", 0),
      .base = json_object_get_int_member_with_default (call->args, "base", 0),
      .typed_us = typed_us > 0 && typed_us < now_us ? typed_us : now_us,
  };
}

static void
refuse_stale (BhOpCall *call, const BhNote *note)
{
  JsonObject *detail = json_object_new ();

  json_object_set_int_member (detail, "revision", note->revision);
  json_object_set_string_member (detail, "body", note->body);
  if (note->pen != NULL)
    json_object_set_string_member (detail, "pen", note->pen);
  if (note->edit != 0)
    json_object_set_int_member (detail, "edit", note->edit);
  bh_request_fail (call->request,
                   "stale",
                   "The note was changed elsewhere since you read it. Look at it and save again.",
                   detail);
}

static JsonObject *
note_result (const BhNote *note)
{
  JsonObject *result = json_object_new ();
  char saved[BH_TIME_TEXT_SIZE];

  bh_time_to_text (note->saved_us, saved);
  json_object_set_int_member (result, "revision", note->revision);
  json_object_set_string_member (result, "saved_at", saved);
  if (note->correction)
    json_object_set_boolean_member (result, "correction", TRUE);
  return result;
}

static gboolean
same_pen (const BhNote *note, const Writing *writing)
{
  return writing->pen != NULL && g_strcmp0 (note->pen, writing->pen) == 0;
}

/* It is here already: only the reply was lost. */
static gboolean
is_known (const BhNote *note, const Writing *writing)
{
  return same_pen (note, writing) && writing->edit == note->edit &&
         g_str_equal (note->body, writing->body);
}

static gboolean
is_stale (const BhNote *note, const Writing *writing)
{
  if (same_pen (note, writing))
    return writing->edit <= note->edit;
  return note->revision != 0 && writing->base != note->revision;
}

static BhNote *
next_note (const BhNote *note, const Writing *writing, gboolean correction, gint64 now_us)
{
  BhNote *next = g_new0 (BhNote, 1);

  set_text (&next->contact, note->contact);
  set_text (&next->author, note->author);
  set_text (&next->body, writing->body);
  set_text (&next->pen, writing->pen);
  next->edit = writing->edit;
  next->revision = MAX (now_us, note->revision + 1);
  next->saved_us = now_us;
  next->correction = correction;
  return next;
}

/* What the outbox did not take has not been written: the same words may come again. */
static void
save (BhOpCall *call, const Writing *writing, const BhNote *note, gboolean correction)
{
  gint64 now_us = bh_engine_now (call->desk->engine);
  BhNote *next = next_note (note, writing, correction, now_us);
  GPtrArray *notes = bh_desk_notes_of (call->desk, note->contact);
  g_autoptr (GError) error = NULL;

  next->position = keep_note (call->desk, next, &error);
  if (next->position == 0) {
    note_free (next);
    bh_op_fail_store (call, error);
    return;
  }
  g_ptr_array_remove_fast (notes, (gpointer) note);
  g_ptr_array_add (notes, next);
  bh_desk_send_of_contact (call->desk, next->contact, "note", bh_desk_note_node (next));
  bh_op_succeed_when_safe (call, next->position, note_result (next));
}

/* @left_us: when the contact went from the author's screen; 0: it is there. */
static void
write_note (BhOpCall *call, const char *contact, const char *author, gint64 left_us)
{
  const Writing writing = writing_of (call);
  const BhNote *note = ensure_note (call->desk, contact, author);
  gboolean correction = left_us != 0 && writing.typed_us > left_us;

  if (is_known (note, &writing))
    bh_op_succeed_when_safe (call, note->position, note_result (note));
  else if (correction && writing.typed_us > left_us + BH_CORRECTION_US)
    bh_op_fail_late (call, left_us + BH_CORRECTION_US);
  else if (is_stale (note, &writing))
    refuse_stale (call, note);
  else
    save (call, &writing, note, correction);
}

/* ---- of long ago: the database knows whose it was */

typedef struct {
  BhOpCall call;
  BhSessionUser *user; /* the session may be gone when the answer comes */
} Question;

static void
question_free (Question *question)
{
  bh_session_user_unref (question->user);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* What the database has of the author's words, as if it had been here all the time. */
static void
learn_note (BhDesk *desk, const char *contact, const char *author, JsonObject *part)
{
  BhNote *note = ensure_note (desk, contact, author);

  if (note->revision != 0 || !json_object_has_member (part, "revision"))
    return;
  set_text (&note->body, json_object_get_string_member_with_default (part, "body", ""));
  set_text (&note->pen, json_object_get_string_member_with_default (part, "pen", NULL));
  note->edit = json_object_get_int_member_with_default (part, "edit", 0);
  note->revision = json_object_get_int_member (part, "revision");
}

static void
on_part (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  BhOpCall *call = &question->call;
  const char *contact = json_object_get_string_member (call->args, "contact");
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      bh_directory_port_query_finish (BH_DIRECTORY_PORT (source), result, &error);
  g_autoptr (JsonObject) part = bh_op_object_of (text);
  gint64 left_us;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    bh_request_free (call->request);
    return;
  }
  if (error != NULL) {
    bh_request_fail (call->request, bh_op_code_of (error), error->message, NULL);
    return;
  }
  if (part == NULL) {
    bh_op_fail (call, "not_found", "There is no such contact of yours.");
    return;
  }
  left_us = time_of (json_object_get_string_member_with_default (part, "left", NULL));
  bh_desk_past_left (call->desk, contact, question->user->user, left_us);
  learn_note (call->desk, contact, question->user->user, part);
  write_note (call, contact, question->user->user, left_us);
}

static void
ask_database (BhOpCall *call, const char *contact)
{
  g_autoptr (JsonObject) args = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  Question *question = g_new0 (Question, 1);

  json_object_set_string_member (args, "contact", contact);
  json_object_set_string_member (args, "agent", call->session->user->user);
  json_node_set_object (node, args);
  text = json_to_string (node, FALSE);
  question->call = *call;
  question->call.session = NULL;
  question->user = bh_session_user_ref (call->session->user);
  bh_directory_port_query_async (call->desk->settings.directory,
                                 BH_QUERY_CONTACT_PART,
                                 text,
                                 call->desk->cancel,
                                 on_part,
                                 question);
}

void
bh_op_contact_note (BhOpCall *call)
{
  const char *contact = json_object_get_string_member (call->args, "contact");
  const char *user = call->session->user->user;
  gint64 left_us = 0;

  if (!g_uuid_string_is_valid (contact))
    bh_op_fail (call, "not_found", "There is no such contact of yours.");
  else if (g_hash_table_contains (call->session->shown, contact) ||
           bh_desk_past_find (call->desk, contact, user, &left_us))
    write_note (call, contact, user, left_us);
  else if (call->desk->settings.directory != NULL)
    ask_database (call, contact);
  else
    bh_op_fail (call, "not_found", "There is no such contact of yours.");
}
