/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/crm/phone-number.h"
#include "server/ctl/client.h"
#include "server/ctl/csv-file.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/ctl/listing.h"
#include "server/store/campaigns.h"

/* consent add, remove, list, import: who agreed to be called, and what proves it. */

static const char *const purposes[] = {"marketing", "contract", "any_hour", NULL};

typedef struct {
  char *config;
  char *customer;
  char *purpose;
  char *source;
  char *given;
  char *region;
  gboolean dry_run;
  gboolean json;
  /* import */
  const char *file;
  PGconn *conn;
  char **head;
  guint n_columns, rows, complaints;
} Consent;

static void
consent_clear (Consent *c)
{
  g_free (c->config);
  g_free (c->customer);
  g_free (c->purpose);
  g_free (c->source);
  g_free (c->given);
  g_free (c->region);
  g_strfreev (c->head);
  g_clear_pointer (&c->conn, PQfinish);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Consent, consent_clear)

#define TEXT_OPTION(name, member, help, word)                                                      \
  {                                                                                                \
    name, 0, 0, G_OPTION_ARG_STRING, &c.member, help, word                                         \
  }
#define CONFIG_OPTION                                                                              \
  {                                                                                                \
    "config", 'c', 0, G_OPTION_ARG_FILENAME, &c.config, "The server's configuration file", "FILE"  \
  }

/* FALSE after a complaint. */
static gboolean
open_database (Consent *c)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BhConfig) config =
      bh_config_load (c->config != NULL ? c->config : BH_CTL_CONFIG, &error);

  c->conn = config != NULL ? bh_ctl_database (c->config, &error) : NULL;
  if (c->conn == NULL) {
    bh_ctl_fail_with (error);
    return FALSE;
  }
  c->region = g_strdup (config->home_region);
  return TRUE;
}

static int
change (int argc, char **argv, gboolean add)
{
  g_auto (Consent) c = {0};
  const GOptionEntry entries[] = {
      TEXT_OPTION ("customer", customer, "Instead of a number: its id or reference", "ID"),
      TEXT_OPTION ("purpose", purpose, "marketing, contract or any_hour", "PURPOSE"),
      TEXT_OPTION ("source", source, "What proves it: a form, a letter", "TEXT"),
      TEXT_OPTION ("given", given, "When (now)", "TIME"),
      CONFIG_OPTION,
      {NULL},
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *number = NULL;
  int code;

  if (!bh_ctl_parse (entries, "It counts from the next dial on.", &argc, &argv, &code))
    return code;
  if (c.purpose == NULL || !g_strv_contains (purposes, c.purpose))
    return bh_ctl_fail (BH_CTL_USAGE, "--purpose: say marketing, contract or any_hour");
  if ((argc == 2) == (c.customer != NULL) || argc > 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one number, or --customer. See %s --help", argv[0]);
  if (add && c.source == NULL)
    return bh_ctl_fail (BH_CTL_USAGE, "--source: say what proves it");
  if (!open_database (&c))
    return BH_CTL_FAILED;
  if (argc == 2 && (number = bh_phone_number_to_keep (argv[1], c.region)) == NULL)
    return bh_ctl_fail (BH_CTL_USAGE, "\"%s\" is no telephone number", argv[1]);
  const BhConsent consent = {number, c.customer, c.purpose, c.given, c.source, g_get_user_name ()};
  if (add ? !bh_consents_add_blocking (c.conn, &consent, &error)
          : !bh_consents_remove_blocking (c.conn, &consent, &error))
    return bh_ctl_fail_with (error);
  printf (add ? "The consent is kept\n" : "The consent is withdrawn\n");
  return BH_CTL_OK;
}

int
bh_ctl_consent_add (int argc, char **argv)
{
  return change (argc, argv, TRUE);
}

int
bh_ctl_consent_remove (int argc, char **argv)
{
  return change (argc, argv, FALSE);
}

/* ---- list */

static void
print_rows (JsonArray *rows)
{
  printf ("%-17s %-20s %-10s %-10s  %-10s  %s\n",
          "NUMBER",
          "CUSTOMER",
          "PURPOSE",
          "GIVEN",
          "WITHDRAWN",
          "SOURCE");
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonObject *row = json_array_get_object_element (rows, i);
    printf ("%-17s %-20s %-10s %-10s  %-10s  %s\n",
            bh_ctl_text_of (row, "number"),
            bh_ctl_text_of (row, "customer"),
            bh_ctl_text_of (row, "purpose"),
            bh_ctl_text_of (row, "given"),
            bh_ctl_text_of (row, "withdrawn"),
            bh_ctl_text_of (row, "source"));
  }
}

int
bh_ctl_consent_list (int argc, char **argv)
{
  g_auto (Consent) c = {0};
  const GOptionEntry entries[] = {
      {"json", 0, 0, G_OPTION_ARG_NONE, &c.json, "For programs: JSON", NULL},
      CONFIG_OPTION,
      {NULL},
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;
  int code;

  if (!bh_ctl_parse (entries, "All, where no number is named.", &argc, &argv, &code))
    return code;
  if (argc > 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one number at most. See %s --help", argv[0]);
  if (!open_database (&c))
    return BH_CTL_FAILED;
  number = argc == 2 ? bh_phone_number_to_keep (argv[1], c.region) : NULL;
  text = bh_consents_list_blocking (c.conn, number, &error);
  return bh_ctl_print_listing (text, error, c.json, print_rows);
}

/* ---- import */

static void G_GNUC_PRINTF (3, 4) complain (Consent *c, guint line, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  c->complaints++;
  fprintf (stderr, "%s:%u: %s\n", c->file, line, text);
}

static const char *
field_of (const Consent *c, char **fields, const char *name)
{
  for (guint i = 0; i < c->n_columns; i++)
    if (g_ascii_strcasecmp (c->head[i], name) == 0)
      return *fields[i] != '\0' ? fields[i] : NULL;
  return NULL;
}

static void
take_consent (Consent *c, char **fields, guint line)
{
  const char *text = field_of (c, fields, "number");
  const char *purpose = field_of (c, fields, "purpose");
  g_autofree char *number = text != NULL ? bh_phone_number_to_keep (text, c->region) : NULL;
  g_autoptr (GError) error = NULL;
  const BhConsent consent = {number,
                             field_of (c, fields, "customer"),
                             purpose,
                             field_of (c, fields, "given"),
                             field_of (c, fields, "source"),
                             g_get_user_name ()};

  c->rows++;
  if (text != NULL && number == NULL)
    complain (c, line, "\"%s\" is no telephone number", text);
  else if (purpose == NULL || !g_strv_contains (purposes, purpose))
    complain (c, line, "purpose: say marketing, contract or any_hour");
  else if (consent.source == NULL)
    complain (c, line, "source: say what proves it");
  else if (c->complaints == 0 && !bh_consents_add_blocking (c->conn, &consent, &error))
    complain (c, line, "%s", error->message);
}

static gboolean
take_row (char **fields, guint n, guint line, gpointer data)
{
  Consent *c = data;

  for (guint i = 0; i < n; i++)
    g_strstrip (fields[i]);
  if (c->head == NULL) {
    c->head = g_strdupv (fields);
    c->n_columns = n;
    return TRUE;
  }
  if (n == 1 && *fields[0] == '\0')
    return TRUE;
  if (n != c->n_columns)
    complain (c, line, "%u fields, but there are %u columns", n, c->n_columns);
  else
    take_consent (c, fields, line);
  return TRUE;
}

static gboolean
end_with (Consent *c, const char *sql)
{
  g_autoptr (PGresult) result = bh_pg_exec_blocking (c->conn, sql, 0, NULL, NULL);
  return result != NULL;
}

int
bh_ctl_consent_import (int argc, char **argv)
{
  g_auto (Consent) c = {0};
  const GOptionEntry entries[] = {
      {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &c.dry_run, "Try everything, keep nothing", NULL},
      CONFIG_OPTION,
      {NULL},
  };
  g_autoptr (GError) error = NULL;
  int code;

  if (!bh_ctl_parse (entries,
                     "FILE is CSV in UTF-8 whose first line names the columns: number or customer, "
                     "purpose, source, given.\nAll of it is kept, or nothing.",
                     &argc,
                     &argv,
                     &code))
    return code;
  if (argc != 2)
    return bh_ctl_fail (BH_CTL_USAGE, "name one file. See %s --help", argv[0]);
  if (!open_database (&c))
    return BH_CTL_FAILED;
  c.file = argv[1];
  end_with (&c, "BEGIN");
  bh_ctl_read_csv (c.file, take_row, &c, &error);
  if (error != NULL)
    fprintf (stderr, "%s\n", error->message);
  if (error != NULL || c.complaints > 0 || c.rows == 0) {
    end_with (&c, "ROLLBACK");
    return bh_ctl_fail (BH_CTL_USAGE, "nothing was imported");
  }
  if (!end_with (&c, c.dry_run ? "ROLLBACK" : "COMMIT"))
    return bh_ctl_fail (BH_CTL_FAILED, "nothing was imported");
  printf ("%u consents%s\n", c.rows, c.dry_run ? " (only tried: nothing was kept)" : "");
  return BH_CTL_OK;
}
