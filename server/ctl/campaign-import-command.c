/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/crm/phone-number.h"
#include "server/ctl/client.h"
#include "server/ctl/csv-file.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/store/campaigns.h"
#include "server/wire/json-out.h"

/* campaign import FILE: a list of people to be called, all or none. Every fault is named with its
 * line; so is a number that is there twice, in the file or in the campaign. */

#define MAX_COMPLAINTS 50
#define N_NUMBERS      3

typedef enum { NAME, COMPANY, CUSTOMER, LANGUAGE, ZONE, REASON, N_TEXTS } Text;
static const char *const texts[N_TEXTS] =
    {"name", "company", "customer", "language", "zone", "reason"};

typedef struct {
  char *config;
  char *campaign;
  gboolean dry_run;
  gboolean skip;
  const char *file;
  char *region;
  JsonObject *there; /* numbers of the campaign -> place */
  GHashTable *seen;  /* numbers of the file -> line */
  char **head;       /* the first line */
  guint n_columns;
  guint rows, skipped, complaints;
  BhJsonOut out;
} Import;

static void
import_clear (Import *import)
{
  g_free (import->config);
  g_free (import->campaign);
  g_free (import->region);
  g_strfreev (import->head);
  g_clear_pointer (&import->there, json_object_unref);
  g_clear_pointer (&import->seen, g_hash_table_unref);
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
}

/* ---- columns */

static int
column_of (const Import *import, const char *name)
{
  for (guint i = 0; i < import->n_columns; i++)
    if (g_str_equal (import->head[i], name))
      return (int) i;
  return -1;
}

static const char *
field_of (const Import *import, char **fields, const char *name)
{
  int column = column_of (import, name);
  const char *text = column >= 0 ? fields[column] : NULL;
  return text != NULL && *text != '\0' ? text : NULL;
}

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

/* Any further column is data of the record, under its own name. */
static void
take_head (Import *import, char **fields, guint n, guint line)
{
  import->head = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = g_ascii_strdown (g_strstrip (fields[i]), -1);
    import->head[i] = is_known (name) ? g_steal_pointer (&name) : g_strdup (fields[i]);
    import->n_columns = i;
    if (*import->head[i] == '\0')
      complain (import, line, "column %u has no name", i + 1);
    else if (column_of (import, import->head[i]) >= 0)
      complain (import, line, "the column \"%s\" is there twice", import->head[i]);
  }
  import->n_columns = n;
  if (column_of (import, "number") < 0)
    complain (import, line, "the column \"number\" is missing: the first line names the columns");
}

/* ---- rows */

/* TRUE: this row is a person that is there already. */
static gboolean
is_twice (Import *import, const char *number, guint line)
{
  gpointer before = g_hash_table_lookup (import->seen, number);

  if (before != NULL && !import->skip)
    complain (import, line, "%s is in line %u already", number, GPOINTER_TO_UINT (before));
  else if (before == NULL && json_object_has_member (import->there, number) && !import->skip)
    complain (import,
              line,
              "%s is in the campaign already, record %d",
              number,
              (int) json_object_get_int_member (import->there, number));
  return before != NULL || json_object_has_member (import->there, number);
}

/* NULL-terminated, as they are kept. FALSE: the row is left out or has faults. */
static gboolean
read_numbers (Import *import, char **fields, guint line, char **numbers, const char **labels)
{
  static const char *const number_columns[N_NUMBERS] = {"number", "number2", "number3"};
  static const char *const label_columns[N_NUMBERS] = {"label", "label2", "label3"};
  guint n = 0;
  gboolean twice = FALSE;

  for (guint i = 0; i < N_NUMBERS; i++) {
    const char *text = field_of (import, fields, number_columns[i]);
    if (text == NULL && i > 0)
      continue;
    numbers[n] = bh_phone_number_to_keep (text != NULL ? text : "", import->region);
    if (numbers[n] == NULL) {
      complain (import,
                line,
                "%s: \"%s\" is no telephone number. Write it as in +8613800138000",
                number_columns[i],
                text != NULL ? text : "");
      return FALSE;
    }
    twice |= is_twice (import, numbers[n], line);
    labels[n++] = field_of (import, fields, label_columns[i]);
  }
  for (guint i = 0; i < n && !twice; i++)
    g_hash_table_replace (import->seen, g_strdup (numbers[i]), GUINT_TO_POINTER (line));
  import->skipped += twice;
  return !twice;
}

static void
write_row (Import *import, char **fields, char *const *numbers, const char *const *labels)
{
  BhJsonOut *out = &import->out;

  bh_json_begin_object (out, NULL);
  for (guint i = 0; i < N_TEXTS; i++)
    bh_json_string_if (out, texts[i], field_of (import, fields, texts[i]));
  bh_json_begin_array (out, "numbers");
  for (guint i = 0; i < N_NUMBERS && numbers[i] != NULL; i++) {
    bh_json_begin_object (out, NULL);
    bh_json_string (out, "number", numbers[i]);
    bh_json_string_if (out, "label", labels[i]);
    bh_json_end_object (out);
  }
  bh_json_end_array (out);
  bh_json_begin_object (out, "fields");
  for (guint i = 0; i < import->n_columns; i++)
    if (!is_known (import->head[i]) && *fields[i] != '\0')
      bh_json_string (out, import->head[i], fields[i]);
  bh_json_end_object (out);
  bh_json_end_object (out);
  import->rows++;
}

static void
take_record (Import *import, char **fields, guint line)
{
  char *numbers[N_NUMBERS + 1] = {NULL};
  const char *labels[N_NUMBERS] = {NULL};
  const char *zone = field_of (import, fields, "zone");
  g_autoptr (GTimeZone) known = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;

  if (zone != NULL && known == NULL)
    complain (import,
              line,
              "zone: there is no time zone \"%s\". Write it as in Europe/Paris",
              zone);
  if (read_numbers (import, fields, line, numbers, labels))
    write_row (import, fields, numbers, labels);
  for (guint i = 0; i < N_NUMBERS; i++)
    g_free (numbers[i]);
}

static gboolean
take_row (char **fields, guint n, guint line, gpointer data)
{
  Import *import = data;

  if (import->head == NULL) {
    take_head (import, fields, n, line);
    return import->complaints == 0;
  }
  for (guint i = 0; i < n; i++)
    g_strstrip (fields[i]);
  if (n == 1 && *fields[0] == '\0')
    return TRUE;
  if (n != import->n_columns)
    complain (import, line, "%u fields, but there are %u columns", n, import->n_columns);
  else
    take_record (import, fields, line);
  return TRUE;
}

/* FALSE after complaints. */
static gboolean
read_rows (Import *import, GString *rows)
{
  g_autoptr (GError) error = NULL;

  bh_json_out_text (&import->out, rows);
  bh_json_begin_array (&import->out, NULL);
  bh_ctl_read_csv (import->file, take_row, import, &error);
  bh_json_end_array (&import->out);
  if (error != NULL) {
    gboolean named = error->domain == G_FILE_ERROR;
    fprintf (stderr, "%s%s%s\n", named ? "" : import->file, named ? "" : ": ", error->message);
  } else if (import->complaints == 0 && import->rows + import->skipped == 0) {
    complain (import, 1, "it is empty");
  }
  if (import->complaints > MAX_COMPLAINTS)
    fprintf (stderr, "%s: %u faults in all\n", import->file, import->complaints);
  return error == NULL && import->complaints == 0;
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
run (Import *import)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) config =
      bh_config_load (import->config != NULL ? import->config : BH_CTL_CONFIG, &error);
  g_autoptr (PGconn) conn = config != NULL ? bh_ctl_database (import->config, &error) : NULL;
  int linked;

  if (conn == NULL || !read_there (import, conn, &error))
    return fail_with (error);
  import->region = g_strdup (config->home_region);
  if (!read_rows (import, rows))
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
  import.file = argv[1];
  return run (&import);
}
