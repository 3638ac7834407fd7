/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "server/crm/phone-number.h"
#include "server/ctl/client.h"
#include "server/ctl/ctl.h"
#include "server/ctl/database.h"
#include "server/ctl/listing.h"
#include "server/ctl/numbers.h"
#include "server/ctl/table.h"
#include "server/store/campaigns.h"

/* consent add, remove, list, import: who agreed to be called, and what proves it. */

static const char *const purposes[] = {"marketing", "contract", "any_hour", NULL};

typedef struct {
  char *config;
  char *customer;
  char *purpose;
  char *source;
  char *given;
  char *said; /* the country that the command line names */
  char *region;
  gboolean dry_run;
  gboolean json;
  PGconn *conn;
} Consent;

static void
consent_clear (Consent *c)
{
  g_free (c->config);
  g_free (c->customer);
  g_free (c->purpose);
  g_free (c->source);
  g_free (c->given);
  g_free (c->said);
  g_free (c->region);
  g_clear_pointer (&c->conn, PQfinish);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Consent, consent_clear)

#define TEXT_OPTION(name, member, help, word)                                                      \
  {                                                                                                \
    name, 0, 0, G_OPTION_ARG_STRING, &c.member, help, word                                         \
  }
/* FALSE after a complaint. */
static gboolean
open_database (Consent *c)
{
  g_autoptr (GError) error = NULL;

  c->region = bh_ctl_home_region (c->said, c->config, &error);
  c->conn = c->region != NULL ? bh_ctl_database (c->config, &error) : NULL;
  if (c->conn == NULL) {
    bh_ctl_fail_with (error);
    return FALSE;
  }
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
      BH_CTL_OPTION_REGION (&c.said),
      BH_CTL_OPTION_CONFIG (&c.config),
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
      BH_CTL_OPTION_JSON (&c.json),
      BH_CTL_OPTION_REGION (&c.said),
      BH_CTL_OPTION_CONFIG (&c.config),
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

static gboolean
is_column (const char *name)
{
  static const char *const columns[] = {"number", "customer", "purpose", "source", "given", NULL};

  return g_strv_contains (columns, name);
}

static void
take_consent (BhCtlTable *table, gpointer data)
{
  Consent *c = data;
  const char *text = bh_ctl_table_field (table, "number");
  const char *purpose = bh_ctl_table_field (table, "purpose");
  g_autofree char *number = text != NULL ? bh_phone_number_to_keep (text, c->region) : NULL;
  g_autoptr (GError) error = NULL;
  const BhConsent consent = {number,
                             bh_ctl_table_field (table, "customer"),
                             purpose,
                             bh_ctl_table_field (table, "given"),
                             bh_ctl_table_field (table, "source"),
                             g_get_user_name ()};

  if (text == NULL && consent.customer == NULL)
    bh_ctl_table_fault (table, "whose it is is missing: say a number or a customer");
  else if (text != NULL && number == NULL)
    bh_ctl_table_fault (table, "\"%s\" is no telephone number", text);
  else if (purpose == NULL || !g_strv_contains (purposes, purpose))
    bh_ctl_table_fault (table, "purpose: say marketing, contract or any_hour");
  else if (consent.source == NULL)
    bh_ctl_table_fault (table, "source: say what proves it");
  else if (table->faults.n == 0 && !bh_consents_add_blocking (c->conn, &consent, &error))
    bh_ctl_table_fault (table, "%s", error->message);
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
  static const char *const needed[] = {"purpose", "source", NULL};
  static const BhCtlTableKind kind = {.needed = needed,
                                      .is_column = is_column,
                                      .take = take_consent};
  g_auto (Consent) c = {0};
  g_auto (BhCtlTable) table = {0};
  const GOptionEntry entries[] = {
      {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &c.dry_run, "Try everything, keep nothing", NULL},
      BH_CTL_OPTION_REGION (&c.said),
      BH_CTL_OPTION_CONFIG (&c.config),
      {NULL},
  };
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
  bh_ctl_table_init (&table, argv[1]);
  end_with (&c, "BEGIN");
  if (!bh_ctl_table_read (&table, &kind, &c)) {
    end_with (&c, "ROLLBACK");
    return bh_ctl_fail (BH_CTL_USAGE, "nothing was imported");
  }
  if (!end_with (&c, c.dry_run ? "ROLLBACK" : "COMMIT"))
    return bh_ctl_fail (BH_CTL_FAILED, "nothing was imported");
  printf ("%u consents%s\n", table.n_rows, c.dry_run ? " (only tried: nothing was kept)" : "");
  return BH_CTL_OK;
}
