/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pbx/esl/esl-agents.h"

#include <string.h>

static void
agent_free (gpointer data)
{
  BhEslAgent *agent = data;
  g_free (agent->name);
  g_free (agent->contact);
  g_ptr_array_unref (agent->queues);
  g_free (agent);
}

GHashTable *
bh_esl_agents_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, agent_free);
}

BhEslAgent *
bh_esl_agents_ensure (GHashTable *agents, const char *name)
{
  BhEslAgent *agent = g_hash_table_lookup (agents, name);
  if (agent != NULL)
    return agent;
  agent = g_new0 (BhEslAgent, 1);
  agent->name = g_strdup (name);
  agent->queues = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_insert (agents, agent->name, agent);
  return agent;
}

BhEslStatus
bh_esl_agent_status (const char *word)
{
  if (word == NULL)
    return BH_ESL_STATUS_UNKNOWN;
  if (strcmp (word, "On Break") == 0)
    return BH_ESL_ON_BREAK;
  if (strcmp (word, "Logged Out") == 0)
    return BH_ESL_LOGGED_OUT;
  return g_str_has_prefix (word, "Available") ? BH_ESL_AVAILABLE : BH_ESL_STATUS_UNKNOWN;
}

/* {a=b}, [a=b] and <a=b> may stand in front of what is dialed. */
static const char *
skip_settings (const char *text)
{
  static const char open[] = "{[<", close[] = "}]>";
  for (const char *at; *text != '\0' && (at = strchr (open, *text)) != NULL;) {
    const char *end = strchr (text, close[at - open]);
    if (end == NULL)
      return text;
    text = end + 1;
  }
  return text;
}

void
bh_esl_agent_set_contact (BhEslAgent *agent, const char *contact)
{
  g_free (agent->contact);
  agent->contact = NULL;
  if (contact == NULL)
    return;
  const char *from = skip_settings (contact);
  gsize length = strcspn (from, ",|"); /* the first of several */
  if (length > 0)
    agent->contact = g_strndup (from, length);
}

char *
bh_esl_agent_device (const BhEslAgent *agent)
{
  if (agent->contact != NULL)
    return g_strdup (agent->contact);
  return strchr (agent->name, '@') != NULL ? g_strconcat ("user/", agent->name, NULL)
                                           : g_strdup (agent->name);
}

gboolean
bh_esl_agent_join (BhEslAgent *agent, const char *queue)
{
  for (guint i = 0; i < agent->queues->len; i++)
    if (strcmp (agent->queues->pdata[i], queue) == 0)
      return FALSE;
  g_ptr_array_add (agent->queues, g_strdup (queue));
  return TRUE;
}
