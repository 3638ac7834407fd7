/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/target.h"

#include "desktop/model/time-text.h"

#include <glib/gi18n.h>

enum {
  PROP_KIND = 1,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_TO,
  PROP_COLLEAGUE,
  PROP_QUEUE,
  PROP_STATE,
  PROP_PRESENCE,
  PROP_SINCE,
  PROP_WHY_NOT
};

static const BhItemField fields[] = {
    {"kind", bh_item_string},
    {"title", bh_item_string},
    {"subtitle", bh_item_string},
    {"to", bh_item_string},
    {"colleague", bh_colleague_get_type},
    {"queue", bh_queue_item_get_type},
    {"state", bh_agent_get_type},
    {"presence", bh_item_string},
    {"since", bh_item_int},
    {"why-not", bh_item_string},
};

struct _BhTarget {
  BhItem parent_instance;
};

G_DEFINE_FINAL_TYPE (BhTarget, bh_target, BH_TYPE_ITEM)

static void
bh_target_class_init (BhTargetClass *klass)
{
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_target_init (BhTarget *self)
{
}

static BhTarget *
target_new (const char *kind, const char *title, const char *subtitle)
{
  BhTarget *self = g_object_new (BH_TYPE_TARGET, NULL);

  bh_item_set_string (self, PROP_KIND, kind);
  bh_item_set_string (self, PROP_TITLE, title);
  bh_item_set_string (self, PROP_SUBTITLE, subtitle);
  return self;
}

/* A queue is as good as the people who are ready in it. */
static void
follow_queue (BhTarget *self)
{
  BhQueueItem *queue = bh_item_get_object (self, PROP_QUEUE);
  gint64 ready = 0;
  gint64 waiting = 0;
  g_autofree char *presence = NULL;
  g_autofree char *waits = NULL;

  g_object_get (queue, "ready", &ready, "waiting", &waiting, NULL);
  presence = ready > 0
                 ? g_strdup_printf (ngettext ("%d ready", "%d ready", (gulong) ready), (int) ready)
                 : g_strdup (_ ("nobody ready"));
  waits = waiting > 0
              ? g_strdup_printf (ngettext ("%d caller waits", "%d callers wait", (gulong) waiting),
                                 (int) waiting)
              : g_strdup (_ ("nobody waits"));
  bh_item_set_string (self, PROP_TITLE, bh_queue_item_get_label (queue));
  bh_item_set_enum (self, PROP_STATE, ready > 0 ? BH_AGENT_READY : BH_AGENT_LOGGED_OUT);
  bh_item_set_string (self, PROP_PRESENCE, presence);
  bh_item_set_string (self, PROP_SUBTITLE, waits);
}

BhTarget *
bh_target_new_queue (BhQueueItem *queue)
{
  BhTarget *self;
  g_autofree char *to = NULL;

  g_return_val_if_fail (BH_IS_QUEUE_ITEM (queue), NULL);
  self = target_new ("queue", NULL, NULL);
  to = g_strconcat ("queue:", bh_queue_item_get_id (queue), NULL);
  bh_item_set_string (self, PROP_TO, to);
  bh_item_set_object (self, PROP_QUEUE, queue);
  g_signal_connect_object (queue, "notify", G_CALLBACK (follow_queue), self, G_CONNECT_SWAPPED);
  follow_queue (self);
  return self;
}

static void
follow_person (BhTarget *self)
{
  BhColleague *colleague = bh_item_get_object (self, PROP_COLLEAGUE);
  g_autofree char *word = NULL;
  gint64 since = 0;

  g_object_get (colleague, "word", &word, "since", &since, NULL);
  bh_item_set_string (self, PROP_TITLE, bh_colleague_get_full_name (colleague));
  bh_item_set_string (self, PROP_SUBTITLE, bh_colleague_get_extension (colleague));
  bh_item_set_enum (self, PROP_STATE, bh_colleague_get_state (colleague));
  bh_item_set_string (self, PROP_PRESENCE, word);
  bh_item_set_int (self, PROP_SINCE, since);
}

BhTarget *
bh_target_new_person (BhColleague *colleague)
{
  BhTarget *self;
  g_autofree char *to = NULL;

  g_return_val_if_fail (BH_IS_COLLEAGUE (colleague), NULL);
  self = target_new ("person",
                     bh_colleague_get_full_name (colleague),
                     bh_colleague_get_extension (colleague));
  to = g_strconcat ("agent:", bh_colleague_get_id (colleague), NULL);
  bh_item_set_string (self, PROP_TO, to);
  bh_item_set_object (self, PROP_COLLEAGUE, colleague);
  g_signal_connect_object (colleague,
                           "notify",
                           G_CALLBACK (follow_person),
                           self,
                           G_CONNECT_SWAPPED);
  follow_person (self);
  return self;
}

BhTarget *
bh_target_new_number (const char *number)
{
  BhTarget *self;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (number != NULL, NULL);
  shown = bh_number_text (number);
  self = target_new ("number", shown, _ ("This number"));
  bh_item_set_string (self, PROP_TO, number);
  bh_item_set_enum (self, PROP_STATE, BH_AGENT_UNKNOWN);
  return self;
}

void
bh_target_set_why_not (BhTarget *self, const char *why_not)
{
  g_return_if_fail (BH_IS_TARGET (self));
  bh_item_set_string (self, PROP_WHY_NOT, why_not);
}

const char *
bh_target_get_kind (BhTarget *self)
{
  return bh_item_get_string (self, PROP_KIND);
}

const char *
bh_target_get_title (BhTarget *self)
{
  return bh_item_get_string (self, PROP_TITLE);
}

const char *
bh_target_get_to (BhTarget *self)
{
  return bh_item_get_string (self, PROP_TO);
}

/* g_str_match_string() also knows words that differ by accents: "rene" finds René. */
gboolean
bh_target_matches (BhTarget *self, const char *text)
{
  g_autofree char *hay = NULL;

  g_return_val_if_fail (BH_IS_TARGET (self), FALSE);
  if (text == NULL || *text == '\0')
    return TRUE;
  hay = g_strjoin (" ",
                   bh_target_get_title (self) != NULL ? bh_target_get_title (self) : "",
                   bh_item_get_string (self, PROP_SUBTITLE) != NULL
                       ? bh_item_get_string (self, PROP_SUBTITLE)
                       : "",
                   NULL);
  return g_str_match_string (text, hay, TRUE);
}
