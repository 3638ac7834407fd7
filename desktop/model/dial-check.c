/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/dial-check.h"

#include "desktop/client/json-get.h"
#include "desktop/model/bidi.h"
#include "desktop/model/desk-ask.h"
#include "desktop/model/dial-words.h"
#include "desktop/model/label.h"
#include "desktop/model/tel-link.h"

#define LEAST_DIGITS 7 /* shorter ones are extensions, about which nobody is asked */

enum { PROP_KNOWN = 1, PROP_ALLOWED, PROP_WHERE, PROP_ZONE, PROP_MESSAGE };

static const BhItemField fields[] = {
    {"known", bh_item_bool},
    {"allowed", bh_item_bool},
    {"where", bh_item_string},
    {"zone", bh_item_string},
    {"message", bh_item_string},
};

struct _BhDialCheck {
  BhItem parent;

  BhDesk *desk;
  char *number; /* as it is typed; NULL: nothing to ask */
  char *asked;  /* under way, or NULL */
};

G_DEFINE_FINAL_TYPE (BhDialCheck, bh_dial_check, BH_TYPE_ITEM)

static void
bh_dial_check_finalize (GObject *object)
{
  BhDialCheck *self = BH_DIAL_CHECK (object);

  g_free (self->number);
  g_free (self->asked);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (bh_dial_check_parent_class)->finalize (object);
}

static void
bh_dial_check_class_init (BhDialCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_dial_check_finalize;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
}

static void
bh_dial_check_init (BhDialCheck *self)
{
}

BhDialCheck *
bh_dial_check_new (BhDesk *desk)
{
  BhDialCheck *self = g_object_new (BH_TYPE_DIAL_CHECK, NULL);

  self->desk = g_object_ref (desk);
  return self;
}

static void
forget (BhDialCheck *self)
{
  bh_item_set_bool (self, PROP_KNOWN, FALSE);
  bh_item_set_string (self, PROP_MESSAGE, NULL);
  bh_item_set_string (self, PROP_WHERE, NULL);
  bh_item_set_string (self, PROP_ZONE, NULL);
}

static void
take (BhDialCheck *self, JsonObject *judgement)
{
  gboolean allowed = bh_json_bool (judgement, "allowed");
  JsonArray *local = bh_json_array (judgement, "local");
  const char *region = bh_json_string (judgement, "region");
  const char *country = bh_json_string (judgement, "country");
  g_autofree char *where = region != NULL && *region != '\0' && country != NULL
                               ? g_strdup_printf ("%s, %s", region, country)
                               : g_strdup (country);
  g_autofree char *words = bh_dial_words (judgement, bh_label_language ());

  bh_item_set_string (self, PROP_WHERE, where);
  bh_item_set_string (self,
                      PROP_ZONE,
                      bh_json_array_length (local) > 0
                          ? bh_json_string (bh_json_array_object (local, 0), "zone")
                          : NULL);
  bh_item_set_bool (self, PROP_ALLOWED, allowed);
  bh_item_set_string (self, PROP_MESSAGE, allowed ? NULL : words);
  bh_item_set_bool (self, PROP_KNOWN, TRUE);
}

static void ask (BhDialCheck *self);

static void
on_judged (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhDialCheck) self = data;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, NULL);
  g_autofree char *asked = g_steal_pointer (&self->asked);

  if (g_strcmp0 (asked, self->number) != 0) /* somebody typed on */
    ask (self);
  else if (reply != NULL)
    take (self, reply);
}

static void
ask (BhDialCheck *self)
{
  JsonObject *args;

  if (self->number == NULL || self->asked != NULL)
    return;
  args = json_object_new ();
  json_object_set_string_member (args, "number", self->number);
  self->asked = g_strdup (self->number);
  bh_desk_ask_async (self->desk, "dial.check", args, NULL, on_judged, g_object_ref (self));
}

void
bh_dial_check_look (BhDialCheck *self, const char *number)
{
  g_autofree char *plain = bh_bidi_plain (number != NULL ? number : "");

  g_return_if_fail (BH_IS_DIAL_CHECK (self));
  if (g_strcmp0 (plain, self->number) == 0)
    return;
  forget (self);
  g_free (self->number);
  self->number =
      bh_tel_count_digits (plain) >= LEAST_DIGITS && bh_desk_allows (self->desk, "dial.check")
          ? g_steal_pointer (&plain)
          : NULL;
  ask (self);
}

const char *
bh_dial_check_get_message (BhDialCheck *self)
{
  return bh_item_get_string (self, PROP_MESSAGE);
}
