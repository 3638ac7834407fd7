/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/ctl/doctor-esl.h"
#include "server/pbx/esl/esl-list.h"

/* mod_callcenter. Its settings are asked by two lists; each row of a table below is one setting
 * that makes reports wrong, or agents ready who are not. */

typedef struct {
  const char *column;
  const char *bad;    /* the value that spoils; NULL: any number above 0 */
  gboolean only_wrap; /* only where Bellhop does a wrap-up */
  const char *what;
  const char *cure;
} Rule;

static const Rule queue_rules[] = {
    {"abandoned_resume_allowed",
     "true",
     FALSE,
     "let a caller who gave up go on where he was: one call is reported twice",
     "set abandoned-resume-allowed = false"},
    {"strategy",
     "ring-all",
     FALSE,
     "ring everybody at once: mod_callcenter can leave such agents Reserved for ever",
     "use another strategy, as longest-idle-agent"},
    {"skip_agents_with_external_calls",
     "false",
     FALSE,
     "offer calls to agents who talk already on a call of their own",
     "set skip-agents-with-external-calls = true"},
};
static const Rule agent_rules[] = {
    {"wrap_up_time",
     NULL,
     TRUE,
     "have a wrap-up time of the PBX, which no event tells, besides ours",
     "callcenter_config agent set wrap_up_time NAME 0: Bellhop does the wrap-up"},
    {"max_no_answer",
     NULL,
     FALSE,
     "are sent on a break by the PBX itself after some missed calls",
     "callcenter_config agent set max_no_answer NAME 0: Bellhop counts missed calls"},
    {"type",
     "uuid-standby",
     FALSE,
     "wait on an open line (uuid-standby), which Bellhop does not follow",
     "make them of the type callback"},
};

/* The rows of a list, as the body of an answer; NULL when there is none. */
static BhEslList *
ask_list (BhDoctorEsl *talk, const char *line, gboolean *lacking)
{
  BhEslMessage *message = bh_doctor_esl_ask (talk, line, NULL);
  g_autoptr (BhEslList) list = NULL;
  gsize length;
  char *body = message != NULL ? bh_esl_message_body (message, &length) : NULL;

  if (body == NULL)
    return NULL;
  if (lacking != NULL)
    *lacking = strstr (body, "Command not found") != NULL;
  list = bh_esl_list_new (body, length);
  return bh_esl_list_is_sound (list) ? g_steal_pointer (&list) : NULL;
}

static gboolean
is_bad (const Rule *rule, BhEslList *list)
{
  const char *value = bh_esl_list_get (list, rule->column);

  if (value == NULL)
    return FALSE;
  return rule->bad != NULL ? g_str_equal (value, rule->bad) : g_ascii_strtoll (value, NULL, 10) > 0;
}

/* One finding for each rule, with the names of all that break it. */
static guint
check_rules (BhDoctorEsl *talk, const char *line, const char *kind, const Rule *rules, guint n)
{
  g_autoptr (BhEslList) list = ask_list (talk, line, NULL);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  guint rows = 0;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (found, g_string_new (NULL));
  while (list != NULL && bh_esl_list_next (list)) {
    const char *name = bh_esl_list_get (list, "name");
    rows++;
    for (guint i = 0; i < n; i++) {
      GString *who = g_ptr_array_index (found, i);
      if (is_bad (&rules[i], list))
        g_string_append_printf (who, "%s%s", who->len > 0 ? ", " : "", name);
    }
  }
  for (guint i = 0; i < n; i++) {
    GString *who = g_ptr_array_index (found, i);
    if (who->len > 0 && (!rules[i].only_wrap || talk->doctor->config->wrap_up_s > 0))
      bh_doctor_esl_say (talk,
                         BH_DOCTOR_WARN,
                         rules[i].cure,
                         "%s %s %s",
                         kind,
                         who->str,
                         rules[i].what);
    g_string_free (who, TRUE);
  }
  return rows;
}

/* Agents who have a call that is not there: known to happen (agents Receiving for ever). */
static void
check_stale (BhDoctorEsl *talk)
{
  g_autoptr (GHashTable) calls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) stale = g_string_new (NULL);
  g_autoptr (BhEslList) channels = ask_list (talk, "api show channels as json", NULL);
  g_autoptr (BhEslList) agents = NULL;

  if (channels == NULL)
    return;
  while (bh_esl_list_next (channels))
    g_hash_table_add (calls, g_strdup (bh_esl_list_get (channels, "uuid")));
  agents = ask_list (talk, "api callcenter_config agent list", NULL);
  while (agents != NULL && bh_esl_list_next (agents)) {
    const char *state = bh_esl_list_get (agents, "state");
    const char *leg = bh_esl_list_get (agents, "uuid");
    gboolean busy = g_strcmp0 (state, "Receiving") == 0 ||
                    g_strcmp0 (state, "In a queue call") == 0 || g_strcmp0 (state, "Reserved") == 0;
    gboolean has_leg = leg != NULL && *leg != '\0';
    if (busy && (has_leg ? !g_hash_table_contains (calls, leg) : g_hash_table_size (calls) == 0))
      g_string_append_printf (stale,
                              "%s%s",
                              stale->len > 0 ? ", " : "",
                              bh_esl_list_get (agents, "name"));
  }
  if (stale->len > 0)
    bh_doctor_esl_say (
        talk,
        BH_DOCTOR_WARN,
        "callcenter_config agent set state NAME Waiting: until then they get no calls",
        "mod_callcenter takes for busy who has no call: %s",
        stale->str);
}

void
bh_doctor_check_callcenter (BhDoctorEsl *talk)
{
  g_autoptr (BhEslList) list = NULL;
  gboolean lacking = FALSE;
  guint queues, agents;

  if (!bh_doctor_esl_may (talk, "callcenter_config"))
    return;
  list = ask_list (talk, "api callcenter_config queue list", &lacking);
  if (lacking) {
    bh_doctor_esl_say (talk,
                       BH_DOCTOR_WARN,
                       "load mod_callcenter in modules.conf.xml, if calls are to be queued",
                       "there are no queues: mod_callcenter is not loaded");
    return;
  }
  queues = check_rules (talk,
                        "api callcenter_config queue list",
                        "the queues",
                        queue_rules,
                        G_N_ELEMENTS (queue_rules));
  agents = check_rules (talk,
                        "api callcenter_config agent list",
                        "the agents",
                        agent_rules,
                        G_N_ELEMENTS (agent_rules));
  bh_doctor_esl_say (talk,
                     BH_DOCTOR_OK,
                     NULL,
                     "mod_callcenter has %u queues and %u agents",
                     queues,
                     agents);
  check_stale (talk);
}
