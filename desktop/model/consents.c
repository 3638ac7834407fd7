/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/consents.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/client-error.h"
#include "desktop/client/json-get.h"
#include "desktop/model/card.h"
#include "desktop/model/desk-ask.h"
#include "desktop/model/record-line.h"
#include "desktop/model/time-text.h"

#define KEY "bh-consents"

enum { PROP_LINE = 1, PROP_BLOCKED, PROP_LINES };

static const BhItemField fields[] = {
    {"line", bh_item_string},
    {"blocked", bh_item_string},
    {"lines", g_list_model_get_type},
};

struct _BhConsents {
  BhItem parent;

  BhDesk *desk;           /* weak */
  BhContactItem *contact; /* weak */
  GListStore *lines;
  JsonObject *facts;  /* as the server has them, and what was told since; NULL: not known */
  char *asked;        /* about whom */
  GCancellable *look; /* the question that is under way */
};

G_DEFINE_FINAL_TYPE (BhConsents, bh_consents, BH_TYPE_ITEM)

const char *const bh_consent_purposes[] = {"marketing", "contract", "any_hour", NULL};

/* clang-format off */
static const struct {
  const char *purpose;
  const char *words;
  const char *given;
  const char *back;
} purposes[] = {
  { "marketing", NC_("consent", "marketing calls"), N_("Agreed to marketing calls"), N_("Took back the consent to marketing calls") },
  { "contract", NC_("consent", "calls about a running contract"), N_("Has a running contract"), N_("The contract has ended") },
  { "any_hour", NC_("consent", "calls at any hour"), N_("Agreed to calls at any hour"), N_("Took back the consent to calls at any hour") },
};
/* clang-format on */

const char *
bh_consent_purpose_words (const char *purpose)
{
  for (gsize i = 0; i < G_N_ELEMENTS (purposes); i++)
    if (g_strcmp0 (purposes[i].purpose, purpose) == 0)
      return g_dpgettext2 (NULL, "consent", purposes[i].words);
  return purpose;
}

/* A purpose that this program does not know yet is shown as it is called. */
static const char *
sentence (const char *purpose, gboolean holds)
{
  for (gsize i = 0; i < G_N_ELEMENTS (purposes); i++)
    if (g_strcmp0 (purposes[i].purpose, purpose) == 0)
      return _ (holds ? purposes[i].given : purposes[i].back);
  return purpose;
}

static void
bh_consents_dispose (GObject *object)
{
  BhConsents *self = BH_CONSENTS (object);

  if (self->look != NULL)
    g_cancellable_cancel (self->look);
  g_clear_object (&self->look);
  g_clear_weak_pointer (&self->desk);
  g_clear_weak_pointer (&self->contact);
  g_clear_object (&self->lines);
  g_clear_pointer (&self->facts, json_object_unref);
  g_clear_pointer (&self->asked, g_free);
  G_OBJECT_CLASS (bh_consents_parent_class)->dispose (object);
}

static void
bh_consents_class_init (BhConsentsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bh_consents_dispose;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_consents_init (BhConsents *self)
{
  self->lines = g_list_store_new (BH_TYPE_RECORD_LINE);
  bh_item_set_object (self, PROP_LINES, self->lines);
}

/* ---- in words */

static gint64
now_of (BhConsents *self)
{
  return bh_clock_now (bh_desk_get_clock (self->desk));
}

static char *
when (BhConsents *self, gint64 at_us)
{
  return bh_time_text_when (at_us, now_of (self));
}

static void
add_part (GString *line, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  g_string_append_printf (line, "%s%s", line->len > 0 ? "  ·  " : "", part);
}

static void
add_line (BhConsents *self, const BhRecordLineInit *init)
{
  g_autoptr (BhRecordLine) line = bh_record_line_new (init);

  g_list_store_append (self->lines, line);
}

static char *
entered_by (JsonObject *row)
{
  const char *by = bh_json_string (row, "by");

  /* Translators: %s is a colleague's or an administrator's user name */
  return by != NULL ? g_strdup_printf (_ ("entered by %s"), by) : NULL;
}

/* Why the number is not to be called, of a listing that holds; NULL: another campaign's. */
static char *
why_blocked (JsonObject *row)
{
  const char *list = bh_json_string (row, "list");
  const char *reason = bh_json_string (row, "reason");

  if (g_strcmp0 (list, "campaign") == 0)
    return NULL;
  if (reason != NULL)
    return g_strdup (reason);
  /* Translators: %s is the name of a list, often that of a state's register */
  return g_strcmp0 (list, "house") == 0 ? g_strdup (_ ("asked not to be called"))
                                        : g_strdup_printf (_ ("on the list %s"), list);
}

static void
show_listings (BhConsents *self, GString *line)
{
  JsonArray *rows = bh_json_array (self->facts, "listings");
  g_autofree char *blocked = NULL;

  for (guint i = 0; i < bh_json_array_length (rows); i++) {
    JsonObject *row = bh_json_array_object (rows, i);
    const char *campaign = bh_json_string (row, "campaign");
    gint64 until = bh_json_time (row, "until");
    g_autofree char *since = when (self, bh_json_time (row, "since"));
    g_autofree char *why = why_blocked (row);
    g_autofree char *by = entered_by (row);
    /* Translators: %s is the name of a campaign */
    g_autofree char *not_for =
        campaign != NULL ? g_strdup_printf (_ ("Not for the campaign %s"), campaign) : NULL;
    g_autoptr (GString) note = g_string_new (since);

    if (until != 0 && until <= now_of (self))
      continue;
    add_part (note, why != NULL ? why : bh_json_string (row, "reason"));
    add_part (note, by);
    add_line (self,
              &(BhRecordLineInit){.title = not_for != NULL ? not_for : _ ("Do not call"),
                                  .note = note->str,
                                  .tone = "error",
                                  .icon = "bh-warning-symbolic"});
    if (not_for != NULL)
      add_part (line, not_for);
    else if (blocked == NULL) {
      /* Translators: why a customer is not to be called, and since when */
      blocked = g_strdup_printf (_ ("%s (since %s)"), why, since);
    }
  }
  bh_item_set_string (self, PROP_BLOCKED, blocked);
}

/* Each purpose once in the line: the newest row of it says how it stands. */
static void
show_consents (BhConsents *self, GString *line)
{
  JsonArray *rows = bh_json_array (self->facts, "consents");
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < bh_json_array_length (rows); i++) {
    JsonObject *row = bh_json_array_object (rows, i);
    const char *purpose = bh_json_string (row, "purpose");
    gint64 back = bh_json_time (row, "withdrawn");
    g_autofree char *given = when (self, bh_json_time (row, "given"));
    g_autofree char *taken = back != 0 ? when (self, back) : NULL;
    g_autofree char *by = entered_by (row);
    g_autoptr (GString) note = g_string_new (NULL);
    g_autofree char *since = NULL;

    if (purpose == NULL)
      continue;
    /* Translators: when a consent was given, in a line of facts */
    since = g_strdup_printf (_ ("given %s"), given);
    add_part (note, since);
    add_part (note, bh_json_string (row, "source"));
    add_part (note, by);
    add_line (self,
              &(BhRecordLineInit){.title = sentence (purpose, back == 0),
                                  .note = note->str,
                                  .tail = taken,
                                  .tone = back == 0 ? "good" : NULL,
                                  .icon = back == 0 ? "bh-check-symbolic" : "bh-away-symbolic"});
    if (g_hash_table_add (said, (gpointer) purpose)) {
      g_autofree char *part =
          g_strdup_printf ("%s (%s)", sentence (purpose, back == 0), taken != NULL ? taken : given);
      add_part (line, part);
    }
  }
}

static void
show (BhConsents *self)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (self->desk == NULL)
    return;
  g_list_store_remove_all (self->lines);
  show_listings (self, line);
  show_consents (self, line);
  bh_item_set_string (self, PROP_LINE, line->len > 0 ? line->str : _ ("No consent is recorded"));
}

/* ---- what the server knows */

static void
on_facts (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhConsents) self = data;
  g_autoptr (GError) error = NULL;
  JsonObject *facts = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->look);
  g_clear_pointer (&self->facts, json_object_unref);
  self->facts = facts;
  if (facts != NULL) {
    show (self);
    return;
  }
  g_clear_pointer (&self->asked, g_free); /* to be asked again */
  bh_item_set_string (self, PROP_LINE, _ ("The consents cannot be looked up now"));
}

static void
forget (BhConsents *self)
{
  if (self->look != NULL)
    g_cancellable_cancel (self->look);
  g_clear_object (&self->look);
  g_clear_pointer (&self->facts, json_object_unref);
  g_list_store_remove_all (self->lines);
  bh_item_set_string (self, PROP_BLOCKED, NULL);
  bh_item_set_string (self, PROP_LINE, NULL);
}

/* NULL: about a colleague nobody asks. */
static const char *
number_of (BhConsents *self)
{
  if (g_strcmp0 (bh_contact_item_get_direction (self->contact), "internal") == 0)
    return NULL;
  return bh_contact_item_get_number (self->contact);
}

static const char *
customer_of (BhConsents *self)
{
  BhCustomer *customer = bh_card_get_customer (bh_contact_item_get_card (self->contact));

  return customer != NULL ? bh_customer_get_id (customer) : NULL;
}

static void
look (BhConsents *self)
{
  const char *number;
  const char *customer;
  g_autofree char *whom = NULL;
  JsonObject *args;

  if (self->desk == NULL || self->contact == NULL)
    return;
  number = number_of (self);
  customer = customer_of (self);
  whom = g_strdup_printf ("%s %s", number != NULL ? number : "", customer != NULL ? customer : "");
  if (g_strcmp0 (whom, self->asked) == 0)
    return;
  forget (self);
  g_free (self->asked);
  self->asked = g_steal_pointer (&whom);
  if ((number == NULL && customer == NULL) || !bh_desk_allows (self->desk, "customer.consents"))
    return;
  bh_item_set_string (self, PROP_LINE, _ ("Looking up the consents…"));
  args = json_object_new ();
  bh_desk_ask_set (args, "number", number);
  bh_desk_ask_set (args, "customer", customer);
  self->look = g_cancellable_new ();
  bh_desk_ask_async (self->desk,
                     "customer.consents",
                     args,
                     self->look,
                     on_facts,
                     g_object_ref (self));
}

BhConsents *
bh_consents_of (BhDesk *desk, BhContactItem *contact)
{
  BhConsents *self;

  g_return_val_if_fail (BH_IS_DESK (desk) && BH_IS_CONTACT_ITEM (contact), NULL);
  self = g_object_get_data (G_OBJECT (contact), KEY);
  if (self == NULL) {
    self = g_object_new (BH_TYPE_CONSENTS, NULL);
    g_set_weak_pointer (&self->desk, desk);
    g_set_weak_pointer (&self->contact, contact);
    g_object_set_data_full (G_OBJECT (contact), KEY, self, g_object_unref);
    g_signal_connect_object (bh_contact_item_get_card (contact),
                             "notify::customer",
                             G_CALLBACK (look),
                             self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (contact, "notify::number", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  }
  look (self);
  return self;
}

/* ---- what the agent is told */

typedef struct {
  BhConsents *self;
  JsonObject *row;  /* a consent or listing to be added, or NULL */
  char *taken_back; /* a purpose, or NULL */
} Told;

static void
told_free (gpointer data)
{
  Told *told = data;

  g_object_unref (told->self);
  g_clear_pointer (&told->row, json_object_unref);
  g_free (told->taken_back);
  g_free (told);
}

static void
put_first (JsonObject *facts, const char *member, JsonObject *row)
{
  JsonArray *before = bh_json_array (facts, member);
  JsonArray *rows = json_array_new ();

  json_array_add_object_element (rows, json_object_ref (row));
  for (guint i = 0; i < bh_json_array_length (before); i++)
    json_array_add_object_element (rows, json_object_ref (bh_json_array_object (before, i)));
  json_object_set_array_member (facts, member, rows);
}

static void
take_back (JsonObject *facts, const char *purpose, gint64 now_us)
{
  JsonArray *rows = bh_json_array (facts, "consents");
  g_autofree char *now = bh_json_format_time (now_us);

  for (guint i = 0; i < bh_json_array_length (rows); i++) {
    JsonObject *row = bh_json_array_object (rows, i);
    if (g_strcmp0 (bh_json_string (row, "purpose"), purpose) == 0 &&
        bh_json_string (row, "withdrawn") == NULL)
      json_object_set_string_member (row, "withdrawn", now);
  }
}

/* The server has it on its disk; in its database it may be a moment later, so it is not asked. */
static void
on_told (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Told *told = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  JsonObject *reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (reply == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (told->self->facts != NULL && told->self->desk != NULL) {
    JsonObject *facts = told->self->facts;
    if (told->taken_back != NULL)
      take_back (facts, told->taken_back, now_of (told->self));
    else
      put_first (facts,
                 json_object_has_member (told->row, "purpose") ? "consents" : "listings",
                 told->row);
    show (told->self);
  }
  g_task_return_pointer (task, reply, (GDestroyNotify) json_object_unref);
}

/* Takes @own and @args. */
static void
tell (BhConsents *self, const char *op, JsonObject *args, Told *own, BH_COMMAND_END)
{
  g_autoptr (GTask) task = g_task_new (self->desk, cancellable, callback, user_data);

  own->self = g_object_ref (self);
  g_task_set_task_data (task, own, told_free);
  bh_desk_ask_set (args, "number", number_of (self));
  if (bh_contact_item_get_state (self->contact) != BH_CONTACT_LEFT)
    bh_desk_ask_set (args, "contact", bh_contact_item_get_id (self->contact));
  bh_desk_ask_async (self->desk, op, args, cancellable, on_told, g_steal_pointer (&task));
}

static JsonObject *
row_of (BhConsents *self, const char *time)
{
  JsonObject *row = json_object_new ();
  g_autofree char *now = bh_json_format_time (now_of (self));

  json_object_set_string_member (row, time, now);
  return row;
}

void
bh_consents_tell_async (BhConsents *self,
                        const char *purpose,
                        gboolean given,
                        const char *source,
                        BH_COMMAND_END)
{
  JsonObject *args;
  Told *told;

  g_return_if_fail (BH_IS_CONSENTS (self) && self->desk != NULL && self->contact != NULL);
  args = json_object_new ();
  told = g_new0 (Told, 1);
  bh_desk_ask_set (args, "customer", customer_of (self));
  json_object_set_string_member (args, "purpose", purpose);
  json_object_set_boolean_member (args, "given", given);
  json_object_set_string_member (args, "source", source);
  if (given) {
    told->row = row_of (self, "given");
    json_object_set_string_member (told->row, "purpose", purpose);
    json_object_set_string_member (told->row, "source", source);
  } else {
    told->taken_back = g_strdup (purpose);
  }
  tell (self, "customer.consent", args, told, cancellable, callback, user_data);
}

void
bh_consents_stop_async (BhConsents *self, const char *reason, BH_COMMAND_END)
{
  JsonObject *args;
  Told *told;

  g_return_if_fail (BH_IS_CONSENTS (self) && self->desk != NULL && self->contact != NULL);
  args = json_object_new ();
  told = g_new0 (Told, 1);
  json_object_set_string_member (args, "reason", reason);
  told->row = row_of (self, "since");
  json_object_set_string_member (told->row, "list", "house");
  json_object_set_string_member (told->row, "reason", reason);
  tell (self, "customer.do_not_call", args, told, cancellable, callback, user_data);
}

/* ---- */

const char *
bh_consents_get_line (BhConsents *self)
{
  return bh_item_get_string (self, PROP_LINE);
}

const char *
bh_consents_get_blocked (BhConsents *self)
{
  return bh_item_get_string (self, PROP_BLOCKED);
}

GListModel *
bh_consents_get_lines (BhConsents *self)
{
  g_return_val_if_fail (BH_IS_CONSENTS (self), NULL);
  return G_LIST_MODEL (self->lines);
}
