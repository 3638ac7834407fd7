/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/core/dial-retry.h"
#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/ctl/listing.h"
#include "server/store/campaigns.h"

/* campaign create, change, list, start, pause, export. */

#define UNSAID          G_MININT
#define NAME_MAX_LENGTH 64 /* data/sql/0008_dialing.sql */

typedef struct {
  char *config;
  char *label;
  char *about;
  char *mode;
  char *purpose;
  char *caller_id;
  char *script;
  char *retry;
  int decide_s; /* UNSAID: not said */
  gboolean close;
  gboolean reopen;
  gboolean json;
} Options;

static void
options_clear (Options *o)
{
  g_free (o->config);
  g_free (o->label);
  g_free (o->about);
  g_free (o->mode);
  g_free (o->purpose);
  g_free (o->caller_id);
  g_free (o->script);
  g_free (o->retry);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

#define TEXT_OPTION(name, member, help, word)                                                      \
  {                                                                                                \
    name, 0, 0, G_OPTION_ARG_STRING, &o.member, help, word                                         \
  }
#define SETTING_OPTIONS                                                                            \
  TEXT_OPTION ("label", label, "Its name for people", "TEXT"),                                     \
      TEXT_OPTION ("about", about, "Why people are called, in a sentence", "TEXT"),                \
      TEXT_OPTION ("mode", mode, "preview or progressive", "MODE"),                                \
      TEXT_OPTION ("purpose", purpose, "marketing or service", "PURPOSE"),                         \
      TEXT_OPTION ("caller-id", caller_id, "shown, withheld or unknown", "HOW"),                   \
      TEXT_OPTION ("script", script, "The script that agents read", "NAME"),                       \
      TEXT_OPTION ("retry", retry, "As in \"busy 10m 5; no_answer 2h 4 next\"", "RULES"),          \
  {                                                                                                \
    "decide", 0, 0, G_OPTION_ARG_INT, &o.decide_s, "Seconds to look at a record (90)", "SECONDS"   \
  }

static gboolean
check_word (const char *option, const char *word, const char *const *words)
{
  g_autofree char *choice = NULL;

  if (word == NULL || g_strv_contains (words, word))
    return TRUE;
  choice = g_strjoinv (", ", (char **) words);
  bh_ctl_fail (BH_CTL_USAGE, "--%s: \"%s\" is none of %s", option, word, choice);
  return FALSE;
}

static gboolean
check (const Options *o)
{
  static const char *const modes[] = {"preview", "progressive", NULL};
  static const char *const purposes[] = {"marketing", "service", NULL};
  static const char *const ids[] = {"shown", "withheld", "unknown", NULL};
  g_autoptr (GError) error = NULL;
  BhDialRetry retry;

  if (!check_word ("mode", o->mode, modes) || !check_word ("purpose", o->purpose, purposes) ||
      !check_word ("caller-id", o->caller_id, ids))
    return FALSE;
  if (o->decide_s != UNSAID && (o->decide_s < 5 || o->decide_s > 3600))
    bh_ctl_fail (BH_CTL_USAGE, "--decide: %d is not between 5 and 3600 seconds", o->decide_s);
  else if (!bh_dial_retry_parse (&retry, o->retry, &error))
    bh_ctl_fail (BH_CTL_USAGE, "--retry: %s", error->message);
  else
    return TRUE;
  return FALSE;
}

static void
put (JsonObject *to, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (to, member, text);
}

static char *
settings_of (const Options *o)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *settings = json_object_new ();

  put (settings, "label", o->label);
  put (settings, "about", o->about);
  put (settings, "mode", o->mode);
  put (settings, "purpose", o->purpose);
  put (settings, "caller_id", o->caller_id);
  put (settings, "script", o->script);
  put (settings, "retry", o->retry);
  if (o->decide_s != UNSAID)
    json_object_set_int_member (settings, "decide_s", o->decide_s);
  if (o->close || o->reopen)
    json_object_set_boolean_member (settings, "disabled", o->close);
  json_node_take_object (node, settings);
  return json_to_string (node, FALSE);
}

static gboolean
check_name (const char *name)
{
  gsize good = strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

  if (good > 0 && good <= NAME_MAX_LENGTH && name[good] == '\0')
    return TRUE;
  bh_ctl_fail (BH_CTL_USAGE,
               "\"%s\" cannot be a campaign's name: it has up to %d letters from a to z, digits, "
               "\".\", \"_\" and \"-\". People read its --label",
               name,
               NAME_MAX_LENGTH);
  return FALSE;
}

static int
set (const Options *o, const char *name, gboolean create)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  g_autofree char *settings = NULL;

  if ((create && !check_name (name)) || !check (o))
    return BH_CTL_USAGE;
  settings = settings_of (o);
  conn = bh_ctl_database (o->config, &error);
  if (conn == NULL || !bh_campaigns_set_blocking (conn, name, settings, create, &error))
    return bh_ctl_fail_with (error);
  printf ("The campaign %s is %s\n", name, create ? "there, and paused" : "changed");
  return BH_CTL_OK;
}

int
bh_ctl_campaign_create (int argc, char **argv)
{
  g_auto (Options) o = {.decide_s = UNSAID};
  const GOptionEntry entries[] = {SETTING_OPTIONS, BH_CTL_OPTION_CONFIG (&o.config), {NULL}};
  int code;

  if (!bh_ctl_parse (
          entries,
          "It is paused until it is started. RULES say when a record is called again: an "
          "outcome (busy,\nno_answer, voicemail, failed, wrong_number, refused, skipped …), "
          "then in any order a wait (s, m, h, d),\na number of tries, next (the record's "
          "next number), gone (never this number again), done; and\ntotal, of a record.",
          &argc,
          &argv,
          &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one campaign. See %s --help", argv[0]);
  return set (&o, argv[1], TRUE);
}

int
bh_ctl_campaign_change (int argc, char **argv)
{
  g_auto (Options) o = {.decide_s = UNSAID};
  const GOptionEntry entries[] = {
      SETTING_OPTIONS,
      {"close", 0, 0, G_OPTION_ARG_NONE, &o.close, "Nobody works on it any more", NULL},
      {"reopen", 0, 0, G_OPTION_ARG_NONE, &o.reopen, "Take that back", NULL},
      BH_CTL_OPTION_CONFIG (&o.config),
      {NULL},
  };
  int code;

  if (!bh_ctl_parse (entries, "What is not said stays as it is.", &argc, &argv, &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one campaign. See %s --help", argv[0]);
  return set (&o, argv[1], FALSE);
}

static int
run (int argc, char **argv, gboolean running)
{
  g_auto (Options) o = {0};
  const GOptionEntry entries[] = {BH_CTL_OPTION_CONFIG (&o.config), {NULL}};
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  int code;

  if (!bh_ctl_parse (entries,
                     "Counts for the next record that is handed out.",
                     &argc,
                     &argv,
                     &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one campaign. See %s --help", argv[0]);
  conn = bh_ctl_database (o.config, &error);
  if (conn == NULL || !bh_campaigns_run_blocking (conn, argv[1], running, &error))
    return bh_ctl_fail_with (error);
  printf ("The campaign %s is %s\n", argv[1], running ? "started" : "paused");
  return BH_CTL_OK;
}

int
bh_ctl_campaign_start (int argc, char **argv)
{
  return run (argc, argv, TRUE);
}

int
bh_ctl_campaign_pause (int argc, char **argv)
{
  return run (argc, argv, FALSE);
}

int
bh_ctl_campaign_reopen (int argc, char **argv)
{
  g_auto (Options) o = {0};
  const GOptionEntry entries[] = {BH_CTL_OPTION_CONFIG (&o.config), {NULL}};
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  int code, n;

  if (!bh_ctl_parse (entries,
                     "For when a register was brought in, or rules were changed: records that a "
                     "rule refused\nare judged again when the next one is handed out.",
                     &argc,
                     &argv,
                     &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one campaign. See %s --help", argv[0]);
  conn = bh_ctl_database (o.config, &error);
  n = conn != NULL ? bh_campaigns_reopen_blocking (conn, argv[1], &error) : -1;
  if (n < 0)
    return bh_ctl_fail_with (error);
  printf ("%d records of the campaign %s are judged again\n", n, argv[1]);
  return BH_CTL_OK;
}

/* ---- list, export */

static gint64
int_of (JsonObject *row, const char *member)
{
  return json_object_get_int_member_with_default (row, member, 0);
}

static void
print_rows (JsonArray *rows)
{
  printf ("%-16s %-11s %-8s %7s %7s %7s %6s %7s  %s\n",
          "CAMPAIGN",
          "MODE",
          "STATE",
          "RECORDS",
          "DONE",
          "REACHED",
          "SOLD",
          "REFUSED",
          "LABEL");
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonObject *row = json_array_get_object_element (rows, i);
    gboolean closed = json_object_get_boolean_member (row, "disabled");
    gboolean running = json_object_get_boolean_member (row, "running");
    printf ("%-16s %-11s %-8s %7" G_GINT64_FORMAT " %7" G_GINT64_FORMAT " %7" G_GINT64_FORMAT
            " %6" G_GINT64_FORMAT " %7" G_GINT64_FORMAT "  %s\n",
            bh_ctl_text_of (row, "campaign"),
            bh_ctl_text_of (row, "mode"),
            closed    ? "closed"
            : running ? "running"
                      : "paused",
            int_of (row, "records"),
            int_of (row, "done"),
            int_of (row, "reached"),
            int_of (row, "sold"),
            int_of (row, "refused"),
            bh_ctl_text_of (row, "label"));
  }
}

int
bh_ctl_campaign_list (int argc, char **argv)
{
  g_auto (Options) o = {0};
  const GOptionEntry entries[] = {
      BH_CTL_OPTION_JSON (&o.json),
      BH_CTL_OPTION_CONFIG (&o.config),
      {NULL},
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  g_autofree char *text = NULL;
  int code;

  if (!bh_ctl_parse (entries, NULL, &argc, &argv, &code))
    return code;
  if (argc != 1)
    return bh_ctl_fail (BH_CTL_USAGE, "there is nothing to name. See %s --help", argv[0]);
  conn = bh_ctl_database (o.config, &error);
  text = conn != NULL ? bh_campaigns_list_blocking (conn, &error) : NULL;
  return bh_ctl_print_listing (text, error, o.json, print_rows);
}

static void
print_field (const char *text, gboolean last)
{
  g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
  g_autofree char *quoted = g_strjoinv ("\"\"", parts);

  printf ("\"%s\"%s", quoted, last ? "\n" : ",");
}

/* One line a record, with its first numbers. */
static void
print_records (JsonArray *rows)
{
  static const char *const texts[] = {"name", "company", "language", "zone", "reason"};
  static const char *const ends[] = {"state", "outcome", "why", "due"};

  printf ("number,number2,number3,name,company,language,zone,reason,state,outcome,why,due,tries\n");
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonObject *row = json_array_get_object_element (rows, i);
    JsonArray *numbers = json_object_get_array_member (row, "numbers");
    for (guint n = 0; n < 3; n++)
      print_field (n < json_array_get_length (numbers)
                       ? bh_ctl_text_of (json_array_get_object_element (numbers, n), "number")
                       : "",
                   FALSE);
    for (guint n = 0; n < G_N_ELEMENTS (texts); n++)
      print_field (bh_ctl_text_of (row, texts[n]), FALSE);
    for (guint n = 0; n < G_N_ELEMENTS (ends); n++)
      print_field (bh_ctl_text_of (row, ends[n]), FALSE);
    printf ("%" G_GINT64_FORMAT "\n", int_of (row, "tries"));
  }
}

int
bh_ctl_campaign_export (int argc, char **argv)
{
  g_auto (Options) o = {0};
  const GOptionEntry entries[] = {
      {"json", 0, 0, G_OPTION_ARG_NONE, &o.json, "JSON, with every result", NULL},
      BH_CTL_OPTION_CONFIG (&o.config),
      {NULL},
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  g_autofree char *text = NULL;
  int code;

  if (!bh_ctl_parse (entries,
                     "Prints the list as CSV, with how far each record is.",
                     &argc,
                     &argv,
                     &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one campaign. See %s --help", argv[0]);
  conn = bh_ctl_database (o.config, &error);
  text = conn != NULL ? bh_campaigns_export_blocking (conn, argv[1], &error) : NULL;
  return bh_ctl_print_listing (text, error, o.json, print_records);
}
