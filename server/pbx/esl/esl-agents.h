/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* mod_callcenter's agents, as far as they are known: by lists, and by what events tell of them. */

typedef enum {
  BH_ESL_STATUS_UNKNOWN, /* taken as available: he was offered a call */
  BH_ESL_AVAILABLE, /* "Available (On Demand)" too: after a call it becomes On Break by itself */
  BH_ESL_ON_BREAK,
  BH_ESL_LOGGED_OUT,
} BhEslStatus;

typedef struct {
  char *name;    /* "1001@pbx.test" */
  char *contact; /* what is dialed: "user/1001@pbx.test", or NULL */
  BhEslStatus status;
  GPtrArray *queues; /* of char *, owned */
} BhEslAgent;

/* name -> BhEslAgent, owned. */
GHashTable *bh_esl_agents_new (void);
BhEslAgent *bh_esl_agents_ensure (GHashTable *agents, const char *name);

/* As mod_callcenter writes it; NULL or another word: unknown. */
BhEslStatus bh_esl_agent_status (const char *word);

/* @contact may have settings in brackets in front: "[leg_timeout=8]user/1001@pbx.test". NULL: not
 * known. */
void bh_esl_agent_set_contact (BhEslAgent *agent, const char *contact);

/* The device that is behind the agent; where no contact is known, by his name. (transfer full) */
char *bh_esl_agent_device (const BhEslAgent *agent);

/* FALSE: he is in it already. */
gboolean bh_esl_agent_join (BhEslAgent *agent, const char *queue);
