/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/crm/local-crm.h"

#include <string.h>

/* A directory that answers a look-up as it was told, and keeps the question. */
typedef struct {
  GObject parent;
  char *asked;
  const char *answer; /* NULL: away */
} FakeDirectory;
typedef GObjectClass FakeDirectoryClass;

static GType fake_directory_get_type (void);

static void
query_async (BhDirectoryPort *port,
             BhDirectoryQuery query,
             const char *args,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer data)
{
  FakeDirectory *self = (FakeDirectory *) port;
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  g_assert_cmpint (query, ==, BH_QUERY_LOOKUP);
  g_free (self->asked);
  self->asked = g_strdup (args);
  if (self->answer == NULL)
    g_task_return_new_error (task,
                             BH_DIRECTORY_ERROR,
                             BH_DIRECTORY_ERROR_AWAY,
                             "The database is away.");
  else
    g_task_return_pointer (task, g_strdup (self->answer), g_free);
}

static char *
query_finish (BhDirectoryPort *port, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fake_port_init (BhDirectoryPortInterface *iface)
{
  iface->query_async = query_async;
  iface->query_finish = query_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeDirectory,
                               fake_directory,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_DIRECTORY_PORT, fake_port_init))

static void
fake_directory_finalize (GObject *object)
{
  g_free (((FakeDirectory *) object)->asked);
  G_OBJECT_CLASS (fake_directory_parent_class)->finalize (object);
}

static void
fake_directory_class_init (FakeDirectoryClass *klass)
{
  klass->finalize = fake_directory_finalize;
}

static void
fake_directory_init (FakeDirectory *self)
{
}

typedef struct {
  FakeDirectory *directory;
  BhLocalCrm *crm;
  BhLookupResult *result;
  GError *error;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->directory = g_object_new (fake_directory_get_type (), NULL);
  fixture->crm = bh_local_crm_new (BH_DIRECTORY_PORT (fixture->directory), "CN");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->result, bh_lookup_result_free);
  g_clear_error (&fixture->error);
  g_assert_finalize_object (fixture->crm);
  g_assert_finalize_object (fixture->directory);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  fixture->result = bh_crm_port_lookup_finish (BH_CRM_PORT (source), result, &fixture->error);
}

static void
look_up (Fixture *fixture, const char *number)
{
  g_clear_pointer (&fixture->result, bh_lookup_result_free);
  g_clear_error (&fixture->error);
  bh_crm_port_lookup_async (BH_CRM_PORT (fixture->crm), number, NULL, on_found, fixture);
  while (fixture->result == NULL && fixture->error == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_one (Fixture *fixture, gconstpointer data)
{
  fixture->directory->answer =
      "{\"status\":\"one\",\"match\":\"exact\",\"customer\":{\"customer\":\"c-1\"}}";
  look_up (fixture, "13800138000");
  g_assert_cmpint (fixture->result->kind, ==, BH_LOOKUP_ONE);
  g_assert_cmpstr (fixture->result->customer_id, ==, "c-1");
  g_assert_cmpstr (fixture->result->e164, ==, "+8613800138000");
  g_assert_nonnull (strstr (fixture->directory->asked, "\"mode\":\"full\""));
  g_assert_nonnull (strstr (fixture->directory->asked, "\"digits\":\"8613800138000\""));
}

static void
test_many_has_no_customer (Fixture *fixture, gconstpointer data)
{
  fixture->directory->answer = "{\"status\":\"many\",\"match\":\"exact\",\"customer\":null}";
  look_up (fixture, "13800138000");
  g_assert_cmpint (fixture->result->kind, ==, BH_LOOKUP_MANY);
  g_assert_null (fixture->result->customer_id);
}

static void
test_modes (Fixture *fixture, gconstpointer data)
{
  fixture->directory->answer = "{\"status\":\"none\"}";
  look_up (fixture, "1001");
  g_assert_nonnull (strstr (fixture->directory->asked, "\"mode\":\"exact\""));
  look_up (fixture, "65529988");
  g_assert_nonnull (strstr (fixture->directory->asked, "\"mode\":\"loose\""));
  look_up (fixture, "10086");
  g_assert_nonnull (strstr (fixture->directory->asked, "\"mode\":\"exact\""));
}

static void
test_withheld_and_odd_ask_nobody (Fixture *fixture, gconstpointer data)
{
  look_up (fixture, "anonymous");
  g_assert_cmpint (fixture->result->kind, ==, BH_LOOKUP_WITHHELD);
  look_up (fixture, "Zhang San");
  g_assert_cmpint (fixture->result->kind, ==, BH_LOOKUP_NONE);
  g_assert_nonnull (strstr (fixture->result->json, "\"status\":\"none\""));
  g_assert_null (fixture->directory->asked);
}

static void
test_away (Fixture *fixture, gconstpointer data)
{
  look_up (fixture, "13800138000");
  g_assert_error (fixture->error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_AWAY);
}

static void
test_away_but_remembered (Fixture *fixture, gconstpointer data)
{
  fixture->directory->answer =
      "{\"status\":\"one\",\"match\":\"exact\",\"customer\":{\"customer\":\"c-1\"}}";
  look_up (fixture, "13800138000");
  g_assert_null (strstr (fixture->result->json, "message"));
  fixture->directory->answer = NULL;
  /* the same caller, shown otherwise */
  look_up (fixture, "+86 138 0013 8000");
  g_assert_no_error (fixture->error);
  g_assert_cmpint (fixture->result->kind, ==, BH_LOOKUP_ONE);
  g_assert_cmpstr (fixture->result->customer_id, ==, "c-1");
  g_assert_nonnull (
      strstr (fixture->result->json, "The database is away; this is what was known at"));
  look_up (fixture, "13800138001");
  g_assert_error (fixture->error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_AWAY);
}

static void
test_nonsense_from_the_database (Fixture *fixture, gconstpointer data)
{
  fixture->directory->answer = "[1,2]";
  look_up (fixture, "13800138000");
  g_assert_error (fixture->error, BH_DIRECTORY_ERROR, BH_DIRECTORY_ERROR_FAILED);
}

static void
test_normalise (Fixture *fixture, gconstpointer data)
{
  g_autofree char *display = NULL;
  g_autofree char *e164 =
      bh_crm_port_normalise (BH_CRM_PORT (fixture->crm), "13800138000", &display);
  g_assert_cmpstr (e164, ==, "+8613800138000");
  g_assert_cmpstr (display, ==, "138 0013 8000");
  g_assert_null (bh_crm_port_normalise (BH_CRM_PORT (fixture->crm), "1001", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/crm/look-up/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("one", test_one);
  ADD ("many", test_many_has_no_customer);
  ADD ("modes", test_modes);
  ADD ("withheld-and-odd", test_withheld_and_odd_ask_nobody);
  ADD ("away", test_away);
  ADD ("away-but-remembered", test_away_but_remembered);
  ADD ("nonsense", test_nonsense_from_the_database);
  ADD ("normalise", test_normalise);
  return g_test_run ();
}
