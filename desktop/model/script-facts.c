/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/script-facts.h"

#include <glib/gi18n-lib.h>

#include "protocol/script/script-names.h"

/* Somebody to talk to. */
static const struct {
  const char *name;
  const char *value;
} samples[] = {{"contact.queue", N_ ("Support")},
               {"contact.direction", "inbound"},
               {"contact.number", "+86 138 0013 8000"},
               {"customer.company", N_ ("Huaxin Electronics")},
               {"customer.known", "true"},
               {"customer.language", "zh_CN"},
               {"customer.name", N_ ("Wang Xiaoming")},
               {"customer.tier", "gold"},
               {"today", "2026-11-22"}};

static const char *
sample_of (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    if (g_str_equal (samples[i].name, name))
      return _ (samples[i].value);
  }
  return "";
}

GArray *
bh_script_facts (void)
{
  GArray *facts = g_array_new (FALSE, FALSE, sizeof (BhScriptFact));
  guint n;
  const BhScriptName *names = bh_script_names (&n);

  for (guint i = 0; i < n; i++) {
    BhScriptFact fact = {names[i].name, NULL, sample_of (names[i].name)};
    if (names[i].title == NULL) /* a family: what the house keeps */
      continue;
    fact.title = bh_script_name_title (&names[i], names[i].name);
    g_array_append_val (facts, fact);
  }
  return facts;
}
