/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/store/store-reader.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "server/store/migrate.h"
#include "server/store/password.h"
#include "server/store/pg-blocking.h"
#include "server/store/sql-text.h"

struct _BhStoreReader {
  GObject parent;
  BhPgConnection *connections[BH_STORE_READER_CONNECTIONS];
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void port_init (BhDirectoryPortInterface *iface);
G_DEFINE_FINAL_TYPE_WITH_CODE (BhStoreReader,
                               bh_store_reader,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BH_TYPE_DIRECTORY_PORT, port_init))

/* ---- a new connection, in the worker thread */

static gboolean
prepare_one (PGconn *conn, BhDirectoryQuery query, GError **error)
{
  const char *name = bh_directory_query_to_string (query);
  g_autofree char *path = g_strconcat ("query/", name, ".sql", NULL);
  /* lint: ok, in the worker thread */
  g_autoptr (PGresult) result = PQprepare (conn, name, bh_sql_text (path), 1, NULL);
  if (PQresultStatus (result) == PGRES_COMMAND_OK)
    return TRUE;
  g_autofree char *message = bh_pg_result_message (result);
  g_set_error (error,
               BH_DIRECTORY_ERROR,
               BH_DIRECTORY_ERROR_FAILED,
               "The question \"%s\" cannot be prepared: %s",
               name,
               message);
  return FALSE;
}

static gboolean
set_up (PGconn *conn, gpointer data, GError **error)
{
  g_autofree char *limit =
      g_strdup_printf ("SET statement_timeout = %d", BH_STORE_READER_TIMEOUT_MS);
  g_autoptr (PGresult) set = NULL;
  if (!bh_migrate_blocking (conn, NULL, error))
    return FALSE;
  set = bh_pg_exec_blocking (conn, limit, 0, NULL, error);
  if (set == NULL)
    return FALSE;
  for (guint i = 0; i < BH_QUERY_N_QUERIES; i++)
    if (!prepare_one (conn, (BhDirectoryQuery) i, error))
      return FALSE;
  return TRUE;
}

/* ---- questions */

static BhPgConnection *
least_busy (BhStoreReader *self, guint *pending)
{
  BhPgConnection *best = NULL;
  *pending = 0;
  for (guint i = 0; i < BH_STORE_READER_CONNECTIONS; i++) {
    BhPgConnection *connection = self->connections[i];
    if (bh_pg_connection_get_state (connection) != BH_PG_UP)
      continue;
    *pending += bh_pg_connection_get_pending (connection);
    if (best == NULL ||
        bh_pg_connection_get_pending (connection) < bh_pg_connection_get_pending (best))
      best = connection;
  }
  return best;
}

static BhDirectoryError
error_of (const BhPgReply *reply)
{
  if (reply->lost)
    return BH_DIRECTORY_ERROR_AWAY;
  if (g_str_equal (reply->sqlstate, "57014"))
    return BH_DIRECTORY_ERROR_TIMEOUT;
  /* classes "data exception" and "integrity constraint violation": what was asked makes no sense */
  if (g_str_has_prefix (reply->sqlstate, "22") || g_str_has_prefix (reply->sqlstate, "23"))
    return BH_DIRECTORY_ERROR_REFUSED;
  return BH_DIRECTORY_ERROR_FAILED;
}

static void
on_reply (const BhPgReply *reply, gpointer data)
{
  g_autoptr (GTask) task = data;
  const char *value = reply->ok && reply->values->len > 0 ? reply->values->pdata[0] : NULL;
  if (reply->ok)
    g_task_return_pointer (task, g_strdup (value != NULL ? value : "null"), g_free);
  else
    g_task_return_new_error (task,
                             BH_DIRECTORY_ERROR,
                             (gint) error_of (reply),
                             "%s",
                             reply->message != NULL
                                 ? reply->message
                                 : "The database went away in mid-question; try again.");
}

static void
query_async (BhDirectoryPort *port,
             BhDirectoryQuery query,
             const char *args,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer data)
{
  BhStoreReader *self = BH_STORE_READER (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  const char *values[] = {args != NULL ? args : "{}"};
  guint pending;
  BhPgConnection *connection = least_busy (self, &pending);

  g_task_set_source_tag (task, query_async);
  if (connection == NULL) {
    g_task_return_new_error (task,
                             BH_DIRECTORY_ERROR,
                             BH_DIRECTORY_ERROR_AWAY,
                             "%s",
                             bh_store_reader_get_sentence (self));
    return;
  }
  if (pending >= BH_STORE_READER_MAX_PENDING) {
    g_task_return_new_error (
        task,
        BH_DIRECTORY_ERROR,
        BH_DIRECTORY_ERROR_BUSY,
        "The database has %u questions waiting already; try again in a moment.",
        pending);
    return;
  }
  g_autoptr (BhPgBatch) batch = bh_pg_batch_new ();
  bh_pg_batch_add (batch, bh_directory_query_to_string (query), 1, values);
  bh_pg_connection_run (connection, g_steal_pointer (&batch), on_reply, g_steal_pointer (&task));
}

static char *
query_finish (BhDirectoryPort *port, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, port), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- signing in */

typedef struct {
  char *password;
  char *user; /* JSON, when there is one */
} SignIn;

static void
sign_in_free (gpointer data)
{
  SignIn *sign_in = data;
  if (sign_in->password != NULL)
    explicit_bzero (sign_in->password, strlen (sign_in->password));
  g_free (sign_in->password);
  g_free (sign_in->user);
  g_free (sign_in);
}

static void
on_verified (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean right = bh_password_verify_finish (result, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (right && sign_in->user != NULL)
    g_task_return_pointer (task, g_steal_pointer (&sign_in->user), g_free);
  else
    g_task_return_new_error (task,
                             BH_DIRECTORY_ERROR,
                             BH_DIRECTORY_ERROR_DENIED,
                             "The name or the password is wrong, or the account is disabled.");
}

static void
on_hash (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = query_finish (BH_DIRECTORY_PORT (source), result, &error);
  g_autoptr (JsonNode) node = text == NULL ? NULL : json_from_string (text, NULL);
  const char *hash = NULL;

  if (text == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *found = json_node_get_object (node);
    hash = json_object_get_string_member_with_default (found, "hash", NULL);
    sign_in->user = json_to_string (json_object_get_member (found, "user"), FALSE);
  }
  bh_password_verify_async (hash,
                            sign_in->password,
                            g_task_get_cancellable (task),
                            on_verified,
                            g_object_ref (task));
}

static char *
name_args (const char *name)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) args = json_object_new ();
  json_object_set_string_member (args, "user", name);
  json_node_set_object (node, args);
  return json_to_string (node, FALSE);
}

static void
sign_in_async (BhDirectoryPort *port,
               const char *name,
               const char *password,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer data)
{
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, data);
  g_autofree char *args = name_args (name);
  SignIn *sign_in = g_new0 (SignIn, 1);

  g_task_set_source_tag (task, sign_in_async);
  sign_in->password = g_strdup (password);
  g_task_set_task_data (task, sign_in, sign_in_free);
  query_async (port, BH_QUERY_PASSWORD_HASH, args, cancellable, on_hash, g_steal_pointer (&task));
}

static char *
sign_in_finish (BhDirectoryPort *port, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, port), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
port_init (BhDirectoryPortInterface *iface)
{
  iface->query_async = query_async;
  iface->query_finish = query_finish;
  iface->sign_in_async = sign_in_async;
  iface->sign_in_finish = sign_in_finish;
}

/* ---- life */

static void
on_connection_changed (BhPgConnection *connection, BhStoreReader *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

BhPgState
bh_store_reader_get_state (BhStoreReader *self)
{
  BhPgState state = bh_pg_connection_get_state (self->connections[0]);
  for (guint i = 1; i < BH_STORE_READER_CONNECTIONS; i++)
    if (bh_pg_connection_get_state (self->connections[i]) == BH_PG_UP)
      state = BH_PG_UP;
  return state;
}

const char *
bh_store_reader_get_sentence (BhStoreReader *self)
{
  for (guint i = 0; i < BH_STORE_READER_CONNECTIONS; i++)
    if (bh_pg_connection_get_state (self->connections[i]) == BH_PG_UP)
      return bh_pg_connection_get_sentence (self->connections[i]);
  return bh_pg_connection_get_sentence (self->connections[0]);
}

void
bh_store_reader_start (BhStoreReader *self)
{
  for (guint i = 0; i < BH_STORE_READER_CONNECTIONS; i++)
    bh_pg_connection_start (self->connections[i]);
}

void
bh_store_reader_stop (BhStoreReader *self)
{
  for (guint i = 0; i < BH_STORE_READER_CONNECTIONS; i++)
    bh_pg_connection_stop (self->connections[i]);
}

static void
bh_store_reader_dispose (GObject *object)
{
  BhStoreReader *self = BH_STORE_READER (object);
  for (guint i = 0; i < BH_STORE_READER_CONNECTIONS; i++) {
    if (self->connections[i] != NULL) {
      g_signal_handlers_disconnect_by_data (self->connections[i], self);
      bh_pg_connection_stop (self->connections[i]);
    }
    g_clear_object (&self->connections[i]);
  }
  G_OBJECT_CLASS (bh_store_reader_parent_class)->dispose (object);
}

static void
bh_store_reader_class_init (BhStoreReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bh_store_reader_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          BH_TYPE_STORE_READER,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
bh_store_reader_init (BhStoreReader *self)
{
}

BhStoreReader *
bh_store_reader_new (const char *conninfo)
{
  BhStoreReader *self = g_object_new (BH_TYPE_STORE_READER, NULL);
  for (guint i = 0; i < BH_STORE_READER_CONNECTIONS; i++) {
    g_autofree char *name = g_strdup_printf ("bellhopd reader %u", i + 1);
    /* the database limits each statement; a connection on which even that is not heard is dead */
    self->connections[i] =
        bh_pg_connection_new (conninfo, name, 2 * BH_STORE_READER_TIMEOUT_MS, set_up, NULL);
    g_signal_connect (self->connections[i], "changed", G_CALLBACK (on_connection_changed), self);
  }
  return self;
}
