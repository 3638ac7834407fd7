/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/crm/phone-number.h"
#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/ctl/numbers.h"
#include "server/ctl/table.h"
#include "server/store/customer-load.h"
#include "server/wire/json-out.h"

/* import customers FILE: all rows or none. First every row is read and checked, and every bad one
 * is told with its line; only then the database is touched, in one transaction. */

#define MAX_PHONES     8
#define SHORTEST_PHONE 3

static const char explanation[] =
    "FILE is CSV in UTF-8 (comma, semicolon or tab); its first line names the columns, in any "
    "order:\n"
    "name (needed), latin_name, company, tier, language, time_zone, email, notes, external_ref,\n"
    "phone, phone2 to phone8. Other columns are refused. A customer with an external_ref that is\n"
    "known, or with the name and a number of a known one, is that customer: what the row says is\n"
    "taken over, what it leaves out stays, numbers are added.\n"
    "A number may be an extension, of three digits or more. language is as in zh_CN or de,\n"
    "time_zone as in Asia/Shanghai.\n"
    "\n"
    "Exit codes: 0 done; 1 the database refused; 2 rows are wrong, nothing was imported; 3 "
    "bellhopd\n"
    "does not answer.";

static const char *const texts[] = {"name",
                                    "latin_name",
                                    "company",
                                    "tier",
                                    "language",
                                    "time_zone",
                                    "email",
                                    "notes",
                                    "external_ref",
                                    NULL};

typedef struct {
  guint line;
  char *json;
} Row;

typedef struct {
  char *config;
  char *said; /* the country that the command line names */
  char *region;
  gboolean dry_run;
  gboolean json;
  GArray *rows; /* of Row */
} Import;

static void
row_clear (gpointer row)
{
  g_free (((Row *) row)->json);
}

static void
import_clear (Import *import)
{
  g_free (import->config);
  g_free (import->said);
  g_free (import->region);
  g_clear_pointer (&import->rows, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* ---- columns */

static gboolean
is_phone (const char *column)
{
  return g_str_equal (column, "phone") ||
         (g_str_has_prefix (column, "phone") && strlen (column) == 6 && column[5] >= '2' &&
          column[5] < '2' + MAX_PHONES - 1);
}

static gboolean
is_column (const char *name)
{
  return is_phone (name) || g_strv_contains (texts, name);
}

/* ---- rows */

/* A number of a company's own telephones may be short; two digits, or zeros alone, are a slip. */
static gboolean
is_callable (const BhPhoneNumber *number, const char *kept)
{
  if (number->kind == BH_NUMBER_ODD || strlen (kept) > 32)
    return FALSE;
  if (number->kind == BH_NUMBER_SERVICE)
    return TRUE;
  return strlen (kept) >= SHORTEST_PHONE && kept[strspn (kept, "0")] != '\0';
}

static void
write_phone (const Import *import, BhCtlTable *table, guint column, BhJsonOut *out)
{
  const char *text = table->fields[column];
  g_autoptr (BhPhoneNumber) number = bh_phone_number_new (text, import->region);
  const char *kept = number->e164 != NULL ? number->e164 : number->digits;

  if (!is_callable (number, kept)) {
    bh_ctl_table_fault (table,
                        "%s: \"%s\" is no telephone number. Write it as in +8613800138000, or an "
                        "extension of three digits or more",
                        table->columns[column],
                        text);
    return;
  }
  bh_json_begin_object (out, NULL);
  bh_json_string (out, "number", kept);
  bh_json_string (out, "label", "");
  bh_json_end_object (out);
}

static gboolean
is_language (const char *text)
{
  return g_regex_match_simple ("^[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?$", text, 0, 0);
}

static gboolean
is_time_zone (const char *text)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (text);

  return zone != NULL && g_ascii_isalpha (*text);
}

static gboolean
is_email (const char *text)
{
  return g_regex_match_simple ("^[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+$", text, 0, 0);
}

static const struct {
  const char *column;
  gboolean (*is_right) (const char *text);
  const char *cure;
} checks[] = {
    {"language", is_language, "is no language. Write it as in zh_CN or de"},
    {"time_zone", is_time_zone, "is no time zone. Write it as in Asia/Shanghai"},
    {"email", is_email, "is no e-mail address. Write it as in name@example.com, or leave it out"},
};

static void
check_text (BhCtlTable *table, const char *column, const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    if (g_str_equal (checks[i].column, column) && !checks[i].is_right (text))
      bh_ctl_table_fault (table, "%s: \"%s\" %s", column, text, checks[i].cure);
}

static void
write_row (const Import *import, BhCtlTable *table, BhJsonOut *out)
{
  bh_json_begin_object (out, NULL);
  for (guint i = 0; i < table->n_columns; i++)
    if (!is_phone (table->columns[i]) && *table->fields[i] != '\0') {
      check_text (table, table->columns[i], table->fields[i]);
      bh_json_string (out, table->columns[i], table->fields[i]);
    }
  bh_json_begin_array (out, "phones");
  for (guint i = 0; i < table->n_columns; i++)
    if (is_phone (table->columns[i]) && *table->fields[i] != '\0')
      write_phone (import, table, i, out);
  bh_json_end_array (out);
  bh_json_end_object (out);
}

static void
take_row (BhCtlTable *table, gpointer data)
{
  Import *import = data;
  g_autoptr (GString) text = g_string_new (NULL);
  BhJsonOut out;

  if (bh_ctl_table_field (table, "name") == NULL) {
    bh_ctl_table_fault (table, "the name is missing");
    return;
  }
  bh_json_out_text (&out, text);
  write_row (import, table, &out);
  Row row = {table->line, g_string_free (g_steal_pointer (&text), FALSE)};
  g_array_append_val (import->rows, row);
}

/* FALSE after faults. */
static gboolean
read_file (Import *import, const char *file)
{
  static const char *const needed[] = {"name", NULL};
  static const BhCtlTableKind kind = {.needed = needed, .is_column = is_column, .take = take_row};
  g_auto (BhCtlTable) table;

  bh_ctl_table_init (&table, file);
  if (bh_ctl_table_read (&table, &kind, import))
    return TRUE;
  bh_ctl_fail (BH_CTL_USAGE, "nothing was imported");
  return FALSE;
}

/* ---- the database */

static gboolean
load_rows (Import *import, BhCustomerLoadResult *result, GError **error)
{
  g_autoptr (PGconn) conn = bh_ctl_database (import->config, error);
  g_autoptr (BhCustomerLoad) load = conn != NULL ? bh_customer_load_begin (conn, error) : NULL;

  if (load == NULL)
    return FALSE;
  for (guint i = 0; i < import->rows->len; i++) {
    const Row *row = &g_array_index (import->rows, Row, i);
    if (!bh_customer_load_add (load, row->line, row->json, error))
      return FALSE;
  }
  return bh_customer_load_finish (load, !import->dry_run, result, error);
}

static int
run (Import *import, const char *file)
{
  BhCustomerLoadResult result = {0};
  g_autoptr (GError) error = NULL;

  if (!read_file (import, file))
    return BH_CTL_USAGE;
  if (!load_rows (import, &result, &error)) {
    bh_ctl_fail (BH_CTL_FAILED, "%s", error->message);
    return bh_ctl_fail (bh_ctl_code_of (error), "nothing was imported");
  }
  if (import->json)
    printf ("{\"rows\":%u,\"inserted\":%u,\"updated\":%u,\"dry_run\":%s}\n",
            import->rows->len,
            result.inserted,
            result.updated,
            import->dry_run ? "true" : "false");
  else
    printf ("%u customers: %u new, %u known%s\n",
            import->rows->len,
            result.inserted,
            result.updated,
            import->dry_run ? " (only tried: nothing was kept)" : "");
  return BH_CTL_OK;
}

int
bh_ctl_import_customers (int argc, char **argv)
{
  g_auto (Import) import = {0};
  const GOptionEntry entries[] = {
      {"dry-run",
       'n',
       0,
       G_OPTION_ARG_NONE,
       &import.dry_run,
       "Try everything, the database too, and keep nothing",
       NULL},
      BH_CTL_OPTION_REGION (&import.said),
      BH_CTL_OPTION_JSON (&import.json),
      BH_CTL_OPTION_CONFIG (&import.config),
      {NULL},
  };
  g_autoptr (GError) error = NULL;
  int code;

  if (!bh_ctl_parse (entries, explanation, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one file. See bellhopctl import customers --help");
  import.region = bh_ctl_home_region (import.said, import.config, &error);
  if (import.region == NULL)
    return bh_ctl_fail (BH_CTL_USAGE, "%s", error->message);
  import.rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (import.rows, row_clear);
  return run (&import, argv[1]);
}
