/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/finder.h"

#include "desktop/client/json-get.h"
#include "desktop/model/article-hit.h"
#include "desktop/model/customer.h"
#include "desktop/model/desk-ask.h"

#define MAX_TEXT 200 /* characters, the protocol's own limit */

enum { PROP_MESSAGE = 1 };

static const BhItemField fields[] = {{"message", bh_item_string}};

typedef gpointer (*MakeItem) (JsonObject *data, guint place);

/* One of the two questions. */
typedef struct {
  const char *op;
  const char *member; /* of the reply */
  MakeItem make;
  guint limit;
  GListStore *found;
  char *asked; /* that is under way, or NULL */
} Search;

struct _BhFinder {
  BhItem parent;

  BhDesk *desk;
  char *text; /* what is looked for; "" nothing */
  Search searches[2];
};

G_DEFINE_FINAL_TYPE (BhFinder, bh_finder, BH_TYPE_ITEM)

static void
bh_finder_finalize (GObject *object)
{
  BhFinder *self = BH_FINDER (object);

  for (gsize i = 0; i < G_N_ELEMENTS (self->searches); i++) {
    g_clear_object (&self->searches[i].found);
    g_free (self->searches[i].asked);
  }
  g_free (self->text);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (bh_finder_parent_class)->finalize (object);
}

static void
bh_finder_class_init (BhFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_finder_finalize;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_finder_init (BhFinder *self)
{
  self->text = g_strdup ("");
}

static gpointer
make_customer (JsonObject *data, guint place)
{
  return bh_customer_new (data);
}

static gpointer
make_article (JsonObject *data, guint place)
{
  return bh_article_hit_new (data, place, NULL);
}

BhFinder *
bh_finder_new (BhDesk *desk, guint max_customers, guint max_articles)
{
  BhFinder *self;

  g_return_val_if_fail (BH_IS_DESK (desk), NULL);

  self = g_object_new (BH_TYPE_FINDER, NULL);
  self->desk = g_object_ref (desk);
  self->searches[0] = (Search){"customer.search",
                               "customers",
                               make_customer,
                               max_customers,
                               g_list_store_new (BH_TYPE_CUSTOMER)};
  self->searches[1] = (Search){"kb.search",
                               "hits",
                               make_article,
                               max_articles,
                               g_list_store_new (BH_TYPE_ARTICLE_HIT)};
  return self;
}

/* The list is told of one change. */
static void
fill (Search *search, JsonArray *array)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_object_unref);
  guint before = g_list_model_get_n_items (G_LIST_MODEL (search->found));

  for (guint i = 0; i < bh_json_array_length (array) && made->len < search->limit; i++) {
    gpointer item = search->make (bh_json_array_object (array, i), made->len + 1);
    if (item != NULL)
      g_ptr_array_add (made, item);
  }
  if (before > 0 || made->len > 0)
    g_list_store_splice (search->found, 0, before, made->pdata, made->len);
}

typedef struct {
  BhFinder *self;
  Search *search;
} Question;

static void ask (BhFinder *self, Search *search);

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr (BhFinder) self = question->self;
  Search *search = question->search;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);
  g_autofree char *asked = g_steal_pointer (&search->asked);

  if (!g_str_equal (asked, self->text)) { /* somebody typed on */
    ask (self, search);
    return;
  }
  fill (search, reply != NULL ? bh_json_array (reply, search->member) : NULL);
  bh_item_set_string (self, PROP_MESSAGE, error != NULL ? error->message : NULL);
}

static void
ask (BhFinder *self, Search *search)
{
  Question *question;
  JsonObject *args;

  if (search->asked != NULL || search->limit == 0)
    return;
  if (*self->text == '\0') {
    fill (search, NULL);
    return;
  }
  search->asked = g_strdup (self->text);
  question = g_new (Question, 1);
  *question = (Question){g_object_ref (self), search};
  args = json_object_new ();
  json_object_set_string_member (args, "text", self->text);
  json_object_set_int_member (args, "limit", search->limit);
  bh_desk_ask_async (self->desk, search->op, args, NULL, on_found, question);
}

/* One letter finds half of everything; one 字 is a word. */
static char *
searchable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  const char *from = g_strstrip (valid);
  glong n = g_utf8_strlen (from, -1);

  if (n < 2 && (n == 0 || !g_unichar_iswide (g_utf8_get_char (from))))
    return g_strdup ("");
  return n > MAX_TEXT ? g_utf8_substring (from, 0, MAX_TEXT) : g_strdup (from);
}

void
bh_finder_ask (BhFinder *self, const char *text)
{
  char *wanted;

  g_return_if_fail (BH_IS_FINDER (self));

  wanted = searchable (text);
  if (g_str_equal (wanted, self->text)) {
    g_free (wanted);
    return;
  }
  g_free (self->text);
  self->text = wanted;
  if (*wanted == '\0')
    bh_item_set_string (self, PROP_MESSAGE, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (self->searches); i++) {
    if (*wanted == '\0') /* at once, whatever is still under way */
      fill (&self->searches[i], NULL);
    ask (self, &self->searches[i]);
  }
}

GListModel *
bh_finder_get_customers (BhFinder *self)
{
  g_return_val_if_fail (BH_IS_FINDER (self), NULL);
  return G_LIST_MODEL (self->searches[0].found);
}

GListModel *
bh_finder_get_articles (BhFinder *self)
{
  g_return_val_if_fail (BH_IS_FINDER (self), NULL);
  return G_LIST_MODEL (self->searches[1].found);
}

const char *
bh_finder_get_message (BhFinder *self)
{
  g_return_val_if_fail (BH_IS_FINDER (self), NULL);
  return bh_item_get_string (self, PROP_MESSAGE);
}
