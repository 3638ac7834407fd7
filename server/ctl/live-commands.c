/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <stdio.h>
#include <string.h>

#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/listing.h"

/* status, calls, agents, tail: what the running server tells. */

typedef struct {
  char *socket;
  char *config;
  gboolean json;
  gboolean raw;
  GPtrArray *found; /* of JsonNode: the snapshot's events of the wanted kind */
  const char *event;
} Live;

static void
live_clear (Live *live)
{
  g_free (live->socket);
  g_free (live->config);
  g_clear_pointer (&live->found, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Live, live_clear)

static gboolean
parse (Live *live, gboolean *raw, int *argc, char ***argv, int *code)
{
  const GOptionEntry entries[] = {
      BH_CTL_OPTION_JSON (&live->json),
      BH_CTL_OPTION_CONFIG (&live->config),
      BH_CTL_OPTION_SOCKET (&live->socket),
      {"raw",
       0,
       raw == NULL ? G_OPTION_FLAG_HIDDEN : 0,
       G_OPTION_ARG_NONE,
       &live->raw,
       "Also what the PBX says, event by event",
       NULL},
      {NULL},
  };

  if (!bh_ctl_parse (entries,
                     "Exit codes: 0 done; 1 the server refused; 2 wrong usage or configuration; 3 "
                     "bellhopd does not answer.",
                     argc,
                     argv,
                     code))
    return FALSE;
  if (*argc > 1) {
    *code = bh_ctl_fail (BH_CTL_USAGE, "\"%s\" is not understood here", (*argv)[1]);
    return FALSE;
  }
  return TRUE;
}

static void
print_json (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  puts (text);
}

/* "2026-11-21T14:02:11.120Z" -> "14:02:11", in the machine's own time zone. */
static char *
clock_of (const char *time, gboolean ms)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (time, NULL);
  g_autoptr (GDateTime) here = at != NULL ? g_date_time_to_timezone (at, local) : NULL;
  g_autofree char *text = NULL;

  if (here == NULL)
    return g_strdup ("");
  text = g_date_time_format (here, "%H:%M:%S");
  return ms ? g_strdup_printf ("%s.%03d", text, g_date_time_get_microsecond (here) / 1000)
            : g_steal_pointer (&text);
}

/* ---- status */

static void
print_status (JsonObject *status)
{
  JsonArray *links = json_object_get_array_member (status, "links");
  JsonObject *store = json_object_get_object_member (status, "store");
  JsonObject *counts = json_object_get_object_member (status, "counts");

  printf ("bellhopd %s\n", bh_ctl_text_of (status, "version"));
  if (json_array_get_length (links) == 0)
    printf ("PBX       none is configured. Add a section [pbx NAME]\n");
  for (guint i = 0; i < json_array_get_length (links); i++) {
    JsonObject *link = json_array_get_object_element (links, i);
    printf ("PBX       %s (%s): %s. %s\n",
            bh_ctl_text_of (link, "pbx"),
            bh_ctl_text_of (link, "kind"),
            bh_ctl_text_of (link, "state"),
            bh_ctl_text_of (link, "message"));
  }
  printf ("Database  %s. %s\n", bh_ctl_text_of (store, "state"), bh_ctl_text_of (store, "message"));
  printf ("Waiting   %" G_GINT64_FORMAT " records not in the database yet\n",
          json_object_get_int_member_with_default (store, "backlog", 0));
  printf ("Now       %" G_GINT64_FORMAT " contacts, %" G_GINT64_FORMAT
          " agents signed in, %" G_GINT64_FORMAT " sessions\n",
          json_object_get_int_member_with_default (counts, "contacts", 0),
          json_object_get_int_member_with_default (counts, "agents", 0),
          json_object_get_int_member_with_default (counts, "sessions", 0));
  if (json_object_has_member (status, "endpoint"))
    printf ("Door      %s\n", bh_ctl_text_of (status, "endpoint"));
  if (json_object_has_member (status, "fingerprint"))
    printf ("Key       %s\n", bh_ctl_text_of (status, "fingerprint"));
}

int
bh_ctl_status (int argc, char **argv)
{
  g_auto (Live) live = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) status = NULL;
  int code;

  if (!parse (&live, NULL, &argc, &argv, &code))
    return code;
  status = bh_ctl_ask (live.socket, live.config, "status", NULL, &error);
  if (status == NULL)
    return bh_ctl_fail_with (error);
  if (live.json) {
    g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
    json_node_set_object (node, status);
    print_json (node);
  } else {
    print_status (status);
  }
  return BH_CTL_OK;
}

/* ---- what the snapshot holds */

static gboolean
collect (const BhFrame *frame, gpointer data)
{
  Live *live = data;

  if (frame->type == BH_FRAME_EVENT && g_strcmp0 (frame->event, live->event) == 0)
    g_ptr_array_add (live->found, json_node_copy (frame->data));
  return frame->type != BH_FRAME_SNAPSHOT_END;
}

static int
list (int argc, char **argv, const char *event, const char *head, void (*print) (JsonObject *))
{
  g_auto (Live) live = {.event = event,
                        .found = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref)};
  g_autoptr (GError) error = NULL;
  g_autoptr (BhCtlClient) client = NULL;
  int code;

  if (!parse (&live, NULL, &argc, &argv, &code))
    return code;
  client = bh_ctl_client_open (live.socket, live.config, collect, &live, &error);
  if (client == NULL || !bh_ctl_client_follow (client, &error))
    return bh_ctl_fail_with (error);
  if (!live.json)
    puts (head);
  for (guint i = 0; i < live.found->len; i++) {
    JsonNode *node = g_ptr_array_index (live.found, i);
    if (live.json)
      print_json (node);
    else
      print (json_node_get_object (node));
  }
  return BH_CTL_OK;
}

static JsonObject *
last_segment (JsonObject *contact)
{
  JsonArray *segments = json_object_get_array_member (contact, "segments");
  guint n = json_array_get_length (segments);

  return n > 0 ? json_array_get_object_element (segments, n - 1) : NULL;
}

static void
print_call (JsonObject *contact)
{
  JsonObject *segment = last_segment (contact);
  g_autofree char *started = clock_of (bh_ctl_text_of (contact, "started"), FALSE);

  printf ("%-9s %-9s %-18s %-12s %-16s %s\n",
          started,
          bh_ctl_text_of (contact, "direction"),
          bh_ctl_text_of (contact, "customer_number"),
          bh_ctl_text_of (segment, "queue"),
          bh_ctl_text_of (segment, "agent"),
          bh_ctl_text_of (segment, "type"));
}

int
bh_ctl_calls (int argc, char **argv)
{
  return list (argc,
               argv,
               "contact",
               "STARTED   DIRECTION CUSTOMER           QUEUE        PHONE            NOW",
               print_call);
}

static void
print_agent (JsonObject *agent)
{
  g_autofree char *since = clock_of (bh_ctl_text_of (agent, "since"), FALSE);

  printf ("%-14s %-16s %-11s %-9s %-10s %s\n",
          bh_ctl_text_of (agent, "agent"),
          bh_ctl_text_of (agent, "device"),
          bh_ctl_text_of (agent, "state"),
          since,
          bh_ctl_text_of (agent, "reason"),
          bh_ctl_text_of (agent, "why"));
}

int
bh_ctl_agents (int argc, char **argv)
{
  return list (argc,
               argv,
               "agent",
               "AGENT          PHONE            STATE       SINCE     REASON     WHY",
               print_agent);
}

/* ---- tail */

static char *
describe_contact (JsonObject *data)
{
  JsonObject *segment = last_segment (data);
  const char *ended = bh_ctl_text_of (data, "ended");

  return g_strdup_printf ("%.8s %s %s: %s%s%s%s%s",
                          bh_ctl_text_of (data, "contact"),
                          bh_ctl_text_of (data, "direction"),
                          bh_ctl_text_of (data, "customer_number"),
                          *ended != '\0' ? bh_ctl_text_of (data, "outcome")
                                         : bh_ctl_text_of (segment, "type"),
                          *bh_ctl_text_of (segment, "queue") != '\0' ? ", queue " : "",
                          bh_ctl_text_of (segment, "queue"),
                          *bh_ctl_text_of (segment, "agent") != '\0' ? ", phone " : "",
                          bh_ctl_text_of (segment, "agent"));
}

static char *
describe_event (const char *event, JsonObject *data)
{
  if (g_str_equal (event, "contact"))
    return describe_contact (data);
  if (g_str_equal (event, "agent"))
    return g_strdup_printf ("%s at %s: %s. %s",
                            bh_ctl_text_of (data, "agent"),
                            bh_ctl_text_of (data, "device"),
                            bh_ctl_text_of (data, "state"),
                            bh_ctl_text_of (data, "why"));
  if (g_str_equal (event, "queue"))
    return g_strdup_printf ("%s: %" G_GINT64_FORMAT " wait, %" G_GINT64_FORMAT
                            " of %" G_GINT64_FORMAT " ready",
                            bh_ctl_text_of (data, "queue"),
                            json_object_get_int_member (data, "waiting"),
                            json_object_get_int_member (data, "ready"),
                            json_object_get_int_member (data, "members"));
  if (g_str_equal (event, "link"))
    return g_strdup_printf ("%s: %s. %s",
                            bh_ctl_text_of (data, "pbx"),
                            bh_ctl_text_of (data, "state"),
                            bh_ctl_text_of (data, "message"));
  if (g_str_equal (event, "store"))
    return g_strdup_printf ("%s. %s",
                            bh_ctl_text_of (data, "state"),
                            bh_ctl_text_of (data, "message"));
  if (g_str_equal (event, "pbx_event"))
    return g_strdup_printf ("%s: %s", bh_ctl_text_of (data, "pbx"), bh_ctl_text_of (data, "text"));
  if (g_str_equal (event, "contact_gone"))
    return g_strdup_printf ("%.8s %s",
                            bh_ctl_text_of (data, "contact"),
                            bh_ctl_text_of (data, "why"));
  return g_strdup ("");
}

static gboolean
show_frame (const BhFrame *frame, gpointer data)
{
  const Live *live = data;
  g_autofree char *at = NULL;
  g_autofree char *text = NULL;

  if (frame->type != BH_FRAME_EVENT)
    return TRUE;
  if (live->json) {
    g_autofree char *body = json_to_string (frame->data, FALSE);
    printf ("{\"seq\":%" G_GINT64_FORMAT ",\"at\":\"%s\",\"event\":\"%s\",\"data\":%s}\n",
            frame->seq,
            frame->at,
            frame->event,
            body);
  } else {
    at = clock_of (frame->at, TRUE);
    text = describe_event (frame->event, json_node_get_object (frame->data));
    printf ("%s %-12s %s\n", at, frame->event, text);
  }
  fflush (stdout);
  return TRUE;
}

int
bh_ctl_tail (int argc, char **argv)
{
  g_auto (Live) live = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (BhCtlClient) client = NULL;
  g_autoptr (JsonObject) result = NULL;
  JsonObject *args;
  int code;

  if (!parse (&live, &live.raw, &argc, &argv, &code))
    return code;
  client = bh_ctl_client_open (live.socket, live.config, show_frame, &live, &error);
  if (client == NULL)
    return bh_ctl_fail_with (error);
  if (live.raw) {
    args = json_object_new ();
    json_object_set_boolean_member (args, "on", TRUE);
    result = bh_ctl_client_ask (client, "tail", args, &error);
    if (result == NULL)
      return bh_ctl_fail_with (error);
  }
  return bh_ctl_client_follow (client, &error) ? BH_CTL_OK : bh_ctl_fail_with (error);
}
