/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/card-private.h"

#include "desktop/client/json-get.h"
#include "desktop/model/bidi.h"
#include "desktop/model/history-list.h"
#include "desktop/model/matter.h"
#include "desktop/model/time-text.h"

enum {
  PROP_STATUS = 1,
  PROP_MESSAGE,
  PROP_MATCH,
  PROP_CUSTOMER,
  PROP_CUSTOMERS,
  PROP_MATTERS,
  PROP_HISTORY,
  PROP_HISTORY_MORE,
  PROP_SEEN_BEFORE,
  PROP_NUMBER,
  PROP_NUMBER_TEXT,
  PROP_REGION,
  PROP_PLACE,
  PROP_NUMBER_KIND,
};

static const BhItemField fields[] = {
    {"status", bh_card_status_get_type},
    {"message", bh_item_string},
    {"match", bh_item_string},
    {"customer", bh_customer_get_type},
    {"customers", g_list_model_get_type},
    {"matters", g_list_model_get_type},
    {"history", g_list_model_get_type},
    {"history-more", bh_item_bool},
    {"seen-before", bh_item_int},
    {"number", bh_item_string},
    {"number-text", bh_item_string},
    {"region", bh_item_string},
    {"place", bh_item_string},
    {"number-kind", bh_item_string},
};

struct _BhCard {
  BhItem parent;

  GListStore *customers;
  GListStore *matters;
  BhHistoryList *history;
  JsonObject *data; /* the last event, to see what is as before */
};

BH_ENUM_DEFINE (BhCardStatus, bh_card_status, BH_CARD_TABLE)
G_DEFINE_FINAL_TYPE (BhCard, bh_card, BH_TYPE_ITEM)

static void
bh_card_finalize (GObject *object)
{
  BhCard *self = BH_CARD (object);

  g_clear_object (&self->customers);
  g_clear_object (&self->matters);
  g_clear_object (&self->history);
  g_clear_pointer (&self->data, json_object_unref);
  G_OBJECT_CLASS (bh_card_parent_class)->finalize (object);
}

static void
bh_card_class_init (BhCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_card_finalize;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_card_init (BhCard *self)
{
  self->customers = g_list_store_new (BH_TYPE_CUSTOMER);
  self->matters = g_list_store_new (BH_TYPE_MATTER);
  self->history = bh_history_list_new ();
  bh_item_set_object (self, PROP_CUSTOMERS, self->customers);
  bh_item_set_object (self, PROP_MATTERS, self->matters);
  bh_item_set_object (self, PROP_HISTORY, self->history);
}

static gboolean
same_array (JsonObject *a, JsonObject *b, const char *member)
{
  JsonArray *left = bh_json_array (a, member);
  JsonArray *right = bh_json_array (b, member);

  if (left == NULL || right == NULL)
    return bh_json_array_length (left) == bh_json_array_length (right);
  return json_array_equal (left, right);
}

static gboolean
same_object (JsonObject *a, JsonObject *b, const char *member)
{
  JsonObject *left = bh_json_object (a, member);
  JsonObject *right = bh_json_object (b, member);

  return left == right || (left && right && json_object_equal (left, right));
}

static void
replace_all (GListStore *store, GPtrArray *items)
{
  g_list_store_splice (store,
                       0,
                       g_list_model_get_n_items (G_LIST_MODEL (store)),
                       items->pdata,
                       items->len);
}

static void
update_customers (BhCard *self, JsonArray *array)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < bh_json_array_length (array); i++) {
    BhCustomer *customer = bh_customer_new (bh_json_array_object (array, i));
    if (customer)
      g_ptr_array_add (items, customer);
  }
  replace_all (self->customers, items);
}

static void
update_matters (BhCard *self, JsonArray *array)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < bh_json_array_length (array); i++)
    g_ptr_array_add (items, bh_matter_new (bh_json_array_object (array, i)));
  replace_all (self->matters, items);
}

static void
update_number (BhCard *self, JsonObject *number)
{
  const char *e164 = bh_json_string (number, "e164");
  const char *display = bh_json_string (number, "display");
  g_autofree char *text = display ? bh_bidi_ltr (display) : bh_number_text (e164);

  bh_item_set_string (self, PROP_NUMBER, e164);
  bh_item_set_string (self, PROP_NUMBER_TEXT, text);
  bh_item_set_string (self, PROP_REGION, bh_json_string (number, "region"));
  bh_item_set_string (self, PROP_PLACE, bh_json_string (number, "place"));
  bh_item_set_string (self, PROP_NUMBER_KIND, bh_json_string (number, "kind"));
}

static void
update_parts (BhCard *self, JsonObject *data, const BhLabels *labels)
{
  gboolean first = self->data == NULL;

  if (first || !same_array (self->data, data, "customers"))
    update_customers (self, bh_json_array (data, "customers"));
  if (first || !same_object (self->data, data, "customer")) {
    g_autoptr (BhCustomer) customer = bh_customer_new (bh_json_object (data, "customer"));
    bh_item_set_object (self, PROP_CUSTOMER, customer);
  }
  if (first || !same_array (self->data, data, "matters"))
    update_matters (self, bh_json_array (data, "matters"));
  /* What was asked for beyond the first page stays while the first page is as before. */
  if (first || !same_array (self->data, data, "history")) {
    bh_history_list_set (self->history, bh_json_array (data, "history"), labels);
    bh_item_set_bool (self, PROP_HISTORY_MORE, bh_json_bool (data, "history_more"));
  }
}

void
bh_card_update (BhCard *self, JsonObject *data, const BhLabels *labels)
{
  BhCardStatus status =
      bh_card_status_from_string (bh_json_string (data, "status"), BH_CARD_LOOKING);
  JsonObject *old = self->data;

  g_object_freeze_notify (G_OBJECT (self));
  update_parts (self, data, labels);
  update_number (self, bh_json_object (data, "number"));
  bh_item_set_string (self, PROP_MESSAGE, bh_json_string (data, "message"));
  bh_item_set_string (self, PROP_MATCH, bh_json_string (data, "match"));
  bh_item_set_int (self, PROP_SEEN_BEFORE, bh_json_int (data, "seen_before", 0));
  bh_item_set_enum (self, PROP_STATUS, status);
  self->data = json_object_ref (data);
  g_clear_pointer (&old, json_object_unref);
  g_object_thaw_notify (G_OBJECT (self));
}

void
bh_card_append_history (BhCard *self, JsonObject *result, const BhLabels *labels)
{
  bh_history_list_append (self->history, bh_json_array (result, "history"), labels);
  bh_item_set_bool (self, PROP_HISTORY_MORE, bh_json_bool (result, "more"));
}

const char *
bh_card_get_oldest (BhCard *self)
{
  return bh_history_list_get_oldest (self->history);
}

BhCardStatus
bh_card_get_status (BhCard *self)
{
  return (BhCardStatus) bh_item_get_enum (self, PROP_STATUS);
}

BhCustomer *
bh_card_get_customer (BhCard *self)
{
  return bh_item_get_object (self, PROP_CUSTOMER);
}

GListModel *
bh_card_get_customers (BhCard *self)
{
  return G_LIST_MODEL (self->customers);
}

GListModel *
bh_card_get_matters (BhCard *self)
{
  return G_LIST_MODEL (self->matters);
}

GListModel *
bh_card_get_history (BhCard *self)
{
  return G_LIST_MODEL (self->history);
}

gboolean
bh_card_get_history_more (BhCard *self)
{
  return bh_item_get_bool (self, PROP_HISTORY_MORE);
}

const char *
bh_card_get_message (BhCard *self)
{
  return bh_item_get_string (self, PROP_MESSAGE);
}

const char *
bh_card_get_number_text (BhCard *self)
{
  return bh_item_get_string (self, PROP_NUMBER_TEXT);
}

const char *
bh_card_get_place (BhCard *self)
{
  return bh_item_get_string (self, PROP_PLACE);
}

gint64
bh_card_get_seen_before (BhCard *self)
{
  return bh_item_get_int (self, PROP_SEEN_BEFORE);
}
