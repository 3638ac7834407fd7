/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/ctl/disposition-file.h"
#include "server/ctl/listing.h"
#include "server/store/dispositions.h"

/* disposition list, import: what agents can choose at a contact's end. */

typedef struct {
  char *config;
  char *queue;
  char *campaign;
  char *required;
  gboolean replace;
  gboolean dry_run;
  gboolean everywhere;
  gboolean json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->config);
  g_free (options->queue);
  g_free (options->campaign);
  g_free (options->required);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

#define TREE_OPTIONS                                                                               \
  {"queue", 0, 0, G_OPTION_ARG_STRING, &o.queue, "The tree of a queue", "QUEUE"},                  \
      {"campaign", 0, 0, G_OPTION_ARG_STRING, &o.campaign, "The tree of a campaign", "NAME"},      \
      BH_CTL_OPTION_CONFIG (&o.config)

/* ---- list */

static void
print_rows (JsonArray *rows)
{
  printf ("%-32s %-28s %-20s %s\n", "CODE", "RESULT", "OFFERED", "OUTCOME");
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonObject *row = json_array_get_object_element (rows, i);
    JsonObject *labels = json_object_get_object_member (row, "labels");
    const char *queue = bh_ctl_text_of (row, "queue");
    const char *campaign = bh_ctl_text_of (row, "campaign");
    int indent = 2 * ((int) json_object_get_int_member (row, "depth") - 1);
    g_autofree char *code = g_strdup_printf ("%*s%s", indent, "", bh_ctl_text_of (row, "code"));
    g_autofree char *where = *queue != '\0'      ? g_strconcat ("queue ", queue, NULL)
                             : *campaign != '\0' ? g_strconcat ("campaign ", campaign, NULL)
                                                 : g_strdup ("everywhere");
    printf ("%-32s %-28s %-20s %s%s%s\n",
            code,
            bh_ctl_text_of (labels, "en"),
            where,
            bh_ctl_text_of (row, "outcome"),
            json_object_get_boolean_member (row, "disabled") ? " (off)" : "",
            json_object_get_boolean_member (row, "required") && indent == 0 ? " (needed)" : "");
  }
}

int
bh_ctl_disposition_list (int argc, char **argv)
{
  g_auto (Options) o = {0};
  const GOptionEntry entries[] = {
      {"everywhere", 0, 0, G_OPTION_ARG_NONE, &o.everywhere, "Only what all contacts offer", NULL},
      BH_CTL_OPTION_JSON (&o.json),
      TREE_OPTIONS,
      {NULL},
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  g_autofree char *text = NULL;
  int code;

  if (!bh_ctl_parse (entries, NULL, &argc, &argv, &code))
    return code;
  if (argc != 1 || (o.queue != NULL) + (o.campaign != NULL) + o.everywhere > 1)
    return bh_ctl_fail (BH_CTL_USAGE, "say one of --queue, --campaign, --everywhere, or none");
  const BhDispositionTree tree = {.queue = o.queue, .campaign = o.campaign};
  gboolean one = o.queue != NULL || o.campaign != NULL || o.everywhere;
  conn = bh_ctl_database (o.config, &error);
  text = conn != NULL ? bh_dispositions_list_blocking (conn, one ? &tree : NULL, &error) : NULL;
  return bh_ctl_print_listing (text, error, o.json, print_rows);
}

/* ---- import */

static int
say_faults (BhDispositionFile *file, JsonArray *faults)
{
  for (guint i = 0; i < json_array_get_length (faults); i++) {
    JsonObject *fault = json_array_get_object_element (faults, i);
    const char *code = bh_ctl_text_of (fault, "code");
    bh_disposition_file_fault (file,
                               *code != '\0' ? code : NULL,
                               bh_ctl_text_of (fault, "message"));
  }
  return bh_ctl_fail (BH_CTL_USAGE, "nothing was imported");
}

/* The agents who are there choose from the new tree at once. */
static void
tell_server (const Options *o)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) result = bh_ctl_ask (NULL, o->config, "setup.read", NULL, &error);

  if (result == NULL)
    printf ("bellhopd was not told (%s): it reads them when it starts\n", error->message);
}

static int
say_counts (const Options *o, JsonObject *counts)
{
  printf ("%" G_GINT64_FORMAT " new, %" G_GINT64_FORMAT " changed, %" G_GINT64_FORMAT
          " offered no more%s\n",
          json_object_get_int_member (counts, "added"),
          json_object_get_int_member (counts, "changed"),
          json_object_get_int_member (counts, "disabled"),
          o->dry_run ? " (only tried: nothing was kept)" : "");
  if (!o->dry_run)
    tell_server (o);
  return BH_CTL_OK;
}

static int
run (const Options *o, const char *name)
{
  g_auto (BhDispositionFile) file;
  const BhDispositionTree tree = {
      .queue = o->queue,
      .campaign = o->campaign,
      .instead = o->replace,
      .required = o->required == NULL                ? NULL
                  : g_str_equal (o->required, "yes") ? "true"
                                                     : "false",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *answer;

  bh_disposition_file_init (&file, name);
  if (!bh_disposition_file_read (&file))
    return bh_ctl_fail (BH_CTL_USAGE, "nothing was imported");
  conn = bh_ctl_database (o->config, &error);
  if (conn != NULL)
    text = bh_dispositions_import_blocking (conn, &tree, file.rows->str, !o->dry_run, &error);
  node = text != NULL ? json_from_string (text, &error) : NULL;
  if (node == NULL)
    return bh_ctl_fail (bh_ctl_fail_with (error), "nothing was imported");
  answer = json_node_get_object (node);
  if (json_object_has_member (answer, "faults"))
    return say_faults (&file, json_object_get_array_member (answer, "faults"));
  return say_counts (o, answer);
}

static const char explanation[] =
    "FILE is CSV in UTF-8 whose first line names the columns: code and en (needed), parent, "
    "outcome, position,\ndisabled, and other languages as zh_CN; or JSON (a name that ends in "
    ".json): an array of {code, labels{en, …},\noutcome?, position?, disabled?, children[]?}. "
    "outcome is what a campaign makes of it. Without --queue and\n--campaign the tree is offered "
    "everywhere. Nothing of a file with faults is kept.\n"
    "Exit codes: 0 done; 1 the database refused; 2 wrong usage or faults in the file.";

int
bh_ctl_disposition_import (int argc, char **argv)
{
  g_auto (Options) o = {0};
  const GOptionEntry entries[] = {
      {"required", 0, 0, G_OPTION_ARG_STRING, &o.required, "A result must be chosen", "yes|no"},
      {"replace", 0, 0, G_OPTION_ARG_NONE, &o.replace, "Offer no more what FILE has not", NULL},
      {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &o.dry_run, "Try everything, keep nothing", NULL},
      TREE_OPTIONS,
      {NULL},
  };
  int code;

  if (!bh_ctl_parse (entries, explanation, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one file. See %s --help", argv[0]);
  if (o.queue != NULL && o.campaign != NULL)
    return bh_ctl_fail (BH_CTL_USAGE, "say --queue or --campaign, not both");
  if (o.required != NULL && o.queue == NULL && o.campaign == NULL)
    return bh_ctl_fail (BH_CTL_USAGE, "--required: say of which --queue or --campaign");
  if (o.required != NULL && !g_str_equal (o.required, "yes") && !g_str_equal (o.required, "no"))
    return bh_ctl_fail (BH_CTL_USAGE, "--required: say yes or no");
  return run (&o, argv[1]);
}
