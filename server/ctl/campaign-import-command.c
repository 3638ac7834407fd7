/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/ctl/numbers.h"
#include "server/ctl/table.h"
#include "server/store/campaigns.h"
#include "server/wire/json-out.h"

/* campaign import FILE: a list of people to be called, all or none. Every fault is named with its
 * line; so is a number that is there twice, in the file or in the campaign. */

#define N_NUMBERS 3

typedef enum { NAME, COMPANY, CUSTOMER, LANGUAGE, ZONE, REASON, N_TEXTS } Text;
static const char *const texts[N_TEXTS] =
    {"name", "company", "customer", "language", "zone", "reason"};

typedef struct {
  char *config;
  char *campaign;
  gboolean dry_run;
  gboolean skip;
  char *said; /* the country that the command line names */
  char *region;
  JsonObject *there; /* numbers of the campaign -> place */
  GHashTable *seen;  /* numbers of the file -> line */
  guint rows, skipped;
  BhJsonOut out;
} Import;

static void
import_clear (Import *import)
{
  g_free (import->config);
  g_free (import->campaign);
  g_free (import->said);
  g_free (import->region);
  g_clear_pointer (&import->there, json_object_unref);
  g_clear_pointer (&import->seen, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* ---- columns */

static gboolean
is_known (const char *name)
{
  static const char *const numbers[] =
      {"number", "number2", "number3", "label", "label2", "label3", NULL};

  for (guint i = 0; i < N_TEXTS; i++)
    if (g_str_equal (texts[i], name))
      return TRUE;
  return g_strv_contains (numbers, name);
}

/* ---- rows */

/* TRUE: this row is a person that is there already. */
static gboolean
is_twice (Import *import, BhCtlTable *table, const char *number)
{
  gpointer before = g_hash_table_lookup (import->seen, number);

  if (before != NULL && !import->skip)
    bh_ctl_table_fault (table, "%s is in line %u already", number, GPOINTER_TO_UINT (before));
  else if (before == NULL && json_object_has_member (import->there, number) && !import->skip)
    bh_ctl_table_fault (table,
                        "%s is in the campaign already, record %d",
                        number,
                        (int) json_object_get_int_member (import->there, number));
  return before != NULL || json_object_has_member (import->there, number);
}

/* As it is kept; NULL: it is none, or stands in the row before this column. */
static char *
read_number (const Import *import, BhCtlTable *table, const char *column, char *const *before)
{
  const char *text = bh_ctl_table_field (table, column);
  const char *fault = NULL;
  char *number = bh_ctl_callable_number (text != NULL ? text : "", import->region, &fault);

  if (number == NULL)
    bh_ctl_table_fault (table, "%s: \"%s\" %s", column, text != NULL ? text : "", fault);
  else if (g_strv_contains ((const char *const *) before, number)) {
    bh_ctl_table_fault (table, "%s: %s is in this row already", column, number);
    g_clear_pointer (&number, g_free);
  }
  return number;
}

/* NULL-terminated, as they are kept. FALSE: the row is left out or has faults. */
static gboolean
read_numbers (Import *import, BhCtlTable *table, char **numbers, const char **labels)
{
  static const char *const number_columns[N_NUMBERS] = {"number", "number2", "number3"};
  static const char *const label_columns[N_NUMBERS] = {"label", "label2", "label3"};
  guint n = 0;
  gboolean twice = FALSE;

  for (guint i = 0; i < N_NUMBERS; i++) {
    char *number = NULL;
    if (i > 0 && bh_ctl_table_field (table, number_columns[i]) == NULL)
      continue;
    number = read_number (import, table, number_columns[i], numbers);
    if (number == NULL)
      return FALSE;
    numbers[n] = number;
    twice |= is_twice (import, table, numbers[n]);
    labels[n++] = bh_ctl_table_field (table, label_columns[i]);
  }
  for (guint i = 0; i < n && !twice; i++)
    g_hash_table_replace (import->seen, g_strdup (numbers[i]), GUINT_TO_POINTER (table->line));
  import->skipped += twice;
  return !twice;
}

static void
write_row (Import *import, BhCtlTable *table, char *const *numbers, const char *const *labels)
{
  BhJsonOut *out = &import->out;

  bh_json_begin_object (out, NULL);
  for (guint i = 0; i < N_TEXTS; i++)
    bh_json_string_if (out, texts[i], bh_ctl_table_field (table, texts[i]));
  bh_json_begin_array (out, "numbers");
  for (guint i = 0; i < N_NUMBERS && numbers[i] != NULL; i++) {
    bh_json_begin_object (out, NULL);
    bh_json_string (out, "number", numbers[i]);
    bh_json_string_if (out, "label", labels[i]);
    bh_json_end_object (out);
  }
  bh_json_end_array (out);
  bh_json_begin_object (out, "fields");
  for (guint i = 0; i < table->n_columns; i++)
    if (!is_known (table->columns[i]) && *table->fields[i] != '\0')
      bh_json_string (out, table->columns[i], table->fields[i]);
  bh_json_end_object (out);
  bh_json_end_object (out);
  import->rows++;
}

static void
take_record (BhCtlTable *table, gpointer data)
{
  Import *import = data;
  char *numbers[N_NUMBERS + 1] = {NULL};
  const char *labels[N_NUMBERS] = {NULL};
  const char *zone = bh_ctl_table_field (table, "zone");
  g_autoptr (GTimeZone) known = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;

  if (zone != NULL && known == NULL)
    bh_ctl_table_fault (table,
                        "zone: there is no time zone \"%s\". Write it as in Europe/Paris",
                        zone);
  if (read_numbers (import, table, numbers, labels))
    write_row (import, table, numbers, labels);
  for (guint i = 0; i < N_NUMBERS; i++)
    g_free (numbers[i]);
}

/* Any further column is data of the record, under its own name. FALSE after faults. */
static gboolean
read_rows (Import *import, const char *file, GString *rows)
{
  static const char *const needed[] = {"number", NULL};
  static const BhCtlTableKind kind = {.needed = needed,
                                      .is_column = is_known,
                                      .takes_others = TRUE,
                                      .take = take_record};
  g_auto (BhCtlTable) table;
  gboolean read;

  bh_ctl_table_init (&table, file);
  bh_json_out_text (&import->out, rows);
  bh_json_begin_array (&import->out, NULL);
  read = bh_ctl_table_read (&table, &kind, import);
  bh_json_end_array (&import->out);
  return read;
}

static int
fail_with (const GError *error)
{
  return bh_ctl_fail (bh_ctl_fail_with (error), "nothing was imported");
}

static gboolean
read_there (Import *import, PGconn *conn, GError **error)
{
  g_autofree char *text = bh_campaigns_numbers_blocking (conn, import->campaign, error);
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, error) : NULL;

  if (node != NULL)
    import->there = json_node_dup_object (node);
  import->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return node != NULL;
}

static int
run (Import *import, const char *file)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PGconn) conn = bh_ctl_database (import->config, &error);
  int linked;

  if (conn == NULL || !read_there (import, conn, &error))
    return fail_with (error);
  if (!read_rows (import, file, rows))
    return bh_ctl_fail (BH_CTL_USAGE, "nothing was imported");
  linked =
      bh_campaigns_import_blocking (conn, import->campaign, rows->str, !import->dry_run, &error);
  if (linked < 0)
    return fail_with (error);
  printf ("%u records, %d of known customers, %u left out%s\n",
          import->rows,
          linked,
          import->skipped,
          import->dry_run ? " (only tried: nothing was kept)" : "");
  return BH_CTL_OK;
}

int
bh_ctl_campaign_import (int argc, char **argv)
{
  g_auto (Import) import = {0};
  const GOptionEntry entries[] = {
      {"campaign", 0, 0, G_OPTION_ARG_STRING, &import.campaign, "Whose list it is", "NAME"},
      {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &import.dry_run, "Try everything, keep nothing", NULL},
      {"skip-duplicates", 0, 0, G_OPTION_ARG_NONE, &import.skip, "Leave out who is there", NULL},
      BH_CTL_OPTION_REGION (&import.said),
      BH_CTL_OPTION_CONFIG (&import.config),
      {NULL},
  };
  g_autoptr (GError) error = NULL;
  int code;

  if (!bh_ctl_parse (entries,
                     "FILE is CSV in UTF-8 whose first line names the columns: number (needed), "
                     "number2, number3,\nlabel, label2, label3, name, company, customer, language, "
                     "zone, reason; every further column is data of\nthe record. Nothing of a file "
                     "with faults is kept.",
                     &argc,
                     &argv,
                     &code))
    return code;
  if (argc != 2 || import.campaign == NULL)
    return bh_ctl_fail (BH_CTL_USAGE, "name one file, and --campaign. See %s --help", argv[0]);
  import.region = bh_ctl_home_region (import.said, import.config, &error);
  if (import.region == NULL)
    return bh_ctl_fail (BH_CTL_USAGE, "%s", error->message);
  return run (&import, argv[1]);
}
