/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/listing.h"

/* dial check NUMBER: asks the server what it would ask itself before a dial. */

typedef struct {
  char *config;
  char *socket;
  char *at;
  char *campaign;
  char *purpose;
  gboolean json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->config);
  g_free (options->socket);
  g_free (options->at);
  g_free (options->campaign);
  g_free (options->purpose);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
shown_before (JsonArray *local, guint place)
{
  const char *time = bh_ctl_text_of (json_array_get_object_element (local, place), "time");

  for (guint i = 0; i < place; i++)
    if (g_str_equal (bh_ctl_text_of (json_array_get_object_element (local, i), "time"), time))
      return TRUE;
  return FALSE;
}

/* Zones in which it is the same time stand under the first one's name. */
static void
print_local (JsonArray *local)
{
  for (guint i = 0; i < json_array_get_length (local); i++) {
    JsonObject *one = json_array_get_object_element (local, i);
    if (!shown_before (local, i))
      printf ("  %.10s %s in %s\n",
              bh_ctl_text_of (one, "time"),
              bh_ctl_text_of (one, "time") + 11,
              bh_ctl_text_of (one, "zone"));
  }
}

static void
print_rule (JsonObject *rule)
{
  const char *next = bh_ctl_text_of (rule, "next");
  gboolean failed = g_str_equal (bh_ctl_text_of (rule, "verdict"), "failed");

  printf ("  %-8s %s: %s\n",
          bh_ctl_text_of (rule, "verdict"),
          bh_ctl_text_of (rule, "title"),
          bh_ctl_text_of (rule, "text"));
  printf ("           %s; %s", bh_ctl_text_of (rule, "rule"), bh_ctl_text_of (rule, "source"));
  if (*bh_ctl_text_of (rule, "from") != '\0')
    printf ("; since %s", bh_ctl_text_of (rule, "from"));
  if (failed)
    printf ("; %s%s", *next != '\0' ? "lets pass from " : "nobody knows when it lets pass", next);
  printf ("\n");
}

static void
print_judgement (JsonObject *result)
{
  JsonArray *rules = json_object_get_array_member (result, "rules");
  gboolean allowed = json_object_get_boolean_member (result, "allowed");
  const char *next = bh_ctl_text_of (result, "next");

  printf ("%s (%s, %s%s%s) %s\n",
          bh_ctl_text_of (result, "display"),
          bh_ctl_text_of (result, "kind"),
          *bh_ctl_text_of (result, "country") != '\0' ? bh_ctl_text_of (result, "country")
                                                      : "no country",
          *bh_ctl_text_of (result, "region") != '\0' ? ", " : "",
          bh_ctl_text_of (result, "region"),
          allowed ? "may be dialed now" : "may not be dialed now");
  printf ("for %s, %s\n", bh_ctl_text_of (result, "purpose"), bh_ctl_text_of (result, "at"));
  print_local (json_object_get_array_member (result, "local"));
  if (!allowed)
    printf ("allowed next: %s\n", *next != '\0' ? next : "nobody knows");
  for (guint i = 0; i < json_array_get_length (rules); i++)
    print_rule (json_array_get_object_element (rules, i));
}

static void
set (JsonObject *args, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (args, member, text);
}

static int
check (const Options *options, const char *number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) result = NULL;
  JsonObject *args = json_object_new ();

  set (args, "number", number);
  set (args, "at", options->at);
  set (args, "campaign", options->campaign);
  set (args, "purpose", options->purpose);
  result = bh_ctl_ask (options->socket, options->config, "dial.check", args, &error);
  if (result == NULL)
    return bh_ctl_fail_with (error);
  if (options->json) {
    g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), result);
    g_autofree char *text = json_to_string (node, FALSE);
    puts (text);
  } else {
    print_judgement (result);
  }
  return json_object_get_boolean_member (result, "allowed") ? BH_CTL_OK : BH_CTL_FAILED;
}

int
bh_ctl_dial_check (int argc, char **argv)
{
  g_auto (Options) options = {0};
  const GOptionEntry entries[] = {
      {"at", 0, 0, G_OPTION_ARG_STRING, &options.at, "As in 2026-11-22T10:30:00Z (now)", "TIME"},
      {"campaign", 0, 0, G_OPTION_ARG_STRING, &options.campaign, "For this campaign", "NAME"},
      {"purpose",
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.purpose,
       "service or marketing (the campaign's, else the server's)",
       "PURPOSE"},
      BH_CTL_OPTION_JSON (&options.json),
      BH_CTL_OPTION_SOCKET (&options.socket),
      BH_CTL_OPTION_CONFIG (&options.config),
      {NULL},
  };
  int code;

  if (!bh_ctl_parse (entries,
                     "Exit codes: 0 it may be dialed; 1 it may not; 3 bellhopd does not answer.",
                     &argc,
                     &argv,
                     &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one number. See bellhopctl dial check --help");
  return check (&options, argv[1]);
}
