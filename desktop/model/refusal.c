/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/refusal.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/bidi.h"

enum {
  PROP_ID = 1,
  PROP_KIND,
  PROP_CONTACT,
  PROP_TITLE,
  PROP_SUBJECT,
  PROP_TEXT,
  PROP_REASON,
  PROP_SENTENCE,
  PROP_AT,
};

static const BhItemField fields[] = {
    {"id", bh_item_string},
    {"kind", bh_item_string},
    {"contact", bh_item_string},
    {"title", bh_item_string},
    {"subject", bh_item_string},
    {"text", bh_item_string},
    {"reason", bh_item_string},
    {"sentence", bh_item_string},
    {"at", bh_item_int},
};

struct _BhRefusal {
  BhItem parent;

  JsonObject *kept;
};

G_DEFINE_FINAL_TYPE (BhRefusal, bh_refusal, BH_TYPE_ITEM)

static void
bh_refusal_finalize (GObject *object)
{
  g_clear_pointer (&BH_REFUSAL (object)->kept, json_object_unref);
  G_OBJECT_CLASS (bh_refusal_parent_class)->finalize (object);
}

static void
bh_refusal_class_init (BhRefusalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_refusal_finalize;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_refusal_init (BhRefusal *self)
{
}

static char *
make_sentence (JsonObject *kept)
{
  const char *kind = bh_json_string (kept, "kind");
  g_autofree char *title = bh_bidi_part (bh_json_string (kept, "title"));
  g_autofree char *subject = bh_bidi_part (bh_json_string (kept, "subject"));
  g_autofree char *reason = bh_bidi_part (bh_json_string (kept, "reason"));

  if (g_str_equal (kind, "note"))
    /* Translators: the customer, then why, as a sentence of its own. */
    return g_strdup_printf (_ ("The note for %s was not taken: %s"), title, reason);
  if (g_str_equal (kind, "answer"))
    /* Translators: a question of a script, the customer, then why, as a sentence of its own. */
    return g_strdup_printf (_ ("The answer to “%s” for %s was not taken: %s"),
                            subject,
                            title,
                            reason);
  if (subject == NULL)
    return g_strdup_printf (_ ("The result for %s was not taken back: %s"), title, reason);
  /* Translators: a result (disposition), the customer, then why, as a sentence of its own. */
  return g_strdup_printf (_ ("The result “%s” for %s was not taken: %s"), subject, title, reason);
}

static gboolean
is_whole (JsonObject *kept)
{
  static const char *const needed[] = {"kind", "contact", "title", "text", "reason"};

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (bh_json_string (kept, needed[i]) == NULL)
      return FALSE;
  return TRUE;
}

BhRefusal *
bh_refusal_new (const char *id, JsonObject *kept, gint64 at)
{
  BhRefusal *self;
  g_autofree char *sentence = NULL;

  if (!is_whole (kept))
    return NULL;
  self = g_object_new (BH_TYPE_REFUSAL, NULL);
  sentence = make_sentence (kept);
  self->kept = json_object_ref (kept);
  bh_item_set_string (self, PROP_ID, id);
  bh_item_set_string (self, PROP_KIND, bh_json_string (kept, "kind"));
  bh_item_set_string (self, PROP_CONTACT, bh_json_string (kept, "contact"));
  bh_item_set_string (self, PROP_TITLE, bh_json_string (kept, "title"));
  bh_item_set_string (self, PROP_SUBJECT, bh_json_string (kept, "subject"));
  bh_item_set_string (self, PROP_TEXT, bh_json_string (kept, "text"));
  bh_item_set_string (self, PROP_REASON, bh_json_string (kept, "reason"));
  bh_item_set_string (self, PROP_SENTENCE, sentence);
  bh_item_set_int (self, PROP_AT, at);
  return self;
}

const char *
bh_refusal_get_id (BhRefusal *self)
{
  return bh_item_get_string (self, PROP_ID);
}

const char *
bh_refusal_get_kind (BhRefusal *self)
{
  return bh_item_get_string (self, PROP_KIND);
}

const char *
bh_refusal_get_contact (BhRefusal *self)
{
  return bh_item_get_string (self, PROP_CONTACT);
}

const char *
bh_refusal_get_text (BhRefusal *self)
{
  return bh_item_get_string (self, PROP_TEXT);
}

const char *
bh_refusal_get_reason (BhRefusal *self)
{
  return bh_item_get_string (self, PROP_REASON);
}

const char *
bh_refusal_get_sentence (BhRefusal *self)
{
  return bh_item_get_string (self, PROP_SENTENCE);
}

const char *
bh_refusal_get_op (BhRefusal *self)
{
  return bh_json_string (self->kept, "op");
}

JsonObject *
bh_refusal_get_args (BhRefusal *self)
{
  return bh_json_object (self->kept, "args");
}

JsonObject *
bh_refusal_get_kept (BhRefusal *self)
{
  return self->kept;
}
