/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/crm/local-crm.h"

#include <json-glib/json-glib.h>

#include "server/crm/lookup-memory.h"
#include "server/crm/phone-number.h"

/* How many of the last contacts a card brings along; the rest is paged. */
#define CONTACTS_ON_CARD 5
/* Answers that are remembered for when the database is away: some 3 KiB each. */
#define REMEMBERED 2000

struct _BhLocalCrm {
  GObject parent;
  BhDirectoryPort *directory;
  char *home;
  BhLookupMemory *memory;
};

static void port_init (BhCrmPortInterface *iface);
G_DEFINE_FINAL_TYPE_WITH_CODE (BhLocalCrm,
                               bh_local_crm,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_CRM_PORT, port_init))

/* How the database is to compare (data/sql/query/lookup.sql). */
static const char *
mode_of (const BhPhoneNumber *number)
{
  switch (number->kind) {
  case BH_NUMBER_SERVICE:
  case BH_NUMBER_EXTENSION:
    return "exact";
  case BH_NUMBER_PARTIAL:
    return "loose";
  default:
    return "full";
  }
}

static JsonObject *
number_object (const BhPhoneNumber *number)
{
  JsonObject *object = json_object_new ();
  if (number->e164 != NULL)
    json_object_set_string_member (object, "e164", number->e164);
  json_object_set_string_member (object, "display", number->display);
  if (number->region != NULL)
    json_object_set_string_member (object, "region", number->region);
  json_object_set_string_member (object, "kind", bh_number_kind_to_string (number->kind));
  return object;
}

static char *
to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  json_node_init_object (node, object);
  return json_to_string (node, FALSE);
}

static char *
question (const BhPhoneNumber *number)
{
  g_autoptr (JsonObject) args = json_object_new ();
  json_object_set_object_member (args, "number", number_object (number));
  json_object_set_string_member (args,
                                 "e164",
                                 number->e164 != NULL ? number->e164 : number->digits);
  json_object_set_string_member (args, "digits", number->digits);
  json_object_set_string_member (args, "mode", mode_of (number));
  json_object_set_int_member (args, "limit", CONTACTS_ON_CARD);
  return to_text (args);
}

static BhLookupResult *
result_new (BhLookupKind kind, const BhPhoneNumber *number, const char *reason)
{
  BhLookupResult *result = g_new0 (BhLookupResult, 1);
  result->kind = kind;
  result->reason = g_strdup (reason);
  result->e164 = g_strdup (number->e164);
  result->display = g_strdup (number->display);
  return result;
}

/* No number to look for: an answer all the same. */
static BhLookupResult *
nothing_to_ask (const BhPhoneNumber *number)
{
  gboolean withheld = number->kind == BH_NUMBER_WITHHELD;
  BhLookupResult *result = result_new (withheld ? BH_LOOKUP_WITHHELD : BH_LOOKUP_NONE,
                                       number,
                                       withheld ? "withheld" : "no number");
  g_autoptr (JsonObject) card = json_object_new ();
  json_object_set_string_member (card, "status", bh_lookup_kind_to_string (result->kind));
  json_object_set_object_member (card, "number", number_object (number));
  json_object_set_array_member (card, "customers", json_array_new ());
  json_object_set_null_member (card, "customer");
  json_object_set_array_member (card, "matters", json_array_new ());
  json_object_set_array_member (card, "history", json_array_new ());
  json_object_set_boolean_member (card, "history_more", FALSE);
  json_object_set_int_member (card, "seen_before", 0);
  result->json = to_text (card);
  return result;
}

static BhLookupResult *
understand (const BhPhoneNumber *number, char *json /* (transfer full) */, GError **error)
{
  g_autofree char *text = json;
  g_autoptr (JsonNode) node = json_from_string (text, error);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    if (error != NULL && *error == NULL)
      g_set_error (error,
                   BH_DIRECTORY_ERROR,
                   BH_DIRECTORY_ERROR_FAILED,
                   "The database answered a look-up with something else.");
    return NULL;
  }
  JsonObject *card = json_node_get_object (node);
  BhLookupKind kind = BH_LOOKUP_NONE;
  bh_lookup_kind_from_string (json_object_get_string_member_with_default (card, "status", "none"),
                              &kind);
  BhLookupResult *result =
      result_new (kind, number, json_object_get_string_member_with_default (card, "match", "none"));
  JsonNode *customer = json_object_get_member (card, "customer");
  if (kind == BH_LOOKUP_ONE && customer != NULL && JSON_NODE_HOLDS_OBJECT (customer))
    result->customer_id =
        g_strdup (json_object_get_string_member_with_default (json_node_get_object (customer),
                                                              "customer",
                                                              NULL));
  result->json = g_steal_pointer (&text);
  return result;
}

typedef struct {
  BhPhoneNumber *number;
  char *args;
} Question;

static void
question_free (Question *question)
{
  bh_phone_number_free (question->number);
  g_free (question->args);
  g_free (question);
}

/* What was known when it was asked last, with a word that says so; NULL: nothing. */
static char *
remember (BhLocalCrm *self, const char *args)
{
  gint64 at_us = 0;
  const char *answer = bh_lookup_memory_get (self->memory, args, &at_us);
  g_autoptr (JsonNode) node = answer != NULL ? json_from_string (answer, NULL) : NULL;
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (at_us / G_USEC_PER_SEC);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  g_autofree char *time = g_date_time_format (at, "%H:%M");
  g_autofree char *message =
      g_strdup_printf ("The database is away; this is what was known at %s.", time);
  json_object_set_string_member (json_node_get_object (node), "message", message);
  return json_to_string (node, FALSE);
}

static gboolean
is_away (const GError *error)
{
  return g_error_matches (error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_AWAY) ||
         g_error_matches (error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_TIMEOUT) ||
         g_error_matches (error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_BUSY);
}

static void
on_answer (GObject *source, GAsyncResult *async, gpointer data)
{
  g_autoptr (GTask) task = data;
  BhLocalCrm *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *json = bh_directory_port_query_finish (BH_DIRECTORY_PORT (source), async, &error);

  gboolean fresh = json != NULL;
  if (!fresh && is_away (error) && (json = remember (self, question->args)) != NULL)
    g_clear_error (&error);
  BhLookupResult *result = json == NULL ? NULL : understand (question->number, json, &error);
  if (fresh && result != NULL)
    bh_lookup_memory_put (self->memory, question->args, result->json, g_get_real_time ());
  if (result == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, result, (GDestroyNotify) bh_lookup_result_free);
}

static void
lookup_async (BhCrmPort *port,
              const char *text,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  BhLocalCrm *self = BH_LOCAL_CRM (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Question *asked = g_new0 (Question, 1);

  asked->number = bh_phone_number_new (text, self->home);
  g_task_set_source_tag (task, lookup_async);
  g_task_set_task_data (task, asked, (GDestroyNotify) question_free);
  if (asked->number->kind == BH_NUMBER_WITHHELD || asked->number->kind == BH_NUMBER_ODD) {
    g_task_return_pointer (task,
                           nothing_to_ask (asked->number),
                           (GDestroyNotify) bh_lookup_result_free);
    return;
  }
  asked->args = question (asked->number);
  bh_directory_port_query_async (self->directory,
                                 BH_QUERY_LOOKUP,
                                 asked->args,
                                 cancellable,
                                 on_answer,
                                 g_steal_pointer (&task));
}

static BhLookupResult *
lookup_finish (BhCrmPort *port, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, port), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static char *
normalise (BhCrmPort *port, const char *text, char **display)
{
  g_autoptr (BhPhoneNumber) number = bh_phone_number_new (text, BH_LOCAL_CRM (port)->home);
  if (display != NULL)
    *display = g_strdup (number->display);
  return g_strdup (number->e164);
}

static void
port_init (BhCrmPortInterface *iface)
{
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
  iface->normalise = normalise;
}

static void
bh_local_crm_finalize (GObject *object)
{
  BhLocalCrm *self = BH_LOCAL_CRM (object);
  g_clear_object (&self->directory);
  g_free (self->home);
  bh_lookup_memory_free (self->memory);
  G_OBJECT_CLASS (bh_local_crm_parent_class)->finalize (object);
}

static void
bh_local_crm_class_init (BhLocalCrmClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_local_crm_finalize;
}

static void
bh_local_crm_init (BhLocalCrm *self)
{
  self->memory = bh_lookup_memory_new (REMEMBERED);
}

BhLocalCrm *
bh_local_crm_new (BhDirectoryPort *directory, const char *home_region)
{
  g_return_val_if_fail (BH_IS_DIRECTORY_PORT (directory), NULL);
  g_return_val_if_fail (bh_phone_region_is_known (home_region), NULL);
  BhLocalCrm *self = g_object_new (BH_TYPE_LOCAL_CRM, NULL);
  self->directory = g_object_ref (directory);
  self->home = g_strdup (home_region);
  return self;
}
