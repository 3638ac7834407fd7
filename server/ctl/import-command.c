/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/crm/phone-number.h"
#include "server/ctl/client.h"
#include "server/ctl/csv-file.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/store/customer-load.h"
#include "server/wire/json-out.h"

/* import customers FILE: all rows or none. First every row is read and checked, and every bad one
 * is told with its line; only then the database is touched, in one transaction. */

#define MAX_COMPLAINTS 50
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
  char *region;
  gboolean dry_run;
  gboolean json;
  const char *file;
  GPtrArray *columns; /* names */
  GArray *rows;       /* of Row */
  guint complaints;
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
  g_free (import->region);
  g_clear_pointer (&import->columns, g_ptr_array_unref);
  g_clear_pointer (&import->rows, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static void G_GNUC_PRINTF (3, 4) complain (Import *import, guint line, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  if (++import->complaints <= MAX_COMPLAINTS)
    fprintf (stderr, "%s:%u: %s\n", import->file, line, text);
  else if (import->complaints == MAX_COMPLAINTS + 1)
    fprintf (stderr, "%s: and more\n", import->file);
}

/* ---- columns */

static gboolean
is_phone (const char *column)
{
  return g_str_equal (column, "phone") ||
         (g_str_has_prefix (column, "phone") && strlen (column) == 6 && column[5] >= '2' &&
          column[5] < '2' + MAX_PHONES - 1);
}

static gboolean
has_column (const Import *import, const char *name)
{
  for (guint i = 0; i < import->columns->len; i++)
    if (g_str_equal (g_ptr_array_index (import->columns, i), name))
      return TRUE;
  return FALSE;
}

static gboolean
take_head (Import *import, char **fields, guint n, guint line)
{
  for (guint i = 0; i < n; i++) {
    char *name = g_ascii_strdown (g_strstrip (fields[i]), -1);
    if (!is_phone (name) && !g_strv_contains (texts, name))
      complain (import, line, "there is no column \"%s\". See --help", name);
    else if (has_column (import, name))
      complain (import, line, "the column \"%s\" is there twice", name);
    g_ptr_array_add (import->columns, name);
  }
  if (!has_column (import, "name"))
    complain (import, line, "the column \"name\" is missing: the first line names the columns");
  return import->complaints == 0;
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
write_phone (Import *import, BhJsonOut *out, const char *column, const char *text, guint line)
{
  g_autoptr (BhPhoneNumber) number = bh_phone_number_new (text, import->region);
  const char *kept = number->e164 != NULL ? number->e164 : number->digits;

  if (!is_callable (number, kept)) {
    complain (import,
              line,
              "%s: \"%s\" is no telephone number. Write it as in +8613800138000, or an extension "
              "of three digits or more",
              column,
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
check_text (Import *import, const char *column, const char *text, guint line)
{
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    if (g_str_equal (checks[i].column, column) && !checks[i].is_right (text))
      complain (import, line, "%s: \"%s\" %s", column, text, checks[i].cure);
}

static void
write_row (Import *import, BhJsonOut *out, char **fields, guint n, guint line)
{
  bh_json_begin_object (out, NULL);
  for (guint i = 0; i < n; i++)
    if (!is_phone (g_ptr_array_index (import->columns, i)) && *fields[i] != '\0') {
      check_text (import, g_ptr_array_index (import->columns, i), fields[i], line);
      bh_json_string (out, g_ptr_array_index (import->columns, i), fields[i]);
    }
  bh_json_begin_array (out, "phones");
  for (guint i = 0; i < n; i++)
    if (is_phone (g_ptr_array_index (import->columns, i)) && *fields[i] != '\0')
      write_phone (import, out, g_ptr_array_index (import->columns, i), fields[i], line);
  bh_json_end_array (out);
  bh_json_end_object (out);
}

static gboolean
has_name (const Import *import, char **fields, guint n)
{
  for (guint i = 0; i < n; i++)
    if (g_str_equal (g_ptr_array_index (import->columns, i), "name"))
      return *fields[i] != '\0';
  return FALSE;
}

static gboolean
is_blank (char **fields, guint n)
{
  return n == 1 && *fields[0] == '\0';
}

static gboolean
take_row (char **fields, guint n, guint line, gpointer data)
{
  Import *import = data;
  GString *text;
  BhJsonOut out;

  if (import->columns->len == 0)
    return take_head (import, fields, n, line);
  for (guint i = 0; i < n; i++)
    g_strstrip (fields[i]);
  if (is_blank (fields, n))
    return TRUE;
  if (n != import->columns->len) {
    complain (import, line, "%u fields, but there are %u columns", n, import->columns->len);
    return TRUE;
  }
  if (!has_name (import, fields, n)) {
    complain (import, line, "the name is missing");
    return TRUE;
  }
  text = g_string_new (NULL);
  bh_json_out_text (&out, text);
  write_row (import, &out, fields, n, line);
  Row row = {line, g_string_free (text, FALSE)};
  g_array_append_val (import->rows, row);
  return TRUE;
}

/* ---- the file */

/* FALSE after complaints. */
static gboolean
read_file (Import *import)
{
  g_autoptr (GError) error = NULL;
  gboolean read = bh_ctl_read_csv (import->file, take_row, import, &error);

  if (error != NULL && error->domain == G_FILE_ERROR) {
    bh_ctl_fail (BH_CTL_USAGE, "%s", error->message);
    return FALSE;
  }
  if (!read && error != NULL) {
    fprintf (stderr, "%s: %s\n", import->file, error->message);
    import->complaints++;
  }
  if (import->complaints == 0 && import->columns->len == 0) {
    fprintf (stderr, "%s: it is empty\n", import->file);
    import->complaints++;
  }
  if (import->complaints > 0)
    bh_ctl_fail (BH_CTL_USAGE, "nothing was imported");
  return import->complaints == 0;
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
run (Import *import)
{
  BhCustomerLoadResult result = {0};
  g_autoptr (GError) error = NULL;

  if (!read_file (import))
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

/* The country of numbers without a country code: as said, else the server's. */
static gboolean
find_region (Import *import)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) config = NULL;

  if (import->region == NULL) {
    config = bh_config_load (import->config != NULL ? import->config : BH_CTL_CONFIG, &error);
    if (config == NULL) {
      bh_ctl_fail (BH_CTL_USAGE, "%s", error->message);
      return FALSE;
    }
    import->region = g_strdup (config->home_region);
  }
  if (bh_phone_region_is_known (import->region))
    return TRUE;
  bh_ctl_fail (BH_CTL_USAGE, "--home-region: \"%s\" is not a country", import->region);
  return FALSE;
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
      {"home-region",
       0,
       0,
       G_OPTION_ARG_STRING,
       &import.region,
       "The country of numbers without a country code (the server's)",
       "CC"},
      {"json", 0, 0, G_OPTION_ARG_NONE, &import.json, "For programs: JSON", NULL},
      {"config",
       'c',
       0,
       G_OPTION_ARG_FILENAME,
       &import.config,
       "The server's configuration file",
       "FILE"},
      {NULL},
  };
  int code;

  if (!bh_ctl_parse (entries, explanation, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one file. See bellhopctl import customers --help");
  if (!find_region (&import))
    return BH_CTL_USAGE;
  import.file = argv[1];
  import.columns = g_ptr_array_new_with_free_func (g_free);
  import.rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (import.rows, row_clear);
  return run (&import);
}
