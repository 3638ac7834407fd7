/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/knowledge-why.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/desk-private.h"
#include "desktop/model/queue-item.h"

static const char *
queue_label (BhDesk *desk, const char *queue)
{
  BhQueueItem *item = bh_keyed_list_find (desk->queues, queue);
  const char *label = item != NULL ? bh_queue_item_get_label (item) : NULL;

  return label != NULL ? label : queue;
}

static const char *
reason_label (BhDesk *desk, const char *reason)
{
  const char *label = bh_desk_disposition_label (desk, reason);

  return label != NULL ? label : reason;
}

/* What an editor set: every condition that held. */
static char *
editors_why (BhDesk *desk, JsonObject *one)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *queue = bh_json_string (one, "queue");
  const char *reason = bh_json_string (one, "reason");
  const char *step = bh_json_string (one, "step");
  g_autofree char *all = NULL;

  if (queue != NULL)
    g_ptr_array_add (parts, g_strdup_printf (_ ("queue is %s"), queue_label (desk, queue)));
  if (reason != NULL)
    g_ptr_array_add (parts, g_strdup_printf (_ ("reason is %s"), reason_label (desk, reason)));
  if (step != NULL)
    g_ptr_array_add (parts, g_strdup_printf (_ ("script step is %s"), step));
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  all = g_strjoinv (", ", (char **) parts->pdata);
  /* Translators: %s is "queue is Support, script step is Identify" */
  return g_strdup_printf (_ ("because %s"), all);
}

static char *
users_why (BhDesk *desk, JsonObject *one)
{
  const char *queue = bh_json_string (one, "queue");
  guint times = (guint) CLAMP (bh_json_int (one, "times", 0), 0, G_MAXUINT);

  if (queue == NULL)
    return NULL;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "used %u time in %s this month",
                                       "used %u times in %s this month",
                                       times),
                          times,
                          queue_label (desk, queue));
}

char *
bh_knowledge_why (BhDesk *desk, JsonArray *why)
{
  JsonObject *one = bh_json_array_object (why, 0); /* the weightiest comes first */

  if (one == NULL)
    return NULL;
  return g_strcmp0 (bh_json_string (one, "by"), "use") == 0 ? users_why (desk, one)
                                                            : editors_why (desk, one);
}

const char *
bh_knowledge_why_language (BhDesk *desk)
{
  return desk->language;
}
