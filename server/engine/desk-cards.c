/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/desk-over.h"
#include "server/engine/desk-scripts.h"

/* The card of who calls. It never waits: "looking" at once, then what was found, however late; a
 * database that is away is an answer too. */

typedef struct {
  BhDesk *desk;
  char *contact;
} LookUp;

static void
look_up_free (LookUp *look_up)
{
  g_free (look_up->contact);
  g_free (look_up);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LookUp, look_up_free)

static LookUp *
look_up_new (BhDesk *desk, const char *contact)
{
  LookUp *look_up = g_new (LookUp, 1);

  look_up->desk = desk;
  look_up->contact = g_strdup (contact);
  return look_up;
}

JsonNode *
bh_desk_card_node (BhDesk *desk, const char *contact)
{
  return g_hash_table_lookup (desk->cards, contact);
}

/* Takes @card; it must not change any more. */
static void
put_card (BhDesk *desk, const char *contact, JsonObject *card)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (card, "contact", contact);
  json_node_take_object (node, card);
  json_node_seal (node);
  g_hash_table_replace (desk->cards, g_strdup (contact), node);
  bh_desk_send_of_contact (desk, contact, "card", json_node_ref (node));
  bh_desk_script_look_again (desk, contact);
}

static JsonObject *
plain_card (const char *status, const char *number, const char *message)
{
  JsonObject *card = json_object_new ();
  JsonObject *shown = json_object_new ();

  json_object_set_string_member (card, "status", status);
  json_object_set_string_member (shown, "display", number != NULL ? number : "");
  json_object_set_object_member (card, "number", shown);
  json_object_set_array_member (card, "customers", json_array_new ());
  json_object_set_null_member (card, "customer");
  json_object_set_array_member (card, "matters", json_array_new ());
  json_object_set_array_member (card, "history", json_array_new ());
  json_object_set_boolean_member (card, "history_more", FALSE);
  json_object_set_int_member (card, "seen_before", 0);
  if (message != NULL)
    json_object_set_string_member (card, "message", message);
  return card;
}

static JsonObject *
parse_card (const char *text)
{
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  return json_object_ref (json_node_get_object (node));
}

/* What the one match is worth: the contact is with that customer, until a person says otherwise. */
static void
attach_match (BhDesk *desk, const char *contact, const char *customer)
{
  gint64 now_us = bh_engine_now (desk->engine);
  const BhContact *now = bh_model_get_contact (bh_desk_model (desk), contact);

  if (customer != NULL && now != NULL && now->customer == NULL)
    bh_engine_take_turn (desk->engine,
                         bh_model_set_customer (bh_desk_model (desk), contact, customer, now_us),
                         now_us);
}

/* Somebody still looks at it, or it goes on. */
static gboolean
is_wanted (const LookUp *look_up)
{
  return bh_model_get_contact (bh_desk_model (look_up->desk), look_up->contact) != NULL ||
         bh_desk_over_is_kept (look_up->desk, look_up->contact);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LookUp) look_up = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BhLookupResult) found =
      bh_crm_port_lookup_finish (BH_CRM_PORT (source), result, &error);
  JsonObject *card;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!is_wanted (look_up))
    return; /* it was over sooner */
  if (found == NULL) {
    put_card (look_up->desk, look_up->contact, plain_card ("unavailable", NULL, error->message));
    return;
  }
  card = parse_card (found->json);
  if (card == NULL)
    card = plain_card (bh_lookup_kind_to_string (found->kind), found->display, NULL);
  put_card (look_up->desk, look_up->contact, card);
  if (found->kind == BH_LOOKUP_ONE)
    attach_match (look_up->desk, look_up->contact, found->customer_id);
}

void
bh_desk_look_up (const char *contact, const char *number, gpointer data)
{
  BhDesk *desk = data;

  if (desk->settings.crm == NULL)
    return;
  put_card (desk, contact, plain_card ("looking", number, NULL));
  bh_crm_port_lookup_async (desk->settings.crm,
                            number,
                            desk->cancel,
                            on_looked_up,
                            look_up_new (desk, contact));
}

/* ---- a customer that a person chose */

static void
on_customer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LookUp) look_up = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      bh_directory_port_query_finish (BH_DIRECTORY_PORT (source), result, &error);
  JsonObject *card;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!is_wanted (look_up))
    return;
  card = parse_card (text);
  put_card (look_up->desk,
            look_up->contact,
            card != NULL
                ? card
                : plain_card ("unavailable",
                              NULL,
                              error != NULL ? error->message : "There is no such customer."));
}

static gboolean
was_chosen (JsonNode *card)
{
  const char *match =
      card != NULL
          ? json_object_get_string_member_with_default (json_node_get_object (card), "match", NULL)
          : NULL;

  return g_strcmp0 (match, "chosen") == 0;
}

/* A person says that it is not whom the number belongs to: asking for the number again would only
 * bring the same answer. */
static void
show_nobody (BhDesk *desk, const char *contact, JsonNode *card)
{
  JsonObject *nobody = plain_card ("none", NULL, NULL);
  JsonNode *number = json_object_get_member (json_node_get_object (card), "number");

  if (number != NULL)
    json_object_set_member (nobody, "number", json_node_copy (number));
  json_object_set_string_member (nobody, "match", "chosen");
  put_card (desk, contact, nobody);
}

void
bh_desk_show_customer (BhDesk *desk, const char *contact, const char *customer)
{
  const BhContact *now = bh_model_get_contact (bh_desk_model (desk), contact);
  g_autoptr (JsonObject) args = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  JsonNode *card = bh_desk_card_node (desk, contact);

  if (customer == NULL) {
    if (now != NULL && !was_chosen (card) && card != NULL)
      show_nobody (desk, contact, card);
    else if (now != NULL) /* undone: what the number says counts again */
      bh_desk_look_up (contact, now->number, desk);
    return;
  }
  json_object_set_string_member (args, "customer", customer);
  if (card != NULL && json_object_has_member (json_node_get_object (card), "number"))
    json_object_set_member (
        args,
        "number",
        json_node_copy (json_object_get_member (json_node_get_object (card), "number")));
  json_node_set_object (node, args);
  text = json_to_string (node, FALSE);
  bh_directory_port_query_async (desk->settings.directory,
                                 BH_QUERY_CUSTOMER,
                                 text,
                                 desk->cancel,
                                 on_customer,
                                 look_up_new (desk, contact));
}
