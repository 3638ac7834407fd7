/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-past.h"

#include "server/engine/desk-notes.h"
#include "server/engine/desk-scripts.h"
#include "server/wire/kept.h"

/* Who has a contact, and who had it until when. A contact that left an agent's screen is still
 * theirs for a while: words that were on their way when it went are taken, and for ten minutes what
 * was written and chosen can be corrected. Kept over a crash; longer ago, the database knows. */

#define KIND "past"

typedef struct {
  GRefString *user;
  gint64 left_us; /* 0: it is on the screen */
} PastUser;

typedef struct {
  GRefString *contact;
  PastUser *users;
  guint n_users;
  gint64 touched_us;
} Past;

static const BhKeptMember user_members[] = {
    BH_KEPT_TEXT (PastUser, user),
    BH_KEPT_NUMBER (PastUser, left_us),
};
static const BhKeptMember past_members[] = {
    BH_KEPT_TEXT (Past, contact),
    BH_KEPT_NUMBER (Past, touched_us),
};
static const BhKeptList lists[] = {BH_KEPT_LIST (Past, users, PastUser, user_members)};
static const BhKeptTable table = BH_KEPT_TABLE (past_members, lists);

static void
past_free (Past *past)
{
  g_clear_pointer (&past->contact, g_ref_string_release);
  for (guint i = 0; i < past->n_users; i++)
    g_clear_pointer (&past->users[i].user, g_ref_string_release);
  g_free (past->users);
  g_free (past);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Past, past_free)

static Past *
ensure (BhDesk *desk, const char *contact)
{
  Past *past = g_hash_table_lookup (desk->past, contact);

  if (past == NULL) {
    past = g_new0 (Past, 1);
    past->contact = g_ref_string_new (contact);
    g_hash_table_insert (desk->past, past->contact, past);
  }
  past->touched_us = bh_engine_now (desk->engine);
  return past;
}

static PastUser *
find_user (Past *past, const char *user)
{
  for (guint i = 0; i < past->n_users; i++)
    if (g_str_equal (past->users[i].user, user))
      return &past->users[i];
  return NULL;
}

static PastUser *
ensure_user (Past *past, const char *user)
{
  PastUser *found = find_user (past, user);

  if (found != NULL)
    return found;
  past->users = g_renew (PastUser, past->users, past->n_users + 1);
  past->users[past->n_users] = (PastUser){.user = g_ref_string_new (user)};
  return &past->users[past->n_users++];
}

static void
keep (BhDesk *desk, const Past *past)
{
  g_autoptr (GString) text = g_string_new (NULL);
  BhJsonOut out;

  bh_json_out_text (&out, text);
  bh_json_begin_object (&out, NULL);
  bh_kept_write (&out, past, &table);
  bh_json_end_object (&out);
  bh_engine_open_put (desk->engine, KIND, past->contact, text->str);
}

void
bh_desk_past_shown (BhDesk *desk, const char *contact, const char *user)
{
  ensure_user (ensure (desk, contact), user)->left_us = 0;
}

void
bh_desk_past_left (BhDesk *desk, const char *contact, const char *user, gint64 left_us)
{
  Past *past = ensure (desk, contact);

  if (user != NULL)
    ensure_user (past, user)->left_us = left_us;
  for (guint i = 0; user == NULL && i < past->n_users; i++)
    if (past->users[i].left_us == 0)
      past->users[i].left_us = left_us;
  keep (desk, past);
}

gboolean
bh_desk_past_find (BhDesk *desk, const char *contact, const char *user, gint64 *left_us)
{
  Past *past = g_hash_table_lookup (desk->past, contact);
  const PastUser *found = past != NULL ? find_user (past, user) : NULL;

  *left_us = found != NULL ? found->left_us : 0;
  return found != NULL;
}

void
bh_desk_past_sweep (BhDesk *desk)
{
  gint64 before_us = bh_engine_now (desk->engine) - BH_CORRECTION_US - G_USEC_PER_SEC;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, desk->past);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Past *past = value;
    if (past->touched_us > before_us ||
        bh_model_get_contact (bh_desk_model (desk), past->contact) != NULL)
      continue;
    bh_desk_forget_notes (desk, past->contact);
    bh_desk_forget_script (desk, past->contact);
    bh_engine_open_remove (desk->engine, KIND, past->contact);
    g_hash_table_iter_remove (&iter);
  }
}

static void
read_past (const char *kind, const char *id, GBytes *body, gpointer data)
{
  BhDesk *desk = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (Past) past = NULL;

  if (!g_str_equal (kind, KIND))
    return;
  past = g_new0 (Past, 1);
  object = bh_kept_parse (body, &error);
  if (object == NULL || !bh_kept_read (object, past, &table, &error) || past->contact == NULL) {
    g_warning ("Who had the contact %s could not be read back: %s",
               id,
               error != NULL ? error->message : "it names none");
    return;
  }
  for (guint i = 0; i < past->n_users; i++)
    ensure_user (ensure (desk, past->contact), past->users[i].user)->left_us =
        past->users[i].left_us;
}

void
bh_desk_past_restore (BhDesk *desk)
{
  desk->past = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) past_free);
  bh_engine_open_each (desk->engine, read_past, desk);
}
