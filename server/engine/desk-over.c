/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-over.h"

#include "server/engine/desk-past.h"
#include "server/wire/contact-kept.h"

/* A contact is over for its agent when the agent said so, or saw it. A desktop that died in a call,
 * or lost its network, or whose server was away, comes back to an agent who has not said what came
 * of it: here lies what ended meanwhile. Kept over a crash. */

#define KIND "over"

/* A desktop that is dead is noticed only after its silence: what it was told within this time
 * before, it may not have shown. */
#define SILENCE_US (10 * (gint64) G_USEC_PER_SEC)

typedef struct {
  BhContact *contact;
  char *user;
  gint64 ended_us; /* 0: not yet; the agent's session is gone, though */
  gint64 told_us;  /* a desktop that seemed to live was told then; 0: none was */
} Over;

static void
over_free (Over *over)
{
  bh_contact_unref (over->contact);
  g_free (over->user);
  g_free (over);
}

static char *
key_of (const Over *over)
{
  return g_strdup_printf ("%s %s", over->contact->id, over->user);
}

static Over *
find (BhDesk *desk, const char *contact, const char *user)
{
  for (guint i = 0; i < desk->over->len; i++) {
    Over *over = g_ptr_array_index (desk->over, i);
    if (g_str_equal (over->contact->id, contact) &&
        (user == NULL || g_str_equal (over->user, user)))
      return over;
  }
  return NULL;
}

static gboolean
is_open (const Over *over)
{
  return over->ended_us != 0 && over->told_us == 0;
}

/* ---- on the disk */

static void
keep (BhDesk *desk, const Over *over)
{
  g_autoptr (GString) contact = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *key = key_of (over);
  BhJsonOut out;

  bh_contact_keep (contact, over->contact);
  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_json_string (&out, "user", over->user);
  bh_json_int (&out, "ended_us", over->ended_us);
  bh_json_string (&out, "contact", contact->str);
  bh_json_end_object (&out);
  bh_engine_open_put (desk->engine, KIND, key, text->str);
}

static Over *
read_over (GBytes *body, GError **error)
{
  g_autoptr (JsonObject) object = bh_kept_parse (body, error);
  const char *user, *text;
  g_autoptr (GBytes) bytes = NULL;
  BhContact *contact;
  Over *over;

  if (object == NULL)
    return NULL;
  user = json_object_get_string_member_with_default (object, "user", "");
  text = json_object_get_string_member_with_default (object, "contact", "");
  bytes = g_bytes_new (text, strlen (text));
  contact = bh_contact_from_kept (bytes, error);
  if (contact == NULL)
    return NULL;
  over = g_new0 (Over, 1);
  over->contact = contact;
  over->user = g_strdup (user);
  over->ended_us = json_object_get_int_member_with_default (object, "ended_us", 0);
  return over;
}

static void
take_back (const char *kind, const char *id, GBytes *body, gpointer data)
{
  BhDesk *desk = data;
  g_autoptr (GError) error = NULL;
  Over *over;

  if (!g_str_equal (kind, KIND))
    return;
  over = read_over (body, &error);
  if (over != NULL)
    g_ptr_array_add (desk->over, over);
  else
    g_warning ("What ended while nobody looked (%s) could not be read back: %s",
               id,
               error->message);
}

void
bh_desk_over_restore (BhDesk *desk)
{
  desk->over = g_ptr_array_new_with_free_func ((GDestroyNotify) over_free);
  bh_engine_open_each (desk->engine, take_back, desk);
}

/* ---- on the screen */

static void
show (BhDesk *desk, const Over *over)
{
  BhDeskSession *session = bh_desk_session_of_agent (desk, over->user);

  if (session != NULL)
    bh_desk_look_at (desk, session, over->contact);
}

static void
open_it (BhDesk *desk, Over *over)
{
  over->told_us = 0;
  keep (desk, over);
}

static void
forget (BhDesk *desk, Over *gone)
{
  g_autoptr (BhContact) contact = bh_contact_ref (gone->contact);
  g_autofree char *key = key_of (gone);
  BhDeskSession *session = bh_desk_session_of_agent (desk, gone->user);

  if (gone->told_us == 0)
    bh_engine_open_remove (desk->engine, KIND, key);
  g_ptr_array_remove (desk->over, gone);
  if (session != NULL && g_hash_table_contains (session->shown, contact->id))
    bh_desk_look_at (desk, session, contact);
  if (!bh_desk_over_is_kept (desk, contact->id) &&
      bh_model_get_contact (bh_desk_model (desk), contact->id) == NULL)
    g_hash_table_remove (desk->cards, contact->id);
}

gboolean
bh_desk_is_over (BhDesk *desk, const BhDeskSession *session, const char *contact)
{
  const Over *over = find (desk, contact, session->user->user);

  return over != NULL && is_open (over);
}

gboolean
bh_desk_over_is_kept (BhDesk *desk, const char *contact)
{
  return find (desk, contact, NULL) != NULL;
}

BhContact *
bh_desk_over_get (BhDesk *desk, const char *contact)
{
  const Over *over = find (desk, contact, NULL);

  return over != NULL && over->ended_us != 0 ? over->contact : NULL;
}

void
bh_desk_over_list (BhDesk *desk, const BhDeskSession *session, GPtrArray *contacts)
{
  for (guint i = 0; i < desk->over->len; i++) {
    const Over *over = g_ptr_array_index (desk->over, i);
    if (!is_open (over) || !g_str_equal (over->user, session->user->user))
      continue;
    g_ptr_array_add (contacts, over->contact);
    if (bh_desk_card_node (desk, over->contact->id) == NULL && *over->contact->number != '\0')
      bh_desk_look_up (over->contact->id, over->contact->number, desk);
  }
}

/* ---- how it comes about */

static Over *
add (BhDesk *desk, const BhContact *contact, const char *user)
{
  Over *over = find (desk, contact->id, user);

  if (over == NULL) {
    over = g_new0 (Over, 1);
    over->user = g_strdup (user);
    g_ptr_array_add (desk->over, over);
  } else {
    bh_contact_unref (over->contact);
  }
  over->contact = bh_contact_ref ((BhContact *) contact);
  return over;
}

static gboolean
talked (const BhContact *contact, const char *device)
{
  const BhPart *part = device != NULL ? bh_contact_find_part (contact, device) : NULL;

  return part != NULL && part->talked;
}

/* It was this agent's to the end: who handed it over and was done with it has nothing to say. */
static gboolean
was_theirs (BhDesk *desk, const BhContact *contact, const BhAgent *agent)
{
  gint64 left_us;

  if (!talked (contact, agent->device))
    return FALSE;
  if (bh_desk_past_find (desk, contact->id, agent->agent, &left_us))
    return left_us == 0;
  return contact->n_agents > 0 &&
         g_strcmp0 (contact->agents[contact->n_agents - 1], agent->device) == 0;
}

static void
end_for (BhDesk *desk, const BhContact *contact, const BhAgent *agent)
{
  gboolean lives = bh_desk_session_of_agent (desk, agent->agent) != NULL && !agent->away;
  Over *over = add (desk, contact, agent->agent);

  over->ended_us = contact->ended_us;
  over->told_us = lives ? bh_engine_now (desk->engine) : 0;
  if (!lives)
    keep (desk, over);
}

/* Whose session was gone before: nobody sits at that phone any more. */
static void
end_for_the_absent (BhDesk *desk, const BhContact *contact)
{
  for (guint i = 0; i < desk->over->len; i++) {
    Over *over = g_ptr_array_index (desk->over, i);
    if (over->ended_us != 0 || !g_str_equal (over->contact->id, contact->id))
      continue;
    add (desk, contact, over->user)->ended_us = contact->ended_us;
    keep (desk, over);
  }
}

void
bh_desk_over_note (BhDesk *desk, const BhChange *change)
{
  const BhContact *contact = change->contact.after;
  g_autoptr (GPtrArray) agents = NULL;

  if (contact == NULL || contact->ended_us == 0 || contact->disposition != NULL ||
      contact->outcome == BH_OUTCOME_MERGED)
    return;
  end_for_the_absent (desk, contact);
  agents = g_ptr_array_new ();
  bh_model_list_agents (bh_desk_model (desk), agents);
  for (guint i = 0; i < agents->len; i++) {
    const BhAgent *agent = g_ptr_array_index (agents, i);
    if (agent->signed_in && g_strcmp0 (agent->pbx, contact->pbx) == 0 &&
        was_theirs (desk, contact, agent))
      end_for (desk, contact, agent);
  }
}

void
bh_desk_over_away (BhDesk *desk, const char *user)
{
  for (guint i = 0; i < desk->over->len; i++) {
    Over *over = g_ptr_array_index (desk->over, i);
    if (over->told_us == 0 || !g_str_equal (over->user, user))
      continue;
    open_it (desk, over);
    show (desk, over);
  }
  bh_engine_look_at_time (desk->engine);
}

static void
forget_all (BhDesk *desk, const char *user)
{
  for (guint i = desk->over->len; i-- > 0;) {
    Over *over = g_ptr_array_index (desk->over, i);
    if (g_str_equal (over->user, user))
      forget (desk, over);
  }
}

void
bh_desk_over_left (BhDesk *desk, BhDeskSession *session, const char *why)
{
  const char *user = session->user->user;
  GHashTableIter iter;
  gpointer id;

  if (g_str_equal (why, "logout")) {
    forget_all (desk, user);
    return;
  }
  bh_desk_over_away (desk, user);
  g_hash_table_iter_init (&iter, session->shown);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    const BhContact *contact = bh_model_get_contact (bh_desk_model (desk), id);
    if (contact != NULL && contact->disposition == NULL && talked (contact, session->user->device))
      add (desk, contact, user);
  }
}

void
bh_desk_over_back (BhDesk *desk, const char *user)
{
  for (guint i = desk->over->len; i-- > 0;) {
    Over *over = g_ptr_array_index (desk->over, i);
    if (!g_str_equal (over->user, user))
      continue;
    if (over->ended_us == 0 || over->contact->disposition != NULL)
      forget (desk, over);
    else if (over->told_us != 0)
      open_it (desk, over);
  }
  bh_engine_look_at_time (desk->engine);
}

/* ---- what is said of it */

/* A picture never changes: another one with the code. */
static BhContact *
with_disposition (const BhContact *contact, const char *code)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  BhContact *copy;

  bh_contact_keep (text, contact);
  bytes = g_bytes_new (text->str, text->len);
  copy = bh_contact_from_kept (bytes, NULL);
  if (copy == NULL)
    return bh_contact_ref ((BhContact *) contact);
  g_clear_pointer ((char **) &copy->disposition, g_ref_string_release);
  copy->disposition = code != NULL ? g_ref_string_new (code) : NULL;
  copy->revision++;
  return copy;
}

void
bh_desk_over_set_disposition (BhDesk *desk, const char *contact, const char *code)
{
  for (guint i = 0; i < desk->over->len; i++) {
    Over *over = g_ptr_array_index (desk->over, i);
    BhContact *old = over->contact;
    if (over->ended_us == 0 || !g_str_equal (old->id, contact))
      continue;
    over->contact = with_disposition (old, code);
    bh_contact_unref (old);
    if (over->told_us != 0)
      continue;
    keep (desk, over);
    show (desk, over);
  }
}

void
bh_desk_over_finish (BhDesk *desk, const char *contact, const char *user)
{
  Over *over = find (desk, contact, user);

  if (over != NULL)
    forget (desk, over);
}

/* ---- time */

/* 0: it has none. */
static gint64
due_of (const Over *over)
{
  if (over->ended_us == 0)
    return 0;
  return over->told_us != 0 ? over->told_us + SILENCE_US : over->ended_us + BH_CORRECTION_US;
}

gint64
bh_desk_over_deadline (BhDesk *desk)
{
  gint64 first_us = 0;

  for (guint i = 0; i < desk->over->len; i++) {
    gint64 due_us = due_of (g_ptr_array_index (desk->over, i));
    if (due_us != 0 && (first_us == 0 || due_us < first_us))
      first_us = due_us;
  }
  return first_us;
}

void
bh_desk_over_due (BhDesk *desk, gint64 now_us)
{
  for (guint i = desk->over->len; i-- > 0;) {
    Over *over = g_ptr_array_index (desk->over, i);
    gint64 due_us = due_of (over);
    if (due_us != 0 && due_us <= now_us)
      forget (desk, over);
  }
}
