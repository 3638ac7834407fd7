/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/core/dial-week.h"
#include "server/crm/phone-number.h"
#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/ctl/listing.h"
#include "server/ctl/numbers.h"
#include "server/ctl/table.h"
#include "server/store/do-not-call.h"
#include "server/wire/json-out.h"

/* dnc add, remove, list, import. */

typedef struct {
  char *config;
  char *list;
  char *campaign;
  char *reason;
  char *source;
  char *until;
  char *said; /* the country that the command line names */
  gboolean dry_run;
  gboolean json;
  /* import */
  char *region;
  BhJsonOut out;
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
  g_free (dnc->said);
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
      BH_CTL_OPTION_REGION (&dnc.said), BH_CTL_OPTION_CONFIG (&dnc.config)

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
  g_autofree char *region = NULL;

  if (dnc->said == NULL && dnc->list != NULL)
    dnc->said = bh_ctl_register_region (dnc->list, dnc->config, &error);
  if (error == NULL)
    region = bh_ctl_home_region (dnc->said, dnc->config, &error);
  if (region == NULL)
    bh_ctl_fail (BH_CTL_USAGE, "%s", error->message);
  else if (dnc->list != NULL && dnc->campaign != NULL)
    bh_ctl_fail (BH_CTL_USAGE, "--list and --campaign: say one of the two");
  else if (dnc->until != NULL && !until_is_good (dnc->until))
    bh_ctl_fail (BH_CTL_USAGE, "--until: \"%s\" is not a day, as in 2027-01-31", dnc->until);
  else
    dnc->region = g_steal_pointer (&region);
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
      BH_CTL_OPTION_JSON (&dnc.json),
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

static gboolean
is_column (const char *name)
{
  static const char *const columns[] = {"number", "reason", "source", "until", NULL};

  return g_strv_contains (columns, name);
}

static gboolean
is_number (const char *field, gpointer data)
{
  Dnc *dnc = data;
  g_autofree char *number = bh_phone_number_to_keep (field, dnc->region);

  return number != NULL;
}

static void
write_row (BhCtlTable *table, gpointer data)
{
  Dnc *dnc = data;
  const char *text = bh_ctl_table_field (table, "number");
  const char *until = bh_ctl_table_field (table, "until");
  g_autofree char *number = bh_phone_number_to_keep (text != NULL ? text : "", dnc->region);

  if (number == NULL)
    bh_ctl_table_fault (table,
                        "\"%s\" is no telephone number. Write it as in +8613800138000",
                        text != NULL ? text : "");
  if (until != NULL && !until_is_good (until))
    bh_ctl_table_fault (table, "until: \"%s\" is not a day, as in 2027-01-31", until);
  bh_json_begin_object (&dnc->out, NULL);
  bh_json_string (&dnc->out, "number", number);
  bh_json_string_if (&dnc->out, "reason", bh_ctl_table_field (table, "reason"));
  bh_json_string_if (&dnc->out, "source", bh_ctl_table_field (table, "source"));
  bh_json_string_if (&dnc->out, "until", until);
  bh_json_end_object (&dnc->out);
}

/* The first line names the columns; a file of bare numbers may go without. FALSE after faults. */
static gboolean
read_rows (Dnc *dnc, BhCtlTable *table, GString *rows)
{
  static const char *const needed[] = {"number", NULL};
  static const BhCtlTableKind kind = {.needed = needed,
                                      .is_column = is_column,
                                      .is_value = is_number,
                                      .take = write_row};
  gboolean read;

  bh_json_out_text (&dnc->out, rows);
  bh_json_begin_array (&dnc->out, NULL);
  read = bh_ctl_table_read (table, &kind, dnc);
  bh_json_end_array (&dnc->out);
  if (!read)
    bh_ctl_fail (BH_CTL_USAGE, "nothing was imported");
  return read;
}

static int
import (Dnc *dnc, const char *file)
{
  g_auto (BhCtlTable) table;
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = NULL;
  const BhDoNotCallPlace place = place_of (dnc);
  BhDoNotCallFigures figures = {0};

  bh_ctl_table_init (&table, file);
  if (!read_rows (dnc, &table, rows))
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
          table.n_rows,
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
  return import (&dnc, argv[1]);
}
