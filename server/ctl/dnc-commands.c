/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/core/dial-week.h"
#include "server/crm/phone-number.h"
#include "server/ctl/client.h"
#include "server/ctl/csv-file.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/ctl/listing.h"
#include "server/store/do-not-call.h"
#include "server/wire/json-out.h"

/* dnc add, remove, list, import. */

#define MAX_COMPLAINTS 50
#define N_COLUMNS      4

static const char *const columns[N_COLUMNS + 1] = {"number", "reason", "source", "until", NULL};

typedef struct {
  char *config;
  char *list;
  char *campaign;
  char *reason;
  char *source;
  char *until;
  gboolean dry_run;
  gboolean json;
  /* import */
  const char *file;
  char *region;
  int places[N_COLUMNS]; /* where each column is; -1: not there */
  guint n_columns;
  gboolean has_head;
  guint rows;
  guint complaints;
  BhJsonOut *out;
} Dnc;

static void
dnc_clear (Dnc *dnc)
{
  g_free (dnc->config);
  g_free (dnc->list);
  g_free (dnc->campaign);
  g_free (dnc->reason);
  g_free (dnc->source);
  g_free (dnc->until);
  g_free (dnc->region);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Dnc, dnc_clear)

#define TEXT_OPTION(name, member, help, word)                                                      \
  {                                                                                                \
    name, 0, 0, G_OPTION_ARG_STRING, &dnc.member, help, word                                       \
  }
#define PLACE_OPTIONS                                                                              \
  TEXT_OPTION ("campaign", campaign, "The list of one campaign", "NAME"),                          \
      TEXT_OPTION ("list",                                                                         \
                   list,                                                                           \
                   "A public register, as in us-dnc (the house's own list)",                       \
                   "NAME"),                                                                        \
  {                                                                                                \
    "config", 'c', 0, G_OPTION_ARG_FILENAME, &dnc.config, "The server's configuration file",       \
        "FILE"                                                                                     \
  }

static BhDoNotCallPlace
place_of (const Dnc *dnc)
{
  return (BhDoNotCallPlace){dnc->list, dnc->campaign};
}

static gboolean
until_is_good (const char *text)
{
  gint64 day;
  return bh_dial_day_parse (text, &day);
}

/* FALSE after a complaint. */
static gboolean
prepare (Dnc *dnc)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) config =
      bh_config_load (dnc->config != NULL ? dnc->config : BH_CTL_CONFIG, &error);

  if (config == NULL)
    bh_ctl_fail (BH_CTL_USAGE, "%s", error->message);
  else if (dnc->list != NULL && dnc->campaign != NULL)
    bh_ctl_fail (BH_CTL_USAGE, "--list and --campaign: say one of the two");
  else if (dnc->until != NULL && !until_is_good (dnc->until))
    bh_ctl_fail (BH_CTL_USAGE, "--until: \"%s\" is not a day, as in 2027-01-31", dnc->until);
  else
    dnc->region = g_strdup (config->home_region);
  return dnc->region != NULL;
}

/* ---- add, remove */

static char *
the_number (Dnc *dnc, int argc, char **argv)
{
  char *number = argc == 2 && prepare (dnc) ? bh_phone_number_to_keep (argv[1], dnc->region) : NULL;

  if (argc != 2)
    bh_ctl_fail (BH_CTL_USAGE, "name one number. See %s --help", argv[0]);
  else if (dnc->region != NULL && number == NULL)
    bh_ctl_fail (BH_CTL_USAGE,
                 "\"%s\" is no telephone number. Write it as in +8613800138000",
                 argv[1]);
  return number;
}

int
bh_ctl_dnc_add (int argc, char **argv)
{
  g_auto (Dnc) dnc = {0};
  const GOptionEntry entries[] = {
      PLACE_OPTIONS,
      TEXT_OPTION ("reason", reason, "Why", "TEXT"),
      TEXT_OPTION ("source", source, "How we know: a letter, a call", "TEXT"),
      TEXT_OPTION ("until", until, "The last day (without an end)", "YYYY-MM-DD"),
      {NULL},
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  g_autofree char *number = NULL;
  gboolean renewed;
  int code;

  if (!bh_ctl_parse (entries, "The entry counts from the next dial on.", &argc, &argv, &code))
    return code;
  if ((number = the_number (&dnc, argc, argv)) == NULL)
    return BH_CTL_USAGE;
  const BhDoNotCallPlace place = place_of (&dnc);
  const BhDoNotCall entry = {number, dnc.reason, dnc.source, dnc.until, g_get_user_name ()};
  conn = bh_ctl_database (dnc.config, &error);
  if (conn == NULL || !bh_do_not_call_add_blocking (conn, &place, &entry, &renewed, &error))
    return bh_ctl_fail_with (error);
  printf ("%s is %s the list\n", number, renewed ? "renewed on" : "on");
  return BH_CTL_OK;
}

int
bh_ctl_dnc_remove (int argc, char **argv)
{
  g_auto (Dnc) dnc = {0};
  const GOptionEntry entries[] = {PLACE_OPTIONS, {NULL}};
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  g_autofree char *number = NULL;
  int code;

  if (!bh_ctl_parse (entries, "Who took it off, and when, is kept.", &argc, &argv, &code))
    return code;
  if ((number = the_number (&dnc, argc, argv)) == NULL)
    return BH_CTL_USAGE;
  const BhDoNotCallPlace place = place_of (&dnc);
  conn = bh_ctl_database (dnc.config, &error);
  if (conn == NULL ||
      !bh_do_not_call_remove_blocking (conn, &place, number, g_get_user_name (), &error))
    return bh_ctl_fail_with (error);
  printf ("%s is off the list\n", number);
  return BH_CTL_OK;
}

/* ---- list */

static void
print_rows (JsonArray *rows)
{
  printf ("%-17s %-18s %-10s  %-10s  %-12s %s\n",
          "NUMBER",
          "LIST",
          "SINCE",
          "UNTIL",
          "BY",
          "REASON");
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonObject *row = json_array_get_object_element (rows, i);
    const char *campaign = bh_ctl_text_of (row, "campaign");
    printf ("%-17s %-18s %-10s  %-10s  %-12s %s\n",
            bh_ctl_text_of (row, "number"),
            *campaign != '\0' ? campaign : bh_ctl_text_of (row, "list"),
            bh_ctl_text_of (row, "since"),
            bh_ctl_text_of (row, "until"),
            bh_ctl_text_of (row, "by"),
            bh_ctl_text_of (row, "reason"));
  }
}

int
bh_ctl_dnc_list (int argc, char **argv)
{
  g_auto (Dnc) dnc = {0};
  const GOptionEntry entries[] = {
      {"json", 0, 0, G_OPTION_ARG_NONE, &dnc.json, "For programs: JSON", NULL},
      PLACE_OPTIONS,
      {NULL},
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  g_autofree char *text = NULL;
  int code;

  if (!bh_ctl_parse (entries, "Every list, where none is named.", &argc, &argv, &code))
    return code;
  if (argc != 1)
    return bh_ctl_fail (BH_CTL_USAGE, "there is nothing to name. See bellhopctl dnc list --help");
  const BhDoNotCallPlace place = place_of (&dnc);
  conn = bh_ctl_database (dnc.config, &error);
  text = conn != NULL ? bh_do_not_call_list_blocking (conn, &place, &error) : NULL;
  return bh_ctl_print_listing (text, error, dnc.json, print_rows);
}

/* ---- import */

static void G_GNUC_PRINTF (3, 4) complain (Dnc *dnc, guint line, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  if (++dnc->complaints <= MAX_COMPLAINTS)
    fprintf (stderr, "%s:%u: %s\n", dnc->file, line, text);
}

/* The first line names the columns; a file of bare numbers may go without. */
static gboolean
take_head (Dnc *dnc, char **fields, guint n, guint line)
{
  g_autofree char *first = bh_phone_number_to_keep (g_strstrip (fields[0]), dnc->region);

  dnc->has_head = TRUE;
  dnc->n_columns = n;
  for (guint i = 0; i < N_COLUMNS; i++)
    dnc->places[i] = -1;
  if (n == 1 && first != NULL) {
    dnc->places[0] = 0;
    return FALSE;
  }
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = g_ascii_strdown (g_strstrip (fields[i]), -1);
    guint column = 0;
    while (column < N_COLUMNS && !g_str_equal (columns[column], name))
      column++;
    if (column == N_COLUMNS)
      complain (dnc, line, "there is no column \"%s\". See --help", name);
    else if (dnc->places[column] >= 0)
      complain (dnc, line, "the column \"%s\" is there twice", name);
    else
      dnc->places[column] = (int) i;
  }
  if (dnc->places[0] < 0)
    complain (dnc, line, "the column \"number\" is missing: the first line names the columns");
  return TRUE;
}

static const char *
field_of (const Dnc *dnc, char **fields, guint column)
{
  const char *text = dnc->places[column] >= 0 ? fields[dnc->places[column]] : NULL;
  return text != NULL && *text != '\0' ? text : NULL;
}

static void
write_row (Dnc *dnc, char **fields, guint line)
{
  const char *text = field_of (dnc, fields, 0);
  const char *until = field_of (dnc, fields, 3);
  g_autofree char *number = bh_phone_number_to_keep (text != NULL ? text : "", dnc->region);

  if (number == NULL)
    complain (dnc,
              line,
              "\"%s\" is no telephone number. Write it as in +8613800138000",
              text != NULL ? text : "");
  if (until != NULL && !until_is_good (until))
    complain (dnc, line, "until: \"%s\" is not a day, as in 2027-01-31", until);
  bh_json_begin_object (dnc->out, NULL);
  bh_json_string (dnc->out, "number", number);
  bh_json_string_if (dnc->out, "reason", field_of (dnc, fields, 1));
  bh_json_string_if (dnc->out, "source", field_of (dnc, fields, 2));
  bh_json_string_if (dnc->out, "until", until);
  bh_json_end_object (dnc->out);
  dnc->rows++;
}

static gboolean
take_row (char **fields, guint n, guint line, gpointer data)
{
  Dnc *dnc = data;

  if (!dnc->has_head && take_head (dnc, fields, n, line))
    return dnc->complaints == 0;
  for (guint i = 0; i < n; i++)
    g_strstrip (fields[i]);
  if (n == 1 && *fields[0] == '\0')
    return TRUE;
  if (n != dnc->n_columns)
    complain (dnc, line, "%u fields, but there are %u columns", n, dnc->n_columns);
  else
    write_row (dnc, fields, line);
  return TRUE;
}

/* FALSE after complaints. */
static gboolean
read_rows (Dnc *dnc, GString *rows)
{
  g_autoptr (GError) error = NULL;
  BhJsonOut out;

  dnc->out = &out;
  bh_json_out_text (&out, rows);
  bh_json_begin_array (&out, NULL);
  bh_ctl_read_csv (dnc->file, take_row, dnc, &error);
  bh_json_end_array (&out);
  if (error != NULL) {
    gboolean named = error->domain == G_FILE_ERROR;
    fprintf (stderr, "%s%s%s\n", named ? "" : dnc->file, named ? "" : ": ", error->message);
  } else if (dnc->complaints == 0 && dnc->rows == 0) {
    complain (dnc, 1, "it is empty");
  }
  if (error == NULL && dnc->complaints == 0)
    return TRUE;
  bh_ctl_fail (BH_CTL_USAGE, "nothing was imported");
  return FALSE;
}

static int
import (Dnc *dnc)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  const BhDoNotCallPlace place = place_of (dnc);
  BhDoNotCallFigures figures = {0};

  if (!read_rows (dnc, rows))
    return BH_CTL_USAGE;
  conn = bh_ctl_database (dnc->config, &error);
  if (conn == NULL || !bh_do_not_call_import_blocking (conn,
                                                       &place,
                                                       rows->str,
                                                       g_get_user_name (),
                                                       !dnc->dry_run,
                                                       &figures,
                                                       &error)) {
    bh_ctl_fail_with (error);
    return bh_ctl_fail (bh_ctl_code_of (error), "nothing was imported");
  }
  printf ("%u rows: %u added, %u renewed, %u taken off%s\n",
          dnc->rows,
          figures.added,
          figures.renewed,
          figures.removed,
          dnc->dry_run ? " (only tried: nothing was kept)" : "");
  return BH_CTL_OK;
}

int
bh_ctl_dnc_import (int argc, char **argv)
{
  g_auto (Dnc) dnc = {0};
  const GOptionEntry entries[] = {
      {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &dnc.dry_run, "Try everything, keep nothing", NULL},
      PLACE_OPTIONS,
      {NULL},
  };
  int code;

  if (!bh_ctl_parse (entries,
                     "FILE is CSV in UTF-8 whose first line names the columns: number (needed), "
                     "reason,\nsource, until; or a bare list of numbers. A public register "
                     "(--list) is replaced whole\nand counts as fresh; other lists are added to.",
                     &argc,
                     &argv,
                     &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one file. See bellhopctl dnc import --help");
  if (!prepare (&dnc))
    return BH_CTL_USAGE;
  dnc.file = argv[1];
  return import (&dnc);
}
