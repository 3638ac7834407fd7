/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/disposition-private.h"

#include "desktop/client/json-get.h"
#include "desktop/model/label.h"

enum {
  PROP_CODE = 1,
  PROP_LABEL,
  PROP_PARENTS,
  PROP_PATH_LABEL,
  PROP_QUEUE,
  PROP_CAMPAIGN,
  PROP_PATH,
  PROP_SEARCH,
};

static const BhItemField fields[] = {
    {"code", bh_item_string},
    {"label", bh_item_string},
    {"parents", bh_item_string},
    {"path-label", bh_item_string},
    {"queue", bh_item_string},
    {"campaign", bh_item_string},
    {"path", bh_item_strv},
    {"search", bh_item_string},
};

struct _BhDisposition {
  BhItem parent;
};

G_DEFINE_FINAL_TYPE (BhDisposition, bh_disposition, BH_TYPE_ITEM)

static void
bh_disposition_class_init (BhDispositionClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_disposition_init (BhDisposition *self)
{
}

/* "›" stands between the steps of a path in every language. */
#define STEP " › "

static char *
join_parents (char **path)
{
  guint n = g_strv_length (path);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i + 1 < n; i++)
    g_string_append_printf (text, "%s%s", i ? STEP : "", path[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_all_labels (GString *search, JsonObject *labels)
{
  JsonObjectIter iter;
  JsonNode *node;

  if (labels == NULL)
    return;
  json_object_iter_init (&iter, labels);
  while (json_object_iter_next (&iter, NULL, &node)) {
    const char *label = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
    g_autofree char *folded = label ? g_utf8_casefold (label, -1) : NULL;
    if (folded)
      g_string_append_printf (search, "%s ", folded);
  }
}

BhDisposition *
bh_disposition_new (JsonObject *data, const char *language)
{
  BhDisposition *self = g_object_new (BH_TYPE_DISPOSITION, NULL);
  JsonArray *steps = bh_json_array (data, "path");
  const char *code = bh_json_string (data, "code");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GString) search = g_string_new (NULL);
  g_auto (GStrv) path = NULL;
  g_autofree char *parents = NULL;
  g_autofree char *joined = NULL;
  guint n;

  for (guint i = 0; i < bh_json_array_length (steps); i++) {
    g_strv_builder_add (builder, bh_label_choose (bh_json_array_object (steps, i), language, code));
    append_all_labels (search, bh_json_array_object (steps, i));
  }
  path = g_strv_builder_end (builder);
  n = g_strv_length (path);
  parents = join_parents (path);
  joined = g_strjoinv (STEP, path);
  bh_item_set_string (self, PROP_CODE, code);
  bh_item_set_string (self, PROP_LABEL, n ? path[n - 1] : code);
  bh_item_set_string (self, PROP_PARENTS, parents);
  bh_item_set_string (self, PROP_PATH_LABEL, n ? joined : code);
  bh_item_set_string (self, PROP_QUEUE, bh_json_string (data, "queue"));
  bh_item_set_string (self, PROP_CAMPAIGN, bh_json_string (data, "campaign"));
  bh_item_set_strv (self, PROP_PATH, (const char *const *) path);
  bh_item_set_string (self, PROP_SEARCH, search->str);
  return self;
}

/* Chinese has no spaces: there a word may begin anywhere. */
static gboolean
begins_word (const char *text, const char *at, const char *word)
{
  const char *before;

  if (at == text || g_unichar_iswide (g_utf8_get_char (word)))
    return TRUE;
  before = g_utf8_find_prev_char (text, at);
  return before == NULL || !g_unichar_isalnum (g_utf8_get_char (before));
}

static gboolean
has_word (const char *text, const char *word)
{
  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    if (begins_word (text, at, word))
      return TRUE;
  return FALSE;
}

gboolean
bh_disposition_matches (BhDisposition *self, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text ? text : "", -1);
  g_auto (GStrv) typed = g_strsplit_set (folded, " \t›", -1);
  const char *search = bh_item_get_string (self, PROP_SEARCH);

  for (guint i = 0; typed[i] != NULL; i++)
    if (*typed[i] != '\0' && !has_word (search, typed[i]))
      return FALSE;
  return TRUE;
}

const char *
bh_disposition_get_code (BhDisposition *self)
{
  return bh_item_get_string (self, PROP_CODE);
}

const char *
bh_disposition_get_label (BhDisposition *self)
{
  return bh_item_get_string (self, PROP_LABEL);
}

const char *
bh_disposition_get_path_label (BhDisposition *self)
{
  return bh_item_get_string (self, PROP_PATH_LABEL);
}

static gboolean
is_of (const char *branch, const char *own)
{
  return branch == NULL || *branch == '\0' || g_strcmp0 (branch, own) == 0;
}

gboolean
bh_disposition_is_for (BhDisposition *self, const char *queue, const char *campaign)
{
  return is_of (bh_item_get_string (self, PROP_QUEUE), queue) &&
         is_of (bh_item_get_string (self, PROP_CAMPAIGN), campaign);
}
