/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script-names.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const type_words[BH_SCRIPT_TYPE_N] = {
    [BH_SCRIPT_TEXT] = "text",
    [BH_SCRIPT_NUMBER] = "number",
    [BH_SCRIPT_DATE] = "date",
    [BH_SCRIPT_CHOICE] = "choice",
    [BH_SCRIPT_CHOICES] = "choices",
    [BH_SCRIPT_YES_NO] = "yes_no",
    [BH_SCRIPT_RATING] = "rating",
};

static const char *const directions[] = {"inbound", "outbound", "internal", NULL};

/* Translators: these stand in a script's text where the value is not known: "Good morning, [name of
 * the customer]". */
static const BhScriptName names[] = {
    {"agent.name", BH_SCRIPT_TEXT, NULL, N_ ("your name")},
    {"contact.campaign", BH_SCRIPT_TEXT, NULL, N_ ("campaign")},
    {"contact.data.", BH_SCRIPT_ANY, NULL, NULL},
    {"contact.dialed", BH_SCRIPT_TEXT, NULL, N_ ("number that was dialed")},
    {"contact.direction", BH_SCRIPT_CHOICE, directions, N_ ("direction of the call")},
    {"contact.number", BH_SCRIPT_TEXT, NULL, N_ ("number of the customer")},
    {"contact.queue", BH_SCRIPT_TEXT, NULL, N_ ("queue")},
    {"customer.attribute.", BH_SCRIPT_ANY, NULL, NULL},
    {"customer.company", BH_SCRIPT_TEXT, NULL, N_ ("company of the customer")},
    {"customer.email", BH_SCRIPT_TEXT, NULL, N_ ("e-mail address of the customer")},
    {"customer.known", BH_SCRIPT_YES_NO, NULL, N_ ("whether the customer is known")},
    {"customer.language", BH_SCRIPT_TEXT, NULL, N_ ("language of the customer")},
    {"customer.name", BH_SCRIPT_TEXT, NULL, N_ ("name of the customer")},
    {"customer.tier", BH_SCRIPT_TEXT, NULL, N_ ("tier of the customer")},
    {"today", BH_SCRIPT_DATE, NULL, N_ ("today's date")},
};

const char *
bh_script_type_to_string (BhScriptType type)
{
  return (guint) type < BH_SCRIPT_TYPE_N ? type_words[type] : "any";
}

gboolean
bh_script_type_from_string (const char *word, BhScriptType *type)
{
  for (guint i = 0; i < BH_SCRIPT_TYPE_N; i++)
    if (g_str_equal (type_words[i], word)) {
      *type = i;
      return TRUE;
    }
  return FALSE;
}

/* A key of the house's own: one part, not empty. */
static gboolean
is_of_family (const BhScriptName *family, const char *name)
{
  gsize length = strlen (family->name);

  return family->name[length - 1] == '.' && g_str_has_prefix (name, family->name) &&
         name[length] != '\0' && strchr (name + length, '.') == NULL;
}

const BhScriptName *
bh_script_name_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (is_of_family (&names[i], name) ||
        (names[i].title != NULL && g_str_equal (names[i].name, name)))
      return &names[i];
  return NULL;
}

const BhScriptName *
bh_script_names (guint *n)
{
  *n = G_N_ELEMENTS (names);
  return names;
}

const char *
bh_script_name_title (const BhScriptName *name, const char *whole)
{
  return name->title != NULL ? _ (name->title) : whole + strlen (name->name);
}
