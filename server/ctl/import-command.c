/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/crm/csv-reader.h"
#include "server/crm/phone-number.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/store/customer-load.h"
#include "server/store/pg-blocking.h"

/* import customers FILE: the file is read whole and every fault is named by its line; only a file
 * without any is loaded. */

#define LONGEST_TEXT     500
#define MOST_FAULTS_SAID 50

static const char *const text_columns[] = {"name",
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
  BhCustomerLoad *load;
  const char *region;
  GPtrArray *columns; /* of the header row: names */
  GHashTable *seen;   /* "ref:…" or "name|number" -> line */
  guint rows, bad;
  GError *error; /* of the database */
} Import;

static void G_GNUC_PRINTF (3, 4) fault (Import *import, guint line, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  import->bad++;
  if (import->bad <= MOST_FAULTS_SAID)
    fprintf (stderr, "line %u: %s\n", line, message);
}

static gboolean
is_phone_column (const char *name)
{
  return g_str_has_prefix (name, "phone") &&
         (name[5] == '\0' || (g_ascii_isdigit (name[5]) && name[6] == '\0'));
}

static gboolean
take_header (Import *import, char **fields, guint n_fields, guint line)
{
  gboolean has_name = FALSE;
  for (guint i = 0; i < n_fields; i++) {
    g_autofree char *name = g_ascii_strdown (g_strstrip (fields[i]), -1);
    if (!g_strv_contains (text_columns, name) && !is_phone_column (name))
      fault (import,
             line,
             "there is no column \"%s\"; columns are name, latin_name, company, tier, language, "
             "time_zone, email, notes, "
             "external_ref, phone, phone2 … phone9",
             name);
    has_name |= g_str_equal (name, "name");
    g_ptr_array_add (import->columns, g_steal_pointer (&name));
  }
  if (!has_name)
    fault (import, line, "the first line must name the columns, and one of them must be \"name\"");
  return import->bad == 0;
}

/* FALSE: the number was a fault. */
static gboolean
add_phone (Import *import, JsonArray *phones, const char *text, guint line)
{
  g_autoptr (BhPhoneNumber) number = bh_phone_number_new (text, import->region);
  if (number->kind == BH_NUMBER_WITHHELD)
    return TRUE;
  if (number->kind == BH_NUMBER_ODD || (number->e164 == NULL && strlen (number->digits) < 2)) {
    fault (import, line, "\"%s\" is not a telephone number", text);
    return FALSE;
  }
  JsonObject *phone = json_object_new ();
  const char *kept = number->e164 != NULL      ? number->e164
                     : *number->digits != '\0' ? number->digits
                                               : number->display;
  json_object_set_string_member (phone, "number", kept);
  json_object_set_string_member (phone,
                                 "label",
                                 number->kind == BH_NUMBER_MOBILE  ? "mobile"
                                 : number->kind == BH_NUMBER_FIXED ? "fixed"
                                                                   : "");
  json_array_add_object_element (phones, phone);
  return TRUE;
}

static gboolean
take_field (Import *import,
            JsonObject *doc,
            JsonArray *phones,
            const char *column,
            char *field,
            guint line)
{
  g_strstrip (field);
  if (*field == '\0')
    return TRUE;
  if (is_phone_column (column))
    return add_phone (import, phones, field, line);
  if (g_utf8_strlen (field, -1) > LONGEST_TEXT) {
    fault (import, line, "\"%s\" is longer than %d characters", column, LONGEST_TEXT);
    return FALSE;
  }
  if (g_str_equal (column, "email") && strchr (field, '@') == NULL) {
    fault (import, line, "\"%s\" is not an e-mail address", field);
    return FALSE;
  }
  json_object_set_string_member (doc, column, field);
  return TRUE;
}

/* Is it in the file a second time? */
static gboolean
is_new (Import *import, JsonObject *doc, JsonArray *phones, guint line)
{
  const char *ref = json_object_get_string_member_with_default (doc, "external_ref", NULL);
  const char *number =
      json_array_get_length (phones) == 0
          ? NULL
          : json_object_get_string_member (json_array_get_object_element (phones, 0), "number");
  g_autofree char *key = NULL;
  if (ref != NULL)
    key = g_strconcat ("ref:", ref, NULL);
  else if (number != NULL)
    key = g_strconcat (json_object_get_string_member (doc, "name"), "|", number, NULL);
  else
    return TRUE;
  guint before = GPOINTER_TO_UINT (g_hash_table_lookup (import->seen, key));
  if (before != 0) {
    fault (import,
           line,
           "%s stands on line %u already",
           ref != NULL ? ref : "the same person with the same number",
           before);
    return FALSE;
  }
  g_hash_table_insert (import->seen, g_steal_pointer (&key), GUINT_TO_POINTER (line));
  return TRUE;
}

static gboolean
load_row (Import *import, JsonObject *doc, guint line)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (node, doc);
  g_autofree char *text = json_to_string (node, FALSE);
  return bh_customer_load_add (import->load, line, text, &import->error);
}

static gboolean
take_row (char **fields, guint n_fields, guint line, gpointer data)
{
  Import *import = data;
  g_autoptr (JsonObject) doc = json_object_new ();
  JsonArray *phones = json_array_new ();
  gboolean good = TRUE;

  json_object_set_array_member (doc, "phones", phones);
  if (import->columns->len == 0)
    return take_header (import, fields, n_fields, line);
  import->rows++;
  if (n_fields != import->columns->len) {
    fault (import,
           line,
           "%u fields, but the first line names %u columns",
           n_fields,
           import->columns->len);
    return TRUE;
  }
  for (guint i = 0; i < n_fields; i++)
    good = take_field (import, doc, phones, import->columns->pdata[i], fields[i], line) && good;
  if (!json_object_has_member (doc, "name")) {
    fault (import, line, "there is no name");
    return TRUE;
  }
  if (!good || !is_new (import, doc, phones, line))
    return TRUE;
  return load_row (import, doc, line);
}

static gboolean
read_file (Import *import, const char *file, GError **error)
{
  g_autoptr (GFile) at = g_file_new_for_commandline_arg (file);
  g_autoptr (GFileInputStream) stream = g_file_read (at, NULL, error);
  g_autoptr (BhCsvReader) reader = bh_csv_reader_new (take_row, import);
  char bytes[65536];
  gssize n = 0;
  if (stream == NULL)
    return FALSE;
  while ((n = g_input_stream_read (G_INPUT_STREAM (stream), bytes, sizeof bytes, NULL, error)) > 0)
    if (!bh_csv_reader_feed (reader, bytes, (gsize) n, error))
      return FALSE;
  return n == 0 && bh_csv_reader_finish (reader, error);
}

static int
refuse_all (Import *import)
{
  if (import->bad > MOST_FAULTS_SAID)
    fprintf (stderr, "and %u faults more\n", import->bad - MOST_FAULTS_SAID);
  return bh_ctl_fail (BH_CTL_FAILED,
                      "%u of %u rows have faults; nothing was imported",
                      import->bad,
                      import->rows);
}

static int
run (Import *import, PGconn *conn, const char *file, gboolean dry_run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhCustomerLoad) load = bh_customer_load_begin (conn, &error);
  BhCustomerLoadResult result = {0};
  if (load == NULL)
    return bh_ctl_fail (BH_CTL_FAILED, "%s", error->message);
  import->load = load;
  gboolean whole = read_file (import, file, &error);
  if (import->error != NULL)
    return bh_ctl_fail (BH_CTL_FAILED, "%s; nothing was imported", import->error->message);
  if (error != NULL)
    return bh_ctl_fail (BH_CTL_USAGE, "%s: %s; nothing was imported", file, error->message);
  if (!whole || import->bad > 0)
    return refuse_all (import);
  if (!bh_customer_load_finish (load, !dry_run, &result, &error))
    return bh_ctl_fail (BH_CTL_FAILED, "%s; nothing was imported", error->message);
  printf ("%s%u customers: %u new, %u known and renewed.\n",
          dry_run ? "Dry run, nothing is changed. " : "",
          import->rows,
          result.inserted,
          result.updated);
  return BH_CTL_OK;
}

static void
import_clear (Import *import)
{
  g_ptr_array_unref (import->columns);
  g_hash_table_unref (import->seen);
  g_clear_error (&import->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static const char explanation[] = "FILE is CSV in UTF-8; its first line names the columns: name, "
                                  "latin_name, company, tier, language,\n"
                                  "time_zone, email, notes, external_ref, phone, phone2 … phone9. "
                                  "A row whose external_ref is known, or whose\n"
                                  "name and number are, renews that customer. A file with a fault "
                                  "in any line is not imported at all.\n\n"
                                  "Exit codes: 0 done; 1 the file has faults, or the database "
                                  "refused; 2 wrong usage or unreadable file.";

int
bh_ctl_import_customers (int argc, char **argv)
{
  g_autofree char *config_file = NULL;
  g_autofree char *region = NULL;
  gboolean dry_run = FALSE;
  g_autoptr (BhConfig) config = NULL;
  g_autoptr (GError) error = NULL;
  int code = BH_CTL_USAGE;
  const GOptionEntry entries[] = {
      {"config",
       'c',
       0,
       G_OPTION_ARG_FILENAME,
       &config_file,
       "The server's configuration file",
       "FILE"},
      {"region",
       0,
       0,
       G_OPTION_ARG_STRING,
       &region,
       "Country of numbers without a country code (home_region)",
       "CN"},
      {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &dry_run, "Check everything, change nothing", NULL},
      {NULL},
  };
  if (!bh_ctl_parse (entries, explanation, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "import customers: name one file");
  g_autoptr (PGconn) conn = bh_ctl_open_database (config_file, &config, &error);
  if (conn == NULL)
    return bh_ctl_fail (BH_CTL_FAILED, "%s", error->message);
  g_auto (Import) import = {.region = region != NULL ? region : config->home_region,
                            .columns = g_ptr_array_new_with_free_func (g_free),
                            .seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL)};
  if (!bh_phone_region_is_known (import.region))
    return bh_ctl_fail (BH_CTL_USAGE,
                        "\"%s\" is no country; name one by its two letters, such as CN",
                        import.region);
  return run (&import, conn, argv[1], dry_run);
}
